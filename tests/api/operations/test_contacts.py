"""Contacts over the door."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.operations.world import World


def test_contacts_come_by_name_with_what_moved(world: World) -> None:
    listed = world.ours.get("/api/contacts")
    names = [contact["name"] for contact in listed["contacts"]]
    assert names == sorted(names, key=str.lower)
    assert listed["pagination"] == {"total": 4, "limit": 50, "offset": 0, "has_more": False, "next_cursor": None}
    acme = next(contact for contact in listed["contacts"] if contact["name"] == "Acme Ltd")
    assert list(acme) == [
        "id",
        "name",
        "type",
        "email",
        "phone",
        "vat_number",
        "transaction_count",
        "total_in",
        "total_out",
        "last_transaction_date",
        "external_id",
        "metadata",
        "created_at",
        "updated_at",
    ]
    assert (acme["type"], acme["transaction_count"], acme["total_in"], acme["total_out"]) == ("client", 2, 3000.0, 0.0)
    assert acme["last_transaction_date"] == "2025-09-30"
    assert world.ours.get(f"/api/contacts/{acme['id']}")["contact"] == {
        **acme,
        "aliases": ["ACME"],
        "default_category_id": None,
        "default_vat_code": None,
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("type=client", ["Acme Ltd"]),
        ("search=ACME", ["Acme Ltd"]),
        ("search=trianline&type=supplier", ["Trainline"]),
        ("search=nobody", []),
        ("limit=1&offset=1", ["AWS Emea"]),
        ("offset=99", []),
    ],
)
def test_contacts_are_found_by_type_and_part_of_the_name(world: World, query: str, names: list[str]) -> None:
    assert [contact["name"] for contact in world.ours.get(f"/api/contacts?{query}")["contacts"]] == names


def test_a_contact_is_added_changed_and_removed(world: World) -> None:
    body = {
        "name": "Ben's Café Ltd",
        "type": "supplier",
        "email": "ben@example.com",
        "phone": "020",
        "vat_number": None,
    }
    contact = world.ours.post("/api/contacts", body)["contact"]
    assert (contact["name"], contact["type"], contact["email"]) == ("Ben's Café Ltd", "supplier", "ben@example.com")
    assert (contact["transaction_count"], contact["last_transaction_date"]) == (0, None)
    path = f"/api/contacts/{contact['id']}"
    changed = world.ours.patch(path, {"email": None, "type": "client"})["contact"]
    assert changed == {**contact, "email": None, "type": "client", "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > contact["updated_at"] == contact["created_at"]
    assert world.ours.patch(path, {})["contact"] == changed
    assert world.ours.ask("DELETE", path).status == 204
    assert world.ours.refused("GET", path)["code"] == "not_found"
    assert world.ours.refused("DELETE", path)["code"] == "not_found"


def test_a_contact_that_is_known_or_used_is_a_conflict(world: World) -> None:
    assert world.ours.refused("POST", "/api/contacts", {"name": "ACME LIMITED"})["code"] == "conflict"
    assert world.ours.refused("DELETE", f"/api/contacts/{world.contact('acme')}")["code"] == "conflict"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "!!!"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Jo", "type": "friend"}, "type"),
        ({"name": "Jo", "email": "nowhere"}, "email"),
        ({"name": "Jo", "total_in": 5}, "total_in"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_by_field(world: World, body: object, param: str) -> None:
    error = world.ours.refused("POST", "/api/contacts", body)
    assert (error["status"], error["param"]) == (400, param)


@pytest.mark.parametrize("query", ["type=friend", "search=", "limit=500", "cursor=x", "sort=name"])
def test_a_parameter_that_cannot_be_is_refused_by_name(world: World, query: str) -> None:
    assert world.ours.refused("GET", f"/api/contacts?{query}")["param"] == query.partition("=")[0]


def _entered(world: World, text: str, amount: float = -12.5, day: str = "2025-10-02") -> dict[str, Any]:
    body = {"date": day, "description": text, "amount": amount, "bank_account_id": "ba_main"}
    line: dict[str, Any] = world.ours.post("/api/transactions", body)["transaction"]
    return line


def _contact_of(world: World, line: dict[str, Any]) -> str:
    return str(world.ours.get(f"/api/transactions/{line['id']}")["transaction"]["contact"]["id"])


def test_a_payee_that_the_bank_cut_is_one_contact_under_two_names(world: World) -> None:
    whole, cut = _entered(world, "CARD PAYMENT TO HAZELMERE HILL WINE BAR"), _entered(world, "HAZELMERE HILL WINE")
    assert _contact_of(world, whole) == _contact_of(world, cut)
    found = world.ours.get(f"/api/contacts/{_contact_of(world, whole)}")["contact"]
    assert found["aliases"] == ["HAZELMERE HILL WINE", "HAZELMERE HILL WINE BAR"]
    assert (found["transaction_count"], found["total_out"]) == (2, 25.0)


def test_a_merger_joins_lines_and_names_and_is_taken_back(world: World) -> None:
    one, other = _entered(world, "BRIDGE STREET GLASS"), _entered(world, "B S GLAZING", -40.0)
    gone, kept = _contact_of(world, one), _contact_of(world, other)
    world.ours.patch(f"/api/contacts/{gone}", {"email": "glass@example.com"})
    merged = world.ours.post(f"/api/contacts/{gone}/merge", {"into": kept}, status=200)["contact"]
    assert merged["aliases"] == ["B S GLAZING", "BRIDGE STREET GLASS"]
    assert (merged["transaction_count"], merged["total_out"], merged["email"]) == (2, 52.5, "glass@example.com")
    assert _contact_of(world, one) == kept
    assert world.ours.refused("GET", f"/api/contacts/{gone}")["code"] == "not_found"
    later = _entered(world, "BRIDGE STREET GLASS", -7.0)
    assert _contact_of(world, later) == kept, "what it was called is learnt"
    assert world.ours.ask("DELETE", f"/api/contacts/{gone}/merge").status == 204
    back = world.ours.get(f"/api/contacts/{gone}")["contact"]
    assert (back["id"], back["aliases"], back["transaction_count"]) == (gone, ["BRIDGE STREET GLASS"], 2)
    assert (_contact_of(world, later), _contact_of(world, other)) == (gone, kept)
    assert world.ours.get(f"/api/contacts/{kept}")["contact"]["email"] is None
    assert world.ours.refused("DELETE", f"/api/contacts/{gone}/merge")["code"] == "not_found"


def test_a_contact_is_split_by_alias_and_merged_again(world: World) -> None:
    whole, cut = _entered(world, "SILVERDALE CORNER INNS"), _entered(world, "SILVERDALE CORNER INN")
    contact = _contact_of(world, whole)
    path = f"/api/contacts/{contact}/split"
    made = world.ours.post(path, {"aliases": ["SILVERDALE CORNER INN"], "name": "The Corner Inn"})["contact"]
    assert (made["name"], made["aliases"]) == ("The Corner Inn", ["SILVERDALE CORNER INN"])
    assert (_contact_of(world, whole), _contact_of(world, cut)) == (contact, made["id"])
    assert world.ours.refused("POST", path, {"aliases": ["SILVERDALE CORNER INNS"]})["param"] == "aliases"
    again = world.ours.post(f"/api/contacts/{made['id']}/merge", {"into": contact}, status=200)["contact"]
    assert again["transaction_count"] == 2
    assert _contact_of(world, cut) == contact


def test_a_transfer_between_own_accounts_makes_no_contact(world: World) -> None:
    body = {"date": "2025-10-02", "description": "TO SAVINGS POT", "amount": -50.0, "bank_account_id": "ba_main"}
    line = world.ours.post("/api/transactions", {**body, "category_id": "cat_transfer"})["transaction"]
    assert line["contact"] is None


def test_the_category_kept_for_a_contact_files_its_next_lines(world: World) -> None:
    acme = f"/api/contacts/{world.contact('acme')}"
    shown = world.ours.patch(acme, {"default_category_id": "cat_other_income"})["contact"]
    assert (shown["default_category_id"], shown["default_vat_code"]) == ("cat_other_income", None)
    line = {"date": "2025-10-03", "description": "ACME LTD", "amount": 120.5, "bank_account_id": "ba_main"}
    filed = world.ours.post("/api/transactions", line)["transaction"]
    assert (filed["category"]["id"], filed["confidence"]) == ("cat_other_income", 1.0)
    assert world.ours.patch(acme, {"default_category_id": None})["contact"]["default_category_id"] is None
    again = world.ours.post("/api/transactions", {**line, "date": "2025-10-04"})["transaction"]
    assert again["category"]["id"] != "cat_other_income"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"default_category_id": "cat_nothing"}, "default_category_id"),
        ({"default_vat_code": "P99"}, "default_vat_code"),
    ],
)
def test_a_default_that_there_is_not_is_refused(world: World, body: dict[str, Any], param: str) -> None:
    path = f"/api/contacts/{world.contact('acme')}"
    assert world.ours.refused("PATCH", path, body)["param"] == param
    assert world.ours.refused("POST", "/api/contacts", {"name": "Dock Side Stationers", **body})["param"] == param
