"""The series of a company: worked by hand, as known at a moment, and the same that home and the statements say."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accountsos.reports.series import Point
from accountsos.workflows.bank.bank_accounts import ADD_ACCOUNT, NewAccount
from accountsos.workflows.overview.series import SERIES, SeriesQuestion
from accountsos.workflows.overview.sum_up import SUM_UP
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import Clock
from tests.workflows.vat.keeping import VatKeeper

MAY, JUNE_END = date(2026, 5, 1), date(2026, 6, 30)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """Sales of 2,000.00 in May, rent of 300.00 in May and of 450.00 in June, 500.00 put by in June."""
    keeper = found(books)
    savings = keeper.do(ADD_ACCOUNT, NewAccount("Savings", "savings")).bank_account_id
    keeper.enter(date(2026, 5, 5), 200_000, "ORCHARD STORES", category="cat_sales")
    keeper.enter(date(2026, 5, 9), -30_000, "LANDLORD", category="cat_rent")
    keeper.enter(date(2026, 6, 9), -45_000, "LANDLORD", category="cat_rent")
    keeper.enter(date(2026, 6, 10), -50_000, "TO SAVINGS", category="cat_transfer")
    keeper.enter(date(2026, 6, 10), 50_000, "FROM MAIN", account=savings, category="cat_transfer")
    return keeper


def points(
    keeper: Bookkeeper,
    series: str,
    by: str | None = None,
    *,
    days: tuple[date | None, date | None] = (MAY, JUNE_END),
    known_at: datetime | None = None,
) -> tuple[Point, ...]:
    asked = SeriesQuestion(TODAY, series, *days, by, known_at)
    found: tuple[Point, ...] = keeper.ask(SERIES, asked)[0].points
    return found


def figures(found: tuple[Point, ...]) -> list[tuple[str, tuple[int, ...]]]:
    return [(point.name, point.figures) for point in found]


def test_money_in_the_bank_at_the_end_of_each_month_and_day(keeper: Bookkeeper) -> None:
    assert figures(points(keeper, "cash")) == [("2026-05", (170_000,)), ("2026-06", (125_000,))]
    days = points(keeper, "cash", "day", days=(date(2026, 6, 8), date(2026, 6, 10)))
    assert figures(days) == [("2026-06-08", (170_000,)), ("2026-06-09", (125_000,)), ("2026-06-10", (125_000,))]
    within = points(keeper, "cash", "month", days=(date(2026, 5, 6), date(2026, 6, 8)))
    assert [point.figures for point in within] == [(170_000,), (170_000,)]
    within = points(keeper, "cash", "month", days=(date(2026, 4, 11), date(2026, 6, 9)))
    assert [point.figures for point in within] == [(0,), (170_000,), (125_000,)]
    of_their_own = points(keeper, "cash", "month", days=(date(2026, 4, 9), date(2026, 6, 8)))
    assert [point.figures for point in of_their_own] == [(200_000,), (170_000,)]


def test_what_only_moved_between_own_accounts_is_neither_in_nor_out(keeper: Bookkeeper) -> None:
    assert figures(points(keeper, "in_and_out")) == [("2026-05", (200_000, 30_000)), ("2026-06", (0, 45_000))]
    quarter = points(keeper, "in_and_out", "quarter", days=(date(2026, 4, 15), JUNE_END))
    assert figures(quarter) == [("2026-04-01..2026-06-30", (200_000, 75_000))]


def test_profit_is_what_was_earned_less_what_was_spent(keeper: Bookkeeper) -> None:
    assert figures(points(keeper, "profit")) == [
        ("2026-05", (200_000, 30_000, 170_000)),
        ("2026-06", (0, 45_000, -45_000)),
    ]


def test_spending_is_by_category_the_most_first(keeper: Bookkeeper) -> None:
    keeper.enter(date(2026, 6, 20), -1_999, "AWS EMEA", category="cat_software")
    found = points(keeper, "spending")
    assert [(point.category_id, point.figures) for point in found] == [
        ("cat_rent", (75_000,)),
        ("cat_software", (1_999,)),
    ]


def test_vat_is_by_return_and_of_those_that_end_in_the_days(keeper: Bookkeeper) -> None:
    vat = VatKeeper(keeper)
    vat.scheme("standard", date(2026, 4, 1))
    vat.line(date(2026, 7, 3), 120_000, "cat_sales", code="S20")
    every = figures(points(keeper, "vat", days=(None, None)))
    assert [name for name, _ in every] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert every[1] == ("2026-Q3", (20_000,))
    assert figures(points(keeper, "vat", days=(date(2026, 7, 1), date(2026, 9, 30)))) == [every[1]]
    assert points(keeper, "vat", days=(date(2020, 7, 1), date(2020, 9, 30))) == ()


def test_a_company_that_was_never_registered_has_no_vat(keeper: Bookkeeper) -> None:
    assert points(keeper, "vat", days=(None, None)) == ()


def test_as_known_at_a_moment_later_entries_do_not_count(keeper: Bookkeeper, clock: Clock) -> None:
    clock.now += timedelta(hours=1)
    before = clock.now
    clock.now += timedelta(hours=1)
    keeper.enter(date(2026, 5, 20), -10_000, "LATE", category="cat_rent")
    assert figures(points(keeper, "cash")) == [("2026-05", (160_000,)), ("2026-06", (115_000,))]
    assert figures(points(keeper, "cash", known_at=before)) == [("2026-05", (170_000,)), ("2026-06", (125_000,))]
    day = points(keeper, "cash", "day", days=(date(2026, 5, 19), date(2026, 5, 20)), known_at=before)
    assert [point.figures for point in day] == [(170_000,), (170_000,)]
    assert points(keeper, "profit", known_at=before)[0].figures == (200_000, 30_000, 170_000)
    assert points(keeper, "spending", known_at=before)[0].figures == (75_000,)


def test_home_draws_the_same_figures(keeper: Bookkeeper) -> None:
    home = keeper.ask(SUM_UP, TODAY)
    assert [month.balance for month in home.months[-2:]] == [170_000, 125_000]
    drawn = [(month.flow.money_in, -month.flow.money_out) for month in home.months[-2:]]
    assert drawn == [point.figures for point in points(keeper, "in_and_out")]
