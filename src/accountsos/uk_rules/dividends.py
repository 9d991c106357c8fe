"""Income tax on dividends: the allowance, the bands that other income leaves, the personal allowance's taper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import in_force_on, pounds_on, rate_on, warnings_for
from accountsos.uk_rules.periods import tax_year_of


@dataclass(frozen=True, slots=True)
class DividendTax:
    """The tax and how the dividends spread over the bands."""

    tax: Pence
    personal_allowance_used: Pence
    at_nil: Pence
    at_ordinary: Pence
    at_upper: Pence
    at_additional: Pence
    warnings: tuple[str, ...] = ()


_POUND = 100


def personal_allowance(income: Pence, year_start: date) -> Pence:
    """The allowance, less half of what income is above 100,000 pounds, rounded up to a whole pound.

    Source: ITA 2007 s35.
    """
    full = pounds_on(year_start, "personal_allowance")
    excess = max(income - pounds_on(year_start, "personal_allowance_taper_from"), 0)
    # Of a half what is left decides: 4,920.50 is 4,921 (s35(3)).
    left = max(2 * full - excess, 0)
    return -(-left // (2 * _POUND)) * _POUND


def dividend_tax(year: Period, non_dividend_income: Pence, dividends: Pence) -> DividendTax:
    """Dividends are the top slice: other income uses the personal allowance and the bands first.

    The dividend allowance is a nil rate that still uses up the bands it falls in. Rates are those of the whole of the
    UK, Scotland included. Source: ITA 2007 s8, s10, s13, s13A, s16.
    """
    if year != tax_year_of(year.start):
        raise BadRequest(f"{year.start} to {year.end} is not a tax year", param="tax_year")
    if non_dividend_income < 0 or dividends < 0:
        raise BadRequest("income and dividends cannot be negative")
    start = year.start
    allowance = personal_allowance(non_dividend_income + dividends, start)
    used = max(min(allowance - non_dividend_income, dividends), 0)
    other = max(non_dividend_income - allowance, 0)
    taxable = dividends - used
    basic, higher = pounds_on(start, "basic_rate_limit"), pounds_on(start, "higher_rate_limit")
    bands = (
        (_in_band(other, taxable, 0, basic), rate_on(start, "dividend_ordinary_rate")),
        (_in_band(other, taxable, basic, higher), rate_on(start, "dividend_upper_rate")),
        (_in_band(other, taxable, higher, None), rate_on(start, "dividend_additional_rate")),
    )
    nil_left = pounds_on(start, "dividend_allowance")
    tax, charged = Decimal(0), []
    for amount, rate in bands:
        nil = min(nil_left, amount)
        nil_left -= nil
        charged.append(amount - nil)
        tax += (amount - nil) * rate
    ordinary, upper, additional = charged
    at_nil = taxable - sum(charged)
    return DividendTax(rounded_half_up(tax), used, at_nil, ordinary, upper, additional, _warnings(start))


def _in_band(other: Pence, taxable: Pence, low: Pence, high: Pence | None) -> Pence:
    """How much of the dividends, stacked on other income, lies between two limits of taxable income."""
    top = other + taxable if high is None else min(other + taxable, high)
    return max(top - max(other, low), 0)


def _warnings(start: date) -> tuple[str, ...]:
    names = ("dividend_ordinary_rate", "dividend_upper_rate", "dividend_allowance", "personal_allowance")
    return warnings_for(*(in_force_on(start, name) for name in (*names, "basic_rate_limit", "higher_rate_limit")))
