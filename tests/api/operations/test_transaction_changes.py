"""One transaction: shown, entered by hand, changed, split, protected against lost updates."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.operations.world import World

NEW = {"date": "2026-02-10", "description": "Stamps", "amount": -12.5, "bank_account_id": "ba_main"}


def shown(world: World, line: int) -> dict[str, Any]:
    """The transaction of a line, as the API shows it."""
    found: dict[str, Any] = world.ours.get(f"/api/transactions/{world.transactions[line]}")["transaction"]
    return found


def change(world: World, line: int, body: object, **options: Any) -> Any:
    return world.ours.patch(f"/api/transactions/{world.transactions[line]}", body, **options)


def sides(entry: dict[str, Any]) -> dict[str, float]:
    """Category and amount of each posting."""
    return {posting["category"]["id"]: posting["amount"] for posting in entry["postings"]}


def profit(world: World) -> Any:
    return world.ours.get("/api/reports/profit-loss?from=2025-04-01&to=2026-03-31")["report"]


def test_a_transaction_is_shown_with_entry_history_and_what_else_hangs_on_it(world: World) -> None:
    transaction = shown(world, 1)
    assert transaction["id"] == world.transactions[1]
    assert (transaction["amount"], transaction["net"], transaction["vat"]) == (-45.99, -45.99, None)
    assert sides(transaction["journal_entry"]) == {"cat_bank": -45.99, "cat_software": 45.99}
    assert transaction["journal_entry"]["id"].startswith("je_")
    assert transaction["journal_entry"]["postings"][0]["bank_account_id"] == "ba_main"
    assert (transaction["documents"], transaction["splits"], transaction["earlier_entries"]) == ([], [], [])
    assert [event["action"] for event in transaction["history"]] == ["transaction.add"]
    assert transaction["source"] is None


def test_an_imported_transaction_names_file_and_line(world: World) -> None:
    transaction = world.theirs.get(f"/api/transactions/{world.their_ids['txn_']}")["transaction"]
    assert transaction["source"] == {"import_id": world.their_ids["imp_"], "file_name": "statement.csv", "line": 2}


def test_a_line_is_entered_by_hand_and_posted(world: World) -> None:
    contact = world.contact("acme")
    body = {**NEW, "category_id": "cat_travel", "notes": "by hand", "contact_id": contact}
    answer = world.ours.ask("POST", "/api/transactions", body)
    assert answer.status == 201
    transaction = answer.json()["transaction"]
    assert b'"amount":-12.50,' in answer.body
    assert transaction["category"]["id"] == "cat_travel"
    assert (transaction["confidence"], transaction["category_source"]) == (1, "person")
    assert (transaction["notes"], transaction["contact"]["id"]) == ("by hand", contact)
    assert sides(transaction["journal_entry"]) == {"cat_bank": -12.5, "cat_travel": 12.5}
    assert profit(world)["expenses"]["total"] == 212.5
    again = world.ours.get(f"/api/transactions/{transaction['id']}")["transaction"]
    assert again.pop("history")[0]["actor"] == f"key:{world.ours.tenant.key_ids['write']}"
    assert again == transaction
    assert answer.headers["etag"] == '"1"'


@pytest.mark.parametrize("day", ["2026-03-06", "2024-03-31"])
def test_a_date_that_is_likely_a_slip_is_asked_for_before_it_is_entered(world: World, day: str) -> None:
    """The clock stands at 5 March 2026, and the first year begins on 1 April 2024."""
    sides = [{"category_id": "cat_travel", "debit": 5}, {"category_id": "cat_directors_loan", "credit": 5}]
    for path, body in (
        ("/api/transactions", NEW),
        ("/api/journals", {"narration": "Parking", "lines": sides}),
    ):
        refused = world.ours.refused("POST", path, {**body, "date": day})
        assert (refused["param"], "confirm_date" in refused["message"]) == ("date", True)
        world.ours.post(path, {**body, "date": day, "confirm_date": True})


def test_a_line_without_category_gets_a_suggestion(world: World) -> None:
    transaction = world.ours.post("/api/transactions", {**NEW, "description": "AWS EMEA"})["transaction"]
    assert transaction["category"]["id"] == "cat_software"
    assert transaction["reviewed"] is False


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("date", "10/02/2026", 400),
        ("date", None, 400),
        ("description", "", 400),
        ("description", "  ", 400),
        ("description", "x" * 501, 400),
        ("amount", "12.50", 400),
        ("amount", 12.505, 400),
        ("amount", 10**14, 400),
        ("amount", True, 400),
        ("bank_account_id", "ba_nothing", 404),
        ("bank_account_id", 7, 400),
        ("category_id", "cat_nothing", 400),
        ("category_id", "cat_bank", 400),
        ("contact_id", "con_00000000000001", 404),
        ("vat_code", "T1", 400),
        ("colour", "red", 400),
    ],
)
def test_a_bad_field_is_refused_by_name(world: World, field: str, value: object, status: int) -> None:
    error = world.ours.refused("POST", "/api/transactions", {**NEW, field: value})
    assert error["status"] == status
    assert error.get("param", field) == field
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 7


def test_a_new_category_reposts_teaches_and_leaves_an_audit_row(world: World) -> None:
    answer = change(world, 6, {"category_id": "cat_travel", "notes": "Late taxi"})
    transaction, posted = answer["transaction"], answer["posted"]
    assert (transaction["category"]["id"], transaction["confidence"]) == ("cat_travel", 1)
    assert (transaction["reviewed"], transaction["notes"]) == (True, "Late taxi")
    entry = transaction["journal_entry"]
    assert posted == {"entry_id": entry["id"], "entry_date": "2026-01-15", "vat_period": None, "corrects": None}
    assert [sides(e) for e in transaction["earlier_entries"]] == [{"cat_bank": -7.77, "cat_uncategorised": 7.77}]
    assert profit(world)["expenses"]["total"] == 207.77
    newest = shown(world, 6)["history"][0]
    assert (newest["action"], newest["actor"]) == ("transaction.change", f"key:{world.ours.tenant.key_ids['write']}")
    assert (newest["before"]["category_id"], newest["after"]["category_id"]) == ("cat_uncategorised", "cat_travel")
    assert newest["before"]["entry_id"] == transaction["earlier_entries"][0]["id"]
    learnt = world.ours.post("/api/transactions", {**NEW, "description": "QZX 000 VVV"})["transaction"]
    assert learnt["category"]["id"] == "cat_travel"


def test_null_gives_back_and_clears(world: World) -> None:
    change(world, 6, {"category_id": "cat_travel", "notes": "x"})
    transaction = change(world, 6, {"category_id": None, "notes": None, "contact_id": None})["transaction"]
    assert transaction["category_source"] != "person"
    assert (transaction["reviewed"], transaction["notes"], transaction["contact"]) == (False, None, None)


def test_nothing_asked_is_nothing_changed(world: World) -> None:
    before = shown(world, 1)
    answer = change(world, 1, {})
    assert answer["posted"] is None
    assert shown(world, 1) == before


def test_reviewing_keeps_the_suggestion(world: World) -> None:
    assert change(world, 6, {"reviewed": True})["transaction"]["category_source"] == "none"
    assert shown(world, 6)["reviewed"] is True


def test_a_split_posts_every_part(world: World) -> None:
    contact = world.contact("acme")
    parts = [
        {"category_id": "cat_travel", "amount": -100, "contact_id": contact, "notes": "train"},
        {"category_id": "cat_software", "amount": -20.5, "business_percent": 50},
    ]
    transaction = change(world, 3, {"splits": parts})["transaction"]
    assert transaction["category"]["id"] == "cat_travel"
    assert [
        (p["category"]["id"], p["amount"], p["contact_id"], p["business_percent"], p["notes"])
        for p in transaction["splits"]
    ] == [
        ("cat_travel", -100.0, contact, 100, "train"),
        ("cat_software", -20.5, transaction["contact"]["id"], 50, None),
    ]
    entry = sides(transaction["journal_entry"])
    assert (entry["cat_bank"], entry["cat_travel"], entry["cat_software"]) == (-120.5, 100.0, 10.25)
    listed = world.ours.get("/api/transactions?search=trainline")["transactions"]
    assert [row["split_count"] for row in listed] == [0, 2]
    whole = change(world, 3, {"category_id": "cat_travel"})["transaction"]
    assert (whole["splits"], whole["split_count"]) == ([], 0)


@pytest.mark.parametrize(
    ("body", "param", "status"),
    [
        ({"category_id": "cat_nothing"}, "category_id", 400),
        ({"category_id": "cat_bank"}, "category_id", 400),
        ({"contact_id": "con_00000000000001"}, "contact_id", 404),
        ({"splits": [{"category_id": "cat_travel", "amount": -1}]}, "splits", 400),
        ({"splits": []}, "splits", 400),
        ({"splits": [{"category_id": "cat_nothing", "amount": -120.5}]}, "splits[0].category_id", 400),
        ({"splits": [{"category_id": "cat_travel", "amount": -120.5, "business_percent": 101}]}, None, 400),
        (
            {"splits": [{"category_id": "cat_travel", "amount": -120.5, "contact_id": "con_00000000000001"}]},
            "splits[0].contact_id",
            404,
        ),
        ({"splits": [{"category_id": "cat_travel", "amount": -120.5}], "category_id": "cat_travel"}, "splits", 400),
        ({"vat_code": "T1"}, "vat_code", 400),
        ({"vat_amount": 1}, "vat_amount", 400),
        ({"reviewed": None}, "reviewed", 400),
        ({"amount": -1}, "amount", 400),
        ([], None, 400),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(
    world: World, body: object, param: str | None, status: int
) -> None:
    before = shown(world, 3)
    error = world.ours.refused("PATCH", f"/api/transactions/{world.transactions[3]}", body)
    assert error["status"] == status
    assert param is None or error["param"] == param
    assert shown(world, 3) == before


def test_a_version_that_is_no_longer_current_is_412_and_nothing_is_lost(world: World) -> None:
    path = f"/api/transactions/{world.transactions[6]}"
    tag = world.ours.ask("GET", path).headers["etag"]
    assert tag.startswith('"1-')
    changed = world.ours.ask("PATCH", path, {"notes": "mine"}, headers=[("If-Match", tag)])
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    error = world.ours.refused("PATCH", path, {"notes": "theirs"}, headers=[("If-Match", tag)])
    assert (error["status"], error["code"]) == (412, "precondition_failed")
    assert world.ours.refused("PATCH", path, {"notes": "x"}, headers=[("If-Match", 'W/"2"')])["status"] == 412
    assert world.ours.ask("PATCH", path, {"notes": "y"}, headers=[("If-Match", "*")]).status == 200
    now = world.ours.ask("GET", path).headers["etag"]
    assert now.startswith('"3-')
    assert world.ours.ask("GET", path, headers=[("If-None-Match", now)]).status == 304
    assert world.ours.ask("GET", path, headers=[("If-None-Match", tag)]).status == 200


def test_a_change_in_a_closed_year_says_where_it_landed(world: World) -> None:
    old = world.ours.post("/api/transactions", {**NEW, "date": "2025-02-01", "category_id": "cat_travel"})[
        "transaction"
    ]
    world.ours.post("/api/years/close", {"through": "2025-03-31"}, status=200)
    answer = world.ours.patch(f"/api/transactions/{old['id']}", {"category_id": "cat_software"})
    assert answer["posted"]["entry_date"] == "2025-04-01"
    assert answer["posted"]["corrects"] == old["journal_entry"]["id"]
    assert sides(answer["transaction"]["journal_entry"]) == {"cat_travel": -12.5, "cat_software": 12.5}
    assert answer["transaction"]["date"] == "2025-02-01"


def test_text_of_any_script_comes_back_as_it_was_sent(world: World) -> None:
    notes = 'Zürich "quoted" \\ 名 \U0001f9fe </script>'
    change(world, 1, {"notes": notes})
    listed = world.ours.get("/api/transactions?category=cat_software")["transactions"]
    assert listed[1]["notes"] == notes == shown(world, 1)["notes"]


def test_a_body_that_is_not_clean_json_is_refused(world: World) -> None:
    path = f"/api/transactions/{world.transactions[1]}"
    for body in (
        b'{"notes":"a","notes":"b"}',
        b'{"notes":NaN}',
        b'{"notes":"\\u0000"}',
        b'{"notes":"\\ud800"}',
        b'{"notes":"a"',
        b"\xff",
        b"[" * 40 + b"]" * 40,
        b'{"vat_amount":1e400}',
        json.dumps({"splits": [{"category_id": "cat_travel", "amount": -1, "note": "typo"}]}).encode(),
    ):
        assert world.ours.refused("PATCH", path, body)["status"] == 400
    assert shown(world, 1)["notes"] is None
