"""Rows that name the write they came with: the audit log tells of the same thing, and what it was then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from accountsos.store.checks.fault import Fault, shown, told, wrong
from accountsos.store.engine.sql import Reader, Row, Sql

EARLIEST = Sql(
    """SELECT MIN(seq) FROM audit_event WHERE company_id = :company AND subject = :subject AND action = :action"""
)

NOWHERE = object()


@dataclass(frozen=True, slots=True)
class Told:
    """How a table's rows stand in the audit log."""

    table: str
    columns: tuple[str, ...]
    """The row as it is read; the number of its write last."""
    actions: tuple[str, ...]
    subject: Callable[[int, Row], str | None]
    """What the audit row is about; None: any row of these actions will do."""
    called: Callable[[int, Row], str]
    says: Mapping[str, Callable[[Mapping[str, Any]], object]] = field(default_factory=dict)
    """By column, the value as the audit text tells it; where the text was erased nothing is compared."""
    as_stored: Mapping[str, Callable[[int, Any], object]] = field(default_factory=dict)
    """By column, the stored value as the audit text would tell it, where it is not the same."""


class Recorded:
    """The check of one such table."""

    def __init__(self, check: str, told_rows: Told) -> None:
        self.check, self._told = check, told_rows
        listed = ", ".join(f"t.{name}" for name in told_rows.columns)
        actions = ", ".join(f"'{action}'" for action in told_rows.actions)
        self.sql = Sql(
            f"""SELECT {listed}, a.subject, x.after FROM {told_rows.table} t
            LEFT JOIN audit_event a ON a.company_id = t.company_id AND a.seq = t.{told_rows.columns[-1]}
              AND a.action IN ({actions})
            LEFT JOIN audit_text x ON x.company_id = a.company_id AND x.seq = a.seq AND x.part = a.part
            WHERE t.company_id = :company ORDER BY {listed}"""
        )

    def faults(self, db: Reader, company: int, *, most: int) -> Iterator[Fault]:
        """Rows whose write the log does not know, or tells otherwise."""
        found = 0
        # Read at once: the look-up of what it should be needs the connection, and these tables are small.
        for stored, audited in groupby(db.rows(self.sql, company=company), key=lambda row: row[:-2]):
            for fault in self._of_row(db, company, stored, [row[-2:] for row in audited]):
                yield fault
                found += 1
            if found >= most:
                return

    def _of_row(self, db: Reader, company: int, stored: Row, audited: Sequence[Row]) -> Iterator[Fault]:
        """A write may have done several things: one of its audit rows must be about this one."""
        t = self._told
        thing, about = t.called(company, stored), t.subject(company, stored)
        after: Any = next((row[1] for row in audited if row[0] is not None and about in (None, row[0])), NOWHERE)
        if after is NOWHERE:
            yield self._unknown(db, company, stored, (thing, about))
        elif after is not None and t.says:
            recorded = json.loads(after)
            for column, says in t.says.items():
                kept = stored[t.columns.index(column)]
                as_told = t.as_stored[column](company, kept) if column in t.as_stored else kept
                expected = says(recorded)
                if as_told != expected:
                    yield wrong(self.check, thing, f"{t.table}.{column}", (as_told, expected))

    def _unknown(self, db: Reader, company: int, stored: Row, said: tuple[str, str | None]) -> Fault:
        t, (thing, about) = self._told, said
        seq_column = f"{t.table}.{t.columns[-1]}"
        key = tuple(f"{t.table}.{name}" for name in t.columns[:-1])
        write = self._write_of(db, company, about)
        if write is not None:
            return wrong(self.check, thing, seq_column, (stored[-1], write), also=key)
        message = f"{thing}: the audit log does not tell that it was recorded by write {shown(stored[-1])}"
        expected = f"a write that did {' or '.join(t.actions)}"
        return told(self.check, message, seq_column, *key, thing=thing, expected=expected)

    def _write_of(self, db: Reader, company: int, about: str | None) -> int | None:
        for action in self._told.actions if about is not None else ():
            row = db.row(EARLIEST, company=company, subject=about, action=action)
            if row is not None and row[0] is not None:
                return int(row[0])
        return None
