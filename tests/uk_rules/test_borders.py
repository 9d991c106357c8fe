"""Each limit of the law from both sides: on the border, and one day, one pound or one penny beyond it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.uk_rules.capital_allowances import Pool, Tax, pool_of_car, private_use, writing_down_allowance
from accountsos.uk_rules.companies_house import is_extended
from accountsos.uk_rules.corporation_tax import Profits, corporation_tax
from accountsos.uk_rules.ct_dates import accounting_periods, ct600_due
from accountsos.uk_rules.ct_losses import deductions_allowance, most_losses
from accountsos.uk_rules.ct_penalties import late_filing_penalty
from accountsos.uk_rules.directors_loan import Loan, Repayment, arrangements_match, section_455
from accountsos.uk_rules.flat_rate import is_limited_cost, split_at_anniversary
from accountsos.uk_rules.interest import late_payment_interest
from accountsos.uk_rules.obligation import (
    Done,
    EntityType,
    ObligationType,
    Payroll,
    Profile,
    StaggerFrom,
    Status,
    VatRegistration,
)
from accountsos.uk_rules.obligations import obligations
from accountsos.uk_rules.periods import financial_year_of, overlap
from accountsos.uk_rules.simplified_expenses import home_use
from accountsos.uk_rules.size import Size, YearFigures, meets_limits
from accountsos.uk_rules.vat_errors import Route, correction
from accountsos.uk_rules.vat_penalties import Payment, late_payment_penalty
from accountsos.uk_rules.vat_periods import Stagger, VatCalendar
from accountsos.uk_rules.vat_rates import VatRate, rate_warnings
from accountsos.uk_rules.vat_registration import next_thirty_days, rolling_turnover

ONE_DAY = timedelta(days=1)
YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
COMPANY = Profile(
    EntityType.LTD, tracked_from=date(2026, 4, 1), incorporated_on=date(2013, 5, 11), accounting_periods=(YEAR,)
)
ACCOUNTS_DUE = date(2026, 12, 31)


def test_periods_that_share_one_day_overlap_on_it_and_neighbours_do_not() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    last = date(2026, 3, 31)
    assert overlap(march, Period(last, date(2026, 4, 30))) == Period(last, last)
    assert overlap(march, Period(last + ONE_DAY, date(2026, 4, 30))) is None


@pytest.mark.parametrize(
    ("hours", "pounds"),
    [("0", 0), ("0.5", 0), ("24.9", 0), ("25", 10), ("50.9", 10), ("51", 18), ("100.9", 18), ("101", 26)],
)
def test_home_use_begins_with_twenty_five_hours(hours: str, pounds: int) -> None:
    assert home_use([Decimal(hours)]) == pounds * 100


@pytest.mark.parametrize(
    ("filed", "fixed", "geared"),
    [
        (date(2026, 3, 31), 0, 0),
        (date(2026, 4, 1), 100, 0),
        (date(2026, 6, 30), 100, 0),
        (date(2026, 7, 1), 200, 0),
        (date(2026, 9, 30), 200, 0),
        (date(2026, 10, 1), 200, 1_000),
        (date(2027, 3, 31), 200, 1_000),
        (date(2027, 4, 1), 200, 2_000),
    ],
)
def test_a_late_company_return_costs_more_by_three_eighteen_and_twenty_four_months(
    filed: date, fixed: int, geared: int
) -> None:
    """Of the year to 31 March 2025, due a year later; 10,000.00 of tax unpaid."""
    penalty = late_filing_penalty(date(2026, 3, 31), filed, unpaid_tax=1_000_000)
    assert (penalty.fixed, penalty.tax_geared, penalty.total) == (fixed * 100, geared * 100, (fixed + geared) * 100)


def test_the_third_failure_in_a_row_costs_five_times_as_much() -> None:
    due = date(2026, 3, 31)
    costs = [late_filing_penalty(due, due + ONE_DAY, failures_before=n).fixed for n in (0, 1, 2, 3)]
    assert costs == [10_000, 10_000, 50_000, 50_000]


@pytest.mark.parametrize(
    ("owed", "lent", "matched"),
    [
        (15_000_00, 5_000_00, 5_000_00),
        (14_999_99, 5_000_00, 0),
        (15_000_00, 4_999_99, 0),
        (20_000_00, 9_000_00, 8_000_00),
    ],
)
def test_arrangements_match_from_fifteen_thousand_owed_and_five_thousand_lent(
    owed: int, lent: int, matched: int
) -> None:
    assert arrangements_match(Repayment(date(2026, 1, 5), 8_000_00), owed, lent) == matched


def test_a_deadline_on_the_first_day_tracked_and_on_the_last_day_looked_at_is_listed() -> None:
    def accounts(tracked_from: date, until: date) -> bool:
        found = obligations(replace(COMPANY, tracked_from=tracked_from), date(2026, 6, 1), until - date(2026, 6, 1))
        return "accounts:2026-03-31" in {each.key for each in found}

    assert accounts(ACCOUNTS_DUE, ACCOUNTS_DUE)
    assert not accounts(ACCOUNTS_DUE + ONE_DAY, ACCOUNTS_DUE + 9 * ONE_DAY)
    assert not accounts(date(2026, 4, 1), ACCOUNTS_DUE - ONE_DAY)


def test_a_registration_has_periods_in_order_from_its_first_day_on() -> None:
    joined = date(2025, 1, 1)
    first, later = StaggerFrom(joined, Stagger.QUARTERS_MAR), StaggerFrom(date(2025, 7, 1), Stagger.MONTHLY)
    assert VatRegistration(joined, (first, later)).staggers == (first, later)
    assert VatRegistration(joined + ONE_DAY, (first,)).registered_on == joined + ONE_DAY
    for wrong in ((), (later, first), (first, first)):
        with pytest.raises(BadRequest, match="in order of their start"):
            VatRegistration(joined, wrong)
    with pytest.raises(BadRequest, match="must begin with the registration"):
        VatRegistration(joined - ONE_DAY, (first,))


def test_years_may_follow_on_one_another_and_not_share_a_day() -> None:
    after = Period(YEAR.end + ONE_DAY, date(2027, 3, 31))
    assert replace(COMPANY, accounting_periods=(YEAR, after)).accounting_periods == (YEAR, after)
    for other in (Period(YEAR.end, after.end), YEAR):
        with pytest.raises(BadRequest, match="in order and not overlap"):
            replace(COMPANY, accounting_periods=(YEAR, other))


def test_a_stagger_of_a_year_ends_in_a_month_and_a_registration_of_one_day_has_one_period() -> None:
    day = date(2026, 5, 6)
    assert VatCalendar(Stagger.QUARTERS_MAR, day, day).period_containing(day) == Period(day, day)
    assert [VatCalendar(Stagger.ANNUAL, day, None, m).period_containing(day) is not None for m in (1, 12)] == [True] * 2
    for month in (0, 13):
        with pytest.raises(BadRequest, match="month 1 to 12"):
            VatCalendar(Stagger.ANNUAL, day, None, month)
    with pytest.raises(BadRequest, match="before it began"):
        VatCalendar(Stagger.ANNUAL, day, day - ONE_DAY)


@pytest.mark.parametrize(
    ("profits", "tax"),
    [(50_000_00, 9_500_00), (250_000_00, 62_500_00), (250_001_00, 62_500_25), (50_001_00, 9_500_27)],
)
def test_the_small_profits_rate_ends_at_50000_and_the_relief_at_250000(profits: int, tax: int) -> None:
    """One pound above 50,000: 12,500.25 at 25 %, less 3/200 of 199,999 = 2,999.985: 9,500.27 to the penny."""
    assert corporation_tax(YEAR, Profits(profits)).tax == tax


def test_a_period_of_twelve_months_is_taxed_and_one_of_a_day_more_must_be_split() -> None:
    assert corporation_tax(YEAR, Profits(100)).tax == 19
    longer = Period(YEAR.start, YEAR.end + ONE_DAY)
    assert accounting_periods(YEAR) == (YEAR,)
    assert accounting_periods(longer) == (YEAR, Period(longer.end, longer.end))
    with pytest.raises(BadRequest, match="at most 12 months"):
        corporation_tax(longer, Profits(100))


def test_accounts_of_eighteen_months_share_their_return_and_of_a_day_more_do_not() -> None:
    start = date(2024, 4, 1)
    assert ct600_due(Period(start, date(2025, 9, 30))) == date(2026, 9, 30)
    assert ct600_due(Period(start, date(2025, 10, 1))) == date(2026, 9, 30)
    assert ct600_due(Period(date(2024, 4, 2), date(2025, 10, 1))) == date(2026, 10, 1)


def test_losses_are_restricted_above_the_allowance_which_a_short_period_has_in_proportion() -> None:
    """5,000,000 a year, and half of what is above it; 365 days of a year, 30 of April."""
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    assert deductions_allowance(YEAR) == 5_000_000_00
    assert deductions_allowance(Period(YEAR.start, YEAR.end - ONE_DAY)) == round(5_000_000_00 * 364 / 365)
    assert deductions_allowance(april) == 410_958_90
    with_a_leap_day = Period(date(2023, 3, 1), date(2024, 2, 29))
    assert (with_a_leap_day.days, deductions_allowance(with_a_leap_day)) == (366, 5_000_000_00)
    assert most_losses(5_000_000_00, YEAR) == 5_000_000_00
    assert most_losses(5_000_010_00, YEAR) == 5_000_005_00
    assert most_losses(-1, YEAR) == 0
    reform = date(2017, 4, 1)
    assert most_losses(100, Period(reform, date(2018, 3, 31))) == 100
    with pytest.raises(BadRequest, match="from 2017-04-01 on"):
        most_losses(100, Period(reform - ONE_DAY, date(2018, 3, 30)))


def test_a_pool_of_up_to_a_thousand_pounds_goes_whole() -> None:
    def allowance(balance: int) -> int:
        return writing_down_allowance(balance, YEAR, Pool.MAIN, Tax.COMPANY)

    assert [allowance(b) for b in (-1, 0, 1, 1_000_00, 1_000_01)] == [0, 0, 1, 1_000_00, 180_00]


@pytest.mark.parametrize(
    ("co2", "new", "pool", "whole"),
    [
        (0, True, "MAIN", True),
        (1, True, "MAIN", False),
        (0, False, "MAIN", False),
        (50, False, "MAIN", False),
        (51, False, "SPECIAL", False),
    ],
)
def test_a_car_goes_by_its_carbon_dioxide(co2: int, new: bool, pool: str, whole: bool) -> None:
    assert pool_of_car(co2, date(2026, 5, 6), new=new) == (Pool[pool], whole)


def test_private_use_leaves_between_nothing_and_all() -> None:
    assert [private_use(1_000, Decimal(share)) for share in ("0", "0.5", "1")] == [0, 500, 1_000]
    for share in ("-0.01", "1.01"):
        with pytest.raises(BadRequest, match="between 0 and 1"):
            private_use(1_000, Decimal(share))


def test_a_year_end_within_seven_days_of_the_usual_one_needs_no_notice() -> None:
    start = date(2025, 4, 1)
    assert not is_extended(Period(start, date(2026, 4, 7)), first=False)
    assert is_extended(Period(start, date(2026, 4, 8)), first=False)
    assert not is_extended(Period(start, date(2026, 5, 7)), first=True)
    assert is_extended(Period(start, date(2026, 5, 8)), first=True)


def test_flat_rate_has_few_goods_strictly_below_two_per_cent_or_250_pounds_a_quarter() -> None:
    quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert not is_limited_cost(20_000_00, 400_00, quarter)
    assert is_limited_cost(20_000_00, 399_99, quarter)
    assert not is_limited_cost(1_000_00, 250_00, quarter)
    assert is_limited_cost(1_000_00, 249_99, quarter)


def test_a_period_is_split_where_the_first_year_ends_inside_it() -> None:
    quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert split_at_anniversary(quarter, date(2025, 4, 1)) == (quarter,)
    assert split_at_anniversary(quarter, date(2025, 7, 1)) == (quarter,)
    first, last = date(2026, 4, 1), date(2026, 6, 30)
    assert split_at_anniversary(quarter, date(2025, 4, 2)) == (Period(first, first), Period(first + ONE_DAY, last))
    assert split_at_anniversary(quarter, date(2025, 6, 30)) == (Period(first, last - ONE_DAY), Period(last, last))


def test_interest_runs_from_the_day_after_the_due_date_to_the_day_of_payment() -> None:
    """36,500.00 for one day at 7.75 %: 7.75."""
    due = date(2026, 3, 1)
    assert [late_payment_interest(3_650_000, due, due + n * ONE_DAY).amount for n in (0, 1, 2)] == [0, 775, 1_550]
    assert late_payment_interest(0, due, due + ONE_DAY).amount == 0
    assert late_payment_interest(100_000, due, due + 365 * ONE_DAY).amount == 7_750


@pytest.mark.parametrize(
    ("turnover", "balance_sheet", "employees", "micro"),
    [
        (1_000_000, 500_000, 11, True),
        (1_000_000, 500_001, 10, True),
        (1_000_001, 500_000, 10, True),
        (1_000_001, 500_001, 10, False),
        (1_000_001, 500_000, 11, False),
        (1_000_000, 500_001, 11, False),
    ],
)
def test_a_micro_entity_meets_two_of_three(turnover: int, balance_sheet: int, employees: int, micro: bool) -> None:
    figures = YearFigures(turnover * 100, balance_sheet * 100, employees)
    assert meets_limits(Size.MICRO, figures, date(2025, 4, 6)) is micro
    assert YearFigures(1, 1, 0).employees == 0
    for wrong in ({"employees": -1}, {"months": Decimal(0)}):
        with pytest.raises(BadRequest, match="months above 0"):
            replace(figures, **wrong)


@pytest.mark.parametrize(
    ("owed", "route", "box"),
    [
        (10_000_00, Route.ON_RETURN, 1),
        (10_000_01, Route.SEPARATE_NOTICE, None),
        (-10_000_00, Route.ON_RETURN, 4),
        (-10_000_01, Route.SEPARATE_NOTICE, None),
    ],
)
def test_an_error_of_up_to_ten_thousand_pounds_goes_on_the_return(owed: int, route: Route, box: int | None) -> None:
    found = correction(owed, box6=0, discovered_in=date(2026, 6, 30), oldest_period_end=date(2025, 6, 30))
    assert (found.route, found.box) == (route, box)


def test_an_error_is_out_of_time_four_years_after_its_period() -> None:
    def route(oldest: date, **more: bool) -> Route:
        return correction(100, box6=0, discovered_in=date(2026, 6, 30), oldest_period_end=oldest, **more).route

    assert route(date(2022, 6, 30)) is Route.ON_RETURN
    assert route(date(2022, 5, 31)) is Route.OUT_OF_TIME
    assert route(date(2022, 5, 31), deliberate=True) is Route.SEPARATE_NOTICE


def test_a_late_payment_costs_once_day_fifteen_and_day_thirty_have_passed() -> None:
    """10,000.00: 3 % after day 15, 3 % more after day 30, then 10 % a year: 2.74 for the first day."""
    due, amount = date(2026, 5, 7), 1_000_000

    def cost(days: int, *payments: Payment) -> tuple[int, int]:
        penalty = late_payment_penalty(due, amount, payments, today=due + days * ONE_DAY)
        return penalty.first, penalty.second

    assert [cost(days) for days in (15, 16, 30, 31)] == [(0, 0), (30_000, 0), (30_000, 0), (60_000, 274)]
    assert cost(16, Payment(due + 15 * ONE_DAY, amount)) == (0, 0)
    assert cost(40, Payment(due + 16 * ONE_DAY, amount)) == (30_000, 0)
    assert cost(40, Payment(due + 31 * ONE_DAY, amount)) == (60_000, 274)


def test_the_next_thirty_days_count_above_the_threshold_only() -> None:
    day = date(2026, 5, 6)
    assert next_thirty_days(90_000_00, day) is None
    duty = next_thirty_days(90_000_01, day)
    assert duty is not None
    assert (duty.notify_by, duty.registered_from) == (date(2026, 6, 4), day)


def test_payroll_runs_through_its_last_month_and_to_the_last_day_looked_at() -> None:
    """Tax months end on the 5th; what is due on the 22nd after it."""
    payroll = Payroll(since=date(2026, 4, 6), until=date(2026, 7, 6))
    profile = replace(COMPANY, payroll=(payroll,))
    found = {each.key for each in obligations(profile, date(2026, 11, 22)) if each.key.startswith("paye_payment")}
    assert found == {f"paye_payment:2026-0{month}-05" for month in (5, 6, 7, 8)}
    ended = replace(COMPANY, payroll=(replace(payroll, until=date(2026, 7, 5)),))
    assert "paye_payment:2026-08-05" not in {each.key for each in obligations(ended, date(2026, 11, 22))}


def test_a_trade_that_ended_on_the_first_day_of_a_tax_year_has_that_years_return() -> None:
    def returns(until: date) -> set[str]:
        trader = Profile(
            EntityType.SOLE_TRADER,
            tracked_from=date(2026, 4, 1),
            self_employed_since=date(2024, 9, 1),
            self_employed_until=until,
        )
        found = obligations(trader, date(2026, 11, 22), timedelta(days=800))
        return {each.key for each in found if each.key.startswith("sa_return")}

    assert "sa_return:2027-04-05" in returns(date(2026, 4, 6))
    assert "sa_return:2027-04-05" not in returns(date(2026, 4, 5))


def test_a_return_in_time_between_two_late_ones_begins_the_row_again() -> None:
    years = tuple(Period(date(y, 4, 1), date(y + 1, 3, 31)) for y in (2021, 2022, 2023, 2024))
    late, in_time = date(2026, 11, 1), date(2024, 1, 1)

    def third(*filed: tuple[int, date]) -> bool:
        done = tuple(Done(f"ct600:{end}-03-31", day) for end, day in filed)
        profile = replace(COMPANY, accounting_periods=years, tracked_from=date(2020, 1, 1), done=done)
        found = {each.key: each for each in obligations(profile, date(2026, 11, 22))}
        return "third failure in a row" in (found["ct600:2025-03-31"].penalty or "")

    assert third((2023, late), (2024, late + 400 * ONE_DAY))
    assert not third((2022, late), (2023, in_time), (2024, late + 400 * ONE_DAY))
    assert not third((2022, late), (2023, late))


def test_a_return_due_on_the_first_day_tracked_brings_a_point_when_it_is_late() -> None:
    """The quarter to March 2026 is due on 7 May; four points are the threshold."""
    joined = date(2023, 1, 1)
    vat = (VatRegistration(joined, (StaggerFrom(joined, Stagger.QUARTERS_MAR),)),)

    def points(tracked_from: date) -> bool:
        profile = replace(COMPANY, vat=vat, tracked_from=tracked_from)
        found = {each.key: each for each in obligations(profile, date(2026, 5, 8))}
        return "Points that stand today: 1 of 4" in (found["vat_return:2026-06-30"].penalty or "")

    assert points(date(2026, 5, 7))
    assert not points(date(2026, 5, 8))


def test_a_return_filed_on_the_day_it_is_due_brings_no_point() -> None:
    joined = date(2023, 1, 1)
    vat = (VatRegistration(joined, (StaggerFrom(joined, Stagger.QUARTERS_MAR),)),)

    def points(filed: date) -> bool:
        done = (Done("vat_return:2026-03-31", filed),)
        profile = replace(COMPANY, vat=vat, tracked_from=date(2026, 5, 1), done=done)
        found = {each.key: each for each in obligations(profile, date(2026, 5, 9))}
        return "Points that stand today: 1 of 4" in (found["vat_return:2026-06-30"].penalty or "")

    assert points(date(2026, 5, 8))
    assert not points(date(2026, 5, 7))


def test_the_twelve_months_of_turnover_are_twelve() -> None:
    by_month = {date(2025, 5, 31): 1, date(2025, 6, 1): 20, date(2026, 5, 31): 300, date(2026, 6, 1): 4_000}
    assert rolling_turnover(by_month, date(2026, 5, 31)) == 320


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 3, 31), date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_the_financial_year_runs_from_1_april_to_31_march(day: date, first: date, last: date) -> None:
    assert financial_year_of(day) == Period(first, last)


def test_a_loan_of_nothing_is_no_mistake_and_bears_nothing() -> None:
    charge = section_455(YEAR, [Loan(YEAR.start, 0)], [Repayment(YEAR.end, 0)])
    assert (charge.chargeable, charge.tax, charge.loans) == (0, 0, ())


def test_the_words_that_other_programs_read_are_those_of_the_contract() -> None:
    assert [str(each) for each in ObligationType] == [
        "vat", "corporation_tax", "accounts", "confirmation_statement", "paye", "self_assessment", "mtd_itsa", "other",
    ]  # fmt: skip
    assert [str(each) for each in Status] == ["upcoming", "due_soon", "overdue", "completed"]
    assert [str(each) for each in Stagger] == ["1", "2", "3", "monthly", "annual"]
    assert [str(each) for each in EntityType] == ["ltd", "plc", "sole_trader"]


def test_a_statement_made_up_to_the_last_day_of_its_period_is_that_periods() -> None:
    def done(*made_up_to: date) -> list[str]:
        found = obligations(replace(COMPANY, confirmation_statements=made_up_to), date(2026, 11, 22))
        return [each.key for each in found if each.key.startswith("confirmation") and each.completed]

    assert done(date(2026, 5, 10)) == ["confirmation_statement:2026-05-10"]
    assert done(date(2026, 5, 9)) == ["confirmation_statement:2026-05-10"]
    assert done(date(2026, 5, 11)) == ["confirmation_statement:2027-05-10"]


def test_who_is_not_self_employed_has_no_self_assessment_here() -> None:
    trader = Profile(EntityType.SOLE_TRADER, tracked_from=date(2026, 4, 1))
    assert obligations(trader, date(2026, 11, 22)) == ()
    company = replace(COMPANY, self_employed_since=date(2024, 9, 1))
    assert not any(each.key.startswith("sa_") for each in obligations(company, date(2026, 11, 22)))


def test_a_penalty_whose_points_have_gone_says_nothing_of_points() -> None:
    joined = date(2023, 1, 1)
    vat = (VatRegistration(joined, (StaggerFrom(joined, Stagger.QUARTERS_MAR),)),)
    late = (Done("vat_return:2023-06-30", date(2023, 9, 1)),)
    others = [f"vat_return:{y}-{m}" for y in (2023, 2024, 2025, 2026) for m in ("03-31", "06-30", "09-30", "12-31")]
    in_time = tuple(Done(key, date(2023, 1, 2)) for key in others if key != "vat_return:2023-06-30")
    profile = replace(COMPANY, vat=vat, tracked_from=date(2023, 1, 1), done=(*late, *in_time))
    found = {each.key: each for each in obligations(profile, date(2026, 11, 22))}
    penalty = found["vat_return:2027-03-31"].penalty or ""
    assert "Points that stand" not in penalty
    assert "None" not in penalty


def test_a_period_of_odd_length_has_its_days_share_of_a_thousand_pounds_of_goods() -> None:
    """73 days of 365 are a fifth: 200 pounds."""
    days = Period(date(2026, 4, 3), date(2026, 6, 14))
    assert days.days == 73
    assert not is_limited_cost(1_000_00, 200_00, days)
    assert is_limited_cost(1_000_00, 199_99, days)


def test_only_a_rate_that_was_not_in_force_or_has_one_source_warns() -> None:
    """The hospitality rate ended with 31 March 2022."""
    plain = [rate for rate in VatRate if rate is not VatRate.HOSPITALITY]
    assert [rate_warnings(rate, date(2026, 5, 6)) for rate in plain] == [()] * len(plain)
    assert rate_warnings(VatRate.HOSPITALITY, date(2022, 3, 31)) == ()
    for day in (date(2019, 1, 1), date(2022, 4, 1)):
        (told,) = rate_warnings(VatRate.HOSPITALITY, day)
        assert f"was not in force on {day}; the standard rate was taken" in told
