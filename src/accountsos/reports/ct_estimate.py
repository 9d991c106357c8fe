"""Corporation tax estimated from the books: profit, add-backs, capital allowances, losses, tax, line by line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accountsos.dates import Period
from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.fixed_assets import RegisteredAsset
from accountsos.money import Pence
from accountsos.reports.ct_allowances import NO_PLANT, NO_POOLS, CtAllowances, Plant, ct_allowances
from accountsos.reports.registered_plant import moved_on_car_accounts
from accountsos.reports.trial_balance import Movements, balance_in, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules.capital_allowances import Pools
from accountsos.uk_rules.corporation_tax import CorporationTax, Profits, apportioned, corporation_tax
from accountsos.uk_rules.ct_dates import CtReturn, accounting_periods, ct_returns
from accountsos.uk_rules.ct_losses import most_losses
from accountsos.uk_rules.obligation import day_text
from accountsos.uk_rules.plant_allowances import PlantAllowances, Relief, Written

__all__ = ["CtEstimate", "CtFacts", "WorkingLine", "ct_estimate"]


@dataclass(frozen=True, slots=True)
class CtFacts:
    """What an estimate needs beside the movements of its year."""

    associated: int = 0
    losses: Pence = 0
    """Trading losses brought forward, never negative."""
    losses_claimed: Pence = 0
    """What of them the company claims for this year; nothing is set off without a claim (CTA 2010 s45A)."""
    losses_from_books: bool = False
    """Whether the books worked them out, rather than a person."""
    pools: Pools = NO_POOLS
    """Written-down values brought forward."""
    disposals: Pools = NO_POOLS
    """Proceeds of plant sold in the year that are not on plant accounts, at most its cost."""
    plant: Plant = NO_PLANT
    """What was bought and sold in the year, as far as the register does not know of it."""
    register: tuple[RegisteredAsset, ...] = ()
    reliefs: Mapping[int, Relief] = field(default_factory=dict)
    """How registered assets were treated in earlier years."""


@dataclass(frozen=True, slots=True)
class PeriodOfTax:
    """One accounting period of a period of account."""

    period: Period
    before_allowances: Pence
    """Its days' part of the profit, adjusted for tax."""
    allowances: Pence
    """Its own capital allowances (negative) and balancing charges."""
    losses_used: Pence
    charge: CorporationTax

    @property
    def adjusted(self) -> Pence:
        """Profit, or loss (negative), after allowances."""
        return self.before_allowances + self.allowances


@dataclass(frozen=True, slots=True)
class CtEstimate:
    """The tax of one period of account with its workings."""

    period: Period
    workings: tuple[WorkingLine, ...]
    profits: Profits
    charge: CorporationTax
    returns: tuple[CtReturn, ...]
    warnings: tuple[ReportWarning, ...]
    parts: tuple[PeriodOfTax, ...] = ()
    """Its accounting periods: one, or two where it is longer than 12 months."""
    losses_brought_forward: Pence = 0
    losses_used: Pence = 0
    loss_of_period: Pence = 0
    pools_brought_forward: Pools = NO_POOLS
    pools_carried_forward: Pools = NO_POOLS
    reliefs: Mapping[int, Relief] = field(default_factory=dict)
    """How registered assets that are still there were treated."""
    plant_periods: tuple[PlantAllowances, ...] = ()
    """Capital allowances pool by pool, by accounting period."""

    @property
    def taxable(self) -> Pence:
        """Taxable total profits."""
        return self.profits.taxable_total

    @property
    def losses_carried_forward(self) -> Pence:
        """What later years may claim."""
        return self.losses_brought_forward - self.losses_used + self.loss_of_period

    def carried_forward(self) -> tuple[WorkingLine, ...]:
        """Losses and pools from the start of the year to its end; nothing where there are none."""
        pairs = (
            ("Main pool", self.pools_brought_forward.main, self.pools_carried_forward.main),
            ("Special rate pool", self.pools_brought_forward.special, self.pools_carried_forward.special),
        )
        lines = []
        if self.losses_brought_forward or self.loss_of_period:
            lines = [
                WorkingLine("Trading losses brought forward", self.losses_brought_forward),
                WorkingLine("Less: set off in the period", -self.losses_used),
                WorkingLine("Loss of the period", self.loss_of_period),
                WorkingLine("Trading losses carried forward", self.losses_carried_forward),
            ]
        for name, before, after in pairs:
            if before or after:
                lines.append(WorkingLine(f"{name} brought forward", before))
                lines.append(WorkingLine(f"{name} carried forward", after))
        return tuple(lines)

    def tax_of(self, part: Period) -> Pence:
        """The tax of one accounting period: each is charged on its own profits."""
        return sum(each.charge.tax for each in self.parts if each.period == part)


def ct_estimate(chart: Chart, movements: Movements, accounts: Period, facts: CtFacts) -> CtEstimate:
    """The estimate for a period of account, from the movements of its days so far."""
    charges = chart.in_role("corporation_tax")
    before_tax = profit_of(chart, [m for m in movements if m.category_id not in charges])
    lines = [WorkingLine("Profit before tax, as in the profit and loss", before_tax)]
    for category in chart.categories.values():
        amount = balance_of(movements, category.category_id)
        if amount and _is_added_back(category):
            lines.append(WorkingLine(f"Add back: {category.name} (not allowable)", amount, category.category_id))
    exempt = _exempt_dividends(chart, movements)
    lines += exempt
    dividends = -sum(line.amount for line in exempt)
    before = sum(line.amount for line in lines)
    allowances = ct_allowances(
        chart,
        accounts,
        facts.plant,
        Written(facts.pools, {}, facts.reliefs),
        disposals=facts.disposals,
        register=facts.register,
    )
    parts = _parts(accounts, facts, allowances, before=before, dividends=max(dividends, 0))
    lines += [*allowances.lines, *_apportionment(parts)]
    used = sum(part.losses_used for part in parts)
    if used:
        lines.append(WorkingLine("Less: losses brought forward, as claimed (CTA 2010 s45A)", -used))
    taxable = sum(max(part.adjusted, 0) - part.losses_used for part in parts)
    lines.append(WorkingLine("Taxable total profits", taxable))
    charge = CorporationTax(
        tuple(year for part in parts for year in part.charge.years),
        tuple(dict.fromkeys(text for part in parts for text in part.charge.warnings)),
    )
    loss = sum(max(-part.adjusted, 0) for part in parts)
    outcome = _Outcome(accounts, facts, before + sum(allowances.by_period), used, charge, allowances, loss)
    return CtEstimate(
        accounts,
        (*lines, *_tax_lines(charge)),
        Profits(taxable, max(dividends, 0), facts.associated),
        charge,
        ct_returns(accounts),
        _warnings(chart, movements, outcome),
        parts,
        losses_brought_forward=facts.losses,
        losses_used=used,
        loss_of_period=loss,
        pools_brought_forward=facts.pools,
        pools_carried_forward=allowances.carried.pools,
        reliefs=allowances.carried.reliefs,
        plant_periods=allowances.periods,
    )


def _parts(
    accounts: Period, facts: CtFacts, allowances: CtAllowances, *, before: Pence, dividends: Pence
) -> tuple[PeriodOfTax, ...]:
    """The profit apportioned by days before allowances, then each accounting period's own allowances and losses.

    Source: CTA 2009 s52; CAA 2001 s6: allowances belong to the accounting period, not to the accounts.
    """
    losses_left = min(facts.losses, facts.losses_claimed)
    found: list[PeriodOfTax] = []
    for period, profit, exempt, own in zip(
        accounting_periods(accounts),
        apportioned(before, accounts),
        apportioned(dividends, accounts),
        allowances.by_period,
        strict=True,
    ):
        used = _losses_used(period, profit + own, losses_left)
        losses_left -= used
        taxable = max(profit + own, 0) - used
        charge = corporation_tax(period, Profits(taxable, exempt, facts.associated))
        found.append(PeriodOfTax(period, profit, own, used, charge))
    return tuple(found)


def _apportionment(parts: tuple[PeriodOfTax, ...]) -> list[WorkingLine]:
    """How a long period of account falls into accounting periods; notes beside the sum, of nothing themselves."""
    if len(parts) == 1:
        return []
    return [
        WorkingLine(
            f"Of this, accounting period to {day_text(part.period.end)}: {_pounds(part.before_allowances)} by days, "
            f"{_pounds(part.allowances)} its own allowances, together {_pounds(part.adjusted)}",
            0,
        )
        for part in parts
    ]


def _pounds(amount: Pence) -> str:
    return ("-" if amount < 0 else "") + pounds(amount)


def _tax_lines(charge: CorporationTax) -> list[WorkingLine]:
    lines = []
    for year in charge.years:
        part = f"financial year {year.financial_year}, {year.days} days, profits {pounds(year.profits)}"
        lines.append(WorkingLine(f"Tax before relief: {part}", year.before_relief))
        if year.marginal_relief:
            lines.append(WorkingLine(f"Marginal relief: financial year {year.financial_year}", -year.marginal_relief))
    return [*lines, WorkingLine("Corporation tax", charge.tax)]


def _losses_used(period: Period, adjusted: Pence, wanted: Pence) -> Pence:
    """What of the losses the claim sets off: no more than there are, than was claimed, than the law allows."""
    if wanted <= 0 or adjusted <= 0:
        return 0
    return min(wanted, most_losses(adjusted, period), adjusted)


def _exempt_dividends(chart: Chart, movements: Movements) -> list[WorkingLine]:
    found = ((c, balance_of(movements, c.category_id)) for c in chart.categories.values() if _is_exempt(c))
    return [
        WorkingLine("Less: dividends received (exempt)", amount, category.category_id)
        for category, amount in found
        if amount
    ]


def _is_exempt(category: Category) -> bool:
    return category.type == "income" and category.ct_allowable == "exempt_usually"


def _is_added_back(category: Category) -> bool:
    if category.role == "corporation_tax" or category.type != "expense":
        return False
    return category.ct_allowable == "no" or category.added_back


@dataclass(frozen=True, slots=True)
class _Outcome:
    accounts: Period
    facts: CtFacts
    adjusted: Pence
    used: Pence
    charge: CorporationTax
    allowances: CtAllowances
    loss: Pence


def _warnings(chart: Chart, movements: Movements, outcome: _Outcome) -> tuple[ReportWarning, ...]:
    found = [ReportWarning("unverified_rate", text) for text in outcome.charge.warnings]
    found += [*_loss_warnings(outcome), *outcome.allowances.warnings]
    for category in chart.categories.values():
        if category.type != "expense" or _is_added_back(category):
            continue
        amount = balance_of(movements, category.category_id)
        if amount and category.ct_allowable in ("partial", "review", "qualifying"):
            text = f"{category.name}, {pounds(amount)}: may be allowable in part only"
            found.append(ReportWarning("check_allowable", text, amount))
    register = outcome.facts.register
    cars = balance_in(movements, chart.where(lambda c: c.allowance_class == "car"))
    cars -= moved_on_car_accounts(chart, register, outcome.accounts)
    if cars > 0:
        text = f"Vehicles bought for {pounds(cars)}: their allowance depends on CO2; none taken. Register them"
        found.append(ReportWarning("cars", text, cars))
    left_out = "" if register else "first-year allowances, "
    text = (
        f"Not included: losses carried back or surrendered, {left_out}structures and buildings, and anything the books "
        "do not say. An estimate, no return"
    )
    return (*found, ReportWarning("not_included", text))


def _loss_warnings(outcome: _Outcome) -> list[ReportWarning]:
    facts, found = outcome.facts, []
    if outcome.loss:
        text = f"A loss of {pounds(outcome.loss)}: it can be carried back a year or forward"
        found.append(ReportWarning("loss", text, -outcome.loss))
    if facts.losses and facts.losses_from_books:
        text = (
            f"Losses brought forward of {pounds(facts.losses)} were worked out from the earlier years in these books: "
            "state them if they were carried back, surrendered or agreed otherwise"
        )
        found.append(ReportWarning("losses_from_books", text, facts.losses))
    if facts.losses and not facts.losses_claimed and outcome.adjusted > 0:
        text = (
            f"Losses of {pounds(facts.losses)} are brought forward and none is claimed for this period: say how much "
            "(losses_claimed); within two years of its end"
        )
        found.append(ReportWarning("losses_unclaimed", text, facts.losses))
    if facts.losses_claimed > outcome.used:
        text = (
            f"{pounds(facts.losses_claimed)} of losses are claimed and {pounds(outcome.used)} set off: no more than "
            "there are, than the profits, and above the deductions allowance than half of them (CTA 2010 s269ZD)"
        )
        found.append(ReportWarning("losses_restricted", text, outcome.used))
    return found
