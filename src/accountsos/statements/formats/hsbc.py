"""HSBC: three columns without a header, a signed amount."""

from __future__ import annotations

import re

from accountsos.statements.csv_form import Columns, CsvForm, Table
from accountsos.statements.reading import Decisions
from accountsos.statements.tables import HeadRow, is_blank

FORM = CsvForm(
    name="hsbc",
    title="HSBC CSV",
    needs=(),
    date="",
    text=(),
    kind_in_text=re.compile(r"^(\)\)\)|VIS|DD|SO|BP|CR|DR|ATM|TFR|OBP|CHQ|PIM)(?= )"),
    newest_first=True,
)
_DATE = re.compile(r"\s*[0-9]{2}/[0-9]{2}/[0-9]{4}\s*")
_AMOUNT = re.compile(r"\s*-?[0-9,]+\.[0-9]{2}\s*")


def recognised(head: list[HeadRow], delimiter: str) -> Table | None:
    """The table, where the file starts at once with a date, a text and an amount."""
    filled = [row for _, row in head if not is_blank(row)]
    if delimiter != "," or not filled or not all(_is_line(row) for row in filled[:1]):
        return None
    columns = Columns(date=0, text=(1,), amount=2)
    return Table(FORM, columns, width=3, first_guess=Decisions(newest_first=True), date_order_known=True)


def _is_line(row: list[str]) -> bool:
    return (
        len([cell for cell in row if cell.strip()]) == 3
        and _DATE.fullmatch(row[0]) is not None
        and bool(row[1].strip())
        and _AMOUNT.fullmatch(row[2]) is not None
    )
