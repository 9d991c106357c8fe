"""Statements beside each other: each line once, with what it is in each of them."""

from __future__ import annotations

from datetime import date

from accountsos.dates import Period
from accountsos.ledger.entry import Posting
from accountsos.reports.profit_and_loss import ProfitAndLoss, profit_and_loss
from accountsos.reports.statement_rows import PROFIT_ORDER, statement_rows
from tests.reports.books import CHART, movements_of

MONTH = Period(date(2026, 4, 1), date(2026, 4, 30))


def statement(**amounts: int) -> ProfitAndLoss:
    movements = movements_of(Posting(f"cat_{name}", amount) for name, amount in amounts.items())
    return profit_and_loss(CHART, movements, MONTH, basis="accruals")


def test_a_line_of_any_of_the_statements_has_a_place_for_each_and_is_none_where_it_is_not() -> None:
    april, may = statement(sales=-900_00, rent=400_00), statement(sales=-700_00, travel=60_00)
    rows = statement_rows([april, may], PROFIT_ORDER)
    lines = {row.line.figure: row.amounts for row in rows if row.line is not None}
    assert lines == {
        "cat_sales": (900_00, 700_00),
        "cat_rent": (400_00, None),
        "cat_travel": (None, 60_00),
    }
    sums = {row.block: row.amounts for row in rows if row.line is None}
    assert (sums["income"], sums["expenses"]) == ((900_00, 700_00), (400_00, 60_00))
    assert sums["net_profit"] == (500_00, 640_00)
    assert tuple(sums) == PROFIT_ORDER
