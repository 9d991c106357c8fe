"""Limits of the schemes, the limited cost test and the registration threshold. Today is 22 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountsos import ids
from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.reports.vat_turnover import Turnover, joined_on, next_anniversary, turnover_of
from accountsos.reports.warnings import ReportWarning
from accountsos.uk_rules.vat_periods import Stagger
from accountsos.workflows.companies import chart
from accountsos.workflows.companies.chart import NewCategory
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.workflows.vat.keeping import VatKeeper, registered

SPRING, WINTER = date(2025, 5, 12), date(2026, 2, 10)
LONG_AGO = date(2023, 4, 1)
FLAT: dict[str, Any] = {"sector": "membership", "registered_on": LONG_AGO}


def warning(vat: VatKeeper, period: str, code: str) -> ReportWarning | None:
    return next((w for w in vat.report(period).warnings if w.code == code), None)


def test_cash_accounting_is_left_above_1600000_of_the_last_12_months(books: Books) -> None:
    """960,000 gross in May and in February are 800,000 net each: at the limit, which is not above it."""
    vat = registered(books, "cash")
    vat.line(date(2025, 2, 10), 9_000_000, "cat_sales")
    vat.line(SPRING, 96_000_000, "cat_sales")
    vat.line(WINTER, 96_000_000, "cat_sales")
    near = warning(vat, "2026-Q1", "scheme_limit_near")
    assert near is not None
    assert near.amount == 160_000_000, "January to March 2025 is more than 12 months ago"
    assert warning(vat, "2026-Q1", "scheme_leave") is None
    vat.line(WINTER, 120, "cat_sales_zero")
    leave = warning(vat, "2026-Q1", "scheme_leave")
    assert leave is not None
    assert leave.amount == 160_000_120
    assert "£1,600,000.00" in leave.message
    assert warning(vat, "2026-Q2", "scheme_limit_near") is None, "May 2025 has dropped out"


def test_exempt_sales_interest_and_services_supplied_abroad_are_no_taxable_turnover(books: Books) -> None:
    vat = registered(books, "cash")
    vat.line(WINTER, 200_000_000, "cat_sales_exempt")
    vat.line(WINTER, 200_000_000, "cat_sales_overseas")
    vat.line(WINTER, 200_000_000, "cat_interest_income")
    vat.line(WINTER, -200_000_000, "cat_software", code="RC20")
    assert {"scheme_leave", "scheme_limit_near"} & vat.codes("2026-Q1") == set()


def test_annual_accounting_goes_by_its_year(books: Books) -> None:
    vat = registered(books, "annual", annual_year_end_month=3)
    vat.line(WINTER, 192_000_120, "cat_sales")
    leave = warning(vat, "2026-03", "scheme_leave")
    assert leave is not None
    assert "accounting year" in leave.message
    assert leave.amount == 160_000_100


def test_the_flat_rate_is_left_above_230000_of_income_with_vat_exempt_and_overseas_sales(books: Books) -> None:
    """Joined 1 April 2024. 130,000 + 60,000 exempt + 40,000 abroad is the limit; interest does not count."""
    vat = registered(books, "flat_rate", **FLAT)
    vat.line(WINTER, 13_000_000, "cat_sales")
    vat.line(WINTER, 6_000_000, "cat_sales_exempt")
    vat.line(WINTER, 4_000_000, "cat_sales_overseas")
    vat.line(WINTER, 1_000_000, "cat_interest_income")
    near = warning(vat, "2026-Q1", "scheme_limit_near")
    assert near is not None
    assert near.amount == 23_000_000
    vat.line(WINTER, 100, "cat_sales")
    leave = warning(vat, "2026-Q1", "scheme_leave")
    assert leave is not None
    assert "anniversary of joining, 2026-04-01" in leave.message


@pytest.mark.parametrize(
    ("scheme", "more", "before", "words"),
    [
        ("flat_rate", {"sector": "membership"}, 15_000_000, "£150,000.00"),
        ("cash", {}, 135_000_000, "£1,350,000.00"),
        ("annual", {}, 135_000_000, "£1,350,000.00"),
    ],
)
def test_who_sold_more_than_the_joining_limit_before_is_asked_why_they_may_join(
    books: Books, scheme: str, more: dict[str, str], before: int, words: str
) -> None:
    vat = VatKeeper(found(books))
    vat.line(date(2025, 6, 2), before, "cat_sales")
    vat.scheme(scheme, date(2026, 1, 1), **more)
    period = "2026-12" if scheme == "annual" else "2026-Q1"
    assert "scheme_join" not in vat.codes(period)
    vat.line(date(2025, 6, 3), 100, "cat_sales")
    joined = warning(vat, period, "scheme_join")
    assert joined is not None
    assert words in joined.message
    if scheme == "cash":
        assert "scheme_join" not in vat.codes("2026-Q2"), "only in the return of the period of joining"


def test_a_new_sector_or_stagger_is_no_new_joining_and_the_anniversary_runs_on() -> None:
    start = date(2024, 4, 1)
    first = VatScheme(start, "flat_rate", start, sector="membership")
    second = VatScheme(date(2025, 4, 1), "flat_rate", start, Stagger.MONTHLY, sector="travel_agency")
    other = VatScheme(date(2026, 4, 1), "standard", start)
    again = VatScheme(date(2026, 7, 1), "flat_rate", start, sector="membership")
    regime = VatRegime((first, second, other, again))
    assert (joined_on(regime, second), joined_on(regime, again)) == (start, date(2026, 7, 1))
    assert next_anniversary(start, date(2026, 4, 1)) == date(2026, 4, 1)
    assert next_anniversary(start, date(2026, 4, 2)) == date(2027, 4, 1)


def test_corrections_of_filed_returns_are_turnover_of_their_own_period_only() -> None:
    sums = {("S20", False): -1_000, ("S20", True): -200, ("S20~20260331", False): -500, ("S20~20260331", True): -100}
    assert turnover_of(sums) == Turnover(taxable=1_000, income=1_200, flat=0)


def limited(books: Books, *, limited_cost: bool = False) -> VatKeeper:
    """£20,000 of flat-rate turnover in the quarter: 2 % are £400, the minimum is £250."""
    vat = registered(books, "flat_rate", limited_cost=limited_cost, **FLAT)
    vat.line(WINTER, 2_000_000, "cat_sales")
    return vat


def test_few_goods_make_a_limited_cost_business_also_counted_with_what_may_be_goods(books: Books) -> None:
    vat = limited(books)
    vat.line(WINTER, -30_000, "cat_purchases")
    vat.line(WINTER, -9_999, "cat_office")
    vat.line(WINTER, -500_000, "cat_software")
    found_now = warning(vat, "2026-Q1", "limited_cost")
    assert found_now is not None
    assert found_now.amount == 39_999
    vat.line(WINTER, -1, "cat_utilities")
    assert warning(vat, "2026-Q1", "limited_cost") is None
    unclear = warning(vat, "2026-Q1", "limited_cost_unclear")
    assert unclear is not None
    assert unclear.amount == 10_000
    vat.line(WINTER, -10_000, "cat_purchases")
    assert {"limited_cost", "limited_cost_unclear"} & vat.codes("2026-Q1") == set()


def test_a_category_like_purchases_holds_goods_and_the_test_is_of_each_period_alone(books: Books) -> None:
    vat = limited(books)
    category = vat.keeper.do(chart.ADD_CATEGORY, NewCategory("Timber", "cat_purchases"))
    vat.line(WINTER, -40_000, category.category_id)
    assert "limited_cost" not in vat.codes("2026-Q1")
    vat.line(date(2026, 5, 1), 2_000_000, "cat_sales")
    assert "limited_cost" in vat.codes("2026-Q2")


def test_who_pays_the_limited_cost_rate_and_buys_goods_is_told_so(books: Books) -> None:
    vat = limited(books, limited_cost=True)
    assert "limited_cost" not in vat.codes("2026-Q1")
    vat.line(WINTER, -40_000, "cat_purchases")
    assert "limited_cost_not_met" in vat.codes("2026-Q1")


def test_services_bought_from_abroad_count_towards_the_registration_threshold(books: Books) -> None:
    """85,000 sold, 2,000 bought by name and 3,001 from a contact with a foreign number: 90,001 at 30 September."""
    vat = VatKeeper(found(books))
    vat.line(date(2026, 3, 10), 8_500_000, "cat_sales")
    assert [w.code for w in vat.report().warnings] == ["registration_watch"]
    vat.line(date(2026, 9, 1), -200_000, "cat_software", text="GITHUB INC")
    number = vat.line(date(2026, 9, 2), -300_100, "cat_consultancy", text="Kvist Studio")
    vat.line(date(2026, 9, 3), -900_000, "cat_consultancy", text="Wren Advisers")
    vat.line(date(2026, 9, 4), -900_000, "cat_it_hardware", text="GITHUB SHOP")
    by_name = vat.report().warnings
    assert [(w.code, w.amount) for w in by_name] == [
        ("registration_watch", 8_700_000),
        ("services_from_abroad", 200_000),
    ]
    new = manage_contacts.NewContact("Kvist Studio AB", vat_number="SE556677889901")
    contact = vat.keeper.do(manage_contacts.ADD, new).contact.number
    vat.change(number, contact_id=ids.public_id("con_", vat.keeper.company, contact))
    due, services = vat.report().warnings
    assert (due.code, due.amount) == ("registration_due", 9_000_100)
    assert "2026-09-30" in due.message
    assert "tell HMRC by 2026-10-30; registered from 2026-11-01" in due.message
    assert services.amount == 500_100


def test_who_goes_by_the_tax_point_is_told_what_bank_lines_alone_leave_out(books: Books) -> None:
    vat = registered(books)
    vat.line(WINTER, 12_000, "cat_sales")
    told = warning(vat, "2026-Q1", "vat_by_bank_date")
    assert told is not None
    assert told.message.startswith("No invoices are kept here")
    vat.scheme("cash", date(2026, 4, 1))
    assert warning(vat, "2026-Q2", "vat_by_bank_date") is None
