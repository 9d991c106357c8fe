"""Calendar rules of the law: two ways to add months, tax years, financial years, working days by nation."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache

from accountsos.dates import ONE_DAY, Period, days_in_month, month_end
from accountsos.errors import BadRequest


class Nation(StrEnum):
    """The three sets of bank holidays (Banking and Financial Dealings Act 1971 sch 1 and proclamations)."""

    ENGLAND_AND_WALES = "england_and_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


_SUBDIVISION = {Nation.ENGLAND_AND_WALES: "ENG", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}


def add_months_same_day(day: date, months: int) -> date:
    """The corresponding day: 30 June and 9 months is 30 March. A month without that day gives its last day.

    Source: the corresponding date rule, Dodds v Walker [1981] 1 WLR 1027 (HL).
    """
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, days_in_month(year, month)))


def add_months_month_end(day: date, months: int) -> date:
    """As `add_months_same_day`, but the end of a month stays the end of a month: 30 June and 9 months is 31 March.

    Source: CA 2006 s443(3) and (4) for accounts; TMA 1970 s59D(1) counts nine months the same way.
    """
    moved = add_months_same_day(day, months)
    return month_end(moved) if day == month_end(day) else moved


def last_day_of_months(first_day: date, months: int) -> date:
    """The last day of so many months that begin with `first_day`: 12 from 1 January 2021 end on 31 December 2021."""
    moved = add_months_same_day(first_day, months)
    return moved - ONE_DAY if moved.day == first_day.day else moved


def whole_months(period: Period) -> int | None:
    """How many whole months the period has, or None where it is not a whole number of them."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    for candidate in (months, months + 1):
        if candidate > 0 and last_day_of_months(period.start, candidate) == period.end:
            return candidate
    return None


def end_of_month_after(day: date) -> date:
    """The last day of the following month."""
    return month_end(add_months_same_day(day.replace(day=1), 1))


def is_working_day(day: date, nation: Nation = Nation.ENGLAND_AND_WALES) -> bool:
    """Neither Saturday, Sunday nor a bank holiday of that nation."""
    return day.weekday() < 5 and day not in bank_holidays(day.year, nation)


def working_day_on_or_before(day: date, nation: Nation = Nation.ENGLAND_AND_WALES) -> date:
    """The day itself, or the nearest working day before it."""
    while not is_working_day(day, nation):
        day -= ONE_DAY
    return day


def add_working_days(day: date, count: int, nation: Nation = Nation.ENGLAND_AND_WALES) -> date:
    """So many working days later (earlier for a negative count); the starting day itself is not counted."""
    step = ONE_DAY if count >= 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, nation):
            day += step
    return day


def last_working_day_of_month(day: date, nation: Nation = Nation.ENGLAND_AND_WALES) -> date:
    """The last working day of that day's month."""
    return working_day_on_or_before(month_end(day), nation)


@cache
def bank_holidays(year: int, nation: Nation = Nation.ENGLAND_AND_WALES) -> frozenset[date]:
    """The bank holidays of that year in that nation, substitute days included."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISION[nation], years=year))


def tax_year_of(day: date) -> Period:
    """The income tax year, 6 April to 5 April (ITA 2007 s4)."""
    year = day.year if day >= date(day.year, 4, 6) else day.year - 1
    return Period(date(year, 4, 6), date(year + 1, 4, 5))


def tax_year_named(name: str) -> Period:
    """`2025-26`, `2025/26` or `2025-2026` is 6 April 2025 to 5 April 2026."""
    found = re.fullmatch(r"(\d{4})[-/](\d{2}|\d{4})", name, re.ASCII)
    year = int(found[1]) if found else 0
    if not found or int(found[2]) not in {year + 1, (year + 1) % 100}:
        raise BadRequest(f"{name!r} is not a tax year such as 2025-26", param="tax_year")
    return Period(date(year, 4, 6), date(year + 1, 4, 5))


def tax_year_name(year: Period) -> str:
    """`2025-26` for the year that begins on 6 April 2025."""
    return f"{year.start.year}-{year.end.year % 100:02d}"


def financial_year_of(day: date) -> Period:
    """The corporation tax financial year, 1 April to 31 March (Interpretation Act 1978 sch 1)."""
    year = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def overlap(one: Period, other: Period) -> Period | None:
    """The days in both, or None."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Period(start, end) if start <= end else None


def _month_after(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1
