"""A payment processor's payout and the sale invoices that may be in it: for a person to look at, never by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from accountsos.money import text_from_pence
from accountsos.reconciliation.combinations import SEARCHED, adding_up
from accountsos.reconciliation.match_groups import Proposal, Share
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument, names_processor

_DAYS = 35
_LINES = 10
_EXACT, _LESS_A_FEE, _LONE = 70, 55, 10
_SOON = 8
_FEE_PERMILLE = (5, 45)


def documents_of_payout(
    document: PaidDocument, others: Iterable[PaidDocument], lines: Sequence[CandidateLine]
) -> list[Proposal]:
    """Payouts near a sale, with the sales that add up to them exactly or but for a usual fee."""
    if document.amount <= 0 or document.is_credit:
        return []
    sales = {d.key: d for d in (document, *others) if d.amount > 0 and d.open > 0 and d.currency == document.currency}
    payouts = [
        line
        for line in lines
        if not line.has_documents
        and line.currency == document.currency
        and line.open > document.open
        and names_processor(line)
        and line.number not in document.rejected
        and timedelta(0) <= line.booked_on - document.issued_on <= timedelta(days=_DAYS)
    ]
    payouts.sort(key=lambda line: (line.booked_on, line.number))
    found: list[Proposal] = []
    for line in payouts[:_LINES]:
        near = sorted(
            (d for d in sales.values() if timedelta(0) <= line.booked_on - d.issued_on <= timedelta(days=_DAYS)),
            key=lambda d: (d.key != document.key, line.booked_on - d.issued_on, d.key),
        )[:SEARCHED]
        found += _of_payout(document, line, sorted(near, key=lambda d: (d.issued_on, d.key)))
    return found


def _of_payout(document: PaidDocument, line: CandidateLine, sales: Sequence[PaidDocument]) -> list[Proposal]:
    answers = adding_up([d.open for d in sales], line.open)
    found = []
    for at in answers.found:
        chosen = [sales[n] for n in at]
        if len(chosen) > 1 and document in chosen:
            points = _EXACT + (_LONE if len(answers.found) == 1 else 0)
            reason = f"these {len(chosen)} sales make the payout of {names_processor(line)} exactly"
            found.append(_proposal(chosen, line, points, reason))
    return found or _less_a_fee(document, line, sales)


def _less_a_fee(document: PaidDocument, line: CandidateLine, sales: Sequence[PaidDocument]) -> list[Proposal]:
    """Neighbouring sales that come to a little more than the payout."""
    found = []
    for first in range(len(sales)):
        total = 0
        for last in range(first, len(sales)):
            total += sales[last].open
            fee = total - line.open
            if last > first and _FEE_PERMILLE[0] * total <= fee * 1000 <= _FEE_PERMILLE[1] * total:
                chosen = list(sales[first : last + 1])
                if document in chosen:
                    shown = text_from_pence(fee, line.currency)
                    reason = f"{shown} less than these {len(chosen)} sales: the fee of {names_processor(line)}?"
                    wait = (line.booked_on - sales[last].issued_on).days
                    found.append(_proposal(chosen, line, _LESS_A_FEE + max(0, _SOON - wait), reason))
    return found


def _proposal(documents: Sequence[PaidDocument], line: CandidateLine, points: int, reason: str) -> Proposal:
    shares = tuple(Share(d.key, line.number, d.open) for d in documents)
    return Proposal(shares, points, (reason,), points)
