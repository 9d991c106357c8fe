"""What settles an invoice beside the bank: another account bears it, two sides are set off, a discount. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accountsos.ledger.category_ids import CREDITORS, DEBTORS, VAT_CONTROL
from accountsos.ledger.desired_entry import CategorisationLine, postings_of_reading
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.invoices import Waiting, waiting_in, waiting_posting
from accountsos.ledger.unpaid_invoices import UnpaidInvoice
from accountsos.money import Pence, rounded_half_up


@dataclass(frozen=True, slots=True)
class Settled:
    """What of which invoice is settled on which day. The amount has the sign of the invoice."""

    number: int
    """The invoice's document."""
    day: date
    amount: Pence
    control: str
    contact: int | None
    narration: str


def borne(settled: Settled, reading: Sequence[CategorisationLine], released: Sequence[Posting]) -> JournalEntry:
    """Another account bears what is settled: a fee, the director, a deduction. `reading` is signed as money would be.

    VAT that waited for the money is due as though it had been paid: `released`.
    """
    taken = Posting(settled.control, -settled.amount, contact=settled.contact)
    return _entry(settled, [taken, *postings_of_reading(reading, "ltd"), *released])


def contra(settled: Settled, released: Sequence[Posting]) -> JournalEntry:
    """What one party owes and is owed is set off: debtors against creditors. Setting off is paying."""
    other = CREDITORS if settled.control == DEBTORS else DEBTORS
    pair = [
        Posting(settled.control, -settled.amount, contact=settled.contact),
        Posting(other, settled.amount, contact=settled.contact),
    ]
    return _entry(settled, [*pair, *released])


def paid_by_posting(settled: Settled, released: Sequence[Posting]) -> JournalEntry | None:
    """A journal has taken it out of debtors or creditors: what is left is the VAT that waited for it."""
    return _entry(settled, list(released)) if merged(released) else None


def discount(
    invoice: UnpaidInvoice,
    settled: Settled,
    before: Pence,
    *,
    period_end: date | None,
    waiting: Waiting | None = None,
) -> JournalEntry:
    """Sale or cost and VAT become less, each rate in proportion, in the period of the discount.

    `before` is what was taken off before, so that rounding never adds up. VAT that waits is no longer expected:
    `waiting` says what does, with what was paid of it. Of a deposit `invoice` is the deposit's own.
    Sources: VATA 1994 s6(4) and Sch 6 para 4; SI 1995/2518 reg 38; VAT Notice 700 s7.3.
    """
    of_control = [p for p in invoice.entry.postings if p.category_id == settled.control]
    parts, total = [p for p in invoice.entry.postings if p not in of_control], invoice.facts.amount
    plain: Sequence[Posting] = parts
    if waiting is not None:
        waits = waiting_in(invoice.entry.postings)
        plain = tuple(p for p in parts if p not in waits)
        parts, total = [*plain, *waiting.postings], waiting.total
    upto = before + settled.amount
    amounts = [-(_part(p.amount, upto, total) - _part(p.amount, before, total)) for p in parts]
    # The pennies of rounding go to the largest part that is no VAT.
    no_vat = [n for n, p in enumerate(parts) if p.category_id != VAT_CONTROL]
    largest = max(no_vat, key=lambda n: abs(parts[n].amount))
    amounts[largest] += settled.amount - sum(amounts)
    found = [Posting(settled.control, -settled.amount, contact=settled.contact)]
    for n, (part, amount) in enumerate(zip(parts, amounts, strict=True)):
        if waiting is not None and n >= len(plain):
            found.append(replace(waiting_posting(part), amount=amount))
        elif part.vat_code is not None:
            found.append(replace(part, amount=amount, vat_period=period_end, tax_point=settled.day))
        else:
            found.append(replace(part, amount=amount))
    return _entry(settled, [p for p in found if p.amount])


def _part(amount: Pence, upto: Pence, total: Pence) -> Pence:
    return rounded_half_up(Decimal(amount * upto) / total)


def _entry(settled: Settled, postings: Sequence[Posting]) -> JournalEntry:
    source = Source("document", settled.number)
    return JournalEntry(settled.day, source, merged(postings), narration=settled.narration[:200])
