"""Invoices in the books: the entry at the tax point, VAT that waits for the money, and what a payment settles. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from accountsos.ledger.category_ids import CREDITORS, DEBTORS, VAT_CONTROL, VAT_DEFERRED
from accountsos.ledger.desired_entry import CategorisationLine, postings_of_reading
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.vat_postings import read_code
from accountsos.money import Pence, rounded_half_up

W = TypeVar("W")
"""When something counts: a day, or what else decides it."""
UNSAID_TERMS = timedelta(days=30)
"""When an invoice that says nothing is due. Source: Late Payment of Commercial Debts (Interest) Act 1998 s4."""


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What of an accepted invoice or credit note the books need."""

    number: int
    """The document's number in its company."""
    issued_on: date
    amount: Pence
    """Gross, signed as the bank would sign its payment: a bill is negative, a credit note of a supplier positive."""
    is_sale: bool
    contact: int | None
    narration: str

    @property
    def control(self) -> str:
        """The account in which it waits for its payment."""
        return DEBTORS if self.is_sale else CREDITORS


def invoice_entry(
    facts: InvoiceFacts, reading: tuple[CategorisationLine, ...], *, entity_type: str = "ltd"
) -> JournalEntry:
    """What is owed against cost or sale and VAT, on the day of the invoice."""
    if sum(part.amount for part in reading) != facts.amount:
        raise ValueError("the parts of an invoice must add up to its total")
    owed = Posting(facts.control, facts.amount, contact=facts.contact)
    return JournalEntry(
        entry_date=facts.issued_on,
        source=Source("document", facts.number),
        postings=merged([owed, *postings_of_reading(reading, entity_type)]),
        narration=facts.narration,
    )


def deferred(entry: JournalEntry) -> JournalEntry:
    """The entry of an invoice whose VAT counts when it is paid: no return knows of it yet.

    What the business charges itself does not wait. Source: SI 1995/2518 reg 57; VAT Notice 731 s2.
    """
    waiting = waiting_in(entry.postings)
    postings = [waiting_posting(p) if p in waiting else p for p in entry.postings]
    return replace(entry, postings=merged(postings))


def waiting_in(postings: Iterable[Posting]) -> frozenset[Posting]:
    """Those whose VAT effect follows the payment.

    Of a sale under the flat rate only what bears the flat rate: what lies outside the scheme is accounted for as
    everybody does. Sources: SI 1995/2518 reg 57 and reg 57A; VAT Notice 733 s9.
    """
    found = frozenset(p for p in postings if waits(p))
    return frozenset(p for p in found if bears_flat_rate(p)) or found


def bears_flat_rate(posting: Posting) -> bool:
    """Whether it is of flat-rate turnover."""
    return posting.vat_code is not None and read_code(posting.vat_code).flat_percentage is not None


def waits(posting: Posting) -> bool:
    """Whether the VAT effect of a posting follows the payment under cash accounting."""
    if posting.vat_code is None:
        return False
    law = read_code(posting.vat_code).law
    return law is None or not law.self_assessed


def waiting_posting(posting: Posting) -> Posting:
    """The posting as it stands while its VAT waits."""
    category = VAT_DEFERRED if posting.category_id == VAT_CONTROL else posting.category_id
    return replace(posting, category_id=category, vat_code=None, vat_period=None, tax_point=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of an invoice's VAT waits for money: its postings as they would stand without waiting."""

    postings: tuple[Posting, ...]
    total: Pence
    """What all of them wait for."""
    paid: Pence = 0
    """What of that was paid."""

    def less(self, taken: Sequence[Posting], amount: Pence) -> Waiting:
        """What waits once `taken` was released together with so much of the total, beside what was paid before."""
        paid = within(self.paid, self.total)
        rest = [replace(p, amount=p.amount - _part(p.amount, paid, self.total)) for p in self.postings]
        for gone in taken:
            n = next(n for n, p in enumerate(rest) if replace(p, amount=0) == replace(gone, amount=0))
            rest[n] = replace(rest[n], amount=rest[n].amount - gone.amount)
        return Waiting(tuple(rest), self.total - paid - amount)

    def as_note(self, note: Sequence[Posting]) -> list[Posting] | None:
        """What a credit note against it releases of each rate; None where it concerns no rate of the invoice's.

        Source: VAT Notice 731 s6.5: a credit note concerns the supplies that it names.
        """
        if not self.total:
            return None
        now = self.less((), 0)
        found: list[Posting] = []
        rest = list(now.postings)
        for taken in note:
            wanted = -taken.amount
            for n, posting in enumerate(rest):
                if not wanted or not alike(posting, taken) or (posting.amount < 0) != (wanted < 0):
                    continue
                part = min(posting.amount, wanted, key=abs)
                found.append(replace(posting, amount=part))
                rest[n] = replace(posting, amount=posting.amount - part)
                wanted -= part
            if wanted:
                return None
        return found


def alike(one: Posting, other: Posting) -> bool:
    """Whether both are VAT of one rate, or both what it is charged on."""
    same_side = (one.category_id == VAT_CONTROL) == (other.category_id == VAT_CONTROL)
    return same_side and _law_of(one) == _law_of(other)


def _law_of(posting: Posting) -> str:
    assert posting.vat_code is not None, "what waits has a code"
    return posting.vat_code.partition("/")[0]


def waiting_of(entry: JournalEntry, total: Pence) -> Waiting:
    """What of the invoice waits before anything is paid."""
    waiting = waiting_in(entry.postings)
    return Waiting(tuple(p for p in entry.postings if p in waiting), total)


def at_once(postings: Sequence[Posting], day: date, period_end: date | None) -> list[Posting]:
    """These postings as they count now, against what waits; adds up to nothing."""
    found: list[Posting] = []
    for posting in postings:
        coded = replace(posting, vat_period=period_end, tax_point=day)
        found += [coded, replace(waiting_posting(posting), amount=-posting.amount)]
    return [p for p in found if p.amount]


def released(waiting: Waiting, now: Pence, day: date, period_end: date | None) -> list[Posting]:
    """The VAT effect that a payment brings of an invoice whose VAT waited; adds up to nothing.

    Payments in parts bring every rate in proportion (VAT Notice 731 s6.5), the last one what is left;
    what is paid beyond the total brings none.
    """
    total = waiting.total
    if not total:
        return []
    already, upto = within(waiting.paid, total), within(waiting.paid + now, total)
    shares = [
        replace(p, amount=_part(p.amount, upto, total) - _part(p.amount, already, total)) for p in waiting.postings
    ]
    return at_once(shares, day, period_end)


def within(amount: Pence, total: Pence) -> Pence:
    """As much of the amount as lies between nothing and the total, whose sign may be either."""
    return max(min(amount, max(total, 0)), min(total, 0))


def _part(amount: Pence, paid: Pence, total: Pence) -> Pence:
    return rounded_half_up(Decimal(amount * paid) / total) if total else 0


def without_settled(reading: tuple[CategorisationLine, ...], settled: Pence) -> tuple[CategorisationLine, ...]:
    """What is left of a bank line's reading once invoices take `settled` of it, largest parts first."""
    left, kept = settled, list(reading)
    for n in sorted(range(len(kept)), key=lambda n: -abs(kept[n].amount)):
        part = kept[n]
        if not left or (part.amount < 0) != (left < 0):
            continue
        taken = min(part.amount, left, key=abs)
        left -= taken
        # The VAT that was said of the whole part is the invoice's; what remains is treated by its code.
        kept[n] = replace(part, amount=part.amount - taken, vat_amount=0, vat_given=False)
    return tuple(part for part in kept if part.amount)


def prepaid_parts(
    reading: tuple[CategorisationLine, ...], prepaid: Sequence[tuple[W, Pence]], total: Pence
) -> list[tuple[W | None, tuple[CategorisationLine, ...]]]:
    """The reading cut at amounts with tax points of their own, in their order; the last part has the invoice's.

    A sale at the payments that came before its invoice (VATA 1994 s6(4)); a credit note at the supplies that it takes
    back.
    """
    cut: list[tuple[W | None, tuple[CategorisationLine, ...]]] = []
    rest, paid = reading, 0
    for when, amount in prepaid:
        before, paid = within(paid, total), paid + amount
        upto = tuple(_share_of(part, within(paid, total), total) for part in reading)
        done = tuple(_share_of(part, before, total) for part in reading)
        cut.append((when, tuple(_minus(a, b) for a, b in zip(upto, done, strict=True))))
        rest = tuple(_minus(part, a) for part, a in zip(reading, upto, strict=True))
    cut.append((None, rest))
    return [(when, tuple(p for p in parts if p.amount)) for when, parts in cut if any(p.amount for p in parts)]


def _share_of(part: CategorisationLine, paid: Pence, total: Pence) -> CategorisationLine:
    return replace(part, amount=_part(part.amount, paid, total), vat_amount=_part(part.vat_amount, paid, total))


def _minus(part: CategorisationLine, other: CategorisationLine) -> CategorisationLine:
    return replace(part, amount=part.amount - other.amount, vat_amount=part.vat_amount - other.vat_amount)
