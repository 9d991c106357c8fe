"""Corporation tax, Companies House, size, directors' loans and capital allowances."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.uk_rules import capital_allowances as ca
from accountsos.uk_rules import companies_house, ct_penalties, frs105, size
from accountsos.uk_rules import plant_allowances as pa
from accountsos.uk_rules.companies_house import CompanyType
from accountsos.uk_rules.corporation_tax import Profits, corporation_tax
from accountsos.uk_rules.ct_dates import accounting_periods, ct600_due, ct_payment_due, ct_returns
from accountsos.uk_rules.directors_loan import (
    Loan,
    Repayment,
    benefit_reportable,
    relief_due,
    section_455,
    section_458,
)
from accountsos.uk_rules.parameters import NoValueInForce
from accountsos.uk_rules.periods import last_day_of_months
from tests.uk_rules.golden_company import charge_of_accounts

days = st.dates(date(2016, 1, 1), date(2050, 12, 31))
accounts = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(0, 540))
YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))


@given(accounts)
def test_accounting_periods_cover_the_accounts_and_have_at_most_twelve_months(whole: Period) -> None:
    parts = accounting_periods(whole)
    assert sum(part.days for part in parts) == whole.days
    assert all(part.end <= last_day_of_months(part.start, 12) for part in parts)


@given(accounts)
def test_no_company_deadline_lies_before_its_period_ends(whole: Period) -> None:
    for each in ct_returns(whole):
        assert each.payment_due > each.period.end
        assert each.ct600_due >= whole.end
        assert each.ct600_due > each.period.end
    for company in CompanyType:
        assert companies_house.accounts_due(whole.end, company) > whole.end
        assert companies_house.first_accounts_due(whole.start, whole.end, company) > whole.end
    assert companies_house.first_confirmation_statement(whole.start).due > whole.start


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (date(2026, 6, 30), date(2027, 4, 1)),
        (date(2026, 2, 28), date(2026, 12, 1)),
        (date(2026, 5, 31), date(2027, 3, 1)),
        (date(2026, 11, 30), date(2027, 9, 1)),
    ],
)
def test_tax_is_paid_nine_months_and_a_day_after_the_period(end: date, due: date) -> None:
    assert ct_payment_due(end) == due


def test_beyond_eighteen_months_the_return_is_due_thirty_months_after_the_start() -> None:
    whole = Period(date(2024, 1, 1), date(2025, 12, 31))
    assert ct600_due(whole) == date(2026, 6, 30)
    assert [each.ct600_due for each in ct_returns(whole)] == [date(2026, 6, 30), date(2026, 12, 31)]


@given(st.integers(0, 10**9), st.integers(0, 3), days)
def test_tax_lies_between_the_small_and_the_main_rate_and_never_falls_as_profits_rise(
    pence: int, associated: int, start: date
) -> None:
    period = Period(start, last_day_of_months(start, 12))
    tax = corporation_tax(period, Profits(pence, associated=associated)).tax
    more = corporation_tax(period, Profits(pence + 100, associated=associated)).tax
    assert pence * 0.19 - 2 <= tax <= pence * 0.25 + 2
    assert more >= tax - 1


def test_a_loss_bears_no_tax_and_a_long_period_must_be_split() -> None:
    assert corporation_tax(YEAR, Profits(-100)).tax == 0
    long = Period(date(2025, 4, 1), date(2026, 4, 30))
    with pytest.raises(BadRequest, match="at most 12 months"):
        corporation_tax(long, Profits(100))
    split = charge_of_accounts(long, Profits(39_500_00))
    # 365 and 30 of 395 days: 36500 and 3000, both under their limits, at 19 per cent.
    assert [year.tax for year in split.years] == [693_500, 57_000]
    with pytest.raises(NoValueInForce):
        corporation_tax(Period(date(2010, 4, 1), date(2011, 3, 31)), Profits(100))
    with pytest.raises(BadRequest, match="negative"):
        Profits(1, associated=-1)


def test_profits_alone_are_those_of_one_company_without_dividends() -> None:
    assert Profits(100) == Profits(100, 0, 0, close_investment_holding=False, associated_by_year=())


def test_a_rate_with_one_source_warns() -> None:
    old = corporation_tax(Period(date(2015, 4, 1), date(2016, 3, 31)), Profits(100_000_00))
    assert old.tax == 20_000_00
    assert "ct_main_rate" in old.warnings[0]


def test_the_third_late_return_in_a_row_costs_more_and_the_third_month_is_the_border() -> None:
    due = date(2026, 4, 30)
    for day, before, fixed in [
        (due, 5, 0),
        (date(2026, 7, 31), 0, 20000),
        (date(2026, 8, 1), 0, 40000),
        (date(2026, 5, 1), 1, 20000),
        (date(2026, 5, 1), 2, 100000),
        (date(2026, 8, 1), 2, 200000),
    ]:
        assert ct_penalties.late_filing_penalty(due, day, failures_before=before).fixed == fixed
    assert ct_penalties.late_filing_penalty(due, due, unpaid_tax=100000).total == 0
    two_years = ct_penalties.late_filing_penalty(due, date(2027, 5, 1), unpaid_tax=100000)
    assert two_years.tax_geared == 20000


def test_late_accounts_step_up_after_one_three_and_six_months_and_double() -> None:
    due = date(2026, 12, 31)
    costs = {
        date(2026, 12, 31): 0,
        date(2027, 1, 1): 15000,
        date(2027, 1, 31): 15000,
        date(2027, 2, 1): 37500,
        date(2027, 4, 1): 75000,
        date(2027, 7, 1): 150000,
    }
    for day, cost in costs.items():
        assert companies_house.late_accounts_penalty(due, day, CompanyType.PRIVATE, late_year_before=False) == cost
        assert companies_house.late_accounts_penalty(due, day, CompanyType.PRIVATE, late_year_before=True) == 2 * cost
    assert (
        companies_house.late_accounts_penalty(due, date(2027, 7, 1), CompanyType.PUBLIC, late_year_before=False)
        == 750000
    )


def test_a_shortened_period_still_gives_three_months_from_the_notice() -> None:
    assert companies_house.accounts_due_after_shortening(date(2026, 3, 31), date(2026, 2, 28)) == date(2026, 5, 31)


def test_identity_is_verified_with_the_first_statement_after_18_november_2025() -> None:
    before = companies_house.first_confirmation_statement(date(2024, 11, 18))
    after = companies_house.first_confirmation_statement(date(2024, 11, 19))
    assert not before.identity_verification
    assert after.identity_verification


def figures(turnover: int, sheet: int = 0, employees: int = 50, months: int = 12) -> size.YearFigures:
    return size.YearFigures(turnover * 100, sheet * 100, employees, Decimal(months))


def test_two_of_three_limits_make_a_micro_entity_and_a_short_year_scales_turnover() -> None:
    start = date(2025, 4, 6)
    assert size.meets_limits(size.Size.MICRO, figures(1_000_000, 500_000), start)
    assert not size.meets_limits(size.Size.MICRO, figures(1_000_001, 500_000), start)
    assert not size.meets_limits(size.Size.MICRO, figures(1_000_000, 500_000), date(2025, 4, 5))
    assert not size.meets_limits(size.Size.MICRO, figures(500_001, 500_000, months=6), start)
    assert size.limit_warnings(size.Size.MICRO, start) == ()


def test_the_status_changes_only_after_two_years() -> None:
    inside, outside, start = figures(1), figures(2_000_000, 2_000_000), date(2026, 1, 1)

    def micro(now: size.YearFigures, before: size.YearFigures | None, *, was: bool) -> bool:
        return size.qualifies(size.Size.MICRO, now, start, year_before=before, qualified_before=was)

    assert micro(outside, inside, was=True)
    assert not micro(outside, outside, was=True)
    assert not micro(inside, outside, was=False)
    assert micro(inside, inside, was=False)
    assert micro(inside, None, was=False)
    assert not size.qualifies(size.Size.MICRO, inside, start, year_before=None, excluded=True)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=8, max_size=8))
def test_the_balance_sheet_format_always_adds_up(items: list[int]) -> None:
    letters = frs105.BalanceSheet(*items).by_letter()
    assert letters["F"] == letters["C"] + letters["D"] - letters["E"]
    assert letters["G"] == letters["A"] + letters["B"] + letters["F"]
    assert letters["K"] == letters["G"] - letters["H"] - letters["I"] - letters["J"]


def test_a_balance_sheet_of_which_nothing_is_said_is_empty() -> None:
    assert set(frs105.BalanceSheet().by_letter().values()) == {0}


def test_the_profit_and_loss_format_is_what_is_left() -> None:
    letters = frs105.ProfitAndLoss(8000, 50, 2000, 2500, 200, 1200, 408).by_letter()
    assert letters["H"] == 8050 - 5900 - 408


def test_a_loan_repaid_the_day_before_the_tax_falls_due_bears_none_and_on_the_day_all() -> None:
    loans = [Loan(date(2025, 6, 1), 1_000_000)]
    assert section_455(YEAR, loans, [Repayment(date(2026, 12, 31), 1_000_000)]).tax == 0
    late = section_455(YEAR, loans, [Repayment(date(2027, 1, 1), 1_000_000)])
    assert (late.tax, late.due) == (337_500, date(2027, 1, 1))
    assert relief_due(date(2027, 3, 31)) == date(2028, 1, 1)


def test_what_an_earlier_year_lent_and_is_still_owed_is_not_relieved_again() -> None:
    earlier, ours = Loan(date(2025, 3, 1), 400_000), Loan(date(2025, 6, 1), 1_000_000)
    repaid = [Repayment(date(2027, 2, 1), 900_000)]

    def period_of(day: date) -> Period:
        return Period(date(day.year - (day.month < 4), 4, 1), date(day.year + (day.month >= 4), 3, 31))

    (relief,) = section_458(YEAR, [earlier, ours], repaid, period_of)
    assert (relief.repaid, relief.tax, relief.due) == (500_000, 168_750, date(2028, 1, 1))
    # Paid back in two goes, of which the first meets the older loan alone: that one brings no relief.
    in_two = [Repayment(date(2027, 1, 5), 400_000), Repayment(date(2027, 2, 1), 500_000)]
    assert section_458(YEAR, [earlier, ours], in_two, period_of) == (relief,)


def test_a_matched_repayment_counts_for_the_new_loan_and_is_not_charged_twice() -> None:
    loans = [Loan(date(2025, 6, 1), 600_000), Loan(date(2026, 4, 3), 600_000)]
    repaid = [Repayment(date(2026, 3, 29), 600_000)]
    first = section_455(YEAR, loans, repaid)
    second = section_455(Period(date(2026, 4, 1), date(2027, 3, 31)), loans, repaid)
    assert (first.chargeable, first.matched_to_new_loans) == (600_000, 600_000)
    assert second.chargeable == 0


@pytest.mark.parametrize(
    ("lent_on", "matched"), [(date(2025, 3, 31), 1_000_000), (YEAR.start, 0), (date(2025, 6, 1), 0), (YEAR.end, 0)]
)
def test_a_loan_within_the_same_period_is_no_new_loan(lent_on: date, matched: int) -> None:
    """Of the period from its first day to its last; what was lent the day before is of an earlier one."""
    repaid = Repayment(lent_on + timedelta(days=10), 2_000_000)
    loans = [Loan(lent_on, 2_000_000), Loan(min(lent_on + timedelta(days=20), YEAR.end), 1_000_000)]
    found = section_455(YEAR, loans, [repaid])
    assert (found.chargeable, found.matched_to_new_loans) == (0 if matched else 1_000_000, matched)


@pytest.mark.parametrize(("day", "matched"), [(29, 500_000), (30, 0)])
def test_thirty_days_count_their_first_and_last(day: int, matched: int) -> None:
    repaid = Repayment(date(2026, 3, 10), 500_000)
    loans = [Loan(date(2025, 6, 1), 500_000), Loan(repaid.made_on + timedelta(days=day), 500_000)]
    assert section_455(YEAR, loans, [repaid]).matched_to_new_loans == matched


def test_small_repayments_within_thirty_days_are_added_up() -> None:
    repaid = [Repayment(date(2026, 3, 10), 250_000), Repayment(date(2026, 3, 20), 250_000)]
    loans = [Loan(date(2025, 6, 1), 600_000), Loan(date(2026, 4, 2), 600_000)]
    assert section_455(YEAR, loans, repaid).matched_to_new_loans == 500_000
    assert section_455(YEAR, loans, repaid[:1]).matched_to_new_loans == 0


def test_before_march_2013_nothing_is_matched() -> None:
    year = Period(date(2011, 4, 1), date(2012, 3, 31))
    loans = [Loan(date(2011, 6, 1), 900_000), Loan(date(2012, 4, 2), 900_000)]
    assert section_455(year, loans, [Repayment(date(2012, 3, 10), 900_000)]).matched_to_new_loans == 0


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 10**6)), max_size=5), st.data())
def test_the_charge_is_never_negative_nor_more_than_was_lent(loans: list[tuple[int, int]], data: st.DataObject) -> None:
    start = YEAR.start
    lent = [Loan(start + timedelta(days=n), amount) for n, amount in loans]
    back = data.draw(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 10**6)), max_size=5))
    found = section_455(YEAR, lent, [Repayment(start + timedelta(days=n), amount) for n, amount in back])
    assert 0 <= found.chargeable <= sum(loan.amount for loan in lent if loan.made_on in YEAR)
    assert found.tax <= found.chargeable * 0.3575 + 1


def test_a_negative_loan_is_refused_and_the_benefit_begins_above_ten_thousand() -> None:
    with pytest.raises(BadRequest, match="positive"):
        section_455(YEAR, [Loan(date(2025, 6, 1), -1)])
    assert not benefit_reportable(1_000_000, date(2026, 5, 1))
    assert benefit_reportable(1_000_001, date(2026, 5, 1))


def test_the_hybrid_rate_is_18_until_march_2026_and_14_from_april() -> None:
    def rate(start: date, end: date, tax: ca.Tax = ca.Tax.COMPANY) -> Decimal:
        return ca.writing_down_rate(Period(start, end), ca.Pool.MAIN, tax)

    assert rate(date(2025, 4, 1), date(2026, 3, 31)) == Decimal("0.18")
    assert rate(date(2026, 4, 1), date(2027, 3, 31)) == Decimal("0.14")
    assert rate(date(2025, 4, 6), date(2026, 4, 5), ca.Tax.INCOME_TAX) == Decimal("0.18")
    # 90 days at 18 and 275 at 14 of 365: 14.98630, rounded up.
    assert rate(date(2026, 1, 1), date(2026, 12, 31)) == Decimal("0.1499")


def plant_of(before: ca.Pools, bought: list[pa.Purchase], sold: list[pa.Sale] | None = None) -> pa.PlantAllowances:
    return pa.plant_allowances(YEAR, ca.Tax.COMPANY, pa.Written(before), bought, sold or [])


def test_a_small_pool_goes_whole_and_a_sale_above_the_pool_is_income() -> None:
    sold = pa.Sale(30_000, date(2025, 6, 1), None, pa.Relief(ca.Pool.SPECIAL))
    found = plant_of(ca.Pools(main=90_000, special=10_000), [], [sold])
    assert [pool.written_down for pool in found.pools] == [90_000, 0]
    assert found.charges == 20_000
    assert found.carried.pools == ca.Pools(0, 0)
    assert ca.disposal_value(120, 100) == 100
    assert ca.private_use(1000, Decimal("0.75")) == 750


def test_the_investment_allowance_covers_the_special_pool_first() -> None:
    bought = [
        pa.Purchase(60_000_000, date(2025, 5, 1)),
        pa.Purchase(60_000_000, date(2025, 6, 1), ca.Pool.SPECIAL),
    ]
    found = plant_of(ca.Pools(), bought)
    assert found.investment == 100_000_000
    assert found.carried.pools == ca.Pools(main=20_000_000 - 3_600_000, special=0)


def test_first_year_allowances_begin_on_their_days_and_for_their_plant() -> None:
    def best(day: date, tax: ca.Tax = ca.Tax.INCOME_TAX, pool: ca.Pool = ca.Pool.MAIN, *, new: bool = True) -> object:
        return ca.best_first_year(tax, pool, day, new=new)

    assert best(date(2025, 12, 31)) is None
    assert best(date(2026, 1, 1)) is ca.FirstYear.FORTY
    assert ca.first_year_rate(ca.FirstYear.FORTY, date(2026, 1, 1)) == Decimal("0.40")
    assert best(date(2026, 1, 1), new=False) is None
    assert best(date(2023, 3, 31), ca.Tax.COMPANY) is None
    assert best(date(2023, 4, 1), ca.Tax.COMPANY) is ca.FirstYear.FULL
    assert best(date(2023, 4, 1), ca.Tax.COMPANY, ca.Pool.SPECIAL) is ca.FirstYear.HALF
    assert best(date(2026, 1, 1), pool=ca.Pool.SPECIAL) is None


def test_full_expensing_that_was_not_in_force_yet_gives_nothing_and_takes_nothing_back() -> None:
    """Bought on 31 March 2023, the day before it began: 1,000.00 join the pool, and 400.00 got for it come off that."""
    bought = pa.Purchase(1_000_00, date(2023, 3, 31), investment=False, first_year=ca.FirstYear.FULL, key=7)
    first = Period(date(2022, 4, 1), date(2023, 3, 31))
    found = pa.plant_allowances(first, ca.Tax.COMPANY, pa.Written(), [bought])
    assert (found.first_year, found.pools[0].added) == (0, 1_000_00)
    next_year = Period(date(2023, 4, 1), date(2024, 3, 31))
    gone = pa.plant_allowances(next_year, ca.Tax.COMPANY, found.carried, [], [pa.Sale(400_00, date(2023, 6, 1), 7)])
    assert (gone.special_charges, gone.pools[0].sold) == (0, 400_00)


def test_a_new_electric_car_goes_whole_until_march_2027() -> None:
    assert ca.pool_of_car(0, date(2027, 3, 31), new=True) == (ca.Pool.MAIN, True)
    assert ca.pool_of_car(0, date(2027, 4, 1), new=True) == (ca.Pool.MAIN, False)
    assert ca.pool_of_car(0, date(2026, 6, 1), new=False) == (ca.Pool.MAIN, False)
    assert ca.pool_of_car(51, date(2026, 6, 1), new=True) == (ca.Pool.SPECIAL, False)


def test_plant_of_another_period_is_refused() -> None:
    with pytest.raises(BadRequest, match="2026-04-01 is not of the period"):
        plant_of(ca.Pools(), [pa.Purchase(1, date(2026, 4, 1))])
