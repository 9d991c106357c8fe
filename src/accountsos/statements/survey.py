"""What the lines of a whole file say together: its order, its sign, and where its running balance begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence
from accountsos.statements.line import StatedBalance, StatementLine

_ENOUGH_LINKS = 2
"""So many consecutive balances must fit before they overrule what is usual for the format."""


@dataclass(slots=True)
class _Fits:
    """How many neighbouring rows' balances fit each of the four ways to read them."""

    oldest_first: int = 0
    oldest_first_turned: int = 0
    newest_first: int = 0
    newest_first_turned: int = 0


class Survey:
    """Fed with every line in file order; keeps only counts and the first and last balance."""

    def __init__(self) -> None:
        self.count = 0
        self.dates_up = self.dates_down = 0
        self.first_day: date | None = None
        self.last_day: date | None = None
        self._fits = _Fits()
        self._previous: StatementLine | None = None
        self._first: StatementLine | None = None
        self._last: StatementLine | None = None
        self._before_first: Pence = 0
        self._after_last: Pence = 0
        self._start: date | None = None
        self._end: date | None = None

    def see(self, line: StatementLine) -> None:
        """Take one more line into account."""
        self.count += 1
        if self.last_day is None or line.booked_on > self.last_day:
            self.last_day = line.booked_on
        if self.first_day is None or line.booked_on < self.first_day:
            self.first_day = line.booked_on
        if line.pending:
            return
        previous, self._previous = self._previous, line
        if previous is None:
            self._start = line.booked_on
        else:
            if line.booked_on > previous.booked_on:
                self.dates_up += 1
            elif line.booked_on < previous.booked_on:
                self.dates_down += 1
            if line.balance is not None and previous.balance is not None:
                self._see_link(previous, line, line.balance - previous.balance)
        self._end = line.booked_on
        if line.balance is None:
            if self._first is None:
                self._before_first += line.amount
            else:
                self._after_last += line.amount
            return
        self._first = self._first or line
        self._last, self._after_last = line, 0

    def _see_link(self, previous: StatementLine, line: StatementLine, step: Pence) -> None:
        fits = self._fits
        if step == line.amount:
            fits.oldest_first += 1
        elif step == -line.amount:
            fits.oldest_first_turned += 1
        if step == -previous.amount:
            fits.newest_first += 1
        elif step == previous.amount:
            fits.newest_first_turned += 1

    def newest_first(self, usual: bool) -> bool:
        """The file's own order: by running balance, else by the dates, else as usual for the format."""
        fits = self._fits
        up, down = fits.oldest_first, fits.newest_first
        if self.sign_is_turned():
            up, down = fits.oldest_first_turned, fits.newest_first_turned
        if up != down:
            return down > up
        if self.dates_up != self.dates_down:
            return self.dates_down > self.dates_up
        return usual

    def sign_is_turned(self) -> bool:
        """Whether the running balance plainly moves against the sign of the amounts."""
        straight = max(self._fits.oldest_first, self._fits.newest_first)
        turned = max(self._fits.oldest_first_turned, self._fits.newest_first_turned)
        return turned >= _ENOUGH_LINKS and turned > 2 * straight

    def balances(self, *, newest_first: bool) -> tuple[StatedBalance | None, StatedBalance | None]:
        """Opening and closing balance as the running balance shows them; None where there is no such column."""
        first, last = self._first, self._last
        if first is None or last is None or first.balance is None or last.balance is None:
            return None, None
        start, end = self._start, self._end
        if start is None or end is None:
            return None, None
        if newest_first:
            opening = StatedBalance(end, last.balance - last.amount - self._after_last)
            return opening, StatedBalance(start, first.balance + self._before_first)
        opening = StatedBalance(start, first.balance - first.amount - self._before_first)
        return opening, StatedBalance(end, last.balance + self._after_last)
