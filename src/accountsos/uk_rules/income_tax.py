"""Income tax and Class 4 National Insurance on the profits of a sole trader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.dividends import personal_allowance
from accountsos.uk_rules.parameters import in_force_on, pounds_on, rate_on, warnings_for
from accountsos.uk_rules.periods import tax_year_of

_BANDS = ("basic", "higher", "additional")
_CLASS_4 = ("class_4_lower_limit", "class_4_upper_limit", "class_4_main_rate", "class_4_additional_rate")


@dataclass(frozen=True, slots=True)
class Band:
    """Income taxed at one rate."""

    name: str
    income: Pence
    rate: Decimal
    tax: Pence


@dataclass(frozen=True, slots=True)
class ProfitTax:
    """What a tax year's profits cost, when they are the only income."""

    personal_allowance: Pence
    bands: tuple[Band, ...]
    class_4: tuple[Band, ...]
    warnings: tuple[str, ...] = ()

    @property
    def income_tax(self) -> Pence:
        """Of all bands."""
        return sum(band.tax for band in self.bands)

    @property
    def national_insurance(self) -> Pence:
        """Class 4."""
        return sum(band.tax for band in self.class_4)

    @property
    def total(self) -> Pence:
        """What self assessment asks for."""
        return self.income_tax + self.national_insurance


def profit_tax(year: Period, profits: Pence) -> ProfitTax:
    """Income tax on the taxable profits of a tax year and Class 4 on the same, as the person's only income.

    Rates are those of England, Wales and Northern Ireland: a Scottish taxpayer's are others. Class 2 has not been
    charged since 6 April 2024. Source: ITA 2007 s6, s10, s23 and s35; SSCBA 1992 s15.
    """
    if year != tax_year_of(year.start):
        raise BadRequest(f"{year.start} to {year.end} is not a tax year", param="tax_year")
    start, income = year.start, max(profits, 0)
    allowance = min(personal_allowance(income, start), income)
    # The whole of the basic band stays whatever the allowance is; the additional rate begins at a fixed income.
    limits = (pounds_on(start, "basic_rate_limit"), pounds_on(start, "higher_rate_limit"))
    rates = tuple(rate_on(start, f"income_tax_{name}_rate") for name in _BANDS)
    bands = _banded(income - allowance, (0, *limits), rates, _BANDS)
    lower, upper = pounds_on(start, "class_4_lower_limit"), pounds_on(start, "class_4_upper_limit")
    class_4_rates = (rate_on(start, "class_4_main_rate"), rate_on(start, "class_4_additional_rate"))
    class_4 = _banded(income, (lower, upper), class_4_rates, ("between the limits", "above them"))
    return ProfitTax(allowance, bands, class_4, _warnings(start))


def _banded(
    income: Pence, starts: tuple[Pence, ...], rates: tuple[Decimal, ...], names: tuple[str, ...]
) -> tuple[Band, ...]:
    """The income above each start up to the next one, at its rate."""
    found = []
    ends = (*starts[1:], None)
    for name, low, high, rate in zip(names, starts, ends, rates, strict=True):
        top = income if high is None else min(income, high)
        taxed = max(top - low, 0)
        if taxed:
            found.append(Band(name, taxed, rate, rounded_half_up(taxed * rate)))
    return tuple(found)


def _warnings(start: date) -> tuple[str, ...]:
    names = ("personal_allowance", "basic_rate_limit", "higher_rate_limit", *_CLASS_4)
    return warnings_for(*(in_force_on(start, name) for name in names))
