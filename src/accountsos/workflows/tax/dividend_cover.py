"""Hold each dividend of a year against the reserves that the books had on its day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import ONE_DAY, Period
from accountsos.ledger.category_ids import RETAINED
from accountsos.money import Pence, rounded_half_up
from accountsos.reports.double_counts import DIVIDEND_NOT_COVERED, DoubleCount
from accountsos.reports.trial_balance import balance_in, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, dividend_exceeds_reserves
from accountsos.store.deadlines import EVER
from accountsos.store.engine.sql import day_from
from accountsos.store.journal import postings_of_category
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.estimate_corporation_tax import estimate_of_year

LOOKED_AT = 60
"""So many days of a year with dividends are looked at, the first ones."""
EVERY_POSTING = 1_000_000
YEARS_BACK = 6
"""So many financial years are looked through: what was paid out before can hardly be asked back (Limitation Act s5)."""
_Source = tuple[str, int, int]
"""The kind and number of what posted a dividend, and its entry."""


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


@dataclass(frozen=True, slots=True)
class UncoveredDividend:
    """What of a day's dividends its reserves did not cover."""

    day: date
    amount: Pence
    short: Pence
    declared_by: tuple[_Source, ...]

    @property
    def warning(self) -> ReportWarning:
        """As a report tells it."""
        return dividend_exceeds_reserves(self.day, self.amount, self.short)

    @property
    def finding(self) -> DoubleCount:
        """As the checks tell it: by the bank lines that paid it, or the entries that declared it."""
        lines = tuple(number for kind, number, _ in self.declared_by if kind == "transaction")
        entries = tuple(entry for kind, _, entry in self.declared_by if kind != "transaction")
        return DoubleCount(
            DIVIDEND_NOT_COVERED,
            self.day,
            self.short,
            self.warning.message,
            "Draw up interim accounts that show the reserves; or declare it as what it is: a loan to the director, or "
            "salary; or have it paid back",
            transactions=lines,
            entries=entries,
            named_by=entries,
        )


def reserves_of(books: BooksAsKnown, year: Period, today: date, *, seq: int = EVER) -> YearOfReserves:
    """What the year began with, earned and bears of tax, as the books and the estimate say."""
    chart = books.names.chart
    before, of_year = books.movements(None, year.start - ONE_DAY), books.movements(year.start, year.end)
    forward = -balance_of(before, RETAINED) + profit_of(chart, before)
    forward -= balance_in(before, chart.in_role("dividends"))
    charged = balance_in(of_year, chart.in_role("corporation_tax"))
    estimated = estimate_of_year(books, year, today, seq=seq).charge.tax
    return YearOfReserves(year, forward, profit_of(chart, of_year) + charged, max(estimated, charged))


def uncovered_dividends(books: BooksAsKnown, of: YearOfReserves) -> Iterator[UncoveredDividend]:
    """Each dividend that was more than what was there: profit of later months does not make it lawful.

    Source: CA 2006 s830, s836 and s838 (interim accounts of that day).
    """
    chart = books.names.chart
    taxes, dividends = chart.in_role("corporation_tax"), chart.in_role("dividends")
    for day, sources in _declared(books, of.year).items():
        moved, amount = books.movements(of.year.start, day), sum(sources.values())
        before_tax = profit_of(chart, moved) + balance_in(moved, taxes)
        reserves = of.forward - balance_of(moved, RETAINED) + before_tax - of.tax_so_far(before_tax)
        short = balance_in(moved, dividends) - reserves
        if short > 0:
            by = tuple(source for source, declared in sorted(sources.items()) if declared > 0)
            yield UncoveredDividend(day, amount, min(short, amount), by)


def uncovered_in_any_year(books: BooksAsKnown, today: date) -> Iterator[UncoveredDividend]:
    """Those of a company's last years, and of the year that runs; a sole trader declares none."""
    if books.profile.entity_type != "ltd":
        return
    begun = [year for year in books.years if year.start <= today]
    for year in sorted(begun, key=lambda one: one.start)[-YEARS_BACK:]:
        if _declared(books, year):
            yield from uncovered_dividends(books, reserves_of(books, year, today))


def _declared(books: BooksAsKnown, year: Period) -> dict[date, Mapping[_Source, Pence]]:
    """What was declared, or paid without that, on each day, and by what."""
    sums: dict[date, Counter[_Source]] = defaultdict(Counter)
    for category_id in sorted(books.names.chart.in_role("dividends")):
        number = books.names.category_no[category_id]
        days = (year.start, year.end)
        postings, _ = postings_of_category(
            books.db, books.company, number, days, last_entry=books.last_entry, limit=EVERY_POSTING
        )
        first: dict[tuple[str, int], int] = {}
        for posting in postings:
            thing = (posting.source_kind, posting.source_no)
            entry = first.setdefault(thing, posting.entry_no)
            sums[day_from(posting.entry_date)][*thing, entry] += posting.amount
    paid = {day: dict(sources) for day, sources in sorted(sums.items()) if sum(sources.values()) > 0}
    return dict(list(paid.items())[:LOOKED_AT])
