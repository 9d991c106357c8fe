"""Every change of mind goes through here: what stands in the books, what should stand, and the entries between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting, merged


@dataclass(frozen=True, slots=True)
class Locks:
    """What must no longer change. `books_closed_through`: dates up to and including it are closed."""

    books_closed_through: date | None = None

    def closed(self, day: date) -> bool:
        """Whether that day is in a closed year."""
        return self.books_closed_through is not None and day <= self.books_closed_through

    @property
    def first_open_day(self) -> date | None:
        """The first day on which corrections of closed years are posted."""
        return self.books_closed_through + timedelta(days=1) if self.books_closed_through else None


NO_LOCKS = Locks()


@dataclass(frozen=True, slots=True)
class Reposting:
    """The entries to record, in order. `last_is_live` tells whether the last of them now speaks for the source.

    `stands` is the number of an older entry that speaks for it where nothing new does.
    """

    entries: tuple[JournalEntry, ...]
    last_is_live: bool
    stands: int | None = None


def repost(live: Sequence[PostedEntry], desired: JournalEntry | None, locks: Locks = NO_LOCKS) -> Reposting:
    """Bring what stands for one source to what is desired, never touching a closed day.

    `live` are the entries that stand for the source, oldest first (one; or one in a closed year with its correction).
    Open entries are reversed on their own date and replaced. Entries in a closed year stay: what differs is posted on
    the first open day, naming the entry it corrects; the bank's side cancels out and keeps the bank's date.
    """
    last = live[-1] if live else None
    if _says_the_same(live, desired, locks):
        return Reposting((), last_is_live=False, stands=last.number if last else None)
    fixed = [e for e in live if locks.closed(e.entry.entry_date)]
    reversals = [e.reversed_on(e.entry.entry_date) for e in live if not locks.closed(e.entry.entry_date)]
    replaces = last.number if last else None
    if not fixed:
        if desired is None:
            return Reposting(tuple(reversals), last_is_live=False)
        return Reposting((*reversals, replace(_on_open_day(desired, locks), replaces=replaces)), last_is_live=True)
    wanted = desired.postings if desired else ()
    standing = [replace(p, amount=-p.amount) for e in fixed for p in e.entry.postings]
    residual = merged([*wanted, *standing])
    if not residual:
        return Reposting(tuple(reversals), last_is_live=False, stands=fixed[-1].number)
    correction = JournalEntry(
        entry_date=_first_open(locks),
        source=fixed[0].entry.source,
        postings=residual,
        narration=desired.narration if desired else fixed[0].entry.narration,
        corrects=fixed[0].number,
        replaces=replaces,
    )
    return Reposting((*reversals, correction), last_is_live=True)


def _says_the_same(live: Sequence[PostedEntry], desired: JournalEntry | None, locks: Locks) -> bool:
    standing = _by_place([p for e in live for p in e.entry.postings])
    wanted = _by_place(desired.postings if desired else ())
    if standing != wanted:
        return False
    if desired is None or not wanted:
        return True
    day = _on_open_day(desired, locks).entry_date
    # What a lock moved, or now holds, is where it should be: posting it once more would only add a reversal pair.
    return any(e.entry.entry_date in (day, desired.entry_date) or locks.closed(e.entry.entry_date) for e in live)


def _by_place(postings: Sequence[Posting]) -> dict[tuple[object, ...], int]:
    return {p.place: p.amount for p in merged(postings)}


def _on_open_day(desired: JournalEntry, locks: Locks) -> JournalEntry:
    """A first entry for a closed day (a line found late) lands on the first open one."""
    return replace(desired, entry_date=_first_open(locks)) if locks.closed(desired.entry_date) else desired


def _first_open(locks: Locks) -> date:
    day = locks.first_open_day
    assert day is not None, "only a lock makes an entry fixed"
    return day
