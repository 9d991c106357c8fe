"""The report of series: money in the bank, in and out, profit, spending and VAT, as the charts draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accountsos.dates import ONE_DAY, Period, month_end, month_start
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import TRANSFER
from accountsos.ledger.chart import CONTROL_OF_KIND
from accountsos.money import Pence
from accountsos.reports.series import (
    AS_NOW,
    CASH,
    IN_AND_OUT,
    PROFIT,
    SPENDING,
    VAT,
    Point,
    Series,
    balance_points,
    flow_points,
    profit_points,
    spans_of,
    spending_points,
    step_of,
)
from accountsos.store.balances import day_sums, month_sums
from accountsos.store.engine.sql import Reader
from accountsos.store.line_sums import Sums, flow_of_months
from accountsos.store.names import Names
from accountsos.workflows.reports.financial_statements import BooksAsKnown, ProfitQuestion, report_profit_and_loss
from accountsos.workflows.reports.old_rates import report_read
from accountsos.workflows.vat.list_returns import Returns, list_returns

MONEY_KINDS = frozenset({"current", "savings", "card", "cash", "processor"})
"""What is at hand: loans and what is between director and company are not."""


@dataclass(frozen=True, slots=True)
class SeriesQuestion:
    """Which series, over which days, in which steps; None: the usual ones."""

    today: date
    series: str
    start: date | None = None
    end: date | None = None
    by: str | None = None
    known_at: datetime | None = None


def report_series(db: Reader, company: int, asked: SeriesQuestion) -> tuple[Series, BooksAsKnown]:
    """The series that is asked for."""
    by = step_of(asked.series, asked.by)
    if asked.known_at is not None and asked.series in AS_NOW:
        raise BadRequest(f"{asked.series} is told as it is now; leave `known_at` out", param="known_at")
    if asked.series in (PROFIT, SPENDING):
        return _of_profit(db, company, asked, by)
    books = BooksAsKnown(db, company, asked.known_at)
    if asked.series == VAT:
        period, points = vat_points(list_returns(db, company, asked.today), asked.start, asked.end, asked.today)
        return Series(VAT, period, by, points), books
    end = asked.end or max(asked.today, asked.start or asked.today)
    period = Period(asked.start or books.year_of(end).start, end)
    if asked.series == IN_AND_OUT:
        period = Period(month_start(period.start), month_end(period.end))
        return Series(IN_AND_OUT, period, by, in_and_out(db, company, books.names, spans_of(period, by))), books
    points = cash_at_ends(db, company, books.names, spans_of(period, by), as_known=books.last_entry)
    return Series(CASH, period, by, points), books


def _of_profit(db: Reader, company: int, asked: SeriesQuestion, by: str) -> tuple[Series, BooksAsKnown]:
    columns = by if asked.series == PROFIT else None
    question = ProfitQuestion(asked.today, asked.start, asked.end, None, columns, asked.known_at)
    statement, books = report_profit_and_loss(db, company, question)
    points = spending_points(statement) if asked.series == SPENDING else profit_points(statement.columns)
    return Series(asked.series, statement.period, by, points, statement.warnings), books


def cash_at_ends(
    db: Reader, company: int, names: Names, spans: Sequence[Period], *, as_known: int | None = None
) -> tuple[Point, ...]:
    """What the accounts of money held together at the end of each span.

    Whole months come from the kept months; days are only read where a span ends within a month.
    """
    ends = [span.end for span in spans]
    within = [end for end in ends if end != month_end(end)]
    days_from = month_start(within[0]) if within else ends[-1] + ONE_DAY
    moved: dict[date, Pence] = {}
    for control in sorted({CONTROL_OF_KIND[kind] for kind in MONEY_KINDS}):
        category = names.category_no.get(control)
        if category is None:
            continue
        found = month_sums(db, company, category, as_known=as_known)
        by_end = {month_end(month): amount for month, amount in found.items() if month < days_from}
        if within:
            days = Period(days_from, month_end(ends[-1]))
            by_end |= day_sums(db, company, category, days, as_known=as_known)
        for day, credit_less_debit in by_end.items():
            moved[day] = moved.get(day, 0) - credit_less_debit
    return balance_points(spans, moved)


def in_and_out(db: Reader, company: int, names: Names, spans: Sequence[Period]) -> tuple[Point, ...]:
    """What came and went on the bank's lines, without what only moved between own accounts."""
    first, last = (day.year * 100 + day.month for day in (spans[0].start, spans[-1].end))
    return flow_points(spans, by_first_day(flow_of_months(db, company, names.category_no[TRANSFER], first, last)))


def by_first_day(flow: Mapping[int, Sums]) -> dict[date, tuple[Pence, Pence]]:
    """Money in and out of each month by its first day."""
    return {date(n // 100, n % 100, 1): (sums.money_in, sums.money_out) for n, sums in flow.items()}


def vat_points(found: Returns, start: date | None, end: date | None, today: date) -> tuple[Period, tuple[Point, ...]]:
    """What each return owes, below zero where it comes back; of the returns that end in those days."""
    chosen = [
        each
        for each in found.returns
        if (start is None or each.period.end >= start) and (end is None or each.period.end <= end)
    ]
    points = tuple(Point(each.period, each.name, (each.boxes.net_vat,)) for each in chosen)
    first = start or (chosen[0].period.start if chosen else end or today)
    last = end or (chosen[-1].period.end if chosen else max(first, today))
    return Period(min(first, last), max(first, last)), points


SERIES = report_read("report.series", report_series, short=True)
