"""A hundred changes in one request: results in their order, versions, repeats, the rate limit, one undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accountsos.api.app import build_app
from accountsos.api.operations.registry import OPERATIONS
from accountsos.meters import Meters
from accountsos.server import ApiWindows
from accountsos.store.engine.limits import Limits
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.store.engine.sqlite_counter import SqliteCounter
from accountsos.web.context import ApiContext
from accountsos.workflows.access.manage_keys import KeyRing
from accountsos.workflows.bank.change_each import MOST_EACH
from tests.api.operations.world import Client, Keys, World

PATH = "/api/transactions"


def notes_of(world: World) -> list[Any]:
    return [world.ours.get(f"{PATH}/{line}")["transaction"]["notes"] for line in world.transactions]


def notes(world: World, *texts: str, **more: Any) -> dict[str, Any]:
    """A change of the notes of as many lines."""
    changes = [{"id": line, "notes": text} for line, text in zip(world.transactions, texts, strict=False)]
    return {"changes": changes, **more}


def entered(world: World, lines: int) -> list[str]:
    """So many more lines."""
    new = {"date": "2026-02-10", "amount": -1.5, "bank_account_id": "ba_main", "category_id": "cat_travel"}
    made = [world.ours.post(PATH, {**new, "description": f"BUS {n}"}) for n in range(lines)]
    return [one["transaction"]["id"] for one in made]


def test_each_has_a_result_of_its_own_in_the_order_of_the_changes(world: World) -> None:
    first, second, third, *_ = world.transactions
    tag = world.ours.ask("GET", f"{PATH}/{third}").headers["etag"]
    reply = world.ours.patch(
        PATH,
        {
            "changes": [
                {"id": third, "category_id": "cat_travel", "if_match": tag},
                {"id": first, "category_id": "cat_nonsense"},
                {"id": second, "notes": "seen", "if_match": "9"},
                {"id": world.their_ids["txn_"], "notes": "not ours"},
            ]
        },
    )
    done, wrong, late, unknown = reply["results"]
    assert [one["status"] for one in reply["results"]] == [200, 400, 412, 404]
    assert [one["id"] for one in reply["results"]] == [third, first, second, world.their_ids["txn_"]]
    assert (done["transaction"]["category"]["id"], done["error"]) == ("cat_travel", None)
    assert done["posted"]["entry_id"] == done["transaction"]["journal_entry"]["id"]
    assert world.ours.ask("GET", f"{PATH}/{third}").headers["etag"].startswith(f'"{done["etag"]}-')
    assert [one["error"]["param"] for one in (wrong, late, unknown)] == [
        "changes[1].category_id", "changes[2].if_match", "changes[3].id",
    ]  # fmt: skip
    assert "GET /api/categories" in wrong["error"]["message"]
    assert [one["transaction"] for one in (wrong, late, unknown)] == [None, None, None]
    assert (reply["changed"], reply["refused"]) == (1, 3)
    assert world.theirs.get(f"{PATH}/{world.their_ids['txn_']}")["transaction"]["notes"] is None


def test_one_by_one_or_together_the_reply_is_the_same(world: World) -> None:
    """What the change by itself answers stands in the result."""
    line, change = world.transactions[3], {"category_id": "cat_office", "notes": "Paper"}
    together = world.ours.patch(PATH, {"changes": [{"id": line, **change}]})["results"][0]
    alone = world.ours.patch(f"{PATH}/{line}", change)
    assert together["transaction"] == alone["transaction"]


@pytest.mark.parametrize("atomic", [True, False])
def test_all_or_each(world: World, atomic: bool) -> None:
    body = notes(world, "a", "b", "c", atomic=atomic)
    body["changes"][1]["if_match"] = "77"
    answer = world.ours.ask("PATCH", PATH, body)
    assert answer.status == (412 if atomic else 200)
    assert notes_of(world)[:3] == ([None, None, None] if atomic else ["a", None, "c"])
    if atomic:
        assert answer.error["param"] == "changes[1].if_match"


def test_several_that_are_refused_are_all_told(world: World) -> None:
    body = notes(world, "a", "b", "c", atomic=True)
    body["changes"][0]["category_id"] = body["changes"][2]["category_id"] = "cat_nonsense"
    error = world.ours.refused("PATCH", PATH, body)
    assert (error["status"], error["param"]) == (400, "changes[0].category_id")
    assert [one["param"] for one in error["details"]] == ["changes[0].category_id", "changes[2].category_id"]


def test_it_is_undone_as_one(world: World) -> None:
    before = [world.ours.get(f"{PATH}/{line}")["transaction"]["category"] for line in world.transactions]
    changes = [{"id": line, "category_id": "cat_office", "notes": "x"} for line in world.transactions]
    event = world.ours.patch(PATH, {"changes": changes})["event_id"]
    undone = world.ours.ask("POST", f"/api/audit/{event}/undo").json()
    assert sorted(undone["undone"]["transaction_ids"]) == sorted(world.transactions)
    after = [world.ours.get(f"{PATH}/{line}")["transaction"]["category"] for line in world.transactions]
    assert (after, notes_of(world)) == (before, [None] * 7)


def test_a_repeated_request_is_done_once(world: World) -> None:
    key = [("Idempotency-Key", "many-1")]
    body = {"changes": [{"id": world.transactions[0], "notes": "once", "if_match": "1"}]}
    first, again = (world.ours.ask("PATCH", PATH, body, headers=key) for _ in range(2))
    assert (first.status, first.json()["results"][0]["status"]) == (200, 200)
    assert (again.body, again.headers["idempotent-replayed"]) == (first.body, "true")
    other = world.ours.ask("PATCH", PATH, {**body, "atomic": True}, headers=key)
    assert other.error["code"] == "idempotency_mismatch"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "changes"),
        ({"changes": []}, "changes"),
        ({"changes": [{"notes": "x"}]}, "changes[0].id"),
        ({"changes": [{"id": "txn_1", "colour": "red"}]}, "changes[0].colour"),
        ({"changes": [{"id": "txn_1", "if_match": "yes"}]}, "changes[0].if_match"),
        ({"changes": [{"id": "txn_1", "splits": [{"category_id": "cat_rent", "amount": "x"}]}]},
         "changes[0].splits[0].amount"),
        ({"changes": [{"id": "txn_1"}], "atomic": "yes"}, "atomic"),
        ({"changes": [{"id": f"txn_{n}"} for n in range(MOST_EACH + 1)]}, "changes"),
        ({"changes": [{"id": "txn_1"}, {"id": "txn_1"}]}, "changes[1].id"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_changes_is_refused_whole(world: World, body: dict[str, Any], param: str) -> None:
    error = world.ours.refused("PATCH", PATH, body)
    assert (error["code"], error["param"]) == ("bad_request", param)


def test_every_ten_changes_are_one_request_of_the_limit(world: World, tmp_path: Path) -> None:
    lines = [*world.transactions, *entered(world, 94)]
    windows = RateWindows(SqliteCounter(str(tmp_path / "counts.db")), Limits(hour=40, minute=25))
    context = ApiContext(
        authenticator=Keys(KeyRing(world.books.engine, world.clock)),
        rate_windows=ApiWindows(windows, Meters(tmp_path, "1")),
        clock=world.clock,
        books=world.books,
    )
    ours = Client(build_app(OPERATIONS, context), world.ours.tenant)

    def left_after(changes: int) -> tuple[int, str]:
        answer = ours.ask("PATCH", PATH, {"changes": [{"id": line, "notes": "n"} for line in lines[:changes]]})
        return answer.status, answer.headers["x-ratelimit-remaining"]

    assert [left_after(n) for n in (1, 10, 11, 100)] == [(200, "39"), (200, "38"), (200, "36"), (200, "26")]
    # 14 of 25 are spent in this minute: a hundred more are ten, and then one is left.
    assert left_after(100) == (200, "16")
    refused = ours.ask("PATCH", PATH, {"changes": [{"id": line, "notes": "late"} for line in lines[:20]]})
    assert (refused.status, refused.headers["x-ratelimit-remaining"]) == (429, "16")
    assert refused.headers["retry-after"] == "60"
    assert world.ours.get(f"{PATH}/{lines[0]}")["transaction"]["notes"] == "n"
    assert left_after(10) == (200, "15"), "the refused one was not counted"


def test_a_key_that_may_only_read_changes_nothing(world: World) -> None:
    assert world.ours.ask("PATCH", PATH, notes(world, "a"), scope="read").error["code"] == "forbidden"
