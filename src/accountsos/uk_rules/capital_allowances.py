"""Capital allowances: annual investment allowance, pools with their hybrid rates, the 40 per cent first year, cars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from enum import StrEnum

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.parameters import (
    count_on,
    in_force_on,
    in_force_or_none,
    parameter,
    pounds_on,
    warnings_for,
)
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
class Addition:
    """Plant bought: its cost, its day, its pool. A car names its CO2 in g/km; `new` is not second hand."""

    cost: Pence
    bought_on: date
    pool: Pool = Pool.MAIN
    car_co2: int | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Pools:
    """The written-down values between periods."""

    main: Pence = 0
    special: Pence = 0


@dataclass(frozen=True, slots=True)
class Allowances:
    """One period's allowances and what is carried on. A balancing charge is income."""

    annual_investment: Pence
    first_year: Pence
    writing_down_main: Pence
    writing_down_special: Pence
    balancing_charge: Pence
    carried_forward: Pools
    warnings: tuple[str, ...]

    @property
    def total(self) -> Pence:
        """All allowances, before the balancing charge."""
        return self.annual_investment + self.first_year + self.writing_down_main + self.writing_down_special


def annual_investment_limit(period: Period) -> Pence:
    """The yearly amount, in proportion for a period that is not 12 months. Source: CAA 2001 s51A(5) and (6)."""
    return share(pounds_on(period.end, "annual_investment_allowance"), _share_of_year(period))


def writing_down_rate(period: Period, pool: Pool, tax: Tax) -> Decimal:
    """The yearly rate: a hybrid by days, rounded up to two decimals of a per cent, when it changes in the period.

    Source: CAA 2001 s56 and s104D; the hybrid as in FA 2011 s10(9) and (10), kept for the change of April 2026.
    """
    name = "writing_down_special" if pool is Pool.SPECIAL else f"writing_down_main_{tax}"
    rows = parameter(name).rows
    ends = [*(row.in_force_from for row in rows[1:]), date.max]
    weighted, parts = Decimal(0), 0
    for row, next_from in zip(rows, ends, strict=True):
        before_next = date.fromordinal(next_from.toordinal() - 1)
        part = overlap(period, Period(row.in_force_from, before_next))
        if part is not None:
            weighted += row.value * part.days
            parts += part.days
    if parts != period.days:
        in_force_on(period.start, name)  # refuses, naming the first day that is known
    return (weighted / period.days).quantize(Decimal("0.0001"), ROUND_UP)


def writing_down_allowance(balance: Pence, period: Period, pool: Pool, tax: Tax) -> Pence:
    """The allowance on a pool; a balance of up to 1,000 pounds a year may go whole (CAA 2001 s56A)."""
    if balance <= 0:
        return 0
    share_of_year = _share_of_year(period)
    if balance <= share(pounds_on(period.end, "small_pool_limit"), share_of_year):
        return balance
    return min(balance, share(balance, writing_down_rate(period, pool, tax) * share_of_year))


def pool_of_car(co2: int, bought_on: date, *, new: bool) -> tuple[Pool, bool]:
    """The pool of a car and whether its whole cost is a first-year allowance. Source: CAA 2001 s45D, s104A, s104AA."""
    whole = in_force_or_none(bought_on, "car_first_year_co2_max")
    if new and whole is not None and co2 <= whole.value:
        return Pool.MAIN, True
    return (Pool.MAIN if co2 <= count_on(bought_on, "car_main_pool_co2_max") else Pool.SPECIAL), False


def first_year_allowance(addition: Addition) -> Pence:
    """40 per cent of new main rate plant from 1 January 2026, not cars; nothing before."""
    row = in_force_or_none(addition.bought_on, "first_year_allowance")
    if row is None or addition.pool is not Pool.MAIN or not addition.new or addition.car_co2 is not None:
        return 0
    return share(addition.cost, row.value)


def capital_allowances(
    period: Period,
    tax: Tax,
    brought_forward: Pools,
    additions: Iterable[Addition] = (),
    disposals: Pools = Pools(),
) -> Allowances:
    """The allowances of one period: the investment allowance goes first to the special pool, where it saves most.

    What it does not cover takes the first-year allowance if it can, the rest joins its pool after that allowance.
    Cars never have the investment allowance (CAA 2001 s38B). Disposals are proceeds by pool.
    """
    bought = sorted(additions, key=lambda each: (each.pool is not Pool.SPECIAL, each.new, each.bought_on))
    limit = annual_investment_limit(period)
    investment = first_year = 0
    added = {Pool.MAIN: 0, Pool.SPECIAL: 0}
    late = {Pool.MAIN: 0, Pool.SPECIAL: 0}
    for each in bought:
        if each.bought_on not in period:
            raise BadRequest(f"plant bought on {each.bought_on} is not of the period {period.start} to {period.end}")
        if each.car_co2 is not None:
            pool, whole = pool_of_car(each.car_co2, each.bought_on, new=each.new)
            first_year += each.cost if whole else 0
            added[pool] += 0 if whole else each.cost
            continue
        covered = min(each.cost, limit - investment)
        investment += covered
        left = Addition(each.cost - covered, each.bought_on, each.pool, None, each.new)
        at_once = first_year_allowance(left)
        first_year += at_once
        # The balance after a first-year allowance joins the pool only for the next period (CAA 2001 s58(5)).
        (late if at_once else added)[each.pool] += left.cost - at_once
    main = brought_forward.main + added[Pool.MAIN] - disposals.main
    special = brought_forward.special + added[Pool.SPECIAL] - disposals.special
    down_main = writing_down_allowance(main, period, Pool.MAIN, tax)
    down_special = writing_down_allowance(special, period, Pool.SPECIAL, tax)
    return Allowances(
        investment,
        first_year,
        down_main,
        down_special,
        max(-main, 0) + max(-special, 0),
        Pools(max(main, 0) - down_main + late[Pool.MAIN], max(special, 0) - down_special + late[Pool.SPECIAL]),
        _warnings(period, tax, investment=bool(investment), first_year=bool(first_year), special=special != 0),
    )


def _warnings(period: Period, tax: Tax, *, investment: bool, first_year: bool, special: bool) -> tuple[str, ...]:
    rows = [in_force_on(period.end, f"writing_down_main_{tax}")]
    rows += [in_force_on(period.end, "annual_investment_allowance")] if investment else []
    rows += [in_force_on(period.end, "writing_down_special")] if special else []
    row = in_force_or_none(period.end, "first_year_allowance")
    rows += [row] if first_year and row is not None else []
    return warnings_for(*rows)


def _share_of_year(period: Period) -> Decimal:
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
