"""The profit and loss: each account in its block, positive there, and a refund only makes it smaller."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.entry import Posting
from accountsos.reports.profit_and_loss import ProfitAndLoss, profit_and_loss
from accountsos.reports.warnings import ReportWarning
from tests.reports.books import CHART, movements_of, shown

MONTH = Period(date(2026, 4, 1), date(2026, 4, 30))
ALL_IDS = sorted(CHART.categories)


def statement(*postings: tuple[str, int], chart: Chart = CHART) -> ProfitAndLoss:
    return profit_and_loss(chart, movements_of(Posting(c, a) for c, a in postings), MONTH, basis="accruals")


def test_a_refund_larger_than_the_months_cost_makes_a_negative_line() -> None:
    """Software 45.99 bought, 120.00 of an earlier month given back: -74.01, and profit rises by as much."""
    result = statement(("cat_software", 45_99), ("cat_software", -120_00), ("cat_sales", -1_000_00))
    assert shown(result.expenses) == [("cat_software", None, -74_01)]
    assert result.expenses.total == -74_01
    assert result.net_profit == 1_074_01


def test_refunds_to_customers_larger_than_sales_make_turnover_negative() -> None:
    result = statement(("cat_sales", -100_00), ("cat_sales", 250_00))
    assert result.income.total == -150_00
    assert result.gross_profit == result.net_profit == -150_00


@pytest.mark.parametrize(
    ("category_id", "block"),
    [
        ("cat_sales", "income"),
        ("cat_sales_zero", "income"),
        ("cat_sales_exempt", "income"),
        ("cat_sales_overseas", "income"),
        ("cat_purchases", "cost_of_sales"),
        ("cat_import_duty", "cost_of_sales"),
        ("cat_stock_movement", "cost_of_sales"),
        ("cat_subcontractors", "cost_of_sales"),
        ("cat_other_income", "other_income"),
        ("cat_grants", "other_income"),
        ("cat_rental_income", "other_income"),
        ("cat_dividend_income", "other_income"),
        ("cat_wages", "expenses"),
        ("cat_depreciation", "expenses"),
        ("cat_bank_charges", "expenses"),
        ("cat_interest_income", "finance"),
        ("cat_interest_paid", "finance"),
        ("cat_hmrc_interest", "finance"),
        ("cat_corporation_tax", "tax"),
    ],
)
def test_each_account_stands_in_its_block(category_id: str, block: str) -> None:
    sign = -1 if CHART[category_id].type == "income" else 1
    result = statement((category_id, sign * 100))
    expected = -100 if category_id == "cat_interest_income" else 100
    assert shown(getattr(result, block)) == [(category_id, None, expected)]
    blocks = [result.income, result.cost_of_sales, result.other_income, result.expenses, result.finance, result.tax]
    assert sum(len(b.lines) for b in blocks) == 1


def test_a_companys_own_categories_stand_where_their_type_says() -> None:
    chart = Chart.of(
        [
            Category("cat_royalties", "Royalties", "income", "4910"),
            Category("cat_samples", "Samples", "expense", "6300"),
            Category("cat_discounts", "Discounts given", "expense", "4009", frs105_line="PL.A"),
        ]
    )
    result = statement(("cat_royalties", -500), ("cat_samples", 200), ("cat_discounts", 30), chart=chart)
    assert shown(result.other_income) == [("cat_royalties", None, 500)]
    assert shown(result.expenses) == [("cat_samples", None, 200)]
    assert shown(result.income) == [("cat_discounts", None, -30)]
    assert result.net_profit == 270


def test_lines_are_in_the_order_of_their_nominal_codes() -> None:
    result = statement(("cat_fines", 1), ("cat_rent", 1), ("cat_software", 1), ("cat_advertising", 1))
    assert [line.figure for line in result.expenses.lines] == [
        "cat_advertising",
        "cat_rent",
        "cat_software",
        "cat_fines",
    ]


def test_an_account_is_one_line_whoever_the_contact_was() -> None:
    rows = movements_of([Posting("cat_rent", 100)]) + movements_of([Posting("cat_rent", 50)])
    assert shown(profit_and_loss(CHART, rows, MONTH, basis="cash").expenses) == [("cat_rent", None, 150)]


def test_an_account_that_came_to_nothing_is_shown_and_one_without_postings_is_not() -> None:
    result = statement(("cat_rent", 100), ("cat_rent", -100))
    assert shown(result.expenses) == [("cat_rent", None, 0)]
    assert shown(statement().expenses) == []


def test_balance_sheet_accounts_are_no_part_of_it() -> None:
    result = statement(("cat_sales", -100), ("cat_bank", 120), ("cat_vat", -20), ("cat_uncategorised", 55))
    assert result.net_profit == 100


def test_what_was_given_beside_it_is_kept() -> None:
    earlier = statement(("cat_sales", -70))
    warning = ReportWarning("uncategorised", "1 bank line is not categorised", 5)
    result = profit_and_loss(
        CHART, (), MONTH, basis="cash", comparison=earlier, columns=[earlier, earlier], warnings=[warning]
    )
    assert result.comparison is earlier
    assert result.columns == (earlier, earlier)
    assert result.warnings == (warning,)
    assert (result.basis, result.period) == ("cash", MONTH)


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown basis 'modified'; accepted: accruals, cash"):
        profit_and_loss(CHART, (), MONTH, basis="modified")


@given(st.lists(st.tuples(st.sampled_from(ALL_IDS), st.integers(-(10**12), 10**12)), max_size=30))
def test_net_profit_is_what_the_postings_say_whatever_the_blocks(postings: list[tuple[str, int]]) -> None:
    expected = -sum(a for c, a in postings if CHART[c].type in ("income", "expense"))
    assert statement(*postings).net_profit == expected
