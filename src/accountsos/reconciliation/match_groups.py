"""Several documents paid by one bank line, and one document paid by several: combinations that add up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.money import Pence, text_from_pence
from accountsos.reconciliation.combinations import (
    FOUND,
    SEARCHED,
    adding_up,
    is_no_chance,
    runs_adding_up,
)
from accountsos.reconciliation.open_payments import between
from accountsos.reconciliation.payment_evidence import (
    CandidateLine,
    PaidDocument,
    instalment_window,
    payment_window,
    reference_evidence,
)

_SUM, _PARTY, _QUOTED, _ALONE, _RUN, _ALL, _NEAR = 55, 30, 25, 10, 4, 6, 5
_TAKEN = -10
_NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a document a line pays, as the bank signs it, in the document's currency."""

    document: int
    line: int
    amount: Pence


@dataclass(frozen=True, slots=True)
class Proposal:
    """Documents and the lines that may have paid them, with a score out of 100, and why."""

    shares: tuple[Share, ...]
    score: int
    reasons: tuple[str, ...]
    points: int = 0
    sure: bool = False
    """May be made without asking, as far as this combination itself tells."""
    quoted: bool = False
    """The bank's text quotes every number. A short one proves little alone, but with the party and the sum it does."""

    @property
    def reason(self) -> str:
        """In one sentence."""
        return "; ".join(self.reasons)

    @property
    def documents(self) -> tuple[int, ...]:
        """The documents, each once."""
        return tuple(dict.fromkeys(share.document for share in self.shares))

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines, each once."""
        return tuple(dict.fromkeys(share.line for share in self.shares))


@dataclass(frozen=True, slots=True)
class _Choice:
    """Positions that add up, whether they are the only ones, and whether that may be chance."""

    at: tuple[int, ...]
    alone: bool
    no_chance: bool
    is_run: bool


def documents_of_line(
    line: CandidateLine, documents: Sequence[PaidDocument], *, with_document: int | None = None
) -> list[Proposal]:
    """Which of a party's open documents (by expected day) the line pays together, credit notes taken off.

    `with_document` asks only for those that hold this one.
    """
    fitting = [d for d in documents if _fits(line, d)]
    if not any(reference_evidence(d, line).strong for d in fitting):
        fitting = [d for d in fitting if reference_evidence(d, line).points >= 0]
    if len(fitting) < 2 or not line.open:
        return []
    quoted = [n for n, d in enumerate(fitting) if reference_evidence(d, line).strong]
    wanted = next((n for n, d in enumerate(fitting) if d.key == with_document), None)
    near = _nearest_documents(line, fitting, {*quoted, *(() if wanted is None else (wanted,))})
    found = []
    for choice in _choices([d.open for d in fitting], line.open, near, quoted):
        if (with_document is None or wanted in choice.at) and set(quoted) <= set(choice.at):
            chosen = [fitting[n] for n in choice.at]
            found.append(_of_line(line, chosen, choice, everything=len(chosen) == len(fitting)))
    return found


def lines_of_document(document: PaidDocument, lines: Sequence[CandidateLine]) -> list[Proposal]:
    """Which of the party's lines (oldest first) pay the document in parts that add up."""
    first, last = instalment_window(document)
    fitting = [line for line in between(lines, first, last) if _is_part(document, line)]
    if len(fitting) < 2:
        return []
    quoted = [n for n, line in enumerate(fitting) if reference_evidence(document, line).strong]
    near = _nearest_lines(document, fitting, set(quoted))
    return [
        _of_document(document, [fitting[n] for n in choice.at], choice)
        for choice in _choices([line.open for line in fitting], document.open, near, quoted)
    ]


def _fits(line: CandidateLine, document: PaidDocument) -> bool:
    first, last = payment_window(document)
    return (
        first <= line.booked_on <= last
        and document.currency == line.currency
        and document.open != 0
        and line.number not in document.rejected
        and ((document.open < 0) == (line.open < 0) or document.is_credit)
    )


def _is_part(document: PaidDocument, line: CandidateLine) -> bool:
    return (
        line.currency == document.currency
        and (line.open < 0) == (document.open < 0)
        and 0 < abs(line.open) < abs(document.open)
        and line.number not in document.rejected
        and reference_evidence(document, line).points >= 0
    )


def _nearest_documents(line: CandidateLine, documents: Sequence[PaidDocument], must: set[int]) -> list[int]:
    """The positions that are combined: at most `SEARCHED`, those that must be among them first, then the nearest."""
    order = sorted(
        range(len(documents)),
        key=lambda n: (n not in must, abs((documents[n].expected_on - line.booked_on).days), documents[n].key),
    )
    return sorted(order[:SEARCHED])


def _nearest_lines(document: PaidDocument, lines: Sequence[CandidateLine], must: set[int]) -> list[int]:
    order = sorted(
        range(len(lines)),
        key=lambda n: (n not in must, abs((lines[n].booked_on - document.expected_on).days), lines[n].number),
    )
    return sorted(order[:SEARCHED])


def _choices(amounts: Sequence[Pence], total: Pence, near: Sequence[int], quoted: Sequence[int]) -> list[_Choice]:
    """The combinations of two and more that add up: what is quoted first, then runs of neighbours, then the rest."""
    if len(quoted) > 1 and sum(amounts[n] for n in quoted) == total:
        return [_Choice(tuple(quoted), True, True, _is_run(quoted))]
    combined = adding_up([amounts[n] for n in near], total)
    found = {tuple(near[n] for n in at): False for at in combined.found}
    for first, last in runs_adding_up(amounts, total):
        found[tuple(range(first, last + 1))] = True
    alone = combined.complete and len(near) == len(amounts) and len(found) == 1
    no_chance = is_no_chance(amounts) if alone else False
    choices = [_Choice(at, alone, no_chance, _is_run(at)) for at in found if len(at) > 1]
    choices.sort(key=lambda choice: (not choice.is_run, choice.at))
    return choices[:FOUND]


def _is_run(at: Sequence[int]) -> bool:
    return list(at) == list(range(at[0], at[-1] + 1))


def _of_line(line: CandidateLine, documents: Sequence[PaidDocument], choice: _Choice, *, everything: bool) -> Proposal:
    reasons = [f"{_named(documents)} add up to {'what is left of ' if line.has_documents else ''}the line exactly"]
    if everything and not choice.alone:
        reasons.append("that is all that was open then")
    quoted = all(reference_evidence(d, line).points > 0 for d in documents)
    days = min(abs((line.booked_on - d.expected_on).days) for d in documents)
    shares = tuple(Share(d.key, line.number, d.open) for d in documents)
    points = _points(choice, quoted=quoted, days=days) + (_ALL if everything else 0)
    # All that is open with a party, one invoice less its credit note, is no chance however round the amounts are.
    whole = everything and len(documents) == 2 and any(d.is_credit for d in documents)
    return _proposal(shares, choice, (reasons, points), quoted=quoted, taken=line.has_documents, whole=whole)


def _named(documents: Sequence[PaidDocument]) -> str:
    """`these 3 invoices of Acme Ltd less 1 credit note`."""
    notes = [d for d in documents if d.is_credit]
    bills = [d for d in documents if not d.is_credit] or notes
    whose = next((f" of {d.supplier}" for d in documents if d.supplier), "")
    kind = "receipt" if all(d.is_receipt for d in bills) else "credit note" if bills is notes else "invoice"
    named = f"these {len(bills)} {kind}s{whose}" if len(bills) > 1 else f"this {kind}{whose}"
    if not notes or bills is notes:
        return named
    return f"{named} less {len(notes)} credit note{'s' if len(notes) > 1 else ''}"


def _of_document(document: PaidDocument, lines: Sequence[CandidateLine], choice: _Choice) -> Proposal:
    whose = f" of {document.supplier}" if document.supplier else ""
    kind = "receipt" if document.is_receipt else "invoice"
    shown = " + ".join(text_from_pence(abs(line.open), line.currency) for line in lines[:4])
    equal = "equal " if len({line.open for line in lines}) == 1 else ""
    more = " + …" if len(lines) > 4 else ""
    reasons = [f"{len(lines)} {equal}payments add up to the {kind}{whose} exactly: {shown}{more}"]
    quoted = all(reference_evidence(document, line).points > 0 for line in lines)
    days = min(abs((line.booked_on - document.expected_on).days) for line in lines)
    shares = tuple(Share(document.key, line.number, line.open) for line in lines)
    points = _points(choice, quoted=quoted, days=days)
    taken = any(line.has_documents for line in lines)
    return _proposal(shares, choice, (reasons, points), quoted=quoted, taken=taken)


def _points(choice: _Choice, *, quoted: bool, days: int) -> int:
    points = _SUM + _PARTY + (_QUOTED if quoted else 0) + (_NEAR if days <= _NEAR_DAYS else 0)
    return points + (_ALONE if choice.alone else 0) + (_RUN if choice.is_run else 0)


def _proposal(
    shares: tuple[Share, ...],
    choice: _Choice,
    so_far: tuple[list[str], int],
    *,
    quoted: bool,
    taken: bool,
    whole: bool = False,
) -> Proposal:
    reasons, points = so_far
    reasons.append("the bank's text names the party" + (" and quotes every number" if quoted else ""))
    if not choice.alone:
        reasons.append("other combinations add up too")
    elif not quoted:
        chance = "" if choice.no_chance or whole else ", but with such amounts it may be chance"
        reasons.append("no other combination does" + chance)
    points += _TAKEN if taken else 0
    sure = choice.alone and (choice.no_chance or quoted or whole) and not taken
    return Proposal(shares, max(0, min(points, 100)), tuple(reasons), points, sure, quoted)
