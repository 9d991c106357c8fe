"""What was paid lately, by payee: what a refund goes back to. Holds only the days in which one may still come."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from accountsos.categoriser.matchers import REFUND_DAYS
from accountsos.categoriser.suggestion import BankLine, RecentLine

_WINDOW = timedelta(days=REFUND_DAYS)
_KEPT_OF_A_PAYEE = 200
_SWEPT_EVERY = 5_000


class RecentLines:
    """Lines by payee and sign. `stored` comes by day and is read only as far as somebody asks."""

    def __init__(self, stored: Iterable[RecentLine] = ()) -> None:
        self._stored = iter(stored)
        self._ahead: RecentLine | None = None
        self._lines: dict[tuple[str, bool], deque[RecentLine]] = {}
        self._added = 0
        self._day = self._first = date.min

    def opposite(self, line: BankLine, payee_key: str) -> Sequence[RecentLine]:
        """Lines of that payee with the opposite sign, of the days before this line; the oldest first."""
        self._read_until(line.booked_on)
        return self._lines.get((payee_key, line.amount < 0), ())

    def add(self, line: RecentLine) -> None:
        """A further line, filed as it says. One without a payee is not kept."""
        if not line.payee_key:
            return
        key = (line.payee_key, line.amount >= 0)
        kept = self._lines.get(key)
        if kept is None:
            kept = self._lines[key] = deque(maxlen=_KEPT_OF_A_PAYEE)
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

    def _read_until(self, day: date) -> None:
        if self._ahead is not None:
            if self._ahead.booked_on > day:
                return
            self.add(self._ahead)
            self._ahead = None
        for line in self._stored:
            if line.booked_on > day:
                self._ahead = line
                return
            self.add(line)
