"""Open documents and bank lines side by side, with quick ways from one to what may belong to it on the other side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from accountsos.contacts.payee import payee_key
from accountsos.contacts.spelling import words_of
from accountsos.dates import ONE_DAY
from accountsos.money import Pence
from accountsos.reconciliation.match_documents import PROPOSED, Match, scored
from accountsos.reconciliation.payment_evidence import (
    CandidateLine,
    PaidDocument,
    comes_in_time,
    instalment_window,
    party_evidence,
    payment_window,
    squeezed,
)

NEAREST = 40
"""So many equal lines are weighed for one document at most, those nearest to the expected day: where there are more,
no single one could lead anyway, unless it quotes the document's number, and those are always weighed."""
_START = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and a line that would pay it whole."""

    document: PaidDocument
    match: Match

    @property
    def line(self) -> CandidateLine:
        """The line of the match."""
        return self.match.line


class OpenLines:
    """Bank lines, found by amount or by party. Their order does not matter."""

    def __init__(self, lines: Iterable[CandidateLine]) -> None:
        self.all = sorted({line.number: line for line in lines}.values(), key=lambda one: (one.booked_on, one.number))
        self._by_amount: dict[tuple[str, Pence], list[CandidateLine]] = defaultdict(list)
        self._by_contact: dict[int, list[CandidateLine]] = defaultdict(list)
        self._by_start: dict[str, list[CandidateLine]] = defaultdict(list)
        for line in self.all:
            self._add(line)

    def _add(self, line: CandidateLine) -> None:
        amounts = {(line.currency, line.amount), (line.currency, line.open)}
        if line.original_currency is not None and line.original_amount is not None:
            amounts.add((line.original_currency, abs(line.original_amount) * (1 if line.amount > 0 else -1)))
        for amount in amounts:
            self._by_amount[amount].append(line)
        if line.contact is not None:
            self._by_contact[line.contact].append(line)
        for start in _starts(line.text):
            self._by_start[start].append(line)

    def of_amount(self, document: PaidDocument) -> list[CandidateLine]:
        """Those of exactly what the document is still to be paid, within its window: all, or the nearest."""
        first, last = payment_window(document)
        every = self._by_amount.get((document.currency, document.open), ())
        late = between(every, last + ONE_DAY, instalment_window(document)[1]) if document.number else ()
        equal = [*between(every, first, last), *(line for line in late if comes_in_time(document, line))]
        if len(equal) <= NEAREST:
            return equal
        number = squeezed(document.number or "")
        quoting = [line for line in equal if number and number in squeezed(line.text)]
        near = sorted(equal, key=lambda line: (abs((line.booked_on - document.expected_on).days), line.number))
        return list({line.number: line for line in (*quoting[:NEAREST], *near[:NEAREST])}.values())

    def equal_at_any_time(self, document: PaidDocument) -> Sequence[CandidateLine]:
        """Those of exactly what the document is still to be paid, oldest first."""
        return self._by_amount.get((document.currency, document.open), ())

    def of_party(self, document: PaidDocument) -> list[CandidateLine]:
        """Those that name the document's party, or have its contact; oldest first."""
        found = {line.number: line for line in self._by_contact.get(document.contact or -1, ())}
        key = payee_key(document.supplier or "")
        if key:
            for start in {squeezed(key)[:_START], key.split()[0][:_START]}:
                found.update((line.number, line) for line in self._by_start.get(start, ()))
        return sorted(
            (line for line in found.values() if party_evidence(document, line).strong),
            key=lambda line: (line.booked_on, line.number),
        )


def _starts(text: str) -> set[str]:
    """The first letters of every word and of every two words written together."""
    words = list(words_of(text))
    return {word[:_START] for word in words} | {
        (one + two)[:_START] for one, two in pairwise(words) if len(one) < _START
    }


def between(lines: Sequence[CandidateLine], first: date, last: date) -> list[CandidateLine]:
    """Those booked in these days; the lines are oldest first."""
    return list(
        lines[
            bisect_left(lines, first, key=lambda line: line.booked_on) : bisect_right(
                lines, last, key=lambda line: line.booked_on
            )
        ]
    )


def exact_pairs(documents: Iterable[PaidDocument], lines: OpenLines) -> list[Pair]:
    """Every document with every line that would pay it to the penny and is not another document's already."""
    return [
        Pair(document, match)
        for document in documents
        for line in lines.of_amount(document)
        if not line.has_documents
        and (match := scored(document, line)) is not None
        and match.exact
        and match.score >= PROPOSED
        and not match.refused
    ]


def by_party(documents: Iterable[PaidDocument]) -> list[list[PaidDocument]]:
    """Documents of one party and currency together, each list by the day on which payment is expected."""
    found: dict[tuple[int, str, str], list[PaidDocument]] = defaultdict(list)
    for document in documents:
        if document.party != (0, ""):
            found[*document.party, document.currency].append(document)
    for group in found.values():
        group.sort(key=lambda document: (document.expected_on, document.issued_on, document.key))
    return [found[name] for name in sorted(found)]
