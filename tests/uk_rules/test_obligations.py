"""The deadlines of a business from its plain facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.uk_rules.annual_accounting import Pattern
from accountsos.uk_rules.obligation import (
    Done,
    EntityType,
    Obligation,
    ObligationType,
    Payroll,
    Profile,
    StaggerFrom,
    Status,
    TaxYearIncome,
    VatRegistration,
    pounds_text,
    span_text,
)
from accountsos.uk_rules.obligations import obligations
from accountsos.uk_rules.obligations_company import company_years
from accountsos.uk_rules.vat_periods import Stagger

TODAY = date(2026, 11, 22)
COMPANY = Profile(
    EntityType.LTD,
    tracked_from=date(2026, 4, 1),
    incorporated_on=date(2013, 5, 11),
    accounting_periods=(Period(date(2024, 4, 1), date(2025, 3, 31)), Period(date(2025, 4, 1), date(2026, 3, 31))),
    vat=(VatRegistration(date(2014, 1, 1), (StaggerFrom(date(2014, 1, 1), Stagger.QUARTERS_MAR),)),),
)
TRADER = Profile(EntityType.SOLE_TRADER, tracked_from=date(2026, 4, 1), self_employed_since=date(2025, 9, 1))


def by_key(profile: Profile, today: date = TODAY) -> dict[str, Obligation]:
    found = obligations(profile, today)
    assert len({each.key for each in found}) == len(found), "keys are unique"
    return {each.key: each for each in found}


def test_a_company_owes_its_returns_accounts_and_statements_on_their_legal_days() -> None:
    found = by_key(COMPANY)
    expected = {
        "vat_return:2026-03-31": date(2026, 5, 7),
        "vat_return:2026-09-30": date(2026, 11, 7),
        "vat_return:2026-12-31": date(2027, 2, 7),
        "ct_payment:2026-03-31": date(2027, 1, 1),
        "ct600:2026-03-31": date(2027, 3, 31),
        "accounts:2026-03-31": date(2026, 12, 31),
        "confirmation_statement:2026-05-10": date(2026, 5, 24),
        "confirmation_statement:2027-05-10": date(2027, 5, 24),
        "vat_return:2027-09-30": date(2027, 11, 7),
    }
    assert {key: found[key].due_date for key in expected} == expected
    assert all(each.due_date <= TODAY + timedelta(days=400) for each in found.values())
    assert found["vat_return:2026-03-31"].title == "VAT return and payment, quarter to 31 Mar 2026"
    assert {each.authority for each in found.values()} == {"HMRC", "Companies House"}
    assert all(each.rule for each in found.values())


def test_the_status_is_overdue_due_soon_upcoming_or_completed() -> None:
    done = replace(COMPANY, done=(Done("vat_return:2026-03-31", date(2026, 5, 1)),))
    found = by_key(done)
    assert found["vat_return:2026-03-31"].status(TODAY) is Status.COMPLETED
    assert found["vat_return:2026-06-30"].status(TODAY) is Status.OVERDUE
    assert found["vat_return:2026-12-31"].status(TODAY) is Status.UPCOMING
    assert found["vat_return:2026-12-31"].status(date(2027, 1, 24)) is Status.DUE_SOON
    assert found["vat_return:2026-12-31"].status(date(2027, 1, 23)) is Status.UPCOMING
    assert found["vat_return:2026-12-31"].status(date(2027, 2, 7)) is Status.DUE_SOON
    assert found["vat_return:2026-06-30"].days_until(TODAY) == -107


def test_what_was_due_before_tracking_began_is_not_listed_and_overdue_never_drops_out() -> None:
    assert all(each.due_date >= COMPANY.tracked_from for each in obligations(COMPANY, TODAY))
    later = by_key(COMPANY, date(2031, 1, 1))
    assert "vat_return:2026-03-31" in later
    assert later["vat_return:2026-03-31"].status(date(2031, 1, 1)) is Status.OVERDUE


def test_first_accounts_and_two_tax_returns_of_a_long_first_period() -> None:
    young = Profile(EntityType.LTD, tracked_from=date(2013, 5, 11), incorporated_on=date(2013, 5, 11))
    found = by_key(young, date(2014, 9, 1))
    assert found["accounts:2014-05-31"].due_date == date(2015, 2, 11)
    assert found["ct_payment:2014-05-10"].due_date == date(2015, 2, 11)
    assert found["ct_payment:2014-05-31"].due_date == date(2015, 3, 1)
    assert found["ct600:2014-05-10"].due_date == found["ct600:2014-05-31"].due_date == date(2015, 5, 31)


def test_an_old_company_has_its_present_deadlines_and_none_of_long_ago() -> None:
    years = (Period(date(2003, 1, 1), date(2003, 12, 31)), Period(date(2004, 1, 1), date(2004, 12, 31)))
    old = Profile(EntityType.LTD, date(2026, 4, 1), incorporated_on=date(1995, 2, 28), accounting_periods=years)
    found = by_key(old)
    assert found["accounts:2025-12-31"].due_date == date(2026, 9, 30)
    assert found["confirmation_statement:2027-02-27"].due_date == date(2027, 3, 13)


def test_a_public_company_has_six_months() -> None:
    public = replace(COMPANY, entity=EntityType.PLC)
    assert by_key(public)["accounts:2026-03-31"].due_date == date(2026, 9, 30)


def test_the_penalty_is_told_for_today_and_doubles_after_a_late_year() -> None:
    late = replace(COMPANY, done=(Done("accounts:2025-03-31", date(2026, 2, 1)),))
    text = by_key(late, date(2027, 1, 15))["accounts:2026-03-31"].penalty or ""
    assert "£300 from 1 Jan 2027, £750 from 1 Feb 2027, £1,500 from 1 Apr 2027, £3,000 from 1 Jul 2027" in text
    assert "Today it is £300." in text
    in_time = by_key(COMPANY, date(2026, 12, 1))["accounts:2026-03-31"].penalty or ""
    assert "£150 from 1 Jan 2027" in in_time
    assert "Today" not in in_time


def test_the_third_late_tax_return_in_a_row_is_said_to_cost_more() -> None:
    years = tuple(Period(date(y, 4, 1), date(y + 1, 3, 31)) for y in (2022, 2023, 2024))
    done = (Done("ct600:2023-03-31", date(2024, 4, 1)), Done("ct600:2024-03-31", date(2025, 4, 1)))
    # The filing date 31 March 2026 lies before the increase of 1 April 2026.
    found = obligations(replace(COMPANY, accounting_periods=years, done=done, tracked_from=date(2025, 1, 1)), TODAY)
    penalty = next(each.penalty for each in found if each.key == "ct600:2025-03-31") or ""
    assert "Late: £500, £1,000 in all from 1 Jul 2026 (third failure in a row)" in penalty
    assert "Today it is £1,000." in penalty


def test_a_tax_return_of_a_single_day_is_no_failure_before_itself() -> None:
    """Twelve months to 30 March 2025 and the day after them: both came late, so before the second there was one."""
    first = Period(date(2024, 3, 31), date(2025, 3, 31))
    done = (Done("ct600:2025-03-30", date(2026, 4, 1)), Done("ct600:2025-03-31", date(2026, 4, 1)))
    company = replace(COMPANY, incorporated_on=first.start, accounting_periods=(first,), done=done)
    found = by_key(replace(company, tracked_from=date(2025, 1, 1)))
    assert "third failure in a row" not in (found["ct600:2025-03-31"].penalty or "none told")


def test_a_late_vat_payment_tells_how_far_it_has_gone() -> None:
    def penalty(today: date) -> str:
        return by_key(COMPANY, today)["vat_return:2026-06-30"].penalty or ""

    assert "3% of what is unpaid after 22 Aug 2026" in penalty(date(2026, 7, 1))
    assert "late:" not in penalty(date(2026, 8, 7)).split("Payment late:")[1]
    assert "Now 15 days late: pay by 22 Aug 2026" in penalty(date(2026, 8, 22))
    assert "the first part has arisen" in penalty(date(2026, 8, 23))
    assert "both parts have arisen" in penalty(date(2026, 9, 7))


def test_a_return_brings_its_point_on_the_day_after_it_was_due() -> None:
    def said(today: date) -> bool:
        return "Points that stand today: 1 of 4" in (by_key(COMPANY, today)["vat_return:2026-03-31"].penalty or "")

    assert [said(date(2026, 5, 7)), said(date(2026, 5, 8))] == [False, True]
    # Four points: they go after a year in time since the last that was missed, on 7 February or on 7 May.
    for today, since in ((date(2027, 5, 7), "1 Mar 2027"), (date(2027, 5, 8), "1 Jun 2027")):
        penalty = by_key(COMPANY, today)["vat_return:2026-03-31"].penalty or ""
        assert f"go when every return from {since} to" in penalty


def test_the_years_of_a_company_go_to_the_horizon_and_no_further() -> None:
    ends = [date(2025, 3, 31), date(2026, 3, 31)]
    assert [year.end for year in company_years(COMPANY, ends[-1])] == ends
    assert [year.end for year in company_years(COMPANY, date(2026, 4, 1))] == [*ends, date(2027, 3, 31)]


def test_a_weekend_due_date_tells_when_the_money_must_arrive() -> None:
    found = by_key(COMPANY)["vat_return:2026-12-31"]
    assert found.due_date == date(2027, 2, 7)
    assert "must arrive by 5 Feb 2027" in (found.advice or "")
    assert "collects on 10 Feb 2027" in (found.advice or "")


def test_a_change_of_stagger_ends_one_period_and_begins_the_next() -> None:
    staggers = (
        StaggerFrom(date(2014, 1, 1), Stagger.QUARTERS_MAR),
        StaggerFrom(date(2026, 8, 1), Stagger.MONTHLY),
        StaggerFrom(date(2026, 11, 1), Stagger.ANNUAL, 10, Pattern.QUARTERLY),
    )
    found = by_key(replace(COMPANY, vat=(VatRegistration(date(2014, 1, 1), staggers),)), TODAY)
    assert found["vat_return:2026-07-31"].period == Period(date(2026, 7, 1), date(2026, 7, 31))
    assert found["vat_return:2026-10-31"].due_date == date(2026, 12, 7)
    assert "vat_return:2027-10-31" not in found, "due on 31 December 2027, beyond the horizon"
    instalments = [found[f"vat_instalment_{n}:2027-10-31"].due_date for n in (1, 2, 3)]
    assert instalments == [date(2027, 2, 26), date(2027, 5, 28), date(2027, 8, 31)]


def test_deregistration_makes_a_last_short_return() -> None:
    ended = VatRegistration(date(2014, 1, 1), (StaggerFrom(date(2014, 1, 1), Stagger.QUARTERS_MAR),), date(2026, 8, 15))
    found = by_key(replace(COMPANY, vat=(ended,)))
    assert found["vat_return:2026-08-15"].due_date == date(2026, 10, 7)
    assert "vat_return:2026-12-31" not in found


def test_a_delivered_statement_is_done_and_restarts_the_clock() -> None:
    found = by_key(replace(COMPANY, confirmation_statements=(date(2026, 4, 20),)))
    assert found["confirmation_statement:2026-05-10"].completed
    assert not any(key.startswith("confirmation_statement") and "2027-05" in key for key in found)
    assert found["confirmation_statement:2027-04-20"].due_date == date(2027, 5, 4)


@pytest.mark.parametrize(("incorporated_on", "first"), [(date(2015, 6, 30), 2017), (date(2015, 7, 1), 2016)])
@pytest.mark.parametrize("delivered", [False, True])
def test_the_first_confirmation_statement_is_of_a_year_that_ends_after_29_june_2016(
    incorporated_on: date, first: int, *, delivered: bool
) -> None:
    """Up to then there were annual returns (SBEEA 2015 s92, in force on 30 June 2016)."""
    anniversaries = [incorporated_on.replace(year=year) - timedelta(days=1) for year in (2016, 2017)]
    done = tuple(anniversaries) if delivered else ()
    young = Profile(EntityType.LTD, incorporated_on, incorporated_on=incorporated_on, confirmation_statements=done)
    found = [key for key in by_key(young, date(2016, 8, 1)) if key.startswith("confirmation_statement")]
    expected = [f"confirmation_statement:{day}" for day in anniversaries if day.year >= first]
    assert [key for key in found if key <= "confirmation_statement:2017-12-31"] == expected


def test_payroll_pays_monthly_or_quarterly_and_reports_after_the_year() -> None:
    payroll = Payroll(date(2026, 1, 1), benefits_in_kind=True, cis_contractor=True)
    found = by_key(replace(COMPANY, payroll=(payroll,)))
    assert found["paye_payment:2026-11-05"].due_date == date(2026, 11, 22)
    assert "must arrive by 20 Nov 2026" in (found["paye_payment:2026-11-05"].advice or "")
    assert found["cis300:2026-11-05"].due_date == date(2026, 11, 19)
    assert found["p60:2026-04-05"].due_date == date(2026, 5, 31)
    assert found["p11d:2026-04-05"].due_date == date(2026, 7, 6)
    assert found["class_1a:2026-04-05"].due_date == date(2026, 7, 22)
    quarterly = by_key(replace(COMPANY, payroll=(Payroll(date(2026, 1, 1), pays_quarterly=True),)))
    paid = sorted(key for key in quarterly if key.startswith("paye_payment"))
    assert paid[:3] == ["paye_payment:2026-04-05", "paye_payment:2026-07-05", "paye_payment:2026-10-05"]
    ended = by_key(replace(COMPANY, payroll=(Payroll(date(2026, 1, 1), until=date(2026, 6, 10)),)))
    assert max(key for key in ended if key.startswith("paye_payment")) == "paye_payment:2026-07-05"


def test_a_sole_trader_registers_files_and_pays_and_never_owes_company_things() -> None:
    found = by_key(TRADER)
    assert found["sa_register:2026-04-05"].due_date == date(2026, 10, 5)
    assert found["sa_return:2026-04-05"].due_date == date(2027, 1, 31)
    assert found["sa_on_account_2:2026-04-05"].due_date == date(2027, 7, 31)
    assert {each.type for each in found.values()} == {ObligationType.SELF_ASSESSMENT}
    without = by_key(replace(TRADER, payments_on_account=False))
    assert not any(key.startswith("sa_on_account") for key in without)


def test_income_over_the_threshold_brings_quarterly_updates_two_years_later() -> None:
    over = replace(TRADER, self_employed_since=date(2020, 1, 1), incomes=(TaxYearIncome(date(2024, 4, 6), 5_000_001),))
    found = by_key(over)
    assert [
        found[f"mtd_update:{end}"].due_date for end in ("2026-07-05", "2026-10-05", "2027-01-05", "2027-04-05")
    ] == [
        date(2026, 8, 7),
        date(2026, 11, 7),
        date(2027, 2, 7),
        date(2027, 5, 7),
    ]
    assert found["sa_return:2026-04-05"].title.startswith("Self assessment return")
    year_on = by_key(over, date(2027, 6, 1))
    assert year_on["sa_return:2027-04-05"].title == "Final declaration (Making Tax Digital), 2026-27"
    assert "no points for quarterly updates of 2026-27, the first year" in (
        found["mtd_update:2026-07-05"].penalty or ""
    )
    exempt = replace(over, incomes=(TaxYearIncome(date(2024, 4, 6), 5_000_001, exempt=True),))
    assert not any(each.type is ObligationType.MTD_ITSA for each in obligations(exempt, TODAY))
    chosen = replace(TRADER, mtd_joined_on=date(2026, 4, 6))
    assert "mtd_update:2026-07-05" in by_key(chosen)


def test_a_late_quarterly_update_brings_a_point_from_the_second_year_on() -> None:
    """Four points are a penalty of 200 pounds (FA 2021 sch 24)."""
    found = by_key(replace(TRADER, mtd_joined_on=date(2027, 4, 6)), date(2027, 6, 1))
    assert (found["mtd_update:2027-07-05"].penalty or "").startswith(
        "Late: one point for each update, £200 at 4 points"
    )


def test_a_trade_that_ended_has_a_last_return_and_no_more() -> None:
    ended = replace(TRADER, self_employed_until=date(2026, 5, 1))
    assert "sa_return:2027-04-05" in by_key(ended, date(2027, 6, 1))
    assert "sa_return:2028-04-05" not in by_key(ended, date(2028, 6, 1))


@settings(max_examples=25)
@given(
    st.dates(date(2018, 1, 1), date(2026, 1, 1)),
    st.sampled_from(list(Stagger)),
    st.integers(0, 900),
    st.booleans(),
)
def test_no_deadline_lies_before_its_period_ends_and_none_twice(
    started: date, stagger: Stagger, later: int, company: bool
) -> None:
    profile = Profile(
        EntityType.LTD if company else EntityType.SOLE_TRADER,
        tracked_from=started,
        incorporated_on=started if company else None,
        self_employed_since=None if company else started,
        vat=(VatRegistration(started, (StaggerFrom(started, stagger),)),),
        payroll=(Payroll(started, cis_contractor=True),),
        mtd_joined_on=date(2026, 4, 6),
    )
    found = obligations(profile, started + timedelta(days=later))
    assert found
    assert len({each.key for each in found}) == len(found)
    assert [each.due_date for each in found] == sorted(each.due_date for each in found)
    assert all(each.due_date > each.period.end for each in found if each.period is not None)
    said = " ".join(part for each in found for part in (each.title, each.penalty or "", each.advice or ""))
    assert "None" not in said


def test_facts_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadRequest, match="incorporation"):
        Profile(EntityType.LTD, tracked_from=TODAY)
    with pytest.raises(BadRequest, match="in order"):
        replace(COMPANY, accounting_periods=COMPANY.accounting_periods[::-1])
    with pytest.raises(BadRequest, match="begin with the registration"):
        VatRegistration(date(2020, 1, 1), (StaggerFrom(date(2020, 2, 1), Stagger.MONTHLY),))


def test_spans_and_amounts_are_written_as_people_do() -> None:
    assert span_text(Period(date(2026, 1, 1), date(2026, 3, 31))) == "quarter to 31 Mar 2026"
    assert span_text(Period(date(2026, 1, 1), date(2026, 1, 31))) == "month to 31 Jan 2026"
    assert span_text(Period(date(2026, 1, 10), date(2026, 3, 31))) == "10 Jan 2026 to 31 Mar 2026"
    assert pounds_text(150000) == "£1,500"
    assert pounds_text(150050) == "£1,500.50"
