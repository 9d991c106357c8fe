"""One line takes the place of another in the books: closed years and filed VAT returns show what they showed."""

from __future__ import annotations

from dataclasses import replace

from accountsos.bookkeeping.book_invoice import bring_invoices_of_lines
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.opening_balance import post_opening
from accountsos.bookkeeping.repost_lines import repost_lines
from accountsos.bookkeeping.take_out_line import Leaving
from accountsos.errors import Conflict
from accountsos.ledger.entry import Posting
from accountsos.ledger.repost import same_returns
from accountsos.money import text_from_pence
from accountsos.store.engine.sql import Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.journal import live_entries
from accountsos.store.transactions import WITHDRAWN, BankTransaction, transaction_of


class Swap:
    """Watches over it. With its `books`, the one line leaves and the other comes in where the first one stood."""

    def __init__(self, books: CompanyBooks[Writer], leaves: BankTransaction) -> None:
        refuse_closed(books, leaves.booked_on, "replacing it")
        self._locks = books.locks
        self.books = books
        self._before = self._filed(leaves)
        if self._before:  # else the other one is, where its return is filed, as late as any line that comes late
            self.books = replace(books, locks=replace(books.locks, vat_filed_through=None))

    def check(self, comes: int) -> None:
        """Refuse where a filed return would show another figure now."""
        row = transaction_of(self.books.db, self.books.company, comes)
        assert row is not None, "it has just come in"
        if not same_returns(self._before, self._filed(row)):
            raise Conflict(
                f"the VAT return to {self._locks.vat_filed_through} is filed, and this would change what it or one "
                "before it says. Open it again first, if it was wrong; else take the line out and enter it anew, and "
                "the difference goes into the open return as a correction",
                see="unfile_vat_return",
            )

    def _filed(self, row: BankTransaction) -> list[Posting]:
        live = live_entries(self.books.db, self.books.company, self.books.names, row.entry_no)
        return [p for posted in live for p in posted.entry.postings if self._locks.filed(p)]


def take_out_line(books: CompanyBooks[Writer], cause: Cause, row: BankTransaction) -> None:
    """A line entered by hand leaves, and its invoices are as they were without it."""
    leaving = Leaving(books, cause)
    leaving.take_out(row, WITHDRAWN)
    leaving.write()
    _follow(books, cause, row)


def put_back_line(books: CompanyBooks[Writer], cause: Cause, row: BankTransaction) -> None:
    """It is in the books again, filed as it was."""
    leaving = Leaving(books, cause)
    leaving.put_back(row)
    leaving.write()
    _follow(books, cause, row)


def _follow(books: CompanyBooks[Writer], cause: Cause, row: BankTransaction) -> None:
    repost_lines(books, cause, [row.number])
    bring_invoices_of_lines(books, cause, [row.number])
    post_opening(books, cause, books.names.account_of[row.account_no])


def refuse_closed(books: CompanyBooks[Writer], day: int, doing: str) -> None:
    """Conflict where the day (as a day number) is in a closed year."""
    closed = books.locks.books_closed_through
    if books.locks.closed(day_from(day)):
        raise Conflict(
            f"the line of {day_from(day)} is in a closed year (closed through {closed}); reopen the books before "
            f"{doing}",
            see="reopen_years",
        )


def line_told(books: CompanyBooks[Writer], row: BankTransaction) -> dict[str, object]:
    """What was said of a line entered by hand, as the audit log tells it."""
    return {
        "date": day_from(row.booked_on).isoformat(),
        "amount": text_from_pence(row.amount),
        "description": row.description,
        "bank_account": books.names.account_of[row.account_no].bank_account_id,
        "category": books.names.category_id[row.category_no],
    }
