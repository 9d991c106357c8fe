"""Look at the opening balances with whose they are, and what is closed or filed that they stand under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accountsos.ledger.locks import Locks
from accountsos.store.companies import locks_of
from accountsos.store.contacts import contact_of
from accountsos.store.engine.sql import Reader
from accountsos.store.manual_journals import opening_journal
from accountsos.store.names import Names, names_of
from accountsos.workflows.journals.post_journal import JournalState, state_of_journal
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class OpeningShown:
    """Those that stand, None where none do."""

    state: JournalState | None
    names: Names
    locks: Locks
    contacts: Mapping[int, str]
    """The names of those whose balances are among them."""


def look(db: Reader, company: int, _: None) -> OpeningShown:
    """As they stand now."""
    journal, names, locks = opening_journal(db, company), names_of(db, company), locks_of(db, company)
    if journal is None:
        return OpeningShown(None, names, locks, {})
    state = state_of_journal(db, company, journal)
    numbers = {p.contact for p in state.entry.entry.postings if p.contact is not None}
    found = [contact_of(db, company, number) for number in sorted(numbers)]
    return OpeningShown(state, names, locks, {each.number: each.name for each in found if each is not None})


LOOK = ReadWorkflow("opening_balances.look", look, short=True)
