"""Plant and cars of a sole trader: capital allowances; on the cash basis the whole cost, but of cars. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.dates import Period
from accountsos.ledger.fixed_assets import AssetKind, RegisteredAsset
from accountsos.money import Pence
from accountsos.reports.ct_allowances import Plant
from accountsos.reports.registered_plant import has_allowances, own_pools, purchases_in, sales_in
from accountsos.reports.warnings import pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules.capital_allowances import Pools, Tax, disposal_value, private_use
from accountsos.uk_rules.plant_allowances import PlantAllowances, Purchase, Sale, Written, plant_allowances


@dataclass(frozen=True, slots=True)
class TraderAllowances:
    """What is deducted for plant in a basis period, line by line; balancing charges and receipts are negative."""

    plant: tuple[WorkingLine, ...]
    """On the cash basis what is an expense or a receipt of its own."""
    in_pools: tuple[WorkingLine, ...]
    pools: PlantAllowances
    credited: Pence = 0
    """What journals took off plant outside the register: a sale, a refund or a loss, which only a person can say."""

    @property
    def lines(self) -> tuple[WorkingLine, ...]:
        """All of them."""
        return (*self.plant, *self.in_pools)

    @property
    def deducted(self) -> Pence:
        """Together."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class StatedPools:
    """What a person says stands in the pools at the start of a basis period; None where nothing is said."""

    main: Pence | None = None
    special: Pence | None = None

    def over(self, left: Pools) -> Pools:
        """What the period before leaves, as far as nothing was said."""
        main, special = self.main, self.special
        return Pools(left.main if main is None else main, left.special if special is None else special)


@dataclass(frozen=True, slots=True)
class CashPlant:
    """Plant on the cash basis, but no cars: an expense when it is bought, a receipt when it is sold."""

    spent: Pence = 0
    received: Pence = 0


def trader_allowances(
    register: Sequence[RegisteredAsset],
    periods: Sequence[Period],
    plant: Plant,
    stated: Mapping[date, StatedPools],
    *,
    cash: bool,
) -> TraderAllowances:
    """Of the last of these basis periods, with what the ones before leave it.

    `plant` is what the books bought and sold in it without the register; it has no first-year allowance. `stated` are
    pools at the start of periods. Source: CAA 2001 part 2; ITTOIA 2005 s33A and s96A.
    """
    first, last = periods[0], periods[-1]
    known = [one for one in register if has_allowances(one.asset)]
    pooled = [one for one in known if one.asset.kind is AssetKind.CAR] if cash else known
    written = Written(Pools(), own_pools(pooled, first.start))
    for period in periods:
        written = replace(written, pools=stated.get(period.start, StatedPools()).over(written.pools))
        extra = [] if cash or period != last else [Purchase(each.cost, each.day) for each in plant.bought]
        sold = [] if cash or period != last or not plant.proceeds else [Sale(plant.proceeds, period.end)]
        found = plant_allowances(
            period,
            Tax.INCOME_TAX,
            written,
            [*extra, *purchases_in(pooled, period, Tax.INCOME_TAX)],
            [*sold, *sales_in(pooled, period)],
        )
        written = found.carried
    of_cash = _cash_lines(cash_plant(register, last, plant)) if cash else ()
    return TraderAllowances(tuple(of_cash), tuple(_lines(found)), found, plant.credited)


def cash_plant(register: Sequence[RegisteredAsset], period: Period, plant: Plant) -> CashPlant:
    """Of those days: the business part of what the register knows, and what the books have beside it.

    Source: ITTOIA 2005 s33A (cars are left out: s33A(7)) and s96A.
    """
    things = [one for one in register if has_allowances(one.asset) and one.asset.kind is not AssetKind.CAR]
    spent = sum(_business(one, one.asset.cost) for one in things if one.asset.bought_on in period)
    spent += sum(each.cost for each in plant.bought)
    received = sum(
        _business(one, disposal_value(one.disposal.proceeds, one.asset.cost))
        for one in things
        if one.disposal is not None and one.disposal.disposed_on in period
    )
    return CashPlant(spent, received + plant.proceeds)


def _cash_lines(plant: CashPlant) -> list[WorkingLine]:
    pairs = (
        ("plant and equipment, not cars", plant.spent),
        ("what plant and equipment was sold for", -plant.received),
    )
    return [WorkingLine(label, amount) for label, amount in pairs if amount]


def _business(one: RegisteredAsset, amount: Pence) -> Pence:
    return private_use(amount, 1 - one.asset.tax.private_percent / 100)


def _lines(found: PlantAllowances) -> list[WorkingLine]:
    pairs = [("annual investment allowance", found.investment), ("first-year allowances", found.first_year)]
    for pool in found.pools:
        name = f"{pool.pool} pool" if pool.key is None else f"an asset of its own, {pool.pool} rate"
        rate = f"{(pool.rate * 100).normalize():f}%"
        pairs.append(
            (
                f"writing-down allowance, {name} of {pounds(pool.before + pool.added - pool.sold)}, {rate}",
                pool.written_down,
            )
        )
        pairs.append((f"balancing allowance, {name}", max(-pool.balancing, 0)))
        pairs.append((f"balancing charge, {name}", -max(pool.balancing, 0)))
    return [WorkingLine(label, amount) for label, amount in pairs if amount]
