"""Reports by command line: a table to read, JSON as the API answers it, or CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from accountsos.cli.installation import COMPANY, DATE, Installation, data_option, print_json, print_table
from accountsos.cli.invoices import print_aged
from accountsos.dates import date_from_iso, end_of_london_day
from accountsos.errors import BadRequest
from accountsos.money import text_from_pence
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.blocks import Block
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.vat_return import BOX_NAMES
from accountsos.reports.warnings import ReportWarning
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.reports.statements import (
    balance_sheet_report,
    profit_loss_report,
    trial_balance_report,
)
from accountsos.wire.shapes.reports.tracing import ledger_report
from accountsos.wire.shapes.tax.tax_reports import tax_report, tax_table
from accountsos.wire.shapes.vat import vat_report, vat_table
from accountsos.wire.table_text import csv_table
from accountsos.workflows.invoices.aged_invoices import SIDE_OF
from accountsos.workflows.reports import financial_statements, trace
from accountsos.workflows.reports.trace import LedgerPage
from accountsos.workflows.tax.tax_reports import KINDS, TAX, TaxQuestion
from accountsos.workflows.vat.vat_return import VAT_RETURN, VatQuestion, VatReport

Rows = list[tuple[str, str]]
LEDGER_ROWS = 100_000
BUILT = ("table", "json", "csv")
NAMES = ("profit-loss", "balance-sheet", "trial-balance", "ledger", "vat", *SIDE_OF)


@dataclass(frozen=True, slots=True)
class Asked:
    """What every report is asked with."""

    here: Installation
    company: int
    form: str
    known_at: datetime | None
    known_at_text: str | None


@click.command()
@click.argument("name", type=click.Choice([*NAMES, *(kind.replace("_", "-") for kind in KINDS)]))
@click.option("--company", type=COMPANY, required=True, help="The company's id (co_…).")
@click.option("--from", "start", type=DATE, help="First day; default: the financial year's.")
@click.option("--to", "end", type=DATE, help="Last day; default: today.")
@click.option("--as-of", type=DATE, help="Day of a balance sheet or trial balance; default: today.")
@click.option("--account", help="For the ledger: a category (cat_…) or bank account (ba_…).")
@click.option("--compare", type=click.Choice(["previous_period", "previous_year"]))
@click.option("--period", help="Of the VAT return: 2026-Q1, 2026-03, current, previous …; default: due next.")
@click.option("--known-at", help="As the books stood then: a date, or a time such as 2026-04-06T12:00:00Z.")
@click.option("--format", "form", type=click.Choice([*BUILT, "xlsx", "pdf"]), default="table", show_default=True)
@data_option
@click.pass_obj
def report(
    installation: Installation,
    *,
    name: str,
    company: int,
    start: date | None,
    end: date | None,
    as_of: date | None,
    account: str | None,
    compare: str | None,
    period: str | None,
    known_at: str | None,
    form: str,
    data: Path | None,
) -> None:
    """Print a report. Those for tax are of the financial year with the day --as-of in it."""
    if form not in BUILT:
        raise BadRequest(f"--format {form} is not built yet; use {', '.join(BUILT)}", param="format")
    here = installation.at(data)
    asked = Asked(here, company, form, _moment(known_at, here), known_at)
    if name == "profit-loss":
        _profit_loss(asked, start, end, compare)
    elif name == "balance-sheet":
        _balance_sheet(asked, as_of, compare)
    elif name == "trial-balance":
        _trial_balance(asked, as_of)
    elif name == "ledger":
        _ledger(asked, account, start, end)
    elif name == "vat":
        _vat(asked, period)
    elif name in SIDE_OF:
        print_aged(here, name, company, as_of, form)
    else:
        _tax(asked, name.replace("-", "_"), as_of)


def _moment(text: str | None, here: Installation) -> datetime | None:
    if text is None:
        return None
    try:
        moment = end_of_london_day(date_from_iso(text)) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as wrong:
        raise BadRequest(f"--known-at: {wrong}", param="known_at") from wrong
    if moment.tzinfo is None:
        raise BadRequest(f"--known-at: {text!r} needs a time zone, such as a Z at its end", param="known_at")
    if moment > here.clock() and len(text) != 10:
        raise BadRequest(f"--known-at: {text} is in the future", param="known_at")
    return moment


def _profit_loss(asked: Asked, start: date | None, end: date | None, compare: str | None) -> None:
    question = financial_statements.ProfitQuestion(asked.here.today, start, end, compare, known_at=asked.known_at)
    statement, books = asked.here.open().books.read(financial_statements.PROFIT_AND_LOSS, asked.company, question)
    if asked.form == "json":
        shape = profit_loss_report(asked.company, statement, books.profile.currency, asked.known_at_text)
        print_json(encode_json(shape))
        return
    title = f"Profit and loss {statement.period.start} to {statement.period.end}, {statement.basis} basis"
    _print(asked, f"{books.profile.name}\n{title}", profit_rows(statement), statement.warnings)


def profit_rows(statement: ProfitAndLoss) -> Rows:
    """The statement from turnover to net profit."""
    rows = [*_block("Income", statement.income), *_block("Cost of sales", statement.cost_of_sales)]
    rows.append(("Gross profit", text_from_pence(statement.gross_profit)))
    rows += [*_block("Other income", statement.other_income), *_block("Expenses", statement.expenses)]
    rows.append(("Operating profit", text_from_pence(statement.operating_profit)))
    rows += [*_block("Finance", statement.finance), *_block("Tax", statement.tax)]
    rows.append(("Net profit", text_from_pence(statement.net_profit)))
    return rows


def _balance_sheet(asked: Asked, as_of: date | None, compare: str | None) -> None:
    question = financial_statements.SheetQuestion(asked.here.today, as_of, compare, asked.known_at)
    sheet, books = asked.here.open().books.read(financial_statements.BALANCE_SHEET, asked.company, question)
    if asked.form == "json":
        shape = balance_sheet_report(asked.company, sheet, books.profile.currency, asked.known_at_text)
        print_json(encode_json(shape))
        return
    title = f"Balance sheet at {sheet.as_of}, {sheet.basis} basis"
    _print(asked, f"{books.profile.name}\n{title}", sheet_rows(sheet), sheet.warnings)


def sheet_rows(sheet: BalanceSheet) -> Rows:
    """The sheet from fixed assets to capital and reserves."""
    rows = [*_block("Fixed assets", sheet.fixed_assets), *_block("Current assets", sheet.current_assets)]
    rows.append(("Total assets", text_from_pence(sheet.total_assets)))
    rows += _block("Creditors due within one year", sheet.creditors_due_within_one_year)
    rows += _block("Creditors due after one year", sheet.creditors_due_after_one_year)
    rows.append(("Net assets", text_from_pence(sheet.net_assets)))
    rows += _block("Capital and reserves", sheet.capital_and_reserves)
    return rows


def _trial_balance(asked: Asked, as_of: date | None) -> None:
    question = financial_statements.SheetQuestion(asked.here.today, as_of, known_at=asked.known_at)
    statement, books = asked.here.open().books.read(financial_statements.TRIAL_BALANCE, asked.company, question)
    if asked.form == "json":
        shape = trial_balance_report(asked.company, statement, books.profile.currency, asked.known_at_text)
        print_json(encode_json(shape))
        return
    columns = [("nominal", "<"), ("account", "<"), ("debit", ">"), ("credit", ">")]
    rows = [_debit_credit(line.nominal, line.party or line.name, line.balance) for line in statement.lines]
    _print_columns(asked, f"{books.profile.name}\nTrial balance at {statement.as_of}", columns, rows)


def _debit_credit(first: str, name: str, balance: int) -> list[str]:
    debit = text_from_pence(balance) if balance > 0 else ""
    return [first, name, debit, text_from_pence(-balance) if balance < 0 else ""]


def _vat(asked: Asked, period: str | None) -> None:
    question = VatQuestion(asked.here.today, period, asked.known_at)
    report = asked.here.open().books.read(VAT_RETURN, asked.company, question)
    if asked.form == "json":
        print_json(encode_json(vat_report(report, asked.known_at_text)))
        return
    if asked.form == "csv":
        click.echo(csv_table(*vat_table(report)).decode(), nl=False)
        return
    print_vat(report)


def _tax(asked: Asked, kind: str, as_of: date | None) -> None:
    question = TaxQuestion(kind, asked.here.today, as_of, asked.known_at)
    report = asked.here.open().books.read(TAX, asked.company, question)
    if asked.form == "json":
        print_json(encode_json(tax_report(report, asked.known_at_text)))
        return
    if asked.form == "csv":
        click.echo(csv_table(*tax_table(report)).decode(), nl=False)
        return
    click.echo(f"{kind.replace('_', ' ').capitalize()}, {report.period.start} to {report.period.end}")
    for section in report.sections:
        click.echo(f"\n{section.title}")
        print_table([("", "<"), ("", ">")], [[line.label, text_from_pence(line.amount)] for line in section.lines])
    for warning in report.warnings:
        click.echo(f"note: {warning.message}")


def print_vat(report: VatReport) -> None:
    """The nine boxes, what is due when, and what to know."""
    if report.scheme is None:
        click.echo("Not registered for VAT")
    else:
        span = f"{report.period.start} to {report.period.end}"
        click.echo(f"VAT return {report.name}, {span}, {report.scheme.scheme} scheme: {report.status}")
        click.echo("")
        columns = [("box", ">"), ("", "<"), ("amount", ">")]
        boxes = report.boxes.by_number().items()
        print_table(columns, [[str(n), BOX_NAMES[n], text_from_pence(pence)] for n, pence in boxes])
        click.echo(f"\n{report.boxes.direction} {text_from_pence(report.boxes.box5)}, due {report.due_date}")
    for warning in report.warnings:
        click.echo(f"note: {warning.message}")


def _ledger(asked: Asked, account: str | None, start: date | None, end: date | None) -> None:
    if account is None:
        raise click.UsageError("the ledger needs --account: a category (cat_…) or bank account (ba_…)")
    question = trace.LedgerQuestion(
        account, asked.here.today, LEDGER_ROWS, start=start, end=end, known_at=asked.known_at
    )
    page = asked.here.open().books.read(trace.LEDGER, asked.company, question)
    if asked.form == "json":
        print_json(encode_json(ledger_report(page, account, limit=LEDGER_ROWS, offset=0)))
        return
    columns = [("date", "<"), ("description", "<"), ("debit", ">"), ("credit", ">"), ("balance", ">")]
    _print_columns(asked, f"Ledger of {account}", columns, ledger_rows(page))


def ledger_rows(page: LedgerPage) -> list[list[str]]:
    """The opening balance, then each posting with the balance after it."""
    ledger = page.ledger
    rows = [[str(ledger.period.start), "brought forward", "", "", text_from_pence(ledger.opening)]]
    for line in ledger.lines:
        cells = _debit_credit(str(line.row.entry_date), (line.row.description or "")[:60], line.row.amount)
        rows.append([*cells, text_from_pence(line.balance)])
    return rows


def _block(title: str, block: Block) -> Rows:
    lines = [(f"  {line.party or line.name}", text_from_pence(line.amount)) for line in block.lines]
    return [*lines, (title, text_from_pence(block.total))] if lines else []


def _print(asked: Asked, title: str, rows: Rows, warnings: Sequence[ReportWarning]) -> None:
    if asked.form == "csv":
        click.echo(csv_table(("line", "amount"), [(name.strip(), amount) for name, amount in rows]).decode(), nl=False)
        return
    click.echo(title)
    click.echo("")
    print_table([("", "<"), ("", ">")], [list(row) for row in rows])
    for warning in warnings:
        click.echo(f"note: {warning.message}")


def _print_columns(asked: Asked, title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
    if asked.form == "csv":
        click.echo(csv_table([name for name, _ in columns], rows).decode(), nl=False)
        return
    click.echo(title)
    click.echo("")
    print_table(columns, rows)
