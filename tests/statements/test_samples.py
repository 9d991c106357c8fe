"""Each bank's sample is read as it was worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountsos.statements.read import read_statement
from tests.statements.samples import SAMPLES, TODAY, as_worked_by_hand, expected_of

_FILES = sorted(path for path in SAMPLES.iterdir() if path.is_file() and not path.name.endswith(".expected.json"))


def test_every_sample_has_its_expected_lines_beside_it() -> None:
    assert len(_FILES) >= 20
    assert [path.name for path in _FILES if not path.with_suffix(".expected.json").exists()] == []


@pytest.mark.parametrize("sample", _FILES, ids=lambda path: path.name)
def test_a_sample_is_read_as_worked_by_hand(sample: Path) -> None:
    statement = read_statement(sample.read_bytes(), today=TODAY)
    assert as_worked_by_hand(statement) == expected_of(sample)
    days = [line["date"] for line in expected_of(sample)["lines"]]
    assert statement.line_count == len(days)
    assert (str(statement.first_day), str(statement.last_day)) == (min(days), max(days))


@pytest.mark.parametrize("sample", _FILES, ids=lambda path: path.name)
def test_lines_can_be_read_again_and_stay_the_same(sample: Path) -> None:
    statement = read_statement(sample.read_bytes(), today=TODAY)
    assert list(statement.lines()) == list(statement.lines())


@pytest.mark.parametrize("sample", _FILES, ids=lambda path: path.name)
def test_the_format_can_be_named_and_the_file_name_never_matters(sample: Path) -> None:
    content = sample.read_bytes()
    recognised = read_statement(content, today=TODAY, file_name="holiday.jpg")
    named = read_statement(content, today=TODAY, format=recognised.format)
    assert as_worked_by_hand(named) == as_worked_by_hand(recognised)
