"""The rows of an import, made before its write: a chunk of lines with their entries, which only lack numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

import msgspec

from accountsos.exchange import ForeignAmount
from accountsos.store.engine.sql import Writer
from accountsos.store.entry_rows import MadeEntry
from accountsos.store.foreign_lines import add_foreign
from accountsos.store.head import Cause
from accountsos.store.imports import doubt, observe, shown_again
from accountsos.store.journal import write_entries
from accountsos.store.transactions import (
    SET_STATUS,
    WITHDRAWN,
    NewTransaction,
    StoredPart,
    add_rows,
    set_parts,
)

NOT_YET = 0
"""In the place of a number that only the write knows."""


@dataclass(slots=True)
class ImportRows:
    """What a chunk of a file's lines brings. New lines and entries count from 1 in the whole file; a payee without a
    contact stands by a place below zero (`store.payees_of_import.Payees`).
    """

    lines: list[list[Any]] = field(default_factory=list)
    """Rows of bank_transaction."""
    entries: list[MadeEntry] = field(default_factory=list)
    seen: list[tuple[int, int]] = field(default_factory=list)
    """Known transactions and the lines that show them again."""
    doubts: list[tuple[int, int]] = field(default_factory=list)
    """New lines and the transactions that they resemble."""
    parts: list[tuple[int, list[tuple[Any, ...]]]] = field(default_factory=list)
    """The new lines that are cut, and their parts."""
    retired: list[tuple[int, int]] = field(default_factory=list)
    """Pending transactions and the new lines that take their place."""
    foreign: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)
    """The new lines of an account in another currency, and what they moved there."""

    def add(self, line: NewTransaction, parts: Iterable[StoredPart] = ()) -> None:
        """A new line."""
        self.lines.append(line.row(NOT_YET))
        if cut := [msgspec.structs.astuple(part) for part in parts]:
            self.parts.append((line.transaction_no, cut))

    def packed(self) -> Any:
        """As plain values."""
        return (self.lines, self.entries, self.seen, self.doubts, self.parts, self.retired, self.foreign)


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a write knows of the numbers that the rows lack."""

    import_no: int
    transactions: int
    """The last transaction before the new ones."""
    entries: int
    contacts: Mapping[int, int]
    """The contacts of payees, by their places."""
    gone: frozenset[int]
    """The account's transactions that are told as gone."""


def write_rows(db: Writer, cause: Cause, rows: ImportRows, by: Numbering) -> None:
    """Write a chunk; the chunks of a file come in its order."""
    company, after = cause.company, by.transactions
    _number(cause, rows.lines, by)
    add_rows(db, cause, rows.lines)
    cause.last_transaction += len(rows.lines)
    set_parts(db, company, {after + line: [_part(values, by) for values in parts] for line, parts in rows.parts})
    add_foreign(db, company, [(after + line, ForeignAmount(*values)) for line, values in rows.foreign])
    observe(db, company, by.import_no, rows.seen)
    shown_again(db, company, (known for known, _ in rows.seen if known in by.gone))
    doubt(db, company, ((after + line, other) for line, other in rows.doubts))
    for pending, _ in rows.retired:  # they were never posted or counted
        db.run(SET_STATUS, company=company, number=pending, status=WITHDRAWN, entry=None)
    write_entries(db, cause, rows.entries, after, by.contacts)


_IMPORT, _SEQ, _CONTACT, _ENTRY = (
    1 + NewTransaction.__struct_fields__.index(name) for name in ("import_no", "recorded_seq", "contact_no", "entry_no")
)


def _number(cause: Cause, lines: list[list[Any]], by: Numbering) -> None:
    """Put every number into these rows of bank_transaction, which are nobody else's: a copy of each would be felt."""
    company, seq, number, after, entries = cause.company, cause.seq, by.import_no, by.transactions, by.entries
    contacts = by.contacts
    for row in lines:
        row[0] = company
        row[1] += after
        row[_IMPORT] = number
        row[_SEQ] = seq
        if row[_CONTACT] in contacts:
            row[_CONTACT] = contacts[row[_CONTACT]]
        if row[_ENTRY] is not None:
            row[_ENTRY] += entries


def _part(values: tuple[Any, ...], by: Numbering) -> StoredPart:
    part = StoredPart(*values)
    contact = by.contacts.get(part.contact_no or NOT_YET, part.contact_no)
    return msgspec.structs.replace(part, contact_no=contact)


def unpacked_rows(chunks: Iterable[list[Any]]) -> Iterator[ImportRows]:
    """The chunks again."""
    return starmap(ImportRows, chunks)
