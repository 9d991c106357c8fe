"""Invoices in the books: what waits for the money, what a payment or a credit note brings, and what is left."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.invoices import (
    InvoiceFacts,
    Waiting,
    alike,
    at_once,
    deferred,
    invoice_entry,
    prepaid_parts,
    released,
    waiting_of,
    waits,
    within,
    without_settled,
)

MAY, JUNE = date(2026, 5, 6), date(2026, 6, 30)
SALE = InvoiceFacts(7, MAY, 12_000, is_sale=True, contact=3, narration="Invoice 7")


def coded(category: str, amount: int, code: str) -> Posting:
    return Posting(category, amount, vat_code=code, vat_period=JUNE, tax_point=MAY)


NET, TAX = coded("cat_sales", -10_000, "S20"), coded("cat_vat", -2_000, "S20")
ENTRY = JournalEntry(
    MAY, invoice_entry(SALE, (CategorisationLine("cat_sales", 12_000),)).source,
    (Posting("cat_debtors", 12_000, contact=3), NET, TAX),
)  # fmt: skip
WAITING = waiting_of(ENTRY, 12_000)


def test_an_invoice_is_owed_against_its_parts_and_these_come_to_its_total() -> None:
    bill = InvoiceFacts(8, MAY, -12_000, is_sale=False, contact=4, narration="Bill")
    entry = invoice_entry(bill, (CategorisationLine("cat_rent", -7_000), CategorisationLine("cat_office", -5_000)))
    assert entry.postings == (
        Posting("cat_creditors", -12_000, contact=4),
        Posting("cat_rent", 7_000),
        Posting("cat_office", 5_000),
    )
    assert invoice_entry(SALE, (CategorisationLine("cat_sales", 12_000),)).postings[0].category_id == "cat_debtors"
    with pytest.raises(ValueError, match="must add up to its total"):
        invoice_entry(bill, (CategorisationLine("cat_rent", -11_999),))


def test_what_the_business_charges_itself_and_what_has_no_code_does_not_wait() -> None:
    assert waits(NET)
    assert waits(coded("cat_sales", -10_000, "FR12.5"))
    assert not waits(Posting("cat_sales", -10_000))
    assert not waits(coded("cat_vat", 2_000, "RC20/1"))
    assert WAITING.postings == (NET, TAX)


def test_vat_that_waits_stands_on_an_account_of_its_own_and_in_no_return() -> None:
    assert deferred(ENTRY).postings == (
        Posting("cat_debtors", 12_000, contact=3),
        Posting("cat_sales", -10_000),
        Posting("cat_vat_deferred", -2_000),
    )


def test_payments_in_parts_bring_each_its_share_and_the_last_one_what_is_left() -> None:
    """40.00 of 120.00 are a third of 20.00: 6.67; then 80.00 bring 13.33, and more than the total brings no more."""
    first = released(WAITING, 4_000, MAY, JUNE)
    assert [p.amount for p in first if p.category_id == "cat_vat"] == [-667]
    assert [p.amount for p in first if p.category_id == "cat_vat_deferred"] == [667]
    assert sum(p.amount for p in first) == 0
    rest = released(Waiting(WAITING.postings, 12_000, paid=4_000), 9_999, MAY, JUNE)
    assert [p.amount for p in rest if p.category_id == "cat_vat"] == [-1_333]
    assert released(Waiting(WAITING.postings, 12_000, paid=12_000), 1, MAY, JUNE) == []


def test_an_invoice_of_nothing_waits_for_nothing() -> None:
    nothing = Waiting((NET, TAX), 0)
    assert released(nothing, 500, MAY, JUNE) == []
    assert nothing.as_note([coded("cat_sales", 500, "S20")]) is None


def test_what_a_payment_brings_counts_in_its_period_and_on_its_day() -> None:
    july = date(2026, 7, 1)
    counted, back = at_once([TAX], july, date(2026, 9, 30))
    assert counted == Posting("cat_vat", -2_000, vat_code="S20", vat_period=date(2026, 9, 30), tax_point=july)
    assert back == Posting("cat_vat_deferred", 2_000)


def test_what_is_released_of_an_invoice_no_longer_waits() -> None:
    left = Waiting(WAITING.postings, 12_000, paid=6_000).less([coded("cat_sales", -2_000, "S20")], 2_400)
    assert left == Waiting((coded("cat_sales", -3_000, "S20"), coded("cat_vat", -1_000, "S20")), 3_600)


def test_a_credit_note_releases_the_rates_that_it_names() -> None:
    """36.00 back of 120.00 at 20 %: 30.00 and 6.00."""
    note = [coded("cat_sales", 3_000, "S20"), coded("cat_vat", 600, "S20")]
    assert WAITING.as_note(note) == [coded("cat_sales", -3_000, "S20"), coded("cat_vat", -600, "S20")]
    assert WAITING.as_note([coded("cat_sales", 10_000, "S20")]) == [NET]
    assert WAITING.as_note([coded("cat_sales", 10_001, "S20")]) is None
    assert WAITING.as_note([coded("cat_sales", 100, "S5")]) is None
    assert WAITING.as_note([coded("cat_sales", -100, "S20")]) is None


def test_a_credit_note_goes_over_the_parts_of_its_rate_in_order() -> None:
    two = Waiting((coded("cat_sales", -1_000, "S20"), coded("cat_sales_zero", -2_000, "S20")), 3_000)
    assert two.as_note([coded("cat_sales", 1_500, "S20")]) == [
        coded("cat_sales", -1_000, "S20"),
        coded("cat_sales_zero", -500, "S20"),
    ]


def test_two_postings_are_alike_by_rate_and_by_being_vat_or_what_it_is_charged_on() -> None:
    assert alike(NET, coded("cat_sales_zero", 5, "S20"))
    assert alike(TAX, coded("cat_vat", 5, "S20/D"))
    assert not alike(NET, TAX)
    assert not alike(TAX, coded("cat_vat", 5, "S5"))


@pytest.mark.parametrize(
    ("amount", "total", "kept"),
    [(50, 100, 50), (100, 100, 100), (101, 100, 100), (-1, 100, 0), (-50, -100, -50), (-101, -100, -100), (1, -100, 0)],
)
def test_an_amount_is_kept_between_nothing_and_the_total(amount: int, total: int, kept: int) -> None:
    assert within(amount, total) == kept


def test_invoices_take_the_largest_parts_of_a_line_first() -> None:
    line = (CategorisationLine("cat_rent", -3_000), CategorisationLine("cat_office", -7_000, "P20", -1_167))
    assert without_settled(line, -8_000) == (CategorisationLine("cat_rent", -2_000),)
    assert without_settled(line, -6_000) == (
        CategorisationLine("cat_rent", -3_000),
        CategorisationLine("cat_office", -1_000, "P20"),
    )
    assert without_settled(line, 0) == line
    mixed = (CategorisationLine("cat_rent", -3_000), CategorisationLine("cat_sales", 1_000))
    assert without_settled(mixed, -3_000) == (CategorisationLine("cat_sales", 1_000),)
    given = (CategorisationLine("cat_office", -7_000, "P20", -1_167, vat_given=True),)
    assert without_settled(given, -7_000) == ()


def test_a_sale_is_cut_at_what_was_paid_before_it_to_the_penny() -> None:
    """100.01 with 16.67 of VAT: 33.34 paid before are a third, so 5.56 of VAT then and 11.11 with the invoice."""
    april = date(2026, 4, 1)
    sale = (CategorisationLine("cat_sales", 10_001, "S20", 1_667),)
    assert prepaid_parts(sale, [(april, 3_334)], 10_001) == [
        (april, (CategorisationLine("cat_sales", 3_334, "S20", 556),)),
        (None, (CategorisationLine("cat_sales", 6_667, "S20", 1_111),)),
    ]
    assert prepaid_parts(sale, [(april, 10_001), (MAY, 5)], 10_001) == [(april, sale)]
    assert prepaid_parts(sale, [], 10_001) == [(None, sale)]
