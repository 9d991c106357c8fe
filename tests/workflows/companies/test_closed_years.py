"""Closed years do not move: what is found out later lands on the first open day and still comes out right."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accountsos import ids
from accountsos.errors import BadRequest, Conflict
from accountsos.workflows.companies import manage_years
from accountsos.workflows.journals import post_journal
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, journal_lines, simple_file
from tests.support.engines import Opened

Y24, Y25, Y26 = date(2024, 3, 31), date(2025, 3, 31), date(2026, 3, 31)
RENT, SOFTWARE, TRAVEL, OFFICE = "cat_rent", "cat_software", "cat_travel", "cat_office"


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def _only(keeper: Bookkeeper, day: date) -> dict[str, int]:
    return {k: v for k, v in keeper.balances(day).items() if k != "ba_main"}


def test_a_change_in_a_closed_year_is_posted_on_the_first_open_day(keeper: Bookkeeper) -> None:
    number = keeper.enter(date(2023, 6, 1), -12000, category=RENT).row.number
    keeper.close_through(Y24)
    changed = keeper.change(number, category_id=SOFTWARE)
    assert changed.posted is not None
    assert changed.posted.entry_date == date(2024, 4, 1)
    assert changed.posted.corrects is not None
    assert _only(keeper, Y24) == {RENT: 12000}
    assert _only(keeper, date(2024, 4, 1)) == {SOFTWARE: 12000}
    assert keeper.bank_balance(day=Y24) == keeper.bank_balance() == -12000
    assert keeper.faults() == []


def test_corrections_of_corrections_add_up_over_several_closed_years(keeper: Bookkeeper) -> None:
    number = keeper.enter(date(2023, 6, 1), -12000, category=RENT).row.number
    for closed, category in ((Y24, SOFTWARE), (Y25, TRAVEL)):
        keeper.close_through(closed)
        keeper.change(number, category_id=category)
        assert _only(keeper, Y26) == {category: 12000}
        assert keeper.faults() == []
    keeper.change(number, category_id=OFFICE)
    assert _only(keeper, Y26) == {OFFICE: 12000}
    assert _only(keeper, Y25) == {SOFTWARE: 12000}
    keeper.close_through(Y26)
    keeper.change(number, category_id=RENT)
    assert _only(keeper, date(2026, 11, 22)) == {RENT: 12000}
    assert keeper.faults() == []


def test_after_reopening_the_entry_goes_back_to_its_own_day(keeper: Bookkeeper) -> None:
    number = keeper.enter(date(2023, 6, 1), -12000, category=RENT).row.number
    keeper.close_through(Y24)
    keeper.change(number, category_id=SOFTWARE)
    keeper.close_through(Y25)
    keeper.change(number, category_id=TRAVEL)
    keeper.reopen(Y24)
    keeper.change(number, category_id=OFFICE)
    assert _only(keeper, Y24) == {RENT: 12000}
    assert _only(keeper, date(2024, 4, 1)) == {OFFICE: 12000}
    keeper.reopen()
    keeper.change(number, category_id=TRAVEL)
    assert _only(keeper, Y24) == {TRAVEL: 12000}
    assert keeper.faults() == []


def test_a_line_found_late_is_posted_on_the_first_open_day_and_can_be_refiled_there(keeper: Bookkeeper) -> None:
    keeper.close_through(Y24)
    done = keeper.load(simple_file([(date(2024, 3, 30), -5000, "TRAINLINE"), (date(2024, 4, 2), -700, "TRAINLINE")]))
    assert done.done.lines_new == 2
    assert keeper.bank_balance(day=Y24) == 0
    assert keeper.bank_balance() == -5700
    number = keeper.numbers()[0]
    keeper.change(number, category_id=RENT)
    assert keeper.balances(date(2024, 4, 1)) == {"ba_main": -5000, RENT: 5000}
    assert keeper.faults() == []
    with pytest.raises(Conflict, match="closed"):
        keeper.undo(done)
    assert keeper.faults() == []


def test_the_opening_balance_of_a_statement_from_a_closed_year_lands_on_the_first_open_day(keeper: Bookkeeper) -> None:
    keeper.close_through(Y24)
    keeper.load(simple_file([(date(2024, 3, 30), -5000, "TRAINLINE")], opening=20000))
    assert keeper.bank_balance(day=Y24) == 0
    assert keeper.bank_balance() == 15000
    assert keeper.faults() == []


def test_nothing_is_entered_into_a_closed_year(keeper: Bookkeeper) -> None:
    keeper.close_through(Y24)
    with pytest.raises(Conflict, match="closed"):
        keeper.journal(Y24, {"cat_depreciation": 5000, "cat_dep_computers": -5000})
    before = keeper.balances(Y24)
    keeper.enter(date(2024, 3, 1), -500, category=RENT)
    assert keeper.balances(Y24) == before
    assert keeper.balances(date(2024, 4, 1))[RENT] == 500
    assert keeper.faults() == []


def test_opening_balances_are_refused_where_their_eve_is_closed(keeper: Bookkeeper) -> None:
    keeper.close_through(Y24)
    lines = journal_lines({"cat_fa_computers": 100000, "cat_share_capital": -100000})
    with pytest.raises(Conflict, match="closed"):
        keeper.do(post_journal.POST_OPENING, post_journal.PostOpeningBalances(date(2024, 4, 1), lines))
    assert keeper.balances(Y24) == {}


def test_opening_balances_are_refused_while_lines_before_them_are_in_a_closed_year(keeper: Bookkeeper) -> None:
    keeper.enter(date(2023, 6, 1), -12000, category=RENT)
    keeper.close_through(Y24)
    lines = journal_lines({"cat_fa_computers": 100000, "cat_share_capital": -100000})
    with pytest.raises(Conflict, match="reopen"):
        keeper.do(post_journal.POST_OPENING, post_journal.PostOpeningBalances(date(2025, 4, 1), lines))
    keeper.reopen()
    keeper.do(post_journal.POST_OPENING, post_journal.PostOpeningBalances(date(2025, 4, 1), lines))
    assert _only(keeper, date(2025, 4, 1)) == {"cat_fa_computers": 100000, "cat_share_capital": -100000}
    assert keeper.faults() == []


def test_books_close_at_a_year_end_go_forward_and_reopen_only_with_a_reason(keeper: Bookkeeper) -> None:
    with pytest.raises(BadRequest, match="end of a financial year"):
        keeper.close_through(date(2024, 3, 30))
    with pytest.raises(Conflict, match="not closed"):
        keeper.reopen()
    keeper.close_through(Y25)
    with pytest.raises(Conflict, match="already closed"):
        keeper.close_through(Y24)
    with pytest.raises(BadRequest, match="reason"):
        keeper.do(manage_years.REOPEN, manage_years.Reopening(Y24, None))
    with pytest.raises(Conflict, match="back before"):
        keeper.reopen(Y25)
    assert [y.closed for y in keeper.ask(manage_years.LIST, TODAY)] == [True, True, False, False]
    keeper.reopen(Y24)
    assert [y.closed for y in keeper.ask(manage_years.LIST, TODAY)] == [True, False, False, False]
    assert keeper.faults() == []


def test_a_closed_year_cannot_be_changed_and_years_leave_no_gap(keeper: Bookkeeper) -> None:
    keeper.close_through(Y24)
    with pytest.raises(Conflict, match="closed"):
        keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2023, 4, 1), date(2023, 12, 31)))
    with pytest.raises(BadRequest, match="gap or overlap"):
        keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2028, 4, 1), date(2029, 3, 31)))
    with pytest.raises(BadRequest, match="18 months"):
        keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2027, 4, 1), date(2028, 12, 31)))
    years = keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2027, 4, 1), date(2027, 12, 31)))
    assert (years[-1].period.start, years[-1].period.end) == (date(2027, 4, 1), date(2027, 12, 31))


def test_years_that_nobody_entered_follow_by_themselves_and_are_closed_as_any_other(
    installation: Opened, keeper: Bookkeeper
) -> None:
    """Founded in November 2026, when the year to 31 March 2027 is the last row; two years later another is over."""
    installation.clock.now = datetime(2028, 11, 22, 12, tzinfo=UTC)
    later = date(2028, 11, 22)
    ends = [y.period.end for y in keeper.ask(manage_years.LIST, later)]
    assert ends[-3:] == [date(2027, 3, 31), date(2028, 3, 31), date(2029, 3, 31)]
    with pytest.raises(BadRequest, match="2029-03-31"):
        keeper.close_through(date(2030, 3, 31))
    keeper.close_through(date(2028, 3, 31))
    assert [y.closed for y in keeper.ask(manage_years.LIST, later)][-2:] == [True, False]
    keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2028, 4, 1), date(2028, 12, 31)))
    assert keeper.ask(manage_years.LIST, later)[-1].period.end == date(2028, 12, 31)
    with pytest.raises(Conflict, match="closed"):
        keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2027, 4, 1), date(2028, 1, 31)))
    assert keeper.faults() == []


def test_a_journal_taken_back_after_closing_is_reversed_on_the_first_open_day(keeper: Bookkeeper) -> None:
    journal = keeper.journal(Y24, {"cat_depreciation": 5000, "cat_dep_computers": -5000})
    keeper.close_through(Y24)
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, journal.entry.number))
    assert keeper.balances(Y24) == {"cat_depreciation": 5000, "cat_dep_computers": -5000}
    assert keeper.balances(date(2024, 4, 1)) == {}
    assert keeper.faults() == []


def test_what_waited_at_a_closed_year_end_is_still_told_after_it_was_filed(keeper: Bookkeeper) -> None:
    number = keeper.enter(date(2024, 3, 1), -700, "XQZV 1").row.number
    keeper.close_through(Y24)
    keeper.change(number, category_id=RENT)
    at_closing, later = keeper.balance_sheet(Y24), keeper.balance_sheet(date(2024, 4, 1))
    assert (at_closing.suspense.money_out, at_closing.suspense.count) == (700, 1)
    assert keeper.balances(Y24)["cat_uncategorised"] == 700
    assert (later.suspense.money_out, later.suspense.count) == (0, 0)
    assert at_closing.balanced
    assert later.balanced
