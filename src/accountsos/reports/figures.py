"""The vocabulary of the reports' figures: which there are, and which accounts make up each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import CAPITAL_ACCOUNT, RETAINED, UNCATEGORISED
from accountsos.ledger.chart import Category, Chart

PROFIT_LOSS, BALANCE_SHEET, TRIAL_BALANCE, LEDGER, VAT = (
    "profit_loss",
    "balance_sheet",
    "trial_balance",
    "ledger",
    "vat",
)
REPORTS = (PROFIT_LOSS, BALANCE_SHEET, TRIAL_BALANCE, LEDGER, VAT)

PROFIT_BLOCKS = ("income", "cost_of_sales", "other_income", "expenses", "finance", "tax")
INCOME_BLOCKS = frozenset({"income", "other_income"})
_PROFIT_FIGURES: Mapping[str, tuple[str, ...]] = {
    **{block: (block,) for block in PROFIT_BLOCKS},
    "gross_profit": ("income", "cost_of_sales"),
    "operating_profit": ("income", "cost_of_sales", "other_income", "expenses"),
    "net_profit": PROFIT_BLOCKS,
    "earned": ("income", "other_income"),
    "spent": ("cost_of_sales", "expenses", "finance"),
    "profit_before_tax": tuple(block for block in PROFIT_BLOCKS if block != "tax"),
}

FIXED, CURRENT, WITHIN_ONE_YEAR, AFTER_ONE_YEAR, CAPITAL = (
    "fixed_assets",
    "current_assets",
    "creditors_due_within_one_year",
    "creditors_due_after_one_year",
    "capital_and_reserves",
)
_BLOCK_OF_STATUTORY_LINE: Mapping[str, str] = {
    "BS.A": CURRENT,
    "BS.B": FIXED,
    "BS.C": CURRENT,
    "BS.D": CURRENT,
    "BS.E": WITHIN_ONE_YEAR,
    "BS.H": AFTER_ONE_YEAR,
    "BS.I": AFTER_ONE_YEAR,
    "BS.J": WITHIN_ONE_YEAR,
    "BS.K": CAPITAL,
}
_BLOCK_OF_TYPE: Mapping[str, str] = {"asset": CURRENT, "liability": WITHIN_ONE_YEAR, "equity": CAPITAL}
_SHEET_FIGURES: Mapping[str, tuple[str, ...]] = {
    **{block: (block,) for block in (FIXED, CURRENT, WITHIN_ONE_YEAR, AFTER_ONE_YEAR)},
    "total_assets": (FIXED, CURRENT),
    "total_liabilities": (WITHIN_ONE_YEAR, AFTER_ONE_YEAR),
    "net_assets": (FIXED, CURRENT, WITHIN_ONE_YEAR, AFTER_ONE_YEAR),
}

RETAINED_BROUGHT_FORWARD, PROFIT_OF_YEAR, OPENING_CAPITAL = (
    "retained_brought_forward",
    "profit_of_year",
    "opening_capital",
)


@dataclass(frozen=True, slots=True)
class BroughtForward:
    """The account into which earlier years' results roll, and the roles that roll into it beside the results."""

    figure: str
    category_id: str
    rolls: frozenset[str]

    def takes(self, category: Category) -> bool:
        """Whether what was posted to that account before the year is part of the figure."""
        return category.in_profit_and_loss or category.role in self.rolls

    def rolled(self, chart: Chart) -> Mapping[str, Category]:
        """The accounts of which it does, in order."""
        return {i: c for i, c in chart.categories.items() if self.takes(c)}


BROUGHT_FORWARD: Mapping[str, BroughtForward] = {
    "ltd": BroughtForward(RETAINED_BROUGHT_FORWARD, RETAINED, frozenset({"dividends"})),
    "sole_trader": BroughtForward(OPENING_CAPITAL, CAPITAL_ACCOUNT, frozenset({"drawings", "capital_introduced"})),
}
"""By entity type: a company's results and dividends roll into retained earnings, a sole trader's into capital."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one report: which, over which days, and of which bank account or contact."""

    report: str
    figure: str
    end: date
    start: date | None = None
    """None = from the beginning of the books."""
    bank_account: str | None = None
    contact: str | None = None
    """The contact's public id."""
    known_at: str | None = None

    def __post_init__(self) -> None:
        if self.report not in REPORTS:
            raise ValueError(f"unknown report {self.report!r}; accepted: {', '.join(REPORTS)}")


def profit_block(category: Category) -> str | None:
    """The block of the profit and loss in which an account stands; None for an account of the balance sheet.

    The management block goes before the statutory line: interest received is statutory other income, shown as finance.
    """
    if not category.in_profit_and_loss:
        return None
    if category.management_block in PROFIT_BLOCKS:
        return category.management_block
    statutory = {"PL.A": "income", "PL.B": "other_income", "PL.G": "tax"}.get(category.frs105_line)
    return statutory or ("other_income" if category.type == "income" else "expenses")


def sheet_block(category: Category) -> str | None:
    """The block of the balance sheet in which an account stands by nature; None for income and costs.

    Accruals are due within one year, provisions after it; share capital called up and not paid is a current asset.
    """
    if category.in_profit_and_loss:
        return None
    return _BLOCK_OF_STATUTORY_LINE.get(category.frs105_line) or _BLOCK_OF_TYPE[category.type]


def sheet_blocks(chart: Chart) -> Mapping[str, str | None]:
    """The block of every account."""
    return {category_id: sheet_block(category) for category_id, category in chart.categories.items()}


def categories_behind(chart: Chart, report: str, figure: str) -> frozenset[str]:
    """The accounts that make up a figure.

    For a block of the balance sheet these are the accounts that belong there by nature. An account that changed sides
    is in another block on that day: `BalanceSheet.places_behind` knows which, to the posting.
    """
    if report == VAT:
        raise BadRequest("a box of the VAT return is made of VAT codes, not of categories", param="report")
    if report not in REPORTS:
        raise BadRequest(f"report is {report!r}; accepted: {', '.join(REPORTS)}", param="report")
    if chart.get(figure) is not None:
        return frozenset({figure})
    behind = {PROFIT_LOSS: _behind_profit, BALANCE_SHEET: _behind_sheet, TRIAL_BALANCE: _behind_brought_forward}
    found = behind[report](chart, figure) if report in behind else None
    if found is None:
        raise BadRequest(f"{report} has no figure {figure!r}; accepted: {accepted_figures(report)}", param="figure")
    return found


def accepted_figures(report: str) -> str:
    """The figures of a report, for a refusal and for the API's help."""
    named = {
        PROFIT_LOSS: tuple(_PROFIT_FIGURES),
        BALANCE_SHEET: (
            *_SHEET_FIGURES,
            CAPITAL,
            RETAINED_BROUGHT_FORWARD,
            OPENING_CAPITAL,
            PROFIT_OF_YEAR,
            "uncategorised",
        ),
        TRIAL_BALANCE: (RETAINED_BROUGHT_FORWARD, OPENING_CAPITAL),
    }.get(report, ())
    return ", ".join([*named, "a category's id"])


def _behind_profit(chart: Chart, figure: str) -> frozenset[str] | None:
    blocks = _PROFIT_FIGURES.get(figure)
    return None if blocks is None else chart.where(lambda c: profit_block(c) in blocks)


def _behind_sheet(chart: Chart, figure: str) -> frozenset[str] | None:
    if figure == "uncategorised":
        return frozenset({UNCATEGORISED})
    if figure == PROFIT_OF_YEAR:
        return frozenset(chart.profit_and_loss)
    if figure == CAPITAL:
        return chart.where(lambda c: c.in_profit_and_loss or sheet_block(c) == CAPITAL)
    blocks = _SHEET_FIGURES.get(figure)
    return _behind_brought_forward(chart, figure) if blocks is None else chart.where(lambda c: sheet_block(c) in blocks)


def _behind_brought_forward(chart: Chart, figure: str) -> frozenset[str] | None:
    for forward in BROUGHT_FORWARD.values():
        if forward.figure == figure:
            return chart.where(forward.takes) | {forward.category_id}
    return None
