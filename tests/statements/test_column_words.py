"""Column mappings in words."""

from __future__ import annotations

import pytest

from accountsos.statements.formats.column_words import column_mapping
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.line import UnreadableStatement


def test_columns_are_named_by_number_or_by_heading() -> None:
    mapping = column_mapping("date=1, description=2+Memo, amount=Value, day_first=yes, rows_to_skip=3, delimiter=tab")
    assert mapping == ColumnMapping(
        date=1, description=(2, "Memo"), amount="Value", day_first=True, rows_to_skip=3, delimiter="\t"
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("date=1", "description"),
        ("date=1, description=2", "amount"),
        ("date=1, description=2, amount=3, amount=4", "twice"),
        ("date=1, description=2, amount=3, colour=4", "colour"),
        ("date=1, description=2, amount=3, day_first=maybe", "yes or no"),
        ("date=1, description=2, amount=3, rows_to_skip=two", "whole number"),
        ("date=1, description=2, amount=3, delimiter=x", "comma"),
        ("1, 2, 3", "date=1, description=2+3"),
        ("date=0, description=2, amount=3", "counted from 1"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(words: str, named: str) -> None:
    with pytest.raises(UnreadableStatement, match=named.replace("+", r"\+")):
        column_mapping(words)
