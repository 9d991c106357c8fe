"""Lines that may be duplicates: list them, decide, take a decision back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import ThingId, given
from accountsos.api.operations.examples import IMPORT_ID, PAGE_OF_ONE, TRANSACTION_ID
from accountsos.api.operations.parameters import numbers_below, page_of, paging_of
from accountsos.api.operations.run import answered, changed, gone
from accountsos.web.parameters import Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.bank.doubtful import DoubtfulList, OneDoubtful, doubtful_list, one_doubtful
from accountsos.workflows.bank.decide_doubtful import (
    DECIDE,
    LIST_DOUBTFUL,
    REOPEN,
    SHOW,
    Decision,
    DoubtfulLine,
    DoubtfulPage,
    DoubtfulQuestion,
)

_LINE = PathId("transaction_id", Id("txn_"), "The line that may be a duplicate.", TRANSACTION_ID)
_KNOWN_ID = "txn_08M0kX00000V8a"
_SHORT: dict[str, Any] = {
    "id": TRANSACTION_ID,
    "date": "2026-03-04",
    "description": "AMAZON EU 204-7719",
    "amount": Decimal("-45.99"),
    "currency": "GBP",
    "bank_account_id": "ba_main",
    "import_id": IMPORT_ID,
    "in_books": True,
}
_OPEN: dict[str, Any] = {
    "transaction": _SHORT,
    "resembles": [{**_SHORT, "id": _KNOWN_ID, "date": "2026-03-02", "description": "Amazon"}],
    "decision": None,
    "same_as": None,
}
_SAME: dict[str, Any] = {
    **_OPEN,
    "transaction": {**_SHORT, "in_books": False},
    "decision": "same",
    "same_as": _KNOWN_ID,
}
_STATE = QueryParameter(
    "state", OneOf(("open", "decided")), "Those that wait for a decision, or those that were decided.", default="open"
)


class DecisionBody(Body, frozen=True):
    """What the line is."""

    decision: Literal["same", "different"]
    """`same`: it repeats a known line and leaves the books. `different`: both are payments, and both stay."""
    same_as: ThingId | UnsetType | None = UNSET
    """The known line; needed where several resemble it."""


async def list_doubtful(request: ApiRequest) -> Reply:
    """A page of lines that may be duplicates."""
    paging = paging_of(request, "doubtful")
    question = DoubtfulQuestion(
        request.query["state"] == "decided", paging.limit + 1, paging.offset, numbers_below(paging)
    )

    def shape(page: DoubtfulPage) -> Reply:
        return Reply(doubtful_list(page, paging=paging))

    return await answered(request, LIST_DOUBTFUL, question, shape)


async def show_doubtful(request: ApiRequest) -> Reply:
    """One line that may be a duplicate."""
    return await answered(request, SHOW, request.ids["transaction_id"], _shape)


async def decide_doubtful(request: ApiRequest) -> Reply:
    """Say of a line whether it repeats another."""
    body: DecisionBody = request.body
    command = Decision(request.ids["transaction_id"], body.decision, given(body.same_as))
    return await changed(request, DECIDE, command, _shape)


async def reopen_doubtful(request: ApiRequest) -> Reply:
    """Take the decision back."""
    return await changed(request, REOPEN, request.ids["transaction_id"], gone)


def _shape(line: DoubtfulLine) -> Reply:
    return Reply(encode_json(one_doubtful(line)))


OPERATIONS = (
    Operation(
        name="list_doubtful",
        method="GET",
        kept=True,
        path="/api/imports/doubtful",
        summary="List lines that may be duplicates",
        tag="Imports",
        description=(
            "An import never drops a line that only resembles a known one: it brings it and lists it here. Until "
            "somebody decides, it counts as a payment of its own."
        ),
        handler=list_doubtful,
        replies={200: ReplyShape("A page.", DoubtfulList, example={"doubtful": [_OPEN], "pagination": PAGE_OF_ONE})},
        query=(_STATE, *page_of("doubtful")),
    ),
    Operation(
        name="show_doubtful",
        method="GET",
        kept=True,
        path="/api/imports/doubtful/{transaction_id}",
        summary="Show a line that may be a duplicate",
        tag="Imports",
        handler=show_doubtful,
        replies={200: ReplyShape("The line, and what was decided.", OneDoubtful, example={"doubtful": _OPEN})},
        ids=(_LINE,),
    ),
    Operation(
        name="decide_doubtful",
        method="POST",
        path="/api/imports/doubtful/{transaction_id}",
        summary="Decide of a line that may be a duplicate",
        tag="Imports",
        description=(
            "`same`: the line leaves the books by reversal, and its file shows the known line from now on. "
            "`different`: both stay. The same decision again changes nothing; another one is a conflict until the "
            "first is taken back. Two lines of one file are never the same."
        ),
        scope="write",
        handler=decide_doubtful,
        replies={200: ReplyShape("The line as decided.", OneDoubtful, example={"doubtful": _SAME})},
        ids=(_LINE,),
        body=DecisionBody,
        body_example={"decision": "same"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="reopen_doubtful",
        method="DELETE",
        path="/api/imports/doubtful/{transaction_id}",
        summary="Take back a decision on a line that may be a duplicate",
        tag="Imports",
        description="A line that had left the books is in them again, as it was filed. Without one nothing happens.",
        scope="write",
        handler=reopen_doubtful,
        replies={204: ReplyShape("The line is to be decided again.")},
        ids=(_LINE,),
        errors=("conflict",),
    ),
)
