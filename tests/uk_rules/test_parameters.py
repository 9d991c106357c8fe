"""Every number fixed by law has a source and a recent check, and changes on its legal day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accountsos.uk_rules.interest import late_payment_interest
from accountsos.uk_rules.parameters import (
    UNVERIFIED,
    NoValueInForce,
    Parameter,
    Row,
    all_parameters,
    in_force_on,
    in_force_or_none,
    old_rows_asked_for,
    topic_of,
    warnings_for,
)

PARAMETERS = list(all_parameters().values())
ROWS = [row for each in PARAMETERS for row in each.rows]
A_YEAR = timedelta(days=365)

# name, legal first day, the value before, the value from that day: by hand from the Acts and notices.
CHANGES = """
vat_standard_rate 2010-01-01 0.15 0.175
vat_standard_rate 2011-01-04 0.175 0.20
vat_hospitality_rate 2021-10-01 0.05 0.125
vat_registration_threshold 2014-04-01 79000 81000
vat_registration_threshold 2015-04-01 81000 82000
vat_registration_threshold 2016-04-01 82000 83000
vat_registration_threshold 2017-04-01 83000 85000
vat_registration_threshold 2024-04-01 85000 90000
vat_deregistration_threshold 2014-04-01 77000 79000
vat_deregistration_threshold 2015-04-01 79000 80000
vat_deregistration_threshold 2016-04-01 80000 81000
vat_deregistration_threshold 2017-04-01 81000 83000
vat_deregistration_threshold 2024-04-01 83000 88000
vat_late_payment_day15_rate 2025-04-01 0.02 0.03
vat_late_payment_day30_rate 2025-04-01 0.02 0.03
vat_late_payment_second_rate 2025-04-01 0.04 0.10
ct_main_rate 2017-04-01 0.20 0.19
ct_main_rate 2023-04-01 0.19 0.25
ct_late_filing_first 2026-04-01 100 200
ct_late_filing_three_months 2026-04-01 200 400
ct_late_filing_third_first 2026-04-01 500 1000
ct_late_filing_third_three_months 2026-04-01 1000 2000
s455_rate 2016-04-06 0.25 0.325
s455_rate 2022-04-06 0.325 0.3375
s455_rate 2026-04-06 0.3375 0.3575
writing_down_main_company 2026-04-01 0.18 0.14
annual_investment_allowance 2019-01-01 200000 1000000
writing_down_main_income_tax 2026-04-06 0.18 0.14
confirmation_statement_fee_digital 2024-05-01 13 34
confirmation_statement_fee_digital 2026-02-01 34 50
confirmation_statement_fee_paper 2024-05-01 40 62
confirmation_statement_fee_paper 2026-02-01 62 110
micro_turnover 2025-04-06 632000 1000000
micro_balance_sheet 2025-04-06 316000 500000
small_turnover 2025-04-06 10200000 15000000
small_balance_sheet 2025-04-06 5100000 7500000
dividend_ordinary_rate 2022-04-06 0.075 0.0875
dividend_ordinary_rate 2026-04-06 0.0875 0.1075
dividend_upper_rate 2022-04-06 0.325 0.3375
dividend_upper_rate 2026-04-06 0.3375 0.3575
dividend_additional_rate 2022-04-06 0.381 0.3935
dividend_allowance 2018-04-06 5000 2000
dividend_allowance 2023-04-06 2000 1000
dividend_allowance 2024-04-06 1000 500
personal_allowance 2021-04-06 12500 12570
basic_rate_limit 2021-04-06 37500 37700
higher_rate_limit 2023-04-06 150000 125140
class_4_lower_limit 2022-04-06 9568 11908
class_4_lower_limit 2023-04-06 11908 12570
class_4_main_rate 2022-04-06 0.09 0.0973
class_4_main_rate 2023-04-06 0.0973 0.09
class_4_main_rate 2024-04-06 0.09 0.06
class_4_additional_rate 2022-04-06 0.02 0.0273
class_4_additional_rate 2023-04-06 0.0273 0.02
mtd_update_points 2027-04-06 0 1
mtd_income_tax_threshold 2027-04-06 50000 30000
mtd_income_tax_threshold 2028-04-06 30000 20000
mileage_car_first 2011-04-06 0.40 0.45
mileage_car_first 2026-04-06 0.45 0.55
employer_ni_rate 2022-11-06 0.1505 0.138
employer_ni_rate 2025-04-06 0.138 0.15
employer_ni_threshold 2025-04-06 9100 5000
employment_allowance 2025-04-06 5000 10500
employee_ni_main_rate 2024-01-06 0.12 0.10
employee_ni_main_rate 2024-04-06 0.10 0.08
class_2_weekly_rate 2023-04-06 3.15 3.45
class_2_weekly_rate 2025-04-06 3.45 3.50
class_2_small_profits_threshold 2025-04-06 6725 6845
class_2_weekly_rate 2026-04-06 3.50 3.65
class_2_small_profits_threshold 2026-04-06 6845 7105
official_rate_of_interest 2023-04-06 0.02 0.0225
official_rate_of_interest 2025-04-06 0.0225 0.0375
late_payment_interest_rate 2022-02-21 0.0275 0.03
late_payment_interest_rate 2022-04-05 0.03 0.0325
late_payment_interest_rate 2022-05-24 0.0325 0.035
late_payment_interest_rate 2022-07-05 0.035 0.0375
late_payment_interest_rate 2022-08-23 0.0375 0.0425
late_payment_interest_rate 2022-10-11 0.0425 0.0475
late_payment_interest_rate 2022-11-22 0.0475 0.055
late_payment_interest_rate 2023-01-06 0.055 0.06
late_payment_interest_rate 2023-02-21 0.06 0.065
late_payment_interest_rate 2023-04-13 0.065 0.0675
late_payment_interest_rate 2023-05-31 0.0675 0.07
late_payment_interest_rate 2023-07-11 0.07 0.075
late_payment_interest_rate 2023-08-22 0.075 0.0775
late_payment_interest_rate 2024-08-20 0.0775 0.075
late_payment_interest_rate 2024-11-26 0.075 0.0725
late_payment_interest_rate 2025-02-25 0.0725 0.07
late_payment_interest_rate 2025-04-06 0.07 0.085
late_payment_interest_rate 2025-05-28 0.085 0.0825
late_payment_interest_rate 2025-08-27 0.0825 0.08
late_payment_interest_rate 2026-01-09 0.08 0.0775
"""
TABLE = [line.split() for line in CHANGES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.in_force_from}")
def test_every_value_names_its_source(row: Row) -> None:
    names_a_place = any(character.isdigit() for character in row.source) or "HMRC" in row.source
    assert names_a_place, "a source names a section, a number or a page of HMRC"
    assert len(row.source) >= 10


def test_every_value_was_checked_within_the_last_twelve_months() -> None:
    today = datetime.now(UTC).date()
    stale = [f"{row.name} {row.in_force_from}: {row.checked_on}" for row in ROWS if today - row.checked_on > A_YEAR]
    assert not stale, f"check these against the law again, then set checked_on: {stale}"


@pytest.mark.parametrize("each", PARAMETERS, ids=lambda each: each.name)
def test_every_parameter_says_what_it_is_and_which_day_counts(each: Parameter) -> None:
    assert len(each.what) > 3
    assert len(each.keyed_on) > 5
    for row in each.rows:
        assert row.value >= 0
        assert each.unit != "rate" or row.value <= 1, "a rate is a fraction"


@pytest.mark.parametrize(("name", "first_day", "before", "after"), TABLE, ids=[f"{t[0]}-{t[1]}" for t in TABLE])
def test_the_value_changes_on_its_first_day_and_not_the_day_before(
    name: str, first_day: str, before: str, after: str
) -> None:
    day = date.fromisoformat(first_day)
    assert in_force_on(day - timedelta(days=1), name).value == Decimal(before)
    assert in_force_on(day, name).value == Decimal(after)


def test_every_change_of_value_in_the_data_has_its_boundary_day_test() -> None:
    changes = {(row.name, row.in_force_from.isoformat()) for each in PARAMETERS for row in each.rows[1:]}
    of_tables = {(name, day) for name, day in changes if name.startswith("fuel_scale_")}  # test_fuel_scale.py
    assert changes - of_tables == {(name, day) for name, day, _, _ in TABLE}


@pytest.mark.parametrize("each", PARAMETERS, ids=lambda each: each.name)
def test_nothing_is_known_before_the_first_day(each: Parameter) -> None:
    first = each.rows[0].in_force_from
    assert in_force_or_none(first - timedelta(days=1), each.name) is None
    assert in_force_or_none(first, each.name) is each.rows[0]


def test_a_day_without_a_value_is_refused_and_says_from_when_it_is_known() -> None:
    with pytest.raises(NoValueInForce, match=r"vat_standard_rate is known for 2008-11-30; .* 2008-12-01"):
        in_force_on(date(2008, 11, 30), "vat_standard_rate")


def test_a_value_with_a_last_day_ends_after_it() -> None:
    assert in_force_or_none(date(2022, 3, 31), "vat_hospitality_rate") is not None
    assert in_force_or_none(date(2022, 4, 1), "vat_hospitality_rate") is None


def test_what_is_not_verified_warns_and_what_is_does_not() -> None:
    fee = in_force_on(date(2026, 11, 22), "confirmation_statement_fee_digital")
    rate = in_force_on(date(2026, 11, 22), "vat_standard_rate")
    assert rate.warning is None
    assert fee.warning is not None
    assert UNVERIFIED in fee.warning
    assert warnings_for(rate, fee, fee) == (fee.warning,)


RHYTHM = """
heading = "Interest"
[some_rate]
what = "A rate"
unit = "rate"
keyed_on = "each day"
rhythm_months = 6
[[some_rate.values]]
from = 2025-01-09
value = "0.07"
source = "An Act"
checked_on = 2025-02-01
verified = true
"""


def test_a_value_older_than_its_usual_rhythm_says_check_and_since_when() -> None:
    """From 9 January and six months: a newer one was to be expected by 9 July."""
    (found,) = topic_of("interest", RHYTHM).parameters
    assert found.overdue is not None
    assert found.overdue.overdue_since == date(2025, 7, 9)
    assert found.overdue.warning is not None
    assert "a newer one was to be expected by 2025-07-09: check" in found.overdue.warning
    (by_statute,) = topic_of("interest", RHYTHM.replace("rhythm_months = 6", "")).parameters
    assert by_statute.overdue is None


def test_what_is_asked_for_beyond_the_rhythm_carries_the_warning_wherever_it_is_used() -> None:
    name = "late_payment_interest_rate"
    assert in_force_on(date(2026, 5, 1), name).warning is None
    late = in_force_on(date(2027, 5, 1), name)
    assert (late.value, late.verified) == (in_force_on(date(2026, 5, 1), name).value, True)
    assert late.warning is not None
    told = late_payment_interest(100_000, date(2027, 4, 1), date(2027, 5, 1)).warnings
    assert told == (late.warning,)
    assert late_payment_interest(100_000, date(2026, 4, 1), date(2026, 5, 1)).warnings == ()


def test_whoever_looks_around_others_is_told_what_they_asked_for() -> None:
    with old_rows_asked_for() as around, old_rows_asked_for() as within:
        in_force_on(date(2027, 5, 1), "late_payment_interest_rate")
    assert list(within) == list(around) == ["late_payment_interest_rate"]
