"""Payments laid beside what is due: equal amounts first, then the oldest, and no penny of either twice."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.reports.double_counts import Due, Paid, laid_beside

DAY = date(2026, 4, 6)
pennies = st.integers(-4, 4).filter(bool)


def beside(due: list[int], paid: list[int], *, exact_only: bool | None = None) -> list[tuple[int, int, int]]:
    """Which of the due, which payment, how much; all of one day, so that the order given is the order asked."""
    owed = [Due(n, DAY, amount) for n, amount in enumerate(due)]
    lines = [Paid(n, DAY, amount) for n, amount in enumerate(paid)]
    found = laid_beside(owed, lines) if exact_only is None else laid_beside(owed, lines, exact_only=exact_only)
    return [(one.key, line.number, taken) for one, line, taken in found]


@pytest.mark.parametrize(
    ("due", "paid", "found", "exact"),
    [
        ([-500], [-500], [(0, 0, 500)], [(0, 0, 500)]),
        ([-500], [-300, -200], [(0, 0, 300), (0, 1, 200)], []),
        ([-500], [-300, -500], [(0, 1, 500)], [(0, 1, 500)]),
        ([-500, -300], [-300], [(1, 0, 300)], [(1, 0, 300)]),
        ([-500], [500], [], []),
        ([-500], [-800], [(0, 0, 500)], []),
    ],
)
def test_a_payment_of_the_very_amount_goes_first_and_parts_only_where_they_are_asked_for(
    due: list[int], paid: list[int], found: list[tuple[int, int, int]], exact: list[tuple[int, int, int]]
) -> None:
    assert beside(due, paid) == beside(due, paid, exact_only=False) == found
    assert beside(due, paid, exact_only=True) == exact


@given(st.lists(pennies, max_size=4), st.lists(pennies, max_size=4))
def test_nothing_is_taken_twice_and_each_payment_once(due: list[int], paid: list[int]) -> None:
    found = beside(due, paid)
    taken: Counter[int] = Counter()
    for key, line, amount in found:
        taken[key] += amount
        assert amount > 0
        assert amount <= abs(paid[line])
        assert due[key] * paid[line] > 0
    assert all(amount <= abs(due[key]) for key, amount in taken.items())
    assert len({line for _, line, _ in found}) == len(found)
