"""Corporation tax on the profits of an accounting period: rates by financial year, marginal relief, close companies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import ONE_DAY, Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.ct_dates import accounting_periods
from accountsos.uk_rules.parameters import in_force_on, in_force_or_none, pounds_on, rate_on, warnings_for
from accountsos.uk_rules.periods import financial_year_of, last_day_of_months


@dataclass(frozen=True, slots=True)
class Profits:
    """What one accounting period is taxed on, in pence.

    `associated` counts other companies under common control at any time in the period, the highest number in it;
    `associated_by_year` overrides it per financial year where the limits differ (CTA 2010 s18E and s18F).
    """

    taxable_total: Pence
    exempt_distributions: Pence = 0
    associated: int = 0
    close_investment_holding: bool = False
    associated_by_year: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.exempt_distributions < 0 or self.associated < 0:
            raise BadRequest("exempt distributions and associated companies cannot be negative")


@dataclass(frozen=True, slots=True)
class YearCharge:
    """The tax of the days that fall in one financial year, to the penny."""

    financial_year: int
    days: int
    profits: Pence
    before_relief: Pence
    marginal_relief: Pence
    tax: Pence


@dataclass(frozen=True, slots=True)
class _ExactCharge:
    """The same, before it is rounded."""

    financial_year: int
    days: int
    profits: Decimal
    before_relief: Decimal
    relief: Decimal


@dataclass(frozen=True, slots=True)
class CorporationTax:
    """The charge on one accounting period or, added up, on several."""

    years: tuple[YearCharge, ...]
    warnings: tuple[str, ...] = ()

    @property
    def tax(self) -> Pence:
        """What is payable."""
        return sum(year.tax for year in self.years)

    @property
    def marginal_relief(self) -> Pence:
        """The relief already taken off."""
        return sum(year.marginal_relief for year in self.years)


def corporation_tax(period: Period, profits: Profits) -> CorporationTax:
    """The tax on one accounting period of at most 12 months, its profits spread over financial years by days.

    Source: CTA 2010 s18A to s18N; CTA 2009 s8(5) (apportionment); HMRC CTM03900 onwards.
    """
    if period.end > last_day_of_months(period.start, 12):
        raise BadRequest("an accounting period for corporation tax has at most 12 months; split it first")
    exact, rows = [], []
    for part in _parts_by_financial_year(period):
        exact.append(_year_charge(part, period, profits))
        rows.append(in_force_on(financial_year_of(part.start).start, "ct_main_rate"))
    return CorporationTax(tuple(_to_the_penny(exact)), warnings_for(*rows))


def apportioned(amount: Pence, accounts: Period) -> tuple[Pence, ...]:
    """An amount of a period of account over its accounting periods by days; the last takes what the pennies leave.

    Source: CTA 2009 s10 and s52.
    """
    *earlier, _ = accounting_periods(accounts)
    shares = tuple(rounded_half_up(Decimal(amount) * part.days / accounts.days) for part in earlier)
    return (*shares, amount - sum(shares))


def _year_charge(part: Period, period: Period, profits: Profits) -> _ExactCharge:
    year = financial_year_of(part.start).start
    taxable = Decimal(max(profits.taxable_total, 0)) * part.days / period.days
    main = rate_on(year, "ct_main_rate")
    small = in_force_or_none(year, "ct_small_profits_rate")
    if small is None or profits.close_investment_holding or not taxable:
        return _ExactCharge(year.year, part.days, taxable, taxable * main, Decimal(0))
    augmented = taxable + Decimal(profits.exempt_distributions) * part.days / period.days
    lower, upper = (_limit(name, year, part, period, profits) for name in ("ct_lower_limit", "ct_upper_limit"))
    if augmented <= lower:
        return _ExactCharge(year.year, part.days, taxable, taxable * small.value, Decimal(0))
    relief = Decimal(0)
    if augmented <= upper:
        fraction = rate_on(year, "ct_marginal_relief_fraction")
        relief = fraction * (upper - augmented) * taxable / augmented
    return _ExactCharge(year.year, part.days, taxable, taxable * main, relief)


def _limit(name: str, year: date, part: Period, period: Period, profits: Profits) -> Decimal:
    """A limit of this period: by days, shared among associated companies (CTA 2010 s18D(3) and (4))."""
    # A full year has 365 days or, with 29 February in it, 366; a shorter period is measured against 365.
    days_of_full_year = 366 if period.days == 366 else 365
    companies = 1 + dict(profits.associated_by_year).get(year.year, profits.associated)
    return Decimal(pounds_on(year, name)) * part.days / days_of_full_year / companies


def _to_the_penny(exact: Sequence[_ExactCharge]) -> Iterator[YearCharge]:
    """The tax of the period is rounded once; each year's is what it brings that to: parting makes no penny."""
    so_far, tax = Decimal(0), 0
    for year in exact:
        so_far += year.before_relief - year.relief
        own = rounded_half_up(so_far) - tax
        tax += own
        profits, before, relief = (rounded_half_up(n) for n in (year.profits, year.before_relief, year.relief))
        yield YearCharge(year.financial_year, year.days, profits, before, relief, own)


def _parts_by_financial_year(period: Period) -> Iterator[Period]:
    start = period.start
    while start <= period.end:
        end = min(financial_year_of(start).end, period.end)
        yield Period(start, end)
        start = end + ONE_DAY
