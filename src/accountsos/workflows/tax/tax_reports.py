"""Reports for tax and the register: corporation tax, statutory accounts, SA103, directors' loans, dividends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from accountsos.bookkeeping.directors_loans import arrangements
from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import CORPORATION_TAX, DIRECTORS_SALARY, DIVIDENDS, RETAINED
from accountsos.money import Pence
from accountsos.reports.ct_estimate import CtEstimate
from accountsos.reports.directors_loan import PeriodCharge
from accountsos.reports.statutory import box_warnings, sa103_boxes, statutory_accounts
from accountsos.reports.trial_balance import balance_in, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.store.contacts import contact_of
from accountsos.store.deadline_settings import settings_of
from accountsos.store.deadlines import EVER
from accountsos.store.engine.sql import Reader
from accountsos.store.head import known_moment
from accountsos.uk_rules.directors_loan import loan_benefit
from accountsos.uk_rules.dividends import dividend_tax
from accountsos.uk_rules.national_insurance import KNOWN_FROM as NI_KNOWN_FROM
from accountsos.uk_rules.national_insurance import directors_ni, employment_allowance
from accountsos.uk_rules.obligation import day_text
from accountsos.uk_rules.periods import tax_year_name, tax_year_of
from accountsos.workflows.reports.financial_statements import BooksAsKnown, SheetQuestion, report_balance_sheet
from accountsos.workflows.reports.old_rates import report_read
from accountsos.workflows.tax.directors_loans import directors_accounts
from accountsos.workflows.tax.dividend_cover import reserves_of, uncovered_dividends
from accountsos.workflows.tax.estimate_corporation_tax import estimate_of_year
from accountsos.workflows.tax.simplified_expenses import simplified_warnings
from accountsos.workflows.tax.size_of_company import size_warnings
from accountsos.workflows.tax.sole_trader_tax import (
    allowances_of_basis,
    income_tax_sections,
    income_tax_warnings,
    mtd_sections,
    plant_of_days,
    sole_trader_tax,
)

KINDS = (
    "corporation_tax",
    "statutory_accounts",
    "self_employment",
    "directors_loan",
    "dividends",
    "income_tax",
    "mtd_updates",
)
BY_TAX_YEAR = ("income_tax", "mtd_updates")
OF_A_SOLE_TRADER = ("self_employment", *BY_TAX_YEAR)


DIVIDENDS_KNOWN_FROM = date(2019, 4, 6)
"""The first tax year whose bands are all kept."""


@dataclass(frozen=True, slots=True)
class TaxQuestion:
    """Which report of which financial year: the one with `day` in it, by default today's."""

    kind: str
    today: date
    day: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading."""

    title: str
    lines: tuple[WorkingLine, ...]


@dataclass(frozen=True, slots=True)
class TaxReport:
    """One report with its workings line by line."""

    kind: str
    period: Period
    currency: str
    sections: tuple[Section, ...]
    total: Pence
    warnings: tuple[ReportWarning, ...]


def report_tax(db: Reader, company: int, asked: TaxQuestion) -> TaxReport:
    """The report that is asked for."""
    books = BooksAsKnown(db, company, asked.known_at)
    day = asked.day or asked.today
    year = tax_year_of(day) if asked.kind in BY_TAX_YEAR else books.year_of(day)
    limited = books.profile.entity_type == "ltd"
    if limited == (asked.kind in OF_A_SOLE_TRADER):
        whose = "a limited company" if limited else "a sole trader"
        raise BadRequest(f"{asked.kind}: there is no such report for {whose}", param="report")
    made = {
        "corporation_tax": _corporation_tax,
        "statutory_accounts": _statutory,
        "self_employment": _self_employment,
        "directors_loan": _directors_loan,
        "dividends": _dividends,
        "income_tax": _income_tax,
        "mtd_updates": _mtd_updates,
    }[asked.kind]
    sections, total, warnings = made(books, year, asked)
    return TaxReport(asked.kind, year, books.profile.currency, sections, total, warnings)


_Made = tuple[tuple[Section, ...], Pence, tuple[ReportWarning, ...]]


def _estimate(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> CtEstimate:
    return estimate_of_year(books, year, asked.today, seq=written_through(books, asked))


def written_through(books: BooksAsKnown, asked: TaxQuestion) -> int:
    """The number of the last write that counts."""
    return EVER if asked.known_at is None else known_moment(books.db, books.company, asked.known_at)[0]


def _corporation_tax(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    estimate = _estimate(books, year, asked)
    due = [
        WorkingLine(
            f"To {day_text(r.period.end)}: pay by {day_text(r.payment_due)}, CT600 by {day_text(r.ct600_due)}",
            estimate.tax_of(r.period),
        )
        for r in estimate.returns
    ]
    sections = [Section("Computation", estimate.workings), Section("Returns", tuple(due))]
    if carried := estimate.carried_forward():
        sections.append(Section("Losses and pools", carried))
    return tuple(sections), estimate.charge.tax, estimate.warnings


def _statutory(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    question = SheetQuestion(asked.today, year.end, known_at=asked.known_at)
    sheet, _ = report_balance_sheet(books.db, books.company, question)
    accounts = statutory_accounts(books.names.chart, books.movements(year.start, year.end), sheet, year)
    sections = (
        Section("Profit and loss account (FRS 105)", accounts.profit_and_loss),
        Section("Balance sheet (FRS 105, format 1)", accounts.balance_sheet),
    )
    of_size = size_warnings(books, year, asked.today, total_assets=sheet.total_assets)
    return sections, accounts.profit_and_loss[-1].amount, (*accounts.warnings, *of_size)


def _self_employment(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    seq, end = written_through(books, asked), min(year.end, max(asked.today, year.start))
    plant = plant_of_days(books, Period(year.start, end), seq=seq)
    lines = sa103_boxes(books.names.chart, books.movements(year.start, year.end), plant)
    sections = [Section("SA103F", lines)]
    if allowances := allowances_of_basis(books, year, end, seq=seq).in_pools:
        shown = (WorkingLine(line.label.capitalize(), line.amount) for line in allowances)
        sections.append(Section("Capital allowances", tuple(shown)))
    unclaimed = simplified_warnings(books, end, seq=seq)
    return tuple(sections), lines[-1].amount, (*box_warnings(year.end), *unclaimed, *books.warnings(year.end))


def _income_tax(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    found = sole_trader_tax(books, year, asked.today, seq=written_through(books, asked))
    nation = settings_of(books.db, books.company, seq=written_through(books, asked)).nation
    sections = tuple(Section(title, lines) for title, lines in income_tax_sections(found))
    unclaimed = simplified_warnings(books, min(found.basis.end, asked.today), seq=written_through(books, asked))
    return sections, found.to_pay, (*income_tax_warnings(found, nation), *unclaimed, *books.warnings(found.basis.end))


def _mtd_updates(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    sections = tuple(
        Section(title, lines)
        for title, lines in mtd_sections(books, year, asked.today, seq=written_through(books, asked))
    )
    total = sections[-1].lines[-1].amount if sections else 0
    end = min(year.end, asked.today)
    unclaimed = simplified_warnings(books, end, seq=written_through(books, asked))
    return sections, total, (*box_warnings(year.end), *unclaimed, *books.warnings(end))


def _directors_loan(books: BooksAsKnown, year: Period, _: TaxQuestion) -> _Made:
    sections, warnings, tax = [], [], 0
    for account in directors_accounts(books, year):
        name = _name(books, account.contact)
        lines = [WorkingLine("Brought forward (positive: the director owes)", account.opening)]
        lines += [WorkingLine(f"{day_text(d.day)}, balance {_signed(d.balance)}", d.amount) for d in account.days]
        lines.append(WorkingLine("Balance at the end", account.closing))
        for each in account.charges:
            lines += _charge_lines(each)
            tax += each.charge.tax
            warnings += [ReportWarning("unverified_rate", text) for text in each.charge.warnings]
            if each.charge.matched_to_new_loans:
                text = (
                    f"{name}: {pounds(each.charge.matched_to_new_loans)} of repayments count against new loans (s464C)"
                )
                warnings.append(ReportWarning("bed_and_breakfast", text, each.charge.matched_to_new_loans))
        if account.benefit:
            text = f"{name}: over £10,000 was owed on some day, a benefit to report (form P11D)"
            warnings.append(ReportWarning("beneficial_loan", text, account.highest))
            benefit, unsure = _benefit_of(books, account.contact, tax_year_of(year.end))
            lines += benefit
            warnings += [ReportWarning("unverified_rate", text) for text in unsure]
        sections.append(Section(name, tuple(lines)))
    return tuple(sections), tax, (*warnings, *_arranged_in_vain(books, year))


def _arranged_in_vain(books: BooksAsKnown, year: Period) -> Iterator[ReportWarning]:
    """What is stated of a repayment that the books do not have."""
    repaid = {
        (contact, move.day)
        for contact, moved in books.moved_on_loans()
        for move in moved
        if move.amount < 0 and not move.taxed_as_income
    }
    for (contact, day), amount in sorted(arrangements(books.db, books.company, seq=books.seq).items(), key=str):
        if day in year and (contact, day) not in repaid:
            text = (
                f"{_name(books, contact)}: new loans of {pounds(amount)} are stated to have been arranged on "
                f"{day_text(day)}, but nothing was repaid on that day (a dividend or pay that is credited does not "
                "count, CTA 2010 s464C(6)): check the day"
            )
            yield ReportWarning("arrangement_without_repayment", text, amount)


def _benefit_of(
    books: BooksAsKnown, contact: int | None, tax_year: Period
) -> tuple[list[WorkingLine], tuple[str, ...]]:
    """The benefit of a loan that stood through the tax year, by the averaging method."""
    account = next((a for a in directors_accounts(books, tax_year) if a.contact == contact), None)
    if account is None or min(account.opening, account.closing) <= 0:
        return [], ()
    found = loan_benefit(tax_year, account.opening, account.closing)
    if found is None:
        return [], ()
    name = tax_year_name(tax_year)
    lines = [
        WorkingLine(f"Benefit of {name} without interest, by the averaging method (ITEPA 2003 s182)", found.benefit),
        WorkingLine(f"Class 1A National Insurance on it, due by July {tax_year.end.year}", found.class_1a),
    ]
    return lines, found.warnings


def _charge_lines(each: PeriodCharge) -> list[WorkingLine]:
    charge = each.charge
    lines = [WorkingLine(f"Lent on {day_text(o.loan.made_on)} and unpaid when due", o.unpaid) for o in charge.loans]
    which = f"accounting period to {day_text(each.period.end)}"
    lines.append(WorkingLine(f"Tax under CTA 2010 s455, {which}, due {day_text(charge.due)}", charge.tax))
    for relief in each.reliefs:
        repaid = f"{pounds(relief.repaid)} repaid on {day_text(relief.repaid_on)}"
        lines.append(WorkingLine(f"Relief under s458: {repaid}, due back from {day_text(relief.due)}", -relief.tax))
    return lines


def _name(books: BooksAsKnown, contact: int | None) -> str:
    found = contact_of(books.db, books.company, contact) if contact is not None else None
    return found.name if found is not None else "Director's loan account"


def _signed(pence: Pence) -> str:
    return ("-" if pence < 0 else "") + pounds(pence)


def _dividends(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    chart = books.names.chart
    of_year = books.movements(year.start, year.end)
    dividends, charges = chart.in_role("dividends"), chart.in_role("corporation_tax")
    reserves = reserves_of(books, year, asked.today, seq=written_through(books, asked))
    forward = reserves.forward - balance_of(of_year, RETAINED)
    profit, paid = profit_of(chart, of_year), balance_in(of_year, dividends)
    to_come = reserves.tax - balance_in(of_year, charges)
    left = forward + profit - to_come - paid
    lines = (
        WorkingLine("Retained earnings brought forward", forward, RETAINED),
        WorkingLine("Profit of the year, after the tax charged so far", profit),
        WorkingLine("Less: corporation tax estimated and not charged yet", -to_come, CORPORATION_TAX),
        WorkingLine("Less: dividends of the year", -paid, DIVIDENDS),
        WorkingLine("Left for distribution (CA 2006 s830)", left),
    )
    warnings = tuple(one.warning for one in uncovered_dividends(books, reserves))
    if left < 0:
        text = f"Dividends exceed the profits available for them by {pounds(left)}: "
        text += (
            "unlawful as far as they do"
            if warnings
            else "each was covered on its day, and later losses used that up; no more can be declared"
        )
        warnings = (ReportWarning("dividends_exceed_reserves", text, left),)
    personal, unsure = _of_the_shareholder(books, year)
    warnings += tuple(ReportWarning("unverified_rate", text) for text in unsure)
    return (Section("Distributable reserves", lines), *personal), left, warnings


def _of_the_shareholder(books: BooksAsKnown, year: Period) -> tuple[list[Section], tuple[str, ...]]:
    """What the dividends of the tax year cost whoever had them, and the salary; nothing where there were none."""
    tax_year, chart = tax_year_of(year.end), books.names.chart
    moved = books.movements(tax_year.start, tax_year.end)
    dividends, salary = balance_in(moved, chart.in_role("dividends")), balance_of(moved, DIRECTORS_SALARY)
    if dividends <= 0 or tax_year.start < DIVIDENDS_KNOWN_FROM:
        return _of_the_salary(tax_year, salary)
    found = dividend_tax(tax_year, max(salary, 0), dividends)
    lines = (
        WorkingLine("Dividends of the tax year", dividends),
        WorkingLine("Director's salary of the tax year, taken as the only other income", salary, DIRECTORS_SALARY),
        WorkingLine("Covered by the personal allowance", -found.personal_allowance_used),
        WorkingLine("At nil, the dividend allowance", -found.at_nil),
        WorkingLine("Income tax on them, if one person had them all", found.tax),
    )
    of_salary, unsure = _of_the_salary(tax_year, salary)
    return [Section(f"The shareholder's tax, {tax_year_name(tax_year)}", lines), *of_salary], unsure


def _of_the_salary(tax_year: Period, salary: Pence) -> tuple[list[Section], tuple[str, ...]]:
    """The National Insurance on it, as one director's; what payroll worked out is in the books."""
    if salary <= 0 or tax_year.start < NI_KNOWN_FROM:
        return [], ()
    found = directors_ni(tax_year, salary)
    lines = (
        WorkingLine("Director's salary of the tax year", salary, DIRECTORS_SALARY),
        WorkingLine("Employee's National Insurance on it, if one director had it all", found.employee),
        WorkingLine("Employer's, before the employment allowance", found.employer),
        WorkingLine(
            "The allowance, not for a company that pays nobody but its director", employment_allowance(tax_year)
        ),
    )
    return [Section(f"National Insurance on the salary, {tax_year_name(tax_year)}", lines)], found.warnings


TAX = report_read("report.tax", report_tax)
