"""Hold each dividend of a year against the reserves that the books had on its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.ledger.category_ids import RETAINED
from accountsos.money import Pence, rounded_half_up
from accountsos.reports.trial_balance import balance_in, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, dividend_exceeds_reserves
from accountsos.store.engine.sql import day_from
from accountsos.store.journal import postings_of_category
from accountsos.workflows.reports.financial_statements import BooksAsKnown

LOOKED_AT = 60
"""So many days of a year with dividends are looked at, the first ones."""
EVERY_POSTING = 1_000_000


@dataclass(frozen=True, slots=True)
class YearOfReserves:
    """What a year started with, and its tax: each day bears the part of it that its profit so far is of the year's."""

    year: Period
    forward: Pence
    """Retained earnings when it began."""
    profit: Pence
    """Of the whole year, before the tax."""
    tax: Pence
    """Charged and estimated."""

    def tax_so_far(self, profit: Pence) -> Pence:
        """What of the tax goes with so much profit."""
        if self.profit <= 0 or profit <= 0:
            return 0
        return rounded_half_up(Decimal(self.tax * min(profit, self.profit)) / self.profit)


def uncovered_dividends(books: BooksAsKnown, of: YearOfReserves) -> Iterator[ReportWarning]:
    """Each dividend that was more than what was there: profit of later months does not make it lawful.

    Source: CA 2006 s830, s836 and s838 (interim accounts of that day).
    """
    chart = books.names.chart
    taxes, dividends = chart.in_role("corporation_tax"), chart.in_role("dividends")
    for day, amount in _declared(books, of.year):
        moved = books.movements(of.year.start, day)
        before_tax = profit_of(chart, moved) + balance_in(moved, taxes)
        reserves = of.forward - balance_of(moved, RETAINED) + before_tax - of.tax_so_far(before_tax)
        short = balance_in(moved, dividends) - reserves
        if short > 0:
            yield dividend_exceeds_reserves(day, amount, min(short, amount))


def _declared(books: BooksAsKnown, year: Period) -> list[tuple[date, Pence]]:
    """What was declared, or paid without that, on each day."""
    sums: Counter[date] = Counter()
    for category_id in sorted(books.names.chart.in_role("dividends")):
        number = books.names.category_no[category_id]
        days = (year.start, year.end)
        postings, _ = postings_of_category(
            books.db, books.company, number, days, last_entry=books.last_entry, limit=EVERY_POSTING
        )
        for posting in postings:
            sums[day_from(posting.entry_date)] += posting.amount
    return [(day, amount) for day, amount in sorted(sums.items()) if amount > 0][:LOOKED_AT]
