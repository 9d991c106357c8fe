"""File many lines anew at once: each line's reading, the counters, the entries; a person's own choices stay."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.post_line import reading_of, wanted_entry
from accountsos.bookkeeping.write_up import lines_changed, what_is_owed_changed
from accountsos.ids import public_id
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.line_counter import LineCounter
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import Names
from accountsos.store.refilings import Reading, RefiledLine, add_refiling, set_reading
from accountsos.store.transactions import BankTransaction, transaction_of

Filed = tuple[BankTransaction, Reading]
"""A line as it is, and how it shall be filed."""


def is_locked(books: CompanyBooks[Reader], row: BankTransaction) -> bool:
    """Whether the line is in a closed year, or its VAT in a return that was filed: that is left to a person."""
    if books.locks.closed(day_from(row.booked_on)):
        return True
    if books.locks.vat_filed_through is None or not is_posted(books.db, books.company, row.booked_on):
        return False
    stands = wanted_entry(books, row, reading_of(books, row))
    return stands is not None and books.locks.touch(stands)


def refile_together(
    books: CompanyBooks[Writer], cause: Cause, lines: Sequence[Filed], rule_no: int | None = None
) -> int | None:
    """File those that are still as they were when it was decided, so that it can be undone; the number of that."""
    db, company = books.db, books.company
    lines = [(row, to) for row, to in lines if transaction_of(db, company, row.number) == row]
    if not lines:
        return None
    number = cause.next_number()
    kept = [RefiledLine(row.number, reading_as_it_is(row), to.category_no, to.source) for row, to in lines]
    add_refiling(db, cause, number, rule_no, kept)
    after = {"rule": rule_no, "lines": len(lines)}
    cause.note("transactions.refile", public_id("rfl_", company, number), after=after)
    refile(books, cause, lines)
    look_at_what_is_owed(books, cause, lines)
    return number


def refile(books: CompanyBooks[Writer], cause: Cause, lines: Sequence[Filed]) -> None:
    """File them, post what follows, and tell the audit log of each line."""
    counter = LineCounter()
    for row, reading in lines:
        counter.move(row, set_reading(books.db, books.company, row, reading))
        subject = public_id("txn_", books.company, row.number)
        before, after = _told(books.names, reading_as_it_is(row)), _told(books.names, reading)
        cause.note("transaction.refile", subject, before=before, after=after)
    counter.write(books.db, books.company)
    lines_changed(books, cause, [row.number for row, _ in lines])


def look_at_what_is_owed(books: CompanyBooks[Writer], cause: Cause, lines: Sequence[Filed]) -> None:
    """A line that was filed anew may have left an account on which something is owed, or come to it."""
    numbers = {number for row, to in lines for number in (row.category_no, to.category_no)}
    for line in what_is_owed_changed(books, cause, {books.names.category_id[number] for number in numbers}):
        line.note(cause)


def reading_as_it_is(row: BankTransaction) -> Reading:
    """How the line is filed now."""
    return Reading(row.category_no, row.confidence, row.source, row.reason)


def _told(names: Names, reading: Reading) -> dict[str, object]:
    told = msgspec.to_builtins(reading)
    category = told.pop("category_no")
    return {**told, "category_id": names.category_id[category], "confidence": reading.confidence / 10_000}
