"""Transactions: enter one by hand, change our reading of one."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bank.transactions import TRANSACTION
from accountsos.api.operations.bodies import Label, Notes, ThingId, Words, given, pence_given
from accountsos.api.operations.examples import CONTACT_ID, ENTRY_ID, transaction_example
from accountsos.api.operations.external import Called, said_of
from accountsos.api.operations.parameters import today
from accountsos.api.operations.run import changed, gone
from accountsos.bookkeeping.file_line import SplitPart, TransactionChange
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import DateField, MoneyField, PercentField
from accountsos.wire.shapes.bank.transactions import (
    AmendedTransaction,
    TransactionAdded,
    TransactionNow,
    transaction_now,
    transaction_out,
)
from accountsos.wire.shapes.entries import posted_out
from accountsos.workflows.bank.add_transaction import ADD_NAMED, NewTransaction
from accountsos.workflows.bank.amend_transaction import AMEND, AmendTransaction, TransactionAmended
from accountsos.workflows.bank.change_transaction import CHANGE_NAMED, TransactionChanged
from accountsos.workflows.bank.gross_up import GROSS_UP, GrossUp
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE


class NewTransactionBody(Called, frozen=True, kw_only=True):
    """A line entered by hand."""

    date: DateField
    description: Words
    amount: MoneyField
    """Negative where money goes out."""
    bank_account_id: ThingId
    category_id: ThingId | UnsetType | None = UNSET
    """Left out, the categoriser suggests one."""
    notes: Notes | UnsetType | None = UNSET
    vat_code: Label | UnsetType | None = UNSET
    contact_id: ThingId | UnsetType | None = UNSET
    confirm_date: bool = False
    """The date is meant though it has not come yet, or is before the first year or the conversion date."""


class SplitBody(Body, frozen=True):
    """One part of a split. The amounts of all parts add up to the line's."""

    category_id: ThingId
    amount: MoneyField
    vat_code: Label | UnsetType | None = UNSET
    vat_amount: MoneyField | UnsetType | None = UNSET
    contact_id: ThingId | UnsetType | None = UNSET
    business_percent: Annotated[int, Meta(ge=0, le=100)] | UnsetType = UNSET
    """What of it is the business's; the rest is private. 100 where it is left out."""
    notes: Notes | UnsetType | None = UNSET


class TransactionChangeBody(Called, frozen=True, kw_only=True):
    """What to change; a field that is left out stays, null clears."""

    category_id: ThingId | UnsetType | None = UNSET
    """Null gives the line back to the categoriser."""
    notes: Annotated[str, Meta(max_length=2000)] | UnsetType | None = UNSET
    vat_code: Label | UnsetType | None = UNSET
    vat_amount: MoneyField | UnsetType | None = UNSET
    contact_id: ThingId | UnsetType | None = UNSET
    reviewed: bool | UnsetType = UNSET
    splits: Annotated[list[SplitBody], Meta(min_length=1, max_length=100)] | UnsetType | None = UNSET
    """Null takes the split back and gives the line to the categoriser."""


async def add_transaction(request: ApiRequest) -> Reply:
    """Enter a line that no statement shows."""
    body: NewTransactionBody = request.body
    command = NewTransaction(
        booked_on=body.date,
        description=body.description.strip(),
        amount=body.amount.pence,
        bank_account_id=body.bank_account_id,
        category_id=given(body.category_id),
        notes=given(body.notes),
        vat_code=given(body.vat_code),
        contact_id=given(body.contact_id),
        plausible_on=None if body.confirm_date else today(request),
    )

    def shape(state: TransactionState) -> Reply:
        return Reply(encode_json(TransactionAdded(transaction_out(state))), status=201, etag=str(state.row.version))

    return await changed(request, ADD_NAMED, (command, said_of(body)), shape)


async def change_transaction(request: ApiRequest) -> Reply:
    """Change our reading of a line; the bank's side never changes."""
    tags = request.if_match
    accepted = None if tags is None or tags.any_version else tags.strong
    command = change_of(request.ids["transaction_id"], request.body, accepted)
    return await changed(request, CHANGE_NAMED, (command, said_of(request.body)), _now)


def change_of(transaction_id: str, body: TransactionChangeBody, accepted: frozenset[str] | None) -> TransactionChange:
    """What the body says of that line; `accepted`: the versions that may be current."""
    return TransactionChange(
        transaction_id=transaction_id,
        category_id=body.category_id,
        notes=body.notes,
        contact_id=body.contact_id,
        reviewed=body.reviewed,
        vat_code=body.vat_code,
        vat_amount=pence_given(body.vat_amount),
        splits=tuple(map(_part, body.splits)) if isinstance(body.splits, list) else body.splits,
        if_match=accepted,
    )


class GrossUpBody(Body, frozen=True):
    """What an agent or platform kept of a receipt. Either `kept` or `kept_percent`."""

    fee_category_id: ThingId
    """The cost that the commission is."""
    kept_percent: PercentField | UnsetType | None = UNSET
    """Of the gross sale: 10 kept of 1,200.00 leaves 1,080.00."""
    kept: MoneyField | UnsetType | None = UNSET
    category_id: ThingId | UnsetType = UNSET
    """The income; `cat_sales` where it is left out."""
    vat_code: Label | UnsetType | None = UNSET
    fee_vat_code: Label | UnsetType | None = UNSET


async def gross_up(request: ApiRequest) -> Reply:
    """Book the gross sale and the commission of a receipt that came net."""
    body: GrossUpBody = request.body
    kept = given(body.kept)
    command = GrossUp(
        request.ids["transaction_id"],
        body.fee_category_id,
        category_id=given(body.category_id) or "cat_sales",
        kept_percent=given(body.kept_percent),
        kept=None if kept is None else kept.pence,
        vat_code=given(body.vat_code),
        fee_vat_code=given(body.fee_vat_code),
    )
    return await changed(request, GROSS_UP, command, _now)


def _now(result: TransactionChanged) -> Reply:
    state = result.state
    posted = posted_out(state.company, result.posted, result.posted_no)
    return Reply(encode_json(transaction_now(state, posted)), etag=str(state.row.version))


async def remove_transaction(request: ApiRequest) -> Reply:
    """Take out a line that was entered by hand."""
    return await changed(request, REMOVE, request.ids["transaction_id"], gone)


class AmendBody(Body, frozen=True):
    """What was entered wrong; a field that is left out stays."""

    date: DateField | UnsetType = UNSET
    description: Words | UnsetType = UNSET
    amount: MoneyField | UnsetType = UNSET
    """Negative where money goes out."""
    bank_account_id: ThingId | UnsetType = UNSET
    confirm_date: bool = False
    """The date is meant though it has not come yet, or is before the first year or the conversion date."""


async def amend_transaction(request: ApiRequest) -> Reply:
    """Replace a line entered by hand by what it should have been."""
    body: AmendBody = request.body
    tags, amount = request.if_match, given(body.amount)
    command = AmendTransaction(
        request.ids["transaction_id"],
        booked_on=given(body.date),
        amount=None if amount is None else amount.pence,
        description=None if isinstance(body.description, UnsetType) else body.description.strip(),
        bank_account_id=given(body.bank_account_id),
        plausible_on=None if body.confirm_date else today(request),
        if_match=None if tags is None or tags.any_version else tags.strong,
    )

    def shape(done: TransactionAmended) -> Reply:
        told = AmendedTransaction(transaction_out(done.state), done.replaces)
        return Reply(encode_json(told), etag=str(done.state.row.version))

    return await changed(request, AMEND, command, shape)


async def restore_transaction(request: ApiRequest) -> Reply:
    """Bring back what was taken out."""

    def shape(state: TransactionState) -> Reply:
        return Reply(encode_json(TransactionAdded(transaction_out(state))), etag=str(state.row.version))

    return await changed(request, RESTORE, request.ids["transaction_id"], shape)


def _part(body: SplitBody) -> SplitPart:
    vat = pence_given(body.vat_amount)
    return SplitPart(
        category_id=body.category_id,
        amount=body.amount.pence,
        vat_code=given(body.vat_code),
        vat_amount=None if vat is UNSET else vat,
        contact_id=given(body.contact_id),
        business_percent=100 if body.business_percent is UNSET else body.business_percent,
        notes=given(body.notes),
    )


_NOW = ReplyShape(
    "The transaction as it is now.",
    TransactionNow,
    example={
        **transaction_example(),
        "posted": {"entry_id": ENTRY_ID, "entry_date": "2025-01-06", "vat_period": None, "corrects": None},
    },
)
OPERATIONS = (
    Operation(
        name="add_transaction",
        method="POST",
        path="/api/transactions",
        summary="Enter a transaction by hand",
        tag="Transactions",
        description=(
            "For petty cash, an expense paid personally, or a bank line that no file shows. A later statement with the "
            "same line knows it again."
        ),
        scope="write",
        handler=add_transaction,
        location="/api/transactions/{transaction_id}",
        replies={201: ReplyShape("The transaction.", TransactionAdded, example=transaction_example())},
        body=NewTransactionBody,
        body_example={
            "date": "2025-01-06",
            "description": "AWS Monthly",
            "amount": -45.99,
            "bank_account_id": "ba_main",
            "category_id": "cat_software",
        },
        errors=("not_found",),
        idempotent=True,
    ),
    Operation(
        name="change_transaction",
        method="PATCH",
        path="/api/transactions/{transaction_id}",
        summary="Change a transaction",
        tag="Transactions",
        description=(
            "Changes category, split, VAT, contact, notes or review of a line: the books are reposted and the "
            "categoriser learns. In a closed year the change is posted on the first open day; `posted` says where it "
            "landed. `{}` changes nothing. With `If-Match`, a version that is no longer current is 412."
        ),
        scope="write",
        handler=change_transaction,
        replies={200: _NOW},
        ids=(TRANSACTION,),
        body=TransactionChangeBody,
        body_example={"category_id": "cat_software", "contact_id": CONTACT_ID, "notes": "Hosting of the shop"},
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="gross_up_transaction",
        method="POST",
        path="/api/transactions/{transaction_id}/gross-up",
        summary="Gross up a receipt that came net of a commission",
        tag="Transactions",
        description=(
            "An agent or platform sold for the business and kept its commission: the line is split into the gross "
            "sale and the cost. Filing the line under a category takes that back."
        ),
        scope="write",
        handler=gross_up,
        replies={200: _NOW},
        ids=(TRANSACTION,),
        body=GrossUpBody,
        body_example={"kept_percent": 10, "fee_category_id": "cat_bank_charges"},
        errors=("conflict",),
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="remove_transaction",
        method="DELETE",
        path="/api/transactions/{transaction_id}",
        summary="Take out a transaction entered by hand",
        tag="Transactions",
        description=(
            "Only a line that was entered by hand and that no statement shows: what the bank said is never taken out. "
            "It leaves the books by reversal; VAT in a filed return is corrected in the open period, a line in a "
            "closed year is a conflict. It can be brought back."
        ),
        scope="write",
        handler=remove_transaction,
        replies={204: ReplyShape("It is gone.")},
        ids=(TRANSACTION,),
        errors=("conflict",),
    ),
    Operation(
        name="amend_transaction",
        method="POST",
        path="/api/transactions/{transaction_id}/amend",
        summary="Amend a transaction entered by hand",
        tag="Transactions",
        description=(
            "Another day, amount, text or account for a line that was entered by hand and that no statement shows. "
            "The line leaves by reversal and a new one, with an id of its own, takes its place: filed as it was where "
            "a person decided that, else read anew. Reports as known before keep the old one, and `restore` with the "
            "old id takes the amendment back. A conflict in a closed year, where a filed VAT return would change, and "
            "where papers stand beside the line. `{}` changes nothing; `replaces` is null then."
        ),
        scope="write",
        handler=amend_transaction,
        replies={
            200: ReplyShape(
                "The transaction that stands now.",
                AmendedTransaction,
                example={**transaction_example(), "replaces": "txn_08M0kX00000VDK"},
            )
        },
        ids=(TRANSACTION,),
        body=AmendBody,
        body_example={"date": "2025-01-07", "description": "AWS Monthly", "amount": -54.99},
        errors=("conflict", "not_found"),
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="restore_transaction",
        method="POST",
        path="/api/transactions/{transaction_id}/restore",
        summary="Bring back a transaction that was taken out",
        tag="Transactions",
        description=(
            "A line that was entered by hand and taken out is in the books again, filed as it was; one that was "
            "amended comes back in place of what it was amended to. One that is there already stays as it is. A "
            "conflict where its year is closed, or where a bank's file has brought that payment since."
        ),
        scope="write",
        handler=restore_transaction,
        replies={200: ReplyShape("The transaction.", TransactionAdded, example=transaction_example())},
        ids=(TRANSACTION,),
        errors=("conflict",),
        idempotent=True,
    ),
)
