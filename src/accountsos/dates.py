"""Dates as the books use them: inclusive periods, ISO text, London's day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
CLOCK_STEP = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period cannot start on {self.start} and end on {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


def date_from_iso(text: str) -> date:
    """Read exactly `YYYY-MM-DD`, 1900 to 2199. Raises ValueError for everything else (also `20250105`, week dates)."""
    if not _ISO.fullmatch(text):
        raise ValueError(f"{text!r} is not a date such as 2025-01-31")
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{text} is outside 1900 to 2199")
    return day


@cache
def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return monthrange(year, month)[1]


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return day.replace(day=days_in_month(day.year, day.month))


def month_start(day: date) -> date:
    """The first day of that day's month."""
    return day.replace(day=1)


def days_of(period: Period) -> Iterator[date]:
    """Each day of the period in order."""
    for n in range(period.days):
        yield period.start + timedelta(days=n)


def london_day(moment: datetime) -> date:
    """The calendar day in London at that moment."""
    return moment.astimezone(LONDON).date()


def end_of_london_day(day: date) -> datetime:
    """The last microsecond of that day in London, in UTC."""
    start_of_next = datetime.combine(day + ONE_DAY, datetime.min.time(), LONDON)
    return start_of_next.astimezone(UTC) - timedelta(microseconds=1)


def lasts(since: datetime, so_long: timedelta, now: datetime) -> bool:
    """Whether what began then and lasts so long still does.

    What began later than now was dated by a clock that was ahead, and is over: else it would last until that moment
    came. A clock may be put right by an hour without ending anything.
    """
    return now - so_long < since <= now + CLOCK_STEP


def rfc3339(moment: datetime) -> str:
    """The moment in UTC as the API writes it: `2025-01-06T09:30:00.000001Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"
