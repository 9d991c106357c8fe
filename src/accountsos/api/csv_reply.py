"""Tables as CSV in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from accountsos.api.request import Reply

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_STARTS_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}", re.ASCII)


def csv_reply(columns: Sequence[str], rows: Iterable[Sequence[object]], *, file_name: str) -> Reply:
    """A download in UTF-8 with a header line. None is an empty cell."""
    return Reply(
        csv_table(columns, rows),
        headers=attachment(file_name),
        content_type=b"text/csv; charset=utf-8; header=present",
    )


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table alone, lines ended by CR LF as RFC 4180 has it."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([inert(column) for column in columns])
    writer.writerows([[inert(cell) for cell in row] for row in rows])
    return page.getvalue().encode("utf-8", "replace")


def inert(cell: object) -> str:
    """The cell's text; an apostrophe in front where a spreadsheet would compute it. Plain numbers stay numbers."""
    text = "" if cell is None else str(cell)
    if text and not _NUMBER.fullmatch(text) and (text[0] in _STARTS_FORMULA or text.lstrip()[:1] in _STARTS_FORMULA):
        return "'" + text
    return text


def attachment(file_name: str) -> tuple[tuple[bytes, bytes], ...]:
    """The header that makes a browser save it. Names of ours only: lower case, digits, dot, dash, underscore."""
    assert _FILE_NAME.fullmatch(file_name), file_name
    return ((b"content-disposition", b'attachment; filename="' + file_name.encode("ascii") + b'"'),)
