"""On the cash basis the payment of a typed invoice stands under its lines. Worked by hand, through the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.owed.desk import Desk, Row, sat_down

AMAZON: Row = ("2026-07-01", -24_000, "AMAZON M1")


@pytest.fixture
def trader(place: Place) -> Iterator[Desk]:
    seated = sat_down(place, entity_type="sole_trader")
    yield seated
    assert seated.keeper.faults() == [], "verify is clean after every test"
    seated.world.books.close()


def typed(desk: Desk, direction: str, number: str, who: str, *lines: dict[str, Any], amounts: str = "gross") -> str:
    body: dict[str, Any] = {"direction": direction, "date": "2026-06-25", "contact_name": who, "number": number}
    made = desk.api.post("/api/invoices", {**body, "amounts": amounts, "lines": list(lines)})["invoice"]
    desk.work()
    document_id: str = made["id"]
    return document_id


def line(category_id: str, amount: float, **more: str) -> dict[str, Any]:
    return {"category_id": category_id, "amount": amount, **more}


@pytest.mark.parametrize("paid_first", [False, True], ids=["paper first", "paid first"])
def test_a_bill_of_two_costs_is_two_costs_when_it_is_paid(trader: Desk, paid_first: bool) -> None:
    """100.00 of paper and 140.00 of repairs, paid as 240.00."""

    def bill() -> None:
        typed(trader, "purchase", "M1", "Amazon", line("cat_office", 100), line("cat_repairs", 140))

    if paid_first:
        trader.bank(AMAZON)
        bill()
    else:
        bill()
        trader.bank(AMAZON)
    assert trader.balances() == {"cat_office": 10_000, "cat_repairs": 14_000}


def test_what_its_lines_say_beats_a_guess_and_goes_with_the_paper(trader: Desk) -> None:
    """The program takes a laptop for a fixed asset; the bill says small equipment, until it is taken away."""
    trader.bank(("2026-07-01", -60_000, "LENS LTD LAPTOP L1001"))
    guessed = trader.balances()
    bill = typed(trader, "purchase", "L1001", "Lens Ltd", line("cat_it_hardware", 600))
    assert trader.balances() == {"cat_it_hardware": 60_000} != guessed
    trader.api.patch(f"/api/documents/{bill}", {"transaction_ids": []})
    assert trader.balances() == guessed


def test_a_person_who_said_what_a_line_is_keeps_it(trader: Desk) -> None:
    trader.bank(AMAZON)
    listed = trader.api.get("/api/transactions")["transactions"]
    trader.api.patch(f"/api/transactions/{listed[0]['id']}", {"category_id": "cat_general"})
    typed(trader, "purchase", "M1", "Amazon", line("cat_office", 100), line("cat_repairs", 140))
    assert trader.balances() == {"cat_general": 24_000}


def test_rates_of_an_invoice_are_those_of_its_payment(trader: Desk) -> None:
    """Net 100.00 at 20 % and 200.00 at 5 %: 330.00 is paid, box 1 is 20.00 + 10.00, box 6 is 300.00."""
    trader.vat("cash")
    lines = (line("cat_sales", 100, vat_code="S20"), line("cat_sales", 200, vat_code="S5"))
    typed(trader, "sale", "INV-7001", "Garnet Interiors Ltd", *lines, amounts="net")
    trader.bank(("2026-07-10", 33_000, "GARNET INTERIORS LTD INV-7001"))
    assert trader.boxes("2026-Q3") == {1: 30, 3: 30, 5: 30, 6: 300}
    assert trader.balances() == {"cat_sales": -30_000, "cat_vat": -3_000}
