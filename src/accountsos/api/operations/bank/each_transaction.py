"""Up to a hundred transactions changed in one request, each in its own way."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bank.transaction_changes import TransactionChangeBody, change_of
from accountsos.api.operations.bodies import ThingId, given
from accountsos.api.operations.examples import ENTRY_ID, EVENT_ID, TRANSACTION_ID, transaction_example
from accountsos.api.operations.external import said_of
from accountsos.api.operations.run import changed
from accountsos.errors import Refused
from accountsos.web.errors import message_of, status_of
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.bank.each_transaction import (
    ChangeRefused,
    EachChangedOut,
    OneResult,
    each_changed,
    result_done,
    result_refused,
)
from accountsos.workflows.bank.change_each import CHANGE_EACH, MOST_EACH, ChangeEach, EachChanged
from accountsos.workflows.bank.change_transaction import TransactionChanged

A_REQUEST_IS = 10
"""So many changes count as one request of the rate limit."""
Version = Annotated[
    str,
    form(r'^(W/)?"?[0-9]{1,10}(-[0-9a-f]{16})?(-gzip)?"?$', "a version as ETag tells it, such as 3", max_length=50),
]


class OneOfManyBody(TransactionChangeBody, frozen=True, kw_only=True):
    """One transaction and what to change of it; a field that is left out stays, null clears."""

    id: ThingId
    """The transaction, by its id."""
    if_match: Version | UnsetType | None = UNSET
    """The version that was read, as `ETag` or `etag` tells it: where it is no longer current, this change is a 412."""


class ChangeEachBody(Body, frozen=True):
    """Which transactions, and what to change of each."""

    changes: Annotated[list[OneOfManyBody], Meta(min_length=1, max_length=MOST_EACH)]
    """Each transaction once."""
    atomic: bool = False
    """Whether nothing is changed where one of them is refused: the whole request is refused then. Else each stands
    for itself."""


async def change_transactions(request: ApiRequest) -> Reply:
    """Change each as it says, in one write."""
    body: ChangeEachBody = request.body
    changes = tuple(change_of(each.id, each, _version_of(given(each.if_match))) for each in body.changes)

    def shape(done: EachChanged) -> Reply:
        ids = [change.transaction_id for change in changes]
        results = [_result(request, line, result) for line, result in zip(ids, done.results, strict=True)]
        return Reply(encode_json(each_changed(request.caller.company, results, done.event)))

    return await changed(
        request, CHANGE_EACH, ChangeEach(changes, body.atomic, tuple(map(said_of, body.changes))), shape
    )


def _version_of(tag: str | None) -> frozenset[str] | None:
    """The version in front of a tag, whichever reply it was read from."""
    return None if tag is None else frozenset({tag.removeprefix("W/").strip('"').partition("-")[0]})


def _result(request: ApiRequest, line: str, result: TransactionChanged | Refused) -> OneResult:
    if isinstance(result, TransactionChanged):
        return result_done(line, result)
    told = (result.code, message_of(result), status_of(result), result.param, request.request_id)
    return result_refused(line, ChangeRefused(*told))


def worth_of(body: ChangeEachBody) -> int:
    """As how many requests of the limit it counts."""
    return -(-len(body.changes) // A_REQUEST_IS)


_REFUSED_ID = "txn_08M0kX00000VDK"
_DONE = {
    "results": [
        {
            "id": TRANSACTION_ID,
            "status": 200,
            "etag": "3",
            **transaction_example(),
            "posted": {"entry_id": ENTRY_ID, "entry_date": "2025-01-06", "vat_period": None, "corrects": None},
            "error": None,
        },
        {
            "id": _REFUSED_ID,
            "status": 412,
            "etag": None,
            "transaction": None,
            "posted": None,
            "error": {
                "code": "precondition_failed",
                "message": f"{_REFUSED_ID} was changed since it was read: its version is 4; read it again",
                "status": 412,
                "param": "changes[1].if_match",
                "request_id": "req_0000000000000000",
            },
        },
    ],
    "changed": 1,
    "refused": 1,
    "event_id": EVENT_ID,
}
OPERATIONS = (
    Operation(
        name="change_transactions",
        method="PATCH",
        path="/api/transactions",
        summary="Change up to a hundred transactions, each in its own way",
        tag="Transactions",
        description=(
            f"Up to {MOST_EACH} changes, each with the fields of `PATCH /api/transactions/{{transaction_id}}` and, "
            "where it is to be checked, the version that was read (`if_match`). Each has a result of its own, in their "
            "order: `status` with the transaction as it is now, or with the error that it would have been refused "
            "with by itself. With `atomic` nothing is changed where one is refused: the request is answered with that "
            f"error, and `details` lists them where there are several. {A_REQUEST_IS} changes count as one request of "
            "the rate limit, begun tens too. All of it is one write, undone by `POST /api/audit/{event_id}/undo`. A "
            "line may come once."
        ),
        scope="write",
        handler=change_transactions,
        replies={200: ReplyShape("What became of each.", EachChangedOut, example=_DONE)},
        body=ChangeEachBody,
        body_example={
            "changes": [
                {"id": TRANSACTION_ID, "category_id": "cat_software", "notes": "Hosting of the shop"},
            ],
            "atomic": True,
        },
        worth=worth_of,
        errors=("not_found", "precondition_failed"),
        idempotent=True,
    ),
)
