"""The reports as tables: a heading per column, amounts as plain decimals, totals under their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountsos import ids
from accountsos.money import text_from_pence
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.blocks import Block, StatementLine
from accountsos.reports.figures import AFTER_ONE_YEAR, CAPITAL, CURRENT, FIXED, WITHIN_ONE_YEAR
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.trial_balance import TrialBalance

if TYPE_CHECKING:  # a statement leads to its lines, but does not need them
    from accountsos.workflows.reports.trace import LedgerPage, SourcesPage

Table = tuple[list[str], list[list[object]]]

_PROFIT_ORDER = (
    "income",
    "cost_of_sales",
    "gross_profit",
    "other_income",
    "expenses",
    "operating_profit",
    "finance",
    "tax",
    "net_profit",
)
_SHEET_ORDER = (
    FIXED,
    CURRENT,
    "total_assets",
    WITHIN_ONE_YEAR,
    AFTER_ONE_YEAR,
    "total_liabilities",
    "net_assets",
    CAPITAL,
)


def profit_loss_table(statement: ProfitAndLoss) -> Table:
    """A column per period: the report's own, what it is compared with, the months or quarters."""
    statements = [statement, *([statement.comparison] if statement.comparison else []), *statement.columns]
    headings = [f"{s.period.start}..{s.period.end}" for s in statements]
    return ["block", "category_id", "name", *headings], _rows(statements, _PROFIT_ORDER)


def balance_sheet_table(sheet: BalanceSheet) -> Table:
    """A column per day: the report's own, and what it is compared with."""
    sheets = [sheet, *([sheet.comparison] if sheet.comparison else [])]
    return ["block", "category_id", "name", *[str(s.as_of) for s in sheets]], _rows(sheets, _SHEET_ORDER)


def _rows(statements: Sequence[ProfitAndLoss | BalanceSheet], order: Sequence[str]) -> list[list[object]]:
    rows: list[list[object]] = []
    for name in order:
        figures = [getattr(statement, name) for statement in statements]
        if isinstance(figures[0], Block):
            rows += _block_rows(name, figures)
            figures = [block.total for block in figures]
        rows.append([name, None, "total", *map(text_from_pence, figures)])
    return rows


def _block_rows(name: str, blocks: Sequence[Block]) -> list[list[object]]:
    """The lines of all columns together: one that a column does not have is nothing there."""
    lines: dict[tuple[object, ...], StatementLine] = {}
    amounts: list[dict[tuple[object, ...], int]] = []
    for block in blocks:
        amounts.append({_key(line): line.amount for line in block.lines})
        for line in block.lines:
            lines.setdefault(_key(line), line)
    return [
        [name, line.category_id or line.figure, _name(line), *[text_from_pence(a.get(key, 0)) for a in amounts]]
        for key, line in lines.items()
    ]


def _key(line: StatementLine) -> tuple[object, ...]:
    return (line.figure, line.bank_account, line.contact)


def _name(line: StatementLine) -> str:
    return f"{line.name}: {line.party}" if line.party else line.name


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
