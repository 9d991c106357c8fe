"""Through the API: a file is imported, a worker asks, and the suggestion stands there like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accountsos.jobs.worker import Worker
from tests.api.operations.world import FORM_TYPE, World, form
from tests.support.language_model import ToyModel, toy_model

FILE = b"02/09/2026,ZORBLATT QUIXNOD,-12.34\n03/09/2026,WUMPLEDOR FANGLIMO,-30.00\n"


def imported(world: World) -> list[dict[str, Any]]:
    body = form(FILE, bank_account_id="ba_main", mode="commit", format="hsbc")
    answer = world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE])
    assert answer.status == 201, answer.body
    return unknown(world)


def unknown(world: World) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = world.ours.get("/api/transactions?limit=200")["transactions"]
    return [row for row in rows if row["description"] in ("ZORBLATT QUIXNOD", "WUMPLEDOR FANGLIMO")]


def asked(world: World, model: ToyModel) -> None:
    world.books.language_model = model.settings()
    world.clock.now += timedelta(minutes=1)  # the books were begun by a clock that was ahead of this one
    assert Worker(world.books, asks_model=True).run_once() == 1


def test_what_the_model_says_is_listed_with_its_source_reason_and_history_and_taken_back_as_one(world: World) -> None:
    with toy_model() as model:
        world.books.language_model = model.settings()
        before = imported(world)
        assert {row["category"]["id"] for row in before} == {"cat_uncategorised"}
        asked(world, model)
    after = unknown(world)
    assert {row["category"]["id"] for row in after} == {"cat_office"}
    assert all(0.7 <= row["confidence"] <= 0.8 and not row["reviewed"] for row in after)
    one = world.ours.get(f"/api/transactions/{after[0]['id']}")["transaction"]
    assert one["category_source"] == "language_model"
    assert "language model" in one["category_reason"]
    listed = world.ours.get("/api/transactions?category_source=language_model")["transactions"]
    assert {row["id"] for row in after} <= {row["id"] for row in listed}
    (refiling,) = world.ours.get("/api/refilings")["refilings"]
    assert refiling["lines"] == len(listed)
    report = world.ours.get("/api/reports/categorisation")["report"]
    stages = {row["answered_by"]: row for row in report["stages"]}
    assert stages["language_model"]["lines"] == len(listed)
    world.ours.post(f"/api/refilings/{refiling['id']}/undo", None, status=200)
    assert {row["category"]["id"] for row in unknown(world)} == {"cat_uncategorised"}
    assert world.ours.get("/api/jobs?state=done")["jobs"][0]["kind"] == "ask_language_model"


def test_asking_the_categoriser_again_asks_the_model_too_and_a_preview_does_not(world: World) -> None:
    imported(world)
    assert world.ours.get("/api/jobs")["jobs"] == []
    with toy_model() as model:
        world.books.language_model = model.settings()
        world.ours.post("/api/transactions/categorise", {"dry_run": True}, status=200)
        assert world.ours.get("/api/jobs")["jobs"] == []
        world.ours.post("/api/transactions/categorise", {}, status=200)
        asked(world, model)
    assert {row["category"]["id"] for row in unknown(world)} == {"cat_office"}
