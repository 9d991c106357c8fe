"""Show an entry of the books: its postings, what it was made of, and the papers beside it."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.bookkeeping.look_ups import thing_number
from accountsos.errors import NotFound
from accountsos.ledger.entry import PostedEntry
from accountsos.store.engine.sql import Reader
from accountsos.store.journal import describe, entry_numbered
from accountsos.store.names import Names, names_of
from accountsos.workflows.reports.trace import documents_behind
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry with what a person is told of it."""

    posted: PostedEntry
    said: str | None
    documents: tuple[int, ...]
    names: Names


def show_entry(db: Reader, company: int, entry_id: str) -> EntryShown:
    """The entry of that id."""
    number, names = thing_number("je_", company, entry_id, "entry"), names_of(db, company)
    posted = entry_numbered(db, company, names, number)
    if posted is None:
        raise NotFound(f"there is no entry {entry_id!r}")
    source = posted.entry.source
    said = describe(db, company, number, source.kind, source.number)
    return EntryShown(posted, said, tuple(documents_behind(db, company, source.kind, source.number)), names)


SHOW = ReadWorkflow("entry.show", show_entry)
