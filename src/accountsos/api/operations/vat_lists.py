"""The closed lists of VAT that a client has to know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import today
from accountsos.web.parameters import Day
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.vat_lists import SectorList, VatCodeList, sector_list, vat_code_list

_ON = QueryParameter(
    "on", Day(), "The day of which the rates are; today where it is left out.", example=date(2026, 3, 31)
)


async def list_vat_codes(request: ApiRequest) -> Reply:
    """Every code."""
    return Reply(vat_code_list(request.query["on"] or today(request)))


async def list_sectors(request: ApiRequest) -> Reply:
    """Every sector of the flat rate scheme."""
    return Reply(sector_list(request.query["on"] or today(request)))


OPERATIONS = (
    Operation(
        name="list_vat_codes",
        method="GET",
        path="/api/vat-codes",
        summary="List VAT codes",
        tag="VAT",
        description="Every `vat_code` that a line, a part, an invoice or a journal may bear, with its rate on a day.",
        handler=list_vat_codes,
        replies={
            200: ReplyShape(
                "Every code.",
                VatCodeList,
                example={
                    "vat_codes": [
                        {
                            "code": "P20",
                            "title": "Purchase, standard rate",
                            "side": "purchase",
                            "kind": "purchase",
                            "rate": 20,
                            "self_assessed": False,
                            "boxes": [4, 7],
                        }
                    ]
                },
            )
        },
        query=(_ON,),
    ),
    Operation(
        name="list_flat_rate_sectors",
        method="GET",
        path="/api/vat-schemes/sectors",
        summary="List the sectors of the flat rate scheme",
        tag="VAT",
        description="Every `sector` that a VAT scheme may name, with its percentage on a day.",
        handler=list_sectors,
        replies={
            200: ReplyShape(
                "Every sector.",
                SectorList,
                example={"sectors": [{"sector": "catering", "title": "Catering services", "rate": Decimal("12.5")}]},
            )
        },
        query=(_ON,),
    ),
)
