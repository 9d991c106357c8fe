"""Capital allowances of a company's period of account: what was bought and sold, and its pools. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.ledger.chart import Chart
from accountsos.money import Pence
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules.capital_allowances import (
    Addition,
    Allowances,
    Pool,
    Pools,
    Tax,
    annual_investment_limit,
    capital_allowances,
    writing_down_rate,
)
from accountsos.uk_rules.ct_dates import accounting_periods

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
    carried_forward: Pools
    warnings: tuple[ReportWarning, ...]
    by_period: tuple[Pence, ...] = ()
    """What the lines come to in each accounting period; an allowance is negative."""


def plant_of(postings: Iterable[PlantPosting]) -> Plant:
    """What stands of the postings: per cause, so that what was reversed or filed elsewhere counts for nothing."""
    standing: dict[tuple[str, tuple[str, int]], tuple[date, Pence]] = {}
    for posting in postings:
        key = (posting.category_id, posting.source)
        day, amount = standing.get(key, (posting.day, 0))
        standing[key] = (max(day, posting.day) if amount == 0 else day, amount + posting.amount)
    plant = NO_PLANT
    for (category_id, source), (day, amount) in sorted(standing.items(), key=lambda item: (item[1][0], item[0])):
        if source[0] == OPENING:
            plant = replace(plant, opened=plant.opened + amount)
        elif amount > 0:
            plant = replace(plant, bought=(*plant.bought, Bought(category_id, day, amount)))
        elif source[0] == TRANSACTION:
            plant = replace(plant, proceeds=plant.proceeds - amount)
        else:
            plant = replace(plant, credited=plant.credited - amount)
    return plant


def ct_allowances(chart: Chart, accounts: Period, plant: Plant, pools: Pools, disposals: Pools) -> CtAllowances:
    """The allowances of each accounting period in turn. Source: CAA 2001 s6 (a chargeable period is one of them).

    `disposals` are proceeds that a person stated; with those of the books they come off the pools of the last part.
    """
    parts = accounting_periods(accounts)
    lines: list[WorkingLine] = []
    texts: list[str] = []
    by_period: list[Pence] = []
    for period in parts:
        sold = Pools(disposals.main + plant.proceeds, disposals.special) if period is parts[-1] else NO_POOLS
        bought = [each for each in plant.bought if each.day in period]
        if not (bought or pools != NO_POOLS or sold != NO_POOLS):
            by_period.append(0)
            continue
        # Whether it was new the accounts do not say: no first-year allowance is taken.
        additions = [Addition(each.cost, each.day) for each in bought]
        found = capital_allowances(period, Tax.COMPANY, pools, additions, sold)
        of_period = [*_investment_lines(chart, bought, period), *_pool_lines(found, period)]
        lines += of_period
        by_period.append(sum(line.amount for line in of_period))
        texts += found.warnings
        pools = found.carried_forward
    unverified = [ReportWarning("unverified_rate", text) for text in dict.fromkeys(texts)]
    return CtAllowances(tuple(lines), pools, (*unverified, *_warnings(plant, disposals)), tuple(by_period))


def _investment_lines(chart: Chart, bought: Iterable[Bought], period: Period) -> list[WorkingLine]:
    """Plant bought in the period, up to the annual investment allowance (CAA 2001 s51A)."""
    left = annual_investment_limit(period)
    claimed: dict[str, Pence] = {}
    for each in sorted(bought, key=lambda each: each.day):
        amount = min(each.cost, left)
        left -= amount
        claimed[each.category_id] = claimed.get(each.category_id, 0) + amount
    return [
        WorkingLine(f"Less: annual investment allowance, {chart[category_id].name}", -amount, category_id)
        for category_id, amount in sorted(claimed.items())
        if amount
    ]


def _pool_lines(found: Allowances, period: Period) -> list[WorkingLine]:
    lines = []
    for name, pool, amount, after in (
        ("main pool", Pool.MAIN, found.writing_down_main, found.carried_forward.main),
        ("special rate pool", Pool.SPECIAL, found.writing_down_special, found.carried_forward.special),
    ):
        if amount:
            rate = writing_down_rate(period, pool, Tax.COMPANY)
            how = f"at {_percent(rate)} a year" if after else "a small pool, whole"
            label = f"Less: writing-down allowance, {name} of {pounds(amount + after)}, {how}"
            lines.append(WorkingLine(label, -amount))
    if found.balancing_charge:
        lines.append(WorkingLine("Balancing charge: plant sold for more than its pool", found.balancing_charge))
    return lines


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def _warnings(plant: Plant, disposals: Pools) -> list[ReportWarning]:
    found = []
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
