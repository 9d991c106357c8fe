"""A compact index of known bank lines: numbers in arrays, chains instead of lists, so that 100,000 cost some 20 MB."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from accountsos.money import Pence

_END = -1


class KnownIndex:
    """Known lines by position, found by the bank's id, by key and, where a text was given, by amount."""

    def __init__(self) -> None:
        self.numbers = array("q")
        self.days = array("l")
        self.keys = array("q")
        self.pending = bytearray()
        self.deleted = bytearray()
        self._amounts = array("q")
        self._currencies: list[str] = []
        self._id_hashes = array("q")
        self._texts: dict[int, str] = {}
        self._by_id, self._next_id = dict[int, int](), array("l")
        self._by_key, self._next_key = dict[int, int](), array("l")
        self._by_amount: dict[tuple[Pence, int], list[int]] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def add(
        self,
        number: int,
        day: int,
        amount: Pence,
        currency: str,
        *,
        key: int,
        bank_id: str | None,
        text: str | None,
        pending: bool,
        deleted: bool,
    ) -> None:
        """One more known line; with a text it can also be found by its amount."""
        position = len(self.numbers)
        self.numbers.append(number)
        self.days.append(day)
        self.keys.append(key)
        self.pending.append(pending)
        self.deleted.append(deleted)
        self._amounts.append(amount)
        self._currencies.append(currency)
        self._next_key.append(self._by_key.get(key, _END))
        self._by_key[key] = position
        hashed = hash(bank_id) if bank_id is not None else 0
        self._id_hashes.append(hashed)
        self._next_id.append(self._by_id.get(hashed, _END) if bank_id is not None else _END)
        if bank_id is not None:
            self._by_id[hashed] = position
        if text is not None:
            self._texts[position] = text
            self._by_amount.setdefault((amount, day), []).append(position)

    def with_id(self, bank_id: str) -> Iterator[int]:
        """Those with this id."""
        position = self._by_id.get(hash(bank_id), _END)
        while position != _END:
            yield position
            position = self._next_id[position]

    def with_key(self, key: int) -> Iterator[int]:
        """Those with this key."""
        position = self._by_key.get(key, _END)
        while position != _END:
            yield position
            position = self._next_key[position]

    def with_amount(self, amount: Pence, currency: str, *, near: int, days: int) -> Iterator[int]:
        """Those that carry a text and are of this amount, at most so many days away."""
        for day in range(near - days, near + days + 1):
            for position in self._by_amount.get((amount, day), ()):
                if self._currencies[position] == currency:
                    yield position

    def text(self, position: int) -> str | None:
        """The normalised text, where one was given."""
        return self._texts.get(position)

    def is_amount(self, position: int, amount: Pence, currency: str) -> bool:
        """Whether it is of this amount."""
        return self._amounts[position] == amount and self._currencies[position] == currency

    def has_other_id(self, position: int, bank_id: str | None) -> bool:
        """Whether both have an id and the ids differ."""
        own = self._id_hashes[position]
        return bank_id is not None and own != 0 and own != hash(bank_id)
