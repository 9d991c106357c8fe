"""Say what another system calls a journal: the only thing of it that can change."""

from __future__ import annotations

from accountsos.bookkeeping.look_ups import thing_number
from accountsos.errors import NotFound
from accountsos.store.changed_things import JOURNAL
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.manual_journals import ManualJournal, journal_of_entry
from accountsos.workflows.external_references import Naming, named, never
from accountsos.workflows.journals.post_journal import JournalState, state_of_journal
from accountsos.workflows.unit_of_work import WriteWorkflow


def prepare(db: Reader, company: int, entry_id: str) -> ManualJournal:
    """It must be there; one that was taken back is too."""
    journal = journal_of_entry(db, company, thing_number("je_", company, entry_id, "journal"))
    if journal is None:
        raise NotFound(f"there is no journal {entry_id!r}")
    return journal


def apply(db: Writer, company: int, plan: ManualJournal, cause: Cause) -> JournalState:
    """What it posted never changes."""
    del cause
    return state_of_journal(db, company, plan)


def number_of(state: JournalState) -> int:
    """A journal is known by the entry that it posted."""
    return state.journal.entry_no


def again(db: Reader, company: int, state: JournalState) -> JournalState:
    """The journal as it is now."""
    return state_of_journal(db, company, state.journal)


CALL = named(WriteWorkflow("journal.call", prepare, apply), Naming(JOURNAL, number_of, again, never))
