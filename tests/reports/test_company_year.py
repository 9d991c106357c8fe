"""A whole company year against figures worked on paper (see company_year.py)."""

from __future__ import annotations

from datetime import date

from accountsos.dates import Period
from accountsos.reports.blocks import Names
from accountsos.reports.profit_and_loss import profit_and_loss
from accountsos.reports.trial_balance import profit_of
from accountsos.reports.warnings import NOTHING_WAITING, books_warnings
from tests.reports.books import CHART, shown
from tests.reports.company_year import CUSTOMER, SUPPLIER, company_books

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))


def test_the_profit_and_loss_is_the_one_on_paper() -> None:
    statement = profit_and_loss(CHART, company_books().between(YEAR.start, YEAR.end), YEAR, basis="accruals")
    assert shown(statement.income) == [("cat_sales", None, 60_000_00)]
    assert shown(statement.cost_of_sales) == [
        ("cat_purchases", None, 15_000_00),
        ("cat_stock_movement", None, -2_000_00),
    ]
    assert statement.gross_profit == 47_000_00
    assert shown(statement.other_income) == [("cat_grants", None, 500_00)]
    assert shown(statement.expenses) == [
        ("cat_directors_salary", None, 12_000_00),
        ("cat_employer_ni", None, 1_050_00),
        ("cat_pension", None, 360_00),
        ("cat_rent", None, 8_800_00),
        ("cat_software", None, 1_200_00),
        ("cat_accountancy", None, 900_00),
        ("cat_depreciation", None, 600_00),
    ]
    assert statement.expenses.total == 24_910_00
    assert statement.operating_profit == 22_590_00
    assert shown(statement.finance) == [("cat_interest_income", None, -45_60), ("cat_interest_paid", None, 210_00)]
    assert statement.finance.total == 164_40
    assert shown(statement.tax) == [("cat_corporation_tax", None, 4_260_86)]
    assert statement.net_profit == 18_164_74


def test_the_balance_sheet_is_the_one_on_paper() -> None:
    names = Names({"ba_main": "Current account"}, {CUSTOMER: "Acme Ltd"})
    sheet = company_books().sheet("2026-03-31", "2025-04-01", names=names)
    assert shown(sheet.fixed_assets) == [("cat_fa_computers", None, 1_800_00), ("cat_dep_computers", None, -600_00)]
    assert shown(sheet.current_assets) == [
        ("cat_stock", None, 2_000_00),
        ("cat_debtors", CUSTOMER, 6_000_00),
        ("cat_prepayments", None, 800_00),
        ("cat_bank", "ba_savings", 30_045_60),
        ("cat_creditors", SUPPLIER, 500_00),
    ]
    assert sheet.total_assets == 40_545_60
    assert shown(sheet.creditors_due_within_one_year) == [
        ("cat_bank", "ba_main", 650_00),
        ("cat_credit_cards", "ba_card", 1_160_00),
        ("cat_accruals", None, 900_00),
        ("cat_vat", None, 3_400_00),
        ("cat_paye", None, 250_00),
        ("cat_directors_loan", "ba_director", 1_440_00),
        ("cat_ct_payable", None, 4_260_86),
    ]
    assert shown(sheet.creditors_due_after_one_year) == [("cat_loans", None, 8_500_00)]
    assert sheet.total_liabilities == 20_560_86
    assert sheet.net_assets == 19_984_74
    assert shown(sheet.capital_and_reserves) == [
        ("cat_share_capital", None, 100_00),
        ("retained_brought_forward", None, 6_720_00),
        ("profit_of_year", None, 18_164_74),
        ("cat_dividends", None, -5_000_00),
    ]
    assert sheet.balanced
    assert sheet.warnings == ()
    assert [line.party for line in sheet.current_assets.lines] == [None, "Acme Ltd", None, None, None]
    assert sheet.creditors_due_within_one_year.lines[0].party == "Current account"


def test_the_first_years_sheet_shows_its_own_profit_and_dividend() -> None:
    sheet = company_books().sheet("2025-03-31", "2024-04-01")
    assert shown(sheet.capital_and_reserves) == [
        ("cat_share_capital", None, 100_00),
        ("profit_of_year", None, 9_720_00),
        ("cat_dividends", None, -3_000_00),
    ]
    assert sheet.total_assets == 9_100_00
    assert sheet.net_assets == 6_820_00
    assert sheet.balanced


def test_on_the_first_day_of_a_year_everything_earlier_is_brought_forward() -> None:
    sheet = company_books().sheet("2026-04-01", "2026-04-01")
    assert shown(sheet.capital_and_reserves) == [
        ("cat_share_capital", None, 100_00),
        ("retained_brought_forward", None, 19_884_74),
    ]
    assert sheet.balanced


def test_the_trial_balance_is_the_one_on_paper() -> None:
    result = company_books().trial_balance("2026-03-31", "2025-04-01")
    assert (result.total_debit, result.total_credit) == (90_526_46, 90_526_46)
    assert result.balanced
    columns = {(line.figure, line.bank_account): (line.debit, line.credit) for line in result.lines}
    assert columns["retained_brought_forward", None] == (0, 6_720_00)
    assert columns["cat_bank", "ba_main"] == (0, 650_00)
    assert columns["cat_bank", "ba_savings"] == (30_045_60, 0)
    assert columns["cat_dividends", None] == (5_000_00, 0)
    assert columns["cat_sales", None] == (0, 60_000_00)
    assert ("cat_transfer", None) not in columns
    assert [line.nominal for line in result.lines] == sorted(line.nominal for line in result.lines)


def test_every_report_says_the_same_profit() -> None:
    books = company_books()
    in_year = books.between(YEAR.start, YEAR.end)
    assert profit_of(CHART, in_year) == 18_164_74
    result = books.trial_balance("2026-03-31", "2025-04-01")
    of_profit = [line.balance for line in result.lines if CHART[line.category_id].in_profit_and_loss]
    assert -sum(of_profit) == 18_164_74


def test_finished_books_need_no_warning() -> None:
    assert books_warnings(CHART, company_books().movements(), waiting=NOTHING_WAITING, entity_type="ltd") == ()


def test_following_the_links_of_every_line_leads_to_its_amount() -> None:
    books = company_books()
    sheet = books.sheet("2026-03-31", "2025-04-01")
    for block, sign in [
        (sheet.fixed_assets, 1),
        (sheet.current_assets, 1),
        (sheet.creditors_due_within_one_year, -1),
        (sheet.creditors_due_after_one_year, -1),
        (sheet.capital_and_reserves, -1),
    ]:
        for line in block.lines:
            places = sheet.places_behind(line.figure, line.bank_account, line.contact)
            assert books.behind(places) == sign * line.amount, line.figure
    assert books.behind(sheet.places_behind("current_assets")) == 39_345_60
    assert books.behind(sheet.places_behind("creditors_due_within_one_year")) == -12_060_86
    assert books.behind(sheet.places_behind("net_assets")) == 19_984_74
    assert books.behind(sheet.places_behind("capital_and_reserves")) == -19_984_74
    assert sheet.places_behind("no_such_figure") == ()
    for row in books.trial_balance("2026-03-31", "2025-04-01").lines:
        assert books.behind(row.places) == row.balance, row.figure
