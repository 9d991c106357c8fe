"""Bring many bank lines to what the books should say of them now, set-based: after a change of scheme or a filing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from accountsos.bookkeeping.bring_entry import Wanted, bring_entries
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.post_line import reading_of, wanted_entry
from accountsos.bookkeeping.settle_line import settling_postings
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.manual_journals import is_posted
from accountsos.store.transactions import LIVE, SET_STATUS, BankTransaction, transaction_of

CHUNK = 500


def repost_lines(books: CompanyBooks[Writer], cause: Cause, numbers: Iterable[int]) -> int:
    """Repost these transactions where something differs; how many did."""
    done, iterator = 0, iter(numbers)
    while chunk := list(islice(iterator, CHUNK)):
        done += _repost_chunk(books, cause, chunk)
    return done


def _repost_chunk(books: CompanyBooks[Writer], cause: Cause, numbers: Sequence[int]) -> int:
    db, company = books.db, books.company
    rows: list[BankTransaction] = []
    wanted: list[Wanted] = []
    for number in numbers:
        row = transaction_of(db, company, number)
        if row is None or row.status != LIVE:
            continue
        rows.append(row)
        if not is_posted(db, company, row.booked_on):
            wanted.append(Wanted(row.entry_no, None))
            continue
        reading, settles = reading_of(books, row), settling_postings(books, row)
        # An invoice beside the line is the document that input VAT may be claimed with, however late it came.
        wanted.append(Wanted(row.entry_no, wanted_entry(books, row, reading, settles), late_evidence=bool(settles)))
    changed = 0
    for row, brought in zip(rows, bring_entries(books, cause, wanted), strict=True):
        if brought.changed:
            db.run(SET_STATUS, company=company, number=row.number, status=row.status, entry=brought.number)
            changed += 1
    return changed
