"""Realistic UK bank lines over all conventions of the standard chart, with invented people: how many are read right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from benchmarks.categoriser import best_answer

from accountsos.categoriser.suggestion import READY, SUGGEST, CompanyProfile, Suggestion
from accountsos.dates import date_from_iso
from accountsos.money import pence_from_text
from tests.categoriser.support import CHART, bank_line, categoriser

HERE = Path(__file__).parent


def answers(table: str) -> list[tuple[str, str, Suggestion]]:
    found = []
    with (HERE / table).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            company = CompanyProfile(entity_type=row["entity"], trade=row["trade"])
            line = bank_line(row["description"], pence_from_text(row["amount"]), date_from_iso(row["date"]))
            found.append((row["description"], row["category_id"], categoriser(company).suggest(line)))
    return found


@pytest.mark.parametrize(("table", "lines"), [("lines.csv", 229), ("lines_unseen.csv", 100)])
def test_the_first_answer_is_right_for_at_least_95_of_100_lines(table: str, lines: int) -> None:
    read = answers(table)
    assert len(read) == lines
    wrong = [(text, truth, best_answer(s)) for text, truth, s in read if best_answer(s) != truth]
    assert len(wrong) <= lines * 5 // 100, wrong


@pytest.mark.parametrize("table", ["lines.csv", "lines_unseen.csv"])
def test_a_ready_line_is_right_and_a_suggested_one_nearly_always(table: str) -> None:
    read = answers(table)
    ready = [(text, truth, s) for text, truth, s in read if s.confidence >= READY]
    assert len(ready) >= len(read) // 5
    assert [(text, truth, s.category_id) for text, truth, s in ready if s.category_id != truth] == []
    suggested = [(text, truth, s) for text, truth, s in read if s.confidence >= SUGGEST]
    assert sum(s.category_id == truth for _, truth, s in suggested) >= 0.97 * len(suggested)


def test_the_tables_only_use_categories_of_the_standard_chart() -> None:
    used = {truth for table in ("lines.csv", "lines_unseen.csv") for _, truth, _ in answers(table)}
    assert used <= CHART
    assert len(used) >= 50
