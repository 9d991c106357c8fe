"""What misses its target says why, on the page that is shipped too."""

from __future__ import annotations

from benchmarks.causes import UNKNOWN, cause_of, causes
from benchmarks.rows import below

from tests.tidy.tree import text_of


def test_every_miss_on_the_page_has_its_cause() -> None:
    page = text_of("docs/BENCHMARKS.md")
    figures = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.endswith("| NO |")]
    assert [figure for figure in figures if cause_of(figure) == UNKNOWN] == []


def test_misses_of_one_cause_stand_together() -> None:
    rows = [
        below("disk at 1 M transactions", 375, 350, "MB"),
        below("start to ready", 1, 2, "s"),
        below("disk of imported books for 1 M lines, x", 393, 350, "MB"),
        below("something new", 3, 2, "s"),
    ]
    told = causes(rows)
    assert "- disk at 1 M transactions; disk of imported books for 1 M lines, x: " in told
    assert f"- something new: {UNKNOWN}." in told
    assert "start to ready" not in told
    assert causes(rows[1:2]) == ""
