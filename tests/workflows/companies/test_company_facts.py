"""A company's own facts are put right: what follows from them follows, what was known before stays known."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accountsos.dates import Period
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.years import years_from
from accountsos.workflows.companies import manage_company, manage_years
from accountsos.workflows.companies.manage_company import CompanyQuestion, CompanyState
from accountsos.workflows.companies.manage_years import YearChange
from accountsos.workflows.deadlines import manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import LIST, DeadlineQuestion
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import TODAY, Bookkeeper, found


def change(keeper: Bookkeeper, **facts: object) -> CompanyState:
    return keeper.do(manage_company.CHANGE, facts)


def known(keeper: Bookkeeper, moment: datetime | None) -> CompanyState:
    return keeper.ask(manage_company.SHOW, CompanyQuestion(known_at=moment))


def test_every_fact_that_was_changed_is_known_as_it_was_before(books: Books) -> None:
    keeper = found(books, trade="cafe", people=("Ann Wren",))
    first = books.clock()
    before = known(keeper, None)
    change(keeper, name="Teasel & Sons Ltd", company_number="01234567")
    second = books.clock()
    now = change(keeper, trade=None, people=("Ann Wren", "Bo Wren"), company_number="76543210")
    assert known(keeper, first) == before
    assert (known(keeper, second).company.name, known(keeper, second).company.company_number) == (
        "Teasel & Sons Ltd",
        "01234567",
    )
    assert known(keeper, second).company.trade == "cafe"
    assert known(keeper, None) == now
    assert keeper.faults() == []


def test_another_day_of_incorporation_moves_the_first_year_and_the_deadlines_and_back(books: Books) -> None:
    """Incorporated 1 April 2023, years to 31 March. First accounts are due 21 months after incorporation where the
    period is longer than 12 months (CA 2006 s442(3)): 31 December 2024 of 31 March 2024 plus nine months otherwise."""
    keeper = found(books)
    then, before = books.clock(), known(keeper, None)
    assert before.years[0] == Period(date(2023, 4, 1), date(2024, 3, 31))
    state = change(keeper, incorporated_on=date(2022, 11, 15))
    assert state.years == [Period(date(2022, 11, 15), date(2024, 3, 31)), *before.years[1:]]
    assert first_accounts(keeper) == date(2024, 8, 15)
    assert year_as_known(keeper, then) == before.years[0]
    back = change(keeper, incorporated_on=date(2023, 4, 1))
    assert back.years == before.years
    assert first_accounts(keeper) == date(2024, 12, 31)
    assert keeper.faults() == []


def first_accounts(keeper: Bookkeeper) -> date:
    """When the first accounts were due at Companies House."""
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2022, 1, 1)})
    question = DeadlineQuestion(TODAY, type="accounts", include_completed=True)
    return min(each.due_date for each in keeper.ask(LIST, question))


def year_as_known(keeper: Bookkeeper, moment: datetime) -> Period:
    def run(db: object, company: int, _: None) -> Period:
        return BooksAsKnown(db, company, moment).year_of(date(2023, 6, 1))  # type: ignore[arg-type]  # a reader

    return keeper.ask(ReadWorkflow("test.year", run), None)


@pytest.mark.parametrize(
    ("start", "ends", "expected"),
    [
        ("2023-05-02", ["2024-03-31"], ["2024-03-31"]),
        ("2023-05-02", ["2023-06-30", "2024-06-30"], ["2024-06-30"]),
        ("2021-02-10", ["2024-03-31"], ["2022-03-31", "2023-03-31", "2024-03-31"]),
        ("2020-12-10", ["2023-02-28", "2024-02-29"], ["2022-02-28", "2023-02-28", "2024-02-29"]),
        ("2025-05-01", ["2024-03-31", "2025-03-31"], ["2026-03-31"]),
        ("2022-10-01", ["2024-03-31"], ["2024-03-31"]),
        ("2022-09-30", ["2024-03-31"], ["2023-03-31", "2024-03-31"]),
    ],
)
def test_the_first_period_is_of_more_than_six_months_and_of_eighteen_at_most(
    start: str, ends: list[str], expected: list[str]
) -> None:
    """CA 2006 s391(5). Six months from 1 October 2022 and eighteen end on 31 March 2023 and 31 March 2024."""
    years = [Period(date.fromisoformat(end).replace(month=1, day=1), date.fromisoformat(end)) for end in ends]
    found_years = years_from(date.fromisoformat(start), years)
    assert [str(year.end) for year in found_years] == expected
    assert str(found_years[0].start) == start


def test_the_years_that_were_laid_before_stay_known(books: Books) -> None:
    keeper = found(books)
    then = books.clock()
    before = known(keeper, None).years
    keeper.do(manage_years.CHANGE, YearChange(date(2023, 4, 1), date(2023, 12, 31)))
    assert known(keeper, None).years[0].end == date(2023, 12, 31)
    assert known(keeper, then).years == before
    assert year_as_known(keeper, then).end == date(2024, 3, 31)


def test_a_company_that_is_older_than_its_books_keeps_its_years(books: Books) -> None:
    keeper = found(books, incorporated_on=None)
    years = known(keeper, None).years
    assert change(keeper, incorporated_on=date(2010, 6, 1)).years == years


def test_a_day_that_has_not_come_and_a_closed_first_year_are_refused(books: Books) -> None:
    keeper = found(books)
    with pytest.raises(BadRequest, match="future"):
        change(keeper, incorporated_on=date(2027, 1, 1))
    keeper.close_through(date(2024, 3, 31))
    with pytest.raises(Conflict, match="reopen the books") as refused:
        change(keeper, incorporated_on=date(2023, 5, 1))
    assert refused.value.see == "reopen_years"
    assert change(keeper, trade="cafe").company.trade == "cafe"
