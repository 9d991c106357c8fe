"""The reports as tables: a heading per column, amounts as plain decimals, totals under their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountsos import ids
from accountsos.money import text_from_pence
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.blocks import StatementLine
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.statement_rows import PROFIT_ORDER, SHEET_ORDER, statement_rows
from accountsos.reports.trial_balance import TrialBalance

if TYPE_CHECKING:  # a statement leads to its lines, but does not need them
    from accountsos.workflows.reports.trace import LedgerPage, SourcesPage

Table = tuple[list[str], list[list[object]]]


def profit_loss_table(statement: ProfitAndLoss) -> Table:
    """A column per period: the report's own, what it is compared with, the months or quarters."""
    statements = [statement, *([statement.comparison] if statement.comparison else []), *statement.columns]
    headings = [f"{s.period.start}..{s.period.end}" for s in statements]
    return ["block", "category_id", "name", *headings], _rows(statements, PROFIT_ORDER)


def balance_sheet_table(sheet: BalanceSheet) -> Table:
    """A column per day: the report's own, and what it is compared with."""
    sheets = [sheet, *([sheet.comparison] if sheet.comparison else [])]
    return ["block", "category_id", "name", *[str(s.as_of) for s in sheets]], _rows(sheets, SHEET_ORDER)


def _rows(statements: Sequence[ProfitAndLoss | BalanceSheet], order: Sequence[str]) -> list[list[object]]:
    return [
        [row.block, *_called(row.line), *[text_from_pence(amount or 0) for amount in row.amounts]]
        for row in statement_rows(statements, order)
    ]


def _called(line: StatementLine | None) -> tuple[str | None, str]:
    """The account's id and its name; of a sum neither."""
    if line is None:
        return None, "total"
    return line.category_id or line.figure, line.name_of_holder


def trial_balance_table(balance: TrialBalance) -> Table:
    """Nominal code, account, debit and credit."""
    rows: list[list[object]] = [
        [
            line.nominal,
            line.category_id,
            line.name,
            line.bank_account,
            text_from_pence(line.debit),
            text_from_pence(line.credit),
        ]
        for line in balance.lines
    ]
    rows.append(
        [None, None, "total", None, text_from_pence(balance.total_debit), text_from_pence(balance.total_credit)]
    )
    return ["nominal", "category_id", "name", "bank_account_id", "debit", "credit"], rows


def ledger_table(page: LedgerPage) -> Table:
    """A line per posting with the balance after it."""
    rows: list[list[object]] = [
        [
            line.row.entry_date,
            ids.public_id("je_", page.company, line.row.entry_number),
            line.row.description,
            line.row.bank_account,
            text_from_pence(line.debit),
            text_from_pence(line.credit),
            text_from_pence(line.balance),
        ]
        for line in page.ledger.lines
    ]
    return ["date", "entry_id", "description", "bank_account_id", "debit", "credit", "balance"], rows


def sources_table(page: SourcesPage) -> Table:
    """A line per posting."""
    rows: list[list[object]] = [
        [
            row.entry_date,
            ids.public_id("je_", page.company, row.entry_no),
            row.category_id,
            row.description,
            row.bank_account_id,
            text_from_pence(row.amount),
            text_from_pence(row.counts),
        ]
        for row in page.rows
    ]
    return ["date", "entry_id", "category_id", "description", "bank_account_id", "amount", "counts"], rows
