"""VAT: the return of a period, marking it as filed, and the company's schemes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType, field

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bodies import Words, given
from accountsos.api.operations.parameters import KNOWN_AT, known_at, today
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec, shown_to
from accountsos.api.operations.run import answered, changed, gone
from accountsos.reports.vat_return import BOX_NAMES, FIELDS
from accountsos.web.parameters import Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField
from accountsos.wire.shapes.vat import (
    OneVatPayload,
    VatReturnReport,
    VatSchemeList,
    vat_payload_out,
    vat_report,
    vat_scheme_list,
    vat_table,
)
from accountsos.workflows.vat import file_vat_return, rewrite_vat_history, set_vat_scheme
from accountsos.workflows.vat.draft_vat_payload import PAYLOAD, PayloadQuestion
from accountsos.workflows.vat.rewrite_vat_history import VatHistory
from accountsos.workflows.vat.set_vat_scheme import SetVatScheme, VatSchemes
from accountsos.workflows.vat.vat_return import VAT_RETURN, VatQuestion, VatReport

FindingId = Annotated[str, Meta(min_length=5, max_length=40)]
PeriodText = Annotated[str, Meta(min_length=1, max_length=30)]
_PERIOD = QueryParameter(
    "period",
    Text(30, "[A-Za-z0-9 .-]+", "2026-Q1, Q1 2026, 2026-03, 2026-01-01..2026-03-31, current or previous"),
    "The VAT period; left out, the one that is due next.",
    example="2026-Q1",
)
_AMOUNTS = ("2000.00", "0.00", "2000.00", "600.00", "1400.00", "12000.00", "3500.00", "0.00", "0.00")
_REPORT: dict[str, Any] = {
    "report": {
        "type": "vat",
        "registered": True,
        "scheme": "standard",
        "period": {"from": "2026-01-01", "to": "2026-03-31"},
        "period_name": "2026-Q1",
        "status": "due",
        "boxes": [
            {
                "box": number,
                "field": FIELDS[number],
                "name": BOX_NAMES[number],
                "amount": Decimal(amount),
                "link": f"/api/reports/sources?report=vat&figure=box{number}&from=2026-01-01&to=2026-03-31",
            }
            for number, amount in enumerate(_AMOUNTS, start=1)
        ],
        "net_vat": Decimal("1400.00"),
        "direction": "pay",
        "due_date": "2026-05-07",
        "currency": "GBP",
        "complete": True,
        "filed": None,
        "warnings": [],
        "findings": [],
        "known_at": None,
    }
}
_SCHEMES: dict[str, Any] = {
    "vat_schemes": [
        {
            "from": "2025-04-01",
            "scheme": "standard",
            "stagger": "1",
            "registered_on": "2025-04-01",
            "vat_number": "980780684",
            "sector": None,
            "limited_cost": False,
            "cash_turnover": False,
            "annual_year_end_month": 3,
            "instalments": None,
        }
    ],
    "lines_reposted": 0,
}


_PAYLOAD: dict[str, Any] = {
    "vat_payload": {
        "period": {"from": "2026-01-01", "to": "2026-03-31"},
        "status": "filed",
        "body": {
            "periodKey": "26AA",
            **{FIELDS[n]: Decimal(amount) if n <= 5 else int(Decimal(amount)) for n, amount in enumerate(_AMOUNTS, 1)},
            "finalised": True,
        },
        "warnings": [],
    }
}


class FileBody(Body, frozen=True):
    """Which return was filed with HMRC."""

    period: PeriodText
    accept_incomplete: bool = False
    """It has exempt sales and was completed outside."""
    acknowledge: tuple[FindingId, ...] = ()
    """The findings that touch it, each by its id: somebody took note of them."""


class UnfileBody(Body, frozen=True):
    """Which return to open again, and why."""

    period: PeriodText
    reason: Words


class VatSchemeBody(Body, frozen=True):
    """A scheme from a day on; `none` ends the registration on the day before."""

    scheme: Literal["standard", "cash", "flat_rate", "annual", "none"]
    from_: DateField = field(name="from")
    stagger: Literal["1", "2", "3", "monthly", "annual"] | UnsetType | None = UNSET
    """1: quarters to March, June, September, December; 2: to January …; 3: to February …"""
    vat_number: Annotated[str, Meta(min_length=9, max_length=20)] | UnsetType | None = UNSET
    registered_on: DateField | UnsetType | None = UNSET
    """Where the registration began before `from`."""
    sector: Annotated[str, Meta(min_length=2, max_length=80)] | UnsetType | None = UNSET
    """Of the flat rate scheme."""
    limited_cost: bool = False
    cash_turnover: bool = False
    """Flat rate on the money received instead of on what was invoiced."""
    annual_year_end_month: Annotated[int, Meta(ge=1, le=12)] | UnsetType | None = UNSET
    instalments: Literal["monthly", "quarterly"] | UnsetType | None = UNSET


class VatHistoryBody(Body, frozen=True):
    """Every scheme there was, oldest first. What is said here takes the place of all that was said before."""

    schemes: Annotated[list[VatSchemeBody], Meta(max_length=100)]


async def vat_payload(request: ApiRequest) -> Reply:
    """A return in HMRC's form."""
    query = request.query
    question = PayloadQuestion(today(request), query["period"], query["period_key"], known_at(request))
    return await answered(request, PAYLOAD, question, lambda payload: Reply(vat_payload_out(payload)))


async def file_return(request: ApiRequest) -> Reply:
    """Mark a return as filed."""
    body: FileBody = request.body
    command = file_vat_return.FileVatReturn(
        today(request), body.period, body.accept_incomplete, tuple(body.acknowledge)
    )
    return await changed(request, file_vat_return.FILE, command, lambda report: _report(request, report))


async def unfile_return(request: ApiRequest) -> Reply:
    """Open a filed return again."""
    body: UnfileBody = request.body
    command = file_vat_return.UnfileVatReturn(today(request), body.period, body.reason)
    return await changed(request, file_vat_return.UNFILE, command, lambda report: _report(request, report))


async def list_schemes(request: ApiRequest) -> Reply:
    """The company's VAT through time."""
    return await answered(request, set_vat_scheme.SHOW, None, _schemes)


async def set_scheme(request: ApiRequest) -> Reply:
    """Register, change the scheme, end the registration."""
    return await changed(request, set_vat_scheme.SET, _scheme_of(request.body), _schemes)


async def rewrite_history(request: ApiRequest) -> Reply:
    """Say anew which schemes there were."""
    body: VatHistoryBody = request.body
    history = VatHistory(tuple(_scheme_of(each) for each in body.schemes))
    return await changed(request, rewrite_vat_history.REWRITE, history, _schemes)


async def never_registered(request: ApiRequest) -> Reply:
    """Take back every scheme."""
    return await changed(request, rewrite_vat_history.REWRITE, VatHistory(()), gone)


def _scheme_of(body: VatSchemeBody) -> SetVatScheme:
    return SetVatScheme(
        in_force_from=body.from_,
        scheme=body.scheme,
        stagger=given(body.stagger),
        vat_number=given(body.vat_number),
        registered_on=given(body.registered_on),
        sector=given(body.sector),
        limited_cost=body.limited_cost,
        cash_turnover=body.cash_turnover,
        annual_year_end_month=given(body.annual_year_end_month),
        instalments=given(body.instalments),
    )


def _report(request: ApiRequest, report: VatReport) -> Reply:
    return Reply(vat_report(report, shown_to(request)))


def _schemes(schemes: VatSchemes) -> Reply:
    return Reply(vat_scheme_list(schemes))


_RETURN_REPLY = ReplyShape("The return as it is now.", VatReturnReport, example=_REPORT)
_SCHEMES_REPLY = ReplyShape("Every scheme, oldest first.", VatSchemeList, example=_SCHEMES)

VAT_SPEC = ReportSpec(
    name="vat",
    operation_name="vat_return",
    title="VAT return",
    tag="VAT",
    description=(
        "The nine boxes of a VAT period with HMRC's field names; 6 to 9 in whole pounds. `net_vat` has no sign, "
        "`direction` says which way it goes. A company that is not registered gets `registered: false` and the "
        "watch over the registration threshold in `warnings`. A filed return shows what was filed."
    ),
    parameters=(_PERIOD, KNOWN_AT),
    question=lambda request: VatQuestion(today(request), request.query["period"], known_at(request)),
    make=VAT_RETURN,
    shape=vat_report,
    table=vat_table,
    reply=VatReturnReport,
    example=_REPORT,
    commands=(
        ReportCommand(
            summary="A VAT return; default: the one due next.",
            title="VAT {scheme}, {period.from} to {period.to}, {status}",
            examples=("", "--period 2025-Q4"),
        ),
    ),
)
SPECS = (VAT_SPEC,)
OPERATIONS = (
    VAT_SPEC.operation(),
    Operation(
        name="vat_return_payload",
        method="GET",
        kept=True,
        path="/api/vat-returns/payload",
        summary="VAT return in HMRC's form",
        tag="VAT",
        description=(
            "The body of HMRC's Submit VAT return (Making Tax Digital), with its field names: pence in boxes 1 to 5, "
            "whole pounds in 6 to 9. Nothing is sent. `periodKey` is in it where `period_key` is given; `finalised` "
            "only once the return is marked as filed, after the declaration. A period that is not over and a return "
            "that is not complete are conflicts."
        ),
        handler=vat_payload,
        replies={200: ReplyShape("The payload.", OneVatPayload, example=_PAYLOAD)},
        query=(
            QueryParameter(
                "period", _PERIOD.kind, "The VAT period; left out, the last one that is over.", example="2025-Q4"
            ),
            QueryParameter(
                "period_key",
                Text(4, "[A-Za-z0-9#]{4}", "HMRC's 4 letters, digits or #"),
                "The key of the period in HMRC's list of obligations.",
                example="26AA",
            ),
            KNOWN_AT,
        ),
        errors=("conflict",),
    ),
    Operation(
        name="file_vat_return",
        method="POST",
        path="/api/vat-returns/file",
        summary="Mark a VAT return as filed",
        tag="VAT",
        description=(
            "Freezes the boxes with a digest of the entries behind them and moves VAT control to VAT filed. Later "
            "changes keep their dates; their VAT difference goes into the period in which they are found. A return "
            "that findings touch (`GET /api/checks`) is filed only with each of them in `acknowledge`; that is kept "
            "with it."
        ),
        scope="write",
        handler=file_return,
        replies={200: _RETURN_REPLY},
        body=FileBody,
        body_example={"period": "2025-Q4"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="unfile_vat_return",
        method="POST",
        path="/api/vat-returns/unfile",
        summary="Open a filed VAT return again",
        tag="VAT",
        description="Only the last one that was filed, and with a reason; what was filed stays on record.",
        scope="admin",
        handler=unfile_return,
        replies={200: _RETURN_REPLY},
        body=UnfileBody,
        body_example={"period": "2025-Q4", "reason": "Marked by mistake: HMRC refused it"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="list_vat_schemes",
        method="GET",
        kept=True,
        path="/api/vat-schemes",
        summary="List VAT schemes",
        tag="VAT",
        handler=list_schemes,
        replies={200: _SCHEMES_REPLY},
    ),
    Operation(
        name="set_vat_scheme",
        method="POST",
        path="/api/vat-schemes",
        summary="Register for VAT or change the scheme",
        tag="VAT",
        description="From `from` on; every bank line from that day is posted anew where its VAT changes.",
        scope="admin",
        handler=set_scheme,
        replies={200: _SCHEMES_REPLY},
        body=VatSchemeBody,
        body_example={"scheme": "standard", "from": "2025-04-01", "stagger": "1", "vat_number": "980780684"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="rewrite_vat_schemes",
        method="PUT",
        path="/api/vat-schemes",
        summary="Say anew which VAT schemes there were",
        tag="VAT",
        description=(
            "The whole history, oldest first, as `GET /api/vat-schemes` shows it: an earlier or later registration, "
            "another number, a scheme that never was. Lines and invoices whose VAT changes are posted anew; reports "
            "as known earlier keep what was said then. What a filed return stands on is refused until that return is "
            "opened again; a number can always be put right."
        ),
        scope="admin",
        handler=rewrite_history,
        replies={200: _SCHEMES_REPLY},
        body=VatHistoryBody,
        body_example={
            "schemes": [
                {"scheme": "standard", "from": "2025-04-01", "stagger": "1", "vat_number": "980780684"},
                {"scheme": "cash", "from": "2025-07-01"},
            ]
        },
        errors=("conflict",),
    ),
    Operation(
        name="withdraw_vat_schemes",
        method="DELETE",
        path="/api/vat-schemes",
        summary="Take back that the company was ever registered for VAT",
        tag="VAT",
        scope="admin",
        handler=never_registered,
        replies={204: ReplyShape("No scheme is left.")},
        errors=("conflict",),
    ),
)
