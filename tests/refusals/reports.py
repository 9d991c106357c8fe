"""What is refused about reports, and the figures that a report is asked to explain."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accountsos.workflows.invoices import aged_invoices
from accountsos.workflows.invoices.aged_invoices import AgedQuestion
from accountsos.workflows.overview.series import SERIES, SeriesQuestion
from accountsos.workflows.reports import financial_statements, show_entry, trace
from accountsos.workflows.reports.financial_statements import ProfitQuestion
from accountsos.workflows.reports.trace import LedgerQuestion, SourcesQuestion
from accountsos.workflows.tax import list_checks, state_tax_facts, tax_reports
from accountsos.workflows.tax.list_checks import CheckQuestion
from accountsos.workflows.tax.state_tax_facts import StateFacts
from accountsos.workflows.tax.tax_reports import TaxQuestion
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import TODAY, found

START = date(2026, 4, 1)


def _behind(desk: Desk, report: str, figure: str, **more: str) -> object:
    return desk.ask(trace.SOURCES, SourcesQuestion(report, figure, TODAY, 10, **more))  # type: ignore[arg-type]  # texts only


def _state(desk: Desk, day: date = START, **amounts: int) -> object:
    return desk.do(state_tax_facts.STATE, StateFacts(day, amounts))


def _old_losses(desk: Desk) -> object:
    keeper = found(desk.books, incorporated_on=date(2015, 4, 1))
    return keeper.do(state_tax_facts.STATE, StateFacts(date(2015, 4, 1), {"losses_brought_forward": 100}))


CASES: Cases = {
    "a finding that is not there": lambda d: d.ask(list_checks.SHOW, CheckQuestion("fnd_0000000000000000", TODAY)),
    "an entry that is not there": lambda d: d.ask(show_entry.SHOW, d.id("je_")),
    "columns that there are not": lambda d: d.ask(
        financial_statements.PROFIT_AND_LOSS, ProfitQuestion(TODAY, START, TODAY, by="week")
    ),
    "too many columns": lambda d: d.ask(
        financial_statements.PROFIT_AND_LOSS, ProfitQuestion(TODAY, date(2000, 1, 1), TODAY, by="month")
    ),
    "a step that a series has not": lambda d: d.ask(SERIES, SeriesQuestion(TODAY, "profit", by="day")),
    "steps of a series that has none": lambda d: d.ask(SERIES, SeriesQuestion(TODAY, "spending", by="month")),
    "more days than a series has": lambda d: d.ask(
        SERIES, SeriesQuestion(TODAY, "cash", date(2024, 1, 1), TODAY, by="day")
    ),
    "bank lines as they were known": lambda d: d.ask(
        SERIES, SeriesQuestion(TODAY, "in_and_out", known_at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    ),
    "a report that there is not": lambda d: _behind(d, "horoscope", "net_profit"),
    "a figure that there is not": lambda d: _behind(d, "profit_loss", "luck"),
    "a box of the VAT return among the categories": lambda d: _behind(d, "vat", "box1"),
    "the ledger of an account that is not there": lambda d: d.ask(
        trace.LEDGER, LedgerQuestion("cat_biscuits", TODAY, 10)
    ),
    "losses of a sole trader": lambda d: d.trader.do(
        state_tax_facts.STATE, StateFacts(date(2026, 4, 6), {"losses_claimed": 100})
    ),
    "the self-employment of a company": lambda d: d.ask(tax_reports.TAX, TaxQuestion("self_employment", TODAY)),
    "the dividends of a sole trader": lambda d: d.trader.ask(tax_reports.TAX, TaxQuestion("dividends", TODAY)),
    "aged lists of a sole trader as they were known": lambda d: d.trader.ask(
        aged_invoices.AGED, AgedQuestion("aged-debtors", TODAY, datetime(2026, 11, 1, 12, tzinfo=UTC))
    ),
    "facts of a day inside a year": lambda d: _state(d, date(2026, 5, 1)),
    "a fact that there is not": lambda d: _state(d, luck=1),
    "a negative fact": lambda d: _state(d, losses_brought_forward=-1),
    "losses under the older rules": _old_losses,
}
