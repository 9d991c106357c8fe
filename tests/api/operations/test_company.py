"""The company, its years, its keys and its audit log over the door."""

from __future__ import annotations

import pytest

from accountsos import ids
from tests.api.framework.asking import ask
from tests.api.operations.world import World


def test_the_company_is_shown_and_changed(world: World) -> None:
    company = world.ours.get("/api/company")["company"]
    assert (company["id"], company["name"]) == (ids.company_id(world.ours.tenant.number), "Harbour Lane Ltd")
    assert (company["basis"], company["incorporated_on"], company["closed_through"]) == ("accruals", "2024-04-01", None)
    body = {"name": " Harbour Row Ltd ", "trade": "web shop", "people": ["A", "B"], "company_number": "01234567"}
    changed = world.ours.patch("/api/company", body)["company"]
    assert changed == {**company, **body, "name": "Harbour Row Ltd"}
    assert world.ours.get("/api/company")["company"] == changed
    assert world.theirs.get("/api/company")["company"]["name"] == "Mill Street Ltd"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
        ({"basis": "cash"}, "basis"),
        ({"company_number": "12"}, "company_number"),
        ({"entity_type": "sole_trader"}, "entity_type"),
        ({"incorporated_on": "soon"}, "incorporated_on"),
    ],
)
def test_a_company_that_cannot_be_is_refused_by_field(world: World, body: object, param: str) -> None:
    error = world.ours.refused("PATCH", "/api/company", body)
    assert (error["status"], error["param"]) == (400, param)


def test_years_are_listed_added_closed_and_reopened(world: World) -> None:
    years = world.ours.get("/api/years")["years"]
    assert years == [
        {"starts_on": "2024-04-01", "ends_on": "2025-03-31", "closed": False},
        {"starts_on": "2025-04-01", "ends_on": "2026-03-31", "closed": False},
    ]
    body = {"starts_on": "2026-04-01", "ends_on": "2027-03-31"}
    assert world.ours.post("/api/years", body, status=200)["years"] == [*years, {**body, "closed": False}]
    closed = world.ours.post("/api/years/close", {"through": "2025-03-31"}, status=200)["years"]
    assert [year["closed"] for year in closed] == [True, False, False]
    assert world.ours.get("/api/company")["company"]["closed_through"] == "2025-03-31"
    assert world.ours.refused("POST", "/api/years/close", {"through": "2025-03-31"})["code"] == "conflict"
    reopen = {"reason": "the accountant's adjustments"}
    assert world.ours.refused("POST", "/api/years/reopen", reopen)["code"] == "forbidden"
    opened = world.ours.post("/api/years/reopen", reopen, status=200, scope="admin")["years"]
    assert not any(year["closed"] for year in opened)
    assert world.ours.refused("POST", "/api/years/reopen", reopen, scope="admin")["code"] == "conflict"


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("years", {"starts_on": "2026-04-01", "ends_on": "2026-03-31"}, "ends_on"),
        ("years", {"starts_on": "2026-05-01", "ends_on": "2027-03-31"}, "starts_on"),
        ("years", {"starts_on": "2026-04-01", "ends_on": "2027-12-31"}, "ends_on"),
        ("years", {"starts_on": "2026-04-01"}, "ends_on"),
        ("years/close", {"through": "2025-06-30"}, "through"),
        ("years/close", {"through": None}, "through"),
        ("years/reopen", {"reason": " "}, "reason"),
        ("years/reopen", {}, "reason"),
    ],
)
def test_a_year_that_cannot_be_is_refused_by_field(world: World, path: str, body: object, param: str) -> None:
    error = world.ours.refused("POST", f"/api/{path}", body, scope="admin")
    assert (error["status"], error["param"]) == (400, param)


def test_a_key_is_made_used_and_revoked(world: World) -> None:
    body = {"name": "till", "scopes": ["write", "read"], "expires_at": "2026-12-31"}
    key = world.ours.post("/api/keys", body, scope="admin")["key"]
    assert (key["name"], key["scopes"], key["expires_at"]) == ("till", ["read", "write"], "2026-12-31T23:59:59.999999Z")
    assert ids.is_api_key(key["secret"])
    assert ask(world.app, "/api/company", key=key["secret"]).status == 200
    listed = world.ours.get("/api/keys", scope="admin")["keys"]
    assert listed[-1] == {name: value for name, value in key.items() if name != "secret"}
    assert all("secret" not in shown for shown in listed)
    assert world.ours.ask("DELETE", f"/api/keys/{key['id']}", scope="admin").status == 204
    assert world.ours.refused("DELETE", f"/api/keys/{key['id']}", scope="admin")["code"] == "conflict"
    assert world.ours.get("/api/keys", scope="admin")["keys"][-1]["revoked_at"] is not None


def test_a_key_does_not_revoke_itself(world: World) -> None:
    key = world.ours.post("/api/keys", {"name": "own", "scopes": ["admin"]}, scope="admin")["key"]
    answer = ask(world.app, f"/api/keys/{key['id']}", "DELETE", key=key["secret"])
    assert (answer.status, answer.error["code"]) == (409, "conflict")
    assert ask(world.app, "/api/company", key=key["secret"]).status == 200


def test_a_regenerated_key_takes_over_and_the_old_one_ends_when_asked(world: World) -> None:
    old = world.ours.post("/api/keys", {"scopes": ["write"], "name": "till"}, scope="admin")["key"]
    new = world.ours.post(f"/api/keys/{old['id']}/regenerate", {"overlap_hours": 24}, scope="admin")["key"]
    assert (new["name"], new["scopes"], new["expires_at"]) == ("till", ["read", "write"], None)
    for key in (old, new):
        assert ask(world.app, "/api/company", key=key["secret"]).status == 200
    listed = {key["id"]: key for key in world.ours.get("/api/keys", scope="admin")["keys"]}
    assert listed[old["id"]]["expires_at"] is not None
    path = f"/api/keys/{new['id']}/regenerate"
    last = world.ours.post(path, {"overlap_hours": 0}, scope="admin")["key"]
    assert ask(world.app, "/api/company", key=last["secret"]).status == 200
    assert world.ours.refused("POST", path, {"overlap_hours": 0}, scope="admin")["code"] == "conflict"
    assert world.ours.refused("POST", path, {"overlap_hours": 169}, scope="admin")["param"] == "overlap_hours"
    assert world.ours.refused("POST", path, {"overlap_hours": 0}, scope="write")["code"] == "forbidden"
    theirs = world.theirs.post("/api/keys", {"scopes": ["read"]}, scope="admin")["key"]["id"]
    refused = world.ours.refused("POST", f"/api/keys/{theirs}/regenerate", {"overlap_hours": 0}, scope="admin")
    assert refused["code"] == "not_found"


def test_how_often_a_key_was_used_this_hour_is_listed(world: World) -> None:
    key = world.ours.post("/api/keys", {"scopes": ["read"]}, scope="admin")["key"]
    assert (key["last_used_at"], key["calls_this_hour"]) == (None, 0)
    for _ in range(2):
        world.windows.spend(key["id"], world.clock().timestamp())
    listed = world.ours.get("/api/keys", scope="admin")["keys"][-1]
    assert listed["calls_this_hour"] == 2
    assert listed["last_used_at"] == world.clock().strftime("%Y-%m-%dT%H:%M:00.000000Z")


def test_a_key_made_twice_under_one_idempotency_key_shows_its_secret_once(world: World) -> None:
    body, header = {"scopes": ["read"]}, [("Idempotency-Key", "once")]
    first = world.ours.post("/api/keys", body, scope="admin", headers=header)["key"]
    second = world.ours.post("/api/keys", body, scope="admin", headers=header)["key"]
    assert first["secret"].startswith("sk_live_")
    assert second == {**first, "secret": None}


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["root"]}, "scopes[0]"),
        ({"scopes": "read"}, "scopes"),
        ({"scopes": ["read"], "expires_at": "2026-03-01"}, "expires_at"),
        ({"scopes": ["read"], "expires_at": "tomorrow"}, "expires_at"),
    ],
)
def test_a_key_that_cannot_be_is_refused_by_field(world: World, body: object, param: str) -> None:
    error = world.ours.refused("POST", "/api/keys", body, scope="admin")
    assert error["status"] == 400
    assert error["param"] in (param, "scopes[]")


def test_keys_are_for_admins(world: World) -> None:
    assert world.ours.refused("GET", "/api/keys", scope="write")["code"] == "forbidden"
    assert world.ours.refused("POST", "/api/keys", {"scopes": ["read"]}, scope="write")["code"] == "forbidden"


def test_the_audit_log_says_who_did_what(world: World) -> None:
    contact = world.ours.post("/api/contacts", {"name": "Jo"})["contact"]
    world.ours.patch(f"/api/contacts/{contact['id']}", {"phone": "020"})
    page = world.ours.get("/api/audit?limit=2")
    newest, before = page["events"]
    assert (newest["action"], newest["subject"]) == ("contact.change", contact["id"])
    assert (newest["before"], newest["after"]) == ({"phone": None}, {"phone": "020"})
    assert newest["actor"] == f"key:{world.ours.tenant.key_ids['write']}"
    assert newest["id"].startswith("evt_")
    assert (before["action"], before["subject"]) == ("contact.add", contact["id"])
    assert page["pagination"]["has_more"] is True
    rest = world.ours.get(f"/api/audit?limit=200&offset={page['pagination']['total'] - 1}")["events"]
    assert [event["action"] for event in rest] == ["company.found"]


def test_every_row_of_the_audit_log_is_found_by_its_id_also_the_later_ones_of_one_write(world: World) -> None:
    two = [
        {"id": each["id"], "notes": "looked at"} for each in world.ours.get("/api/transactions?limit=2")["transactions"]
    ]
    world.ours.patch("/api/transactions", {"changes": two})
    listed = world.ours.get("/api/audit?limit=200")["events"]
    assert [world.ours.get(f"/api/audit/{event['id']}")["event"] for event in listed] == listed
    assert listed[0]["at"] == listed[1]["at"], "two rows of one write"
