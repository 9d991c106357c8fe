"""Lines that the bank showed before it booked them: list those that wait and those that lapsed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.examples import IMPORT_ID, PAGE_OF_ONE, TRANSACTION_ID
from accountsos.api.operations.parameters import page_of, paging_of, today
from accountsos.api.operations.run import answered
from accountsos.web.parameters import Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.bank.pending import OnePending, PendingList, one_pending, pending_list
from accountsos.workflows.bank.lapse_pending import LIST_PENDING, SHOW_PENDING, PendingPage, PendingQuestion

_WAITING: dict[str, Any] = {
    "id": TRANSACTION_ID,
    "date": "2026-03-04",
    "description": "AMAZON EU 204-7719",
    "amount": Decimal("-45.99"),
    "currency": "GBP",
    "bank_account_id": "ba_main",
    "import_id": IMPORT_ID,
    "last_seen": "2026-03-05",
    "lapses_on": "2026-03-15",
}
_STATE = QueryParameter(
    "state", OneOf(("waiting", "lapsed")), "Those that the bank may still book, or those given up.", default="waiting"
)


async def list_pending(request: ApiRequest) -> Reply:
    """A page of pending lines."""
    paging = paging_of(request, "pending")
    question = PendingQuestion(today(request), request.query["state"] == "lapsed")

    def shape(page: PendingPage) -> Reply:
        return Reply(pending_list(page, paging=paging))

    return await answered(request, LIST_PENDING, question, shape)


async def show_pending(request: ApiRequest) -> Reply:
    """One pending line."""
    wanted = request.ids["transaction_id"]
    return await answered(request, SHOW_PENDING, wanted, lambda page: Reply(one_pending(page)))


OPERATIONS = (
    Operation(
        name="list_pending",
        method="GET",
        kept=True,
        path="/api/imports/pending",
        summary="List lines that the bank has not booked yet",
        tag="Imports",
        description=(
            "Some banks show a payment before they book it. Such a line is kept apart, posted nowhere; the booked one "
            "takes its place. Not booked and not shown by any file for ten days, it lapses; booked later all the same, "
            "it is known again."
        ),
        handler=list_pending,
        replies={200: ReplyShape("A page.", PendingList, example={"pending": [_WAITING], "pagination": PAGE_OF_ONE})},
        query=(_STATE, *page_of("pending")),
    ),
    Operation(
        name="show_pending",
        method="GET",
        kept=True,
        path="/api/imports/pending/{transaction_id}",
        summary="Show a line that the bank has not booked yet",
        tag="Imports",
        handler=show_pending,
        replies={200: ReplyShape("The line, waiting or lapsed.", OnePending, example={"pending": _WAITING})},
        ids=(PathId("transaction_id", Id("txn_"), "The line.", TRANSACTION_ID),),
    ),
)
