"""What the books say is owed: open items, and what of each account's movements is open still. Pure."""

from __future__ import annotations

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
    for exact in (True, False):
        left: list[OwedMovement] = []
        for payment in paid:
            rest = _settle(owed, payment, exact=exact)
            if rest:
                left.append(replace(payment, amount=rest))
        paid = left
    return [m for m in owed if m.amount]


def _settle(owed: list[OwedMovement], payment: OwedMovement, *, exact: bool) -> Pence:
    """Take the payment off what is owed; what of it nothing takes."""
    left = payment.amount
    for n in _in_turn(owed, payment, exact=exact):
        if not left:
            break
        taken = min(abs(owed[n].amount), abs(left))
        sign = 1 if owed[n].amount > 0 else -1
        owed[n] = replace(owed[n], amount=owed[n].amount - sign * taken)
        left += sign * taken
        if exact:
            break
    return left


def _in_turn(owed: Sequence[OwedMovement], payment: OwedMovement, *, exact: bool) -> list[int]:
    fitting = [n for n, m in enumerate(owed) if m.amount and (not exact or m.amount == -payment.amount)]
    return sorted(fitting, key=lambda n: (owed[n].contact != payment.contact, n))
