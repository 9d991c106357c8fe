"""Bring what stands in the journal for one thing to what should stand: the one way to an entry that may change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.dates import ONE_DAY
from accountsos.ledger.entry import JournalEntry, PostedEntry
from accountsos.ledger.locks import Locks
from accountsos.ledger.repost import Reposting, repost
from accountsos.ledger.vat_postings import Discovery
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.journal import live_entries, record
from accountsos.store.names import Names


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should stand in place of what does."""

    standing: int | None
    """The entry that speaks for the thing now, the latest of a chain of corrections; None where nothing does."""
    entry: JournalEntry | None
    late_evidence: bool = False
    """Whether VAT found late is a first claim by new evidence, and no correction of an error."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What stands now."""

    number: int | None
    """The entry that now speaks for the thing; None where nothing does."""
    entry: JournalEntry | None
    changed: bool
    """Whether anything was recorded."""


def bring_entry(
    books: CompanyBooks[Writer],
    cause: Cause,
    standing: int | None,
    wanted: JournalEntry | None,
    *,
    late_evidence: bool = False,
) -> Brought:
    """Record what lies between what stands and what is wanted."""
    return bring_entries(books, cause, [Wanted(standing, wanted, late_evidence)])[0]


def bring_entries(books: CompanyBooks[Writer], cause: Cause, many: Iterable[Wanted]) -> list[Brought]:
    """The same for many things, recorded together."""
    found = [_reposting(books, cause, one) for one in many]
    recorded = iter(record(books.db, books.names, [e for _, change in found for e in change.entries], cause))
    return [_brought(live, change, list(islice(recorded, len(change.entries)))) for live, change in found]


def _reposting(books: CompanyBooks[Writer], cause: Cause, one: Wanted) -> tuple[list[PostedEntry], Reposting]:
    live = live_entries(books.db, books.company, books.names, one.standing)
    locks = with_discovery(books.locks, books.names, cause, late_evidence=one.late_evidence)
    return live, reposted(live, one.entry, locks)


def _brought(live: Sequence[PostedEntry], change: Reposting, numbers: Sequence[int]) -> Brought:
    if change.last_is_live:
        return Brought(numbers[-1], change.entries[-1], changed=True)
    entry = next((e.entry for e in live if e.number == change.stands), None)
    return Brought(change.stands, entry, changed=bool(numbers))


def with_discovery(locks: Locks, names: Names, cause: Cause, *, late_evidence: bool = False) -> Locks:
    """The locks with the VAT period in which this write finds what it changes: today's, or the first that is open."""
    return discovering(locks, names, cause.today, late_evidence=late_evidence)


def discovering(locks: Locks, names: Names, today: date, *, late_evidence: bool = False) -> Locks:
    """The same for a write of that day."""
    if locks.vat_filed_through is None:
        return locks
    period = names.vat.period_of(max(today, locks.vat_filed_through + ONE_DAY))
    end = period.end if period is not None else today
    return replace(locks, discovery=Discovery(end, late_evidence))


def reposted(live: Sequence[PostedEntry], desired: JournalEntry | None, locks: Locks) -> Reposting:
    """`repost`, where a correction names the last closed entry that stands.

    That one may be a correction of an earlier year itself: so from the latest entry the chain of `corrects` leads to
    everything that stands for the source, however many years were closed in between.
    """
    change = repost(live, desired, locks)
    closed = [e.number for e in live if locks.closed(e.entry.entry_date)]
    entries = tuple(replace(e, corrects=closed[-1]) if e.corrects is not None else e for e in change.entries)
    return replace(change, entries=entries)
