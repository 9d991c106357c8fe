"""VAT cash accounting: VAT follows the payment, part payments in proportion."""

from __future__ import annotations

from datetime import date

from accountsos.money import Pence
from accountsos.uk_rules.parameters import pounds_on


def may_join(taxable_turnover_next_year: Pence, day: date) -> bool:
    """Expected taxable turnover not above the limit. Source: SI 1995/2518 reg 58(1)."""
    return taxable_turnover_next_year <= pounds_on(day, "vat_cash_join_limit")


def must_leave(taxable_turnover_last_year: Pence, period_end: date) -> bool:
    """Taxable turnover of the 12 months to a period's end above the limit. Source: SI 1995/2518 reg 60(1)."""
    return taxable_turnover_last_year > pounds_on(period_end, "vat_cash_leave_limit")
