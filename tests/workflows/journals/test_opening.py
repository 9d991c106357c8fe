"""Where an account starts: the first statement's opening balance, or the trial balance at a conversion date."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.journals import post_journal, restate_opening_balances
from accountsos.workflows.journals.post_journal import JournalState, PostOpeningBalances
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from tests.support.bookkeeper import Bookkeeper, found, journal_lines, plain_file, simple_file
from tests.support.engines import Clock

JAN, FEB, MAR = (
    [(date(2026, 1, 5), 50000, "ACME LTD"), (date(2026, 1, 20), -2000, "TRAINLINE")],
    [(date(2026, 2, 5), 30000, "ACME LTD"), (date(2026, 2, 20), -1000, "TRAINLINE")],
    [(date(2026, 3, 5), 10000, "ACME LTD")],
)
END = date(2026, 3, 31)
Posting = WriteWorkflow[PostOpeningBalances, PostOpeningBalances, JournalState]


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def test_the_first_statement_posts_its_opening_balance_against_opening_balances(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(FEB, opening=50000))
    assert keeper.balances(END)["ba_main"] == 79000
    assert keeper.balances(END)["cat_opening_balances"] == -50000
    keeper.load(simple_file(MAR, opening=79000))
    assert keeper.balances(END)["ba_main"] == 89000
    assert keeper.faults() == []


def test_an_earlier_statement_takes_the_opening_balance_over(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(MAR, opening=78000))
    keeper.load(simple_file(FEB, opening=49000))
    first = keeper.load(simple_file(JAN, opening=1000))
    assert keeper.balances(END) | {"ba_main": 88000, "cat_opening_balances": -1000} == keeper.balances(END)
    keeper.undo(first)
    assert keeper.balances(END)["ba_main"] == 88000
    assert keeper.balances(END)["cat_opening_balances"] == -49000
    assert keeper.faults() == []


def test_earlier_lines_without_a_balance_are_not_counted_twice(keeper: Bookkeeper) -> None:
    """January came without balances; February's opening balance contains it."""
    january = keeper.load(plain_file(JAN))
    assert keeper.bank_balance(day=END) == 48000
    february = keeper.load(simple_file(FEB, opening=48000 + 1000))
    assert keeper.bank_balance(day=END) == 78000
    assert keeper.balances(END)["cat_opening_balances"] == -1000
    keeper.undo(january)
    assert keeper.bank_balance(day=END) == 78000
    assert keeper.balances(END)["cat_opening_balances"] == -49000
    keeper.undo(february)
    assert keeper.balances(END) == {}
    assert keeper.faults() == []


def test_earlier_lines_found_later_without_a_balance_are_not_counted_twice(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(FEB, opening=49000))
    keeper.load(plain_file(JAN))
    keeper.enter(date(2025, 12, 30), 700, "Interest", category="cat_other_income")
    assert keeper.bank_balance(day=END) == 78000
    assert keeper.balances(END)["cat_opening_balances"] == -300
    assert keeper.faults() == []


def test_a_first_day_cut_in_two_counts_once(keeper: Bookkeeper) -> None:
    day = date(2026, 2, 5)
    keeper.load(plain_file([*JAN, (day, -150, "MORNING COFFEE")]))
    keeper.load(simple_file([(day, 30000, "ACME LTD"), (date(2026, 2, 6), -5, "FEE")], opening=48000 - 150 + 1000))
    assert keeper.bank_balance(day=END) == 48000 - 150 + 1000 + 30000 - 5
    assert keeper.balances(END)["cat_opening_balances"] == -1000
    assert keeper.faults() == []


def _opening(
    keeper: Bookkeeper, day: date, bank: int, difference: int = 0, workflow: Posting = post_journal.POST_OPENING
) -> None:
    lines = (
        JournalLine("cat_bank", debit=bank, bank_account="ba_main"),
        *journal_lines({"cat_share_capital": -100, "cat_retained": -(bank - 100 - difference)}),
    )
    command = post_journal.PostOpeningBalances(day, lines, post_difference=bool(difference))
    keeper.do(workflow, command)


def _anew(keeper: Bookkeeper, day: date, bank: int) -> None:
    _opening(keeper, day, bank, workflow=restate_opening_balances.STATE)


def test_lines_before_the_conversion_date_are_kept_and_not_posted(keeper: Bookkeeper) -> None:
    keeper.load(simple_file([*JAN, *FEB], opening=1000))
    _opening(keeper, date(2026, 2, 1), 49000)
    assert keeper.balances(date(2026, 1, 31)) == {"ba_main": 49000, "cat_share_capital": -100, "cat_retained": -48900}
    assert keeper.bank_balance(day=END) == 78000
    assert len(keeper.numbers()) == 4
    keeper.load(plain_file([(date(2026, 1, 7), -999, "LATE FINDING")]))
    keeper.enter(date(2026, 1, 8), -888, "By hand", category="cat_rent")
    assert keeper.bank_balance(day=END) == 78000
    assert keeper.faults() == []


def test_filing_a_line_before_the_conversion_date_posts_nothing(keeper: Bookkeeper) -> None:
    keeper.load(simple_file([*JAN, *FEB], opening=1000))
    _opening(keeper, date(2026, 2, 1), 49000)
    before = keeper.balances(END)
    changed = keeper.change(keeper.numbers()[1], category_id="cat_rent")
    assert changed.posted is None
    assert keeper.balances(END) == before
    assert keeper.state(keeper.numbers()[1]).names.category_id[changed.state.row.category_no] == "cat_rent"
    assert keeper.faults() == []


def test_lines_before_the_conversion_date_do_not_wait_in_suspense(keeper: Bookkeeper) -> None:
    keeper.load(plain_file([(date(2026, 1, 7), -999, "XQZV 1")]))
    keeper.load(plain_file([(date(2026, 2, 7), -777, "XQZV 2")]))
    _opening(keeper, date(2026, 2, 1), 49000)
    sheet = keeper.balance_sheet(END)
    assert sheet.balanced
    assert keeper.balances(END)["cat_uncategorised"] == 777
    assert (sheet.suspense.money_in, sheet.suspense.money_out, sheet.suspense.count) == (0, 777, 1)


def test_opening_balances_are_entered_once_and_must_balance(keeper: Bookkeeper) -> None:
    unbalanced = journal_lines({"cat_fa_computers": 100000, "cat_share_capital": -90000})
    with pytest.raises(BadRequest, match="does not balance"):
        keeper.do(post_journal.POST_OPENING, post_journal.PostOpeningBalances(date(2026, 2, 1), unbalanced))
    _opening(keeper, date(2026, 2, 1), 49000, difference=10000)
    assert keeper.balances(END)["cat_opening_balances"] == -10000
    with pytest.raises(Conflict, match="already entered"):
        _opening(keeper, date(2026, 2, 1), 49000)
    assert keeper.faults() == []


def test_opening_balances_stated_anew_stand_in_place_of_the_wrong_ones(keeper: Bookkeeper, clock: Clock) -> None:
    keeper.load(simple_file([*JAN, *FEB], opening=1000))
    _opening(keeper, date(2026, 2, 1), 94000)
    wrong, seen = keeper.balances(END), clock.now
    _anew(keeper, date(2026, 2, 1), 49000)
    assert keeper.balances(date(2026, 1, 31)) == {"ba_main": 49000, "cat_share_capital": -100, "cat_retained": -48900}
    assert keeper.bank_balance(day=END) == 78000
    assert keeper.balances(END, known_at=seen) == wrong
    assert keeper.faults() == []


def test_another_conversion_date_posts_the_lines_that_the_balances_no_longer_contain(keeper: Bookkeeper) -> None:
    keeper.load(simple_file([*JAN, *FEB], opening=1000))
    untouched = keeper.balances(END)
    _opening(keeper, date(2026, 3, 1), 78000)
    assert keeper.bank_balance(day=END) == 78000
    _anew(keeper, date(2026, 2, 1), 49000)
    assert (keeper.balances(END)["ba_main"], keeper.balances(END)["cat_retained"]) == (78000, -48900)
    _anew(keeper, date(2026, 2, 10), 79000)
    assert keeper.bank_balance(day=END) == 78000
    keeper.do(restate_opening_balances.WITHDRAW, None)
    assert keeper.balances(END) == untouched
    assert keeper.faults() == []


def test_only_a_closed_year_is_in_the_way_of_other_opening_balances(keeper: Bookkeeper) -> None:
    keeper.load(simple_file([*JAN, *FEB], opening=1000))
    _opening(keeper, date(2026, 2, 1), 49000)
    for year in (2024, 2025, 2026):
        keeper.close_through(date(year, 3, 31))
    before = keeper.balances(END)
    with pytest.raises(Conflict, match="closed year"):
        _anew(keeper, date(2026, 4, 1), 78000)
    with pytest.raises(Conflict, match="closed year"):
        keeper.do(restate_opening_balances.WITHDRAW, None)
    assert keeper.balances(END) == before
    keeper.reopen()
    _anew(keeper, date(2026, 4, 1), 78000)
    assert keeper.bank_balance(day=END) == 78000
    assert keeper.faults() == []
