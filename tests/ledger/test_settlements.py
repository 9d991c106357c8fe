"""What settles an invoice beside the bank, and what becomes of VAT that is never paid: to the penny, and balanced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry, Posting, Source
from accountsos.ledger.invoices import InvoiceFacts, Waiting, deferred, waiting_of
from accountsos.ledger.settlements import Settled, borne, contra, discount, paid_by_posting
from accountsos.ledger.unpaid_invoices import (
    UnpaidInvoice,
    refuse_too_early,
    set_off,
    vat_adjustment,
    vat_back,
    write_off,
)

MAY, JUNE, DECEMBER = date(2026, 5, 6), date(2026, 6, 30), date(2026, 12, 1)
QUARTER = date(2026, 12, 31)


def coded(category: str, amount: int, code: str = "S20") -> Posting:
    return Posting(category, amount, vat_code=code, vat_period=JUNE, tax_point=MAY)


def invoice(*postings: Posting, sale: bool = True) -> UnpaidInvoice:
    total = -sum(p.amount for p in postings)
    control = "cat_debtors" if sale else "cat_creditors"
    facts = InvoiceFacts(7, MAY, total, is_sale=sale, contact=3, narration="Invoice 7")
    entry = JournalEntry(MAY, Source("document", 7), (Posting(control, total, contact=3), *postings))
    return UnpaidInvoice(facts, entry, date(2026, 6, 5))


SALE = invoice(coded("cat_sales", -10_000), coded("cat_vat", -2_000))
BILL = invoice(coded("cat_rent", 10_000, "P20"), coded("cat_vat", 2_000, "P20"), sale=False)
PLAIN = invoice(Posting("cat_sales", -7_000), Posting("cat_rental_income", -3_000))


def settled(amount: int, control: str = "cat_debtors") -> Settled:
    return Settled(7, DECEMBER, amount, control, 3, "Invoice 7: discount")


def places(entry: JournalEntry | None) -> dict[tuple[str, str | None], int]:
    assert entry is not None
    return {(p.category_id, p.vat_code): p.amount for p in entry.postings}


def test_a_discount_makes_each_part_less_in_proportion_in_its_own_period() -> None:
    entry = discount(SALE, settled(1_200), 0, period_end=QUARTER)
    assert places(entry) == {("cat_debtors", None): -1_200, ("cat_sales", "S20"): 1_000, ("cat_vat", "S20"): 200}
    assert {(p.vat_period, p.tax_point) for p in entry.postings if p.vat_code} == {(QUARTER, DECEMBER)}


def test_a_discount_of_an_invoice_without_vat_is_in_no_return_and_its_pennies_go_to_the_largest_part() -> None:
    entry = discount(PLAIN, settled(1_001), 0, period_end=None)
    assert places(entry) == {("cat_debtors", None): -1_001, ("cat_sales", None): 701, ("cat_rental_income", None): 300}


def test_discounts_one_after_another_never_add_up_to_more_than_the_invoice() -> None:
    parts = [
        places(discount(SALE, settled(amount), before, period_end=QUARTER)) for before, amount in ((0, 1), (1, 11_999))
    ]
    assert [sum(part.get((c, "S20"), 0) for part in parts) for c in ("cat_sales", "cat_vat")] == [10_000, 2_000]


def test_a_discount_while_vat_waits_takes_it_from_what_waits() -> None:
    entry = discount(SALE, settled(1_200), 0, period_end=QUARTER, waiting=waiting_of(SALE.entry, 12_000))
    assert places(entry) == {
        ("cat_debtors", None): -1_200,
        ("cat_sales", None): 1_000,
        ("cat_vat_deferred", None): 200,
    }


def test_what_another_account_bears_stands_there() -> None:
    entry = borne(settled(300), [CategorisationLine("cat_bank_charges", -300)], [])
    assert places(entry) == {("cat_debtors", None): -300, ("cat_bank_charges", None): 300}


@pytest.mark.parametrize(("control", "other"), [("cat_debtors", "cat_creditors"), ("cat_creditors", "cat_debtors")])
def test_a_contra_sets_debtors_and_creditors_of_one_party_off(control: str, other: str) -> None:
    assert places(contra(settled(500, control), [])) == {(control, None): -500, (other, None): 500}


def test_a_journal_that_paid_it_leaves_only_the_vat_that_waited() -> None:
    assert paid_by_posting(settled(500), []) is None
    released = [coded("cat_vat", -100), Posting("cat_vat_deferred", 100)]
    assert places(paid_by_posting(settled(500), released)) == {
        ("cat_vat", "S20"): -100,
        ("cat_vat_deferred", None): 100,
    }


def test_a_debt_written_off_is_a_cost_with_its_vat_apart_and_a_bill_other_income() -> None:
    relieved = write_off(SALE, 12_000, DECEMBER, period_end=QUARTER, vat=2_000)
    assert places(relieved) == {
        ("cat_debtors", None): -12_000,
        ("cat_bad_debts", None): 10_000,
        ("cat_vat", "BDR"): 2_000,
    }
    assert relieved.narration == "Invoice 7: written off"
    forgiven = write_off(BILL, -12_000, DECEMBER, period_end=QUARTER, vat=-2_000)
    assert places(forgiven) == {
        ("cat_creditors", None): 12_000,
        ("cat_other_income", None): -10_000,
        ("cat_vat", "U6R"): -2_000,
    }


def test_vat_that_waited_is_no_longer_expected_of_what_is_written_off() -> None:
    waiting = [coded("cat_vat", -2_000), Posting("cat_vat_deferred", 2_000)]
    assert places(write_off(SALE, 12_000, DECEMBER, waiting=waiting)) == {
        ("cat_debtors", None): -12_000,
        ("cat_vat_deferred", None): 2_000,
        ("cat_bad_debts", None): 10_000,
    }


@pytest.mark.parametrize(
    ("of", "vat", "code", "words"),
    [
        (SALE, 2_000, "BDR", "bad debt relief"),
        (SALE, -2_000, "BDP", "bad debt relief repaid"),
        (BILL, -2_000, "U6R", "input VAT repaid"),
        (BILL, 2_000, "U6P", "input VAT restored"),
    ],
)
def test_vat_goes_back_under_its_own_code(of: UnpaidInvoice, vat: int, code: str, words: str) -> None:
    entry = vat_adjustment(of, vat, DECEMBER, period_end=QUARTER, category_id="cat_bad_debts")
    assert places(entry) == {("cat_vat", code): vat, ("cat_bad_debts", None): -vat}
    assert entry.narration == f"Invoice 7: {words}"


def test_the_vat_of_an_invoice_is_without_what_the_business_charges_itself() -> None:
    abroad = invoice(
        coded("cat_software", 10_000, "RC20"), coded("cat_vat", -2_000, "RC20/1"), coded("cat_vat", 2_000, "RC20/4"),
        sale=False,
    )  # fmt: skip
    assert (SALE.vat, BILL.vat, abroad.vat, PLAIN.vat) == (2_000, -2_000, 0, 0)
    assert (SALE.is_credit_note, BILL.is_credit_note) == (False, False)
    assert invoice(coded("cat_sales", 500)).is_credit_note
    assert invoice(coded("cat_rent", -500, "P20"), sale=False).is_credit_note


def test_of_flat_rate_turnover_the_vat_charged_comes_back_or_what_it_is_more_than_the_flat_rate() -> None:
    """120.00 with VAT of 20.00 bore 8 %, 9.60: 20.00 where that was accounted for, else 10.40 (reg 55V)."""
    flat = invoice(coded("cat_sales", -11_040, "FR8"), coded("cat_vat", -960, "FR8"))
    basic = replace(flat, charged=2_000)
    assert basic.vat == 2_000
    assert replace(basic, in_turnover=False).vat == 1_040
    assert replace(basic, in_turnover=False).relief_from == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("left", "written", "sale", "back"),
    [
        (12_000, 0, True, 0),
        (0, 12_000, True, 2_000),
        (6_000, 6_000, True, 1_000),
        (-6_000, 12_000, True, 1_000),
        (12_000, 0, False, 2_000),
        (5_000, 1_000, False, 1_000),
        (0, 0, False, 0),
    ],
)
def test_vat_goes_back_of_what_was_given_up_on_a_debt_and_of_what_is_unpaid_on_a_bill(
    left: int, written: int, sale: bool, back: int
) -> None:
    assert vat_back(2_000, 12_000, (left, written), is_sale=sale) == back


def test_nothing_goes_back_before_six_months_are_over() -> None:
    """Due on 5 June: a debt is relieved from 6 December, input VAT is repaid from the same day."""
    for of in (SALE, BILL):
        first = of.relief_from
        refuse_too_early(of, first)
        assert first > DECEMBER
        with pytest.raises(BadRequest, match=f"can be adjusted from {first}"):
            refuse_too_early(of, DECEMBER)


def test_a_credit_note_set_off_releases_the_vat_that_waited_on_both_or_nothing() -> None:
    assert set_off(7, DECEMBER, [], "Credit note") is None
    assert set_off(7, DECEMBER, [coded("cat_vat", 5), coded("cat_vat", -5)], "Credit note") is None
    entry = set_off(7, DECEMBER, [coded("cat_vat", -5), Posting("cat_vat_deferred", 5)], "Credit note")
    assert entry is not None
    assert entry.narration == "Credit note: set off"


def test_an_entry_that_waits_and_what_is_left_of_it_come_to_the_same() -> None:
    assert sum(p.amount for p in deferred(SALE.entry).postings) == 0
    assert waiting_of(SALE.entry, 12_000) == Waiting((coded("cat_sales", -10_000), coded("cat_vat", -2_000)), 12_000)
