"""What was worked out from a company's books, remembered until they are written again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader
from accountsos.store.head import VERSION

R = TypeVar("R")


def remembered(db: Reader, what: str, company: int, work: Callable[[], R], *, most: int) -> R:
    """The result of the work, done once for each state of the books, of so many companies at most.

    Never in a write, which may be taken back: its number is another write's then.
    """
    head = db.row(VERSION, company=company)
    return remembered_at(db, what, company, -1 if head is None else int(head[0]), work, most=most)


def remembered_at(db: Reader, what: str, company: int, state: Hashable, work: Callable[[], R], *, most: int) -> R:
    """The same where the reader knows the state already: of many companies it is asked for at once."""
    kept: Recent[int, tuple[Hashable, Any]] | None = db.cache.get(what)
    if kept is None:
        kept = db.cache.setdefault(what, Recent(most))
    known = kept.get(company)
    if known is not None and known[0] == state:
        done: R = known[1]
        return done
    fresh = work()
    kept.put(company, (state, fresh))
    return fresh
