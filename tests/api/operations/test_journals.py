"""Manual journals, templates and opening balances over the door."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.operations.world import World

SIDES = [{"category_id": "cat_travel", "debit": 30.5}, {"category_id": "cat_directors_loan", "credit": 30.5}]
JOURNAL = {"date": "2026-01-31", "narration": "Taxi paid by the director", "lines": SIDES}


def amounts(entry: dict[str, Any]) -> dict[str, float]:
    return {posting["category"]["id"]: posting["amount"] for posting in entry["postings"]}


def test_a_journal_is_posted_listed_and_taken_back(world: World) -> None:
    journal = world.ours.post("/api/journals", {**JOURNAL, "auto_reverse_on": "2026-02-01"})["journal"]
    assert journal["id"].startswith("je_")
    assert (journal["date"], journal["narration"], journal["undone"]) == ("2026-01-31", JOURNAL["narration"], False)
    assert amounts(journal["entry"]) == {"cat_travel": 30.5, "cat_directors_loan": -30.5}
    assert (journal["reversal"]["date"], amounts(journal["reversal"])["cat_travel"]) == ("2026-02-01", -30.5)
    assert world.ours.get(f"/api/journals/{journal['id']}")["journal"] == journal
    listed = world.ours.get("/api/journals")
    assert (listed["journals"], listed["pagination"]["total"]) == ([journal], 1)
    path = f"/api/journals/{journal['id']}"
    assert (world.ours.ask("DELETE", path).status, world.ours.get(path)["journal"]["undone"]) == (204, True)
    assert world.ours.refused("DELETE", f"/api/journals/{journal['id']}")["code"] == "conflict"
    expenses = world.ours.get("/api/reports/profit-loss?from=2025-04-01&to=2026-03-31")["report"]["expenses"]
    assert expenses["total"] == 200.0


def test_a_template_takes_its_values_by_name(world: World) -> None:
    values = {"amount": 120, "category_id": "cat_travel", "contact": world.contact("acme")}
    body = {"date": "2026-01-31", "template": "accrual", "values": values}
    journal = world.ours.post("/api/journals", body)["journal"]
    assert amounts(journal["entry"]) == {"cat_travel": 120.0, "cat_accruals": -120.0}
    assert journal["auto_reverse_on"] == "2026-02-01"
    assert journal["entry"]["postings"][0]["contact_id"] == values["contact"]
    values = {**values, "auto_reverse_on": "2026-02-15", "contact": None}
    later = world.ours.post("/api/journals", {**body, "values": values})["journal"]
    assert later["reversal"]["date"] == "2026-02-15"


def test_templates_say_what_they_take(world: World) -> None:
    found = {t["key"]: t for t in world.ours.get("/api/journals/templates")["templates"]}
    assert {"payroll", "depreciation", "stock", "accrual", "prepayment", "dividend", "corporation_tax"} <= set(found)
    amount = found["dividend"]["fields"][0]
    assert (amount["name"], amount["kind"], amount["required"]) == ("amount", "amount", True)


@pytest.mark.parametrize(
    ("body", "param", "status"),
    [
        ({**JOURNAL, "narration": " "}, "narration", 400),
        ({**JOURNAL, "lines": SIDES[:1]}, "lines", 400),
        ({**JOURNAL, "lines": [SIDES[0], {**SIDES[1], "credit": 30}]}, "lines", 400),
        ({**JOURNAL, "lines": [SIDES[0], {**SIDES[1], "category_id": "cat_bank"}]}, "lines", 400),
        ({**JOURNAL, "lines": [SIDES[0], {**SIDES[1], "category_id": "cat_nothing"}]}, "lines", 400),
        ({**JOURNAL, "lines": [SIDES[0], {**SIDES[1], "debit": 1}]}, "lines", 400),
        ({**JOURNAL, "lines": [SIDES[0], {**SIDES[1], "contact_id": "con_00000000000001"}]}, None, 404),
        ({**JOURNAL, "auto_reverse_on": "2026-01-31"}, "auto_reverse_on", 400),
        ({**JOURNAL, "template": "dividend"}, "lines", 400),
        ({**JOURNAL, "values": {}}, "values", 400),
        ({"date": "2026-01-31", "template": "magic"}, "template", 400),
        ({"date": "2026-01-31", "template": "dividend"}, "amount", 400),
        ({"date": "2026-01-31", "template": "dividend", "values": {"amount": "5"}}, "values.amount", 400),
        ({"date": "2026-01-31", "template": "dividend", "values": {"amount": 5.001}}, "values.amount", 400),
        ({"date": "2026-01-31", "template": "dividend", "values": {"amount": -5}}, "amount", 400),
        ({"date": "2026-01-31", "template": "dividend", "values": {"colour": 5}}, "values.colour", 400),
        (
            {"date": "2026-01-31", "template": "dividend", "values": {"amount": 5, "contact": "con_00000000000001"}},
            None,
            404,
        ),
        (
            {
                "date": "2026-01-31",
                "template": "accrual",
                "values": {"amount": 5, "category_id": "cat_travel", "auto_reverse_on": "soon"},
            },
            "values.auto_reverse_on",
            400,
        ),
        ({**JOURNAL, "date": None}, "date", 400),
    ],
)
def test_a_journal_that_cannot_be_is_refused_by_field(
    world: World, body: object, param: str | None, status: int
) -> None:
    error = world.ours.refused("POST", "/api/journals", body)
    assert error["status"] == status
    assert param is None or error["param"] == param
    assert world.ours.get("/api/journals")["journals"] == []


def test_a_journal_into_a_closed_year_is_a_conflict(world: World) -> None:
    world.ours.post("/api/years/close", {"through": "2025-03-31"}, status=200)
    assert world.ours.refused("POST", "/api/journals", {**JOURNAL, "date": "2025-03-31"})["code"] == "conflict"


def test_opening_balances_start_the_books(world: World) -> None:
    body = {
        "conversion_date": "2025-06-01",
        "lines": [
            {"category_id": "cat_bank", "bank_account_id": "ba_main", "debit": 1000},
            {"category_id": "cat_share_capital", "credit": 100},
            {"category_id": "cat_retained", "credit": 900},
        ],
    }
    found = world.ours.post("/api/opening-balances", body)["opening_balances"]
    assert (found["conversion_date"], found["journal"]["date"]) == ("2025-06-01", "2025-05-31")
    assert amounts(found["journal"]["entry"]) == {
        "cat_bank": 1000.0,
        "cat_share_capital": -100.0,
        "cat_retained": -900.0,
    }
    sheet = world.ours.get("/api/reports/balance-sheet?as_of=2025-05-31")["report"]
    assert (sheet["net_assets"], sheet["balanced"]) == (1000.0, True)
    assert world.ours.get(f"/api/transactions/{world.transactions[0]}")["transaction"]["journal_entry"] is None
    assert world.ours.refused("POST", "/api/opening-balances", body)["code"] == "conflict"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([], 400),
        ([{"category_id": "cat_share_capital", "credit": 100}], 400),
        ([{"category_id": "cat_bank", "debit": 1}, {"category_id": "cat_retained", "credit": 1}], 400),
        (
            [
                {"category_id": "cat_debtors", "debit": 1, "contact_id": "con_00000000000001"},
                {"category_id": "cat_retained", "credit": 1},
            ],
            404,
        ),
    ],
)
def test_opening_balances_that_cannot_be_are_refused(world: World, lines: list[object], status: int) -> None:
    body = {"conversion_date": "2025-06-01", "lines": lines}
    assert world.ours.refused("POST", "/api/opening-balances", body)["status"] == status
