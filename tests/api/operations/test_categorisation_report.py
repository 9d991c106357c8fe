"""The report on the categoriser over the door."""

from __future__ import annotations

from typing import Any

from tests.api.operations.world import World
from tests.support.tables import table_lines


def _rows(world: World) -> dict[str, Any]:
    report = world.ours.get("/api/reports/categorisation")["report"]
    return {row["answered_by"]: row for row in report["stages"]}


def test_a_corrected_answer_counts_against_its_stage_and_an_accepted_one_for_it(world: World) -> None:
    lines = [
        world.ours.post(
            "/api/transactions",
            {"date": "2025-10-02", "description": text, "amount": -12.5, "bank_account_id": "ba_main"},
        )["transaction"]
        for text in ("TESCO STORES 2231", "TRAINLINE.COM LONDON", "SHELL HATFIELD", "BT GROUP PLC")
    ]
    answered = [line for line in lines if line["category_source"] == "knowledge" and line["confidence"] >= 0.7]
    assert len(answered) >= 2
    before = _rows(world)["knowledge"]
    world.ours.patch(f"/api/transactions/{answered[0]['id']}", {"category_id": "cat_sales"})
    world.ours.patch(f"/api/transactions/{answered[1]['id']}", {"reviewed": True})
    after = _rows(world)["knowledge"]
    assert after["lines"] == before["lines"]
    assert after["judged"] == before["judged"] + 2
    right = round((before["accuracy"] or 0) * before["judged"]) + 1
    assert after["accuracy"] == round(right / after["judged"], 4)


def test_the_report_is_a_table_too(world: World) -> None:
    answer = world.ours.ask("GET", "/api/reports/categorisation?format=csv")
    heading, *rows = table_lines(answer.body)
    assert heading == "answered_by,lines,coverage,suggested,judged,accuracy,accuracy_when_sure,said"
    assert rows[-1].startswith("all,")
