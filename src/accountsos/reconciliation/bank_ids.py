"""Whether the ids of a bank's lines mean anything from one file to the next: some banks count or draw them anew."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from accountsos.money import Pence, text_from_pence
from accountsos.reconciliation.known_index import KnownIndex
from accountsos.reconciliation.line_key import is_like, normalised
from accountsos.statements.line import StatementLine

ID_DAYS = 5
"""A bank's id means the same line only within so many days."""
_AGREEMENTS_PER_CONTRADICTION = 4


class Identified(Protocol):
    """A line of a file with the bank's id."""

    day: int
    amount: Pence
    currency: str
    text: str
    pending: bool


class BankIds:
    """Counts what speaks for and against the ids of one file."""

    def __init__(self, index: KnownIndex) -> None:
        self._index = index
        self.held = self.changed = 0
        """Lines known by their id; and lines that came back under another one."""
        self._agreed = self._contradicted = 0

    @property
    def hold(self) -> bool:
        """Whether a line with another id is another line, however equal."""
        return self.held > self.changed

    @property
    def are_trusted(self) -> bool:
        """Whether an id on another day still tells its line: not where the bank uses the same ids for other lines."""
        return self._contradicted * _AGREEMENTS_PER_CONTRADICTION <= self._agreed + _AGREEMENTS_PER_CONTRADICTION

    def is_same_use(self, shown: Identified, known: int) -> bool:
        """Rule 2: the same amount and day; or at most five days apart and the text similar (not if one is pending)."""
        index = self._index
        if index.amounts[known] != shown.amount or index.currency(known) != shown.currency:
            return False
        apart = abs(index.days[known] - shown.day)
        if apart == 0:
            return True
        is_pending = bool(index.pending[known]) or shown.pending
        return apart <= ID_DAYS and (is_pending or is_like(shown.text, index.texts[known]) is True)

    def other_use(self, line: StatementLine) -> str | None:
        """What to say where the bank has used this line's id for another line. Every line of the file is asked once."""
        assert line.bank_id is not None
        used = list(self._index.with_id(line.bank_id))
        if not used:
            return None
        asked = _Asked(
            line.booked_on.toordinal(), line.amount, line.currency, normalised(line.description), line.pending
        )
        others = [known for known in used if not self.is_same_use(asked, known)]
        if len(others) < len(used):
            self._agreed += 1
            return None
        self._contradicted += 1
        on = date.fromordinal(self._index.days[others[0]])
        amount = text_from_pence(line.amount, line.currency)
        return (
            f"The bank's id {line.bank_id} was already used on {on:%d %B %Y} for another line; "
            f"the one of {line.booked_on:%d %B %Y} over {amount} is kept as a line of its own."
        )


class _Asked:
    __slots__ = ("amount", "currency", "day", "pending", "text")

    def __init__(self, day: int, amount: Pence, currency: str, text: str, pending: bool) -> None:
        self.day, self.amount, self.currency, self.text, self.pending = day, amount, currency, text, pending
