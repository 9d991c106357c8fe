"""What a company's past says of a new line: refunds go back where they came from, references tell purposes apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.api.operations.test_imports import send
from tests.api.operations.world import World

SHOP = "HARBOUR CHANDLERY"
PAID = f"06/11/2025,{SHOP},-49.99\n07/11/2025,QQ TAXI,-3.00\n"
BACK = f"01/12/2025,QQ TAXI,-4.00\n02/12/2025,{SHOP},49.99\n"
STARLING = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"


def line(world: World, amount: float) -> dict[str, Any]:
    """The one transaction of that amount."""
    found = [row for row in world.ours.get("/api/transactions?limit=200")["transactions"] if row["amount"] == amount]
    assert len(found) == 1
    shown: dict[str, Any] = world.ours.get(f"/api/transactions/{found[0]['id']}")["transaction"]
    return shown


def bring(world: World, text: str) -> None:
    assert send(world, text.encode()).status == 201


def file_under(world: World, amount: float, category: str) -> None:
    world.ours.patch(f"/api/transactions/{line(world, amount)['id']}", {"category_id": category})


def test_a_refund_goes_where_the_payment_was_filed_and_lowers_the_cost(world: World) -> None:
    bring(world, PAID)
    file_under(world, -49.99, "cat_office")
    bring(world, BACK)
    refund = line(world, 49.99)
    assert (refund["category"]["id"], refund["category_source"]) == ("cat_office", "refund")
    assert refund["category_reason"] == "a refund of what was paid on 2025-11-06, filed as before"
    posted = {p["category"]["id"]: p["amount"] for p in refund["journal_entry"]["postings"]}
    assert posted == {"cat_bank": 49.99, "cat_office": -49.99}
    report = world.ours.get("/api/reports/profit-loss?from=2025-12-01&to=2025-12-31")["report"]
    costs = {row["category"]["id"]: row["amount"] for row in report["expenses"]["lines"]}
    assert costs["cat_office"] == -49.99


@pytest.mark.parametrize("order", [1, -1])
def test_a_refund_in_the_same_file_is_known_whether_the_oldest_or_the_newest_line_comes_first(
    world: World, order: int
) -> None:
    world.ours.post(
        "/api/transactions",
        {
            "date": "2025-05-06",
            "description": SHOP,
            "amount": -1.5,
            "bank_account_id": "ba_main",
            "category_id": "cat_office",
        },
    )
    rows = (PAID + BACK).splitlines()[::order]
    bring(world, "\n".join(rows) + "\n")
    assert line(world, -49.99)["category_source"] == "history"
    assert line(world, 49.99)["category_reason"] == "a refund of what was paid on 2025-11-06, filed as before"


def test_a_refund_that_is_entered_by_hand_is_known_as_well(world: World) -> None:
    bring(world, PAID)
    file_under(world, -49.99, "cat_office")
    new = {"date": "2025-12-02", "description": SHOP, "amount": 20, "bank_account_id": "ba_main"}
    added = world.ours.post("/api/transactions", new)["transaction"]
    assert (added["category"]["id"], added["category_source"]) == ("cat_office", "refund")


def test_one_payee_with_two_references_has_two_categories(world: World) -> None:
    purposes = {"RENT": "cat_rent", "HIRE OF VAN": "cat_travel"}
    bring(world, paid_to("05/06/2025", 1, purposes) + paid_to("05/07/2025", 3, purposes, head=""))
    for pence in (1, 2, 3, 4):
        file_under(world, -20 - pence / 100, "cat_rent" if pence % 2 else "cat_travel")
    bring(world, paid_to("05/08/2025", 5, purposes))
    assert line(world, -20.05)["category"]["id"] == "cat_rent"
    assert line(world, -20.06)["category"]["id"] == "cat_travel"
    assert line(world, -20.06)["category_reason"] == "you filed 2 of 4 lines from this payee here"


def paid_to(day: str, pence: int, references: Iterable[str], head: str = STARLING) -> str:
    """Payments of 20 pounds and some pence to one payee, with these references."""
    rows = (
        f"{day},Harbour Chandlery,{reference},FASTER PAYMENT,-20.0{pence + n},\n"
        for n, reference in enumerate(references)
    )
    return head + "".join(rows)
