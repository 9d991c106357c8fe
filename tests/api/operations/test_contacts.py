"""Contacts over the door."""

from __future__ import annotations

import pytest

from tests.api.operations.world import World


def test_contacts_come_by_name_with_what_moved(world: World) -> None:
    listed = world.ours.get("/api/contacts")
    names = [contact["name"] for contact in listed["contacts"]]
    assert names == sorted(names, key=str.lower)
    assert listed["pagination"] == {"total": 4, "limit": 50, "offset": 0, "has_more": False}
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
    ]
    assert (acme["type"], acme["transaction_count"], acme["total_in"], acme["total_out"]) == ("client", 2, 3000.0, 0.0)
    assert acme["last_transaction_date"] == "2025-09-30"
    assert world.ours.get(f"/api/contacts/{acme['id']}")["contact"] == acme


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
    assert changed == {**contact, "email": None, "type": "client"}
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
