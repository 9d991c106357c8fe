"""Report capital allowances pool by pool: a company's by accounting period, a sole trader's of the tax year."""

from __future__ import annotations

from accountsos.dates import Period
from accountsos.reports.capital_allowances import computation
from accountsos.reports.warnings import ReportWarning
from accountsos.store.engine.sql import Reader
from accountsos.store.fixed_assets import register_of
from accountsos.uk_rules.periods import tax_year_of
from accountsos.uk_rules.plant_allowances import PlantAllowances
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.reports.old_rates import report_read
from accountsos.workflows.tax.estimate_corporation_tax import estimate_of_year
from accountsos.workflows.tax.sole_trader_tax import sole_trader_tax
from accountsos.workflows.tax.tax_reports import Section, TaxQuestion, TaxReport, written_through

KIND = "capital_allowances"


def report(db: Reader, company: int, asked: TaxQuestion) -> TaxReport:
    """The computation of the financial year, or of a sole trader's tax year, with that day in it."""
    books = BooksAsKnown(db, company, asked.known_at)
    seq = written_through(books, asked)
    names = {one.asset.number: one.asset.description for one in register_of(db, company, books.names, seq=seq)}
    year, periods, warnings = _found(books, asked, seq)
    sections = tuple(Section(title, lines) for each in periods for title, lines in computation(each, names))
    total = sum(each.total - each.charges for each in periods)
    return TaxReport(KIND, year, books.profile.currency, sections, total, warnings)


def _found(
    books: BooksAsKnown, asked: TaxQuestion, seq: int
) -> tuple[Period, tuple[PlantAllowances, ...], tuple[ReportWarning, ...]]:
    when = asked.day or asked.today
    if books.profile.entity_type == "ltd":
        year = books.year_of(when)
        estimate = estimate_of_year(books, year, asked.today, seq=seq)
        told = tuple(
            w for w in estimate.warnings if w.code.startswith("plant_") or w.code in ("cars", "unverified_rate")
        )
        return year, estimate.plant_periods, told
    trader = sole_trader_tax(books, tax_year_of(when), asked.today, seq=seq)
    found = trader.allowances.pools
    text = "On the cash basis plant is deducted at its whole cost: only cars have allowances (ITTOIA 2005 s33A)"
    cash = (ReportWarning("cash_basis", text),) if books.profile.basis == "cash" else ()
    unverified = tuple(ReportWarning("unverified_rate", each) for each in found.warnings)
    return trader.basis, (found,), (*cash, *unverified)


REPORT = report_read("report.capital_allowances", report)
