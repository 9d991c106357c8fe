"""An entry cannot exist unbalanced, and its reversal cancels it out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.entry import (
    JournalEntry,
    PostedEntry,
    Posting,
    Source,
    UnbalancedEntryError,
    digest_of_text,
    entry_digest,
    merged,
)

DAY = date(2026, 4, 6)
SOURCE = Source("journal", 1)
amounts = st.integers(min_value=-(10**15), max_value=10**15)
places = st.builds(
    Posting,
    st.sampled_from(["cat_sales", "cat_rent", "cat_vat", "cat_debtors"]),
    amounts,
    bank_account=st.sampled_from([None, "ba_main"]),
    contact=st.sampled_from([None, 1, 2]),
    vat_code=st.sampled_from([None, "S", "R"]),
    vat_period=st.sampled_from([None, date(2026, 3, 31)]),
)


def balanced(legs: list[Posting]) -> tuple[Posting, ...]:
    return (*legs, Posting("cat_bank", -sum(p.amount for p in legs), bank_account="ba_main"))


@given(st.lists(places, min_size=1, max_size=8))
def test_an_entry_and_its_reversal_cancel_out_in_every_place(legs: list[Posting]) -> None:
    posted = PostedEntry(7, JournalEntry(DAY, SOURCE, balanced(legs)))
    reversal = posted.reversed_on(date(2026, 5, 1))
    assert merged([*posted.entry.postings, *reversal.postings]) == ()
    assert reversal.reverses == 7
    assert reversal.entry_date == date(2026, 5, 1)
    assert len(reversal.postings) == len(posted.entry.postings)


@given(st.lists(places, max_size=12))
def test_merging_keeps_the_sum_of_every_place(postings: list[Posting]) -> None:
    result = merged(postings)
    for posting in postings:
        expected = sum(p.amount for p in postings if p.place == posting.place)
        assert sum(p.amount for p in result if p.place == posting.place) == expected
    assert len({p.place for p in result}) == len(result)
    assert all(p.amount != 0 for p in result)
    assert sum(p.amount for p in result) == sum(p.amount for p in postings)


def test_merging_keeps_the_order_of_first_appearance() -> None:
    a, b = Posting("cat_rent", 100), Posting("cat_sales", -300)
    assert merged([a, b, Posting("cat_rent", 200)]) == (Posting("cat_rent", 300), b)


@given(st.lists(places, min_size=1, max_size=8), st.integers(1, 10**6))
def test_an_entry_that_is_out_by_anything_cannot_be_built(legs: list[Posting], difference: int) -> None:
    with pytest.raises(UnbalancedEntryError, match=f"out by {difference}p"):
        JournalEntry(DAY, SOURCE, (*balanced(legs), Posting("cat_rent", difference)))


def test_an_entry_without_postings_cannot_be_built() -> None:
    with pytest.raises(UnbalancedEntryError):
        JournalEntry(DAY, SOURCE, ())


def test_a_source_of_an_unknown_kind_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="unknown source 'guess'"):
        Source("guess", 1)


def test_any_change_to_a_stored_entry_changes_its_digest() -> None:
    row, postings = ("2026-04-06", "journal", 1), (("cat_rent", 100), ("cat_sales", -100))
    digest = entry_digest(1, 2, row, repr(postings))
    assert len(digest) == 16
    changed = [
        entry_digest(2, 2, row, repr(postings)),
        entry_digest(1, 3, row, repr(postings)),
        entry_digest(1, 2, ("2026-04-07", "journal", 1), repr(postings)),
        entry_digest(1, 2, row, repr((("cat_rent", 101), ("cat_sales", -101)))),
        entry_digest(1, 2, row, repr(postings[:1])),
        entry_digest(1, 2, row, repr(postings[::-1])),
    ]
    assert digest not in changed
    assert len(set(changed)) == len(changed)
    assert digest == digest_of_text(repr((1, 2, row, postings)))
