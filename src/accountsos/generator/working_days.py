"""The banks' calendar of England and Wales: working days and what is booked when."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

from accountsos.dates import ONE_DAY, month_end


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=[year]))


def is_working(day: date) -> bool:
    """Whether the banks book on that day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def on_or_after(day: date) -> date:
    """That day, or the first working day after it."""
    while not is_working(day):
        day += ONE_DAY
    return day


def on_or_before(day: date) -> date:
    """That day, or the last working day before it."""
    while not is_working(day):
        day -= ONE_DAY
    return day


def working_days_after(day: date, count: int) -> date:
    """The working day so many working days later."""
    for _ in range(count):
        day = on_or_after(day + ONE_DAY)
    return day


@lru_cache(maxsize=1024)
def working_days(month: date) -> tuple[date, ...]:
    """The working days of the month that starts on that day."""
    days = (month + timedelta(days=n) for n in range((month_end(month) - month).days + 1))
    return tuple(day for day in days if is_working(day))


@lru_cache(maxsize=1024)
def card_days(month: date) -> tuple[tuple[date, date], ...]:
    """(used on, booked on) for every calendar day whose card payments are booked in this month.

    A card payment is booked on the next working day: Friday, Saturday and Sunday on Monday.
    """
    booked = working_days(month)
    previous = on_or_before(month - ONE_DAY)
    pairs: list[tuple[date, date]] = []
    for day in booked:
        pairs += [(previous + timedelta(days=n), day) for n in range((day - previous).days)]
        previous = day
    return tuple(pairs)


@lru_cache(maxsize=1024)
def month_at(start: date, offset: int) -> date:
    """The first day of the month `offset` months after the month of `start`."""
    years, month = divmod(start.month - 1 + offset, 12)
    return date(start.year + years, month + 1, 1)
