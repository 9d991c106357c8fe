"""Work that was invoiced before a registration and is paid after it bears no VAT, on the cash basis too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.owed.desk import Desk, sat_down


@pytest.fixture
def trader(place: Place) -> Iterator[Desk]:
    seated = sat_down(place, entity_type="sole_trader")
    yield seated
    assert seated.keeper.faults() == []
    seated.world.books.close()


def register(trader: Desk) -> None:
    trader.api.post(
        "/api/vat-schemes", {"scheme": "cash", "from": "2026-04-01", "stagger": "1"}, scope="admin", status=200
    )


def invoice(trader: Desk, day: str) -> str:
    lines = [{"category_id": "cat_sales", "amount": 2400}]
    body = {
        "direction": "sale",
        "number": "RP-44",
        "date": day,
        "contact_name": "Beech Lodge Trust",
        "amounts": "gross",
    }
    made: str = trader.api.post("/api/invoices", {**body, "lines": lines})["invoice"]["id"]
    return made


def paid(trader: Desk, invoice_id: str) -> None:
    line = trader.enter("2026-05-05", 2400, "BEECH LODGE TRUST", category_id="cat_sales")
    trader.api.patch(f"/api/documents/{invoice_id}", {"transaction_ids": [line["id"]]})


def test_the_money_of_an_invoice_from_before_the_registration_is_in_no_box(trader: Desk) -> None:
    """2,400.00 invoiced on 20 March, registered from 1 April, paid on 5 May."""
    owed = invoice(trader, "2026-03-20")
    trader.api.post(
        "/api/vat-schemes", {"scheme": "cash", "from": "2026-04-01", "stagger": "1"}, scope="admin", status=200
    )
    paid(trader, owed)
    assert trader.boxes("2026-Q2") == {}
    assert trader.balances()["cat_sales"] == -240_000


def test_the_same_line_without_its_invoice_bears_vat_again(trader: Desk) -> None:
    owed = invoice(trader, "2026-03-20")
    trader.api.post(
        "/api/vat-schemes", {"scheme": "cash", "from": "2026-04-01", "stagger": "1"}, scope="admin", status=200
    )
    paid(trader, owed)
    trader.api.patch(f"/api/documents/{owed}", {"transaction_ids": []})
    assert trader.boxes("2026-Q2") == {1: 400, 3: 400, 5: 400, 6: 2000}


def test_a_registration_said_anew_or_another_date_of_the_invoice_decides_again(trader: Desk) -> None:
    owed = invoice(trader, "2026-03-20")
    trader.api.post(
        "/api/vat-schemes", {"scheme": "cash", "from": "2026-04-01", "stagger": "1"}, scope="admin", status=200
    )
    paid(trader, owed)
    earlier = {"schemes": [{"scheme": "cash", "from": "2026-03-01", "stagger": "1"}]}
    assert trader.api.ask("PUT", "/api/vat-schemes", earlier, scope="admin").status == 200
    assert 6 in trader.boxes("2026-Q2")
    trader.api.patch(f"/api/invoices/{owed}", {"date": "2026-02-20"})
    assert trader.boxes("2026-Q2") == {}
