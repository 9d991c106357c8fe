"""Invoices that are not paid: written off, and the VAT that goes back after six months. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.invoices import VAT_DEFERRED, InvoiceFacts, waits
from accountsos.ledger.vat_postings import VAT_CONTROL, read_code
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.vat_errors import bad_debt_claimable_from, unpaid_input_repayable_on

BAD_DEBTS, OTHER_INCOME = "cat_bad_debts", "cat_other_income"
RELIEF, REPAID, RESTORED = "BDR", "U6R", "U6P"


@dataclass(frozen=True, slots=True)
class UnpaidInvoice:
    """An open invoice with what decides what becomes of its VAT."""

    facts: InvoiceFacts
    entry: JournalEntry
    """As it stands where VAT does not wait for the money."""
    due_on: date
    deferred: bool

    @property
    def vat(self) -> Pence:
        """The VAT inside its total, signed as the total; without what the business charges itself."""
        return -sum(p.amount for p in self.entry.postings if p.category_id == VAT_CONTROL and waits(p))

    @property
    def flat_rate(self) -> bool:
        """Whether its VAT is a percentage of turnover: relief then follows other rules (VAT Notice 733 s14)."""
        codes = [p.vat_code for p in self.entry.postings if p.vat_code is not None]
        return any(read_code(code).flat_percentage is not None for code in codes)

    @property
    def relief_from(self) -> date:
        """The first day on which the VAT of what is unpaid goes back: to the seller as relief, or to HMRC."""
        rule = bad_debt_claimable_from if self.facts.is_sale else unpaid_input_repayable_on
        return rule(due_on=self.due_on, supplied_on=self.facts.issued_on)

    def vat_in(self, amount: Pence) -> Pence:
        """The VAT inside a part of its total."""
        return _share(self.vat, amount, self.facts.amount)


def write_off(
    invoice: UnpaidInvoice, amount: Pence, day: date, *, period_end: date | None, vat: Pence
) -> tuple[JournalEntry, Pence]:
    """The entry that takes what will not be paid out of debtors or creditors, and what it brings to VAT control.

    `vat` is what has to come to VAT control, debit positive, where it may by then. A debt is a cost, a bill that is not
    claimed other income. The VAT goes back in the same entry once six months are over, or where it still waited for
    the money; else it stays until `vat_adjustment`.
    Source: VATA 1994 s36 and s26A; SI 1995/2518 regs 165 to 172J.
    """
    other = BAD_DEBTS if invoice.facts.is_sale else OTHER_INCOME
    postings = [Posting(invoice.facts.control, -amount, contact=invoice.facts.contact)]
    now = period_end is not None and not invoice.flat_rate and day >= invoice.relief_from
    if invoice.deferred:
        waiting, vat = invoice.vat_in(amount), 0
        postings += [Posting(VAT_DEFERRED, waiting), Posting(other, amount - waiting, contact=invoice.facts.contact)]
    elif vat and now:
        code = RELIEF if invoice.facts.is_sale else REPAID
        postings.append(Posting(VAT_CONTROL, vat, vat_code=code, vat_period=period_end, tax_point=day))
        postings.append(Posting(other, amount - vat, contact=invoice.facts.contact))
    else:
        postings.append(Posting(other, amount, contact=invoice.facts.contact))
        vat = 0
    return _entry(invoice, day, postings, "written off"), vat


def vat_adjustment(
    invoice: UnpaidInvoice, vat: Pence, day: date, *, period_end: date, category_id: str
) -> JournalEntry:
    """VAT control against where the money is: relief on a debt, input VAT repaid (or restored, with the other sign).

    `vat` is what comes to VAT control, debit positive.
    """
    code = RELIEF if invoice.facts.is_sale else REPAID if vat < 0 else RESTORED
    postings = [
        Posting(VAT_CONTROL, vat, vat_code=code, vat_period=period_end, tax_point=day),
        Posting(category_id, -vat, contact=invoice.facts.contact),
    ]
    what = "bad debt relief" if code == RELIEF else "input VAT repaid" if code == REPAID else "input VAT restored"
    return _entry(invoice, day, postings, what)


def refuse_too_early(invoice: UnpaidInvoice, day: date) -> None:
    """Nothing goes back before six months are over."""
    if day < invoice.relief_from:
        law = "VATA 1994 s36" if invoice.facts.is_sale else "VATA 1994 s26A"
        raise BadRequest(
            f"date: the VAT of this invoice can be adjusted from {invoice.relief_from} ({law}), not on {day}",
            param="date",
        )


def _entry(invoice: UnpaidInvoice, day: date, postings: Sequence[Posting], what: str) -> JournalEntry:
    source = Source("document", invoice.facts.number)
    return JournalEntry(day, source, merged(postings), narration=f"{invoice.facts.narration}: {what}"[:200])


def _share(amount: Pence, part: Pence, whole: Pence) -> Pence:
    return rounded_half_up(Decimal(amount * part) / whole)
