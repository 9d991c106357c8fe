"""Which items of several accounts one payment settles to the penny: PAYE and CIS go to HMRC under one reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from accountsos.ledger.open_items import OpenItem
from accountsos.money import Pence

_EVERY_CHOICE = 7
"""Of so many items at most every choice is tried: 128 sums of an account."""
Way = tuple[tuple[OpenItem, ...], ...]
"""What of each account a payment takes."""


def in_one_sum(accounts: Sequence[Sequence[OpenItem]], amount: Pence) -> list[Way]:
    """The ways in which a payment settles whole items of at least two accounts to the penny.

    Two ways are different only where an account is paid another sum by them; of the items that make one sum the oldest
    are taken. Where many are open in an account, only its oldest without a gap are looked at.
    """
    choices = [_sums_of(items) for items in accounts]
    found = [
        tuple(choice[total] for choice, total in zip(choices, totals, strict=True))
        for totals in _totals_making(choices, amount)
    ]
    return [way for way in found if sum(1 for items in way if items) > 1]


def _sums_of(items: Sequence[OpenItem]) -> dict[Pence, tuple[OpenItem, ...]]:
    """Every sum that items of an account make, with the oldest that make it; nothing of it is one of them."""
    found: dict[Pence, tuple[OpenItem, ...]] = {0: ()}
    for n in range(1, len(items) + 1):
        found.setdefault(sum(item.amount for item in items[:n]), tuple(items[:n]))
    if len(items) <= _EVERY_CHOICE:
        for size in range(1, len(items) + 1):
            for chosen in combinations(items, size):
                found.setdefault(sum(item.amount for item in chosen), chosen)
    return found


def _totals_making(choices: Sequence[Mapping[Pence, object]], amount: Pence) -> Iterator[tuple[Pence, ...]]:
    """One total of each account, that together make the amount."""
    *others, last = choices
    for chosen in product(*others):
        rest = amount - sum(chosen)
        if rest in last:
            yield (*chosen, rest)
