"""Corporation tax estimated from the books: profit, add-backs, capital allowances, losses, tax, line by line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accountsos.dates import Period
from accountsos.ledger.chart import Category, Chart
from accountsos.money import Pence, rounded_half_up
from accountsos.reports.ct_allowances import NO_PLANT, NO_POOLS, CtAllowances, Plant, ct_allowances
from accountsos.reports.trial_balance import Movements, balance_in, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.uk_rules.capital_allowances import Pools
from accountsos.uk_rules.corporation_tax import CorporationTax, Profits, corporation_tax, corporation_tax_of_accounts
from accountsos.uk_rules.ct_dates import CtReturn, accounting_periods, ct_returns
from accountsos.uk_rules.ct_losses import most_losses

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
    """What was bought and sold in the year."""


@dataclass(frozen=True, slots=True)
class CtEstimate:
    """The tax of one period of account with its workings."""

    period: Period
    workings: tuple[WorkingLine, ...]
    profits: Profits
    charge: CorporationTax
    returns: tuple[CtReturn, ...]
    warnings: tuple[ReportWarning, ...]
    losses_brought_forward: Pence = 0
    losses_used: Pence = 0
    loss_of_period: Pence = 0
    pools_brought_forward: Pools = NO_POOLS
    pools_carried_forward: Pools = NO_POOLS

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
        """What of the tax belongs to one return of a long period: each part is charged on its days' profits."""
        parts = accounting_periods(self.period)
        left_taxable, left_exempt = self.taxable, self.profits.exempt_distributions
        for each in parts:
            last = each is parts[-1]
            taxable = left_taxable if last else _by_days(self.taxable, each, self.period)
            exempt = left_exempt if last else _by_days(self.profits.exempt_distributions, each, self.period)
            left_taxable, left_exempt = left_taxable - taxable, left_exempt - exempt
            if each == part:
                return corporation_tax(each, Profits(taxable, exempt, self.profits.associated)).tax
        return 0


def _by_days(amount: Pence, part: Period, whole: Period) -> Pence:
    return rounded_half_up(Decimal(amount) * part.days / whole.days)


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
    allowances = ct_allowances(chart, accounts, facts.plant, facts.pools, facts.disposals)
    lines += allowances.lines
    adjusted = sum(line.amount for line in lines)
    used = _losses_used(accounts, adjusted, facts)
    if used:
        lines.append(WorkingLine("Less: losses brought forward, as claimed (CTA 2010 s45A)", -used))
    taxable = max(adjusted, 0) - used
    lines.append(WorkingLine("Taxable total profits", taxable))
    profits = Profits(taxable, max(dividends, 0), facts.associated)
    charge = corporation_tax_of_accounts(accounts, profits)
    return CtEstimate(
        accounts,
        (*lines, *_tax_lines(charge)),
        profits,
        charge,
        ct_returns(accounts),
        _warnings(chart, movements, _Outcome(facts, adjusted, used, charge, allowances)),
        losses_brought_forward=facts.losses,
        losses_used=used,
        loss_of_period=max(-adjusted, 0),
        pools_brought_forward=facts.pools,
        pools_carried_forward=allowances.carried_forward,
    )


def _tax_lines(charge: CorporationTax) -> list[WorkingLine]:
    lines = []
    for year in charge.years:
        part = f"financial year {year.financial_year}, {year.days} days, profits {pounds(year.profits)}"
        lines.append(WorkingLine(f"Tax before relief: {part}", year.before_relief))
        if year.marginal_relief:
            lines.append(WorkingLine(f"Marginal relief: financial year {year.financial_year}", -year.marginal_relief))
    return [*lines, WorkingLine("Corporation tax", charge.tax)]


def _losses_used(accounts: Period, adjusted: Pence, facts: CtFacts) -> Pence:
    """What of the losses the claim sets off: no more than there are, than was claimed, than the law allows."""
    wanted = min(facts.losses, facts.losses_claimed)
    if wanted <= 0 or adjusted <= 0:
        return 0
    most = sum(most_losses(_by_days(adjusted, part, accounts), part) for part in accounting_periods(accounts))
    return min(wanted, most, adjusted)


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
    facts: CtFacts
    adjusted: Pence
    used: Pence
    charge: CorporationTax
    allowances: CtAllowances


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
    cars = balance_in(movements, chart.where(lambda c: c.allowance_class == "car"))
    if cars > 0:
        text = f"Vehicles bought for {pounds(cars)}: their allowance depends on CO2; none taken"
        found.append(ReportWarning("cars", text, cars))
    text = (
        "Not included: losses carried back or surrendered, first-year allowances, and anything the books do not say. "
        "An estimate, no return"
    )
    return (*found, ReportWarning("not_included", text))


def _loss_warnings(outcome: _Outcome) -> list[ReportWarning]:
    facts, found = outcome.facts, []
    if outcome.adjusted < 0:
        text = f"A loss of {pounds(outcome.adjusted)}: it can be carried back a year or forward"
        found.append(ReportWarning("loss", text, outcome.adjusted))
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
