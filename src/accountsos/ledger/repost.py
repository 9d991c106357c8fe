"""Every change of mind goes through here: what stands in the books, what should stand, and the entries between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting, merged
from accountsos.ledger.locks import NO_LOCKS, Locks
from accountsos.ledger.vat_postings import in_discovery, read_code, settled, vat_effect


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
    A filed VAT return keeps its figures: where a change would alter them, both what is taken back and what replaces
    it have their VAT effect in the period of discovery.
    """
    last = live[-1] if live else None
    if _says_the_same(live, desired, locks):
        return Reposting((), last_is_live=False, stands=last.number if last else None)
    moved = _vat_mover(live, desired, locks)
    fixed = [e for e in live if locks.closed(e.entry.entry_date)]
    reversals = [moved(e.reversed_on(e.entry.entry_date)) for e in live if not locks.closed(e.entry.entry_date)]
    desired = None if desired is None else moved(desired)
    replaces = last.number if last else None
    if not fixed:
        if desired is None:
            return Reposting(tuple(reversals), last_is_live=False)
        return Reposting((*reversals, replace(_on_open_day(desired, locks), replaces=replaces)), last_is_live=True)
    wanted = desired.postings if desired else ()
    standing = [replace(p, amount=-p.amount) for e in fixed for p in moved(e.entry).postings]
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
    standing = _by_place([p for e in live for p in e.entry.postings], locks)
    wanted = _by_place(desired.postings if desired else (), locks)
    if standing != wanted:
        return False
    if desired is None or not wanted:
        return True
    day = _on_open_day(desired, locks).entry_date
    # What a lock moved, or now holds, is where it should be: posting it once more would only add a reversal pair.
    return any(e.entry.entry_date in (day, desired.entry_date) or locks.closed(e.entry.entry_date) for e in live)


def _by_place(postings: Sequence[Posting], locks: Locks) -> dict[tuple[object, ...], int]:
    """Amounts by place. A VAT effect that a lock has moved, or would move, counts as if it stood in its own period."""
    sums: dict[tuple[object, ...], int] = {}
    for posting in postings:
        place = settled(posting) if locks.of_filed_time(posting) else (*settled(posting), posting.vat_period)
        sums[place] = sums.get(place, 0) + posting.amount
    return {place: amount for place, amount in sums.items() if amount}


def _vat_mover(
    live: Sequence[PostedEntry], desired: JournalEntry | None, locks: Locks
) -> Callable[[JournalEntry], JournalEntry]:
    """What a VAT lock does to the postings of a change: nothing, unless a filed return would show another figure."""
    standing = [p for e in live for p in e.entry.postings if locks.filed(p)]
    wanted = [p for p in (desired.postings if desired else ()) if locks.filed(p)]
    discovery = locks.discovery
    if not (standing or wanted) or discovery is None or same_returns(standing, wanted):
        return lambda entry: entry
    late = (discovery.late_evidence or _was_late(live, locks)) and _claims_for_the_first_time(standing, wanted)

    def moved(entry: JournalEntry) -> JournalEntry:
        postings = [in_discovery(p, discovery, error=not late) if locks.filed(p) else p for p in entry.postings]
        return replace(entry, postings=tuple(postings))

    return moved


def same_returns(standing: Sequence[Posting], wanted: Sequence[Posting]) -> bool:
    """Whether each filed return would show exactly what it shows."""
    periods = {p.vat_period for p in (*standing, *wanted)}
    return all(
        vat_effect(p for p in standing if p.vat_period == period)
        == vat_effect(p for p in wanted if p.vat_period == period)
        for period in periods
    ) and not any(p.vat_code and read_code(p.vat_code).corrects for p in standing)


def _was_late(live: Sequence[PostedEntry], locks: Locks) -> bool:
    """Whether what stands is such a late claim already, in a return that is still open."""
    control = [p for e in live for p in e.entry.postings if p.category_id == VAT_CONTROL and p.vat_code is not None]
    late = [p for p in control if locks.of_filed_time(p) and not locks.filed(p)]
    return bool(late) and not any(read_code(p.vat_code).corrects for p in late if p.vat_code is not None)


def _claims_for_the_first_time(standing: Sequence[Posting], wanted: Sequence[Posting]) -> bool:
    """Input VAT where none was claimed: with its document arriving late, no error."""
    claimed = [p for p in wanted if p.category_id == VAT_CONTROL]
    plain = [read_code(p.vat_code).law for p in claimed if p.vat_code is not None]
    return (
        bool(claimed)
        and all(law is not None and law.sales is False and not law.self_assessed for law in plain)
        and not any(p.category_id == VAT_CONTROL for p in standing)
    )


def _on_open_day(desired: JournalEntry, locks: Locks) -> JournalEntry:
    """A first entry for a closed day (a line found late) lands on the first open one."""
    return replace(desired, entry_date=_first_open(locks)) if locks.closed(desired.entry_date) else desired


def _first_open(locks: Locks) -> date:
    day = locks.first_open_day
    assert day is not None, "only a lock makes an entry fixed"
    return day
