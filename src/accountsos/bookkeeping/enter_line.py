"""A line that no file shows comes into the books: as a person says it is, or as the categoriser reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.ask_for_matching import ask_for_matching
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.categorise_line import party_of, reason_kept, suggestion_for
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import replaced, transaction_id
from accountsos.bookkeeping.opening_balance import post_opening
from accountsos.bookkeeping.post_line import reading_suggested, stored_part, wanted_entry
from accountsos.bookkeeping.teach_payee import learn_line
from accountsos.bookkeeping.tell_reading import Restored
from accountsos.bookkeeping.what_is_owed import open_items, owed_of
from accountsos.categoriser.owed import SOURCE
from accountsos.categoriser.suggestion import Suggestion
from accountsos.contacts.payee import payee_of
from accountsos.ledger.category_ids import TRANSFER, UNCATEGORISED
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry
from accountsos.store.contacts import ContactBook
from accountsos.store.engine.sql import Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.line_counter import LineCounter
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import BankAccount, Names
from accountsos.store.transactions import (
    LIVE,
    BankTransaction,
    NewTransaction,
    add_transactions,
    set_parts,
)

_WHOLE: tuple[CategorisationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HandLine:
    """What a person says that was paid. Amount in pence, negative = money out."""

    account: BankAccount
    booked_on: date
    amount: int
    description: str
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """The line in the books, and what led there."""

    row: BankTransaction
    suggestion: Suggestion
    wanted: JournalEntry | None
    """What should stand for it, before any lock."""
    settles: frozenset[str]
    """The accounts on which something may be owed less, or more, by it."""


def enter_line(
    books: CompanyBooks[Writer],
    cause: Cause,
    line: HandLine,
    decided: Restored | None,
    *,
    contact: int | None = None,
    vat_code: str | None = None,
) -> Entered:
    """Record and post it. What a person decided stands; else the categoriser reads it, and finds out who it was."""
    db, names = books.db, books.names
    cause.last_transaction += 1
    draft = _draft(names, cause, line)
    owed = owed_of(books, open_items(books)) if decided is None else None
    suggestion = suggestion_for(db, books.profile, names, draft, owed)
    filed = suggestion.category_id if decided is None else decided.category_id
    party = _party(books, cause, line, suggestion.contact if contact is None else contact, filed)
    row, reading = _read(names, replaced(draft, contact_no=party), suggestion, decided)
    if decided is None and vat_code is not None:
        reading, row = (replace(reading[0], vat_code=vat_code),), replaced(row, parts=1)
    wanted = wanted_entry(books, row, reading) if is_posted(db, books.company, row.booked_on) else None
    row = replaced(row, entry_no=bring_entry(books, cause, None, wanted).number)
    add_transactions(db, cause, [_as_stored(row)])
    if row.parts:
        set_parts(db, books.company, {row.number: [stored_part(part, names) for part in reading]})
    counter = LineCounter()
    counter.add(row)
    counter.write(db, books.company)
    post_opening(books, cause, line.account)
    learn_line(db, books.company, row)
    ask_for_matching(db, cause, transaction_id(books.company, row))
    options = [option for option, _ in suggestion.alternatives[:1] if row.source == SOURCE]
    return Entered(row, suggestion, wanted, frozenset({*(part.category_id for part in reading), *options}))


def _party(books: CompanyBooks[Writer], cause: Cause, line: HandLine, contact: int | None, filed: str) -> int | None:
    """Whom it was paid to or by; a party that is new here becomes a contact, but an own account is nobody's."""
    contacts = ContactBook(books.db, cause)
    if contact is None and filed != TRANSFER:
        payee = payee_of(line.description)
        contact = contacts.number_of(*party_of(books.profile, payee.name, payee.key)[::-1])
    contacts.move(contact, line.amount)
    contacts.write()
    return contact


def _read(
    names: Names, row: BankTransaction, suggestion: Suggestion, decided: Restored | None
) -> tuple[BankTransaction, tuple[CategorisationLine, ...]]:
    """The row with the person's reading, or the categoriser's."""
    if decided is None:
        category_id = suggestion.category_id
        parts = reading_suggested(suggestion, row.amount, row.contact_no) if suggestion.parts else _WHOLE
        sure, source, reason = round(suggestion.confidence * 10_000), suggestion.source, reason_kept(suggestion)
    else:
        category_id, parts = decided.category_id, decided.parts
        sure, source, reason = decided.confidence, decided.source, decided.reason
    row = replaced(
        row,
        category_no=names.category_no[category_id],
        confidence=sure,
        source=source,
        reason=reason,
        reviewed=0 if decided is None else decided.reviewed,
        parts=len(parts),
    )
    plain = CategorisationLine(category_id, row.amount, contact=row.contact_no)
    if decided is not None and decided.contact is None:  # nobody named a party: the line's own is each part's
        parts = tuple(part if part.contact is not None else replace(part, contact=row.contact_no) for part in parts)
    return row, parts or (plain,)


def _draft(names: Names, cause: Cause, line: HandLine) -> BankTransaction:
    return BankTransaction(
        number=cause.last_transaction,
        account_no=line.account.number,
        booked_on=day_number(line.booked_on),
        amount=line.amount,
        currency=None,
        description=line.description,
        status=LIVE,
        category_no=names.category_no[UNCATEGORISED],
        confidence=0,
        source="none",
        contact_no=None,
        reviewed=0,
        notes=line.notes,
        parts=0,
        version=1,
        entry_no=None,
        payee=None,
        reference=None,
        kind=None,
        bank_ref=None,
        balance=None,
        original=None,
        import_no=None,
        line=None,
        reason=None,
        recorded_seq=cause.seq,
    )


def _as_stored(row: BankTransaction) -> NewTransaction:
    return NewTransaction(
        transaction_no=row.number,
        account_no=row.account_no,
        booked_on=row.booked_on,
        amount=row.amount,
        currency=row.currency,
        description=row.description,
        recorded_seq=row.recorded_seq,
        status=row.status,
        category_no=row.category_no,
        confidence=row.confidence,
        source=row.source,
        reason=row.reason,
        contact_no=row.contact_no,
        reviewed=row.reviewed,
        notes=row.notes,
        parts=row.parts,
        version=row.version,
        entry_no=row.entry_no,
    )
