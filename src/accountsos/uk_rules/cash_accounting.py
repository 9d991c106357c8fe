"""VAT cash accounting: VAT follows the payment, part payments in proportion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import pounds_on


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One rate's part of an invoice."""

    net: Pence
    vat: Pence

    @property
    def gross(self) -> Pence:
        """What the customer pays for it."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class PaidShare:
    """The part of an invoice that a payment settles."""

    net: Pence
    vat: Pence


def paid_share(lines: tuple[InvoiceLine, ...], paid_before: Pence, paid_now: Pence) -> PaidShare:
    """Net and VAT of a payment, in proportion to each line's gross.

    Counted from the running total, so the parts of an invoice paid in bits add up to it to the penny.
    Source: SI 1995/2518 reg 57 and VAT Notice 731 s5 (part payments; mixed rates in proportion).
    """
    gross = sum(line.gross for line in lines)
    vat = sum(line.vat for line in lines)
    if gross == 0:
        if paid_now:
            raise BadRequest("an invoice of nothing cannot be paid", param="paid")
        return PaidShare(0, 0)
    if abs(paid_before + paid_now) > abs(gross):
        raise BadRequest(f"{paid_before + paid_now}p paid on an invoice of {gross}p", param="paid")
    vat_now = _part(vat, paid_before + paid_now, gross) - _part(vat, paid_before, gross)
    return PaidShare(paid_now - vat_now, vat_now)


def may_join(taxable_turnover_next_year: Pence, day: date) -> bool:
    """Expected taxable turnover not above the limit. Source: SI 1995/2518 reg 58(1)."""
    return taxable_turnover_next_year <= pounds_on(day, "vat_cash_join_limit")


def must_leave(taxable_turnover_last_year: Pence, period_end: date) -> bool:
    """Taxable turnover of the 12 months to a period's end above the limit. Source: SI 1995/2518 reg 60(1)."""
    return taxable_turnover_last_year > pounds_on(period_end, "vat_cash_leave_limit")


def _part(vat: Pence, paid: Pence, gross: Pence) -> Pence:
    return rounded_half_up(Decimal(vat) * paid / gross)
