"""What the books say is owed: open items, and what of each account's movements is open still. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class Party:
    """Whom the books name."""

    contact: int
    name: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something owed and not paid. The amount is as the bank would sign its payment: a debt of ours is negative.

    `category` is where a bank line that pays it is filed; `called` how a sentence names it: "the dividend declared on
    5 March 2026".
    """

    kind: str
    party: Party | None
    amount: Pence
    since: date
    category: str
    entry: int | None
    called: str = ""
    document: int | None = None
    """The invoice, bill or credit note that it is."""
    first: int | None = None
    """The first entry of the same thing, where it was posted anew since."""

    def __post_init__(self) -> None:
        if not self.amount:
            raise ValueError("an open item is open: its amount is not nothing")

    @property
    def account(self) -> tuple[str, int | None]:
        """Which balance a payment of it settles: two items of one account are settled by the same filing."""
        return self.category, None if self.party is None else self.party.contact

    @property
    def named_by(self) -> int:
        """The entry that names it for ever; nothing where none does."""
        return self.first or self.entry or 0


@dataclass(frozen=True, slots=True)
class OwedMovement:
    """What one thing (a journal, a bank line) moved on an account on which something is owed; debit positive."""

    amount: Pence
    since: date
    entry: int
    contact: int | None = None
    first: int | None = None
    """The first entry of the same thing, where it was posted anew since: its place among others, for ever."""

    @property
    def place(self) -> tuple[date, int]:
        """Before and after which others it comes, however often it was posted anew."""
        return self.since, self.entry if self.first is None else self.first


def still_open(movements: Iterable[OwedMovement], *, sign: int) -> list[OwedMovement]:
    """What is open of the movements with that sign, oldest first, once the others have settled what they can.

    What is settled to the penny is settled first, of the same party before others; the rest goes to the oldest. More
    paid than owed leaves nothing open.
    """
    ordered = sorted(movements, key=lambda m: m.place)
    owed = [m for m in ordered if m.amount * sign > 0]
    paid = [m for m in ordered if m.amount * sign < 0]
    if not paid or not owed:
        return owed
    left = [abs(m.amount) for m in owed]
    _settle_in_turn(owed, left, _settle_to_the_penny(owed, left, paid))
    return [
        m if abs(m.amount) == open_still else replace(m, amount=sign * open_still)
        for m, open_still in zip(owed, left, strict=True)
        if open_still
    ]


class _Unsettled:
    """The places of what is owed, the oldest first, each until nothing of it is left."""

    def __init__(self, left: Sequence[Pence]) -> None:
        self._left = left
        self._places: dict[object, deque[int]] = defaultdict(deque)

    def add(self, key: object, place: int) -> None:
        self._places[key].append(place)

    def first(self, key: object) -> int | None:
        """The oldest under that key of which something is left."""
        places = self._places.get(key)
        while places and not self._left[places[0]]:
            places.popleft()
        return places[0] if places else None


def _settle_to_the_penny(
    owed: Sequence[OwedMovement], left: list[Pence], paid: Sequence[OwedMovement]
) -> list[OwedMovement]:
    """Take each payment off what is exactly as much; the payments that are of no such."""
    unsettled = _Unsettled(left)
    for n, m in enumerate(owed):
        unsettled.add(abs(m.amount), n)
        unsettled.add((abs(m.amount), m.contact), n)
    others = []
    for payment in paid:
        amount = abs(payment.amount)
        found = unsettled.first((amount, payment.contact))
        if found is None:
            found = unsettled.first(amount)
        if found is None:
            others.append(payment)
        else:
            left[found] = 0
    return others


def _settle_in_turn(owed: Sequence[OwedMovement], left: list[Pence], paid: Sequence[OwedMovement]) -> None:
    """Take each payment off the oldest of its party, then off the oldest of all."""
    unsettled = _Unsettled(left)
    for n, m in enumerate(owed):
        unsettled.add(None, n)
        unsettled.add((m.contact,), n)
    for payment in paid:
        amount = abs(payment.amount)
        for key in ((payment.contact,), None):
            while amount and (found := unsettled.first(key)) is not None:
                taken = min(left[found], amount)
                left[found] -= taken
                amount -= taken
