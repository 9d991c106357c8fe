"""Which transactions an undo leaves: each import observes transactions, and undoing it withdraws what it saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Observation:
    """One line of one import: it made this transaction, or showed it again."""

    import_number: int
    transaction: int


def transactions_left(observations: Iterable[Observation], *, undone: frozenset[int] = frozenset()) -> frozenset[int]:
    """Those that some live import shows. Per key they are as many as any live import shows in one file."""
    return frozenset(seen.transaction for seen in observations if seen.import_number not in undone)


def reversed_by_undo(
    observations: Iterable[Observation], import_number: int, *, undone: frozenset[int] = frozenset()
) -> frozenset[int]:
    """The transactions that have no observation left once this import is undone."""
    kept = list(observations)
    before = transactions_left(kept, undone=undone)
    return before - transactions_left(kept, undone=undone | {import_number})
