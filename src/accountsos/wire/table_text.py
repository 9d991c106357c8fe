"""Tables as CSV in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_STARTS_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
_AFTER_SEPARATOR = re.compile(r"(;\s*)(?=[=+@|%＝＋－＠-])")
"""Where columns are parted by semicolons, as in much of Europe, what follows one is a cell of its own."""
HEAD = "# "
"""How each row begins that tells of the table and is none of its rows."""


def csv_head(facts: Iterable[tuple[str, object]]) -> bytes:
    """Rows before the table: what it is of. They begin with `#`, by which a program tells them from the table."""
    page = io.StringIO(newline="")
    csv.writer(page).writerows([HEAD + name, inert(" ".join(str(value).split()))] for name, value in facts)
    return page.getvalue().encode("utf-8", "replace")


def csv_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows of a table by themselves."""
    page = io.StringIO(newline="")
    csv.writer(page).writerows([[inert(cell) for cell in row] for row in rows])
    return page.getvalue().encode("utf-8", "replace")


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table in UTF-8 with a header line, lines ended by CR LF as RFC 4180 has it. None is an empty cell."""
    return csv_rows([columns]) + csv_rows(rows)


def inert(cell: object) -> str:
    """The cell's text; an apostrophe in front where a spreadsheet would compute it. Plain numbers stay numbers."""
    text = "" if cell is None else str(cell)
    if text and not _NUMBER.fullmatch(text) and (text[0] in _STARTS_FORMULA or text.lstrip()[:1] in _STARTS_FORMULA):
        text = "'" + text
    return _AFTER_SEPARATOR.sub(r"\1'", text) if ";" in text else text
