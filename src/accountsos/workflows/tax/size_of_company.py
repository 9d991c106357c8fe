"""Whether a company's year is that of a micro-entity or a small company, as far as the books can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from accountsos.dates import ONE_DAY, Period
from accountsos.money import Pence
from accountsos.reports.statutory import frs105_profit_and_loss
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.store.balances import first_posted_day
from accountsos.uk_rules.periods import whole_months
from accountsos.uk_rules.size import Size, YearFigures, limit_warnings, qualifies
from accountsos.workflows.reports.financial_statements import BooksAsKnown, SheetQuestion, report_balance_sheet

LIMITS_KNOWN_FROM = date(2016, 1, 1)
MANY = 1_000_000
"""More employees than any limit: the worst case."""


def size_warnings(books: BooksAsKnown, year: Period, today: date, *, total_assets: Pence) -> Iterator[ReportWarning]:
    """Told only where the micro-entity's formats of this report may not be used. Source: CA 2006 s384A and s382."""
    if year.start < LIMITS_KNOWN_FROM:
        return
    before = _year_before(books, year)
    if _qualifies(books, Size.MICRO, year, before, total_assets=total_assets, employees=MANY):
        return
    maybe = _qualifies(books, Size.MICRO, year, before, total_assets=total_assets, employees=0)
    small = _qualifies(books, Size.SMALL, year, before, total_assets=total_assets, employees=0)
    turnover = frs105_profit_and_loss(books.names.chart, books.movements(year.start, year.end)).turnover
    how = "may be over the limits of a micro-entity, by its employees" if maybe else "is over those of a micro-entity"
    form = "accounts of a small company (FRS 102 section 1A)" if small else "full accounts"
    text = (
        f"With turnover of {pounds(turnover)} and a balance sheet total of {pounds(total_assets)} the company {how}: "
        f"then it draws up {form}, not these"
    )
    yield ReportWarning("not_micro", text, turnover)
    for told in limit_warnings(Size.MICRO, year.start):
        yield ReportWarning("unverified_rate", told)


def _year_before(books: BooksAsKnown, year: Period) -> Period | None:
    first = first_posted_day(books.db, books.company)
    before = books.year_of(year.start - ONE_DAY)
    return before if first is not None and first <= before.end else None


def _qualifies(
    books: BooksAsKnown, size: Size, year: Period, before: Period | None, *, total_assets: Pence, employees: int
) -> bool:
    earlier = None
    if before is not None:
        sheet, _ = report_balance_sheet(books.db, books.company, SheetQuestion(before.end, before.end))
        earlier = _figures(books, before, sheet.total_assets, employees)
    this = _figures(books, year, total_assets, employees)
    # Without the years before it is taken that the company qualified until now: the books cannot say.
    return qualifies(size, this, year.start, year_before=earlier, qualified_before=True)


def _figures(books: BooksAsKnown, year: Period, total_assets: Pence, employees: int) -> YearFigures:
    turnover = frs105_profit_and_loss(books.names.chart, books.movements(year.start, year.end)).turnover
    months = whole_months(year)
    length = Decimal(months) if months is not None else Decimal(year.days) * 12 / 365
    return YearFigures(turnover, total_assets, employees, length)
