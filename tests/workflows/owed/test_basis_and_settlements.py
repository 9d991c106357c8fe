"""A bill that leaves the books while something settles it, and comes back: its settlement goes and comes with it."""

from __future__ import annotations

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.owed.desk import Desk, sat_down

HARBOUR = "Harbour Stationers Ltd"

STANDING = {
    "write_off": {"cat_office": 10_000, "cat_other_income": -10_000},
    "discount": {},
    "fee": {"cat_office": 10_000, "cat_vat": 2_000, "cat_other_income": -12_000},
    "director": {"cat_office": 10_000, "cat_vat": 2_000, "cat_capital_introduced": -12_000},
}
"""A bill of 100.00 + 20.00 that was settled so, in pence; a creditor who asks no more gives back the VAT claimed."""


def basis(desk: Desk, name: str) -> None:
    assert desk.api.ask("PATCH", "/api/company", {"basis": name}, scope="admin").status == 200


@pytest.mark.parametrize("kind", STANDING)
def test_what_settled_a_bill_is_in_no_figure_on_cash_and_comes_back_with_accruals(place: Place, kind: str) -> None:
    desk = sat_down(place, entity_type="sole_trader")
    basis(desk, "accruals")
    desk.vat()
    bill = desk.bill("HS-1", "100.00", "20.00", "120.00", of=HARBOUR, day="2026-03-02")
    more = {"reason": "they closed"} if kind == "write_off" else {"amount": 120}
    body = {"kind": kind, "date": "2026-10-20", **more}
    desk.api.post(f"/api/documents/{bill}/settlements", body)
    for name, standing in (("accruals", STANDING[kind]), ("cash", {}), ("accruals", STANDING[kind])):
        basis(desk, name)
        assert desk.balances() == standing
        assert desk.keeper.faults() == []
    desk.world.books.close()


@pytest.mark.parametrize("scheme", ["standard", "cash"])
def test_a_paid_bill_of_nobody_waits_and_its_payment_is_a_cost_of_its_own(desk: Desk, scheme: str) -> None:
    desk.vat(scheme)
    bill = desk.bill("HS-1", "100.00", "20.00", "120.00", of=HARBOUR, day="2026-03-02")
    line = desk.enter("2026-04-20", -120, "HARBOUR STATIONERS HS-1", category_id="cat_office")
    desk.api.patch(f"/api/documents/{bill}", {"transaction_ids": [line["id"]]})
    before = desk.balances()
    whose = desk.api.get(f"/api/documents/{bill}")["document"]["contact"]["id"]
    waiting = desk.api.patch(f"/api/documents/{bill}", {"contact_id": None})["document"]["booking"]
    assert (waiting["state"], waiting["reason"]) == ("waiting", "say whose it is: set supplier or contact_id")
    assert desk.balances() == {"cat_office": 10_000, "cat_vat": 2_000}
    assert desk.keeper.faults() == []
    desk.api.patch(f"/api/documents/{bill}", {"contact_id": whose})
    assert desk.balances() == before
