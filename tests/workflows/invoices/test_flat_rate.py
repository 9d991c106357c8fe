"""Invoices of a flat rate trader: the reverse charge and capital goods lie outside the scheme. Worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.invoices.counter import Counter, opened_counter


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
