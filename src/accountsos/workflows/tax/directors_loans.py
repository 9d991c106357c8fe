"""The loan accounts of the directors, as the books have them up to today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from accountsos.dates import FIRST_DAY, LAST_DAY, Period
from accountsos.money import Pence
from accountsos.reports.directors_loan import DirectorsAccount, directors_account, period_charge
from accountsos.store.engine.sql import day_from
from accountsos.store.journal import postings_of_category

if TYPE_CHECKING:
    from accountsos.workflows.reports.financial_statements import BooksAsKnown  # which warns of what is said here

EVERY_POSTING = 1_000_000
Moved = list[tuple[date, Pence]]


def directors_accounts(books: BooksAsKnown, year: Period) -> list[DirectorsAccount]:
    """One account per director who is named; what names nobody is an account of its own."""
    found = [directors_account(contact, moved, year, books.year_of) for contact, moved in _moved(books)]
    return [account for account in found if account.opening or account.days]


def section_455_of(books: BooksAsKnown, period: Period) -> Pence:
    """The tax of one accounting period on every director's account."""
    return sum(period_charge(period, moved, books.year_of).charge.tax for _, moved in _moved(books))


def _moved(books: BooksAsKnown) -> Iterator[tuple[int | None, Moved]]:
    """By account and director what moved on each day. Later days count too: they repay what was lent."""
    for category_id in sorted(books.names.chart.in_role("directors_loan")):
        postings, _ = postings_of_category(
            books.db,
            books.company,
            books.names.category_no[category_id],
            (FIRST_DAY, LAST_DAY),
            last_entry=books.last_entry,
            limit=EVERY_POSTING,
        )
        moved: dict[int | None, dict[date, Pence]] = defaultdict(lambda: defaultdict(int))
        for posting in postings:
            moved[posting.contact_no][day_from(posting.entry_date)] += posting.amount
        for contact, days in sorted(moved.items(), key=lambda item: item[0] or 0):
            yield contact, [(day, amount) for day, amount in days.items() if amount]
