"""Every figure has a name, and the name leads to the accounts behind it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.reports.figures import Figure, accepted_figures, categories_behind
from tests.reports.books import CHART

MARCH = date(2026, 3, 31)


def test_a_figure_of_an_unknown_report_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="unknown report 'cash_flow'"):
        Figure("cash_flow", "cat_bank", end=MARCH)


@pytest.mark.parametrize(
    ("report", "figure", "expected"),
    [
        ("profit_loss", "cat_software", "cat_software"),
        ("ledger", "cat_bank", "cat_bank"),
        ("profit_loss", "income", "cat_sales cat_sales_zero cat_sales_exempt cat_sales_overseas"),
        (
            "profit_loss",
            "cost_of_sales",
            "cat_purchases cat_import_duty cat_stock_movement cat_subcontractors",
        ),
        ("profit_loss", "other_income", "cat_other_income cat_grants cat_rental_income cat_dividend_income"),
        ("profit_loss", "finance", "cat_interest_income cat_interest_paid cat_hmrc_interest"),
        ("profit_loss", "tax", "cat_corporation_tax"),
        (
            "balance_sheet",
            "fixed_assets",
            "cat_fa_property cat_fa_plant cat_dep_plant cat_fa_computers cat_dep_computers cat_fa_vehicles "
            "cat_dep_vehicles cat_fa_intangible cat_amort_intangible cat_fa_investments",
        ),
        ("balance_sheet", "creditors_due_after_one_year", "cat_loans cat_provisions"),
        ("balance_sheet", "uncategorised", "cat_uncategorised"),
    ],
)
def test_a_figure_leads_to_its_accounts(report: str, figure: str, expected: str) -> None:
    assert categories_behind(CHART, report, figure) == set(expected.split())


def test_net_profit_is_every_account_of_income_and_cost() -> None:
    every = {c.category_id for c in CHART.categories.values() if c.type in ("income", "expense")}
    assert categories_behind(CHART, "profit_loss", "net_profit") == every
    assert categories_behind(CHART, "balance_sheet", "profit_of_year") == every
    assert categories_behind(CHART, "profit_loss", "gross_profit") < every
    finance_and_tax = {"cat_interest_income", "cat_interest_paid", "cat_hmrc_interest", "cat_corporation_tax"}
    assert every - categories_behind(CHART, "profit_loss", "operating_profit") == finance_and_tax


def test_assets_liabilities_and_capital_are_the_whole_chart_and_nothing_twice() -> None:
    parts = [categories_behind(CHART, "balance_sheet", f) for f in ("net_assets", "capital_and_reserves")]
    assert parts[0] | parts[1] == set(CHART.categories)
    assert not parts[0] & parts[1]
    assets = categories_behind(CHART, "balance_sheet", "total_assets")
    liabilities = categories_behind(CHART, "balance_sheet", "total_liabilities")
    assert assets | liabilities == parts[0]
    assert not assets & liabilities


def test_what_was_brought_forward_holds_results_and_distributions() -> None:
    retained = categories_behind(CHART, "balance_sheet", "retained_brought_forward")
    assert {"cat_retained", "cat_dividends", "cat_sales", "cat_corporation_tax"} <= retained
    assert not {"cat_drawings", "cat_share_capital", "cat_bank"} & retained
    opening = categories_behind(CHART, "trial_balance", "opening_capital")
    assert {"cat_capital_account", "cat_drawings", "cat_capital_introduced", "cat_rent"} <= opening
    assert "cat_dividends" not in opening


@pytest.mark.parametrize(
    ("report", "figure", "param"),
    [
        ("profit_loss", "fixed_assets", "figure"),
        ("balance_sheet", "gross_profit", "figure"),
        ("trial_balance", "net_profit", "figure"),
        ("ledger", "income", "figure"),
        ("profit_loss", "cat_none", "figure"),
        ("cash_flow", "income", "report"),
        ("vat", "box1", "report"),
    ],
)
def test_what_a_report_does_not_have_is_refused_with_what_it_has(report: str, figure: str, param: str) -> None:
    with pytest.raises(BadRequest) as refused:
        categories_behind(CHART, report, figure)
    assert refused.value.param == param


def test_every_accepted_figure_is_found() -> None:
    for report in ("profit_loss", "balance_sheet", "trial_balance"):
        for figure in accepted_figures(report).split(", ")[:-1]:
            assert categories_behind(CHART, report, figure)
