"""Figures one beside another in time or by category: what the charts draw, and the report of the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence
from accountsos.reports.blocks import StatementLine
from accountsos.reports.periods import COLUMN_STEPS, columns_of
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.warnings import ReportWarning

CASH, IN_AND_OUT, PROFIT, SPENDING, VAT = "cash", "in_and_out", "profit", "spending", "vat"
MEASURES: Mapping[str, tuple[str, ...]] = {
    CASH: ("balance",),
    IN_AND_OUT: ("money_in", "money_out"),
    PROFIT: ("earned", "spent", "profit_before_tax"),
    SPENDING: ("spent",),
    VAT: ("net_vat",),
}
"""Of each series, what is told at each point."""
DAY, MONTH = "day", "month"
STEPS = (DAY, *COLUMN_STEPS)
STEPS_OF: Mapping[str, tuple[str, ...]] = {CASH: STEPS, IN_AND_OUT: (*COLUMN_STEPS,), PROFIT: (*COLUMN_STEPS,)}
"""Spending goes by category and VAT by return."""
AS_NOW = frozenset({IN_AND_OUT, VAT})
"""Made of bank lines and of returns, which are told as they are now."""
DAYS_MAX = 400


class Point(Struct, frozen=True):
    """One place of the series: days, its name, and a figure for each measure."""

    period: Period
    name: str
    figures: tuple[Pence, ...]
    category_id: str | None = None


class Series(Struct, frozen=True):
    """The points of one series, the oldest or the largest first."""

    series: str
    period: Period
    by: str
    points: tuple[Point, ...]
    warnings: tuple[ReportWarning, ...] = ()


def step_of(series: str, by: str | None) -> str:
    """The step that is asked for, or the usual one; refused where the series has no such step."""
    accepted = STEPS_OF.get(series, ())
    if not accepted:
        if by is not None:
            how = "category" if series == SPENDING else "return"
            raise BadRequest(f"{series} goes by {how}; leave `by` out", param="by")
        return "category" if series == SPENDING else "return"
    if by is not None and by not in accepted:
        raise BadRequest(f"by is {by!r}; {series} goes by {', '.join(accepted)}", param="by")
    return by or MONTH


def spans_of(period: Period, by: str) -> tuple[Period, ...]:
    """The days, months or quarters of a period."""
    if by != DAY:
        return columns_of(period, by)
    if period.days > DAYS_MAX:
        raise BadRequest(
            f"by=day over {period.days} days is more than {DAYS_MAX}; ask for a shorter period", param="by"
        )
    days = (period.start + timedelta(days=n) for n in range(period.days))
    return tuple(Period(day, day) for day in days)


def balance_points(spans: Sequence[Period], moved: Mapping[date, Pence]) -> tuple[Point, ...]:
    """What was there at the end of each span, from what moved on each day or by the end of each month."""
    days = sorted(moved)
    found, held, at = [], 0, 0
    for span in spans:
        while at < len(days) and days[at] <= span.end:
            held += moved[days[at]]
            at += 1
        found.append(Point(span, span_name(span), (held,)))
    return tuple(found)


def flow_points(spans: Sequence[Period], flow: Mapping[date, tuple[Pence, Pence]]) -> tuple[Point, ...]:
    """What came and what went in each span, both positive, from the sums of months by their first day."""
    found = []
    for span in spans:
        months = [sums for month, sums in flow.items() if month in span]
        figures = (sum(came for came, _ in months), sum(-went for _, went in months))
        found.append(Point(span, span_name(span), figures))
    return tuple(found)


def profit_points(columns: Iterable[ProfitAndLoss]) -> tuple[Point, ...]:
    """Earned, spent and what is left before tax, of each column of a profit and loss."""
    return tuple(
        Point(each.period, span_name(each.period), (each.earned, each.spent, each.profit_before_tax))
        for each in columns
    )


def spending_points(statement: ProfitAndLoss) -> tuple[Point, ...]:
    """What went to each category before tax, the most first; one that only gave back is left out."""
    blocks = (statement.cost_of_sales, statement.expenses, statement.finance)
    lines: list[StatementLine] = [line for block in blocks for line in block.lines if line.amount > 0]
    lines.sort(key=lambda line: -line.amount)
    return tuple(Point(statement.period, line.name, (line.amount,), line.category_id) for line in lines)


def span_name(span: Period) -> str:
    """`2026-10` of a whole month, a day by itself, else both ends."""
    after = span.end + timedelta(days=1)
    if span.days == 1:
        return str(span.start)
    if span.start.day == 1 and after.day == 1 and span.days <= 31:
        return f"{span.start:%Y-%m}"
    return f"{span.start}..{span.end}"
