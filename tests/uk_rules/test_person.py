"""Sole traders, dividends, mileage, payroll dates and interest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.uk_rules import mtd_itsa, paye, simplified_expenses
from accountsos.uk_rules.dividends import dividend_tax, personal_allowance
from accountsos.uk_rules.interest import late_payment_interest
from accountsos.uk_rules.mileage import Trip, Vehicle, mileage_claim
from accountsos.uk_rules.periods import tax_year_named, tax_year_of
from accountsos.uk_rules.self_assessment import (
    payments_on_account,
    payments_on_account_from_totals,
    self_assessment_dates,
)

YEAR = tax_year_named("2026-27")


@pytest.mark.parametrize(
    ("liability", "share", "each"),
    [
        (100_000, "0", 50_000),
        (99_999, "0", None),
        (400_000, "0.80", 200_000),
        (400_000, "0.8001", None),
        (400_000, "0.79", 200_000),
    ],
)
def test_payments_on_account_need_1000_pounds_and_a_fifth_not_deducted(
    liability: int, share: str, each: int | None
) -> None:
    found = payments_on_account(liability, Decimal(share), YEAR)
    assert (found.required, found.each) == (each is not None, each or 0)


def test_the_share_deducted_follows_from_the_totals() -> None:
    assert payments_on_account_from_totals(1_000_000, 800_000, YEAR).each == 100_000
    assert not payments_on_account_from_totals(1_000_000, 800_001, YEAR).required
    assert not payments_on_account_from_totals(0, 0, YEAR).required


@given(st.dates(date(2013, 4, 6), date(2080, 1, 1)))
def test_no_deadline_of_a_tax_year_lies_before_its_end(day: date) -> None:
    year = tax_year_of(day)
    dates = self_assessment_dates(year)
    assert year.end < dates.register_by < dates.paper_return < dates.online_return
    assert dates.second_payment_on_account > dates.first_payment_on_account == dates.balancing_payment
    for quarters in mtd_itsa.Quarters:
        updates = mtd_itsa.quarterly_updates(year, quarters)
        assert all(update.due > update.period.end for update in updates)
        assert all(update.period.start == updates[0].period.start for update in updates)
    assert mtd_itsa.final_declaration_due(year) > year.end
    employer = paye.year_dates(year)
    assert year.end < employer.p60 < employer.p11d < employer.class_1a_by_post < employer.class_1a_electronic
    month = paye.tax_month_of(day)
    assert month.start.day == 6
    assert day in month
    assert paye.tax_quarter_of(day).end >= month.end
    assert day in paye.tax_quarter_of(day)
    assert month.end < paye.month_dates(day).by_post < paye.month_dates(day).electronic


def test_an_employers_year_ends_with_four_days_of_the_same_summer() -> None:
    """The days of the guidance on PAYE for employers: 31 May, 6 July, 22 July, by post 19 July."""
    employer = paye.year_dates(YEAR)
    assert YEAR.end.year == 2027
    assert (employer.p60, employer.p11d) == (date(2027, 5, 31), date(2027, 7, 6))
    assert (employer.class_1a_electronic, employer.class_1a_by_post) == (date(2027, 7, 22), date(2027, 7, 19))


def test_calendar_quarters_begin_in_april_and_share_the_due_dates() -> None:
    found = mtd_itsa.quarterly_updates(YEAR, mtd_itsa.Quarters.CALENDAR)
    assert [each.period.end for each in found] == [
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
        date(2027, 3, 31),
    ]
    assert found[0].period.start == date(2026, 4, 1)
    assert found[3].due == date(2027, 5, 7)


@pytest.mark.parametrize(
    ("year", "income", "start"),
    [
        ("2023-24", 9_000_000, None),
        ("2024-25", 5_000_000, None),
        ("2024-25", 5_000_001, date(2026, 4, 6)),
        ("2025-26", 3_000_001, date(2027, 4, 6)),
        ("2026-27", 2_000_000, None),
        ("2026-27", 2_000_001, date(2028, 4, 6)),
    ],
)
def test_making_tax_digital_begins_two_years_after_income_over_the_threshold(
    year: str, income: int, start: date | None
) -> None:
    found = mtd_itsa.mandation(tax_year_named(year), income, 0)
    assert (found.mandated, found.from_date) == (start is not None, start)
    assert not mtd_itsa.mandation(tax_year_named(year), income, 0, exempt=True).mandated
    assert mtd_itsa.mandation(tax_year_named(year), 0, income) == found


def test_each_trip_bears_the_rate_of_its_day() -> None:
    def claim(day: date, vehicle: Vehicle = Vehicle.CAR) -> int:
        return mileage_claim([Trip(day, vehicle, Decimal(100))])

    assert claim(date(2011, 4, 5)) == 4000
    assert claim(date(2026, 4, 5)) == 4500
    assert claim(date(2026, 4, 6)) == 5500
    assert claim(date(2026, 4, 6), Vehicle.MOTORCYCLE) == 2400
    assert claim(date(2026, 4, 6), Vehicle.BICYCLE) == 2000


@given(st.lists(st.integers(0, 6000), max_size=8))
def test_the_threshold_counts_the_year_in_whatever_trips_it_is_driven(miles: list[int]) -> None:
    trips = [Trip(date(2026, 5, 1) + timedelta(days=n), Vehicle.CAR, Decimal(each)) for n, each in enumerate(miles)]
    total = sum(miles)
    assert mileage_claim(trips) == min(total, 10_000) * 55 + max(total - 10_000, 0) * 25


def test_the_threshold_begins_again_with_the_tax_year() -> None:
    trips = [Trip(date(2025, 4, 6), Vehicle.CAR, Decimal(10_000)), Trip(date(2026, 4, 6), Vehicle.VAN, Decimal(100))]
    assert mileage_claim(trips) == 450_000 + 5_500
    with pytest.raises(BadRequest, match="negative"):
        Trip(date(2026, 4, 6), Vehicle.CAR, Decimal(-1))


@pytest.mark.parametrize(("hours", "claim"), [("24.9", 0), ("25", 1000), ("50", 1000), ("51", 1800), ("101", 2600)])
def test_home_use_goes_by_the_hours_of_the_month(hours: str, claim: int) -> None:
    assert simplified_expenses.home_use([Decimal(hours)]) == claim


def test_private_use_of_premises_goes_by_the_people_of_each_month() -> None:
    assert simplified_expenses.premises_private_use([0, 1, 2, 3, 7]) == 35_000 + 50_000 + 65_000 + 65_000
    assert simplified_expenses.premises_claim(100, 200) == 0


def test_a_tapered_allowance_is_rounded_up_to_a_whole_pound() -> None:
    """115,299.00: half of 15,299.00 is 7,649.50, which leaves 4,920.50 of 12,570 (ITA 2007 s35(3))."""
    assert personal_allowance(11_529_900, date(2025, 4, 6)) == 492_100
    assert personal_allowance(11_554_067, date(2025, 4, 6)) == 480_000
    assert personal_allowance(12_513_999, date(2025, 4, 6)) == 100


def test_the_personal_allowance_tapers_to_nothing_at_125140() -> None:
    assert personal_allowance(10_000_000, YEAR.start) == 1_257_000
    assert personal_allowance(10_000_200, YEAR.start) == 1_256_900
    assert personal_allowance(12_514_000, YEAR.start) == 0


def test_unused_personal_allowance_covers_dividends_and_the_allowance_uses_up_its_band() -> None:
    found = dividend_tax(YEAR, 500_000, 1_000_000)
    # 7,570 of the allowance, 500 at nil, 1,930 at 10.75 per cent.
    assert (found.personal_allowance_used, found.at_nil, found.at_ordinary, found.tax) == (
        757_000,
        50_000,
        193_000,
        20_748,
    )
    across = dividend_tax(YEAR, 5_000_000, 100_000)
    # Taxable other income 37,430: 270 of the basic band left, all of it and 230 more at nil, 500 at 35.75 per cent.
    assert (across.at_nil, across.at_ordinary, across.at_upper, across.tax) == (50_000, 0, 50_000, 17_875)
    assert across.warnings == ()


def test_dividends_alone_fill_the_basic_band_to_its_last_penny() -> None:
    """Of 60,000.00 the allowance covers 12,570.00; of the 37,700.00 at the basic rate 500.00 are at nil."""
    found = dividend_tax(YEAR, 0, 60_000_00)
    bands = (found.personal_allowance_used, found.at_nil, found.at_ordinary, found.at_upper)
    assert bands == (12_570_00, 500_00, 37_200_00, 9_730_00)


@given(st.integers(0, 3 * 10**7), st.integers(0, 3 * 10**7))
def test_the_bands_hold_all_dividends_and_tax_never_falls_as_they_rise(other: int, dividends: int) -> None:
    found = dividend_tax(YEAR, other, dividends)
    spread = found.personal_allowance_used + found.at_nil + found.at_ordinary + found.at_upper + found.at_additional
    assert spread == dividends
    assert dividend_tax(YEAR, other, dividends + 1000).tax >= found.tax


def test_a_year_that_is_none_or_negative_income_is_refused() -> None:
    with pytest.raises(BadRequest, match="not a tax year"):
        dividend_tax(type(YEAR)(date(2026, 1, 1), date(2026, 12, 31)), 0, 0)
    with pytest.raises(BadRequest, match="negative"):
        dividend_tax(YEAR, -1, 0)


def test_interest_is_nothing_when_paid_in_time_and_says_what_is_not_verified() -> None:
    assert late_payment_interest(10_000, date(2026, 1, 1), date(2026, 1, 1)).amount == 0
    found = late_payment_interest(36_500_00, date(2025, 6, 1), date(2025, 6, 11))
    # Ten days at 8.25 per cent of 36,500 pounds.
    assert found.amount == 82_50
    assert "late_payment_interest_rate from 2025-05-28" in found.warnings[0]
