"""Public ids: of fixed width, one for each thing, and read back as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.ids import COMPANY_NUMBER_MAX, NUMBER_MAX, company_id, number_in, public_id

NUMBERS = st.integers(1, NUMBER_MAX)


@given(st.integers(1, COMPANY_NUMBER_MAX), NUMBERS)
def test_an_id_is_read_back_as_the_number_it_was_made_of(company: int, number: int) -> None:
    made = public_id("txn_", company, number)
    assert len(made) == 18
    assert made.startswith("txn_" + company_id(company).removeprefix("co_"))
    assert number_in("txn_", company, made) == number


@given(NUMBERS, NUMBERS)
def test_ids_are_sorted_as_their_numbers_are(one: int, other: int) -> None:
    assert (public_id("doc_", 7, one) < public_id("doc_", 7, other)) == (one < other)


@pytest.mark.parametrize(
    ("number", "end"),
    [(1, "00000001"), (61, "0000000z"), (62, "00000010"), (14_776_335, "0000zzzz"), (14_776_336, "00010000")],
)
def test_the_number_is_in_base_62(number: int, end: str) -> None:
    assert public_id("txn_", 1, number) == f"txn_000001{end}"
