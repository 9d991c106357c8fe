"""Checks: what may stand in the books twice, and what must not stand so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.examples import DOCUMENT_ID, PAGE_OF_ONE, TRANSACTION_ID
from accountsos.api.operations.parameters import page_of, paging_of, today
from accountsos.api.operations.run import answered
from accountsos.reports.double_counts import KINDS
from accountsos.web.parameters import Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.checks import CheckList, OneCheck, check_list, one_check
from accountsos.workflows.tax.list_checks import LIST, SHOW, CheckQuestion, ChecksQuestion

_EXAMPLE: dict[str, Any] = {
    "findings": [
        {
            "id": "fnd_3f0d2a7c91b4e658",
            "kind": "payment_of_invoice",
            "date": "2026-02-20",
            "amount": Decimal("6000.00"),
            "message": (
                "£6,000.00 from Garnet Interiors Ltd on 20 February 2026 stands as Sales of its own, and is exactly "
                "what is open of invoice INV-7001 of 2 February 2026"
            ),
            "action": "Put invoice INV-7001 beside the receipt; or say of the receipt what else it is",
            "boxes": [{"box": 1, "amount": Decimal("1000.00")}, {"box": 6, "amount": Decimal("5000.00")}],
            "vat_period_end": "2026-03-31",
            "transaction_ids": [TRANSACTION_ID],
            "document_ids": [DOCUMENT_ID],
            "entry_ids": [],
            "acknowledged_with": None,
        }
    ],
    "pagination": PAGE_OF_ONE,
}


async def list_checks(request: ApiRequest) -> Reply:
    """The findings as the books stand now."""
    query = request.query
    question = ChecksQuestion(today(request), query["kind"])
    return await answered(
        request, LIST, question, lambda found: Reply(check_list(found, paging=paging_of(request, "findings")))
    )


async def show_check(request: ApiRequest) -> Reply:
    """One finding."""
    asked = CheckQuestion(request.ids["finding_id"], today(request))
    return await answered(request, SHOW, asked, lambda found: Reply(one_check(found)))


OPERATIONS = (
    Operation(
        name="list_checks",
        method="GET",
        kept=True,
        path="/api/checks",
        summary="List what may be counted twice",
        tag="Reports",
        description=(
            "Findings as the books stand now, the largest first, each with the pounds and VAT boxes at stake, the "
            "things concerned and the next action. Kinds: "
            + "; ".join(f"`{kind}`: {what}" for kind, what in KINDS.items())
            + ". Reports carry those that touch them; a VAT return with open ones is marked as filed only with each of "
            "them acknowledged."
        ),
        handler=list_checks,
        replies={200: ReplyShape("The findings.", CheckList, example=_EXAMPLE)},
        query=(QueryParameter("kind", OneOf(tuple(KINDS)), "Only of this kind."), *page_of("findings")),
    ),
    Operation(
        name="show_check",
        method="GET",
        kept=True,
        path="/api/checks/{finding_id}",
        summary="Show what may be counted twice",
        tag="Reports",
        description="As the books stand now: what was put right, or is told differently by now, is not found.",
        handler=show_check,
        replies={200: ReplyShape("The finding.", OneCheck, example={"finding": _EXAMPLE["findings"][0]})},
        ids=(PathId("finding_id", Id("fnd_"), "The finding.", _EXAMPLE["findings"][0]["id"]),),
    ),
)
