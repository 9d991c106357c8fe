"""Tables as downloads in CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from accountsos.web.request import Reply
from accountsos.wire.table_text import csv_table, inert

__all__ = ["attachment", "csv_reply", "csv_table", "inert"]

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}", re.ASCII)


def csv_reply(columns: Sequence[str], rows: Iterable[Sequence[object]], *, file_name: str) -> Reply:
    """A download in UTF-8 with a header line. None is an empty cell."""
    return Reply(
        csv_table(columns, rows),
        headers=attachment(file_name),
        content_type=b"text/csv; charset=utf-8; header=present",
    )


def attachment(file_name: str) -> tuple[tuple[bytes, bytes], ...]:
    """The header that makes a browser save it. Names of ours only: lower case, digits, dot, dash, underscore."""
    assert _FILE_NAME.fullmatch(file_name), file_name
    return ((b"content-disposition", b'attachment; filename="' + file_name.encode("ascii") + b'"'),)
