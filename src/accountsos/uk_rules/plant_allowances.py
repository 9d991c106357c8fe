"""The capital allowances of one chargeable period: what was bought and sold, through pools and assets of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, share
from accountsos.uk_rules.capital_allowances import (
    FirstYear,
    Pool,
    Pools,
    Tax,
    annual_investment_limit,
    first_year_rate,
    pool_of_car,
    private_use,
    share_of_year,
    writing_down_allowance,
    writing_down_rate,
)
from accountsos.uk_rules.parameters import in_force_on, in_force_or_none, warnings_for

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Purchase:
    """Plant bought: its cost, day and pool, and what is claimed on it. A car names its CO2 in g/km."""

    cost: Pence
    bought_on: date
    pool: Pool = Pool.MAIN
    car_co2: int | None = None
    new: bool = False
    investment: bool = True
    """Whether it has the annual investment allowance, as far as the limit goes; cars never have."""
    first_year: FirstYear | None = None
    """For what the limit does not cover."""
    business_share: Decimal = WHOLE
    """Below the whole the asset has a pool of its own."""
    key: int | None = None
    """By which a sale finds it again."""


@dataclass(frozen=True, slots=True)
class Relief:
    """How an asset was treated when it was bought: what a sale asks for."""

    pool: Pool = Pool.MAIN
    first_year: FirstYear | None = None
    part: Decimal = WHOLE
    """What of the cost had that first-year allowance."""


@dataclass(frozen=True, slots=True)
class Sale:
    """Plant that left, with its disposal value; `relief` where the computations do not know of its purchase."""

    value: Pence
    sold_on: date
    key: int | None = None
    relief: Relief = Relief()


@dataclass(frozen=True, slots=True)
class OwnPool:
    """An asset that is partly private: a pool with nothing else in it."""

    value: Pence
    pool: Pool
    business_share: Decimal


@dataclass(frozen=True, slots=True)
class Written:
    """Written-down values between periods, and how what is still there was treated."""

    pools: Pools = field(default_factory=Pools)
    own: Mapping[int, OwnPool] = field(default_factory=dict)
    reliefs: Mapping[int, Relief] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GivenAtOnce:
    """What one purchase gets in the period it was made in, after private use."""

    purchase: Purchase
    investment: Pence
    first_year: Pence
    kind: FirstYear | None


@dataclass(frozen=True, slots=True)
class PoolYear:
    """One pool through the period. What had a first-year allowance joins after the writing down."""

    pool: Pool
    rate: Decimal
    before: Pence
    added: Pence
    sold: Pence
    written_down: Pence
    """Given; of an asset of its own the business part of what was taken off."""
    balancing: Pence
    """A charge is positive, an allowance negative."""
    joins: Pence
    after: Pence
    key: int | None = None
    """The asset, of a pool of its own."""


@dataclass(frozen=True, slots=True)
class PlantAllowances:
    """One period's allowances, pool by pool, and what is carried on."""

    period: Period
    at_once: tuple[GivenAtOnce, ...]
    pools: tuple[PoolYear, ...]
    special_charges: Pence
    """Balancing charges on what had full expensing or the special first-year allowance."""
    carried: Written
    warnings: tuple[str, ...]

    @property
    def investment(self) -> Pence:
        """Annual investment allowance."""
        return sum(given.investment for given in self.at_once)

    @property
    def first_year(self) -> Pence:
        """First-year allowances of every kind."""
        return sum(given.first_year for given in self.at_once)

    @property
    def charges(self) -> Pence:
        """Balancing charges: income."""
        return self.special_charges + sum(max(pool.balancing, 0) for pool in self.pools)

    @property
    def total(self) -> Pence:
        """All allowances, before balancing charges."""
        down = sum(pool.written_down + max(-pool.balancing, 0) for pool in self.pools)
        return self.investment + self.first_year + down


def plant_allowances(
    period: Period, tax: Tax, before: Written, purchases: Iterable[Purchase] = (), sales: Iterable[Sale] = ()
) -> PlantAllowances:
    """The allowances of one period: the investment allowance goes first where otherwise least would be given.

    What it does not cover has its first-year allowance, the rest joins its pool. Source: CAA 2001 s51A, s52, s55 to
    s58; cars have no investment allowance (s38B), private use has a pool of its own (s205 to s207).
    """
    work = _Work(period, tax, before)
    for purchase in sorted(purchases, key=work.rate_otherwise):
        work.buy(purchase)
    for sale in sales:
        work.sell(sale)
    return work.done()


class _Work:
    """One period as it is worked out."""

    def __init__(self, period: Period, tax: Tax, before: Written) -> None:
        self._period, self._tax, self._before = period, tax, before
        self._left = annual_investment_limit(period)
        self._at_once: list[GivenAtOnce] = []
        self._added, self._joins, self._sold = (dict.fromkeys(Pool, 0) for _ in range(3))
        self._reliefs = dict(before.reliefs)
        self._own = dict(before.own)
        self._own_added: dict[int, Pence] = {}
        self._own_joins: dict[int, Pence] = {}
        self._own_sold: dict[int, Pence] = {}
        self._special = 0

    def rate_otherwise(self, purchase: Purchase) -> tuple[Decimal, date]:
        """What of it the period would give without the investment allowance; then by day."""
        rate = None if purchase.first_year is None else first_year_rate(purchase.first_year, purchase.bought_on)
        return (writing_down_rate(self._period, purchase.pool, self._tax) if rate is None else rate, purchase.bought_on)

    def buy(self, purchase: Purchase) -> None:
        period = self._period
        if purchase.bought_on not in period:
            raise BadRequest(
                f"plant bought on {purchase.bought_on} is not of the period {period.start} to {period.end}"
            )
        pool, kind, covered = purchase.pool, purchase.first_year, 0
        if purchase.car_co2 is not None:
            pool, whole = pool_of_car(purchase.car_co2, purchase.bought_on, new=purchase.new)
            kind = FirstYear.CAR if whole and purchase.investment else None
        elif purchase.investment:
            covered = min(purchase.cost, self._left)
            self._left -= covered
        rest = purchase.cost - covered
        rate = None if kind is None else first_year_rate(kind, purchase.bought_on)
        at_once = 0 if rate is None else share(rest, rate)
        business = purchase.business_share
        given = GivenAtOnce(
            purchase,
            private_use(covered, business),
            private_use(at_once, business),
            kind if at_once else None,
        )
        self._at_once.append(given)
        if purchase.key is not None:
            relief = Relief(pool, kind, Decimal(rest) / purchase.cost) if at_once else Relief(pool)
            self._reliefs[purchase.key] = relief
        self._put(purchase, pool, rest - at_once, late=bool(at_once))

    def _put(self, purchase: Purchase, pool: Pool, amount: Pence, *, late: bool) -> None:
        """The balance after a first-year allowance joins the pool only for the next period (CAA 2001 s58(5))."""
        if purchase.business_share == WHOLE:
            (self._joins if late else self._added)[pool] += amount
            return
        assert purchase.key is not None, "an asset with a pool of its own has a key"
        self._own[purchase.key] = OwnPool(0, pool, purchase.business_share)
        (self._own_joins if late else self._own_added)[purchase.key] = amount

    def sell(self, sale: Sale) -> None:
        """Full expensing and its half come back as a charge of their own (CAA 2001 s59A and s59B), the rest by pool."""
        if sale.key is not None and sale.key in self._own:
            self._own_sold[sale.key] = sale.value
            return
        relief = sale.relief if sale.key is None else self._reliefs.get(sale.key, sale.relief)
        back = {FirstYear.FULL: relief.part, FirstYear.HALF: relief.part / 2}
        charge = share(sale.value, back.get(relief.first_year, Decimal(0)) if relief.first_year else Decimal(0))
        self._special += charge
        self._sold[relief.pool] += sale.value - charge
        if sale.key is not None:
            self._reliefs.pop(sale.key, None)

    def done(self) -> PlantAllowances:
        years = [self._pool(pool) for pool in Pool]
        owns = [self._own_pool(key, own) for key, own in sorted(self._own.items())]
        after = {year.pool: year.after for year in years}
        left = {
            year.key: OwnPool(year.after, year.pool, self._own[year.key].business_share)
            for year in owns
            if year.key is not None and year.key not in self._own_sold
        }
        carried = Written(Pools(after[Pool.MAIN], after[Pool.SPECIAL]), left, self._reliefs)
        moved = [y for y in (*years, *owns) if y.before or y.added or y.sold or y.joins]
        return PlantAllowances(
            self._period, tuple(self._at_once), tuple(moved), self._special, carried, self._warnings(moved)
        )

    def _pool(self, pool: Pool) -> PoolYear:
        before = self._before.pools.main if pool is Pool.MAIN else self._before.pools.special
        balance = before + self._added[pool] - self._sold[pool]
        down = writing_down_allowance(balance, self._period, pool, self._tax)
        return PoolYear(
            pool,
            writing_down_rate(self._period, pool, self._tax) if balance > 0 else Decimal(0),
            before,
            self._added[pool],
            self._sold[pool],
            down,
            max(-balance, 0),
            self._joins[pool],
            max(balance, 0) - down + self._joins[pool],
        )

    def _own_pool(self, key: int, own: OwnPool) -> PoolYear:
        """Written down in full, given as far as it is business; it ends with a charge or an allowance (s65(1))."""
        added, joins = self._own_added.get(key, 0), self._own_joins.get(key, 0)
        rate, balance = writing_down_rate(self._period, own.pool, self._tax), own.value + added
        if key in self._own_sold:
            ends = private_use(self._own_sold[key] - balance - joins, own.business_share)
            return PoolYear(own.pool, rate, own.value, added, self._own_sold[key], 0, ends, joins, 0, key)
        down = min(balance, share(balance, rate * share_of_year(self._period)))
        given = private_use(down, own.business_share)
        return PoolYear(own.pool, rate, own.value, added, 0, given, 0, joins, balance - down + joins, key)

    def _warnings(self, moved: Iterable[PoolYear]) -> tuple[str, ...]:
        period = self._period
        rows = [in_force_on(period.end, f"writing_down_main_{self._tax}")]
        if any(given.investment for given in self._at_once):
            rows += [in_force_on(day, "annual_investment_allowance") for day in (period.start, period.end)]
        if any(year.pool is Pool.SPECIAL for year in moved):
            rows.append(in_force_on(period.end, "writing_down_special"))
        for given in self._at_once:
            row = None if given.kind is None else in_force_or_none(given.purchase.bought_on, given.kind)
            rows += [] if row is None else [row]
        return warnings_for(*rows)
