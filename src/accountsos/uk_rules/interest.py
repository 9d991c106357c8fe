"""Interest on tax paid late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import ONE_DAY, Period, days_of
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import Row, in_force_on, warnings_for


@dataclass(frozen=True, slots=True)
class LateInterest:
    """Simple interest, and what to know of the rates behind it."""

    amount: Pence
    warnings: tuple[str, ...]


def late_payment_interest(tax: Pence, due: date, paid_on: date) -> LateInterest:
    """Simple interest for each day after the due date up to the day of payment, by the rate of each day.

    Source: FA 2009 s101 and s103. Rates after the last one known are assumed unchanged: unverified.
    """
    if paid_on <= due or tax <= 0:
        return LateInterest(0, ())
    accrued = Decimal(0)
    rows: list[Row] = []
    for day in days_of(Period(due + ONE_DAY, paid_on)):
        row = in_force_on(day, "late_payment_interest_rate")
        accrued += row.value
        if not rows or rows[-1] != row:
            rows.append(row)
    return LateInterest(rounded_half_up(tax * accrued / 365), warnings_for(*rows))
