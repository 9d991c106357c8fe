"""The profit and loss account of FRS 105, letter by letter, from the movements of a year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accountsos.ledger.chart import Chart
from accountsos.reports.statutory import frs105_profit_and_loss
from accountsos.reports.trial_balance import Movement
from accountsos.uk_rules.frs105 import ProfitAndLoss
from tests.reports.books import CHART


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
