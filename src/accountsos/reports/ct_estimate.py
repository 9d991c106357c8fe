"""Corporation tax estimated from the books: profit, add-backs, capital allowances, tax, each line shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accountsos.dates import Period
from accountsos.ledger.chart import CORPORATION_TAX, Category, Chart
from accountsos.money import Pence, rounded_half_up
from accountsos.reports.trial_balance import Movements, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.uk_rules.capital_allowances import annual_investment_limit
from accountsos.uk_rules.corporation_tax import CorporationTax, Profits, corporation_tax, corporation_tax_of_accounts
from accountsos.uk_rules.ct_dates import CtReturn, accounting_periods, ct_returns

PLANT = ("cat_fa_computers", "cat_fa_plant")
"""What is bought there has the annual investment allowance; cars and buildings have not."""
EXEMPT_DIVIDENDS = "cat_dividend_income"
_ADDED_BACK = frozenset({"cat_amortisation"})


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One step from the profit to the tax."""

    label: str
    amount: Pence
    category_id: str | None = None


@dataclass(frozen=True, slots=True)
class CtEstimate:
    """The tax of one period of account with its workings."""

    period: Period
    workings: tuple[WorkingLine, ...]
    profits: Profits
    charge: CorporationTax
    returns: tuple[CtReturn, ...]
    warnings: tuple[ReportWarning, ...]

    @property
    def taxable(self) -> Pence:
        """Taxable total profits."""
        return self.profits.taxable_total

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


def ct_estimate(
    chart: Chart, movements: Movements, period: Period, *, associated: int = 0, whole: Period | None = None
) -> CtEstimate:
    """The estimate for a period of account; `whole` is the full period where `period` has only begun."""
    accounts = whole or period
    before_tax = profit_of(chart, [m for m in movements if m.category_id != CORPORATION_TAX])
    lines = [WorkingLine("Profit before tax, as in the profit and loss", before_tax)]
    for category in chart.categories.values():
        amount = balance_of(movements, category.category_id)
        if amount and _is_added_back(category):
            lines.append(WorkingLine(f"Add back: {category.name} (not allowable)", amount, category.category_id))
    dividends = -balance_of(movements, EXEMPT_DIVIDENDS)
    if dividends:
        lines.append(WorkingLine("Less: dividends received (exempt)", -dividends, EXEMPT_DIVIDENDS))
    lines += _allowances(chart, movements, accounts)
    adjusted = sum(line.amount for line in lines)
    taxable = max(adjusted, 0)
    lines.append(WorkingLine("Taxable total profits", taxable))
    profits = Profits(taxable, max(dividends, 0), associated)
    charge = corporation_tax_of_accounts(accounts, profits)
    for year in charge.years:
        part = f"financial year {year.financial_year}, {year.days} days, profits {pounds(year.profits)}"
        lines.append(WorkingLine(f"Tax before relief: {part}", year.before_relief))
        if year.marginal_relief:
            lines.append(WorkingLine(f"Marginal relief: financial year {year.financial_year}", -year.marginal_relief))
    lines.append(WorkingLine("Corporation tax", charge.tax))
    return CtEstimate(
        accounts, tuple(lines), profits, charge, ct_returns(accounts), _warnings(chart, movements, adjusted, charge)
    )


def _is_added_back(category: Category) -> bool:
    if category.category_id == CORPORATION_TAX or category.type != "expense":
        return False
    return category.ct_allowable == "no" or category.category_id in _ADDED_BACK


def _allowances(chart: Chart, movements: Movements, period: Period) -> list[WorkingLine]:
    """Plant bought in the period, up to the annual investment allowance (CAA 2001 s51A)."""
    found: list[WorkingLine] = []
    left = sum(annual_investment_limit(part) for part in accounting_periods(period))
    for category_id in PLANT:
        bought = sum(m.debit for m in movements if m.category_id == category_id)
        claimed = min(bought, left)
        if claimed:
            left -= claimed
            name = chart[category_id].name
            found.append(WorkingLine(f"Less: annual investment allowance, {name}", -claimed, category_id))
    return found


def _warnings(chart: Chart, movements: Movements, adjusted: Pence, charge: CorporationTax) -> tuple[ReportWarning, ...]:
    found = [ReportWarning("unverified_rate", text) for text in charge.warnings]
    if adjusted < 0:
        found.append(
            ReportWarning("loss", f"A loss of {pounds(adjusted)}: it can be carried back a year or forward", adjusted)
        )
    partly = [
        (c.name, balance_of(movements, c.category_id))
        for c in chart.categories.values()
        if c.type == "expense" and c.ct_allowable in ("partial", "review", "qualifying") and not _is_added_back(c)
    ]
    for name, amount in partly:
        if amount:
            found.append(
                ReportWarning("check_allowable", f"{name}, {pounds(amount)}: may be allowable in part only", amount)
            )
    cars = balance_of(movements, "cat_fa_vehicles")
    if cars > 0:
        found.append(
            ReportWarning(
                "cars", f"Vehicles bought for {pounds(cars)}: their allowance depends on CO2; none taken", cars
            )
        )
    found.append(
        ReportWarning(
            "not_included",
            "Not included: losses and pools brought forward, and anything the books do not say. An estimate, no return",
        )
    )
    return tuple(found)
