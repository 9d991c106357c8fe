"""The periods beside a report's own: what it is compared with, and the columns it is split into."""

from __future__ import annotations

from datetime import date, timedelta

from accountsos.dates import ONE_DAY, Period, month_end
from accountsos.errors import BadRequest

COMPARISONS = ("previous_period", "previous_year")
COLUMN_STEPS = {"month": 1, "quarter": 3}
COLUMNS_MAX = 60


def comparison_period(period: Period, compare: str) -> Period:
    """The period that a profit and loss is set beside.

    `previous_period` is the one directly before: as many whole months where the period is whole months (also from the
    6th to the 5th), else as many days. `previous_year` has the same dates a year earlier; a month end stays one.
    """
    _check(compare, COMPARISONS, "compare")
    months = _whole_months(period)
    if compare == "previous_period":
        end = period.start - ONE_DAY
        return Period(_months_later(period.start, -months) if months else end - timedelta(days=period.days - 1), end)
    start = _months_later(period.start, -12)
    return Period(start, _months_later(start, months) - ONE_DAY if months else _months_later(period.end, -12))


def comparison_day(as_of: date, compare: str, year: Period) -> date:
    """The day that a balance sheet is set beside; `year` is the financial year of `as_of`.

    `previous_year` is the same day a year earlier (a month end stays a month end), `previous_period` the close of
    the financial year before.
    """
    _check(compare, COMPARISONS, "compare")
    if compare == "previous_period":
        return year.start - ONE_DAY
    earlier = _months_later(as_of, -12)
    return month_end(earlier) if as_of == month_end(as_of) else earlier


def columns_of(period: Period, by: str) -> tuple[Period, ...]:
    """The months or quarters of a period, without gap or overlap.

    A period of whole months is counted from its first day, so a financial year has its own quarters and a tax year
    from 6 April its tax months. Any other period is cut at the calendar's months or quarters.
    """
    _check(by, tuple(COLUMN_STEPS), "by")
    step, anchor = COLUMN_STEPS[by], period.start
    if not _whole_months(period):
        anchor = date(anchor.year, (anchor.month - 1) // step * step + 1, 1)
    columns: list[Period] = []
    start, n = period.start, 0
    while start <= period.end:
        n += 1
        next_start = _months_later(anchor, n * step)
        columns.append(Period(start, min(next_start - ONE_DAY, period.end)))
        start = next_start
        if len(columns) > COLUMNS_MAX:
            raise BadRequest(f"by={by} makes more than {COLUMNS_MAX} columns; ask for a shorter period", param="by")
    return tuple(columns)


def _check(got: str, accepted: tuple[str, ...], param: str) -> None:
    if got not in accepted:
        raise BadRequest(f"{param} is {got!r}; accepted: {', '.join(accepted)}", param=param)


def _whole_months(period: Period) -> int:
    """How many whole months the period is, 0 where it is none; from the 29th on not every month has such a day."""
    after = period.end + ONE_DAY
    if period.start.day > 28 or after.day != period.start.day:
        return 0
    return (after.year - period.start.year) * 12 + after.month - period.start.month


def _months_later(day: date, months: int) -> date:
    """The corresponding day; where the month has no such day, its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))
