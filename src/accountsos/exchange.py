"""Money of another currency in pounds: one rate, one rounding, and where the rate is from."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from msgspec import Struct

from accountsos.money import HOME_CURRENCY, PENCE_MAX, Pence, minor_units, rounded_half_up

BANK, HMRC, PERSON = "bank", "hmrc", "person"
SOURCES = (BANK, HMRC, PERSON)
"""Where a rate is from: what the bank itself exchanged at, what HMRC published for the month, what a person says."""

_LOWEST, _HIGHEST = Decimal("0.000001"), Decimal("1000000000")
_KEPT = Context(prec=12, rounding=ROUND_HALF_EVEN)
"""Digits of a rate that is worked out from two amounts: enough to give the pounds again, up to a thousand million."""


class ForeignAmount(Struct, frozen=True, gc=False):
    """What a line moved in its account's own currency, and how it became pounds."""

    amount: Pence
    """In the minor units of `currency`; negative = money out."""
    currency: str
    rate: str
    """Units of the currency for one pound, decimal text."""
    source: str
    """One of SOURCES."""

    @property
    def pounds(self) -> Pence:
        """What is posted."""
        return pounds_of(self.amount, self.currency, Decimal(self.rate))


def pounds_of(amount: Pence, currency: str, rate: Decimal) -> Pence:
    """The amount in pence at so many units for a pound, to the nearest penny, a half away from zero.

    Source: FRS 102 s.30.7 (the foreign amount at the spot rate of the day; 30.8: an average of the month will do where
    rates do not move much), as HMRC's monthly rates are meant.
    """
    return rounded_half_up(_major(amount, currency) / rate * 100)


def rate_between(amount: Pence, currency: str, pounds: Pence) -> str | None:
    """The rate at which the one is exactly the other; None where there is none: one of them is nothing."""
    if not amount or not pounds or (amount < 0) != (pounds < 0):
        return None
    rate = _KEPT.divide(_major(amount, currency), _major(pounds, HOME_CURRENCY))
    if not _LOWEST <= rate <= _HIGHEST or pounds_of(amount, currency, rate) != pounds:
        return None
    return rate_text(rate)


def exchanged(amount: Pence, currency: str, other: str, times: Decimal) -> Pence | None:
    """The amount in another currency of which one unit of its own is `times`; None where it is beyond any amount."""
    units = _major(amount, currency) * times
    moved = units.scaleb(minor_units(other))
    return rounded_half_up(moved) if abs(moved) <= PENCE_MAX else None


def rate_read(text: str) -> Decimal:
    """A rate as a person or HMRC writes it. Raises ValueError, in words for a person, for anything else."""
    try:
        rate = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a rate such as 1.1712") from None
    if not rate.is_finite() or not _LOWEST <= rate <= _HIGHEST:
        raise ValueError(f"{text!r} is not a rate between {_LOWEST} and {_HIGHEST:,} units for a pound")
    if len(rate.as_tuple().digits) > _KEPT.prec + 6:
        raise ValueError(f"{text!r} has more digits than any published rate")
    return rate


def rate_text(rate: Decimal) -> str:
    """The rate as it is kept: plain decimal text, without zeros at its end."""
    return format(rate.normalize(), "f")


def _major(amount: Pence, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-minor_units(currency))
