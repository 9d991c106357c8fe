"""Profit and loss, balance sheet and trial balance: the JSON of the contract, every figure with its link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from accountsos import ids
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.blocks import Block, StatementLine
from accountsos.reports.figures import (
    AFTER_ONE_YEAR,
    BALANCE_SHEET,
    CAPITAL,
    CURRENT,
    FIXED,
    PROFIT_BLOCKS,
    PROFIT_LOSS,
    TRIAL_BALANCE,
    WITHIN_ONE_YEAR,
)
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.trial_balance import TrialBalance, TrialBalanceLine
from accountsos.reports.warnings import ReportWarning, Waiting
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.checks import FindingOut, findings_out
from accountsos.wire.shapes.common import CategoryRef, ContactRef
from accountsos.wire.shapes.reports.shown import Links, Shown

_SHEET_BLOCKS = (FIXED, CURRENT, WITHIN_ONE_YEAR, AFTER_ONE_YEAR, CAPITAL)


class LineOut(msgspec.Struct, frozen=True):
    """One line of a block."""

    category: CategoryRef
    """For a line that is no account of its own (the profit of the year) the figure's own id and name."""
    amount: MoneyOut
    link: str
    """Where the postings behind the amount are listed."""
    bank_account_id: str | UnsetType = UNSET
    contact: ContactRef | UnsetType = UNSET


class BlockOut(msgspec.Struct, frozen=True):
    """A block of lines; the total is their sum."""

    total: MoneyOut
    lines: list[LineOut]
    link: str


class WarningOut(msgspec.Struct, frozen=True):
    """What a reader must know before relying on the report."""

    code: str
    message: str
    amount: MoneyOut | None


class ProfitLossColumn(msgspec.Struct, frozen=True):
    """Another period beside the report's own."""

    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    income: BlockOut
    cost_of_sales: BlockOut
    gross_profit: MoneyOut
    other_income: BlockOut
    expenses: BlockOut
    operating_profit: MoneyOut
    finance: BlockOut
    tax: BlockOut
    net_profit: MoneyOut


class ProfitLossOut(msgspec.Struct, frozen=True):
    """Income and costs of a period, both positive in their own block."""

    type: Literal["profit_loss"]
    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    currency: str
    basis: str
    income: BlockOut
    cost_of_sales: BlockOut
    gross_profit: MoneyOut
    other_income: BlockOut
    expenses: BlockOut
    operating_profit: MoneyOut
    finance: BlockOut
    tax: BlockOut
    net_profit: MoneyOut
    comparison: ProfitLossColumn | None
    warnings: list[WarningOut]
    findings: list[FindingOut]
    """What may be counted twice in this period; `GET /api/checks` lists all."""
    columns: list[ProfitLossColumn]
    """The months or quarters that `by` asks for."""
    known_at: TimeOut | None
    links: dict[str, str]
    """Of the figures that are no block: gross, operating and net profit."""


class ProfitLossReport(msgspec.Struct, frozen=True):
    """A profit and loss account."""

    report: ProfitLossOut


class SuspenseOut(msgspec.Struct, frozen=True):
    """Bank lines that wait to be categorised: in, out and count, for a net can hide both."""

    in_: MoneyOut = msgspec.field(name="in")
    out: MoneyOut
    count: int


class BalanceSheetColumn(msgspec.Struct, frozen=True):
    """Another day beside the report's own."""

    as_of: DateOut
    fixed_assets: BlockOut
    current_assets: BlockOut
    total_assets: MoneyOut
    creditors_due_within_one_year: BlockOut
    creditors_due_after_one_year: BlockOut
    total_liabilities: MoneyOut
    net_assets: MoneyOut
    capital_and_reserves: BlockOut
    balanced: bool
    uncategorised: MoneyOut
    suspense: SuspenseOut


class BalanceSheetOut(msgspec.Struct, frozen=True):
    """Assets, liabilities and capital on a day."""

    type: Literal["balance_sheet"]
    as_of: DateOut
    currency: str
    basis: str
    fixed_assets: BlockOut
    current_assets: BlockOut
    total_assets: MoneyOut
    creditors_due_within_one_year: BlockOut
    creditors_due_after_one_year: BlockOut
    total_liabilities: MoneyOut
    net_assets: MoneyOut
    capital_and_reserves: BlockOut
    balanced: bool
    uncategorised: MoneyOut
    """The net of `suspense`, with the bank's sign."""
    warnings: list[WarningOut]
    suspense: SuspenseOut
    comparison: BalanceSheetColumn | None
    findings: list[FindingOut]
    """What may be counted twice up to this day; `GET /api/checks` lists all."""
    known_at: TimeOut | None
    links: dict[str, str]
    """Of the figures that are no block."""


class BalanceSheetReport(msgspec.Struct, frozen=True):
    """A balance sheet."""

    report: BalanceSheetOut


class TrialLineOut(msgspec.Struct, frozen=True):
    """One account, or one bank account of it, in the column where it stands."""

    category: CategoryRef
    nominal: str
    debit: MoneyOut
    credit: MoneyOut
    link: str
    bank_account_id: str | UnsetType = UNSET


class TrialBalanceOut(msgspec.Struct, frozen=True):
    """Every account's balance on a day; income and costs are those of the financial year."""

    type: Literal["trial_balance"]
    as_of: DateOut
    year_start: DateOut
    currency: str
    basis: str
    lines: list[TrialLineOut]
    total_debit: MoneyOut
    total_credit: MoneyOut
    balanced: bool
    known_at: TimeOut | None


class TrialBalanceReport(msgspec.Struct, frozen=True):
    """A trial balance."""

    report: TrialBalanceOut


def profit_loss_report(statement: ProfitAndLoss, currency: str, shown: Shown) -> ProfitLossReport:
    """The profit and loss as the contract has it."""
    period = statement.period
    links = _profit_links(shown, statement)
    compared = statement.comparison
    return ProfitLossReport(
        ProfitLossOut(
            "profit_loss",
            period.start.isoformat(),
            period.end.isoformat(),
            currency,
            statement.basis,
            **_profit_figures(links, statement),
            comparison=_profit_column(shown, compared) if compared else None,
            warnings=warnings_out(statement.warnings),
            findings=findings_out(shown.company, statement.findings),
            columns=[_profit_column(shown, column) for column in statement.columns],
            known_at=shown.known_at,
            links={name: links.to(name) for name in ("gross_profit", "operating_profit", "net_profit")},
        )
    )


def _profit_links(shown: Shown, statement: ProfitAndLoss) -> Links:
    return Links(PROFIT_LOSS, shown, statement.period.start, statement.period.end)


def _profit_column(shown: Shown, statement: ProfitAndLoss) -> ProfitLossColumn:
    period = statement.period
    links = _profit_links(shown, statement)
    figures = _profit_figures(links, statement)
    return ProfitLossColumn(period.start.isoformat(), period.end.isoformat(), **figures)


def _profit_figures(links: Links, statement: ProfitAndLoss) -> dict[str, Any]:
    """From `income` to `net_profit`."""
    return {
        **{name: _block(links, name, getattr(statement, name)) for name in PROFIT_BLOCKS},
        "gross_profit": money_out(statement.gross_profit),
        "operating_profit": money_out(statement.operating_profit),
        "net_profit": money_out(statement.net_profit),
    }


def balance_sheet_report(sheet: BalanceSheet, currency: str, shown: Shown) -> BalanceSheetReport:
    """The balance sheet as the contract has it."""
    links = Links(BALANCE_SHEET, shown, None, sheet.as_of)
    figures = _sheet_figures(links, sheet)
    compared = sheet.comparison
    comparison = None
    if compared is not None:
        earlier = Links(BALANCE_SHEET, shown, None, compared.as_of)
        comparison = BalanceSheetColumn(compared.as_of.isoformat(), **_sheet_figures(earlier, compared))
    return BalanceSheetReport(
        BalanceSheetOut(
            "balance_sheet",
            sheet.as_of.isoformat(),
            currency,
            sheet.basis,
            **figures,
            warnings=warnings_out(sheet.warnings),
            findings=findings_out(shown.company, sheet.findings),
            comparison=comparison,
            known_at=shown.known_at,
            links={
                name: links.to(name) for name in ("total_assets", "total_liabilities", "net_assets", "uncategorised")
            },
        )
    )


def _sheet_figures(links: Links, sheet: BalanceSheet) -> dict[str, Any]:
    """From `fixed_assets` to `uncategorised`, and what is in suspense."""
    return {
        **{name: _block(links, name, getattr(sheet, name)) for name in _SHEET_BLOCKS},
        "total_assets": money_out(sheet.total_assets),
        "total_liabilities": money_out(sheet.total_liabilities),
        "net_assets": money_out(sheet.net_assets),
        "balanced": sheet.balanced,
        "uncategorised": money_out(sheet.uncategorised),
        "suspense": _suspense(sheet.suspense),
    }


def _suspense(waiting: Waiting) -> SuspenseOut:
    return SuspenseOut(money_out(waiting.money_in), money_out(waiting.money_out), waiting.count)


def trial_balance_report(balance: TrialBalance, currency: str, shown: Shown) -> TrialBalanceReport:
    """The trial balance."""
    links = Links(TRIAL_BALANCE, shown, None, balance.as_of)
    return TrialBalanceReport(
        TrialBalanceOut(
            "trial_balance",
            balance.as_of.isoformat(),
            balance.year_start.isoformat(),
            currency,
            balance.basis,
            [_trial_line(links, line) for line in balance.lines],
            money_out(balance.total_debit),
            money_out(balance.total_credit),
            balance.balanced,
            shown.known_at,
        )
    )


def _trial_line(links: Links, line: TrialBalanceLine) -> TrialLineOut:
    return TrialLineOut(
        CategoryRef(line.category_id, line.name),
        line.nominal,
        money_out(line.debit),
        money_out(line.credit),
        links.to(line.figure, line.bank_account),
        line.bank_account or UNSET,
    )


def warnings_out(warnings: Iterable[ReportWarning]) -> list[WarningOut]:
    """Warnings as every report carries them."""
    return [WarningOut(w.code, w.message, None if w.amount is None else money_out(w.amount)) for w in warnings]


def _block(links: Links, name: str, block: Block) -> BlockOut:
    return BlockOut(money_out(block.total), [_line(links, line) for line in block.lines], links.to(name))


def _line(links: Links, line: StatementLine) -> LineOut:
    contact: ContactRef | UnsetType = UNSET
    if line.contact is not None:
        contact = ContactRef(ids.public_id("con_", links.company, line.contact), line.party or "")
    return LineOut(
        CategoryRef(line.category_id or line.figure, line.name),
        money_out(line.amount),
        links.to(line.figure, line.bank_account, line.contact),
        line.bank_account or UNSET,
        contact,
    )
