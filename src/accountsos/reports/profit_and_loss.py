"""The profit and loss account, from the movements of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from accountsos.dates import Period
from accountsos.ledger.chart import Chart
from accountsos.money import Pence
from accountsos.reports.blocks import Block, Place, StatementLine, check_basis
from accountsos.reports.double_counts import DoubleCount
from accountsos.reports.figures import INCOME_BLOCKS, PROFIT_BLOCKS, profit_block
from accountsos.reports.trial_balance import Movements
from accountsos.reports.warnings import ReportWarning


class ProfitAndLoss(Struct, frozen=True):
    """Income and costs of a period, both positive in their own block."""

    period: Period
    basis: str
    income: Block
    cost_of_sales: Block
    other_income: Block
    expenses: Block
    finance: Block
    tax: Block
    comparison: ProfitAndLoss | None = None
    columns: tuple[ProfitAndLoss, ...] = ()
    warnings: tuple[ReportWarning, ...] = ()
    findings: tuple[DoubleCount, ...] = ()
    """What of the books may stand twice in this period."""

    @property
    def gross_profit(self) -> Pence:
        """Turnover less cost of sales."""
        return self.income.total - self.cost_of_sales.total

    @property
    def operating_profit(self) -> Pence:
        """Before interest and tax."""
        return self.gross_profit + self.other_income.total - self.expenses.total

    @property
    def profit_before_tax(self) -> Pence:
        """After interest, before tax."""
        return self.operating_profit - self.finance.total

    @property
    def net_profit(self) -> Pence:
        """After interest and tax."""
        return self.profit_before_tax - self.tax.total

    @property
    def earned(self) -> Pence:
        """All income: of the trade and other."""
        return self.income.total + self.other_income.total

    @property
    def spent(self) -> Pence:
        """All costs before tax: what was earned less this is the profit before tax."""
        return self.cost_of_sales.total + self.expenses.total + self.finance.total


def profit_and_loss(
    chart: Chart,
    movements: Movements,
    period: Period,
    *,
    basis: str,
    comparison: ProfitAndLoss | None = None,
    columns: Sequence[ProfitAndLoss] = (),
    warnings: Sequence[ReportWarning] = (),
    findings: Sequence[DoubleCount] = (),
) -> ProfitAndLoss:
    """The statement of what was posted in the period; accounts of the balance sheet are passed over.

    `comparison` and `columns` are statements of other periods made by this same function
    (`periods.comparison_period`, `periods.columns_of` say which).
    """
    check_basis(basis)
    blocks = _blocks(chart, movements, period)
    return ProfitAndLoss(
        period=period,
        basis=basis,
        **blocks,
        comparison=comparison,
        columns=tuple(columns),
        warnings=tuple(warnings),
        findings=tuple(findings),
    )


def _blocks(chart: Chart, movements: Movements, period: Period) -> Mapping[str, Block]:
    amounts: dict[str, Pence] = {}
    counts: dict[str, int] = {}
    for m in movements:
        amounts[m.category_id] = amounts.get(m.category_id, 0) + m.amount
        counts[m.category_id] = counts.get(m.category_id, 0) + m.count
    lines: dict[str, list[StatementLine]] = {block: [] for block in PROFIT_BLOCKS}
    for category in sorted((chart[c] for c in amounts), key=lambda c: (c.nominal, c.category_id)):
        category_id, block = category.category_id, profit_block(category)
        if block is None or not (amounts[category_id] or counts[category_id]):
            continue
        lines[block].append(
            StatementLine(
                figure=category_id,
                name=category.name,
                amount=-amounts[category_id] if block in INCOME_BLOCKS else amounts[category_id],
                category_id=category_id,
                places=(Place(category_id, period.start, period.end),),
            )
        )
    return {block: Block(tuple(found)) for block, found in lines.items()}
