"""Supplied under cash accounting, paid for under the flat rate on the money received: reg 55C(3). Printing, 8.5 %."""

from __future__ import annotations

from typing import Any

from tests.workflows.invoices.counter import Counter


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"category_id": category, "amount": amount, **more}


def flat_from_april(counter: Counter) -> None:
    counter.scheme("flat_rate", "2026-04-01", sector="printing", cash_turnover=True)


def test_a_sale_bears_the_flat_rate_on_what_is_paid_of_it(on_cash: Counter) -> None:
    """1,200.00 and 100.00 zero-rated: 650.00 paid in March bring half at 20 %, 100.00. The other 650.00 in April are
    turnover of the scheme: 8.5 % = 55.25, of which 51.00 are of the 600.00 and 4.25 of the 50.00. The VAT of 44.75 that
    the customer paid beyond it is the company's: sales 1,100.00 + 44.75.
    """
    owed = on_cash.invoice("sale", line("cat_sales", 1000), line("cat_sales_zero", 100))
    first = on_cash.line(650, "2026-03-20")
    flat_from_april(on_cash)
    on_cash.paid_by(owed, first, on_cash.line(650, "2026-04-20"))
    assert on_cash.boxes("2026-Q1") == {1: 100, 3: 100, 5: 100, 6: 550}
    assert on_cash.boxes("2026-Q2") == {1: 55.25, 3: 55.25, 5: 55.25, 6: 650}
    assert on_cash.profit() == 1144.75
    assert "cat_vat_deferred" not in on_cash.balances("2026-06-30")
    on_cash.clean()


def test_a_bill_brings_no_input_vat_any_more(on_cash: Counter) -> None:
    owed = on_cash.invoice("purchase", line("cat_office", 300), line("cat_travel", 100))
    flat_from_april(on_cash)
    on_cash.paid_by(owed, on_cash.line(-480, "2026-04-20"))
    assert (on_cash.boxes("2026-Q2"), on_cash.profit()) == ({}, -480)
    assert "cat_vat_deferred" not in on_cash.balances("2026-06-30")
    on_cash.clean()


def test_capital_goods_of_enough_are_claimed_all_the_same(on_cash: Counter) -> None:
    """2,400.00 with its VAT is more than 2,000.00; 1,800.00 is not."""
    large = on_cash.invoice("purchase", line("cat_fa_plant", 2000))
    small = on_cash.invoice("purchase", line("cat_fa_plant", 1500))
    flat_from_april(on_cash)
    on_cash.paid_by(large, on_cash.line(-2400, "2026-04-20"))
    on_cash.paid_by(small, on_cash.line(-1800, "2026-04-21"))
    assert on_cash.boxes("2026-Q2") == {4: 400, 5: 400, 7: 2000}
    assert on_cash.balances("2026-06-30")["cat_fa_plant"] == 3800
    on_cash.clean()


def test_a_note_that_is_set_against_the_sale_takes_its_flat_rate_with_it(on_cash: Counter) -> None:
    """1,200.00 less a note of 240.00, both of March: the note is set off in April, 960.00 paid in May: 81.60."""
    owed = on_cash.invoice("sale", line("cat_sales", 1000))
    note = on_cash.invoice("sale", line("cat_sales", 200), type="credit_note", date="2026-03-10")
    flat_from_april(on_cash)
    on_cash.settle(owed, "credit_note", credit_note_id=note["id"], date="2026-04-10")
    on_cash.paid_by(owed, on_cash.line(960, "2026-05-20"))
    assert on_cash.boxes("2026-Q2") == {1: 81.60, 3: 81.60, 5: 81.60, 6: 960}
    assert "cat_vat_deferred" not in on_cash.balances("2026-06-30")
    on_cash.clean()


def test_on_what_was_invoiced_all_is_due_as_cash_accounting_ends(on_cash: Counter) -> None:
    owed = on_cash.invoice("sale", line("cat_sales", 1000))
    on_cash.scheme("flat_rate", "2026-04-01", sector="printing")
    on_cash.paid_by(owed, on_cash.line(1200, "2026-04-20"))
    assert on_cash.boxes("2026-Q1") == {1: 200, 3: 200, 5: 200, 6: 1000}
    assert on_cash.boxes("2026-Q2") == {}
    on_cash.clean()


def test_the_first_return_after_the_flat_rate_names_the_capital_goods_that_were_claimed(counter: Counter) -> None:
    """400.00 claimed on a machine of 2,400.00 in May; the flat rate ends with June (reg 55R)."""
    counter.scheme("flat_rate", "2026-04-01", sector="printing")
    counter.invoice("purchase", line("cat_fa_plant", 2000), date="2026-05-04")
    counter.scheme("standard", "2026-07-01")

    def told(period: str) -> list[float]:
        warnings = counter.client.get(f"/api/reports/vat?period={period}")["report"]["warnings"]
        return [one["amount"] for one in warnings if one["code"] == "flat_rate_self_supply"]

    assert [told(period) for period in ("2026-Q2", "2026-Q3", "2026-Q4")] == [[], [400], []]
