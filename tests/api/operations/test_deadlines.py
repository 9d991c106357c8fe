"""Deadlines over the door. The clock stands at 5 March 2026; years end on 31 March."""

from __future__ import annotations

from tests.api.operations.world import World


def test_the_list_is_soonest_first_and_says_what_the_contract_says(world: World) -> None:
    found = world.ours.get("/api/deadlines?days=365")["deadlines"]
    assert [d["due_date"] for d in found] == sorted(d["due_date"] for d in found)
    accounts = next(d for d in found if d["id"] == "ddl_accounts_20260331")
    assert accounts["type"] == "accounts"
    assert (accounts["due_date"], accounts["days_until"], accounts["status"]) == ("2026-12-31", 301, "upcoming")
    assert accounts["period"] == {"from": "2025-04-01", "to": "2026-03-31"}
    assert accounts["authority"] == "Companies House"
    assert accounts["rule"] == "CA 2006 s442 and s443"
    assert "£150" in accounts["penalty"]


def test_type_and_days_filter_and_are_checked(world: World) -> None:
    assert {d["type"] for d in world.ours.get("/api/deadlines?type=accounts")["deadlines"]} == {"accounts"}
    assert {d["status"] for d in world.ours.get("/api/deadlines?days=0")["deadlines"]} == {"overdue"}
    for query, param in (("days=-1", "days"), ("type=tax", "type"), ("limit=10", "limit"), ("days=1_0", "days")):
        assert world.ours.refused("GET", f"/api/deadlines?{query}")["param"] == param


def test_one_may_be_added_changed_met_and_taken_off(world: World) -> None:
    body = {"title": "Renew the insurance", "due_date": "2026-03-10", "amount": 450, "notes": "Ask Jo"}
    own = world.ours.post("/api/deadlines", body)["deadline"]
    assert (own["type"], own["status"], own["amount"], own["days_until"]) == ("other", "due_soon", 450, 5)
    path = f"/api/deadlines/{own['id']}"
    assert world.ours.patch(path, {"completed": True})["deadline"]["status"] == "completed"
    assert own["id"] not in [d["id"] for d in world.ours.get("/api/deadlines")["deadlines"]]
    every = world.ours.get("/api/deadlines?include_completed=true")["deadlines"]
    assert own["id"] in [d["id"] for d in every]
    assert world.ours.ask("DELETE", path).status == 204
    assert world.ours.refused("PATCH", path, {"completed": True})["code"] == "not_found"
    assert world.ours.refused("POST", "/api/deadlines", {**body, "type": "party"})["code"] == "bad_request"


def test_a_deadline_of_the_law_can_only_be_met(world: World) -> None:
    path = "/api/deadlines/ddl_accounts_20260331"
    assert world.ours.patch(path, {"completed_on": "2026-03-01"})["deadline"]["status"] == "completed"
    assert world.theirs.get("/api/deadlines?type=accounts")["deadlines"] != []
    assert world.ours.refused("PATCH", path, {"due_date": "2027-01-01"})["param"] == "due_date"


def test_what_deadlines_depend_on_is_kept(world: World) -> None:
    changed = world.ours.patch("/api/deadline-settings", {"payroll": {"since": "2026-01-06"}, "nation": "scotland"})
    assert changed["deadline_settings"]["payroll"]["has_employees"] is True
    assert world.ours.get("/api/deadline-settings")["deadline_settings"]["nation"] == "scotland"
    assert changed["deadline_settings"]["vat_payments_on_account"] is False
    large = world.ours.patch("/api/deadline-settings", {"vat_payments_on_account": True})
    assert large["deadline_settings"]["vat_payments_on_account"] is True
    assert "paye" in {d["type"] for d in world.ours.get("/api/deadlines")["deadlines"]}
    world.ours.patch("/api/deadline-settings", {"payroll": None})
    assert "paye" not in {d["type"] for d in world.ours.get("/api/deadlines")["deadlines"]}


def test_the_calendars_secret_is_shown_once(world: World) -> None:
    made = world.ours.post("/api/calendar-token", None, scope="admin", headers=[("Idempotency-Key", "c")])
    assert len(made["calendar_token"]["token"]) == 40
    again = world.ours.post("/api/calendar-token", None, scope="admin", headers=[("Idempotency-Key", "c")])
    assert again["calendar_token"] == {"token": None, "path": None}
    assert world.ours.ask("DELETE", "/api/calendar-token", scope="admin").status == 204
