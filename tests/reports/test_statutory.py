"""The profit and loss account of FRS 105, letter by letter, from the movements of a year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accountsos.ledger.chart import Chart
from accountsos.reports.statutory import frs105_balance_sheet, frs105_profit_and_loss
from accountsos.reports.trial_balance import Movement
from accountsos.uk_rules.frs105 import ProfitAndLoss
from tests.reports.books import CHART, Books, credit, debit, main


def moved(category: str, debit: int) -> Movement:
    return Movement(category, None, None, max(debit, 0), max(-debit, 0), 1)


@pytest.mark.parametrize(
    ("category", "debit", "items"),
    [
        ("cat_sales", -9_000, {"turnover": 9_000}),
        ("cat_sales", 500, {"turnover": -500}),
        ("cat_grants", -700, {"other_income": 700}),
        ("cat_purchases", 300, {"raw_materials": 300}),
        ("cat_directors_salary", 400, {"staff_costs": 400}),
        ("cat_depreciation", 50, {"depreciation": 50}),
        ("cat_rent", 60, {"other_charges": 60}),
        ("cat_corporation_tax", 70, {"tax": 70}),
        ("cat_debtors", 80, {}),
    ],
)
def test_each_account_is_in_its_item_income_and_costs_positive(
    category: str, debit: int, items: dict[str, int]
) -> None:
    assert frs105_profit_and_loss(CHART, (moved(category, debit),)) == ProfitAndLoss(**items)


def test_an_account_that_says_no_line_is_other_income_or_another_charge() -> None:
    without = [replace(CHART[c], frs105_line="none") for c in ("cat_grants", "cat_rent")]
    others = [c for c in CHART.categories.values() if c.category_id not in ("cat_grants", "cat_rent")]
    found = frs105_profit_and_loss(Chart.of([*others, *without]), (moved("cat_grants", -700), moved("cat_rent", 60)))
    assert found == ProfitAndLoss(other_income=700, other_charges=60)


def test_movements_of_one_item_are_added_up() -> None:
    found = frs105_profit_and_loss(CHART, (moved("cat_rent", 60), moved("cat_software", 5), moved("cat_sales", -100)))
    assert (found.other_charges, found.turnover, found.profit_before_tax) == (65, 100, 35)


def test_what_has_an_item_of_its_own_is_in_no_other_item_of_the_balance_sheet() -> None:
    """Share capital not paid, prepayments, provisions and accruals stand beside what they are of."""
    books = Books()
    books.post("2026-04-02", main(1_000_00), credit("cat_sales", 1_000_00))
    books.post("2026-04-03", debit("cat_share_capital_unpaid", 1_00), credit("cat_share_capital", 1_00))
    books.post("2026-04-04", debit("cat_prepayments", 30_00), credit("cat_creditors", 30_00))
    books.post("2026-04-05", debit("cat_accountancy", 200_00), credit("cat_accruals", 200_00))
    books.post("2026-04-06", debit("cat_repairs", 50_00), credit("cat_provisions", 50_00))
    found = frs105_balance_sheet(CHART, books.sheet("2026-04-30", "2026-04-01"))
    assert (found.share_capital_not_paid, found.prepayments, found.current_assets) == (1_00, 30_00, 1_000_00)
    assert (found.accruals, found.creditors_within_one_year) == (200_00, 30_00)
    assert (found.provisions, found.creditors_after_one_year) == (50_00, 0)
