"""Invoices that are not paid: written off, set off, and the VAT that goes back after six months. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import BAD_DEBTS, OTHER_INCOME, VAT_CONTROL, VAT_DEFERRED
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.invoices import InvoiceFacts, bears_flat_rate, waits, within
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.flat_rate import bad_debt_claimable_when_cash_based, bad_debt_relief
from accountsos.uk_rules.vat_errors import bad_debt_claimable_from, unpaid_input_repayable_on

RELIEF, RECOVERED, REPAID, RESTORED = "BDR", "BDP", "U6R", "U6P"
_WHAT = {
    RELIEF: "bad debt relief",
    RECOVERED: "bad debt relief repaid",
    REPAID: "input VAT repaid",
    RESTORED: "input VAT restored",
}


@dataclass(frozen=True, slots=True)
class UnpaidInvoice:
    """An open invoice with what decides what becomes of its VAT."""

    facts: InvoiceFacts
    entry: JournalEntry
    """As it stands where VAT does not wait for the money."""
    due_on: date
    charged: Pence = 0
    """Of what bears the flat rate the VAT at its own rate."""
    in_turnover: bool = True
    """Whether what bears the flat rate was in a period's turnover: on the cash based method only once it is paid."""

    @property
    def vat(self) -> Pence:
        """The VAT inside its total that may come back, signed as the total; without what the business charges itself.

        Of flat-rate turnover relief goes by the VAT that the customer was charged (VAT Notice 733 s14).
        """
        on_control = [p for p in self.entry.postings if p.category_id == VAT_CONTROL and waits(p)]
        flat = -sum(p.amount for p in on_control if bears_flat_rate(p))
        others = -sum(p.amount for p in on_control if not bears_flat_rate(p))
        return others + bad_debt_relief(self.charged, flat, accounted=self.in_turnover)

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes a sale or a cost back: neither relief nor repayment is known for one."""
        return (self.facts.amount > 0) != self.facts.is_sale

    @property
    def relief_from(self) -> date:
        """The first day on which the VAT of what is unpaid goes back: to the seller as relief, or to HMRC."""
        if not self.in_turnover:
            return bad_debt_claimable_when_cash_based(self.facts.issued_on)
        return relief_from(is_sale=self.facts.is_sale, due_on=self.due_on, supplied_on=self.facts.issued_on)

    def vat_back(self, left: Pence, written: Pence) -> Pence:
        """What of its VAT has to be back on VAT control, debit positive, with so much open and so much written off."""
        return vat_back(self.vat, self.facts.amount, (left, written), is_sale=self.facts.is_sale)


def relief_from(*, is_sale: bool, due_on: date, supplied_on: date) -> date:
    """The day on which six months are over."""
    rule = bad_debt_claimable_from if is_sale else unpaid_input_repayable_on
    return rule(due_on=due_on, supplied_on=supplied_on)


def vat_back(vat: Pence, total: Pence, left_and_written: tuple[Pence, Pence], *, is_sale: bool) -> Pence:
    """What of an invoice's VAT has to be back: of a debt what was given up and is not paid, of a bill what is not paid.

    Every amount has the sign of the total. Sources: VATA 1994 s36 and s26A.
    """
    left, written = left_and_written
    unpaid = within(left + written, total)
    part = min(within(written, total), unpaid, key=abs) if is_sale else unpaid
    return rounded_half_up(Decimal(vat * part) / total)


def write_off(
    invoice: UnpaidInvoice,
    amount: Pence,
    day: date,
    *,
    period_end: date | None = None,
    vat: Pence = 0,
    waiting: Sequence[Posting] = (),
) -> JournalEntry:
    """The entry that takes what will not be paid out of debtors or creditors.

    A debt, or money that a supplier will not give back, is a cost; what nobody claims is other income. `vat` is what
    goes back with it, debit positive, once six months are over. VAT that still waited for the money is no longer
    expected: `waiting` are the postings with which a payment of the same amount would release it.
    Source: VATA 1994 s36 and s26A; SI 1995/2518 regs 165 to 172J; VAT Notice 731 s6.
    """
    facts = invoice.facts
    forgone = sum(p.amount for p in waiting if p.category_id == VAT_DEFERRED)
    other = BAD_DEBTS if facts.amount > 0 or (amount > 0 and not facts.is_sale) else OTHER_INCOME
    postings = [
        Posting(facts.control, -amount, contact=facts.contact),
        Posting(VAT_DEFERRED, forgone),
        Posting(other, amount - forgone - vat, contact=facts.contact),
    ]
    if vat:
        postings.append(_on_control(invoice, vat, day, period_end))
    return _entry(invoice, day, postings, "written off")


def vat_adjustment(
    invoice: UnpaidInvoice, vat: Pence, day: date, *, period_end: date | None, category_id: str
) -> JournalEntry:
    """VAT control against where the money is: relief on a debt, input VAT repaid; each with the other sign when paid.

    `vat` is what comes to VAT control, debit positive.
    """
    postings = [
        _on_control(invoice, vat, day, period_end),
        Posting(category_id, -vat, contact=invoice.facts.contact),
    ]
    return _entry(invoice, day, postings, _WHAT[_code(invoice, vat)])


def set_off(number: int, day: date, released: Sequence[Posting], narration: str) -> JournalEntry | None:
    """The VAT that a credit note set against an invoice releases of both; None where none waited, or it cancels out.

    Setting off is paying. Source: VAT Notice 731 s2 and s6.
    """
    postings = merged(released)
    return JournalEntry(day, Source("document", number), postings, f"{narration}: set off"[:200]) if postings else None


def _code(invoice: UnpaidInvoice, vat: Pence) -> str:
    if invoice.facts.is_sale:
        return RELIEF if vat > 0 else RECOVERED
    return REPAID if vat < 0 else RESTORED


def _on_control(invoice: UnpaidInvoice, vat: Pence, day: date, period_end: date | None) -> Posting:
    return Posting(VAT_CONTROL, vat, vat_code=_code(invoice, vat), vat_period=period_end, tax_point=day)


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
