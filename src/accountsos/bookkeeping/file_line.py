"""File a bank line: the one way in which our reading of it changes. Reposts the books, teaches and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from accountsos import ids
from accountsos.bookkeeping.book_invoice import bring_invoices_of_lines
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.categorise_line import reason_kept, suggestion_for
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.look_ups import contact_number, live_line
from accountsos.bookkeeping.post_line import accounts_of, reading_of, reading_suggested, stored_part, wanted_entry
from accountsos.bookkeeping.settle_line import settling_postings
from accountsos.bookkeeping.teach_payee import forget_line, teach_line
from accountsos.bookkeeping.tell_reading import Restored, told
from accountsos.bookkeeping.what_is_owed import open_items, owed_of
from accountsos.categoriser.suggestion import Suggestion
from accountsos.errors import PreconditionFailed
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry
from accountsos.store.contacts import ContactBook
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import Invoice, invoices_of_transaction
from accountsos.store.line_counter import LineCounter
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import Names
from accountsos.store.transactions import (
    BankTransaction,
    set_parts,
    store_readings,
    transaction_of,
)

UNSET = msgspec.UNSET
T = TypeVar("T")


class SplitPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a split, as the client gives it."""

    category_id: str
    amount: int
    vat_code: str | None = None
    vat_amount: int | None = None
    contact_id: str | None = None
    business_percent: int = 100
    notes: str | None = None


class TransactionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; UNSET stays as it is, None clears."""

    transaction_id: str
    category_id: str | msgspec.UnsetType | None = UNSET
    notes: str | msgspec.UnsetType | None = UNSET
    contact_id: str | msgspec.UnsetType | None = UNSET
    reviewed: bool | msgspec.UnsetType = UNSET
    vat_code: str | msgspec.UnsetType | None = UNSET
    vat_amount: int | msgspec.UnsetType | None = UNSET
    splits: tuple[SplitPart, ...] | msgspec.UnsetType | None = UNSET
    suggested: Suggestion | None = None
    """A category that the paper beside the line suggests; it is not a person's word and teaches nothing."""
    restored: Restored | None = None
    """A reading as it was: the change after it is undone."""
    read_again: Suggestion | None = None
    """What the categoriser says now of a line that nobody has decided."""
    vat_proven: bool = False
    """The amount is that of a VAT invoice which stands beside the line."""
    if_match: frozenset[str] | None = None
    """Versions that the client accepts as current; None: any."""


@dataclass(frozen=True, slots=True)
class FiledLine:
    """The line as it is now, and what the change did."""

    company: int
    row: BankTransaction
    landed: int | None
    """The entry that the change made, or the one that stood already; None where nothing speaks for the line."""
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    """The reading before and after, as the audit log tells it; None where nothing changed."""

    @property
    def changed(self) -> bool:
        """Whether anything did."""
        return self.after is not None

    def note(self, cause: Cause) -> None:
        """Tell the audit log, where anything changed; the verb decides when."""
        if self.changed:
            cause.note(
                "transaction.change", transaction_id(self.company, self.row), before=self.before, after=self.after
            )


def accounts_touched(books: CompanyBooks[Reader], filed: FiledLine) -> set[str]:
    """Where the line was and is filed now."""
    return accounts_of(books, filed.row) | {
        str(told["category_id"]) for told in (filed.before, filed.after) if told is not None
    }


def said(value: T | msgspec.UnsetType | None) -> T | None:
    """What was given, None where nothing was or null."""
    return None if isinstance(value, msgspec.UnsetType) else value


@dataclass(frozen=True, slots=True)
class Intended:
    """A line and its reading, before and after a change that is not made yet."""

    change: TransactionChange
    old: BankTransaction
    old_reading: tuple[CategorisationLine, ...]
    teaching: BankTransaction
    """The line as it still teaches."""
    new: BankTransaction
    reading: tuple[CategorisationLine, ...]

    @property
    def changes(self) -> bool:
        """Whether anything does."""
        return self.new != self.old or self.reading != self.old_reading

    @property
    def posts(self) -> bool:
        """Whether anything follows in the books: nothing does from notes."""
        return replaced(self.new, notes=self.old.notes) != self.old or self.reading != self.old_reading

    @property
    def says_vat(self) -> bool:
        """Whether it says what the VAT is."""
        return any(said(value) is not None for value in (self.change.vat_code, self.change.vat_amount))


def intended(books: CompanyBooks[Writer], change: TransactionChange) -> Intended:
    """Recheck the version, and read the line as the change says."""
    db, company = books.db, books.company
    row = live_line(db, company, change.transaction_id)
    refuse_other_version(row, change)
    old_reading = reading_of(books, row)
    teaching = forget_line(db, company, row) if _gives_back(change) else row
    new, reading = _changed(books, row, change, old_reading)
    return Intended(change, row, old_reading, teaching, new, reading)


def refuse_other_version(row: BankTransaction, change: TransactionChange) -> None:
    """The line must be as the client has read it."""
    if change.if_match is not None and str(row.version) not in change.if_match:
        raise PreconditionFailed(
            f"{change.transaction_id} was changed since it was read: its version is {row.version}; read it again"
        )


def file_line(books: CompanyBooks[Writer], cause: Cause, change: TransactionChange) -> FiledLine:
    """Recheck the version, write the new reading, repost, teach, count."""
    db, company = books.db, books.company
    wanted = intended(books, change)
    if not wanted.changes:
        return FiledLine(company, wanted.old, wanted.old.entry_no)
    if not wanted.posts:
        file_readings(books, [(wanted.new, wanted.reading)])
        return filed(books, wanted, wanted.old.entry_no, _stored(wanted.new))
    stored, landed = _post_reading(books, cause, wanted)
    teach_line(db, company, wanted.teaching, wanted.new)
    return filed(books, wanted, landed, stored)


def filed(
    books: CompanyBooks[Reader], wanted: Intended, landed: int | None, stored: BankTransaction | None = None
) -> FiledLine:
    """What the audit log is told of a change that was made; with the line as it is stored now, where that is known."""
    names = books.names
    stored = stored or transaction_of(books.db, books.company, wanted.old.number)
    assert stored is not None
    before, after = told(names, wanted.old, wanted.old_reading), told(names, stored, wanted.reading)
    return FiledLine(books.company, stored, landed, before=before, after=after)


def _post_reading(books: CompanyBooks[Writer], cause: Cause, wanted: Intended) -> tuple[BankTransaction, int | None]:
    """Post and store what the line says now: the line as it is stored, and the entry in which the change landed."""
    db, company, old = books.db, books.company, wanted.old
    beside = invoices_of_transaction(db, company, old.number)
    entry = entry_for(books, wanted, beside)
    brought = bring_entry(books, cause, old.entry_no, entry, late_evidence=wanted.says_vat)
    new = replaced(wanted.new, entry_no=brought.number)
    file_readings(books, [(new, wanted.reading)])
    keep_counts(db, cause, [(old, wanted.new)])
    if not beside:
        return _stored(new), brought.number
    invoice = bring_invoices_of_lines(books, cause, [old.number])
    stored = transaction_of(db, company, old.number)
    assert stored is not None
    if invoice is None:
        return stored, brought.number
    # What was said of a line that pays an invoice may have changed the invoice's entry only, or the line's once more.
    return stored, invoice if stored.entry_no == old.entry_no else stored.entry_no


def _stored(row: BankTransaction) -> BankTransaction:
    """The row as storing its reading leaves it: under the next version."""
    return replaced(row, version=row.version + 1)


def entry_for(
    books: CompanyBooks[Reader], wanted: Intended, beside: Sequence[tuple[Invoice, int]] | None = None
) -> JournalEntry | None:
    """What the books should say of the line once it is changed; with the invoices beside it, where they are at hand."""
    if not is_posted(books.db, books.company, wanted.old.booked_on):
        return None
    return wanted_entry(books, wanted.new, wanted.reading, settling_postings(books, wanted.old, beside))


def replaced(row: BankTransaction, **values: object) -> BankTransaction:
    """The row with other values."""
    return msgspec.structs.replace(row, **values)


def _changed(
    books: CompanyBooks[Reader],
    row: BankTransaction,
    change: TransactionChange,
    reading: tuple[CategorisationLine, ...],
) -> tuple[BankTransaction, tuple[CategorisationLine, ...]]:
    """The row and its reading after the change."""
    db, company, names = books.db, books.company, books.names
    if change.restored is not None:
        return _put_back(names, row, change.restored)
    new = row
    if change.contact_id is not UNSET:
        contact = (
            None if change.contact_id is None else contact_number(db, company, str(change.contact_id), "contact_id")
        )
        new = replaced(new, contact_no=contact)
        reading = tuple(replace(part, contact=contact) if part.contact == row.contact_no else part for part in reading)
    if _gives_back(change):
        read_again = _read_again(books, new)
        new = replaced(_as_read(names, new, read_again), reviewed=0)
        reading = reading_suggested(read_again, row.amount, new.contact_no)
    elif change.category_id is not UNSET:
        chosen = names.category_no[str(change.category_id)]
        proven = len(reading) == 1 and reading[0].vat_proven
        new = replaced(
            new, category_no=chosen, confidence=10_000, source="person", reason=None, reviewed=1, parts=int(proven)
        )
        plain = CategorisationLine(str(change.category_id), row.amount, contact=new.contact_no)
        # What a VAT invoice proves holds under whatever category the line is filed.
        vat = reading[0].vat_amount if proven else 0
        reading = (replace(plain, vat_amount=vat, vat_given=proven, vat_proven=proven),)
    elif change.splits:
        reading = tuple(_part(db, company, part, new.contact_no) for part in change.splits)
        largest = max(reading, key=lambda part: abs(part.amount))
        new = replaced(
            new,
            category_no=names.category_no[largest.category_id],
            confidence=10_000,
            source="person",
            reason=None,
            reviewed=1,
            parts=len(reading),
        )
    elif change.read_again is not None:
        new = _as_read(names, new, change.read_again)
        reading = reading_suggested(change.read_again, row.amount, new.contact_no)
    elif change.suggested is not None:
        new, reading = _suggested(names, new, change.suggested, reading)
    if change.vat_code is not UNSET or change.vat_amount is not UNSET:
        part = _with_vat(reading[0], change)
        reading = (part,)
        new = replaced(new, parts=int(part.vat_code is not None or part.vat_given))
    if change.notes is not UNSET:
        new = replaced(new, notes=change.notes or None)
    if change.reviewed is not UNSET:
        new = replaced(new, reviewed=int(bool(change.reviewed)))
    return new, reading


def _put_back(
    names: Names, row: BankTransaction, was: Restored
) -> tuple[BankTransaction, tuple[CategorisationLine, ...]]:
    new = replaced(
        row,
        category_no=names.category_no[was.category_id],
        confidence=was.confidence,
        source=was.source,
        reason=was.reason,
        reviewed=was.reviewed,
        notes=was.notes,
        contact_no=was.contact,
        parts=len(was.parts),
    )
    return new, was.parts or (CategorisationLine(was.category_id, row.amount, contact=was.contact),)


def _suggested(
    names: Names, row: BankTransaction, suggestion: Suggestion, reading: tuple[CategorisationLine, ...]
) -> tuple[BankTransaction, tuple[CategorisationLine, ...]]:
    new = replaced(
        row,
        category_no=names.category_no[suggestion.category_id],
        confidence=round(suggestion.confidence * 10_000),
        source="document",
        reason=suggestion.reason or None,
    )
    return new, tuple(replace(part, category_id=suggestion.category_id) for part in reading)


def _gives_back(change: TransactionChange) -> bool:
    """Whether the categoriser shall read the line again; a category beside `splits: null` only ends the split."""
    return change.category_id is None or (change.splits is None and change.category_id is UNSET)


def _read_again(books: CompanyBooks[Reader], row: BankTransaction) -> Suggestion:
    """The categoriser reads the line again; nobody has reviewed it then."""
    owed = owed_of(books, open_items(books, but=[row]))
    return suggestion_for(books.db, books.profile, books.names, row, owed)


def _as_read(names: Names, row: BankTransaction, suggestion: Suggestion) -> BankTransaction:
    """The row as the categoriser reads it."""
    return replaced(
        row,
        category_no=names.category_no[suggestion.category_id],
        confidence=round(suggestion.confidence * 10_000),
        source=suggestion.source,
        reason=reason_kept(suggestion),
        contact_no=row.contact_no if suggestion.contact is None else suggestion.contact,
        parts=len(suggestion.parts),
    )


def _with_vat(part: CategorisationLine, change: TransactionChange) -> CategorisationLine:
    """The reading with what a person says of its VAT; null takes it back."""
    code = part.vat_code if change.vat_code is UNSET else said(change.vat_code)
    if change.vat_amount is UNSET:
        return replace(part, vat_code=code, vat_amount=0, vat_given=False, vat_proven=False)
    amount = said(change.vat_amount)
    given = amount is not None
    signed = abs(amount or 0) * (1 if part.amount >= 0 else -1)
    return replace(part, vat_code=code, vat_amount=signed, vat_given=given, vat_proven=given and change.vat_proven)


def _part(db: Reader, company: int, part: SplitPart, contact: int | None) -> CategorisationLine:
    if part.contact_id is not None:
        contact = contact_number(db, company, part.contact_id, "splits.contact_id")
    return CategorisationLine(
        part.category_id,
        part.amount,
        part.vat_code,
        abs(part.vat_amount or 0) * (1 if part.amount >= 0 else -1),
        contact,
        part.business_percent,
        part.notes,
        vat_given=part.vat_amount is not None,
    )


def file_readings(
    books: CompanyBooks[Writer], readings: Sequence[tuple[BankTransaction, tuple[CategorisationLine, ...]]]
) -> None:
    """Keep how lines are filed now."""
    names = books.names
    store_readings(books.db, books.company, [row for row, _ in readings])
    parts = {row.number: [stored_part(part, names) for part in reading if row.parts] for row, reading in readings}
    set_parts(books.db, books.company, parts)


def keep_counts(db: Writer, cause: Cause, moved: Iterable[tuple[BankTransaction, BankTransaction]]) -> None:
    """Keep the counters of categories and contacts in step with lines before and after."""
    counter, book = LineCounter(), ContactBook(db, cause)
    for old, new in moved:
        counter.move(old, new)
        if old.contact_no != new.contact_no:
            book.move(old.contact_no, old.amount, -1)
            book.move(new.contact_no, new.amount)
    counter.write(db, cause.company)
    book.write()


def transaction_id(company: int, row: BankTransaction) -> str:
    """Its public id."""
    return ids.public_id("txn_", company, row.number)
