"""A compact index of known bank lines: numbers in arrays, chains instead of lists, so that 100,000 cost some 20 MB."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sys import intern

from accountsos.money import Pence
from accountsos.reconciliation.line_key import normalised

_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_END = -1
_NO_BALANCE = -(2**63)
_DAYS_PER_AMOUNT = 2**22
"""More than there are days: amount and day as one number."""


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line that is already there."""

    number: int
    booked_on: date
    amount: Pence
    currency: str
    description: str = ""
    bank_id: str | None = None
    balance: Pence | None = None
    pending: bool = False
    deleted: bool = False
    """A tombstone: it counts, so that a deleted line does not come back."""
    format: str | None = None
    """The format of the file it came from; None where it was entered by hand."""


class KnownIndex:
    """Known lines by position, found by the bank's id and by amount and day."""

    def __init__(self) -> None:
        self.numbers = array("q")
        self.days = array("l")
        self.amounts = array("q")
        self.pending = bytearray()
        self.deleted = bytearray()
        self.formats: list[str | None] = []
        self.texts: list[str] = []
        self._balances = array("q")
        self._currencies: list[str] = []
        self._id_hashes = array("q")
        self._id_shapes: list[str] = []
        self._by_id, self._next_id = dict[int, int](), array("l")
        self._by_amount, self._next_amount = dict[int, int](), array("l")
        self._amounts = set[Pence]()
        self._by_day: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, line: KnownLine) -> None:
        """One more known line."""
        position, day = len(self.numbers), line.booked_on.toordinal()
        self.numbers.append(line.number)
        self.days.append(day)
        self.amounts.append(line.amount)
        self.pending.append(line.pending)
        self.deleted.append(line.deleted)
        self.formats.append(line.format)
        self.texts.append(normalised(line.description))
        self._balances.append(_NO_BALANCE if line.balance is None else line.balance)
        self._currencies.append(line.currency)
        self._amounts.add(line.amount)
        place = line.amount * _DAYS_PER_AMOUNT + day
        self._next_amount.append(self._by_amount.get(place, _END))
        self._by_amount[place] = position
        hashed = hash(line.bank_id) if line.bank_id is not None else 0
        self._id_hashes.append(hashed)
        self._id_shapes.append(id_shape(line.bank_id or ""))
        self._next_id.append(self._by_id.get(hashed, _END) if line.bank_id is not None else _END)
        if line.bank_id is not None:
            self._by_id[hashed] = position
        self._by_day.setdefault(day, array("l")).append(position)

    def with_id(self, bank_id: str) -> Iterator[int]:
        """Those with this id."""
        position = self._by_id.get(hash(bank_id), _END)
        while position != _END:
            yield position
            position = self._next_id[position]

    def with_amount(self, amount: Pence, currency: str, day: int) -> list[int]:
        """Those of this amount on that day, in the order in which they were added."""
        found = []
        position = self._by_amount.get(amount * _DAYS_PER_AMOUNT + day, _END)
        while position != _END:
            if self._currencies[position] == currency:
                found.append(position)
            position = self._next_amount[position]
        return found[::-1]

    def has_amount_near(self, amount: Pence, day: int, days: int) -> bool:
        """Whether any is of this amount and at most so many days away."""
        if amount not in self._amounts:
            return False
        place = amount * _DAYS_PER_AMOUNT + day
        return any(place + n in self._by_amount for n in range(-days, days + 1))

    def of_day(self, day: int) -> array[int]:
        """Those of that day."""
        return self._by_day.get(day) or array("l")

    def known_days(self) -> list[int]:
        """The days that have any, in order."""
        return sorted(self._by_day)

    def balance(self, position: int) -> Pence | None:
        """The running balance, where the bank printed one."""
        balance = self._balances[position]
        return None if balance == _NO_BALANCE else balance

    def currency(self, position: int) -> str:
        """The currency of its amount."""
        return self._currencies[position]

    def has_other_id(self, position: int, bank_id: str | None, format: str) -> bool:  # noqa: A002 - the contract's word
        """Whether both have an id and the ids differ. Between formats only ids of one kind can be held together."""
        own = self._id_hashes[position]
        if bank_id is None or own == 0 or own == hash(bank_id):
            return False
        return self.formats[position] == format or self._id_shapes[position] == id_shape(bank_id)

    def has_id(self, position: int, bank_id: str | None) -> bool:
        """Whether it has just this id."""
        return bank_id is not None and self._id_hashes[position] == hash(bank_id)


def id_shape(bank_id: str) -> str:
    """What kind of id it is: letters and digits made alike, runs of them as one (tx_00009 is a_0)."""
    return intern(_DIGITS.sub("0", _LETTERS.sub("a", bank_id)))
