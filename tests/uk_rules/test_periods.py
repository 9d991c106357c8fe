"""Adding months in two ways, tax years, and the working days of three nations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period, month_end
from accountsos.errors import BadRequest
from accountsos.uk_rules.periods import (
    Nation,
    add_months_month_end,
    add_months_same_day,
    add_working_days,
    bank_holidays,
    end_of_month_after,
    is_working_day,
    last_day_of_months,
    last_working_day_of_month,
    tax_year_name,
    tax_year_named,
    tax_year_of,
    whole_months,
    working_day_on_or_before,
)

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))
months = st.integers(0, 60)


def test_the_two_ways_differ_at_the_end_of_june() -> None:
    assert add_months_same_day(date(2026, 6, 30), 9) == date(2027, 3, 30)
    assert add_months_month_end(date(2026, 6, 30), 9) == date(2027, 3, 31)


def test_a_month_without_that_day_gives_its_last() -> None:
    assert add_months_same_day(date(2026, 5, 30), 9) == date(2027, 2, 28)
    assert add_months_same_day(date(2027, 5, 31), 9) == date(2028, 2, 29)


@given(days, months)
def test_both_ways_reach_the_same_month(day: date, count: int) -> None:
    one, other = add_months_same_day(day, count), add_months_month_end(day, count)
    assert (one.year, one.month) == (other.year, other.month)
    assert (one.year * 12 + one.month) - (day.year * 12 + day.month) == count


@given(days, months)
def test_a_month_end_stays_one_and_no_other_day_becomes_one_but_in_a_shorter_month(day: date, count: int) -> None:
    moved = add_months_month_end(day, count)
    if day == month_end(day):
        assert moved == month_end(moved)
    else:
        assert moved.day == min(day.day, month_end(moved).day)


@given(days, months, months)
def test_adding_months_to_month_ends_is_additive(day: date, one: int, other: int) -> None:
    end = month_end(day)
    assert add_months_month_end(add_months_month_end(end, one), other) == add_months_month_end(end, one + other)


@given(days, months)
def test_adding_no_months_changes_nothing_and_adding_more_never_goes_back(day: date, count: int) -> None:
    assert add_months_same_day(day, 0) == add_months_month_end(day, 0) == day
    assert add_months_same_day(day, count + 1) > add_months_same_day(day, count)


@given(days, st.integers(1, 60))
def test_whole_months_are_recognised_whatever_day_they_begin_on(first: date, count: int) -> None:
    last = last_day_of_months(first, count)
    assert whole_months(Period(first, last)) == count
    assert last_day_of_months(first, count + 1) > last


def test_twelve_months_from_a_leap_day_end_on_28_february() -> None:
    assert last_day_of_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert whole_months(Period(date(2026, 1, 1), date(2026, 1, 30))) is None


def test_the_end_of_the_month_after_31_january_is_28_february() -> None:
    assert end_of_month_after(date(2019, 1, 31)) == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("day", "working_in"),
    [
        (date(2026, 4, 6), {Nation.SCOTLAND}),  # Easter Monday
        (date(2026, 8, 3), {Nation.ENGLAND_AND_WALES, Nation.NORTHERN_IRELAND}),  # Scotland's summer holiday
        (date(2026, 11, 30), {Nation.ENGLAND_AND_WALES, Nation.NORTHERN_IRELAND}),  # St Andrew's Day
        (date(2026, 3, 17), {Nation.ENGLAND_AND_WALES, Nation.SCOTLAND}),  # St Patrick's Day
        (date(2026, 7, 13), {Nation.ENGLAND_AND_WALES, Nation.SCOTLAND}),  # the Boyne, in lieu
        (date(2026, 12, 28), set()),  # Boxing Day, in lieu
        (date(2026, 1, 2), {Nation.ENGLAND_AND_WALES, Nation.NORTHERN_IRELAND}),
    ],
)
def test_each_nation_has_its_own_bank_holidays(day: date, working_in: set[Nation]) -> None:
    assert {nation for nation in Nation if is_working_day(day, nation)} == working_in


def test_the_coronation_and_the_late_queens_funeral_were_holidays_everywhere() -> None:
    assert all(date(2023, 5, 8) in bank_holidays(2023, nation) for nation in Nation)
    assert all(date(2022, 9, 19) in bank_holidays(2022, nation) for nation in Nation)


def test_working_days_skip_easter() -> None:
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 7), -1) == date(2026, 4, 2)
    assert working_day_on_or_before(date(2026, 4, 6)) == date(2026, 4, 2)
    assert last_working_day_of_month(date(2026, 10, 5)) == date(2026, 10, 30)


@given(days, st.integers(1, 20), st.sampled_from(list(Nation)))
def test_so_many_working_days_later_is_a_working_day_and_back_again_is_not_later(
    day: date, count: int, nation: Nation
) -> None:
    later = add_working_days(day, count, nation)
    assert is_working_day(later, nation)
    assert add_working_days(later, -count, nation) <= day
    assert sum(is_working_day(day + timedelta(days=n), nation) for n in range(1, (later - day).days + 1)) == count


def test_the_tax_year_turns_on_6_april() -> None:
    assert tax_year_name(tax_year_of(date(2026, 4, 5))) == "2025-26"
    assert tax_year_name(tax_year_of(date(2026, 4, 6))) == "2026-27"
    assert tax_year_named("2025/26") == tax_year_named("2025-2026") == Period(date(2025, 4, 6), date(2026, 4, 5))
    assert tax_year_named("1999-00").end == date(2000, 4, 5)


@pytest.mark.parametrize("name", ["2025", "2025-27", "25-26", "２０２５-26", ""])
def test_what_is_no_tax_year_is_refused(name: str) -> None:
    with pytest.raises(BadRequest, match="not a tax year"):
        tax_year_named(name)
