"""Whose the lines are that an import will bring: found out before its write, which looks whether that still holds."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from accountsos.categoriser.parties import the_same_party, where_to_look
from accountsos.store.contacts import AFTER_LETTERS, KEYS_LOOKED_AT, ContactBook, add_up, keys_of_all
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause


class Payees:
    """The payees of a file, by places below zero until the write knows, or makes, their contacts."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._names: list[str] = []
        self._totals: dict[int, list[int]] = {}
        self._parties: Parties | None = None

    def place_of(self, payee_key: str, name: str) -> int | None:
        """Where the payee stands; None for a line without one."""
        if not payee_key:
            return None
        place = self._places.get(payee_key)
        if place is None:
            place = self._places[payee_key] = -len(self._places) - 1
            self._names.append(name)
        return place

    def move(self, contact: int | None, amount: int) -> None:
        """Count a line of that amount for the contact, or for the payee at that place."""
        if contact is not None:
            add_up(self._totals, contact, amount, 1)

    def look_up(self, db: Reader, company: int) -> None:
        """Find out whose they are as the books stand, once all are in: the write then has little left to do."""
        self._parties = Parties(keys_of_all(db, company), self._places)

    def write(self, db: Writer, cause: Cause) -> dict[int, int]:
        """Find or make the contact of each payee and add the totals; the numbers by place."""
        known, parties = keys_of_all(db, cause.company), self._parties
        if parties is None or not parties.hold_beside(known):
            parties = Parties(known, self._places)
        book = ContactBook(db, cause)
        numbers: dict[int, int] = {}
        for (key, place), name in zip(self._places.items(), self._names, strict=True):
            whose = parties.whose[key]
            if whose == place:
                numbers[place] = book.make(key, name)
                continue
            numbers[place] = numbers.get(whose, whose)
            if key not in known:
                book.learn(key, numbers[place])
        for contact, sums in self._totals.items():
            book.add(numbers.get(contact, contact), sums)
        book.write()
        return numbers


class Parties:
    """Whose each key of a file is, beside the keys that are known: a contact's, or that of the payee at a place."""

    def __init__(self, known: Mapping[str, int], places: Mapping[str, int]) -> None:
        self._known = known
        self._in_order = sorted(known)
        self._looked_for: set[str] = set()
        """How keys begin that would have been compared with a key of the file."""
        self._met: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """Keys of the file, by their first letter."""
        self.whose: dict[str, int] = {}
        for key, place in places.items():
            whose = known.get(key)
            if whose is None:
                whose = the_same_party(key, self._like(key))
            self.whose[key] = place if whose is None else whose
            self._met[key[:1]].append((key, self.whose[key]))

    def hold_beside(self, known: Mapping[str, int]) -> bool:
        """Whether it comes out the same beside these keys: none is another's, no new one is like the file's."""
        if not self._known.items() <= known.items():
            return False
        new = known.keys() - self._known.keys()
        return not any(key in self.whose or key.startswith(tuple(self._looked_for)) for key in new)

    def _like(self, key: str) -> Iterator[tuple[str, int]]:
        for begins in where_to_look(key):
            self._looked_for.add(begins)
            yield from self._that_begin(begins)
            yield from (met for met in self._met[begins[:1]] if met[0].startswith(begins))

    def _that_begin(self, begins: str) -> Iterator[tuple[str, int]]:
        after, start = begins + AFTER_LETTERS, bisect_left(self._in_order, begins)
        for key in islice(self._in_order, start, start + KEYS_LOOKED_AT):
            if key >= after:
                return
            yield key, self._known[key]
