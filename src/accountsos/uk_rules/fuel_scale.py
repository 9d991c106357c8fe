"""Scale charges: the VAT due on fuel that a business buys and somebody uses privately."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import Row, in_force_or_none
from accountsos.uk_rules.periods import whole_months
from accountsos.uk_rules.vat_rates import VatRate, split_gross, vat_rate

LOWEST, HIGHEST, STEP = 120, 225, 5
TABLES = (1, 3, 12)
"""The lengths of VAT periods for which there is a table, in months."""


@dataclass(frozen=True, slots=True)
class FuelScaleCharge:
    """What counts as supplied to whoever drives the car, and the VAT inside it."""

    gross: Pence
    vat: Pence

    @property
    def net(self) -> Pence:
        """The value without VAT: box 6."""
        return self.gross - self.vat


def scale_band(co2: int) -> int:
    """The band of a car: its grams a kilometre rounded down to a multiple of five, from 120 to 225.

    Source: VATA 1994 sch 6 part 2; notes to HMRC's valuation table.
    """
    if co2 < 0:
        raise BadRequest(f"co2 is {co2}; accepted: grams a kilometre, from 0", param="co2")
    return min(max(co2 // STEP * STEP, LOWEST), HIGHEST)


def scale_row(band: int, period: Period) -> Row | None:
    """The charge in the table of the year in which the VAT period begins; None where no table of it is known.

    A new table applies from the first period that begins on or after 1 May. What stands beyond its year is not taken
    for the next one. Source: VATA 1994 sch 6 part 2.
    """
    months = whole_months(period)
    if months not in TABLES:
        return None
    row = in_force_or_none(period.start, f"fuel_scale_{band}_{months}m")
    return None if row is None or row.overdue_since is not None else row


def scale_charge(table: Pence, period: Period, used: Period) -> FuelScaleCharge:
    """The charge of a car that was used in that part of the VAT period, by days, and the VAT in it.

    Source: VATA 1994 sch 6 part 2, notes to HMRC's valuation table (a share of the period); s56(6) for the tax point.
    """
    if used.start < period.start or used.end > period.end:
        raise BadRequest(
            f"the car is in use from {used.start} to {used.end}; the VAT period is {period.start} to {period.end}",
            param="used_from" if used.start < period.start else "used_to",
        )
    gross = rounded_half_up(Decimal(table) * used.days / period.days)
    return FuelScaleCharge(gross, split_gross(gross, vat_rate(VatRate.STANDARD, period.end))[1])
