"""Many transactions at once, and undo of how transactions were filed."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType, field

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bank.categorisation_rules import Side, is_money_in
from accountsos.api.operations.bank.transactions import TRANSACTION, day_number_of
from accountsos.api.operations.bodies import ThingId, Words, given
from accountsos.api.operations.examples import EVENT_ID, TRANSACTION_ID
from accountsos.api.operations.run import answered, changed
from accountsos.errors import BadRequest
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import DateField, ShareField
from accountsos.wire.shapes.bank.many_transactions import (
    OneChangeUndone,
    OneManyChanged,
    change_undone,
    many_changed,
    many_chosen,
)
from accountsos.wire.shapes.entries import write_of_event
from accountsos.workflows.bank.change_many import CHANGE_MANY, LOOK, MOST, ChangeMany, ManyChanged, WhichLines
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.undo_change import UNDO, ChangeUndone, UndoChange

_EVENT = PathId("event_id", Id("evt_"), "The event.", EVENT_ID)
_UNDONE: dict[str, Any] = {"undone": {"transaction_ids": [TRANSACTION_ID]}}
_DONE: dict[str, Any] = {
    "change": {
        "lines": 1,
        "changed": 1,
        "money_in": None,
        "money_out": None,
        "seen": None,
        "event_id": EVENT_ID,
    }
}


class MatchingBody(Body, frozen=True):
    """Which transactions, asked as their list is asked."""

    from_: DateField | UnsetType | None = field(name="from", default=UNSET)
    to: DateField | UnsetType | None = UNSET
    category: ThingId | UnsetType | None = UNSET
    bank_account: ThingId | UnsetType | None = UNSET
    contact: ThingId | UnsetType | None = UNSET
    search: Words | UnsetType | None = UNSET
    reviewed: bool | UnsetType | None = UNSET
    min_confidence: ShareField | UnsetType | None = UNSET
    max_confidence: ShareField | UnsetType | None = UNSET
    direction: Side | UnsetType | None = UNSET


class ChangeManyBody(Body, frozen=True):
    """Which transactions, either by `transaction_ids` or all that are `matching`; and what to say of each."""

    transaction_ids: Annotated[list[ThingId], Meta(min_length=1, max_length=MOST)] | UnsetType | None = UNSET
    matching: MatchingBody | UnsetType | None = UNSET
    seen: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType | None = UNSET
    """From the reply to `dry_run`. Needed with `matching`; with ids it guards against changes since."""
    category_id: ThingId | UnsetType = UNSET
    reviewed: bool | UnsetType = UNSET
    dry_run: bool | UnsetType = UNSET
    """Only tell what would be changed, and `seen`."""


class UndoBody(Body, frozen=True):
    """Which change."""

    event_id: ThingId | UnsetType | None = UNSET
    """From the transaction's `history`; left out, the newest change."""


async def change_many(request: ApiRequest) -> Reply:
    """Change all of them in one write."""
    body: ChangeManyBody = request.body
    line_ids, matching = given(body.transaction_ids), given(body.matching)
    if (line_ids is None) == (matching is None):
        raise BadRequest(
            "transaction_ids: name the lines, or say what they have in common: one of the two", param="transaction_ids"
        )
    which = WhichLines(
        tuple((line, None) for line in line_ids or ()),
        None if matching is None else _question(matching),
        given(body.seen),
    )
    command = ChangeMany(which, body.category_id, body.reviewed)
    if body.dry_run is True:
        return await answered(request, LOOK, command, lambda found: Reply(encode_json(many_chosen(found))))
    company = request.caller.company

    def shape(done: ManyChanged) -> Reply:
        return Reply(encode_json(many_changed(company, done)))

    return await changed(request, CHANGE_MANY, command, shape)


def _question(body: MatchingBody) -> TransactionQuestion:
    low, high = given(body.min_confidence), given(body.max_confidence)
    first, last = given(body.from_), given(body.to)
    if first is not None and last is not None and first > last:
        raise BadRequest(f"`from` ({first}) is after `to` ({last}); both are inclusive.", param="from")
    return TransactionQuestion(
        limit=MOST,
        first=day_number_of(first),
        last=day_number_of(last),
        category=given(body.category),
        bank_account=given(body.bank_account),
        contact=given(body.contact),
        search=given(body.search),
        reviewed=given(body.reviewed),
        min_confidence=None if low is None else int(low * 10_000),
        max_confidence=None if high is None else int(high * 10_000),
        money_in=is_money_in(given(body.direction)),
    )


async def undo_change(request: ApiRequest) -> Reply:
    """File one line as it was."""
    body: UndoBody = request.body
    event = given(body.event_id)
    number = None if event is None else write_of_event(request.caller.company, event)
    return await changed(request, UNDO, UndoChange(number, request.ids["transaction_id"]), _undone)


async def undo_event(request: ApiRequest) -> Reply:
    """File every line as it was before that write."""
    number = write_of_event(request.caller.company, request.ids["event_id"])
    return await changed(request, UNDO, UndoChange(number), _undone)


def _undone(done: ChangeUndone) -> Reply:
    return Reply(encode_json(change_undone(done)))


OPERATIONS = (
    Operation(
        name="change_many",
        method="POST",
        path="/api/transactions/change-many",
        summary="Change many transactions at once",
        tag="Transactions",
        description=(
            f"Files up to {MOST:,} transactions under a category, or marks them as looked at, in one write: all or "
            "none. First with `dry_run`: the reply counts them and gives `seen`. With it, exactly these are changed; "
            "where one of them came, went or was changed since, it is 412. Undone by "
            "`POST /api/audit/{event_id}/undo`."
        ),
        scope="write",
        handler=change_many,
        replies={200: ReplyShape("What was changed, or would be.", OneManyChanged, example=_DONE)},
        body=ChangeManyBody,
        body_example={"transaction_ids": [TRANSACTION_ID], "category_id": "cat_software"},
        errors=("not_found", "precondition_failed"),
        idempotent=True,
    ),
    Operation(
        name="undo_change",
        method="POST",
        path="/api/transactions/{transaction_id}/undo",
        summary="Undo a change of a transaction",
        tag="Transactions",
        description=(
            "Category, split, VAT, contact, notes and review are again as they were before that change: exactly, until "
            "something else changed the transaction; then it is a conflict. An undo is a change and can be undone."
        ),
        scope="write",
        handler=undo_change,
        replies={200: ReplyShape("What is back as it was.", OneChangeUndone, example=_UNDONE)},
        ids=(TRANSACTION,),
        body=UndoBody,
        body_example={"event_id": EVENT_ID},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="undo_event",
        method="POST",
        path="/api/audit/{event_id}/undo",
        summary="Undo a change of many transactions",
        tag="Transactions",
        description=(
            "Every transaction that the write of this event filed is filed again as it was before; none where one of "
            "them was changed since. Other writes have an undo of their own."
        ),
        scope="write",
        handler=undo_event,
        replies={200: ReplyShape("What is back as it was.", OneChangeUndone, example=_UNDONE)},
        ids=(_EVENT,),
        errors=("conflict",),
        idempotent=True,
    ),
)
