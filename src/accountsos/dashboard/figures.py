"""Money and days as they stand on a page: sign before colour, day before month."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from accountsos.dates import LONDON

MINUS = "\u2212"
_ISO_DAY = re.compile(r"\b[12]\d{3}-\d\d-\d\d\b", re.ASCII)


def money(pence: int, *, signed: bool = False, pounds: bool = False) -> str:
    """`1,200.00`; minus is U+2212. `signed` shows a plus for money in, `pounds` the sign, for sentences."""
    sign = MINUS if pence < 0 else "+" if signed and pence > 0 else ""
    return f"{sign}{'£' if pounds else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


@lru_cache(maxsize=4096)
def day_of(number: int) -> date:
    """The day of its number in the books: 20261009."""
    return date(number // 10000, number // 100 % 100, number % 100)


@lru_cache(maxsize=4096)
def short_day(day: date, *, year: bool = False) -> str:
    """`9 Oct`, for lists; with the year outside the one at hand."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


@lru_cache(maxsize=4096)
def full_day(day: date) -> str:
    """`9 October 2026`."""
    return f"{day.day} {day:%B} {day.year}"


def with_full_days(text: str) -> str:
    """What the API says, with its days as a person says them: 2027-01-31 is 31 January 2027."""
    return _ISO_DAY.sub(_as_said, text)


def _as_said(found: re.Match[str]) -> str:
    try:
        return full_day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]  # no day: a reference that looks like one


@lru_cache(maxsize=4096)
def weekday(day: date) -> str:
    """`Friday 9 October 2026`, for heads."""
    return f"{day:%A} {full_day(day)}"


def days(first: date, last: date) -> str:
    """`1 August to 31 October 2026`."""
    start = f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}")
    return f"{start} to {full_day(last)}"


def moment(when: datetime, today: date) -> str:
    """`today, 16:02`, `28 Nov, 16:02`, London's time."""
    local = when.astimezone(LONDON)
    day = local.date()
    named = "today" if day == today else short_day(day, year=day.year != today.year)
    return f"{named}, {local.hour:02}:{local.minute:02}"


def clock(when: datetime) -> str:
    """`16:20` in London."""
    return f"{when.astimezone(LONDON):%H:%M}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 line`, `1,204 lines`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def change(now: int, before: int | None) -> str:
    """How a figure differs from the one it is set beside: `+1,200.00`, `same`, `new` where there was none."""
    if not before:
        return "new" if now else ""
    return money(now - before, signed=True) if now != before else "same" if now else ""


def span_head(first: date, last: date) -> str:
    """`Apr to Oct 2026`, `Oct 2026` for whole months, else with days: `1 Apr to 22 Nov 2026`."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    start = f"{first:%b}" if whole else short_day(first)
    end = f"{last:%b}" if whole else short_day(last)
    if first.year != last.year:
        return f"{start} {first.year} to {end} {last.year}"
    return f"{end} {last.year}" if start == end else f"{start} to {end} {last.year}"
