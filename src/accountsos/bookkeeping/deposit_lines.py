"""Deposits as the lines of an invoice tell of them: asked for by one, taken off by another."""

from __future__ import annotations

from collections.abc import Iterable

from accountsos.documents.facts import DocumentFacts
from accountsos.store.documents import Document

_DEPOSIT_WORDS = ("deposit", "advance payment", "payment on account", "stage payment", "part payment")


def lines_of_paper(paper: Document, facts: DocumentFacts | None) -> list[tuple[str, int, int]]:
    """What its lines say, net and gross: as they were typed in or given again, else as they were read."""
    if paper.corrections.lines:
        return [(line.description.lower(), line.net, line.gross) for line in paper.corrections.lines]
    lines = () if facts is None else facts.lines
    return [(line.description.lower(), line.net or 0, line.gross or 0) for line in lines]


def takes_off(lines: Iterable[tuple[str, int, int]], amount: int) -> bool:
    """Whether a line takes the deposit off again."""
    return any((net or gross) < 0 and abs(amount) in (abs(net), abs(gross)) for _, net, gross in lines)


def says_deposit(lines: Iterable[tuple[str, int, int]]) -> bool:
    """Whether a line calls itself a deposit."""
    return any(word in words for words, _, _ in lines for word in _DEPOSIT_WORDS)
