"""Financial years as rows: a long first period and a changed year end are just other dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from accountsos.dates import ONE_DAY, Period, month_end
from accountsos.errors import BadRequest


@dataclass(frozen=True, slots=True)
class FinancialYear:
    """One accounting period of the company."""

    period: Period
    closed: bool = False


def year_ending_on(day: date) -> Period:
    """The twelve months that end on that day."""
    start = _same_day_last_year(day)
    return Period(start + ONE_DAY, day)


def next_year(year: Period) -> Period:
    """The twelve months after that year; a month end stays a month end."""
    end = _same_day_next_year(year.end)
    return Period(year.end + ONE_DAY, end)


def years_anew(changed: Period, years: Sequence[Period]) -> list[Period]:
    """The years behind one whose end has moved: of twelve months each, as far as the rows went before."""
    last, found = max(y.end for y in years), []
    year = changed
    while year.end < last:
        year = next_year(year)
        found.append(year)
    return found


def years_from(start: date, years: Sequence[Period]) -> list[Period]:
    """The years of a company that was incorporated on that day, ending where its years end.

    Its first period is of more than 6 months and of 18 at most. Source: CA 2006 s391(5).
    """
    ends = [year.end for year in sorted(years, key=lambda y: y.start) if year.end > start]
    if not ends:
        end = max(year.end for year in years)
        while end <= start:
            end = _same_day_next_year(end)
        ends = [end]
    while ends[0] > _last_day_of_eighteen_months(start):
        ends.insert(0, _same_day_last_year(ends[0]))
    if ends[0] <= _last_day_of_six_months(start):
        following = ends[1] if len(ends) > 1 else _same_day_next_year(ends[0])
        if following <= _last_day_of_eighteen_months(start):
            ends = [following, *ends[2:]]
    starts = [start, *(end + ONE_DAY for end in ends[:-1])]
    return [Period(*each) for each in zip(starts, ends, strict=True)]


def years_through(years: Sequence[Period], day: date) -> list[Period]:
    """The rows, and behind them the years that they imply, as far as the one with that day in it."""
    found = sorted(years, key=lambda y: y.start)
    while found and found[-1].end < day:
        found.append(next_year(found[-1]))
    return found


def year_containing(years: Sequence[Period], day: date) -> Period:
    """The year with that day in it: one of the rows, or what the rows imply before the first and after the last."""
    if not years:
        raise ValueError("a company has at least one financial year")
    ordered = sorted(years, key=lambda y: y.start)
    if day < ordered[0].start:
        year = ordered[0]
        while day < year.start:
            year = year_ending_on(year.start - ONE_DAY)
        return year
    return next(year for year in years_through(ordered, day) if day in year)


def check_years(years: Sequence[Period], *, company: bool) -> None:
    """Refuse years that overlap, leave a gap, or (for a company) are longer than 18 months.

    Source: CA 2006 s391(4) and s392(5): an accounting reference period may not exceed 18 months.
    """
    ordered = sorted(years, key=lambda y: y.start)
    for earlier, later in pairwise(ordered):
        if later.start != earlier.end + ONE_DAY:
            raise BadRequest(
                f"years must follow one another without gap or overlap: {earlier.start} to {earlier.end} is followed "
                f"by {later.start} to {later.end}; the later one must start on {earlier.end + ONE_DAY}",
                param="starts_on",
            )
    for year in ordered:
        if company and year.end > _last_day_of_eighteen_months(year.start):
            raise BadRequest(
                f"{year.start} to {year.end} is longer than the 18 months that company law allows", param="ends_on"
            )


def _last_day_of_eighteen_months(start: date) -> date:
    return _last_day_of_months(start, 18)


def _last_day_of_six_months(start: date) -> date:
    return _last_day_of_months(start, 6)


def _last_day_of_months(start: date, months: int) -> date:
    """The day before the corresponding day; where the month has no such day, its last one."""
    years, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + years, month + 1, 1)
    last_of_month = month_end(first)
    return last_of_month if start.day > last_of_month.day else first + timedelta(days=start.day - 2)


def _same_day_last_year(day: date) -> date:
    if day == month_end(day):
        return month_end(day.replace(day=1, year=day.year - 1))
    return day.replace(year=day.year - 1)


def _same_day_next_year(day: date) -> date:
    if day == month_end(day):
        return month_end(day.replace(day=1, year=day.year + 1))
    return day.replace(year=day.year + 1)
