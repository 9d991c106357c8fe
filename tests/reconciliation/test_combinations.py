"""Amounts that add up: all answers, in bounded time, whatever the amounts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.reconciliation.combinations import FOUND, SEARCHED, adding_up, is_no_chance, runs_adding_up
from tests.support.ends import ends


def test_the_only_combination_is_found_and_said_to_be_the_only_one() -> None:
    # 100 + 250 = 350; 175 is in no sum of 350.
    answer = adding_up([100, 250, 175], 350)
    assert (answer.found, answer.complete) == (((0, 1),), True)


def test_a_credit_note_takes_off() -> None:
    assert adding_up([-10000, -5000, 1200], -13800).found == ((0, 1, 2),)


def test_equal_amounts_give_several_answers() -> None:
    assert adding_up([100, 100, 100], 200).found == ((0, 1), (0, 2), (1, 2))


def test_more_answers_than_are_wanted_are_cut_and_said_to_be() -> None:
    answer = adding_up([100] * SEARCHED, 1000)
    assert (len(answer.found), answer.complete) == (FOUND, False)


def test_the_largest_search_comes_to_its_end() -> None:
    with ends():
        assert adding_up([1 << n for n in range(SEARCHED)], -1).found == ()


def test_more_amounts_than_the_cap_are_refused() -> None:
    with pytest.raises(ValueError, match="20 are the most"):
        adding_up([1] * (SEARCHED + 1), 3)


@given(st.lists(st.integers(-9, 30).filter(bool), max_size=9), st.integers(-20, 60).filter(bool))
def test_the_answers_are_those_of_trying_everything(amounts: list[int], total: int) -> None:
    places = range(len(amounts))
    every = [
        at
        for size in range(1, len(amounts) + 1)
        for at in itertools.combinations(places, size)
        if sum(amounts[n] for n in at) == total
    ]
    answer = adding_up(amounts, total)
    assert answer.complete == (len(every) <= FOUND)
    assert set(answer.found) == set(every) if answer.complete else set(answer.found) < set(every)


@given(st.lists(st.integers(1, 30), max_size=40), st.integers(1, 200))
def test_a_run_is_neighbours_that_add_up(amounts: list[int], total: int) -> None:
    every = [
        (first, last)
        for first in range(len(amounts))
        for last in range(first + 1, len(amounts))
        if sum(amounts[first : last + 1]) == total
    ]
    found = runs_adding_up(amounts, total)
    assert len(found) == min(len(every), FOUND)
    assert set(found) <= set(every)


@pytest.mark.parametrize(
    ("amounts", "proves"),
    [
        # 2 amounts: 4 choices x 200 = 800 against 35,791 totals.
        ([12345, 23446], True),
        # The same in hundreds of pounds: 4 x 200 against 3 totals.
        ([10000, 20000], False),
        # Two equal halves measure each other: 2 totals.
        ([12345, 12345], False),
        # 12 irregular amounts: 4,096 x 200 = 819,200 choices against about 600,000 totals.
        ([50000 + 7 * n for n in range(11)] + [50001], False),
        ([], False),
    ],
)
def test_a_sum_is_proof_only_where_chance_is_rare(amounts: list[int], proves: bool) -> None:
    assert is_no_chance(amounts) is proves
