"""Your own rules over the door: kept in order, seen before they change anything, applied, undone, proposed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.api.operations.world import World

RULES = "/api/categorisation-rules"
TAXI = {"category_id": "cat_travel", "description_contains": "QZX"}


def previewed(rule: dict[str, Any]) -> str:
    return f"{RULES}/preview?{urlencode(rule)}"


def add(world: World, **more: Any) -> Any:
    return world.ours.post(RULES, {**TAXI, **more})["rule"]


def enter(world: World, description: str, amount: float, **more: Any) -> Any:
    new = {"date": "2026-02-10", "description": description, "amount": amount, "bank_account_id": "ba_main", **more}
    return world.ours.post("/api/transactions", new)["transaction"]


def category_of(world: World, transaction_id: str) -> str:
    shown: str = world.ours.get(f"/api/transactions/{transaction_id}")["transaction"]["category"]["id"]
    return shown


def test_a_rule_files_what_comes_and_says_so(world: World) -> None:
    rule = add(world, description_contains="qzx  000", direction="out", amount_max=10)
    assert rule["category"]["id"] == "cat_travel"
    assert {**rule, "id": ""} == {
        "id": "",
        "position": 1,
        "works": True,
        "category": rule["category"],
        "description_contains": "qzx 000",
        "payee": None,
        "direction": "out",
        "amount_min": None,
        "amount_max": 10.0,
    }
    filed = enter(world, "QZX 000 VVV", -9.99)
    assert (filed["category"]["id"], filed["confidence"], filed["category_source"]) == ("cat_travel", 1, "rule")
    assert filed["category_reason"] == 'your rule: text "qzx 000", money out, up to 10.00'
    for amount in (-10.01, 9.99):
        assert enter(world, "QZX 000 VVV", amount)["category_source"] != "rule"


def test_the_first_rule_that_fits_wins_and_a_rule_can_be_moved(world: World) -> None:
    first, second = add(world), add(world, category_id="cat_office", description_contains="QZX 000")
    assert enter(world, "QZX 000 VVV", -1)["category"]["id"] == "cat_travel"
    moved = world.ours.patch(f"{RULES}/{second['id']}", {"position": 1})["rule"]
    assert moved["position"] == 1
    assert [(r["id"], r["position"]) for r in world.ours.get(RULES)["rules"]] == [(second["id"], 1), (first["id"], 2)]
    assert enter(world, "QZX 000 VVV", -1)["category"]["id"] == "cat_office"
    third = add(world, description_contains="KKZ", position=2)
    assert [r["id"] for r in world.ours.get(RULES)["rules"]] == [second["id"], third["id"], first["id"]]
    assert world.ours.ask("DELETE", f"{RULES}/{second['id']}").status == 204
    assert [(r["id"], r["position"]) for r in world.ours.get(RULES)["rules"]] == [(third["id"], 1), (first["id"], 2)]


def test_a_change_keeps_what_is_left_out_and_clears_what_is_null(world: World) -> None:
    rule = add(world, direction="out", amount_min=1, payee="Quick Taxis Ltd")
    assert rule["payee"] == "QUICK TAXIS"
    changed = world.ours.patch(f"{RULES}/{rule['id']}", {"payee": None, "direction": "in", "amount_max": 5})["rule"]
    assert changed == {**rule, "payee": None, "direction": "in", "amount_max": 5.0}
    actions = [event["action"] for event in world.ours.get("/api/audit?limit=2")["events"]]
    assert actions == ["rule.change", "rule.add"]
    world.ours.patch(f"{RULES}/{rule['id']}", {"amount_max": 5})
    assert world.ours.get("/api/audit?limit=1")["events"][0]["action"] == "rule.change"


@pytest.mark.parametrize(
    ("body", "param", "words"),
    [
        ({"category_id": "cat_travel"}, "description_contains", "without conditions"),
        ({"category_id": "cat_biscuits", "payee": "Esso"}, "category_id", "no category"),
        ({"category_id": "cat_bank", "payee": "Esso"}, "category_id", "cat_transfer"),
        ({"category_id": "cat_travel", "payee": "!!"}, "payee", "letters or digits"),
        ({"category_id": "cat_travel", "amount_min": -1}, "amount_min", "without sign"),
        ({"category_id": "cat_travel", "amount_min": 2, "amount_max": 1}, "amount_max", "less than amount_min"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_field(
    world: World, body: dict[str, Any], param: str, words: str
) -> None:
    for error in (world.ours.refused("POST", RULES, body), world.ours.refused("GET", previewed(body))):
        assert (error["status"], error["param"]) == (400, param)
        assert words in error["message"]
    assert world.ours.get(RULES)["rules"] == []


def test_the_same_rule_twice_is_a_conflict_that_names_the_first(world: World) -> None:
    rule = add(world)
    error = world.ours.refused("POST", RULES, {**TAXI, "description_contains": "qzx", "category_id": "cat_office"})
    assert error["status"] == 409
    assert rule["id"] in error["message"]


def test_a_preview_tells_and_an_application_does_it_and_an_undo_takes_it_back(world: World) -> None:
    unknown = world.transactions[6]
    seen = world.ours.get(previewed(TAXI))["refiled"]
    assert (seen["id"], seen["lines"], seen["remaining"], seen["locked"]) == (None, 1, 0, 0)
    (line,) = seen["sample"]
    assert (line["id"], line["category"]["id"], line["new_category"]["id"]) == (
        unknown,
        "cat_uncategorised",
        "cat_travel",
    )
    rule = add(world)
    target = f"{RULES}/{rule['id']}/apply"
    dry = world.ours.post(target, {"dry_run": True}, status=200)["refiled"]
    assert dry == {**seen, "sample": [{**line, "reason": 'your rule: text "QZX"'}]}
    assert category_of(world, unknown) == "cat_uncategorised"
    done = world.ours.post(target, {}, status=200)["refiled"]
    assert done == {**dry, "id": done["id"]}
    shown = world.ours.get(f"/api/transactions/{unknown}")["transaction"]
    assert (shown["category"]["id"], shown["category_source"], shown["reviewed"]) == ("cat_travel", "rule", False)
    assert {p["category"]["id"]: p["amount"] for p in shown["journal_entry"]["postings"]} == {
        "cat_bank": -7.77,
        "cat_travel": 7.77,
    }
    assert shown["history"][0]["action"] == "transaction.refile"
    assert world.ours.post(target, {}, status=200)["refiled"]["id"] is None, "there is nothing left to do"
    listed = world.ours.get("/api/refilings")["refilings"]
    assert listed == [{"id": done["id"], "rule_id": rule["id"], "lines": 1, "undone": False}]
    undone = world.ours.post(f"/api/refilings/{done['id']}/undo", None, status=200)["refiling"]
    assert undone == {**listed[0], "undone": True, "restored": 1, "left": 0}
    assert category_of(world, unknown) == "cat_uncategorised"
    assert world.ours.refused("POST", f"/api/refilings/{done['id']}/undo")["status"] == 409


def test_what_a_person_has_filed_is_never_filed_anew_and_an_undo_leaves_what_was_filed_since(world: World) -> None:
    chosen = enter(world, "QZX 111", -5, category_id="cat_office")["id"]
    reviewed, free = enter(world, "QZX 222", -6)["id"], enter(world, "QZX 333", -8)["id"]
    world.ours.patch(f"/api/transactions/{reviewed}", {"reviewed": True})
    rule = add(world, amount_min=1, direction="out")
    done = world.ours.post(f"{RULES}/{rule['id']}/apply", {"from": "2026-02-01"}, status=200)["refiled"]
    assert [line["id"] for line in done["sample"]] == [free]
    assert category_of(world, chosen) == "cat_office"
    assert category_of(world, world.transactions[6]) == "cat_uncategorised", "a day before"
    world.ours.patch(f"/api/transactions/{free}", {"category_id": "cat_repairs"})
    undone = world.ours.post(f"/api/refilings/{done['id']}/undo", None, status=200)["refiling"]
    assert (undone["restored"], undone["left"]) == (0, 1)
    assert category_of(world, free) == "cat_repairs"


def test_a_closed_year_is_left_as_it_is_and_told(world: World) -> None:
    early = enter(world, "QZX 111", -5, date="2025-02-01")["id"]
    world.ours.post("/api/years/close", {"through": "2025-03-31"}, status=200)
    seen = world.ours.get(previewed(TAXI))["refiled"]
    assert (seen["lines"], seen["locked"]) == (1, 1)
    assert early not in [line["id"] for line in seen["sample"]]


def test_lines_are_categorised_again_by_what_was_learnt_since_and_nothing_else_changes(world: World) -> None:
    first, second = (enter(world, "QZX PAPER MILL", -amount)["id"] for amount in (5, 6))
    world.ours.patch(f"/api/transactions/{first}", {"category_id": "cat_office"})
    again = "/api/transactions/categorise"
    dry = world.ours.post(again, {"dry_run": True, "from": "2026-02-01"}, status=200)["refiled"]
    assert [(line["id"], line["new_category"]["id"]) for line in dry["sample"]] == [(second, "cat_office")]
    assert category_of(world, second) == "cat_uncategorised"
    done = world.ours.post(again, {"from": "2026-02-01"}, status=200)["refiled"]
    assert done["lines"] == 1
    assert category_of(world, second) == "cat_office"
    assert world.ours.get("/api/refilings")["refilings"][0]["rule_id"] is None
    assert world.ours.post(again, {"from": "2026-02-01"}, status=200)["refiled"]["lines"] == 0
    assert world.ours.refused("POST", again, {"from": "2026-02-01", "to": "2026-01-01"})["param"] == "from"
    assert world.ours.refused("POST", again, {"bank_account_id": "ba_none"})["status"] == 404


def test_three_equal_corrections_of_a_payee_propose_a_rule_until_there_is_one(world: World) -> None:
    lines = [enter(world, "QZX PAPER MILL", -amount)["id"] for amount in (5, 6, 7)]
    for number, line in enumerate(lines):
        assert world.ours.get(f"{RULES}/proposals")["proposals"] == [], f"after {number} corrections"
        world.ours.patch(f"/api/transactions/{line}", {"category_id": "cat_office"})
    (proposed,) = world.ours.get(f"{RULES}/proposals")["proposals"]
    assert (proposed["payee"], proposed["direction"], proposed["category"]["id"]) == (
        "QZX PAPER MILL",
        "out",
        "cat_office",
    )
    assert proposed["corrected"] == lines[::-1]
    world.ours.post(RULES, {"category_id": "cat_office", "payee": proposed["payee"], "direction": "out"})
    assert world.ours.get(f"{RULES}/proposals")["proposals"] == []


def test_a_change_of_mind_proposes_nothing(world: World) -> None:
    lines = [enter(world, "QZX PAPER MILL", -amount)["id"] for amount in (5, 6, 7)]
    for line in lines:
        world.ours.patch(f"/api/transactions/{line}", {"category_id": "cat_office"})
    world.ours.patch(f"/api/transactions/{lines[0]}", {"category_id": "cat_travel"})
    assert world.ours.get(f"{RULES}/proposals")["proposals"] == []
