"""Money: whole minor units (pence) in an int; Decimal only to read text and to apply a rate."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TypeAlias

Pence: TypeAlias = int
"""An amount in whole minor units of its currency. In postings: debit positive, credit negative."""

PENCE_MAX = 10**15
"""The bound of the REST contract, ±10^13 pounds, in pence."""

_MINOR_UNITS = {
    **dict.fromkeys(("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(), 0),
    **dict.fromkeys(("BHD IQD JOD KWD LYD OMR TND").split(), 3),
}

_PLAIN_AMOUNT = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,3})?", re.ASCII)


def minor_units(currency: str) -> int:
    """Decimals that the currency has (ISO 4217): 2 for GBP, 0 for JPY, 3 for KWD."""
    return _MINOR_UNITS.get(currency, 2)


def pence_from_text(text: str, currency: str = "GBP") -> Pence:
    """Read a plain amount such as `-45.99`. Raises ValueError for anything else, also for too many decimals."""
    if not _PLAIN_AMOUNT.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount such as -45.99")
    scaled = Decimal(text).scaleb(minor_units(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{text!r} has more decimals than {currency} ({minor_units(currency)})")
    return int(scaled)


def text_from_pence(pence: Pence, currency: str = "GBP") -> str:
    """The amount with exactly the currency's decimals: -4599 is `-45.99`."""
    decimals = minor_units(currency)
    if decimals == 0:
        return str(pence)
    sign = "-" if pence < 0 else ""
    digits = str(abs(pence)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def pounds(pence: Pence) -> str:
    """The amount as it stands in a sentence: £1,234.56, and -£5.00 where it is negative."""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def decimal_from_pence(pence: Pence, currency: str = "GBP") -> Decimal:
    """The amount as a Decimal that keeps the currency's decimals: 120000 is `Decimal("1200.00")`."""
    return Decimal(pence).scaleb(-minor_units(currency))


def rounded_half_up(amount: Decimal) -> Pence:
    """To the nearest whole unit, a half away from zero: the commercial rounding HMRC accepts for a line's VAT.

    Source: VAT Notice 700 s17.5 (rounding up or down to the nearest penny is allowed per invoice line).
    """
    return int(amount.to_integral_value(ROUND_HALF_UP))


def rounded_towards_zero(amount: Decimal) -> Pence:
    """Drop the fraction: the rounding of boxes 6 to 9 of a VAT return (whole pounds, VAT Notice 700/12 s3)."""
    return int(amount.to_integral_value(ROUND_DOWN))


def share(pence: Pence, rate: Decimal) -> Pence:
    """`rate` of the amount, rounded half up: share(1000, Decimal("0.2")) is 200."""
    return rounded_half_up(Decimal(pence) * rate)
