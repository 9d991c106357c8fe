"""The benchmark's figures, worked by hand on four lines, and its refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.categoriser import Score, company_of, main, measure, read_rows

from accountsos.store.engine.opening import Place
from tests.categoriser.support import ANNA
from tests.support.engines import opened

HEAD = "date,description,amount,category_id,colour\n"
LINES = (
    HEAD + "2026-03-02,DD BRITISH GAS,-120.00,cat_utilities,red\n"
    "2026-03-03,ZQZQ XYLOPHONES,-20.00,cat_repairs,red\n"
    "2026-03-04,ZQZQ XYLOPHONES,-20.00,cat_repairs,\n"
    "2026-03-05,ZQZQ XYLOPHONES,-20.00,cat_repairs,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def measured(place: Place, table: Path, *, feedback: bool) -> Score:
    with opened(place) as installation:
        return measure(installation.books, read_rows(table), company_of(ANNA), feedback=feedback)


def test_without_feedback_nothing_is_learnt_from_the_file(sqlite_place: Place, table: Path) -> None:
    score = measured(sqlite_place, table, feedback=False)
    assert (score.lines, score.right, score.ready, score.again, score.again_right) == (4, 1, 1, 2, 0)


def test_with_feedback_the_second_sight_is_right(sqlite_place: Place, table: Path) -> None:
    score = measured(sqlite_place, table, feedback=True)
    assert (score.lines, score.right, score.again, score.again_right) == (4, 3, 2, 2)


def test_a_refund_and_the_words_of_a_reference_are_measured_as_the_product_reads_them(
    sqlite_place: Place, tmp_path: Path
) -> None:
    rows = [
        "2026-03-02,SO ZQZQ XYLOPHONES REF RENT,-20.00,cat_rent,",
        "2026-03-03,SO ZQZQ XYLOPHONES REF HIRE,-20.00,cat_travel,",
    ]
    both = [row.replace("03-0", f"{month:02}-0") for month in (3, 4) for row in rows]
    table = tmp_path / "more.csv"
    table.write_text(HEAD + "\n".join([*both, "2026-05-09,FPI ZQZQ XYLOPHONES REFUND,20.00,cat_travel,"]) + "\n")
    score = measured(sqlite_place, table, feedback=True)
    assert (score.lines, score.right, score.again, score.again_right) == (5, 4, 3, 2)


def test_the_calibration_error_is_the_mean_gap_between_confidence_and_truth() -> None:
    score = Score()
    score.add(True, 0.92, seen_before=False)
    score.add(False, 0.98, seen_before=False)  # 1.90 sure, 1 right: 0.90 in this band
    score.add(True, 0.5, seen_before=False)  # 0.50 in this one
    assert score.calibration_error() == pytest.approx(1.40 / 3)


def test_the_command_prints_the_figures(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(table), "--feedback", "after_each", "--trade", "joinery"]) == 0
    printed = capsys.readouterr().out
    assert "top-1 accuracy            0.750" in printed
    assert "second and later sights   1.000 of 2" in printed


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("date,description\n", "no column amount, category_id"),
        (HEAD + "2026-02-30,A,1.00,cat_sales,\n", "line 2"),
        (HEAD + "2026-02-03,A,1.00,cat_sales,\n2026-02-03,A,one,cat_sales,\n", "line 3: 'one' is not an amount"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    assert main([str(path)]) == 2
    assert message in capsys.readouterr().err
    assert main([str(tmp_path / "none.csv")]) == 2
