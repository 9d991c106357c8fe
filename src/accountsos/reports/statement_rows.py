"""Statements beside each other, row by row: the lines of all of them together, sums in their formal order."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from accountsos.money import Pence
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.blocks import Block, StatementLine
from accountsos.reports.figures import AFTER_ONE_YEAR, CAPITAL, CURRENT, FIXED, WITHIN_ONE_YEAR
from accountsos.reports.profit_and_loss import ProfitAndLoss

PROFIT_ORDER = (
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
SHEET_ORDER = (
    FIXED,
    CURRENT,
    "total_assets",
    WITHIN_ONE_YEAR,
    AFTER_ONE_YEAR,
    "total_liabilities",
    "net_assets",
    CAPITAL,
)


class StatementRow(Struct, frozen=True):
    """A line of a block, or a sum, with what it is in each statement."""

    block: str
    """The block, or the sum's own name."""
    line: StatementLine | None
    """None: the sum."""
    amounts: tuple[Pence | None, ...]
    """None where a statement has no such line."""


def statement_rows(statements: Sequence[ProfitAndLoss | BalanceSheet], order: Sequence[str]) -> list[StatementRow]:
    """Blocks and sums in that order; after the lines of a block its total."""
    rows: list[StatementRow] = []
    for name in order:
        figures = [getattr(statement, name) for statement in statements]
        if isinstance(figures[0], Block):
            rows += _block_rows(name, figures)
            figures = [block.total for block in figures]
        rows.append(StatementRow(name, None, tuple(figures)))
    return rows


def _block_rows(name: str, blocks: Sequence[Block]) -> list[StatementRow]:
    lines: dict[tuple[object, ...], StatementLine] = {}
    amounts: list[dict[tuple[object, ...], Pence]] = []
    for block in blocks:
        amounts.append({_key(line): line.amount for line in block.lines})
        for line in block.lines:
            lines.setdefault(_key(line), line)
    return [StatementRow(name, line, tuple(a.get(key) for a in amounts)) for key, line in lines.items()]


def _key(line: StatementLine) -> tuple[object, ...]:
    return (line.figure, line.bank_account, line.contact)
