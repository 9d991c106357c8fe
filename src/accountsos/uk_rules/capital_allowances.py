"""The rates of capital allowances: annual investment allowance, first-year allowances, hybrid rates, cars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from enum import StrEnum

from accountsos.dates import ONE_DAY, Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.parameters import Row, count_on, in_force_on, in_force_or_none, parameter, pounds_on
from accountsos.uk_rules.periods import overlap, whole_months


class Tax(StrEnum):
    """Whose allowances: companies change rates on 1 April, income tax businesses on 6 April."""

    COMPANY = "company"
    INCOME_TAX = "income_tax"


class Pool(StrEnum):
    """The pools of CAA 2001 part 2."""

    MAIN = "main"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Pools:
    """The written-down values between periods."""

    main: Pence = 0
    special: Pence = 0


def annual_investment_limit(period: Period) -> Pence:
    """The yearly amount, in proportion for a period that is not 12 months and for the days of each amount in it.

    Source: CAA 2001 s51A(5) and (6); a change of the amount as in FA 2019 sch 13 para 2.
    """
    parts = _parts(period, "annual_investment_allowance")
    weighted = sum((row.value * part.days for row, part in parts), Decimal(0))
    return rounded_half_up(weighted * 100 / period.days * share_of_year(period))


def writing_down_rate(period: Period, pool: Pool, tax: Tax) -> Decimal:
    """The yearly rate: a hybrid by days, rounded up to two decimals of a per cent, when it changes in the period.

    Source: CAA 2001 s56 and s104D; the hybrid as in FA 2011 s10(9) and (10), kept for the change of April 2026.
    """
    name = "writing_down_special" if pool is Pool.SPECIAL else f"writing_down_main_{tax}"
    weighted = sum((row.value * part.days for row, part in _parts(period, name)), Decimal(0))
    return (weighted / period.days).quantize(Decimal("0.0001"), ROUND_UP)


def _parts(period: Period, name: str) -> list[tuple[Row, Period]]:
    """Each row of the parameter that is in force in the period, with its days there."""
    rows = parameter(name).rows
    ends = [*(row.in_force_from - ONE_DAY for row in rows[1:]), date.max]
    found = [(row, overlap(period, Period(row.in_force_from, end))) for row, end in zip(rows, ends, strict=True)]
    in_force_on(period.start, name)  # refuses, naming the first day that is known
    return [(row, part) for row, part in found if part is not None]


def writing_down_allowance(balance: Pence, period: Period, pool: Pool, tax: Tax) -> Pence:
    """The allowance on a pool; a balance of up to 1,000 pounds a year may go whole (CAA 2001 s56A)."""
    if balance <= 0:
        return 0
    of_year = share_of_year(period)
    if balance <= share(pounds_on(period.end, "small_pool_limit"), of_year):
        return balance
    return min(balance, share(balance, writing_down_rate(period, pool, tax) * of_year))


def pool_of_car(co2: int, bought_on: date, *, new: bool) -> tuple[Pool, bool]:
    """The pool of a car and whether its whole cost is a first-year allowance. Source: CAA 2001 s45D, s104A, s104AA."""
    whole = in_force_or_none(bought_on, "car_first_year_co2_max")
    if new and whole is not None and co2 <= whole.value:
        return Pool.MAIN, True
    return (Pool.MAIN if co2 <= count_on(bought_on, "car_main_pool_co2_max") else Pool.SPECIAL), False


class FirstYear(StrEnum):
    """The first-year allowances, each by the name of its parameter."""

    FULL = "full_expensing"
    HALF = "special_rate_first_year"
    FORTY = "first_year_allowance"
    CAR = "car_first_year_co2_max"


def first_year_rate(kind: FirstYear, bought_on: date) -> Decimal | None:
    """What of the cost a first-year allowance gives at once; None where there was none on that day.

    Source: CAA 2001 s52(3), with s45S (companies, new plant), s45U (new main rate plant), s45D (new cars without CO2).
    """
    if kind is FirstYear.CAR:
        return Decimal(1)
    row = in_force_or_none(bought_on, kind)
    return None if row is None else row.value


def best_first_year(tax: Tax, pool: Pool, bought_on: date, *, new: bool) -> FirstYear | None:
    """The first-year allowance that gives most on plant, not cars: full expensing and its half are for companies."""
    if not new:
        return None
    wanted = [FirstYear.FULL, FirstYear.FORTY] if pool is Pool.MAIN else [FirstYear.HALF]
    open_to = [kind for kind in wanted if kind is FirstYear.FORTY or tax is Tax.COMPANY]
    return next((kind for kind in open_to if first_year_rate(kind, bought_on) is not None), None)


def share_of_year(period: Period) -> Decimal:
    """Its part of twelve months: by months where it is whole ones, else by days."""
    months = whole_months(period)
    if months is not None:
        return Decimal(months) / 12
    return Decimal(period.days) / 365


def disposal_value(proceeds: Pence, cost: Pence) -> Pence:
    """What leaves the pool on a sale: the proceeds, never more than the cost. Source: CAA 2001 s62(1)."""
    return min(proceeds, cost)


def private_use(allowance: Pence, business_share: Decimal) -> Pence:
    """A sole trader's allowance for what is also used privately. Source: CAA 2001 s205 and s207."""
    if not 0 <= business_share <= 1:
        raise BadRequest(f"the business share is between 0 and 1, not {business_share}", param="business_share")
    return rounded_half_up(allowance * business_share)
