"""Every refusal has a file that provokes it, and says what is wrong, where, and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accountsos.statements.line import UnreadableStatement
from accountsos.statements.read import read_statement
from tests.statements.samples import SAMPLES, TODAY

_FILES = sorted(path for path in (SAMPLES / "errors").iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("sample", _FILES, ids=lambda path: path.name)
def test_a_file_is_refused_in_the_words_of_the_gallery(sample: Path) -> None:
    expected = json.loads(sample.with_suffix(".expected.json").read_text("utf-8"))
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(sample.read_bytes(), today=TODAY)
    assert [[error.line, error.message] for error in refused.value.errors] == expected["errors"]
    assert refused.value.message == expected["message"]


def test_a_refusal_names_the_file_and_carries_its_details() -> None:
    content = (SAMPLES / "errors" / "february_30.csv").read_bytes()
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(content, file_name="august.csv", today=TODAY)
    assert refused.value.message.startswith("august.csv: This Barclays CSV file was not imported")
    assert refused.value.param == "file"
    assert refused.value.details == [
        {"line": 3, "message": "'30/02/2026' is not a day of the calendar such as 25/08/2026"}
    ]


def test_at_most_a_thousand_mistakes_are_listed() -> None:
    rows = " ,27/02/2026,20-45-77 90112233,oops,PAYMENT,X\n" * 5000
    with pytest.raises(UnreadableStatement, match="at least 1,000 lines could not be read") as refused:
        read_statement(f"Number,Date,Account,Amount,Subcategory,Memo\n{rows}".encode(), today=TODAY)
    assert len(refused.value.errors) == 1000
    assert refused.value.errors[-1].line == 1001


def test_an_unknown_format_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnreadableStatement, match=r"no format 'barclay'\. Known are: amazon_date_range, amazon_"):
        read_statement(b"x", format="barclay", today=TODAY)


def test_a_file_of_another_format_than_named_is_refused() -> None:
    content = (SAMPLES / "barclays.csv").read_bytes()
    with pytest.raises(UnreadableStatement, match="not a file of format 'monzo': its heading was not found"):
        read_statement(content, format="monzo", today=TODAY)
    with pytest.raises(UnreadableStatement, match="not a file of format 'ofx'"):
        read_statement(content, format="ofx", today=TODAY)
