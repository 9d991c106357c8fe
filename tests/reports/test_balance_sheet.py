"""The balance sheet: every account on the side where its balance is, each holder's on its own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.entry import Posting
from accountsos.reports.balance_sheet import BalanceSheet, balance_sheet
from accountsos.reports.blocks import Names
from accountsos.reports.warnings import NOTHING_WAITING, Waiting
from tests.reports.books import CHART, Books, credit, debit, main, movements_of, shown

ANNA, BEN = 11, 12


def codes(sheet: BalanceSheet) -> list[str]:
    return [w.code for w in sheet.warnings]


def test_an_overdrawn_bank_account_stands_beside_a_positive_one() -> None:
    books = Books()
    books.post("2026-04-10", main(-700_00), debit("cat_rent", 700_00))
    books.post("2026-04-10", debit("cat_bank", 2_000_00, "ba_savings"), credit("cat_sales", 2_000_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert shown(sheet.current_assets) == [("cat_bank", "ba_savings", 2_000_00)]
    assert shown(sheet.creditors_due_within_one_year) == [("cat_bank", "ba_main", 700_00)]
    assert (sheet.total_assets, sheet.total_liabilities, sheet.net_assets) == (2_000_00, 700_00, 1_300_00)
    assert sheet.balanced


def test_two_directors_of_opposite_sign_are_not_netted() -> None:
    books = Books()
    books.post("2026-04-02", main(5_000_00), credit("cat_directors_loan", 5_000_00, contact=ANNA))
    books.post("2026-04-03", main(-3_000_00), debit("cat_directors_loan", 3_000_00, contact=BEN))
    sheet = books.sheet("2026-04-30", "2026-04-01", names=Names(contacts={BEN: "Ben Short"}))
    assert shown(sheet.current_assets) == [
        ("cat_bank", "ba_main", 2_000_00),
        ("cat_directors_loan", BEN, 3_000_00),
    ]
    assert shown(sheet.creditors_due_within_one_year) == [("cat_directors_loan", ANNA, 5_000_00)]
    assert sheet.balanced
    [warning] = sheet.warnings
    assert (warning.code, warning.amount) == ("directors_loan_overdrawn", 3_000_00)
    assert "of Ben Short is overdrawn by £3,000.00" in warning.message


def test_what_a_director_paid_and_drew_is_one_loan() -> None:
    """Paid £500 for the company from her own pocket, drew £200: the company owes her £300."""
    books = Books()
    books.post("2026-04-02", debit("cat_travel", 500_00), credit("cat_directors_loan", 500_00, "ba_anna"))
    books.post("2026-04-03", main(-200_00), debit("cat_directors_loan", 200_00, contact=ANNA))
    books.post("2026-04-03", main(-900_00), debit("cat_directors_loan", 900_00, contact=BEN))
    sheet = books.sheet("2026-04-30", "2026-04-01", names=Names(director_of_account={"ba_anna": ANNA}))
    loans = [row for row in shown(sheet.creditors_due_within_one_year) if row[0] == "cat_directors_loan"]
    assert loans == [("cat_directors_loan", ANNA, 300_00)]
    assert books.behind(sheet.places_behind("cat_directors_loan", contact=ANNA)) == -300_00
    assert shown(sheet.current_assets) == [("cat_directors_loan", BEN, 900_00)]


def test_with_one_director_a_loan_without_a_name_is_theirs() -> None:
    books = Books()
    books.post("2026-04-02", debit("cat_travel", 500_00), credit("cat_directors_loan", 500_00, "ba_anna"))
    books.post("2026-04-03", main(-200_00), debit("cat_directors_loan", 200_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    loans = [row for row in shown(sheet.creditors_due_within_one_year) if row[0] == "cat_directors_loan"]
    assert loans == [("cat_directors_loan", "ba_anna", 300_00)]
    assert shown(sheet.current_assets) == []
    assert codes(sheet) == []


def test_with_several_directors_a_loan_without_a_name_stays_apart_and_is_asked_about() -> None:
    books = Books()
    for director in (ANNA, BEN):
        books.post("2026-04-02", main(500_00), credit("cat_directors_loan", 500_00, contact=director))
    books.post("2026-04-03", main(-200_00), debit("cat_directors_loan", 200_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert ("cat_directors_loan", None, 200_00) in shown(sheet.current_assets)
    assert codes(sheet) == ["directors_loan_overdrawn", "directors_loan_unnamed"]
    assert sheet.balanced


def test_a_loan_that_was_repaid_is_still_another_directors() -> None:
    """Ben's is back at nothing, and yet what bears no name need not be Anna's."""
    books = Books()
    for director in (ANNA, BEN):
        books.post("2026-04-02", main(500_00), credit("cat_directors_loan", 500_00, contact=director))
    books.post("2026-04-03", main(-500_00), debit("cat_directors_loan", 500_00, contact=BEN))
    books.post("2026-04-04", main(200_00), credit("cat_directors_loan", 200_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert shown(sheet.creditors_due_within_one_year) == [
        ("cat_directors_loan", None, 200_00),
        ("cat_directors_loan", ANNA, 500_00),
    ]
    assert codes(sheet) == ["directors_loan_unnamed"]


def test_customers_in_credit_and_suppliers_in_debit_change_sides() -> None:
    books = Books()
    books.post("2026-04-02", debit("cat_debtors", 1_200_00, contact=1), credit("cat_sales", 1_200_00))
    books.post("2026-04-03", main(300_00), credit("cat_debtors", 300_00, contact=2))
    books.post("2026-04-04", debit("cat_rent", 800_00), credit("cat_creditors", 800_00, contact=3))
    books.post("2026-04-05", main(-50_00), debit("cat_creditors", 50_00, contact=4))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert shown(sheet.current_assets) == [
        ("cat_debtors", 1, 1_200_00),
        ("cat_bank", "ba_main", 250_00),
        ("cat_creditors", 4, 50_00),
    ]
    assert shown(sheet.creditors_due_within_one_year) == [("cat_debtors", 2, 300_00), ("cat_creditors", 3, 800_00)]


@pytest.mark.parametrize(
    ("category_id", "debit_side", "credit_side"),
    [
        ("cat_vat", "current_assets", "creditors_due_within_one_year"),
        ("cat_uncategorised", "current_assets", "creditors_due_within_one_year"),
        ("cat_transfer", "current_assets", "creditors_due_within_one_year"),
        ("cat_stock", "current_assets", "creditors_due_within_one_year"),
        ("cat_prepayments", "current_assets", "creditors_due_within_one_year"),
        ("cat_share_capital_unpaid", "current_assets", "creditors_due_within_one_year"),
        ("cat_accruals", "current_assets", "creditors_due_within_one_year"),
        ("cat_credit_cards", "current_assets", "creditors_due_within_one_year"),
        ("cat_hire_purchase", "current_assets", "creditors_due_within_one_year"),
        ("cat_loans", "current_assets", "creditors_due_after_one_year"),
        ("cat_provisions", "current_assets", "creditors_due_after_one_year"),
        ("cat_fa_plant", "fixed_assets", "fixed_assets"),
        ("cat_dep_plant", "fixed_assets", "fixed_assets"),
        ("cat_share_capital", "capital_and_reserves", "capital_and_reserves"),
    ],
)
def test_an_account_stands_on_the_side_of_its_balance(category_id: str, debit_side: str, credit_side: str) -> None:
    for amount, side in ((100_00, debit_side), (-100_00, credit_side)):
        books = Books()
        books.post("2026-04-02", Posting(category_id, amount), credit("cat_sales", amount))
        sheet = books.sheet("2026-04-30", "2026-04-01")
        positive = side in ("fixed_assets", "current_assets")
        assert (category_id, None, amount if positive else -amount) in shown(getattr(sheet, side))
        assert sheet.balanced


def test_suspense_shows_in_out_and_count_beside_its_net() -> None:
    books = Books()
    books.post("2026-04-02", main(500_00), credit("cat_uncategorised", 500_00))
    books.post("2026-04-03", main(-480_00), debit("cat_uncategorised", 480_00))
    sheet = books.sheet("2026-04-30", "2026-04-01", waiting=Waiting(500_00, 480_00, 2))
    assert sheet.suspense == Waiting(500_00, 480_00, 2)
    assert sheet.uncategorised == 20_00
    assert shown(sheet.creditors_due_within_one_year) == [("cat_uncategorised", None, 20_00)]
    assert books.behind(sheet.places_behind("uncategorised")) == -20_00


def test_a_sole_traders_capital_is_opening_plus_introduced_less_drawings_plus_profit() -> None:
    """2024-25: put in £1,000, earned £9,000 less £2,000 costs, drew £5,000: capital £3,000 at 5 April 2025.
    2025-26: put in £250, drew £4,000.50, earned £6,000 less £1,200: capital 3,000 + 250 - 4,000.50 + 4,800 = 4,049.50.
    """
    books = Books()
    books.post("2024-04-06", main(1_000_00), credit("cat_capital_introduced", 1_000_00))
    books.post("2024-10-01", main(9_000_00), credit("cat_sales", 9_000_00))
    books.post("2024-11-01", main(-2_000_00), debit("cat_rent", 2_000_00))
    books.post("2025-04-05", main(-5_000_00), debit("cat_drawings", 5_000_00))
    books.post("2025-04-06", main(250_00), credit("cat_capital_introduced", 250_00))
    books.post("2025-08-01", main(-4_000_50), debit("cat_drawings", 4_000_50))
    books.post("2025-09-01", main(6_000_00), credit("cat_sales", 6_000_00))
    books.post("2026-04-05", main(-1_200_00), debit("cat_rent", 1_200_00))
    sheet = books.sheet("2026-04-05", "2025-04-06", entity_type="sole_trader")
    assert shown(sheet.capital_and_reserves) == [
        ("opening_capital", None, 3_000_00),
        ("cat_capital_introduced", None, 250_00),
        ("cat_drawings", None, -4_000_50),
        ("profit_of_year", None, 4_800_00),
    ]
    assert sheet.capital_and_reserves.total == sheet.net_assets == 4_049_50
    assert sheet.warnings == ()
    for line in sheet.capital_and_reserves.lines:
        assert books.behind(sheet.places_behind(line.figure)) == -line.amount
    forward = books.trial_balance("2026-04-05", "2025-04-06", "sole_trader").lines[-3]
    assert (forward.figure, forward.credit) == ("opening_capital", 3_000_00)
    assert books.behind(forward.places) == -3_000_00


def test_opening_capital_of_converted_books_counts_from_the_day_it_is_posted() -> None:
    books = Books()
    books.post("2025-04-06", main(800_00), credit("cat_capital_account", 800_00))
    sheet = books.sheet("2026-04-05", "2025-04-06", entity_type="sole_trader")
    assert shown(sheet.capital_and_reserves) == [("opening_capital", None, 800_00)]


def test_retained_earnings_posted_in_the_year_are_brought_forward_too() -> None:
    books = Books()
    books.post("2026-04-01", main(800_00), credit("cat_retained", 800_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert shown(sheet.capital_and_reserves) == [("retained_brought_forward", None, 800_00)]
    assert books.behind(sheet.places_behind("retained_brought_forward")) == -800_00


def test_opening_balances_that_are_left_are_a_line_of_capital() -> None:
    books = Books()
    books.post("2026-04-01", main(800_00), credit("cat_opening_balances", 800_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert shown(sheet.capital_and_reserves) == [("cat_opening_balances", None, 800_00)]
    assert sheet.balanced


def test_an_owners_account_in_a_company_is_shown_and_warned_about() -> None:
    books = Books()
    books.post("2026-04-02", main(-90_00), debit("cat_drawings", 90_00))
    sheet = books.sheet("2026-04-30", "2026-04-01")
    assert shown(sheet.capital_and_reserves) == [("cat_drawings", None, -90_00)]
    assert sheet.balanced
    [warning] = sheet.warnings
    assert warning.code == "wrong_capital_account"
    assert warning.message.startswith("Owner's Drawings holds -£90.00, but a company has no owner's account")


def test_a_companys_account_at_a_sole_trader_is_shown_and_warned_about() -> None:
    books = Books()
    books.post("2026-04-02", main(-90_00), debit("cat_dividends", 90_00))
    books.post("2026-04-06", main(10_00), credit("cat_retained", 10_00))
    sheet = books.sheet("2026-04-30", "2026-04-06", entity_type="sole_trader")
    assert sheet.balanced
    assert sheet.capital_and_reserves.total == -80_00
    assert codes(sheet) == ["wrong_capital_account", "wrong_capital_account"]


def test_dividends_beyond_the_profits_are_warned_about() -> None:
    """Kept £300, made £500 this year, paid £1,000: £200 too much."""
    books = Books()
    books.post("2026-03-31", main(300_00), credit("cat_sales", 300_00))
    books.post("2026-04-02", main(500_00), credit("cat_sales", 500_00))
    books.post("2026-04-03", main(-800_00), debit("cat_dividends", 800_00))
    assert codes(books.sheet("2026-04-30", "2026-04-01")) == []
    books.post("2026-04-04", main(-200_00), debit("cat_dividends", 200_00))
    [warning] = books.sheet("2026-04-30", "2026-04-01").warnings
    assert (warning.code, warning.amount) == ("dividends_exceed_reserves", 200_00)


def test_a_settled_account_is_no_line() -> None:
    books = Books()
    books.post("2026-04-02", debit("cat_debtors", 100_00, contact=1), credit("cat_sales", 100_00))
    books.post("2026-04-03", main(100_00), credit("cat_debtors", 100_00, contact=1))
    assert shown(books.sheet("2026-04-30", "2026-04-01").current_assets) == [("cat_bank", "ba_main", 100_00)]


def test_a_companys_own_accounts_stand_where_their_type_says() -> None:
    own = [Category("cat_gold", "Gold", "asset", "1300"), Category("cat_iou", "IOU", "liability", "2500")]
    chart = Chart.of([*CHART.categories.values(), *own])
    rows = movements_of([Posting("cat_gold", 700), Posting("cat_iou", -700)])
    day = date(2026, 4, 30)
    sheet = balance_sheet(
        chart, (), rows, day, year_start=day, entity_type="ltd", basis="accruals", waiting=NOTHING_WAITING
    )
    assert shown(sheet.current_assets) == [("cat_gold", None, 700)]
    assert shown(sheet.creditors_due_within_one_year) == [("cat_iou", None, 700)]


def test_an_unknown_entity_type_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown entity type 'llp'"):
        Books().sheet("2026-04-30", "2026-04-01", entity_type="llp")


entries = st.lists(
    st.tuples(
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.sampled_from(sorted(CHART.categories)),
        st.sampled_from(sorted(CHART.categories)),
        st.integers(-(10**10), 10**10),
        st.sampled_from([None, "ba_main", "ba_director"]),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=25,
)


def books_of(rows: list[tuple[date, str, str, int, str | None, int | None]]) -> Books:
    books = Books()
    for day, one, other, amount, bank_account, contact in rows:
        held = Posting(one, amount, bank_account if one in ("cat_bank", "cat_directors_loan") else None, contact)
        books.post(day.isoformat(), held, Posting(other, -amount, contact=contact))
    return books


@given(entries, st.sampled_from(["ltd", "sole_trader"]))
def test_the_sheet_and_the_trial_balance_always_balance_and_agree(
    rows: list[tuple[date, str, str, int, str | None, int | None]], entity_type: str
) -> None:
    books = books_of(rows)
    sheet = books.sheet("2026-06-30", "2026-04-01", entity_type=entity_type)
    assert sheet.balanced
    for block in (sheet.current_assets, sheet.creditors_due_within_one_year, sheet.creditors_due_after_one_year):
        assert all(line.amount > 0 for line in block.lines)
    columns = books.trial_balance("2026-06-30", "2026-04-01", entity_type)
    assert columns.balanced
    profit = sum(line.balance for line in columns.lines if CHART[line.category_id].in_profit_and_loss)
    assert sum(li.amount for li in sheet.capital_and_reserves.lines if li.figure == "profit_of_year") == -profit


@given(entries, st.sampled_from(["ltd", "sole_trader"]))
def test_every_figure_leads_to_exactly_its_postings(
    rows: list[tuple[date, str, str, int, str | None, int | None]], entity_type: str
) -> None:
    books = books_of(rows)
    sheet = books.sheet("2026-06-30", "2026-04-01", entity_type=entity_type)
    for name, total, sign in [
        ("fixed_assets", sheet.fixed_assets.total, 1),
        ("current_assets", sheet.current_assets.total, 1),
        ("total_assets", sheet.total_assets, 1),
        ("creditors_due_within_one_year", sheet.creditors_due_within_one_year.total, -1),
        ("creditors_due_after_one_year", sheet.creditors_due_after_one_year.total, -1),
        ("total_liabilities", sheet.total_liabilities, -1),
        ("net_assets", sheet.net_assets, 1),
        ("capital_and_reserves", sheet.capital_and_reserves.total, -1),
    ]:
        assert books.behind(sheet.places_behind(name)) == sign * total, name
    for line in [*sheet.current_assets.lines, *sheet.fixed_assets.lines]:
        assert books.behind(line.places) == line.amount
    for line in [*sheet.creditors_due_within_one_year.lines, *sheet.capital_and_reserves.lines]:
        assert books.behind(line.places) == -line.amount
    for row in books.trial_balance("2026-06-30", "2026-04-01", entity_type).lines:
        assert books.behind(row.places) == row.balance
