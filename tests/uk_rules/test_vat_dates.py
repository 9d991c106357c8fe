"""VAT periods, due dates, instalments, penalties, registration and errors."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period, month_end
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import Posting
from accountsos.ledger.invoices import Waiting, released
from accountsos.uk_rules import (
    annual_accounting,
    cash_accounting,
    flat_rate,
    vat_errors,
    vat_penalties,
    vat_registration,
)
from accountsos.uk_rules.flat_rate import bad_debt_claimable_when_cash_based, bad_debt_relief
from accountsos.uk_rules.periods import Nation, is_working_day, last_day_of_months
from accountsos.uk_rules.vat_due_date import (
    PaymentMethod,
    annual_return_due,
    payments_on_account,
    payments_on_account_due,
    vat_payment,
    vat_return_due,
)
from accountsos.uk_rules.vat_number import is_vat_number, plain_vat_number
from accountsos.uk_rules.vat_periods import Stagger, VatCalendar, stagger_named

days = st.dates(date(2013, 1, 1), date(2060, 12, 31))
staggers = st.sampled_from(list(Stagger))


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (date(2026, 2, 28), date(2026, 4, 7)),
        (date(2026, 6, 30), date(2026, 8, 7)),
        (date(2026, 1, 31), date(2026, 3, 7)),
        (date(2026, 11, 30), date(2027, 1, 7)),
    ],
)
def test_a_return_is_due_at_the_end_of_the_next_month_and_seven_days(end: date, due: date) -> None:
    assert vat_return_due(end) == due


def test_large_payers_of_vat_pay_on_the_last_working_day() -> None:
    """30 March 2018 was Good Friday, the 31st a Saturday; 29 June 2018 a Friday."""
    assert payments_on_account_due(date(2018, 2, 28)) == date(2018, 3, 29)
    assert payments_on_account_due(date(2018, 5, 31)) == date(2018, 6, 29)
    quarter = Period(date(2018, 1, 1), date(2018, 3, 31))
    assert payments_on_account(quarter) == (date(2018, 2, 28), date(2018, 3, 29))


@given(days, st.sampled_from(list(Nation)))
def test_no_vat_deadline_lies_before_its_period_ends(day: date, nation: Nation) -> None:
    end = month_end(day)
    due = vat_return_due(end)
    assert end < payments_on_account_due(end) < due
    assert annual_return_due(end, nation) > end
    for method in PaymentMethod:
        payment = vat_payment(due, method, nation)
        assert payment.received_by > end
        if method is PaymentMethod.DIRECT_DEBIT:
            assert payment.collected_on is not None
            assert payment.collected_on > due
        elif method is not PaymentMethod.FASTER_PAYMENT:
            assert payment.received_by <= due
            assert is_working_day(payment.received_by, nation)


def test_only_faster_payment_arrives_on_a_sunday() -> None:
    sunday = date(2027, 2, 7)
    assert vat_payment(sunday, PaymentMethod.FASTER_PAYMENT).received_by == sunday
    assert vat_payment(sunday, PaymentMethod.BACS).received_by == date(2027, 2, 5)


@given(staggers, days, st.integers(1, 12))
def test_vat_periods_cover_every_day_of_registration_once(stagger: Stagger, start: date, year_end: int) -> None:
    calendar = VatCalendar(stagger, start, annual_year_end_month=year_end)
    periods = list(islice(calendar.periods_from(start), 6))
    assert periods[0].start == start
    assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in pairwise(periods))
    assert all(each.end == month_end(each.end) for each in periods)
    for each in periods:
        assert calendar.period_containing(each.start) == calendar.period_containing(each.end) == each
    assert all(calendar.period_named(calendar.name_of(each)) == each for each in periods)


@pytest.mark.parametrize(
    ("stagger", "start", "end", "name"),
    [
        (Stagger.QUARTERS_MAR, date(2026, 10, 1), date(2026, 12, 31), "2026-Q4"),
        (Stagger.QUARTERS_JAN, date(2026, 11, 1), date(2027, 1, 31), "2027-Q1"),
        (Stagger.QUARTERS_FEB, date(2026, 9, 1), date(2026, 11, 30), "2026-Q4"),
        (Stagger.MONTHLY, date(2026, 11, 1), date(2026, 11, 30), "2026-11"),
        (Stagger.ANNUAL, date(2026, 4, 1), date(2027, 3, 31), "2027"),
    ],
)
def test_the_period_of_22_november_2026_in_each_stagger(stagger: Stagger, start: date, end: date, name: str) -> None:
    calendar = VatCalendar(stagger, date(2012, 1, 1))
    period = calendar.period_containing(date(2026, 11, 22))
    assert period == Period(start, end)
    assert calendar.name_of(period) == name


def test_a_period_is_found_by_any_of_its_names() -> None:
    calendar = VatCalendar(Stagger.QUARTERS_MAR, date(2020, 5, 12), date(2026, 2, 10))
    quarter = Period(date(2025, 10, 1), date(2025, 12, 31))
    assert calendar.period_named("2025-Q4") == calendar.period_named("Q4 2025") == quarter
    assert calendar.period_named("2025-12") == calendar.period_named("2025-11") == quarter
    assert calendar.period_named("2020-Q2") == Period(date(2020, 5, 12), date(2020, 6, 30))
    assert calendar.period_named("2026-Q1") == Period(date(2026, 1, 1), date(2026, 2, 10))
    assert calendar.period_named("2026-Q2") is None
    assert calendar.period_containing(date(2020, 5, 11)) is None
    with pytest.raises(BadRequest, match="not a VAT period"):
        calendar.period_named("2025-13")
    with pytest.raises(BadRequest, match="accepted are 1, 2, 3"):
        stagger_named("4")


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**6)), min_size=1, max_size=4), st.data())
def test_what_part_payments_of_an_invoice_release_adds_up_to_it(
    amounts: list[tuple[int, int]], data: st.DataObject
) -> None:
    lines = [p for net, vat in amounts for p in (_waits("cat_sales", -net), _waits(VAT_CONTROL, -vat))]
    gross = sum(net + vat for net, vat in amounts)
    cuts = sorted([*data.draw(st.lists(st.integers(0, gross), max_size=5)), gross])
    paid, day, came = 0, date(2026, 5, 1), 0
    for cut in cuts:
        part = released(Waiting(tuple(lines), gross, paid), cut - paid, day, date(2026, 6, 30))
        assert sum(p.amount for p in part) == 0
        paid, came = cut, came - sum(p.amount for p in part if p.vat_code is not None)
    assert came == gross


def _waits(category: str, amount: int) -> Posting:
    return Posting(category, amount, vat_code="S20")


def test_what_is_paid_beyond_an_invoice_releases_nothing() -> None:
    waiting = Waiting((_waits("cat_sales", -10_000), _waits(VAT_CONTROL, -2_000)), 12_000, 12_000)
    assert released(waiting, 1, date(2026, 5, 1), None) == []
    assert released(Waiting((), 0), 1, date(2026, 5, 1), None) == []


@given(days, st.integers(-(10**9), 10**9), st.sampled_from(list(annual_accounting.Pattern)))
def test_instalments_fall_on_working_days_and_leave_a_balance(
    start: date, prior: int, pattern: annual_accounting.Pattern
) -> None:
    found = annual_accounting.instalments(start.replace(day=1), prior, pattern)
    assert len(found) == (9 if pattern is annual_accounting.Pattern.MONTHLY else 3)
    assert all(is_working_day(each.due) and each.amount >= 0 for each in found)
    assert sum(each.amount for each in found) <= max(prior, 0) + 9
    assert annual_return_due(last_day_of_months(start.replace(day=1), 12)) > found[-1].due


def test_scheme_limits_are_inclusive_to_join_and_exclusive_to_leave() -> None:
    day = date(2026, 6, 30)
    assert cash_accounting.may_join(135_000_000, day)
    assert not cash_accounting.may_join(135_000_001, day)
    assert not cash_accounting.must_leave(160_000_000, day)
    assert cash_accounting.must_leave(160_000_001, day)
    assert annual_accounting.may_join(135_000_000, day)
    assert annual_accounting.must_leave(160_000_001, day)
    assert flat_rate.may_join(15_000_000, day)
    assert not flat_rate.must_leave(23_000_000, day)
    assert flat_rate.must_leave(23_000_001, day)


def test_the_first_year_of_the_flat_rate_ends_the_day_before_the_anniversary() -> None:
    registered, rate = date(2025, 5, 15), flat_rate.sector_percentage("computer_it", date(2026, 5, 1))
    assert flat_rate.percentage_on(date(2026, 5, 14), rate, registered) == rate - Decimal("0.01")
    assert flat_rate.percentage_on(date(2026, 5, 15), rate, registered) == rate
    quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert flat_rate.split_at_anniversary(quarter, registered) == (
        Period(date(2026, 4, 1), date(2026, 5, 14)),
        Period(date(2026, 5, 15), date(2026, 6, 30)),
    )
    assert flat_rate.split_at_anniversary(quarter, date(2025, 4, 1)) == (quarter,)
    assert flat_rate.split_at_anniversary(quarter, date(2025, 7, 1)) == (quarter,)


def test_a_sector_is_found_by_key_or_name_and_an_unknown_one_refused() -> None:
    assert flat_rate.sector_key("Photography") == "photography"
    assert flat_rate.sector_key("Accountancy") == "accountancy"
    assert flat_rate.sector_warning("publishing", date(2026, 1, 1)) is None
    assert flat_rate.sector_warning("vet", date(2026, 1, 1)) is not None
    with pytest.raises(BadRequest, match="not a flat rate sector"):
        flat_rate.sector_key("Alchemy")


def test_a_flat_rate_sale_of_1200_at_8_per_cent_leaves_1104() -> None:
    assert flat_rate.kept_by_business(120000, Decimal("0.08")) == 110400


def test_a_point_lives_24_months_or_25_from_a_deadline_at_a_months_end() -> None:
    assert vat_penalties.point_expires_on(date(2025, 5, 7)) == date(2027, 5, 31)
    assert vat_penalties.point_expires_on(date(2025, 6, 30)) == date(2027, 7, 31)


def test_a_point_stands_to_the_end_of_its_last_day() -> None:
    """Late for 7 May 2025: 24 months are over at the end of 31 May 2027."""
    last, after = (
        vat_penalties.points_from_returns(vat_penalties.Frequency.QUARTERLY, [date(2025, 5, 7)], day)
        for day in (date(2027, 5, 31), date(2027, 6, 1))
    )
    assert (last.points, after.points) == (1, 0)


def test_a_return_that_is_due_today_is_not_late_yet() -> None:
    due = date(2026, 11, 7)
    today, tomorrow = (
        vat_penalties.points_from_returns(vat_penalties.Frequency.QUARTERLY, [due], day)
        for day in (due, date(2026, 11, 8))
    )
    assert (today.points, tomorrow.points) == (0, 1)


def test_at_the_threshold_no_point_expires() -> None:
    late = [date(2023, 8, 7), date(2023, 11, 7), date(2024, 2, 7), date(2024, 5, 7), date(2026, 11, 7)]
    found = vat_penalties.points_from_returns(vat_penalties.Frequency.QUARTERLY, late, date(2026, 11, 22))
    assert (found.points, found.penalties, found.penalty_total) == (4, 2, 40000)
    assert found.at_threshold
    start, end = vat_penalties.compliance_period(vat_penalties.Frequency.QUARTERLY, date(2026, 11, 7))
    assert (start, end) == (date(2026, 12, 1), date(2027, 11, 30))


def test_once_all_is_paid_no_penalty_grows() -> None:
    """1.00 paid 45 days late: 3 pence after day 15 and 3 after day 30; 15 days at 10 % a year are 0.41 of a penny."""
    due = date(2026, 5, 7)
    paid = vat_penalties.Payment(due + timedelta(days=45), 1_00)
    for today in (paid.paid_on, paid.paid_on + timedelta(days=730)):
        found = vat_penalties.late_payment_penalty(due, 1_00, [paid], today=today)
        assert (found.at_day_15, found.at_day_30, found.second) == (3, 3, 0)


@given(st.integers(1, 10**9), st.integers(0, 90))
def test_a_late_payment_penalty_never_shrinks_with_time(amount: int, late: int) -> None:
    due = date(2026, 5, 7)

    def penalty(days_late: int) -> int:
        paid = due + timedelta(days=days_late)
        return vat_penalties.late_payment_penalty(due, amount, [vat_penalties.Payment(paid, amount)], today=paid).total

    assert penalty(late + 1) >= penalty(late) >= 0
    assert late > 15 or penalty(late) == 0


@given(
    st.lists(st.tuples(st.integers(-5, 120), st.integers(-40_000, 90_000)), max_size=6),
    st.integers(0, 140),
    st.one_of(st.none(), st.integers(0, 120)),
)
def test_the_second_late_payment_penalty_is_that_of_each_day_together(
    paid: list[tuple[int, int]], passed: int, arranged: int | None
) -> None:
    """From day 31 on 4 % a year (10 % for what was due from April 2025) of what the evening before left unpaid."""
    due, amount = date(2024, 5, 7), 100_000
    payments = [vat_penalties.Payment(due + timedelta(days=day), pence) for day, pence in paid]
    arranged_on = None if arranged is None else due + timedelta(days=arranged)
    days_of_unpaid, stopped = 0, False
    for number in range(31, passed + 1):
        evening = due + timedelta(days=number - 1)
        left = max(amount - sum(each.amount for each in payments if each.paid_on <= evening), 0)
        left = 0 if arranged_on is not None and arranged_on <= evening else left
        stopped = stopped or not left
        days_of_unpaid += 0 if stopped else left
    today = due + timedelta(days=passed)
    found = vat_penalties.late_payment_penalty(due, amount, payments, today=today, arranged_on=arranged_on)
    assert abs(found.second * 36_500 - days_of_unpaid * 4) * 2 <= 36_500


def test_an_arrangement_to_pay_stops_the_penalty_and_old_periods_have_none() -> None:
    due, today = date(2026, 5, 7), date(2026, 8, 1)
    found = vat_penalties.late_payment_penalty(due, 100000, [], today=today, arranged_on=date(2026, 5, 25))
    assert (found.at_day_15, found.at_day_30, found.second) == (3000, 0, 0)
    assert vat_penalties.late_payment_penalty(date(2022, 5, 7), 100000, [], today=today).total == 0


def test_a_penny_that_stays_unpaid_costs_one_when_ten_years_have_made_it_so() -> None:
    """10 % a year of the day of 2026: half a penny, which is rounded up, after five years."""
    due = date(2026, 5, 7)
    costs = [
        vat_penalties.late_payment_penalty(due, 1, [], today=due + timedelta(days=30 + 365 * years)).second
        for years in (4, 5)
    ]
    assert costs == [0, 1]
    later, agreed = due + timedelta(days=30 + 3650), due + timedelta(days=10)
    assert vat_penalties.late_payment_penalty(due, 1, [], today=later, arranged_on=agreed).second == 0


def test_the_threshold_is_passed_only_above_it_and_counted_over_twelve_months() -> None:
    months = {date(2025, month, 1): 750_000 for month in range(1, 13)}
    assert vat_registration.watch(months, date(2025, 12, 31)).duty is None
    assert vat_registration.watch(months, date(2025, 12, 31)).headroom == 0
    months[date(2025, 12, 5)] = 1
    duty = vat_registration.watch(months, date(2026, 1, 15)).duty
    assert duty is not None
    assert duty.test == "last_12_months"
    assert (duty.crossed_on, duty.notify_by, duty.registered_from) == (
        date(2025, 12, 31),
        date(2026, 1, 30),
        date(2026, 2, 1),
    )


def test_the_next_thirty_days_alone_register_at_once() -> None:
    assert vat_registration.next_thirty_days(9_000_000, date(2026, 11, 22)) is None
    duty = vat_registration.next_thirty_days(9_000_001, date(2026, 11, 22))
    assert duty is not None
    assert (duty.registered_from, duty.notify_by) == (date(2026, 11, 22), date(2026, 12, 21))
    assert vat_registration.may_deregister(8_800_000, date(2026, 11, 22))
    assert not vat_registration.may_deregister(8_800_001, date(2026, 11, 22))


def test_errors_are_one_net_figure_and_deliberate_ones_never_go_on_a_return() -> None:
    end = date(2026, 9, 30)
    facts = {"box6": 20_000_000, "discovered_in": end, "oldest_period_end": date(2026, 3, 31)}
    assert vat_errors.correction(0, **facts).route is vat_errors.Route.NOTHING  # type: ignore[arg-type]  # one dict of mixed values
    on_return = vat_errors.correction(-100, box6=0, discovered_in=end, oldest_period_end=date(2022, 9, 30))
    assert (on_return.route, on_return.box, on_return.amount) == (vat_errors.Route.ON_RETURN, 4, 100)
    deliberate = vat_errors.correction(
        100, box6=0, discovered_in=end, oldest_period_end=date(2015, 9, 30), deliberate=True
    )
    assert deliberate.route is vat_errors.Route.SEPARATE_NOTICE


@pytest.mark.parametrize("number", ["GB980780684", "980 7806 84", "XI 980780684", "gb-980.7806-84"])
def test_a_vat_number_is_read_in_any_writing(number: str) -> None:
    assert is_vat_number(number)
    assert plain_vat_number(number) == "980780684"


def test_both_check_methods_are_known_and_a_wrong_digit_is_caught() -> None:
    # 1234567: 8x1+7x2+6x3+5x4+4x5+3x6+2x7 = 112; old 97x2-112 = 82; new 97x2-(112+55) = 27.
    assert is_vat_number("123456782")
    assert is_vat_number("123456727")
    assert not is_vat_number("123456781")
    assert not is_vat_number("")
    assert not is_vat_number("98078068")


def test_what_never_was_in_cash_based_turnover_is_relieved_six_months_after_its_supply() -> None:
    days = (date(2025, 3, 15), date(2025, 8, 31))
    assert [bad_debt_claimable_when_cash_based(day) for day in days] == [date(2025, 9, 15), date(2026, 2, 28)]


def test_a_bad_debt_of_the_flat_rate_is_relieved_of_its_vat_or_of_what_that_is_more_than_the_flat_rate() -> None:
    """1,200.00 with VAT of 200.00, of which 9.5 per cent are 114.00: 86.00 where the money was waited for."""
    assert bad_debt_relief(200_00, 114_00, accounted=True) == 200_00
    assert bad_debt_relief(200_00, 114_00, accounted=False) == 86_00


def test_a_deadline_on_the_last_day_of_a_month_counts_from_the_month_after_the_next() -> None:
    """Missed on 31 March 2026: its next day is in April, so the timely returns count from May."""
    start, _ = vat_penalties.compliance_period(vat_penalties.Frequency.QUARTERLY, date(2026, 3, 31))
    assert start == date(2026, 5, 1)
