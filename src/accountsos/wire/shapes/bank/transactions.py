"""One transaction with everything that hangs on it."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import Posting
from accountsos.ledger.vat_postings import vat_inside
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.bank.transaction_list import (
    Direction,
    DocumentRef,
    ForeignOut,
    VatOut,
    direction_of,
    foreign_out,
    vat_word,
)
from accountsos.wire.shapes.common import (
    CategoryRef,
    ContactRef,
    ShortNumber,
    confidence_text,
    iso_text,
    optional_id,
    pairs_out,
)
from accountsos.wire.shapes.entries import (
    EntryOut,
    EventOut,
    PostedOut,
    entry_out,
    event_out,
)
from accountsos.workflows.bank.list_transactions import TransactionState


class SplitOut(msgspec.Struct, frozen=True):
    """One part of a line that is split."""

    category_id: str
    category: CategoryRef
    amount: MoneyOut
    vat_code: str | None
    """As it was said; null where the category decides."""
    vat_amount: MoneyOut | None
    """As it was said; null where it follows from the code. What is posted is the transaction's `vat`."""
    contact_id: str | None
    business_percent: int
    notes: str | None


class OriginalOut(msgspec.Struct, frozen=True):
    """A foreign-currency line as the bank printed it."""

    amount: str
    currency: str
    rate: str | None


class SourceOut(msgspec.Struct, frozen=True):
    """Where the line was read."""

    import_id: str
    file_name: str | None
    line: int | None
    """In the file, counted from 1."""


class TransactionOut(msgspec.Struct, frozen=True):
    """A transaction with everything that hangs on it."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    """The bank's gross; negative where money goes out."""
    currency: str
    category: CategoryRef
    """What the books use now, also where it is only a suggestion; the largest part of a split."""
    confidence: ShortNumber
    bank_account_id: str
    notes: str | None
    contact: ContactRef | None
    reviewed: bool
    category_source: str
    """Where the category comes from: `person`, `rule`, `history`, `knowledge`, …"""
    category_reason: str | None
    direction: Direction | None
    """Null for an amount of nothing."""
    vat: VatOut | None
    net: MoneyOut
    split_count: int
    splits: list[SplitOut]
    payee: str | None
    reference: str | None
    original: OriginalOut | None
    foreign: ForeignOut | None
    """Null on an account in pounds."""
    source: SourceOut | None
    """Null for a line entered by hand."""
    journal_entry: EntryOut | None
    """What stands in the books for it; null for an amount of nothing, or before the conversion date."""
    earlier_entries: list[EntryOut]
    """What stood before, newest first; the first of them still stands where `journal_entry` corrects it."""
    documents: list[DocumentRef]
    """What stands beside it as evidence."""
    external_id: str | None
    metadata: dict[str, str] | None
    created_at: TimeOut
    updated_at: TimeOut


class TransactionWithHistory(TransactionOut, frozen=True):
    """A transaction with everything that hangs on it and everything that was done to it."""

    history: list[EventOut]
    """Newest first, the last hundred."""


class OneTransaction(msgspec.Struct, frozen=True):
    """A transaction."""

    transaction: TransactionWithHistory


class TransactionAdded(msgspec.Struct, frozen=True):
    """A transaction that was entered by hand."""

    transaction: TransactionOut


class AmendedTransaction(msgspec.Struct, frozen=True):
    """The line that stands now."""

    transaction: TransactionOut
    replaces: str | None
    """The one that it was amended from; null where nothing was different."""


class TransactionNow(msgspec.Struct, frozen=True):
    """A transaction after a change, and where the change landed."""

    transaction: TransactionOut
    posted: PostedOut | None
    """The entry that speaks for it now; null where nothing changed or nothing is in the books for it."""


def one_transaction(state: TransactionState) -> OneTransaction:
    """The transaction with its history."""
    company = state.company
    history = [event_out(company, event) for event in state.history]
    return OneTransaction(TransactionWithHistory(**msgspec.structs.asdict(transaction_out(state)), history=history))


def transaction_now(state: TransactionState, posted: PostedOut | None) -> TransactionNow:
    """The reply to a change."""
    return TransactionNow(transaction_out(state), posted)


def transaction_out(state: TransactionState) -> TransactionOut:
    """The transaction without its history."""
    row, names, company = state.row, state.names, state.company
    account = names.account_of[row.account_no]
    currency = row.currency or account.currency
    vat, net = _vat(state, currency)
    entries = [entry_out(company, names.chart, e) for e in state.entries]
    return TransactionOut(
        id=ids.public_id("txn_", company, row.number),
        date=iso_text(row.booked_on),
        description=row.description,
        amount=money_out(row.amount, currency),
        currency=currency,
        category=_category(state, row.category_no),
        confidence=Raw(confidence_text(row.confidence).encode()),
        bank_account_id=account.bank_account_id,
        notes=row.notes,
        contact=_contact(state),
        reviewed=bool(row.reviewed),
        category_source=row.source,
        category_reason=state.reason,
        direction=direction_of(row.amount),
        vat=vat,
        net=net,
        split_count=row.parts,
        splits=[_split(state, part, currency) for part in state.parts],
        payee=row.payee,
        reference=row.reference,
        original=_original(row.original),
        foreign=foreign_out(state.foreign),
        source=_source(state),
        journal_entry=entries[0] if entries else None,
        earlier_entries=entries[1:],
        documents=[DocumentRef(ids.public_id("doc_", company, number)) for number in state.documents],
        external_id=state.moments.external.external_id,
        metadata=pairs_out(state.moments.external.metadata),
        created_at=rfc3339(state.moments.created_at),
        updated_at=rfc3339(state.moments.updated_at),
    )


def _category(state: TransactionState, number: int) -> CategoryRef:
    category_id = state.names.category_id[number]
    return CategoryRef(category_id, state.names.chart[category_id].name)


def _contact(state: TransactionState) -> ContactRef | None:
    contact = state.contact
    return None if contact is None else ContactRef(ids.public_id("con_", state.company, contact.number), contact.name)


def _split(state: TransactionState, part: CategorisationLine, currency: str) -> SplitOut:
    return SplitOut(
        part.category_id,
        CategoryRef(part.category_id, state.names.chart[part.category_id].name),
        money_out(part.amount, currency),
        part.vat_code,
        money_out(part.vat_amount, currency) if part.vat_given else None,
        optional_id("con_", state.company, part.contact),
        part.business_percent,
        part.notes,
    )


def _vat(state: TransactionState, currency: str) -> tuple[VatOut | None, Raw]:
    """The VAT inside the amount as the books have it now, and the rest."""
    bases, amount = vat_inside((p.vat_code, p.category_id, p.amount) for p in _standing(state))
    net = money_out(state.row.amount - amount, currency)
    return (VatOut(vat_word(bases), money_out(amount, currency)) if bases else None), net


def _standing(state: TransactionState) -> list[Posting]:
    """The postings of the entry that speaks for the line, and of those in closed years that it corrects."""
    found: list[Posting] = []
    wanted = state.entries[0].number if state.entries else None
    for posted in state.entries:
        if posted.number == wanted:
            found += posted.entry.postings
            wanted = posted.entry.corrects
    return found


def _original(stored: str | None) -> OriginalOut | None:
    if stored is None:
        return None
    amount, currency, rate = [*stored.split(" "), "", ""][:3]
    return OriginalOut(amount, currency, rate or None)


def _source(state: TransactionState) -> SourceOut | None:
    done = state.source_import
    if done is None:
        return None
    return SourceOut(ids.public_id("imp_", state.company, done.number), done.file_name, state.row.line)
