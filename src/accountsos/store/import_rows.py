"""The rows of an import, made before its write: a chunk of lines with their entries, which only lack numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

import msgspec

from accountsos.store.engine.sql import Value, Writer
from accountsos.store.entry_rows import MadeEntry, numbered
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
    contact stands by a place below zero (`store.contacts.Payees`).
    """

    lines: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[MadeEntry] = field(default_factory=list)
    seen: list[tuple[int, int]] = field(default_factory=list)
    """Known transactions and the lines that show them again."""
    doubts: list[tuple[int, int]] = field(default_factory=list)
    """New lines and the transactions that they resemble."""
    parts: list[tuple[int, list[tuple[Any, ...]]]] = field(default_factory=list)
    """The new lines that are cut, and their parts."""
    retired: list[tuple[int, int]] = field(default_factory=list)
    """Pending transactions and the new lines that take their place."""

    def add(self, line: NewTransaction, parts: Iterable[StoredPart] = ()) -> None:
        """A new line."""
        self.lines.append(msgspec.structs.astuple(line))
        if cut := [msgspec.structs.astuple(part) for part in parts]:
            self.parts.append((line.transaction_no, cut))

    def packed(self) -> Any:
        """As plain values."""
        return (self.lines, self.entries, self.seen, self.doubts, self.parts, self.retired)


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
    add_rows(db, cause, list(_stored(cause, rows.lines, by)))
    cause.last_transaction += len(rows.lines)
    set_parts(db, company, {after + line: [_part(values, by) for values in parts] for line, parts in rows.parts})
    observe(db, company, by.import_no, rows.seen)
    shown_again(db, company, (known for known, _ in rows.seen if known in by.gone))
    doubt(db, company, ((after + line, other) for line, other in rows.doubts))
    for pending, _ in rows.retired:  # they were never posted or counted
        db.run(SET_STATUS, company=company, number=pending, status=WITHDRAWN, entry=None)
    write_entries(db, cause, [numbered(made, after, by.contacts) for made in rows.entries])


_AT = {name: n for n, name in enumerate(NewTransaction.__struct_fields__)}
_FACTS_BEFORE = slice(_AT["account_no"], _AT["import_no"])
_LINE = _AT["line"]
_READING_BEFORE = slice(_AT["status"], _AT["contact_no"])
_CONTACT = _AT["contact_no"]
_READING_AFTER = slice(_AT["reviewed"], _AT["entry_no"])


def _stored(cause: Cause, lines: list[tuple[Any, ...]], by: Numbering) -> Iterator[tuple[Value, ...]]:
    """The rows of bank_transaction, with every number."""
    company, seq, number, after = cause.company, cause.seq, by.import_no, by.transactions
    contacts = by.contacts
    for line in lines:
        contact, entry = line[_CONTACT], line[-1]
        yield (
            company,
            line[0] + after,
            *line[_FACTS_BEFORE],
            number,
            line[_LINE],
            seq,
            *line[_READING_BEFORE],
            contacts.get(contact, contact),
            *line[_READING_AFTER],
            None if entry is None else entry + by.entries,
        )


def _part(values: tuple[Any, ...], by: Numbering) -> StoredPart:
    part = StoredPart(*values)
    contact = by.contacts.get(part.contact_no or NOT_YET, part.contact_no)
    return msgspec.structs.replace(part, contact_no=contact)


def unpacked_rows(chunks: Iterable[list[Any]]) -> Iterator[ImportRows]:
    """The chunks again."""
    return starmap(ImportRows, chunks)
