"""Bank accounts and categories over the door."""

from __future__ import annotations

import pytest

from tests.api.operations.world import FORM_TYPE, STATEMENT, World, form


def test_a_bank_account_says_its_balance_and_whether_the_bank_agrees(world: World) -> None:
    account = world.ours.get("/api/bank-accounts")["bank_accounts"][0]
    assert list(account)[:9] == [
        "id",
        "name",
        "kind",
        "currency",
        "sort_code",
        "account_number",
        "balance",
        "foreign_balance",
        "agrees_with_bank",
    ]
    assert (account["id"], account["balance"], account["agrees_with_bank"]) == ("ba_main", 2792.23, None)
    assert world.ours.get("/api/bank-accounts/ba_main")["bank_account"] == account
    savings = world.theirs.get(f"/api/bank-accounts/{world.their_ids['ba_']}")["bank_account"]
    assert savings["balance"] == 924.75
    assert savings["agrees_with_bank"] == {"as_of": "2026-02-02", "statement_balance": 924.75, "difference": 0.0}


def test_a_bank_account_is_added_and_changed(world: World) -> None:
    body = {"name": "Petty cash", "kind": "cash"}
    account = world.ours.post("/api/bank-accounts", body)["bank_account"]
    assert (account["id"], account["balance"], account["category"]) == ("ba_petty_cash", 0.0, "cat_cash")
    new = {"date": "2026-02-10", "description": "Stamps", "amount": -12.5, "bank_account_id": account["id"]}
    world.ours.post("/api/transactions", new)
    changed = world.ours.patch(f"/api/bank-accounts/{account['id']}", {"name": "Till", "archived": True})[
        "bank_account"
    ]
    assert (changed["name"], changed["balance"], changed["archived"]) == ("Till", -12.5, True)
    assert world.ours.get(f"/api/bank-accounts/{account['id']}")["bank_account"] == changed
    error = world.ours.refused("POST", "/api/transactions", new)
    assert (error["status"], error["param"]) == (400, "bank_account_id")
    statement = form(STATEMENT, bank_account_id="ba_main", mode="preview")
    assert world.ours.ask("POST", "/api/imports", statement, headers=[FORM_TYPE]).status == 200


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"kind": "cash"}, "name"),
        ({"name": " ", "kind": "cash"}, "name"),
        ({"name": "x", "kind": "piggy"}, "kind"),
        ({"name": "x", "kind": "current", "currency": "EUX"}, "currency"),
        ({"name": "x", "kind": "current", "sort_code": "1234"}, "sort_code"),
        ({"name": "x", "kind": "current", "balance": 5}, "balance"),
    ],
)
def test_a_bank_account_that_cannot_be_is_refused_by_field(world: World, body: object, param: str) -> None:
    error = world.ours.refused("POST", "/api/bank-accounts", body)
    assert (error["status"], error["param"]) == (400, param)


def test_the_chart_comes_in_the_order_of_its_codes(world: World) -> None:
    listed = world.ours.get("/api/categories")
    codes = [category["nominal"] for category in listed["categories"]]
    assert codes == sorted(codes)
    assert listed["pagination"]["total"] == len(codes) > 100
    software = next(c for c in listed["categories"] if c["id"] == "cat_software")
    assert (software["name"], software["type"], software["archived"]) == ("Software & Subscriptions", "expense", False)
    page = world.ours.get("/api/categories?limit=2&offset=1")
    assert page["categories"] == listed["categories"][1:3]
    assert page["pagination"]["has_more"] is True


def test_a_category_is_added_used_and_changed(world: World) -> None:
    category = world.ours.post("/api/categories", {"name": "Van hire", "like": "cat_travel"})["category"]
    assert (category["id"], category["type"]) == ("cat_van_hire", "expense")
    world.ours.patch(f"/api/transactions/{world.transactions[6]}", {"category_id": category["id"]})
    world.ours.patch(f"/api/categories/{category['id']}", {"name": "Vans & lorries"})
    listed = world.ours.get(f"/api/transactions?category={category['id']}")["transactions"]
    assert [row["category"]["name"] for row in listed] == ["Vans & lorries"]
    archived = world.ours.patch(f"/api/categories/{category['id']}", {"archived": True})["category"]
    assert archived["archived"] is True
    error = world.ours.refused("PATCH", f"/api/transactions/{world.transactions[1]}", {"category_id": category["id"]})
    assert error["status"] == 400


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"name": "x"}, "like"),
        ({"name": "x", "like": "cat_nothing"}, "like"),
        ({"name": "x", "like": "cat_bank"}, "like"),
        ({"name": "Sales", "like": "cat_travel"}, "name"),
        ({"name": "x", "like": "cat_travel", "vat_default": "T1"}, "vat_default"),
        ({"name": "x", "like": "cat_travel", "nominal": "N1"}, "nominal"),
    ],
)
def test_a_category_that_cannot_be_is_refused_by_field(world: World, body: object, param: str) -> None:
    error = world.ours.refused("POST", "/api/categories", body)
    assert (error["status"], error["param"]) == (400, param)
