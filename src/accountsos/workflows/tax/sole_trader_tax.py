"""A sole trader's own tax from the books: income tax and Class 4 of a tax year, payments on account, MTD updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accountsos.dates import ONE_DAY, Period, date_from_iso
from accountsos.ledger.category_ids import CIS_SUFFERED
from accountsos.money import Pence
from accountsos.reports.statutory import sa103_boxes
from accountsos.reports.trader_allowances import (
    CashPlant,
    StatedPools,
    TraderAllowances,
    cash_plant,
    trader_allowances,
)
from accountsos.reports.trial_balance import balance_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.store.deadlines import EVER, fact_of
from accountsos.store.fixed_assets import register_of
from accountsos.store.manual_journals import conversion_day
from accountsos.uk_rules.income_tax import Band, ProfitTax, profit_tax
from accountsos.uk_rules.mtd_itsa import Quarters, Update, quarterly_updates
from accountsos.uk_rules.obligation import day_text
from accountsos.uk_rules.periods import tax_year_name, tax_year_of
from accountsos.uk_rules.self_assessment import PaymentsOnAccount, payments_on_account_from_totals
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.estimate_corporation_tax import FACTS, plant_in

Section = tuple[str, tuple[WorkingLine, ...]]
LAST_MARCH_DAY = (3, 31)


@dataclass(frozen=True, slots=True)
class SoleTraderTax:
    """The tax of one tax year as the books have it so far."""

    year: Period
    basis: Period
    """The days whose profits are taxed: the tax year, or accounts that end on 31 March to 5 April."""
    net_profit: Pence
    """With disallowable expenses added back."""
    allowances: TraderAllowances
    """What is deducted for plant and cars."""
    charge: ProfitTax
    deducted: Pence
    """Under the construction industry scheme."""
    on_account: PaymentsOnAccount
    """Towards the next year."""

    @property
    def taxable(self) -> Pence:
        """Never a loss."""
        return max(self.net_profit - self.allowances.deducted, 0)

    @property
    def to_pay(self) -> Pence:
        """Tax and Class 4 less what was deducted; negative comes back."""
        return self.charge.total - self.deducted


def sole_trader_tax(books: BooksAsKnown, year: Period, today: date, *, seq: int = EVER) -> SoleTraderTax:
    """The estimate of a tax year."""
    basis = basis_of(books, year)
    end = min(basis.end, today) if basis.start <= today else basis.end
    moved = books.movements(basis.start, end)
    net_profit = sa103_boxes(books.names.chart, moved)[-1].amount
    allowances = allowances_of_basis(books, basis, end, seq=seq)
    charge = profit_tax(year, max(net_profit - allowances.deducted, 0))
    deducted = balance_of(moved, CIS_SUFFERED)
    after = tax_year_of(year.end + ONE_DAY)
    on_account = payments_on_account_from_totals(charge.total, max(deducted, 0), after)
    return SoleTraderTax(year, basis, net_profit, allowances, charge, deducted, on_account)


def basis_of(books: BooksAsKnown, year: Period) -> Period:
    """The days whose profits a tax year taxes.

    Accounts to 31 March or up to 4 April count as the tax year's (ITTOIA 2005 s7A and s7B), else its own days.
    """
    accounts = books.year_of(date(year.end.year, *LAST_MARCH_DAY))
    near = date(year.end.year, *LAST_MARCH_DAY) <= accounts.end <= year.end
    return accounts if near and accounts.start >= date(year.start.year, 4, 1) else year


def basis_with(books: BooksAsKnown, day: date) -> Period:
    """The basis period with that day in it."""
    year = tax_year_of(day)
    basis = basis_of(books, year)
    return basis if day in basis else basis_of(books, tax_year_of(year.end + ONE_DAY))


def plant_of_days(books: BooksAsKnown, days: Period, *, seq: int = EVER) -> CashPlant:
    """What plant cost and brought in those days, where the books are on the cash basis."""
    if books.profile.basis != "cash":
        return CashPlant()
    register = register_of(books.db, books.company, books.names, seq=seq)
    return cash_plant(register, days, plant_in(books, days, register))


def _stated_pools(books: BooksAsKnown, seq: int) -> dict[date, StatedPools]:
    """By the first day of a basis period what a person says of its pools."""
    names = ("main_pool_brought_forward", "special_pool_brought_forward")
    found: Mapping[str, Mapping[str, int]] = fact_of(books.db, books.company, FACTS, seq=seq)
    return {date_from_iso(start): StatedPools(*(said.get(name) for name in names)) for start, said in found.items()}


def allowances_of_basis(books: BooksAsKnown, basis: Period, end: date, *, seq: int = EVER) -> TraderAllowances:
    """What is deducted for plant in a basis period up to a day, with the pools that the periods before leave."""
    register = register_of(books.db, books.company, books.names, seq=seq)
    plant = plant_in(books, Period(basis.start, end), register)
    stated = _stated_pools(books, seq)
    known = [*(one.asset.bought_on for one in register), *stated]
    periods, before = [basis], min(known, default=basis.start)
    converted = conversion_day(books.db, books.company)
    first = min([max(before, converted), *stated]) if converted is not None else before
    while periods[0].start > first:
        periods.insert(0, basis_of(books, tax_year_of(periods[0].start - ONE_DAY)))
    return trader_allowances(register, periods, plant, stated, cash=books.profile.basis == "cash")


def income_tax_sections(found: SoleTraderTax) -> tuple[Section, ...]:
    """The workings, line by line."""
    after = tax_year_name(tax_year_of(found.year.end + ONE_DAY))
    lines = [WorkingLine("Net profit with disallowable expenses added back", found.net_profit)]
    for line in found.allowances.lines:
        lines.append(WorkingLine(f"{'Less' if line.amount > 0 else 'Add'}: {line.label}", -line.amount))
    lines += [
        WorkingLine("Taxable profits", found.taxable),
        WorkingLine("Less: personal allowance", -found.charge.personal_allowance),
        *_band_lines("Income tax", found.charge.bands),
        *_band_lines("Class 4 National Insurance", found.charge.class_4),
        WorkingLine("Income tax and Class 4", found.charge.total),
    ]
    if found.deducted:
        lines.append(WorkingLine("Less: deducted under the construction industry scheme", -found.deducted))
    lines.append(WorkingLine("To pay for the year", found.to_pay))
    ends = found.year.end.year
    on_account = (
        WorkingLine(f"By {day_text(date(ends + 1, 1, 31))}, towards {after}", found.on_account.each),
        WorkingLine(f"By {day_text(date(ends + 1, 7, 31))}, towards {after}", found.on_account.each),
    )
    return (("Computation", tuple(lines)), ("Payments on account", on_account))


def _band_lines(what: str, bands: tuple[Band, ...]) -> list[WorkingLine]:
    return [
        WorkingLine(f"{what}, {band.name}: {pounds(band.income)} at {(band.rate * 100).normalize():f}%", band.tax)
        for band in bands
    ]


def income_tax_warnings(found: SoleTraderTax, nation: str) -> tuple[ReportWarning, ...]:
    """What the estimate does not see."""
    told = [ReportWarning("unverified_rate", text) for text in found.charge.warnings]
    if found.allowances.credited:
        text = (
            f"{pounds(found.allowances.credited)} was taken off plant by journals and is not in the estimate: post "
            "what came in for it as income, a loss is none under the cash basis"
        )
        told.append(ReportWarning("plant_credited", text, found.allowances.credited))
    if nation == "scotland":
        text = "A Scottish taxpayer's rates and bands are others: this is what the rest of the United Kingdom pays"
        told.append(ReportWarning("scottish_rates", text))
    text = (
        "As if these profits were the only income. Not included: other income, losses, "
        "structures and buildings, overlap relief, student loans. An estimate, no return"
    )
    return (*told, ReportWarning("not_included", text))


def mtd_sections(books: BooksAsKnown, year: Period, today: date, *, seq: int = EVER) -> tuple[Section, ...]:
    """The quarterly updates of a tax year, each from its first day, by SA103 box: standard and calendar quarters."""
    found: list[Section] = []
    for quarters in (Quarters.STANDARD, Quarters.CALENDAR):
        for each in _begun(quarterly_updates(year, quarters), today):
            days = Period(each.period.start, min(each.period.end, today))
            plant = plant_of_days(books, days, seq=seq)
            boxes = sa103_boxes(books.names.chart, books.movements(days.start, days.end), plant)
            found.append((_titled(each, quarters), boxes))
    return tuple(found)


def _begun(updates: tuple[Update, ...], today: date) -> list[Update]:
    """Those that are over, and the one that is running."""
    over = [each for each in updates if each.period.end < today]
    return [*over, *updates[len(over) : len(over) + 1]] if updates[0].period.start <= today else []


def _titled(update: Update, quarters: Quarters) -> str:
    period = update.period
    title = f"{quarters.capitalize()} quarter: {day_text(period.start)} to {day_text(period.end)}"
    return f"{title}, due {day_text(update.due)}"
