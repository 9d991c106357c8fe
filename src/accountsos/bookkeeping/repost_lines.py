"""Bring many bank lines to what the books should say of them now, set-based: after a change of scheme or a filing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from accountsos.bookkeeping.invoice_reading import Ground
from accountsos.bookkeeping.post_line import reading_of, reposted, wanted_entry, with_discovery
from accountsos.bookkeeping.settle_line import settling_postings
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.repost import Reposting
from accountsos.store.companies import Company, locks_of
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.journal import live_entries, record
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import Names
from accountsos.store.transactions import LIVE, SET_STATUS, BankTransaction, transaction_of

CHUNK = 500


def repost_lines(db: Writer, cause: Cause, books: tuple[Names, Company], numbers: Iterable[int]) -> int:
    """Repost these transactions where something differs; how many did."""
    done, iterator = 0, iter(numbers)
    while chunk := list(islice(iterator, CHUNK)):
        done += _repost_chunk(db, cause, books, chunk)
    return done


def _repost_chunk(db: Writer, cause: Cause, books: tuple[Names, Company], numbers: Sequence[int]) -> int:
    names, profile = books
    ground = Ground(db, profile, names)
    locks = with_discovery(locks_of(db, cause.company), names, cause)
    # An invoice beside the line is the document that input VAT may be claimed with, however late it came.
    held = with_discovery(locks_of(db, cause.company), names, cause, late_evidence=True)
    changes: list[tuple[BankTransaction, Reposting]] = []
    entries: list[JournalEntry] = []
    for number in numbers:
        row = transaction_of(db, cause.company, number)
        if row is None or row.status != LIVE or not is_posted(db, cause.company, row.booked_on):
            continue
        reading, settles = reading_of(db, cause.company, row, names), settling_postings(ground, row)
        desired = wanted_entry(profile, names, row, reading, settles)
        live = live_entries(db, cause.company, names, row.entry_no)
        change = reposted(live, desired, held if settles else locks)
        if change.entries:
            changes.append((row, change))
            entries += change.entries
    recorded = iter(record(db, names, entries, cause))
    for row, change in changes:
        own = list(islice(recorded, len(change.entries)))
        entry = own[-1] if change.last_is_live else change.stands
        db.run(SET_STATUS, company=cause.company, number=row.number, status=row.status, entry=entry)
    return len(changes)
