"""What of an account's movements is open still: exact settlements first, then the oldest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.open_items import OpenItem, OwedMovement, still_open


def moved(amount: int, month: int, contact: int | None = None) -> OwedMovement:
    return OwedMovement(amount, date(2026, month, 28), month, contact)


def left(*movements: OwedMovement, sign: int = -1) -> list[tuple[int, int]]:
    return [(m.since.month, m.amount) for m in still_open(movements, sign=sign)]


def test_what_is_paid_to_the_penny_is_not_open_and_the_rest_is() -> None:
    assert left(moved(-1660, 4), moved(-1700, 5), moved(1700, 6)) == [(4, -1660)]


def test_a_part_payment_goes_to_the_oldest() -> None:
    assert left(moved(-1660, 4), moved(-1700, 5), moved(1000, 6)) == [(4, -660), (5, -1700)]


def test_one_payment_settles_several() -> None:
    assert left(moved(-1660, 4), moved(-1700, 5), moved(3360, 6)) == []


def test_a_payment_goes_to_its_own_party_first() -> None:
    assert left(moved(-500, 4, contact=1), moved(-500, 5, contact=2), moved(500, 6, contact=2)) == [(4, -500)]


def test_more_paid_than_owed_leaves_nothing_open() -> None:
    assert left(moved(-1660, 4), moved(2000, 5)) == []


def test_debtors_have_the_other_sign() -> None:
    assert left(moved(1800, 4), moved(-300, 5), sign=1) == [(4, 1500)]


def test_an_item_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="not nothing"):
        OpenItem("dividend", None, 0, date(2026, 3, 5), "cat_dividends_payable", 1)


@given(st.lists(st.integers(-5, 5).filter(bool), max_size=8))
def test_what_is_open_is_the_balance_where_anything_is_owed(amounts: list[int]) -> None:
    movements = [OwedMovement(amount, date(2026, 1, n + 1), n) for n, amount in enumerate(amounts)]
    open_ones = still_open(movements, sign=-1)
    assert sum(m.amount for m in open_ones) == min(sum(amounts), 0)
    assert all(m.amount < 0 for m in open_ones)


def one_after_the_other(movements: Sequence[OwedMovement], sign: int) -> list[OwedMovement]:
    """What the docstring of `still_open` says, payment by payment: each looks through all that is owed."""
    ordered = sorted(movements, key=lambda m: m.place)
    owed = [m for m in ordered if m.amount * sign > 0]
    paid = [m for m in ordered if m.amount * sign < 0]
    for exact in (True, False):
        for place, payment in enumerate(paid):
            in_turn = sorted(range(len(owed)), key=lambda n, p=payment: (owed[n].contact != p.contact, n))  # type: ignore[misc]  # bound now
            for n in in_turn:
                left = abs(paid[place].amount)
                if not left or not owed[n].amount or (exact and abs(owed[n].amount) != left):
                    continue
                taken = min(abs(owed[n].amount), left)
                owed[n] = replace(owed[n], amount=owed[n].amount - sign * taken)
                paid[place] = replace(paid[place], amount=paid[place].amount + sign * taken)
    return [m for m in owed if m.amount]


@given(
    st.lists(
        st.tuples(st.integers(-4, 4).filter(bool), st.integers(1, 12), st.sampled_from([None, 1, 2])), max_size=14
    ),
    st.sampled_from([1, -1]),
)
def test_what_is_open_is_what_each_payment_leaves_that_looks_through_everything(
    drawn: list[tuple[int, int, int | None]], sign: int
) -> None:
    movements = [
        OwedMovement(amount, date(2026, month, 1), n, contact) for n, (amount, month, contact) in enumerate(drawn)
    ]
    assert still_open(movements, sign=sign) == one_after_the_other(movements, sign)
