"""Invoices of a flat rate trader: the reverse charge and capital goods lie outside the scheme. Worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.invoices.counter import Counter, opened_counter
from tests.workflows.owed.desk import sat_down


@pytest.fixture
def flat(place: Place) -> Iterator[Counter]:
    """Builders for general building work, 9.5 %; registered in 2024, so without the first year's reduction."""
    with opened_counter(place, scheme=None) as found:
        found.scheme("flat_rate", sector="general_building", registered_on="2024-01-01")
        yield found
        found.clean()


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"category_id": f"cat_{category}", "amount": amount, **more}


def test_a_sale_under_the_domestic_reverse_charge_is_no_flat_rate_turnover(flat: Counter) -> None:
    """1,200.00 with VAT at 9.5 %; 5,000.00 under the reverse charge are in box 6 alone (SI 1995/2518 reg 55C(6))."""
    flat.invoice("sale", line("sales", 1000))
    assert flat.boxes("2026-Q1") == {1: 114, 3: 114, 5: 114, 6: 1200}
    flat.invoice("sale", line("sales", 5000, vat_code="DRS"), number="17")
    assert flat.boxes("2026-Q1") == {1: 114, 3: 114, 5: 114, 6: 6200}


def test_a_bill_under_the_domestic_reverse_charge_is_due_and_claimed(flat: Counter) -> None:
    flat.invoice("purchase", line("subcontractors", 3000, vat_code="DRC20"))
    assert flat.boxes("2026-Q1") == {1: 600, 3: 600, 4: 600, 7: 3000}


def test_capital_goods_of_one_bill_are_one_purchase(flat: Counter) -> None:
    """Two computers of 1,200.00 each with VAT are 2,400.00; the installation beside them is no capital goods."""
    flat.invoice("purchase", line("fa_computers", 1000), line("fa_computers", 1000), line("software", 500))
    assert flat.boxes("2026-Q1") == {4: 400, 5: 400, 7: 2000}
    assert flat.balances()["cat_software"] == 600


def test_capital_goods_of_two_bills_are_two_purchases(flat: Counter) -> None:
    """1,999.99 and 1,200.00: neither is 2,000.00."""
    flat.invoice("purchase", line("fa_computers", 1999.99), amounts="gross", number="A-1")
    flat.invoice("purchase", line("fa_computers", 1200), amounts="gross", number="A-2")
    assert flat.boxes("2026-Q1") == {}
    flat.invoice("purchase", line("fa_computers", 2000), amounts="gross", number="A-3")
    assert flat.boxes("2026-Q1") == {4: 333.33, 5: 333.33, 7: 1666}


def test_the_parts_that_a_bill_takes_off_count_against_its_capital_goods(flat: Counter) -> None:
    """2,400.00 less a discount of 480.00 are 1,920.00: under 2,000.00, so nothing is claimed."""
    flat.invoice("purchase", line("fa_computers", 2000), line("fa_computers", -400))
    assert flat.boxes("2026-Q1") == {}
    flat.invoice("purchase", line("fa_computers", 2000), line("fa_computers", -100), number="A-2")
    assert flat.boxes("2026-Q1") == {4: 380, 5: 380, 7: 1900}


def test_capital_goods_are_goods(flat: Counter) -> None:
    """A website of 2,400.00 is a service, and land no capital goods: neither is claimed (HMRC, FRS6500)."""
    flat.invoice("purchase", line("fa_intangible", 2000))
    flat.invoice("purchase", line("fa_property", 20000, vat_code="P20"), number="L-1")
    assert flat.boxes("2026-Q1") == {}


def test_capital_goods_by_a_bank_line_without_a_bill(flat: Counter) -> None:
    """2,400.00 paid: 400.00 in box 4. A split of 1,500.00 and 900.00 is one purchase; 1,900.00 alone is too small."""
    flat.line(-2400, "2026-02-02", "cat_fa_plant")
    assert flat.boxes("2026-Q1") == {4: 400, 5: 400, 7: 2000}
    number = flat.line(-2400, "2026-02-03", "cat_fa_plant")
    halves = [
        {"category_id": f"cat_fa_{kind}", "amount": amount} for kind, amount in (("plant", -1500), ("computers", -900))
    ]
    flat.client.patch(f"/api/transactions/{number}", {"splits": halves})
    assert flat.boxes("2026-Q1") == {4: 800, 5: 800, 7: 4000}
    flat.line(-1900, "2026-02-04", "cat_fa_plant")
    assert flat.boxes("2026-Q1") == {4: 800, 5: 800, 7: 4000}


def test_a_credit_note_of_capital_goods_takes_back_what_their_bill_claimed(flat: Counter) -> None:
    """6,000.00 claimed 1,000.00; 600.00 of it back take 100.00. Of a bill of 1,200.00 nothing was claimed."""
    large = flat.invoice("purchase", line("fa_plant", 5000), number="A-1")
    small = flat.invoice("purchase", line("fa_plant", 1000), number="A-2")
    assert flat.boxes("2026-Q1") == {4: 1000, 5: 1000, 7: 5000}
    for bill, number in ((large, "N-1"), (small, "N-2")):
        note = {"date": "2026-04-10", "number": number, "type": "credit_note", "credits_invoice_id": bill["id"]}
        flat.invoice("purchase", line("fa_plant", 500), **note)
        assert flat.boxes("2026-Q2") == {4: -100, 5: 100, 7: -500}


def test_an_asset_is_sold_outside_the_scheme_where_vat_was_reclaimed_and_inside_where_none_was(flat: Counter) -> None:
    """1,200.00 outside: 200.00 and 1,000.00. 600.00 inside (SF): 9.5 % of it, 57.00. A car has no VAT: 285.00."""
    flat.line(1200, "2026-02-02", "cat_fa_plant", "SOLD THE MIXER")
    assert flat.boxes("2026-Q1") == {1: 200, 3: 200, 5: 200, 6: 1000}
    warned = [one["code"] for one in flat.client.get("/api/reports/vat?period=2026-Q1")["report"]["warnings"]]
    assert "outside_flat_rate" in warned
    number = flat.line(600, "2026-04-02", "cat_fa_plant", "SOLD THE DRILL")
    flat.client.patch(f"/api/transactions/{number}", {"vat_code": "SF"})
    assert flat.boxes("2026-Q2") == {1: 57, 3: 57, 5: 57, 6: 600}
    flat.line(3000, "2026-07-02", "cat_fa_vehicles", "SOLD THE CAR")
    assert flat.boxes("2026-Q3") == {1: 285, 3: 285, 5: 285, 6: 3000}
    flat.invoice("sale", line("fa_plant", 1000), date="2026-10-02")
    assert flat.boxes("2026-Q4") == {1: 200, 3: 200, 5: 200, 6: 1000}


def test_imports_and_acquisitions_are_reclaimed_as_capital_goods_only(flat: Counter) -> None:
    """Postponed VAT on 1,000.00 and on acquisitions of 500.00 is due; on a machine of 5,000.00 it comes back too."""
    flat.invoice("purchase", line("purchases", 1000, vat_code="PVA20"), number="A-1")
    assert flat.boxes("2026-Q1") == {1: 200, 3: 200, 5: 200, 7: 1000}
    flat.invoice("purchase", line("purchases", 500, vat_code="NIA20"), date="2026-04-02", number="A-2")
    assert flat.boxes("2026-Q2") == {2: 100, 3: 100, 5: 100, 7: 500, 9: 500}
    flat.invoice("purchase", line("fa_plant", 5000, vat_code="PVA20"), date="2026-07-02", number="A-3")
    assert flat.boxes("2026-Q3") == {1: 1000, 3: 1000, 4: 1000, 7: 5000}
    flat.invoice("purchase", line("fa_plant", 1700, vat_code="NIA20"), date="2026-10-02", number="A-4")
    assert flat.boxes("2026-Q4") == {2: 340, 3: 340, 4: 340, 7: 1700, 9: 1700}


def test_services_from_abroad_are_due_and_claimed_and_those_supplied_abroad_bear_nothing(flat: Counter) -> None:
    flat.invoice("purchase", line("software", 300, vat_code="RC20"), number="A-1")
    flat.invoice("sale", line("sales", 2000, vat_code="OSS"), number="1")
    assert flat.boxes("2026-Q1") == {1: 60, 3: 60, 4: 60, 6: 2300, 7: 300}


def test_exempt_zero_rated_and_exported_sales_are_turnover_and_interest_is_none(flat: Counter) -> None:
    """100.00 exempt, 200.00 zero-rated, 300.00 exported, 400.00 to the EU from Northern Ireland: 9.5 % of 1,000.00."""
    flat.invoice("sale", line("sales", 100, vat_code="SE"), line("sales", 200, vat_code="S0"), number="1")
    flat.invoice("sale", line("sales", 300, vat_code="EXP"), line("sales", 400, vat_code="NID"), number="2")
    flat.line(5, "2026-03-31", "cat_interest_income", "INTEREST")
    assert flat.boxes("2026-Q1") == {1: 95, 3: 95, 5: 95, 6: 1000, 8: 400}


def test_the_first_year_ends_within_a_period(place: Place) -> None:
    """Registered on 15 May 2025: 8.5 % of 1,200.00 to 14 May 2026 and 9.5 % of 2,400.00 after it: 102.00 + 228.00."""
    with opened_counter(place, scheme=None) as till:
        till.scheme("flat_rate", start="2025-05-15", sector="general_building")
        till.invoice("sale", line("sales", 1000), date="2026-05-14", number="1")
        till.invoice("sale", line("sales", 2000), date="2026-05-15", number="2")
        assert till.boxes("2026-Q2") == {1: 330, 3: 330, 5: 330, 6: 3600}
        told = till.client.get("/api/reports/vat?period=2026-Q2")["report"]["warnings"]
        first_year = next(one["message"] for one in told if one["code"] == "first_year_ends")
        assert "sales to 2026-05-14 bear 8.5%, those from 2026-05-15 9.5%" in first_year
        till.clean()


def test_goods_of_a_limited_cost_business_are_those_since_it_joined(place: Place) -> None:
    """Joined on 1 May 2026: two months, so goods of 166.67 at least; the 900.00 bought in April are no part of it."""
    with opened_counter(place, scheme=None) as till:
        till.scheme("standard", start="2024-01-01")
        till.scheme("flat_rate", start="2026-05-01", sector="general_building", registered_on="2024-01-01")
        till.invoice("purchase", line("purchases", 900), date="2026-04-20", number="A-1")
        till.invoice("sale", line("sales", 1000), date="2026-05-14", number="1")
        till.invoice("purchase", line("purchases", 100), date="2026-05-20", number="A-2")
        told = {one["code"] for one in till.client.get("/api/reports/vat?period=2026-Q2")["report"]["warnings"]}
        assert "limited_cost" in told
        till.invoice("purchase", line("purchases", 50), date="2026-06-20", number="A-3")
        told = {one["code"] for one in till.client.get("/api/reports/vat?period=2026-Q2")["report"]["warnings"]}
        assert "limited_cost" not in told
        till.clean()


@pytest.fixture
def as_paid(place: Place) -> Iterator[Counter]:
    """The same builders on the cash based turnover method."""
    with opened_counter(place, scheme=None) as found:
        found.scheme("flat_rate", sector="general_building", registered_on="2024-01-01", cash_turnover=True)
        yield found
        found.clean()


def test_capital_goods_are_claimed_at_their_bill_though_turnover_goes_by_the_money(as_paid: Counter) -> None:
    """Cash accounting is not for a flat rate trader's purchases (SI 1995/2518 reg 57A): 400.00 in January at once."""
    bill = as_paid.invoice("purchase", line("fa_plant", 2000), date="2026-01-10")
    assert as_paid.boxes("2026-Q1") == {4: 400, 5: 400, 7: 2000}
    as_paid.paid_by(bill, as_paid.line(-1200, "2026-04-20"))
    assert as_paid.boxes("2026-Q2") == {}


def test_of_a_sale_only_what_bears_the_flat_rate_waits_for_the_money(as_paid: Counter) -> None:
    """A machine for 1,200.00 is due at once; work of 2,400.00 as it is paid: half of it bears 114.00."""
    sale = as_paid.invoice("sale", line("fa_plant", 1000), line("sales", 2000), date="2026-03-10")
    assert as_paid.boxes("2026-Q1") == {1: 200, 3: 200, 5: 200, 6: 1000}
    as_paid.paid_by(sale, as_paid.line(1800, "2026-04-20"))
    assert as_paid.boxes("2026-Q2") == {1: 114, 3: 114, 5: 114, 6: 1200}


def test_a_bad_debt_of_basic_turnover_is_relieved_of_the_vat_that_was_charged(flat: Counter) -> None:
    """1,200.00 bore 114.00; the customer was charged 200.00, and that comes back. Half is paid later: 100.00 again."""
    sale = flat.invoice("sale", line("sales", 1000), date="2026-01-10", due_date="2026-02-10")
    assert flat.boxes("2026-Q1") == {1: 114, 3: 114, 5: 114, 6: 1200}
    gone = flat.settle(sale, "write_off", reason="insolvent", date="2026-08-10")
    assert (gone["open_amount"], gone["settlements"][0]["vat"]) == (0, 200)
    assert flat.boxes("2026-Q3") == {4: 200, 5: 200}
    assert flat.balances("2026-09-30")["cat_bad_debts"] == 1000
    assert flat.undo(sale)["open_amount"] == 1200
    assert flat.boxes("2026-Q3") == {}


def test_a_bad_debt_of_basic_turnover_waits_for_its_six_months(flat: Counter) -> None:
    sale = flat.invoice("sale", line("sales", 1000), date="2026-01-10", due_date="2026-02-10")
    flat.settle(sale, "write_off", reason="insolvent", date="2026-05-10", amount=600)
    assert flat.boxes("2026-Q2") == {}
    told = flat.client.get("/api/reports/vat?period=2026-Q3")["report"]["warnings"]
    assert [one["amount"] for one in told if one["code"] == "relief_claimable"] == [100]
    flat.settle(sale, "vat_adjustment", date="2026-08-10")
    assert flat.boxes("2026-Q3") == {4: 100, 5: 100}


def test_a_bad_debt_of_cash_based_turnover_is_relieved_of_what_the_charge_was_more(as_paid: Counter) -> None:
    """Notice 733 s14: 200.00 charged less 114.00 of the flat rate, 86.00; six months run from the supply (reg 55V)."""
    sale = as_paid.invoice("sale", line("sales", 1000), date="2026-01-10", due_date="2026-02-10")
    as_paid.settle(sale, "write_off", reason="insolvent", date="2026-07-10")
    assert as_paid.boxes("2026-Q1") == {}
    assert as_paid.boxes("2026-Q3") == {4: 86, 5: 86}
    assert as_paid.balances("2026-09-30").get("cat_bad_debts") == 1000
    assert "cat_vat_deferred" not in as_paid.balances("2026-09-30")


def test_of_cash_based_turnover_what_was_paid_is_no_bad_debt(as_paid: Counter) -> None:
    """A quarter paid: 28.50 of flat rate. Of the rest 150.00 charged less 85.50: 64.50, once it may be claimed."""
    sale = as_paid.invoice("sale", line("sales", 1000), date="2026-01-10", due_date="2026-02-10")
    as_paid.paid_by(sale, as_paid.line(300, "2026-04-20"))
    assert as_paid.boxes("2026-Q2") == {1: 28.5, 3: 28.5, 5: 28.5, 6: 300}
    as_paid.settle(sale, "write_off", reason="insolvent", date="2026-05-10")
    assert as_paid.boxes("2026-Q2") == {1: 28.5, 3: 28.5, 5: 28.5, 6: 300}
    told = as_paid.client.get("/api/reports/vat?period=2026-Q3")["report"]["warnings"]
    assert [one["amount"] for one in told if one["code"] == "relief_claimable"] == [64.5]
    as_paid.settle(sale, "vat_adjustment", date="2026-07-10")
    assert as_paid.boxes("2026-Q3") == {4: 64.5, 5: 64.5}


def test_a_bad_debt_of_the_flat_rate_is_relieved_after_leaving_it_too(flat: Counter) -> None:
    sale = flat.invoice("sale", line("sales", 1000), date="2026-01-10", due_date="2026-02-10")
    flat.scheme("standard", start="2026-04-01", registered_on="2024-01-01")
    flat.settle(sale, "write_off", reason="insolvent", date="2026-08-10")
    assert flat.boxes("2026-Q3") == {4: 200, 5: 200}


def test_on_the_cash_basis_a_part_payment_is_of_the_one_purchase_that_its_bill_shows(place: Place) -> None:
    """A sole trader pays 2,400.00 for a mixer in two sums of 1,200.00: 200.00 with each. The bill has no entry then."""
    desk = sat_down(place, entity_type="sole_trader")
    scheme = {"scheme": "flat_rate", "from": "2025-04-01", "sector": "general_building"}
    desk.api.post("/api/vat-schemes", scheme, scope="admin", status=200)
    body = {
        "direction": "purchase",
        "date": "2026-01-10",
        "contact_name": "Harbour Plant",
        "amounts": "net",
        "lines": [line("fa_plant", 2000)],
    }
    bill = desk.api.post("/api/invoices", body)["invoice"]
    assert bill["state"] == "memo"
    paid = [desk.enter(day, -1200, "HARBOUR PLANT", category_id="cat_fa_plant") for day in ("2026-01-20", "2026-04-20")]
    desk.api.patch(f"/api/documents/{bill['id']}", {"transaction_ids": [one["id"] for one in paid]})
    for period in ("2026-Q1", "2026-Q2"):
        boxes = desk.api.get(f"/api/reports/vat?period={period}")["report"]["boxes"]
        assert {box["box"]: box["amount"] for box in boxes if box["amount"]} == {4: 200, 5: 200, 7: 1000}, period
    assert desk.keeper.faults() == []
    desk.world.books.close()
