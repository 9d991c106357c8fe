"""What was worked out of the postings to some accounts, remembered until one of these is posted to again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader
from accountsos.store.head import VERSION
from accountsos.store.open_items import touched_since

T = TypeVar("T")
WORKED_OUT = "worked out"
COMPANIES_AT_HAND = 1_000
"""Of each only what is open is kept: some hundred bytes an item."""
ENTRIES_LOOKED_THROUGH = 2_000
"""After more entries than these everything is worked out anew: that is cheaper than to look through them."""


@dataclass(frozen=True, slots=True)
class _Known(Generic[T]):
    """What was worked out, as the books stood with that last entry."""

    under: Hashable
    last_entry: int
    of: Mapping[int, T]


def worked_out(
    db: Reader,
    company: int,
    categories: Collection[int],
    under: Hashable,
    work_out: Callable[[Collection[int]], Mapping[int, T]],
) -> Mapping[int, T]:
    """By account what `work_out` makes of the postings to it; `under`: what else its answer hangs on.

    Entries are never changed, and the head row says up to which they are there: what was worked out up to one entry
    holds for every account that no later entry posts to, whichever process wrote it. The entries of a write that is
    still going on come after the head row's last one. What they lead to is not remembered, for they may be taken back.
    """
    memory: Recent[int, _Known[T]] | None = db.cache.get(WORKED_OUT)
    if memory is None:
        memory = db.cache.setdefault(WORKED_OUT, Recent(COMPANIES_AT_HAND))
    head, known = db.row(VERSION, company=company), memory.get(company)
    last_entry = 0 if head is None else int(head[3])
    if known is None or known.under != under or not 0 <= last_entry - known.last_entry <= ENTRIES_LOOKED_THROUGH:
        known = _Known(under, last_entry, {})
    touched = touched_since(db, company, categories, known.last_entry)
    found = {c: known.of[c] for c in categories if c in known.of and c not in touched}
    missing = [category for category in categories if category not in found]
    if missing:
        found.update(work_out(missing))
    if missing or last_entry != known.last_entry:
        settled = {category: value for category, value in found.items() if touched.get(category, 0) <= last_entry}
        memory.put(company, _Known(under, last_entry, settled))
    return found
