"""Capital allowances as a computation: what was given at once, and each pool from its start to its end. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from accountsos.reports.ct_allowances import CALLED
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules.capital_allowances import Pool
from accountsos.uk_rules.obligation import day_text
from accountsos.uk_rules.plant_allowances import PlantAllowances, PoolYear

Section = tuple[str, tuple[WorkingLine, ...]]
_POOL = {Pool.MAIN: "Main pool", Pool.SPECIAL: "Special rate pool"}


def computation(found: PlantAllowances, names: Mapping[int, str]) -> list[Section]:
    """The sections of one chargeable period; `names` are the descriptions of registered assets."""
    when = f"{day_text(found.period.start)} to {day_text(found.period.end)}"
    at_once = []
    for each in found.at_once:
        key = each.purchase.key
        what = "not in the register" if key is None else names[key]
        at_once += [
            WorkingLine(f"{CALLED[kind].capitalize()}: {what}", amount)
            for kind, amount in ((None, each.investment), (each.kind, each.first_year))
            if amount
        ]
    sections: list[Section] = [(f"Given at once, {when}", tuple(at_once))] if at_once else []
    sections += [(f"{_title(pool, names)}, {when}", _pool(pool)) for pool in found.pools]
    together = [
        WorkingLine("Allowances", found.total),
        WorkingLine("Less: balancing charges", -found.charges),
        WorkingLine("Deducted from profits", found.total - found.charges),
    ]
    return [*sections, (f"Together, {when}", tuple(together))]


def _title(pool: PoolYear, names: Mapping[int, str]) -> str:
    return _POOL[pool.pool] if pool.key is None else f"A pool of its own: {names[pool.key]}"


def _pool(pool: PoolYear) -> tuple[WorkingLine, ...]:
    rate = f"{(pool.rate * 100).normalize():f}%"
    lines = (
        WorkingLine("Brought forward", pool.before),
        WorkingLine("Added", pool.added),
        WorkingLine("Less: disposal values", -pool.sold),
        WorkingLine(f"Writing-down allowance, {rate} a year", pool.written_down),
        WorkingLine("Balancing charge", max(pool.balancing, 0)),
        WorkingLine("Balancing allowance", max(-pool.balancing, 0)),
        WorkingLine("Joins after a first-year allowance", pool.joins),
    )
    return (*(line for line in lines if line.amount), WorkingLine("Carried forward", pool.after))
