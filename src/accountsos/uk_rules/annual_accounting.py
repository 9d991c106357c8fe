"""VAT annual accounting: instalments and the yearly return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accountsos.money import Pence, share
from accountsos.uk_rules.parameters import pounds_on, rate_on
from accountsos.uk_rules.periods import (
    Nation,
    add_months_same_day,
    last_working_day_of_month,
)


class Pattern(StrEnum):
    """Nine monthly instalments of a tenth, or three quarterly ones of a quarter."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


_MONTHS = {Pattern.MONTHLY: tuple(range(4, 13)), Pattern.QUARTERLY: (4, 7, 10)}


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment towards the year's VAT."""

    due: date
    amount: Pence


def instalments(
    year_start: date, prior_year_net_vat: Pence, pattern: Pattern, nation: Nation = Nation.ENGLAND_AND_WALES
) -> tuple[Instalment, ...]:
    """The last working day of months 4 to 12, or of months 4, 7 and 10. Source: SI 1995/2518 reg 49 and reg 50.

    HMRC notifies the amounts rounded down to 5 pounds (VATAAS4100); the notified amount goes before this estimate.
    """
    amount = share(max(prior_year_net_vat, 0), rate_on(year_start, f"vat_annual_{pattern}_share"))
    return tuple(
        Instalment(last_working_day_of_month(add_months_same_day(year_start, month - 1), nation), amount)
        for month in _MONTHS[pattern]
    )


def may_join(taxable_turnover_next_year: Pence, day: date) -> bool:
    """Expected taxable turnover not above the limit. Source: SI 1995/2518 reg 52(1)."""
    return taxable_turnover_next_year <= pounds_on(day, "vat_annual_join_limit")


def must_leave(taxable_turnover_of_year: Pence, year_end: date) -> bool:
    """Taxable turnover of the accounting year above the limit. Source: SI 1995/2518 reg 53(1)."""
    return taxable_turnover_of_year > pounds_on(year_end, "vat_annual_leave_limit")
