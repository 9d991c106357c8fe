"""Bank lines that leave the books by reversal, and come back: entry, counters, contact and what they taught."""

from __future__ import annotations

from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.teach_payee import learn_line, unlearn_line
from accountsos.errors import Conflict
from accountsos.store.contacts import ContactBook
from accountsos.store.engine.sql import Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.line_counter import LineCounter
from accountsos.store.transactions import LIVE, SET_STATUS, BankTransaction


class Leaving:
    """Lines on their way out or back in. Sums are gathered and written once, by `write`."""

    def __init__(self, books: CompanyBooks[Writer], cause: Cause) -> None:
        self._books, self._cause = books, cause
        self._contacts, self._counter = ContactBook(books.db, cause), LineCounter()

    def take_out(self, row: BankTransaction, status: int) -> None:
        """The line is no longer in the books; Conflict where its year is closed."""
        locks = self._books.locks
        if locks.closed(day_from(row.booked_on)) and row.entry_no is not None:
            raise Conflict(
                f"the line of {day_from(row.booked_on)} is in a closed year (closed through "
                f"{locks.books_closed_through}); reopen the books before taking it out"
            )
        bring_entry(self._books, self._cause, row.entry_no, None)
        unlearn_line(self._books.db, self._books.company, row)
        self._set(row, status)
        if row.status == LIVE:
            self._count(row, -1)

    def put_back(self, row: BankTransaction) -> None:
        """A line that was taken out is in the books again. Its entry follows by `lines_changed`, after `write`."""
        learn_line(self._books.db, self._books.company, row)
        self._set(row, LIVE)
        self._count(row, 1)

    def write(self) -> None:
        """Add what was counted to the kept sums."""
        self._contacts.write()
        self._counter.write(self._books.db, self._books.company)

    def _set(self, row: BankTransaction, status: int) -> None:
        self._books.db.run(SET_STATUS, company=self._books.company, number=row.number, status=status, entry=None)

    def _count(self, row: BankTransaction, lines: int) -> None:
        self._contacts.move(row.contact_no, row.amount, lines)
        self._counter.add(row, lines)
