"""A company's year end is moved within what company law allows. The clock stands at 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import ONE_DAY, Period
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.years import FinancialYear
from accountsos.uk_rules.companies_house import is_extended, next_extension_from
from accountsos.workflows.companies import manage_years
from accountsos.workflows.companies.manage_years import YearChange
from accountsos.workflows.deadlines import list_deadlines
from accountsos.workflows.deadlines.list_deadlines import DeadlineQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found


def change(keeper: Bookkeeper, start: date, end: date, **more: object) -> list[FinancialYear]:
    return keeper.do(manage_years.CHANGE, YearChange(start, end, **more))  # type: ignore[arg-type]  # exception, reason


def spans(keeper: Bookkeeper) -> list[Period]:
    return [year.period for year in keeper.ask(manage_years.LIST, TODAY)]


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """Years to 31 March; that from 1 April 2026 is the last row."""
    keeper = found(books)
    last = spans(keeper)[-1]
    if last.end < date(2026, 4, 1):
        change(keeper, date(2026, 4, 1), date(2027, 3, 31))
    return keeper


@pytest.mark.parametrize(
    ("start", "end", "first", "extended"),
    [
        (date(2025, 4, 12), date(2026, 4, 30), True, False),
        (date(2025, 4, 12), date(2026, 5, 8), True, True),
        (date(2025, 4, 1), date(2026, 3, 31), False, False),
        (date(2025, 4, 1), date(2026, 4, 7), False, False),
        (date(2025, 4, 1), date(2026, 4, 8), False, True),
        (date(2025, 4, 1), date(2025, 12, 31), False, False),
    ],
)
def test_a_period_is_extended_beyond_its_reference_date_and_seven_days(
    start: date, end: date, first: bool, extended: bool
) -> None:
    assert is_extended(Period(start, end), first=first) is extended


def test_five_years_run_from_the_end_of_the_extended_period() -> None:
    assert next_extension_from(date(2024, 2, 29)) == date(2029, 2, 28)


def test_a_year_is_lengthened_once_and_not_again_within_five_years(keeper: Bookkeeper) -> None:
    change(keeper, date(2026, 4, 1), date(2027, 6, 30))
    before = spans(keeper)
    with pytest.raises(Conflict, match="no such notice before 2032-06-30") as refused:
        change(keeper, date(2027, 7, 1), date(2028, 9, 30))
    assert "s392(3)" in refused.value.message
    assert spans(keeper) == before, "nothing is half-changed"
    change(keeper, date(2027, 7, 1), date(2028, 3, 31))
    assert spans(keeper)[-1].end == date(2028, 3, 31), "shortening is free"


def test_the_exceptions_of_the_act_allow_it_with_a_reason(keeper: Bookkeeper) -> None:
    change(keeper, date(2026, 4, 1), date(2027, 6, 30))
    with pytest.raises(BadRequest, match="which exception"):
        change(keeper, date(2027, 7, 1), date(2028, 9, 30), exception=True)
    with pytest.raises(BadRequest, match="goes with exception"):
        change(keeper, date(2027, 7, 1), date(2028, 9, 30), reason="the parent's year end")
    change(keeper, date(2027, 7, 1), date(2028, 9, 30), exception=True, reason="the parent's year end")
    assert spans(keeper)[-1].end == date(2028, 9, 30)


def test_lengthening_the_earlier_one_of_two_gives_the_later_one_its_twelve_months_again(keeper: Bookkeeper) -> None:
    change(keeper, date(2026, 4, 1), date(2027, 3, 31))
    change(keeper, date(2027, 4, 1), date(2028, 6, 30))
    change(keeper, date(2026, 4, 1), date(2027, 6, 30))
    assert spans(keeper)[-2:] == [
        Period(date(2026, 4, 1), date(2027, 6, 30)),
        Period(date(2027, 7, 1), date(2028, 6, 30)),
    ]


def test_a_sole_traders_year_is_no_matter_of_company_law(books: Books) -> None:
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2023, 5, 1))
    start = spans(keeper)[-1].start
    change(keeper, start, date(start.year + 2, 4, 5))
    change(keeper, date(start.year + 2, 4, 6), date(start.year + 4, 4, 5))
    assert spans(keeper)[-1].end == date(start.year + 4, 4, 5)


def test_a_first_period_over_18_months_and_years_that_overlap_are_refused(books: Books) -> None:
    keeper = found(books, incorporated_on=date(2026, 6, 15), year_end=(6, 30))
    before = spans(keeper)
    assert before == [Period(date(2026, 6, 15), date(2027, 6, 30))]
    with pytest.raises(BadRequest, match="longer than the 18 months"):
        change(keeper, date(2026, 6, 15), date(2027, 12, 15))
    with pytest.raises(BadRequest, match="gap or overlap"):
        change(keeper, date(2027, 6, 1), date(2028, 5, 31))
    assert spans(keeper) == before
    change(keeper, date(2026, 6, 15), date(2027, 12, 14))
    assert spans(keeper) == [Period(date(2026, 6, 15), date(2027, 12, 14))]


def test_the_open_years_behind_a_moved_year_end_are_laid_anew(keeper: Bookkeeper) -> None:
    """Years to 31 March became years to 31 December with the second one, of nine months."""
    first = spans(keeper)[0]
    change(keeper, first.end + ONE_DAY, date(first.end.year, 12, 31))
    ends = [period.end for period in spans(keeper)]
    assert ends[0] == first.end
    assert [(end.month, end.day) for end in ends[1:]] == [(12, 31)] * (len(ends) - 1)
    assert [end.year for end in ends[1:]] == list(range(first.end.year, first.end.year + len(ends) - 1))
    assert keeper.faults() == []


def test_a_company_that_was_set_up_too_late_gets_its_real_first_year(keeper: Bookkeeper) -> None:
    """Incorporated on 14 May 2021, first accounts to 31 May 2022: every later year follows from that."""
    last = spans(keeper)[-1].end
    change(keeper, date(2021, 5, 14), date(2022, 5, 31))
    found_ = spans(keeper)
    assert found_[:2] == [
        Period(date(2021, 5, 14), date(2022, 5, 31)),
        Period(date(2022, 6, 1), date(2023, 5, 31)),
    ]
    assert found_[-1].end >= last


def test_a_closed_year_behind_is_not_laid_anew(keeper: Bookkeeper) -> None:
    before = spans(keeper)
    for year in before[:2]:
        keeper.close_through(year.end)
    with pytest.raises(Conflict, match=f"the year to {before[1].end} is closed"):
        change(keeper, before[0].start, date(before[0].start.year, 12, 31))
    assert spans(keeper) == before


def accounts_due(keeper: Bookkeeper, end: date) -> date:
    asked = DeadlineQuestion(TODAY, days=800)
    found_ = {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, asked)}
    return found_[f"ddl_accounts_{end:%Y%m%d}"].due_date


def test_accounts_of_a_year_that_a_notice_shortens_have_three_months_from_it(keeper: Bookkeeper) -> None:
    """To 30 April 2026: due on 31 January 2027, by notice of 20 November on 20 February."""
    begins, ends, notice = date(2026, 4, 1), date(2026, 4, 30), date(2026, 11, 20)
    change(keeper, begins, ends)
    assert accounts_due(keeper, ends) == date(2027, 1, 31)
    with pytest.raises(BadRequest, match="is not shortened to 2026-04-30"):
        change(keeper, begins, ends, notice_on=notice)
    change(keeper, begins, date(2027, 3, 31))
    change(keeper, begins, ends, notice_on=notice)
    assert accounts_due(keeper, ends) == date(2027, 2, 20)
    change(keeper, begins, ends, notice_on=date(2026, 11, 10))
    assert accounts_due(keeper, ends) == date(2027, 2, 10), "a later statement supersedes the notice"
    with pytest.raises(BadRequest, match="still to come"):
        change(keeper, begins, ends, notice_on=date(2026, 12, 1))
    with pytest.raises(BadRequest, match="is not shortened"):
        change(keeper, begins, date(2027, 3, 31), notice_on=notice)


def test_a_sole_traders_years_begin_with_the_one_in_which_the_trade_began(books: Books) -> None:
    """Begun on 12 August 2024: three tax years, to the one with today in it. Else this year alone."""
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2024, 8, 12))
    assert spans(keeper) == [Period(date(n, 4, 6), date(n + 1, 4, 5)) for n in (2024, 2025, 2026)]
    other = found(books, "Ada Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=None)
    assert spans(other) == [Period(date(2026, 4, 6), date(2027, 4, 5))]
