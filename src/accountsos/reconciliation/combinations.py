"""Which of several amounts add up to a total exactly, found in bounded time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from accountsos.money import Pence

SEARCHED = 20
"""So many amounts are combined at most. The search splits them in two halves of ten and joins their sums: 2 x 1,024
steps instead of a million, about a millisecond; each further pair of amounts would double that."""
FOUND = 8
"""More answers than this are not looked for: two already mean that a person must choose."""
_RARE = 200


@dataclass(frozen=True, slots=True)
class Combinations:
    """Positions that add up to the total, each in ascending order."""

    found: tuple[tuple[int, ...], ...]
    complete: bool
    """Whether there are no others."""


def adding_up(amounts: Sequence[Pence], total: Pence) -> Combinations:
    """Every choice of at least one of the amounts that makes the total, up to `FOUND` of them."""
    if len(amounts) > SEARCHED:
        raise ValueError(f"{len(amounts)} amounts to combine; {SEARCHED} are the most")
    half = len(amounts) // 2
    left, right = _sums(amounts[:half]), _sums(amounts[half:])
    by_sum: dict[Pence, list[int]] = {}
    for chosen, amount in enumerate(left):
        by_sum.setdefault(amount, []).append(chosen)
    found: list[tuple[int, ...]] = []
    for chosen, amount in enumerate(right):
        for other in by_sum.get(total - amount, ()):
            both = other | chosen << half
            if not both:
                continue
            if len(found) == FOUND:
                return Combinations(tuple(sorted(found)), False)
            found.append(tuple(n for n in range(len(amounts)) if both >> n & 1))
    return Combinations(tuple(sorted(found)), True)


def _sums(amounts: Sequence[Pence]) -> list[Pence]:
    """The sum of every choice; the n-th bit of a position says whether amount n is in it."""
    sums = [0]
    for amount in amounts:
        sums += [so_far + amount for so_far in sums]
    return sums


def runs_adding_up(amounts: Sequence[Pence], total: Pence) -> list[tuple[int, int]]:
    """Where neighbours add up to the total, as first and last position; two of them at least, at most `FOUND`."""
    first_at: dict[Pence, list[int]] = {0: [0]}
    found: list[tuple[int, int]] = []
    so_far = 0
    for n, amount in enumerate(amounts):
        so_far += amount
        for start in first_at.get(so_far - total, ()):
            if start < n:
                found.append((start, n))
            if len(found) == FOUND:
                return found
        first_at.setdefault(so_far, []).append(n + 1)
    return found


def is_no_chance(amounts: Sequence[Pence]) -> bool:
    """Whether amounts that make a total prove something: with many or round amounts some choice often fits by chance.

    There are 2 to the power of n choices and as many possible totals as the sum has steps of the amounts' common
    measure (100.00, 200.00 and 300.00 have six). A fit is taken as proof where choices are 200 times rarer than totals.
    """
    measure = gcd(*amounts)
    if not measure:
        return False
    return (1 << len(amounts)) * _RARE <= sum(abs(amount) for amount in amounts) // measure
