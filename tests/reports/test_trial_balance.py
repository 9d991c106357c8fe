"""Every balance in its column, in an order that does not depend on what was posted first."""

from __future__ import annotations

from accountsos.reports.trial_balance import balance_in, balance_of, profit_of
from tests.reports.books import CHART, Books, credit, debit


def kept() -> Books:
    books = Books()
    books.post("2026-01-05", debit("cat_bank", 300, "ba_second"), credit("cat_sales", 300))
    books.post("2026-01-06", debit("cat_bank", 700, "ba_main"), credit("cat_sales", 700))
    books.post("2026-01-07", debit("cat_rent", 250), credit("cat_bank", 250, "ba_main"))
    return books


def test_bank_accounts_of_one_category_have_a_line_each_in_the_order_of_their_ids() -> None:
    lines = kept().trial_balance("2026-03-31", "2025-04-01").lines
    assert [(line.bank_account, line.debit, line.credit) for line in lines if line.category_id == "cat_bank"] == [
        ("ba_main", 450, 0),
        ("ba_second", 300, 0),
    ]
    assert [line.nominal for line in lines] == sorted(line.nominal for line in lines)


def test_the_columns_agree_and_a_balance_is_in_one_of_them() -> None:
    trial = kept().trial_balance("2026-03-31", "2025-04-01")
    assert (trial.total_debit, trial.total_credit, trial.balanced) == (1_000, 1_000, True)
    sales = next(line for line in trial.lines if line.category_id == "cat_sales")
    assert (sales.debit, sales.credit) == (0, 1_000)


def test_a_balance_is_of_all_holders_and_profit_of_income_and_costs() -> None:
    movements = kept().movements()
    assert balance_of(movements, "cat_bank") == 750
    assert balance_in(movements, {"cat_bank", "cat_rent"}) == 1_000
    assert profit_of(CHART, movements) == 750
