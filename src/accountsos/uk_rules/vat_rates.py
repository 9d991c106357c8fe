"""VAT rates by tax point, and the VAT inside or on top of an amount."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.parameters import count_on, in_force_or_none, rate_on, warnings_for


class VatRate(StrEnum):
    """The liabilities of a supply. Exempt and outside the scope bear no VAT, as zero does, but are not taxable."""

    STANDARD = "standard"
    REDUCED = "reduced"
    HOSPITALITY = "hospitality"
    ZERO = "zero"
    EXEMPT = "exempt"
    OUTSIDE_SCOPE = "outside_scope"


def vat_rate(liability: VatRate, tax_point: date) -> Decimal:
    """The rate by the tax point (VATA 1994 s2, s29A; sch 7A groups 14 to 16 for hospitality while they lasted)."""
    if liability is VatRate.HOSPITALITY:
        temporary = in_force_or_none(tax_point, "vat_hospitality_rate")
        return temporary.value if temporary else rate_on(tax_point, "vat_standard_rate")
    if liability is VatRate.STANDARD:
        return rate_on(tax_point, "vat_standard_rate")
    if liability is VatRate.REDUCED:
        return rate_on(tax_point, "vat_reduced_rate")
    return Decimal(0)


def liability_of_rate(rate: Decimal, tax_point: date) -> VatRate | None:
    """Which liability bears that rate that day, or None: 0.175 is standard on 31 December 2010, nothing in 2026."""
    for liability in (VatRate.STANDARD, VatRate.REDUCED, VatRate.ZERO, VatRate.HOSPITALITY):
        if vat_rate(liability, tax_point) == rate:
            return liability
    return None


def vat_fraction(rate: Decimal) -> Fraction:
    """The part of a gross amount that is VAT: one sixth at 20 per cent, one twenty-first at 5 (VAT Notice 700 s7.3)."""
    exact = Fraction(rate)
    return exact / (1 + exact)


def vat_on_net(net: Pence, rate: Decimal) -> Pence:
    """VAT added to a net amount, to the nearest penny."""
    return share(net, rate)


def vat_in_gross(gross: Pence, rate: Decimal) -> Pence:
    """VAT contained in a gross amount, to the nearest penny, a half away from zero."""
    fraction = vat_fraction(rate)
    return rounded_half_up(Decimal(gross * fraction.numerator) / fraction.denominator)


def split_gross(gross: Pence, rate: Decimal) -> tuple[Pence, Pence]:
    """Net and VAT of a gross amount; they always add up to it."""
    vat = vat_in_gross(gross, rate)
    return gross - vat, vat


def tax_point(*, supplied_on: date, invoiced_on: date | None = None, paid_on: date | None = None) -> date:
    """When the VAT on a supply becomes due.

    The earlier of invoice and payment, or the supply if it comes before both; but an invoice issued within 14 days
    after the supply replaces the supply's date. Source: VATA 1994 s6(2) to (6).
    """
    earlier = [day for day in (invoiced_on, paid_on) if day is not None and day < supplied_on]
    if earlier:
        return min(earlier)
    last_day = supplied_on + timedelta(days=count_on(supplied_on, "vat_invoice_days"))
    # A payment after the supply fixes nothing: s6(4) looks only at what came before it.
    return invoiced_on if invoiced_on is not None and invoiced_on <= last_day else supplied_on


_NAMES = {
    VatRate.STANDARD: "vat_standard_rate",
    VatRate.REDUCED: "vat_reduced_rate",
    VatRate.HOSPITALITY: "vat_hospitality_rate",
}


def rate_warnings(liability: VatRate, day: date) -> tuple[str, ...]:
    """What to tell a person who uses that rate: that it was not in force that day, not verified, or is an old one."""
    name = _NAMES.get(liability)
    if name is None:
        return ()
    row = in_force_or_none(day, name)
    if row is not None:
        return warnings_for(row)
    instead = "; the standard rate was taken" if liability is VatRate.HOSPITALITY else ""
    return (f"{name} was not in force on {day}{instead}: check the VAT code",)
