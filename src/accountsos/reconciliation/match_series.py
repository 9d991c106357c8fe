"""Equal invoices that come again and again and the equal payments for them, one for one in the order of dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from accountsos.dates import ONE_DAY
from accountsos.money import Pence
from accountsos.reconciliation.open_payments import Pair
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument

APART = 6
"""Equal invoices that follow each other faster are not told apart by their dates."""
_AT_ONCE = (-1, 7)
"""Paid when it came: so many days from the issue date."""
_ON_TIME = (-4, 10)
"""Paid when it fell due: so many days from the due date."""
_WITHIN_TERMS = (-1, 15)
"""Without a due date: so many days from the issue date."""

_LATE = 12

Kin = Callable[[PaidDocument], list[CandidateLine]]


def in_step(pairs: Sequence[Pair], kin: Kin, until: date) -> list[Pair]:
    """Pairs of equal invoices and payments where the dates leave one reading only.

    Each payment must keep to one habit (paid at once, or when due), be the only one in its invoice's own days, and no
    equal payment to the same party may be left over: it would show that an invoice is missing, and which one of them
    that is nobody can tell. Where the terms are about as long as the time between two invoices, or not said, payments
    that are one invoice late look like prompt ones: then the lines, which reach `until`, must also show that none came
    after the last. Otherwise the newest invoices may still be unpaid.
    """
    series: dict[tuple[tuple[int, str], str, Pence], dict[int, dict[int, Pair]]] = defaultdict(dict)
    for pair in pairs:
        document = pair.document
        if not document.is_receipt:
            name = (document.party, document.currency, document.open)
            series[name].setdefault(document.key, {})[pair.line.number] = pair
    found: list[Pair] = []
    for name in sorted(series):
        found += _in_step(series[name], kin, until)
    return found


def in_order(document: PaidDocument, equals: Sequence[PaidDocument], kin: Kin) -> CandidateLine | None:
    """The line that pays the document where a party's equal payments begin with its equal invoices: first for first.

    That is the usual order, no proof: any of the invoices may have been left out.
    """
    documents = sorted(equals, key=lambda d: (d.issued_on, d.key))
    lines = {line.number: line for one in documents for line in kin(one)}
    ordered = sorted(lines.values(), key=lambda line: (line.booked_on, line.number))
    place = next(n for n, d in enumerate(documents) if d.key == document.key)
    if len(documents) < 2 or place >= len(ordered) or ordered[0].booked_on < documents[0].issued_on - ONE_DAY:
        return None
    return ordered[place]


def _in_step(by_document: dict[int, dict[int, Pair]], kin: Kin, until: date) -> list[Pair]:
    documents = sorted(
        (next(iter(pairs.values())).document for pairs in by_document.values()),
        key=lambda d: (d.issued_on, d.expected_on, d.key),
    )
    gaps = [(later.issued_on - earlier.issued_on).days for earlier, later in pairwise(documents)]
    about = {line.number: line for document in documents for line in kin(document)}
    lines = sorted(about.values(), key=lambda line: (line.booked_on, line.number))
    if not gaps or min(gaps) < APART or len(lines) > len(documents):
        return []
    if _may_be_one_late(documents, min(gaps)) and (
        len(lines) < len(documents) or until < documents[-1].issued_on + timedelta(days=min(gaps) + _LATE)
    ):
        return []
    paired = [by_document[document.key].get(line.number) for document, line in zip(documents, lines, strict=False)]
    chosen = [pair for pair in paired if pair is not None]
    return chosen if len(chosen) == len(lines) and _keeps_a_habit(chosen) else []


def _may_be_one_late(documents: Sequence[PaidDocument], gap: int) -> bool:
    """Whether a payment on time for one invoice could be one at once for the next."""
    return any(d.due_on is None or (d.due_on - d.issued_on).days > gap - _LATE for d in documents)


def _keeps_a_habit(pairs: Sequence[Pair]) -> bool:
    from_issue = [(p.line.booked_on - p.document.issued_on).days for p in pairs]
    if all(p.document.due_on is None for p in pairs):
        return all(_WITHIN_TERMS[0] <= days <= _WITHIN_TERMS[1] for days in from_issue)
    from_due = [(p.line.booked_on - p.document.expected_on).days for p in pairs]
    return all(_AT_ONCE[0] <= days <= _AT_ONCE[1] for days in from_issue) or all(
        _ON_TIME[0] <= days <= _ON_TIME[1] for days in from_due
    )
