"""Tables as downloads for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accountsos.api.csv_reply import Facts, attachment
from accountsos.api.operation import FORMATS
from accountsos.web.request import FileBody, Reply
from accountsos.wire.xlsx_table import XlsxTable


def xlsx_reply(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, name: str, title: str, head: Facts
) -> Reply:
    """A workbook with what the table is of above it."""
    file = XlsxFile(title)
    file.begin(columns, head)
    file.add(rows)
    return file.reply(name)


class XlsxFile:
    """A workbook that may be long, written row by row; it waits in an unnamed file rather than in memory."""

    __slots__ = ("_body", "_table")

    def __init__(self, title: str) -> None:
        self._body = FileBody()
        self._table = XlsxTable(self._body, title)

    def begin(self, columns: Sequence[str], head: Facts) -> None:
        """What comes before the rows."""
        self._table.facts(head)
        self._table.heads(columns)

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """More rows of it."""
        self._table.rows(rows)

    def reply(self, name: str) -> Reply:
        """The whole as a download of that name."""
        self._table.finish()
        return Reply(self._body, headers=attachment(f"{name}.xlsx"), content_type=FORMATS["xlsx"].encode("ascii"))
