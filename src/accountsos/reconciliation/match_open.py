"""All open documents and all bank lines of a company at once: what is surely paid by what, and what is worth a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from accountsos.reconciliation.match_documents import LEAD, is_sure, ranked
from accountsos.reconciliation.match_groups import Proposal, Share, documents_of_line, lines_of_document
from accountsos.reconciliation.match_payouts import documents_of_payout
from accountsos.reconciliation.match_series import in_order, in_step
from accountsos.reconciliation.open_payments import NEAREST, OpenLines, Pair, between, by_party, exact_pairs
from accountsos.reconciliation.payment_evidence import (
    CandidateLine,
    PaidDocument,
    comes_in_time,
    party_evidence,
    payment_window,
)

SHOWN = 20
_ROUNDS = 20
"""A line that one document takes may leave another document with only one; so often that is looked at again."""
_KIN_DAYS = 45
_TURN = 8


def surely_paid(documents: Iterable[PaidDocument], lines: Iterable[CandidateLine]) -> list[Proposal]:
    """What may be linked without asking: exact to the penny, tied to the party or the number, and without a rival.

    First one document and one line, then several documents of one line, then several lines of one document. The
    order of documents and lines does not matter, no line is in two proposals, and neither is a document.
    """
    found = _Pass(documents, lines)
    found.one_to_one()
    found.several_documents()
    found.several_lines()
    return found.made


def proposed(document: PaidDocument, others: Iterable[PaidDocument], lines: Iterable[CandidateLine]) -> list[Proposal]:
    """What may have paid a document, best first: single lines, and combinations of documents or of lines."""
    if not document.open:
        return []
    every, first, last = OpenLines(lines), *payment_window(document)
    near = [line for line in every.all if comes_in_time(document, line)]
    known = {d.key: d for d in others}
    known[document.key] = document
    family = [d for d in known.values() if d.party == document.party and d.currency == document.currency]
    family.sort(key=lambda d: (d.expected_on, d.issued_on, d.key))
    found = _single_lines(document, family, near, every)
    mine = every.of_party(document)
    nearest = sorted(between(mine, first, last), key=lambda one: abs((one.booked_on - document.expected_on).days))
    for line in nearest[:NEAREST]:
        found += documents_of_line(line, family, with_document=document.key)
    if not document.is_credit:
        found += lines_of_document(document, mine)
    found += documents_of_payout(document, known.values(), near)
    found.sort(key=lambda one: (-one.points, len(one.shares)))
    return found[:SHOWN]


def _single_lines(
    document: PaidDocument, family: Sequence[PaidDocument], near: Sequence[CandidateLine], every: OpenLines
) -> list[Proposal]:
    """One line each, best first; of equal ones that come again and again, the one whose turn it is."""
    equals = [d for d in family if d.open == document.open and not d.is_receipt]
    turn = None
    if 1 < len(equals) <= NEAREST and not document.is_receipt:
        turn = in_order(document, equals, lambda d: [n for n in kin_of(d, every) if not n.has_documents])
    found = []
    for m in ranked(document, near):
        mine = turn is not None and m.line.number == turn.number
        points, reasons = (m.points + _TURN, (*m.reasons, "in the order of dates")) if mine else (m.points, m.reasons)
        found.append(Proposal((Share(document.key, m.line.number, m.amount),), min(points, 100), reasons, points))
    return found


def kin_of(document: PaidDocument, lines: OpenLines) -> list[CandidateLine]:
    """Lines of the same party and amount, from some weeks before the document until some after its window."""
    _, last = payment_window(document)
    around = (document.issued_on - timedelta(days=_KIN_DAYS), last + timedelta(days=_KIN_DAYS))
    return [n for n in between(lines.equal_at_any_time(document), *around) if party_evidence(document, n).strong]


class _Pass:
    """One look at everything that is open; what is made leaves the rest smaller."""

    def __init__(self, documents: Iterable[PaidDocument], lines: Iterable[CandidateLine]) -> None:
        self.made: list[Proposal] = []
        self.lines = OpenLines(line for line in lines if not line.has_documents)
        known = {d.key: d for d in documents if d.open}
        self.documents = {key: known[key] for key in sorted(known)}
        self._until = max((line.booked_on for line in self.lines.all), default=date.min)
        self._used: set[int] = set()
        self._claimed: tuple[set[int], set[int]] = (set(), set())
        """Documents and lines that fit one another one to one, where nothing says which."""

    def one_to_one(self) -> None:
        """Pairs that lead on both sides, again and again; then payments that come in step with equal invoices."""
        pairs = exact_pairs(self.documents.values(), self.lines)
        for _ in range(_ROUNDS):
            pairs = [p for p in pairs if p.document.key in self.documents and p.line.number not in self._used]
            chosen = [p for p in _leading(pairs) if self._stands_alone(p)]
            chosen = chosen or in_step([p for p in pairs if is_sure(p.match)], self._kin, self._until)
            if not chosen:
                break
            for pair in chosen:
                match = pair.match
                share = Share(pair.document.key, pair.line.number, match.amount)
                self._make(Proposal((share,), match.score, match.reasons, match.points, True))
        open_still = [p for p in pairs if is_sure(p.match)]
        self._claimed = ({p.document.key for p in open_still}, {p.line.number for p in open_still})

    def several_documents(self) -> None:
        """Each line of a party with what of the party's documents adds up to it."""
        found = []
        for family in by_party(self.documents.values()):
            if len(family) > 1:
                for line in self.lines.of_party(family[-1]):
                    if line.number not in self._used:
                        found += [one for one in documents_of_line(line, family) if one.sure]
        self._make_undisputed(found)

    def several_lines(self) -> None:
        """Each document with what of its party's lines adds up to it."""
        found = []
        for family in by_party(self.documents.values()):
            lines = [line for line in self.lines.of_party(family[-1]) if line.number not in self._used]
            for document in family:
                if not document.is_credit:
                    found += [one for one in lines_of_document(document, lines) if one.sure]
        self._make_undisputed(found)

    def _make_undisputed(self, found: Sequence[Proposal]) -> None:
        """Make those whose documents and lines nothing else claims; quoted numbers go before arithmetic."""
        for batch in ([one for one in found if one.quoted], [one for one in found if not one.quoted]):
            claims: dict[tuple[str, int], int] = defaultdict(int)
            free = [one for one in batch if self._is_free(one)]
            for one in free:
                for thing in _things(one):
                    claims[thing] += 1
            for one in free:
                if all(claims[thing] == 1 for thing in _things(one)):
                    self._make(one)

    def _is_free(self, one: Proposal) -> bool:
        documents, lines = self._claimed
        return (
            all(key in self.documents and (one.quoted or key not in documents) for key in one.documents)
            and not self._used.intersection(one.lines)
            and (one.quoted or not lines.intersection(one.lines))
        )

    def _make(self, one: Proposal) -> None:
        self.made.append(one)
        self._used.update(one.lines)
        for key in one.documents:
            del self.documents[key]

    def _stands_alone(self, pair: Pair) -> bool:
        """Whether no equal payment to the same party is about that an invoice unknown to us may have asked for."""
        return pair.match.quoted or pair.document.is_receipt or len(self._kin(pair.document)) == 1

    def _kin(self, document: PaidDocument) -> list[CandidateLine]:
        return [line for line in kin_of(document, self.lines) if line.number not in self._used]


def _leading(pairs: Sequence[Pair]) -> list[Pair]:
    """Sure pairs that are clearly the best of their document and of their line."""
    best: dict[tuple[str, int], list[int]] = defaultdict(list)
    for pair in pairs:
        best["document", pair.document.key].append(pair.match.points)
        best["line", pair.line.number].append(pair.match.points)
    runner_up = {name: sorted(points)[-2] for name, points in best.items() if len(points) > 1}

    def leads(pair: Pair) -> bool:
        things = (("document", pair.document.key), ("line", pair.line.number))
        return all(thing not in runner_up or pair.match.points - runner_up[thing] >= LEAD for thing in things)

    return [pair for pair in pairs if is_sure(pair.match) and leads(pair)]


def _things(one: Proposal) -> list[tuple[str, int]]:
    return [("document", key) for key in one.documents] + [("line", number) for number in one.lines]
