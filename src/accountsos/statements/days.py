"""Dates as banks print them; whether day or month comes first is decided once per file, from all of its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dates import FIRST_DAY, LAST_DAY

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october"
        "|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_TIME = (
    r"(?:[ T,]+[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,:][0-9]{1,9})?)?\s*(?:[AaPp][Mm])?"
    r"\s*(?:Z|UTC|GMT|BST|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _TIME, re.ASCII)
_ISO = re.compile(r"([0-9]{4})([/.-]?)([0-9]{2})\2([0-9]{2})" + _TIME, re.ASCII)
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?([0-9]{1,2})(?:st|nd|rd|th)?[ /.-]?([A-Za-z]{3,9})[ /.,-]*([0-9]{4}|[0-9]{2})" + _TIME,
    re.ASCII,
)
_NAMED_AMERICAN = re.compile(r"([A-Za-z]{3,9}) ([0-9]{1,2}),? ([0-9]{4})" + _TIME, re.ASCII)
_TIME_AFTER = re.compile(_TIME, re.ASCII).fullmatch

_LONGEST = 60
_AHEAD = timedelta(days=7)
"""A bank's line may be dated a few days ahead (a card's settlement day), never months."""


@dataclass(frozen=True, slots=True, eq=False)
class _Printed:
    """One date text, read both ways; None where that day does not exist."""

    day_first: date | None
    month_first: date | None
    numeric: bool


class DayReader:
    """Reads the date column of one file in one order, and notes what speaks for the one or the other order."""

    def __init__(self, today: date, *, day_first: bool = True) -> None:
        self.today = today
        self.day_first = day_first
        self._seen: dict[str, _Printed] = {}
        self._last: _Printed | None = None
        self._only_day_first = self._only_month_first = self._either = 0
        self._example: str | None = None
        self._day_first_steps, self._month_first_steps = _Steps(), _Steps()

    def read(self, text: str) -> date:
        """The day. Raises ValueError, in words for a person, where there is no such day."""
        # Folded and bounded before any pattern sees it: a run of blanks fits the parts of a time in far too many ways.
        key = text if len(text) <= _LONGEST else " ".join(text.split())[: _LONGEST + 1]
        if 11 < len(text) <= _LONGEST and text[10] in " T" and _TIME_AFTER(text, 10):
            key = text[:10]
        printed = self._seen.get(key)
        if printed is None:
            printed = self._seen[key] = self._first_sight(key)
        if printed is not self._last:
            self._last = printed
            self._day_first_steps.see(printed.day_first)
            self._month_first_steps.see(printed.month_first)
        day = printed.day_first if self.day_first else printed.month_first
        if day is None:
            raise ValueError(self._no_such_day(text, printed))
        return day

    def _first_sight(self, text: str) -> _Printed:
        tidy = " ".join(text.split()).lstrip("'") if len(text) <= _LONGEST else ""
        printed = _both_ways(tidy, self.today)
        if printed.numeric:
            if printed.month_first is None:
                self._only_day_first += printed.day_first is not None
            elif printed.day_first is None:
                self._only_month_first += 1
            elif printed.day_first != printed.month_first:
                self._either += 1
                self._example = self._example or text.strip()
        return printed

    def _no_such_day(self, text: str, printed: _Printed) -> str:
        shown = repr(text if len(text) <= 40 else text[:37] + "...")
        if not text.strip():
            return "the date is empty"
        if printed.numeric and (printed.day_first or printed.month_first):
            order = "day first" if self.day_first else "month first"
            return f"{shown} is not a date when read {order}, as the rest of this file is"
        if re.search("[0-9]", text):
            return f"{shown} is not a day of the calendar such as 25/08/2026"
        return f"{shown} is not a date such as 25/08/2026"

    def decision(self) -> tuple[bool, str | None]:
        """Whether the day comes first in this file, and a warning where that is not certain."""
        if self._only_day_first or self._only_month_first:
            if self._only_day_first >= self._only_month_first:
                return True, None
            return False, "The dates of this file are month first (as in the USA) and were read so."
        if not self._either:
            return True, None
        british, american = self._day_first_steps, self._month_first_steps
        if british.is_ahead_of(self.today) != american.is_ahead_of(self.today):
            return self._because(not british.is_ahead_of(self.today), "otherwise some would be in the future")
        if british.in_order != american.in_order and max(british.steps, american.steps) >= 2:
            return self._because(british.in_order, "only so are the rows in order")
        return True, (
            f"Every date of this file could be day first or month first: {self._example} was read day first, as UK "
            f"banks print it. Check one line against your bank."
        )

    @staticmethod
    def _because(day_first: bool, reason: str) -> tuple[bool, str | None]:
        if day_first:
            return True, None
        return False, f"The dates of this file were read month first (as in the USA), because {reason}. Check one line."


class _Steps:
    """Follows one reading of the dates: is it in order, and does it reach into the future?"""

    def __init__(self) -> None:
        self.up = self.down = False
        self.steps = 0
        self._before: date | None = None
        self._latest: date | None = None

    def see(self, day: date | None) -> None:
        if day is None:
            return
        if self._before is not None and day != self._before:
            self.steps += 1
            if day > self._before:
                self.up = True
            else:
                self.down = True
        self._before = day
        if self._latest is None or day > self._latest:
            self._latest = day

    @property
    def in_order(self) -> bool:
        return not (self.up and self.down)

    def is_ahead_of(self, today: date) -> bool:
        return self._latest is not None and self._latest > today + _AHEAD


def day_from_text(text: str, today: date, *, day_first: bool = True) -> date:
    """One date outside the rows (a period in a preamble). Raises ValueError where it is none."""
    return DayReader(today, day_first=day_first).read(text)


def _both_ways(text: str, today: date) -> _Printed:
    if numeric := _NUMERIC.fullmatch(text):
        first, _, second, year_text = numeric.groups()
        year = _full_year(year_text, today)
        return _Printed(_day(year, int(second), int(first)), _day(year, int(first), int(second)), True)
    if iso := _ISO.fullmatch(text):
        day = _day(int(iso[1]), int(iso[3]), int(iso[4]))
    elif named := _NAMED.fullmatch(text):
        day = _day(_full_year(named[3], today), _MONTHS.get(named[2].casefold(), 0), int(named[1]))
    elif american := _NAMED_AMERICAN.fullmatch(text):
        day = _day(int(american[3]), _MONTHS.get(american[1].casefold(), 0), int(american[2]))
    else:
        day = None
    return _Printed(day, day, False)


def _full_year(text: str, today: date) -> int:
    """Two digits mean the century that puts the year at most one ahead of today's."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year + 1 else year - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None
