"""Money: whole minor units (pence) in an int; Decimal only to read text and to apply a rate."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TypeAlias

Pence: TypeAlias = int
"""An amount in whole minor units of its currency. In postings: debit positive, credit negative."""

PENCE_MAX = 10**15
"""The bound of the REST contract, ±10^13 pounds, in pence."""

HOME_CURRENCY = "GBP"
"""The currency in which books are kept: every posting is in its pence."""

CURRENCIES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG".split()
)
"""The money of countries by ISO 4217: no metals, no funds, no units of account. Three of them (ANG, BGN, HRK) have been
replaced lately; accounts were kept in them."""

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


_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "US$", "JPY": "¥"}


def with_unit(amount: Pence, currency: str) -> str:
    """The same of any currency: €1,234.56, -US$5.00, CHF 12.00, ¥1,500."""
    whole, point, part = text_from_pence(abs(amount), currency).partition(".")
    unit = _SYMBOLS.get(currency, f"{currency} ")
    return f"{'-' if amount < 0 else ''}{unit}{int(whole):,}{point}{part}"


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
