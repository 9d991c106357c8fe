"""What was paid lately, by payee: what a refund goes back to. Holds only the days in which one may still come."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import date, timedelta
from heapq import merge
from operator import attrgetter
from typing import Protocol

from accountsos.categoriser.matchers import REFUND_DAYS
from accountsos.categoriser.suggestion import BankLine, RecentLine

KEPT_OF_A_PAYEE = 200
_WINDOW = timedelta(days=REFUND_DAYS)
_SWEPT_EVERY = 5_000
_DAY = attrgetter("booked_on")


class LinesInBooks(Protocol):
    """The lines that the books have, asked for one payee and sign at a time."""

    def of_payee(self, payee_key: str, money_in: bool, after: date, until: date) -> Sequence[RecentLine]:
        """Those of the days after the one up to the other, the oldest first; the last `KEPT_OF_A_PAYEE` of them."""
        ...


class RecentLines:
    """Lines by payee and sign. What is in the books is read of those payees of whom somebody asks, and no others:
    a file costs the same however much is there.
    """

    def __init__(self, stored: LinesInBooks | None = None) -> None:
        self._stored = stored
        self._read: dict[tuple[str, bool], date] = {}
        """Up to which day the lines of a payee and sign have been read."""
        self._lines: dict[tuple[str, bool], deque[RecentLine]] = {}
        self._added = 0
        self._day = self._first = date.min

    def opposite(self, line: BankLine, payee_key: str) -> Sequence[RecentLine]:
        """Lines of that payee with the opposite sign, of the days before this line; the oldest first."""
        key = (payee_key, line.amount < 0)
        if self._stored is not None and payee_key:
            self._read_until(line.booked_on, key, self._stored)
        return self._lines.get(key, ())

    def add(self, line: RecentLine) -> None:
        """A further line, filed as it says. One without a payee is not kept."""
        if not line.payee_key:
            return
        key = (line.payee_key, line.amount >= 0)
        kept = self._lines.get(key)
        if kept is None:
            kept = self._lines[key] = deque(maxlen=KEPT_OF_A_PAYEE)
        kept.append(line)
        earliest = self._earliest(line.booked_on)
        while kept[0].booked_on < earliest:
            kept.popleft()
        self._added += 1
        if self._added % _SWEPT_EVERY == 0:
            self._lines = {key: lines for key, lines in self._lines.items() if lines[-1].booked_on >= earliest}

    def _earliest(self, day: date) -> date:
        """The first day whose lines may still be refunded then: worked out once for the lines of a day."""
        if day != self._day:
            self._day, self._first = day, day - _WINDOW
        return self._first

    def _read_until(self, day: date, key: tuple[str, bool], stored: LinesInBooks) -> None:
        done = self._read.get(key, date.min)
        if day <= done:
            return
        self._read[key] = day
        found = stored.of_payee(*key, done, day)
        if found:
            lines = merge(found, self._lines.get(key, ()), key=_DAY)
            self._lines[key] = deque(lines, maxlen=KEPT_OF_A_PAYEE)
