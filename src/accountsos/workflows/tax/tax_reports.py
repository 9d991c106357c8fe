"""Reports for tax and the register: corporation tax, statutory accounts, SA103, directors' loans, dividends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from accountsos.dates import FIRST_DAY, ONE_DAY, Period
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import CORPORATION_TAX, DIVIDENDS, RETAINED
from accountsos.money import Pence
from accountsos.reports.ct_estimate import CtEstimate
from accountsos.reports.directors_loan import DirectorsAccount, directors_account
from accountsos.reports.statutory import sa103_boxes, statutory_accounts
from accountsos.reports.trial_balance import balance_in, balance_of, profit_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.reports.working_line import WorkingLine
from accountsos.store.contacts import contact_of
from accountsos.store.deadlines import EVER
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.head import known_moment
from accountsos.store.journal import postings_of_category
from accountsos.uk_rules.ct_dates import ct_payment_due
from accountsos.uk_rules.obligation import day_text
from accountsos.workflows.reports.financial_statements import BooksAsKnown, SheetQuestion, report_balance_sheet
from accountsos.workflows.tax.estimate_corporation_tax import estimate_of_year
from accountsos.workflows.unit_of_work import ReadWorkflow

KINDS = ("corporation_tax", "statutory_accounts", "self_employment", "directors_loan", "dividends")
EVERY_POSTING = 1_000_000


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
    year = books.year_of(asked.day or asked.today)
    limited = books.profile.entity_type == "ltd"
    if limited == (asked.kind == "self_employment"):
        whose = "a limited company" if limited else "a sole trader"
        raise BadRequest(f"{asked.kind}: there is no such report for {whose}", param="report")
    made = {
        "corporation_tax": _corporation_tax,
        "statutory_accounts": _statutory,
        "self_employment": _self_employment,
        "directors_loan": _directors_loan,
        "dividends": _dividends,
    }[asked.kind]
    sections, total, warnings = made(books, year, asked)
    return TaxReport(asked.kind, year, books.profile.currency, sections, total, warnings)


_Made = tuple[tuple[Section, ...], Pence, tuple[ReportWarning, ...]]


def _estimate(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> CtEstimate:
    seq = EVER if asked.known_at is None else known_moment(books.db, books.company, asked.known_at)[0]
    return estimate_of_year(books, year, asked.today, seq=seq)


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
    return sections, accounts.profit_and_loss[-1].amount, accounts.warnings


def _self_employment(books: BooksAsKnown, year: Period, _: TaxQuestion) -> _Made:
    lines = sa103_boxes(books.names.chart, books.movements(year.start, year.end))
    unverified = ReportWarning("unverified_boxes", "Box numbers of SA103F are unverified: check before filing")
    return (Section("SA103F", lines),), lines[-1].amount, (unverified, *books.warnings(year.end))


def _directors_loan(books: BooksAsKnown, year: Period, _: TaxQuestion) -> _Made:
    sections, warnings, tax = [], [], 0
    for account in directors_accounts(books, year):
        name = _name(books, account.contact)
        lines = [WorkingLine("Brought forward (positive: the director owes)", account.opening)]
        lines += [WorkingLine(f"{day_text(d.day)}, balance {_signed(d.balance)}", d.amount) for d in account.days]
        lines.append(WorkingLine("Balance at the end", account.closing))
        charge = account.charge
        for each in charge.loans:
            lines.append(WorkingLine(f"Lent on {day_text(each.loan.made_on)} and unpaid when due", each.unpaid))
        lines.append(WorkingLine(f"Tax under CTA 2010 s455, due {day_text(charge.due)}", charge.tax))
        tax += charge.tax
        warnings += [ReportWarning("unverified_rate", text) for text in charge.warnings]
        if charge.matched_to_new_loans:
            text = f"{name}: {pounds(charge.matched_to_new_loans)} of repayments count against new loans (s464C)"
            warnings.append(ReportWarning("bed_and_breakfast", text, charge.matched_to_new_loans))
        if account.benefit:
            text = f"{name}: over £10,000 was owed on some day, a benefit to report (form P11D)"
            warnings.append(ReportWarning("beneficial_loan", text, account.highest))
        sections.append(Section(name, tuple(lines)))
    return tuple(sections), tax, tuple(warnings)


def directors_accounts(books: BooksAsKnown, year: Period) -> list[DirectorsAccount]:
    """One account per director who is named; what names nobody is an account of its own."""
    found = []
    for category_id in sorted(books.names.chart.in_role("directors_loan")):
        found += _accounts_of(books, year, books.names.category_no[category_id])
    return [account for account in found if account.opening or account.days]


def _accounts_of(books: BooksAsKnown, year: Period, number: int) -> list[DirectorsAccount]:
    # Repayments count until the tax falls due.
    until = ct_payment_due(year.end) - ONE_DAY
    postings, _ = postings_of_category(
        books.db, books.company, number, (FIRST_DAY, until), last_entry=books.last_entry, limit=EVERY_POSTING
    )
    moved: dict[int | None, dict[date, Pence]] = defaultdict(lambda: defaultdict(int))
    for posting in postings:
        moved[posting.contact_no][day_from(posting.entry_date)] += posting.amount
    return [
        directors_account(contact, [(d, a) for d, a in days.items() if a], year)
        for contact, days in sorted(moved.items(), key=lambda item: item[0] or 0)
    ]


def _name(books: BooksAsKnown, contact: int | None) -> str:
    found = contact_of(books.db, books.company, contact) if contact is not None else None
    return found.name if found is not None else "Director's loan account"


def _signed(pence: Pence) -> str:
    return ("-" if pence < 0 else "") + pounds(pence)


def _dividends(books: BooksAsKnown, year: Period, asked: TaxQuestion) -> _Made:
    chart = books.names.chart
    before, of_year = books.movements(None, year.start - ONE_DAY), books.movements(year.start, year.end)
    dividends, charges = chart.in_role("dividends"), chart.in_role("corporation_tax")
    forward = -balance_of(before, RETAINED) + profit_of(chart, before) - balance_in(before, dividends)
    forward -= balance_of(of_year, RETAINED)
    profit, paid = profit_of(chart, of_year), balance_in(of_year, dividends)
    charged = balance_in(of_year, charges)
    to_come = max(_estimate(books, year, asked).charge.tax - charged, 0)
    left = forward + profit - to_come - paid
    lines = (
        WorkingLine("Retained earnings brought forward", forward, RETAINED),
        WorkingLine("Profit of the year, after the tax charged so far", profit),
        WorkingLine("Less: corporation tax estimated and not charged yet", -to_come, CORPORATION_TAX),
        WorkingLine("Less: dividends of the year", -paid, DIVIDENDS),
        WorkingLine("Left for distribution (CA 2006 s830)", left),
    )
    warnings: tuple[ReportWarning, ...] = ()
    if left < 0:
        text = f"Dividends exceed the profits available for them by {pounds(left)}: unlawful as far as they do"
        warnings = (ReportWarning("dividends_exceed_reserves", text, left),)
    return (Section("Distributable reserves", lines),), left, warnings


TAX = ReadWorkflow("report.tax", report_tax)
