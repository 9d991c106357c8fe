"""Capital allowances of a company's period of account: what was bought and sold, and its pools. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from accountsos.dates import Period
from accountsos.ledger.chart import Chart
from accountsos.ledger.fixed_assets import FixedAsset, RegisteredAsset
from accountsos.money import Pence
from accountsos.reports.registered_plant import purchases_in, sales_in
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules.capital_allowances import FirstYear, Pool, Pools, Tax
from accountsos.uk_rules.ct_dates import accounting_periods
from accountsos.uk_rules.plant_allowances import PlantAllowances, Purchase, Relief, Sale, Written, plant_allowances

TRANSACTION, OPENING = "transaction", "opening"


@dataclass(frozen=True, slots=True)
class PlantPosting:
    """One posting on a plant account, and its cause; a reversal or correction has the cause of what it undoes."""

    category_id: str
    day: date
    amount: Pence
    source: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Bought:
    """Plant bought."""

    category_id: str
    day: date
    cost: Pence


@dataclass(frozen=True, slots=True)
class Plant:
    """What happened to plant in a period of account."""

    bought: tuple[Bought, ...] = ()
    proceeds: Pence = 0
    """Money that came in for plant: sold, or given back."""
    opened: Pence = 0
    """In the opening balances: not bought here."""
    credited: Pence = 0
    """Taken off by journal; what was got for it the books do not say."""


NO_PLANT, NO_POOLS = Plant(), Pools()


@dataclass(frozen=True, slots=True)
class CtAllowances:
    """The lines of the workings, and what the pools are carried forward at."""

    lines: tuple[WorkingLine, ...]
    carried: Written
    warnings: tuple[ReportWarning, ...]
    by_period: tuple[Pence, ...] = ()
    """What the lines come to in each accounting period; an allowance is negative."""
    periods: tuple[PlantAllowances, ...] = ()
    """Pool by pool, of the periods in which there is anything."""


def plant_of(
    postings: Iterable[PlantPosting], register: Sequence[RegisteredAsset] = (), period: Period | None = None
) -> Plant:
    """What stands of the postings: per cause, so that what was reversed or filed elsewhere counts for nothing.

    What the register of fixed assets knows is left out: it has its own place in the computation. Assets that came from
    nothing else are looked for among what stands in the `period` in which they were bought.
    """
    standing: _Standing = {}
    for posting in postings:
        key = (posting.category_id, posting.source)
        day, amount = standing.get(key, (posting.day, 0))
        standing[key] = (max(day, posting.day) if amount == 0 else day, amount + posting.amount)
    _take_out(standing, register)
    _take_out_by_hand(standing, [one.asset for one in register if one.asset.source.number is None], period)
    plant = NO_PLANT
    for (category_id, source), (day, amount) in sorted(standing.items(), key=lambda item: (item[1][0], item[0])):
        if source[0] == OPENING:
            plant = replace(plant, opened=plant.opened + amount)
        elif amount > 0:
            plant = replace(plant, bought=(*plant.bought, Bought(category_id, day, amount)))
        elif amount and source[0] == TRANSACTION:
            plant = replace(plant, proceeds=plant.proceeds - amount)
        else:
            plant = replace(plant, credited=plant.credited - amount)
    return plant


_Cause: TypeAlias = tuple[str, tuple[str, int]]
_Standing: TypeAlias = dict[_Cause, tuple[date, Pence]]


def _take_out(standing: _Standing, register: Iterable[RegisteredAsset]) -> None:
    """The cost of registered assets and the money for those that left, by what brought it; the disposals' journals."""
    for one in register:
        asset, gone = one.asset, one.disposal
        if asset.source.number is not None:
            _take(standing, (asset.category_id, (asset.source.kind, asset.source.number)), asset.cost)
        if gone is not None:
            standing.pop((asset.category_id, ("journal", gone.journal or 0)), None)
            if gone.source.number is not None:
                _take(standing, (asset.category_id, (gone.source.kind, gone.source.number)), -gone.proceeds)


def _take_out_by_hand(standing: _Standing, assets: Iterable[FixedAsset], period: Period | None) -> None:
    """The same amount first, then what is oldest; what was there before the opening balances only from them."""
    opened = max((day for (_, source), (day, _) in standing.items() if source[0] == OPENING), default=None)
    for asset in assets:
        from_opening, left = opened is not None and asset.bought_on <= opened, asset.cost
        if not from_opening and (period is None or asset.bought_on not in period):
            continue
        fitting = [
            (there != left, key)
            for key, (_, there) in standing.items()
            if key[0] == asset.category_id and there > 0 and (key[1][0] == OPENING) == from_opening
        ]
        for _, key in sorted(fitting, key=lambda pair: (pair[0], standing[pair[1]][0], pair[1])):
            taken = min(standing[key][1], left)
            _take(standing, key, taken)
            left -= taken


def _take(standing: _Standing, key: _Cause, amount: Pence) -> None:
    if key in standing:
        day, there = standing[key]
        standing[key] = (day, there - amount)


def ct_allowances(
    chart: Chart,
    accounts: Period,
    plant: Plant,
    before: Written,
    *,
    disposals: Pools = NO_POOLS,
    register: Sequence[RegisteredAsset] = (),
) -> CtAllowances:
    """The allowances of each accounting period in turn. Source: CAA 2001 s6 (a chargeable period is one of them).

    `disposals` are proceeds that a person stated; with those of the books they come off the pools of the last part.
    """
    parts = accounting_periods(accounts)
    lines: list[WorkingLine] = []
    texts: list[str] = []
    by_period: list[Pence] = []
    periods: list[PlantAllowances] = []
    for period in parts:
        stated = Pools(disposals.main + plant.proceeds, disposals.special) if period is parts[-1] else NO_POOLS
        bought = [each for each in plant.bought if each.day in period]
        found = plant_allowances(
            period,
            Tax.COMPANY,
            before,
            # Whether it was new the accounts do not say: no first-year allowance is taken.
            [*(Purchase(each.cost, each.day) for each in bought), *purchases_in(register, period, Tax.COMPANY)],
            [*_stated_sales(stated, period), *sales_in(register, period)],
        )
        of_period = [*_at_once_lines(chart, found, bought, register), *_pool_lines(found)]
        lines += of_period
        by_period.append(sum(line.amount for line in of_period))
        if of_period or found.pools:
            periods.append(found)
            texts += found.warnings
        before = found.carried
    unverified = [ReportWarning("unverified_rate", text) for text in dict.fromkeys(texts)]
    told = (*unverified, *_warnings(plant, disposals))
    return CtAllowances(tuple(lines), before, told, tuple(by_period), tuple(periods))


def _stated_sales(sold: Pools, period: Period) -> list[Sale]:
    pairs = ((Pool.MAIN, sold.main), (Pool.SPECIAL, sold.special))
    return [Sale(amount, period.end, None, Relief(pool)) for pool, amount in pairs if amount]


CALLED: Mapping[FirstYear | None, str] = {
    None: "annual investment allowance",
    FirstYear.FULL: "full expensing",
    FirstYear.HALF: "first-year allowance of 50%, special rate",
    FirstYear.FORTY: "first-year allowance of 40%",
    FirstYear.CAR: "first-year allowance, cars without emissions",
}


def _at_once_lines(
    chart: Chart, found: PlantAllowances, bought: Iterable[Bought], register: Iterable[RegisteredAsset]
) -> list[WorkingLine]:
    """What was given in the year of purchase, by kind and account."""
    account = {one.asset.number: one.asset.category_id for one in register}
    unknown = {(each.cost, each.day): each.category_id for each in bought}
    given: dict[tuple[FirstYear | None, str], Pence] = {}
    for each in found.at_once:
        key = each.purchase.key
        category = unknown[each.purchase.cost, each.purchase.bought_on] if key is None else account[key]
        for kind, amount in ((None, each.investment), (each.kind, each.first_year)):
            given[kind, category] = given.get((kind, category), 0) + amount
    return [
        WorkingLine(f"Less: {CALLED[kind]}, {chart[category].name}", -amount, category)
        for (kind, category), amount in sorted(given.items(), key=lambda item: (str(item[0][0] or ""), item[0][1]))
        if amount
    ]


def _pool_lines(found: PlantAllowances) -> list[WorkingLine]:
    lines = []
    for pool in found.pools:
        name = "main pool" if pool.pool is Pool.MAIN else "special rate pool"
        if pool.written_down:
            whole = pool.after == pool.joins and pool.written_down > 0
            how = "a small pool, whole" if whole else f"at {_percent(pool.rate)} a year"
            balance = pool.before + pool.added - pool.sold
            label = f"Less: writing-down allowance, {name} of {pounds(balance)}, {how}"
            lines.append(WorkingLine(label, -pool.written_down))
        if pool.balancing:
            label = "Balancing charge: plant sold for more than its pool"
            lines.append(WorkingLine(label, pool.balancing))
    if found.special_charges:
        label = "Balancing charge: sale of what had full expensing or the special first-year allowance (CAA 2001 s59A)"
        lines.append(WorkingLine(label, found.special_charges))
    return lines


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def _warnings(plant: Plant, disposals: Pools) -> list[ReportWarning]:
    found = []
    assumed = sum(each.cost for each in plant.bought)
    if assumed:
        text = (
            f"Plant of {pounds(assumed)} is not in the register of fixed assets: the annual investment allowance is "
            "taken on it as bought, and no first-year allowance. Register it"
        )
        found.append(ReportWarning("plant_not_registered", text, assumed))
    if plant.opened > 0:
        text = (
            f"Plant of {pounds(plant.opened)} came with the opening balances: no allowance is taken on it as bought. "
            "State the pools brought forward among the facts of the year"
        )
        found.append(ReportWarning("plant_opened", text, plant.opened))
    if plant.proceeds:
        text = (
            f"{pounds(plant.proceeds)} came in on plant accounts and is taken off the main pool as proceeds, which are "
            "never more than the cost of what was sold (CAA 2001 s62)"
        )
        found.append(ReportWarning("plant_sold", text, plant.proceeds))
    if plant.credited and disposals == NO_POOLS:
        text = (
            f"{pounds(plant.credited)} was taken off plant accounts by journal: if it was sold or scrapped, state the "
            "proceeds (main_pool_disposals, special_pool_disposals); none are taken off the pools"
        )
        found.append(ReportWarning("plant_credited", text, plant.credited))
    return found
