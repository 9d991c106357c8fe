"""What a late company tax return costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence, share
from accountsos.uk_rules.parameters import pounds_on, rate_on
from accountsos.uk_rules.periods import add_months_month_end

THIRD_FAILURE = 2


@dataclass(frozen=True, slots=True)
class CtLateFiling:
    """The fixed penalty and the one geared to tax."""

    fixed: Pence
    tax_geared: Pence

    @property
    def total(self) -> Pence:
        """Both."""
        return self.fixed + self.tax_geared


def late_filing_penalty(
    filing_date: date,
    filed_on: date,
    *,
    failures_before: int = 0,
    unpaid_tax: Pence = 0,
    period_end: date | None = None,
) -> CtLateFiling:
    """The penalties for a CT600 delivered on `filed_on`; pass today for one not delivered.

    Fixed amounts go by the filing date; the third failure in a row costs more. The tax-geared one is on the tax
    unpaid 18 months after the period: 10 per cent, or 20 when the return is over two years after it.
    Source: FA 1998 sch 18 para 17 and para 18.
    """
    if filed_on <= filing_date:
        return CtLateFiling(0, 0)
    third = "third_" if failures_before >= THIRD_FAILURE else ""
    # Within three months counts the day that corresponds to the filing date.
    band = "first" if filed_on <= add_months_month_end(filing_date, 3) else "three_months"
    fixed = pounds_on(filing_date, f"ct_late_filing_{third}{band}")
    return CtLateFiling(fixed, _tax_geared(filing_date, filed_on, unpaid_tax, period_end))


def _tax_geared(filing_date: date, filed_on: date, unpaid_tax: Pence, period_end: date | None) -> Pence:
    # Where the filing date is 12 months after the period, 18 months after it are six after the filing date.
    end = period_end or add_months_month_end(filing_date, -12)
    eighteen, twenty_four = add_months_month_end(end, 18), add_months_month_end(end, 24)
    if filed_on <= max(eighteen, filing_date):
        return 0
    name = "ct_tax_geared_18_months" if filed_on <= twenty_four else "ct_tax_geared_24_months"
    return share(unpaid_tax, rate_on(filing_date, name))
