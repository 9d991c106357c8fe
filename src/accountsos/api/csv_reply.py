"""Tables as downloads in CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from accountsos.web.request import FileBody, Reply
from accountsos.wire.table_text import csv_head, csv_rows, csv_table, inert

__all__ = ["CsvFile", "attachment", "csv_reply", "csv_table", "inert"]

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}", re.ASCII)


Facts = Sequence[tuple[str, object]]
"""What a table is of, by name: rows before its header line."""


def csv_reply(columns: Sequence[str], rows: Iterable[Sequence[object]], *, file_name: str, head: Facts = ()) -> Reply:
    """A download in UTF-8 with a header line. None is an empty cell."""
    return _download(csv_head(head) + csv_table(columns, rows), file_name, head)


class TableFile(Protocol):
    """A table that may be long, written row by row."""

    def begin(self, columns: Sequence[str], head: Facts) -> None:
        """What comes before the rows."""
        ...

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """More rows of it."""
        ...

    def reply(self, name: str) -> Reply:
        """The whole as a download of that name."""
        ...


class CsvFile:
    """A table that may be long, written row by row; it waits in an unnamed file rather than in memory."""

    __slots__ = ("_body", "_head")

    def __init__(self) -> None:
        self._body = FileBody()
        self._head: Facts = ()

    def begin(self, columns: Sequence[str], head: Facts) -> None:
        """What comes before the rows."""
        self._head = head
        self._body.write(csv_head(head) + csv_rows([columns]))

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """More rows of it."""
        self._body.write(csv_rows(rows))

    def reply(self, name: str) -> Reply:
        """The whole as a download of that name."""
        return _download(self._body, f"{name}.csv", self._head)


def _download(body: object, file_name: str, head: Facts) -> Reply:
    kind = b"text/csv; charset=utf-8" if head else b"text/csv; charset=utf-8; header=present"
    return Reply(body, headers=attachment(file_name), content_type=kind)


def attachment(file_name: str) -> tuple[tuple[bytes, bytes], ...]:
    """The header that makes a browser save it. Names of ours only: lower case, digits, dot, dash, underscore."""
    assert _FILE_NAME.fullmatch(file_name), file_name
    return ((b"content-disposition", b'attachment; filename="' + file_name.encode("ascii") + b'"'),)
