"""Spans of days as they are chosen in an address: a month, a year, all days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dashboard.figures import days
from accountsos.dates import Period, month_end

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
THIS_YEAR, LAST_YEAR, ALL = "this-year", "last-year", "all"


@dataclass(frozen=True, slots=True)
class Span:
    """What was chosen; no period is all days."""

    value: str
    period: Period | None

    @property
    def said(self) -> str:
        """In words."""
        return "all days" if self.period is None else days(self.period.start, self.period.end)


def span_of(text: str, year: Period) -> Span | None:
    """The span of that word; None where it is none. `year` is the financial year of today."""
    if text == ALL:
        return Span(ALL, None)
    if text == THIS_YEAR:
        return Span(THIS_YEAR, year)
    if text == LAST_YEAR:
        end = year.start - timedelta(days=1)
        return Span(LAST_YEAR, Period(_a_year_before(year.start), end))
    match = _MONTH.fullmatch(text)
    if match is None or not 1900 <= int(match[1]) <= 2199 or not 1 <= int(match[2]) <= 12:
        return None
    first = date(int(match[1]), int(match[2]), 1)
    return Span(text, Period(first, month_end(first)))


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 3, 1)
