"""On the cash basis one payment may be of typed and of read bills: each part is what its own bill says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.documents.clerk_of_invoices import BRITISH, file_under
from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.invoices.test_flat_rate import line
from tests.workflows.owed.desk import Desk, sat_down


@pytest.fixture
def trader(place: Place) -> Iterator[Desk]:
    """A sole trader on the cash basis."""
    desk = sat_down(place, entity_type="sole_trader")
    yield desk
    assert desk.keeper.faults() == []
    desk.world.books.close()


def registered(desk: Desk, **more: Any) -> None:
    body = {"scheme": "cash", "from": "2025-04-01", "registered_on": "2024-01-01", **more}
    desk.api.post("/api/vat-schemes", body, scope="admin", status=200)


def typed(desk: Desk, net: float, category: str = "rent") -> str:
    body = {"direction": "purchase", "date": "2026-03-02", "contact_name": "Mill Lane Estates", "amounts": "gross"}
    return str(desk.api.post("/api/invoices", {**body, "lines": [line(category, net)]})["invoice"]["id"])


def read_bill(desk: Desk, category: str | None = "cat_software", **more: Any) -> str:
    """120.00 with 20.00 of VAT."""
    clerk = Clerk(desk.keeper)
    state = clerk.uploaded_and_read(einvoice(**{"vat_number": BRITISH, **more}))
    if category is not None:
        file_under(clerk, state, category)
    return str(clerk.id_of(state))


def pays(desk: Desk, paid: float, *bills: str) -> str:
    """One line of that much out beside all of them."""
    entered = str(desk.enter("2026-04-20", -paid, "MILL LANE AND HARBOUR")["id"])
    for bill in bills:
        desk.api.patch(f"/api/documents/{bill}", {"transaction_ids": [entered]})
    return entered


def parts(desk: Desk, transaction: str) -> dict[str, float]:
    """By category, in pounds; of a line without parts its own."""
    shown = desk.api.get(f"/api/transactions/{transaction}")["transaction"]
    split = shown.get("splits") or [shown]
    return {part["category"]["id"]: part["amount"] for part in split}


@pytest.mark.parametrize("typed_first", [True, False])
def test_a_payment_of_a_typed_and_a_read_bill_is_filed_as_both(trader: Desk, typed_first: bool) -> None:
    bills = [typed(trader, 300), read_bill(trader)]
    paid = pays(trader, 420, *(bills if typed_first else reversed(bills)))
    assert parts(trader, paid) == {"cat_rent": -300, "cat_software": -120}


def test_a_read_bill_that_is_filed_anew_moves_its_part_of_the_payment(trader: Desk) -> None:
    bills = [typed(trader, 300), read_bill(trader)]
    paid = pays(trader, 420, *bills)
    trader.api.patch(f"/api/documents/{bills[1]}", {"category_id": "cat_office"})
    assert parts(trader, paid) == {"cat_rent": -300, "cat_office": -120}


def test_the_vat_of_each_is_its_own_papers(trader: Desk) -> None:
    """The rent is exempt; the 120.00 of software bear 20.00, claimed when they are paid."""
    registered(trader)
    pays(trader, 420, typed(trader, 300), read_bill(trader))
    boxes = trader.api.get("/api/reports/vat?period=2026-Q2")["report"]["boxes"]
    assert {box["box"]: box["amount"] for box in boxes if box["amount"]} == {4: 20, 5: 20, 7: 400}


def test_what_is_paid_of_a_read_bill_is_of_its_category(trader: Desk) -> None:
    """100.00 of the 120.00 are paid with the rent."""
    bills = [typed(trader, 300), read_bill(trader)]
    entered = str(trader.enter("2026-04-20", -400, "MILL LANE AND HARBOUR")["id"])
    for bill in bills:
        trader.api.patch(f"/api/documents/{bill}", {"transaction_ids": [entered]})
    shown = trader.api.get(f"/api/invoices/{bills[1]}")["invoice"]
    assert shown["open_amount"] == 20
    assert parts(trader, entered) == {"cat_rent": -300, "cat_software": -100}


def test_where_a_bill_waits_for_its_category_nothing_is_filed_as_it(trader: Desk) -> None:
    """Nobody knows the supplier, and the line itself says nothing: it waits for a person as a whole."""
    unknown = read_bill(trader, None, supplier="Zorbil Quandary Ltd")
    entered = str(trader.enter("2026-04-20", -420, "000417")["id"])
    for bill in (unknown, typed(trader, 300)):
        trader.api.patch(f"/api/documents/{bill}", {"transaction_ids": [entered]})
    assert parts(trader, entered) == {"cat_uncategorised": -420}
    trader.api.patch(f"/api/documents/{unknown}", {"category_id": "cat_software"})
    assert parts(trader, entered) == {"cat_rent": -300, "cat_software": -120}


@pytest.mark.parametrize(
    ("gross", "vat", "claimed"), [("2400.00", "400.00", {4: 200, 5: 200, 7: 1000}), ("1999.99", "333.33", {})]
)
def test_a_read_bill_of_capital_goods_that_is_paid_in_parts_is_one_purchase(
    trader: Desk, gross: str, vat: str, claimed: dict[int, float]
) -> None:
    """The flat rate claims on a purchase of 2,000.00 or more with VAT, though each payment is less."""
    registered(trader, scheme="flat_rate", sector="general_building")
    net = f"{float(gross) - float(vat):.2f}"
    bill = read_bill(trader, "cat_fa_plant", net=net, vat=vat, gross=gross)
    paid = (("2026-01-20", float(gross) - 1200), ("2026-04-20", 1200))
    half = [trader.enter(day, -amount, "HARBOUR", category_id="cat_fa_plant") for day, amount in paid]
    trader.api.patch(f"/api/documents/{bill}", {"transaction_ids": [one["id"] for one in half]})
    boxes = trader.api.get("/api/reports/vat?period=2026-Q2")["report"]["boxes"]
    assert {box["box"]: box["amount"] for box in boxes if box["amount"]} == claimed


def test_a_payment_of_read_bills_alone_keeps_what_it_was_filed_under(trader: Desk) -> None:
    first, second = read_bill(trader), read_bill(trader, number="HS-1042")
    entered = str(trader.enter("2026-04-20", -240, "HARBOUR STATIONERS", category_id="cat_office")["id"])
    for bill in (first, second):
        trader.api.patch(f"/api/documents/{bill}", {"transaction_ids": [entered]})
    assert parts(trader, entered) == {"cat_office": -240}
