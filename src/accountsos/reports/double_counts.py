"""What may stand in the books twice or must not stand so, as findings with what is at stake and what to do. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accountsos.dates import Period
from accountsos.money import Pence
from accountsos.reconciliation.match_documents import PROPOSED, scored
from accountsos.reconciliation.payment_evidence import (
    CandidateLine,
    PaidDocument,
    party_evidence,
    payment_window,
    reference_evidence,
)

PAYMENT_OF_INVOICE = "payment_of_invoice"
INVOICE_BESIDE_PAYMENT = "invoice_beside_payment"
PAYABLE_BESIDE_COST = "payable_beside_cost"
OPENING_BESIDE_PAYMENT = "opening_beside_payment"
BILL_TWICE = "bill_twice"
DEPOSIT_IN_FULL = "deposit_in_full"
ASSET_NOT_REGISTERED = "asset_not_registered"
DIVIDEND_NOT_COVERED = "dividend_not_covered"
KINDS: Mapping[str, str] = {
    PAYMENT_OF_INVOICE: "a receipt or payment of exactly an open invoice stands as turnover or cost of its own",
    INVOICE_BESIDE_PAYMENT: "an open invoice, and a payment of the same party that nobody has put beside it",
    PAYABLE_BESIDE_COST: "something is owed, and the same cost was paid as one of its own",
    OPENING_BESIDE_PAYMENT: "an opening debtor or creditor is open, and the same party pays or is paid",
    BILL_TWICE: "the same invoice or bill stands twice",
    DEPOSIT_IN_FULL: "a deposit and the final invoice both claim the whole",
    ASSET_NOT_REGISTERED: "a bank line or bill on an account of fixed assets of which the register knows nothing",
    DIVIDEND_NOT_COVERED: "a dividend is more than the reserves that the books had on its day",
}
LATE = timedelta(days=366)
_LEAST, _MOST = 25, 400
"""Between which percentages of what is open a payment of the party may be about it."""


@dataclass(frozen=True, slots=True)
class DoubleCount:
    """Something that may be counted twice."""

    kind: str
    day: date
    """The day of what may be too much."""
    amount: Pence
    """Without sign: what would be counted twice."""
    message: str
    action: str
    transactions: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    named_by: tuple[int, ...] = ()
    """The first entry of each thing behind `entries`: that stays the first, however often it is posted anew."""
    profit: Pence = 0
    """What of it stands in the profit and loss account, without sign."""
    boxes: Mapping[int, Pence] = field(default_factory=dict)
    """The VAT boxes in which it stands, each with its amount."""
    vat_period: date | None = None
    """The end of the VAT period of these boxes."""

    @property
    def finding_id(self) -> str:
        """The same for the same kind and things, for ever: by it a finding is acknowledged."""
        things = (self.kind, *(f"{name}{n}" for name, ns in self._things for n in sorted(ns)))
        return f"fnd_{hashlib.sha256(' '.join(things).encode()).hexdigest()[:16]}"

    @property
    def _things(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return (("t", self.transactions), ("d", self.documents), ("e", self.named_by))

    def touches_profit(self, period: Period) -> bool:
        """Whether the profit and loss account of that period would be another without it."""
        return bool(self.profit) and period.start <= self.day <= period.end

    def touches_return(self, period_end: date) -> bool:
        """Whether the VAT return of that period would be another without it."""
        return self.vat_period == period_end and any(self.boxes.values())


@dataclass(frozen=True, slots=True)
class Pairing:
    """An open invoice and a line that may pay it."""

    invoice: PaidDocument
    line: CandidateLine
    exact: bool


def pairings(invoices: Iterable[PaidDocument], lines: Sequence[CandidateLine]) -> list[Pairing]:
    """Each line with the one open invoice that it is likeliest about, each invoice once where it fits to the penny."""
    exact: list[tuple[int, int, Pairing]] = []
    near: list[tuple[int, int, Pairing]] = []
    for invoice in invoices:
        for line in lines:
            if line.number in invoice.rejected or (line.open > 0) != (invoice.open > 0):
                continue
            tied = party_evidence(invoice, line).strong or reference_evidence(invoice, line).strong
            apart = abs((line.booked_on - invoice.expected_on).days)
            if tied and line.open == invoice.open and _fits(invoice, line):
                exact.append((apart, line.number, Pairing(invoice, line, exact=True)))
            elif tied and _may_be_about(invoice, line):
                near.append((apart, line.number, Pairing(invoice, line, exact=False)))
    return _each_once(exact, near)


def _each_once(exact: Sequence[tuple[int, int, Pairing]], near: Sequence[tuple[int, int, Pairing]]) -> list[Pairing]:
    invoices: set[int] = set()
    lines: set[int] = set()
    found: list[Pairing] = []
    for some in (exact, near):
        for _, _, pairing in sorted(some, key=lambda one: (one[0], one[1], one[2].invoice.key)):
            taken = pairing.invoice.key in invoices or pairing.line.number in lines
            if not taken:
                invoices.add(pairing.invoice.key)
                lines.add(pairing.line.number)
                found.append(pairing)
    return found


def told_window(invoice: PaidDocument) -> tuple[date, date]:
    """The days on which a payment of exactly what is open is told: nobody is matched so late, but customers pay so."""
    first, last = payment_window(invoice)
    return first, last + LATE


def _fits(invoice: PaidDocument, line: CandidateLine) -> bool:
    first, last = payment_window(invoice)
    if first <= line.booked_on <= last:
        match = scored(invoice, line)
        return match is not None and match.exact and match.score >= PROPOSED
    return line.booked_on > last and line.booked_on <= told_window(invoice)[1]


def _may_be_about(invoice: PaidDocument, line: CandidateLine) -> bool:
    first, last = payment_window(invoice)
    share = abs(line.open) * 100
    return first <= line.booked_on <= last and _LEAST * abs(invoice.open) <= share <= _MOST * abs(invoice.open)


@dataclass(frozen=True, slots=True)
class Paid:
    """A line that stands as a cost or as turnover of its own."""

    number: int
    booked_on: date
    amount: Pence


@dataclass(frozen=True, slots=True)
class Due:
    """Something open that such a line may have paid. Amounts have the bank's sign."""

    key: int
    since: date
    amount: Pence


def laid_beside(due: Sequence[Due], paid: Sequence[Paid], *, exact_only: bool = False) -> list[tuple[Due, Paid, Pence]]:
    """Which payments may have paid what is due, and how much of it: equal amounts first, then the oldest."""
    left = {one.key: one.amount for one in due}
    free = {one.number: one for one in sorted(paid, key=lambda p: (p.booked_on, p.number))}
    found: list[tuple[Due, Paid, Pence]] = []
    for exact in (True,) if exact_only else (True, False):
        for one in sorted(due, key=lambda d: (d.since, d.key)):
            for line in list(free.values()):
                fits = line.amount == left[one.key] if exact else line.amount * left[one.key] > 0
                if not fits:
                    continue
                taken = min(abs(line.amount), abs(left[one.key]))
                found.append((one, line, taken))
                left[one.key] -= taken if left[one.key] > 0 else -taken
                del free[line.number]
                if not left[one.key]:
                    break
    return found
