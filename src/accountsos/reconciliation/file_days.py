"""Which days a file shows whole, which it may have cut, and how its running balance passes through them."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from accountsos.money import Pence
from accountsos.statements.line import StatementLine

_GAP_DAYS = 7
"""Between two lines so near each other a file would show any other; across a longer gap a line may be back-dated."""


class FileDays:
    """The days of one file, fed with its booked lines; and those of the files from which the known lines came."""

    def __init__(self, shown: Sequence[tuple[date, date]] = ()) -> None:
        self._shown = [(first.toordinal(), last.toordinal()) for first, last in shown]
        self.sums: Counter[int] = Counter()
        """What the file's lines of each day come to."""
        self._days: list[int] = []
        self._edges: dict[int, list[tuple[Pence, Pence | None]]] = {}

    def see(self, line: StatementLine) -> None:
        """Take in one more line. Pending ones stand apart."""
        if line.pending:
            return
        day = line.booked_on.toordinal()
        self.sums[day] += line.amount
        if day in self._edges:
            self._edges[day].append((line.amount, line.balance))
            return
        edges = self._edges
        if not edges or day < min(edges) or day > max(edges):
            edges[day] = [(line.amount, line.balance)]
            first, last = min(edges), max(edges)
            for between in [other for other in edges if first < other < last]:
                del edges[between]

    def close(self) -> None:
        """All lines are in."""
        self._days = sorted(self.sums)

    @property
    def first(self) -> int:
        """The file's first day; after its last where it has no booked line."""
        return self._days[0] if self._days else 1

    @property
    def last(self) -> int:
        """The file's last day."""
        return self._days[-1] if self._days else 0

    def holds(self, day: int) -> bool:
        """Whether the day lies within the file's days."""
        return self.first <= day <= self.last

    def is_whole(self, day: int) -> bool:
        """Whether the file cannot be cut inside this day: it shows lines from before and from after it."""
        return self.first < day < self.last

    def would_show(self, day: int) -> bool:
        """Whether a line of this day must be in the file: one of its own days, or a short gap between two of them."""
        if not self.is_whole(day):
            return False
        if day in self.sums:
            return True
        at = bisect(self._days, day)
        return self._days[at] - self._days[at - 1] <= _GAP_DAYS

    def was_whole(self, day: int) -> bool:
        """Whether an earlier file has shown this day whole."""
        return any(first < day < last for first, last in self._shown)

    def was_shown(self, day: int) -> bool:
        """Whether an earlier file reaches over this day; where nothing is known of them, it is taken that one did."""
        return not self._shown or any(first <= day <= last for first, last in self._shown)

    def is_shared_edge(self, day: int) -> bool:
        """Whether one file ends and the next one begins on this day, so that both may be cut inside it."""
        if not self._shown or self.was_whole(day):
            return False
        goes_on = day == self.first < self.last and day == max(last for _, last in self._shown)
        went_on = day == self.last > self.first and day == min(first for first, _ in self._shown)
        return goes_on or went_on

    def rows_of(self, day: int) -> list[tuple[Pence, Pence | None]]:
        """Amounts and balances of the file's first or last day; nothing of the days between."""
        return self._edges.get(day, [])

    def sum_before(self, day: int) -> Pence:
        """What the file's lines of earlier days come to."""
        return sum(self.sums[other] for other in self._days if other < day)


def start_of_chain(rows: Iterable[tuple[Pence, Pence | None]]) -> Pence | None:
    """The balance before the first of these rows of amount and balance, whatever their order.

    None where a balance is missing or where they do not follow from one another.
    """
    before: Counter[Pence] = Counter()
    for amount, balance in rows:
        if balance is None:
            return None
        before[balance - amount] += 1
        before[balance] -= 1
    starts = [balance for balance, count in before.items() if count > 0 for _ in range(count)]
    return starts[0] if len(starts) == 1 else None
