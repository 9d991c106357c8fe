"""The entry for a bank line follows from the line and our reading of it, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, VatPart, desired_entry
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.vat_postings import EVIDENCED, with_role


def line(amount: int) -> BankLineFacts:
    return BankLineFacts(1, date(2026, 4, 6), amount, "ba_main", "cat_bank")


def entry_of(amount: int, *parts: CategorisationLine, entity_type: str = "ltd") -> JournalEntry:
    entry = desired_entry(line(amount), parts, entity_type=entity_type)
    assert entry is not None
    return entry


BANK_OUT = Posting("cat_bank", -12000, bank_account="ba_main")


def test_a_sale_with_vat_credits_sales_net_and_the_vat_account() -> None:
    assert entry_of(12000, CategorisationLine("cat_sales", 12000, "S", 2000, contact=3)).postings == (
        Posting("cat_bank", 12000, bank_account="ba_main"),
        Posting("cat_sales", -10000, contact=3, vat_code="S"),
        Posting("cat_vat", -2000, vat_code="S"),
    )


@pytest.mark.parametrize(
    ("amount", "code", "told"),
    [
        (-12000, "P20", with_role("P20", EVIDENCED)),
        (-12000, "PH", with_role("PH", EVIDENCED)),
        (12000, "S20", "S20"),
    ],
)
def test_vat_that_a_paper_proves_is_told_so_of_purchases_alone(amount: int, code: str, told: str) -> None:
    """Output VAT is due whatever the paper says: only what is claimed stands on a VAT invoice."""
    settled = VatPart(code, date(2026, 4, 6), vat=amount // 6)
    for proven, expected in ((True, told), (False, code)):
        entry = entry_of(amount, CategorisationLine("cat_office", amount, code, vat_proven=proven, vat=settled))
        assert [p.vat_code for p in entry.postings if p.category_id == "cat_vat"] == [expected]


def test_a_private_share_goes_to_the_directors_loan_with_its_vat() -> None:
    """£120 incl. £20 VAT, 60 % business: £72 business of which £12 VAT, so net £60; £48 private, its VAT blocked."""
    part = CategorisationLine("cat_phone_internet", -12000, "S", -2000, business_percent=60)
    assert entry_of(-12000, part).postings == (
        BANK_OUT,
        Posting("cat_phone_internet", 6000, vat_code="S"),
        Posting("cat_vat", 1200, vat_code="S"),
        Posting("cat_directors_loan", 4800),
    )


def test_a_sole_traders_private_share_is_drawings() -> None:
    part = CategorisationLine("cat_phone_internet", -12000, business_percent=25)
    assert entry_of(-12000, part, entity_type="sole_trader").postings == (
        BANK_OUT,
        Posting("cat_phone_internet", 3000),
        Posting("cat_drawings", 9000),
    )


def test_parts_in_the_same_place_are_one_posting() -> None:
    parts = (CategorisationLine("cat_rent", -5000), CategorisationLine("cat_rent", -7000))
    assert entry_of(-12000, *parts).postings == (BANK_OUT, Posting("cat_rent", 12000))


def test_parts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="must add up"):
        desired_entry(line(-12000), (CategorisationLine("cat_rent", -11999),))


def test_a_line_of_nothing_needs_no_entry() -> None:
    assert desired_entry(line(0), (CategorisationLine("cat_rent", 0),)) is None
    assert desired_entry(line(0), ()) is None


def test_parts_of_a_line_of_nothing_that_cancel_each_other_need_no_entry() -> None:
    parts = (CategorisationLine("cat_rent", -500), CategorisationLine("cat_rent", 500))
    assert desired_entry(line(0), parts) is None


def test_a_payout_of_nothing_still_books_its_sale_and_fee() -> None:
    parts = (CategorisationLine("cat_sales", 500), CategorisationLine("cat_bank_charges", -500))
    assert entry_of(0, *parts).postings == (Posting("cat_sales", -500), Posting("cat_bank_charges", 500))


def test_impossible_parts_cannot_be_built() -> None:
    for bad in ({"business_percent": 101}, {"vat_amount": -1001}, {"vat_amount": 100}):
        with pytest.raises(ValueError, match=r"VAT|between"):
            CategorisationLine("cat_rent", -1000, **bad)  # type: ignore[arg-type]  # a dict of int fields only


@st.composite
def readings(draw: st.DrawFn) -> tuple[CategorisationLine, ...]:
    parts = []
    for amount in draw(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5)):
        vat = draw(st.integers(min(amount, 0), max(amount, 0)))
        percent = draw(st.integers(0, 100))
        parts.append(CategorisationLine("cat_travel", amount, "S", vat, business_percent=percent))
    return tuple(parts)


@given(readings(), st.sampled_from(["ltd", "sole_trader"]))
def test_whatever_the_parts_the_bank_side_is_the_banks_amount(
    parts: tuple[CategorisationLine, ...], entity_type: str
) -> None:
    amount = sum(p.amount for p in parts)
    entry = desired_entry(line(amount), parts, entity_type=entity_type)
    at_bank = [p.amount for p in entry.postings if p.bank_account] if entry else []
    assert at_bank == ([amount] if amount else [])
    assert desired_entry(line(amount), parts, entity_type=entity_type) == entry


@given(st.integers(-(10**9), 10**9), st.data())
def test_no_part_of_the_split_ever_has_the_other_sign(amount: int, data: st.DataObject) -> None:
    vat = data.draw(st.integers(min(amount, 0), max(amount, 0)))
    part = CategorisationLine("cat_travel", amount, "S", vat, business_percent=data.draw(st.integers(0, 100)))
    entry = desired_entry(line(amount), (part,))
    for posting in entry.postings if entry else ():
        if posting.bank_account is None:
            assert posting.amount * amount < 0
