"""A bank's layout that a person has said once: known again by the headings of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec

from accountsos.statements.formats.column_proposal import samples
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.tables import DELIMITERS, head_rows, header_name

Learnt = Callable[[str], str | None]
"""From the headings' digest to the columns as they were kept."""

NOTE = "The columns were taken as you said for this bank's last file. Check the preview before you import."


def headings_of(head: str) -> str | None:
    """A digest of the file's headings; None where it has none, for then nothing tells one bank from another."""
    best = max((samples(head_rows(head, delimiter)) for delimiter in DELIMITERS), key=len)
    if not best:
        return None
    names = "\n".join(header_name(column.heading) for column in best)
    return hashlib.sha256(names.encode()).hexdigest()


def kept_columns(mapping: ColumnMapping) -> str:
    """The mapping as it is kept."""
    return msgspec.json.encode(mapping).decode()


def learnt_columns(head: str, learnt: Learnt) -> ColumnMapping | None:
    """What was said of a file with these headings; None where nothing was."""
    headings = headings_of(head)
    kept = None if headings is None else learnt(headings)
    return None if kept is None else msgspec.json.decode(kept, type=ColumnMapping)
