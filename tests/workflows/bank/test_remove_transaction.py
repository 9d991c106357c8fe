"""A line entered by hand can be taken out; what the bank said never."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import Conflict, NotFound
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, simple_file

DAY = date(2026, 3, 2)


def remove(keeper: Bookkeeper, state: TransactionState) -> None:
    keeper.do(REMOVE, ids.public_id("txn_", keeper.company, state.row.number))


def test_a_line_entered_by_hand_leaves_the_books_as_if_it_had_never_been(books: Books) -> None:
    keeper = found(books)
    keeper.enter(DAY, -1_260, "Stamps", category="cat_office")
    before = keeper.balances(TODAY)
    wrong = keeper.enter(DAY, -999, "Pelican paper", category="cat_office")
    remove(keeper, wrong)
    assert keeper.balances(TODAY) == before
    assert len(keeper.numbers()) == 1
    with pytest.raises(NotFound):
        keeper.state(wrong.row.number)
    with pytest.raises(NotFound):
        remove(keeper, wrong)
    assert keeper.faults() == []


def test_a_line_that_was_taken_out_teaches_nothing(books: Books) -> None:
    keeper = found(books)
    remove(keeper, keeper.enter(DAY, -999, "Pelican paper", category="cat_travel"))
    again = keeper.enter(DAY, -999, "Pelican paper")
    assert (again.row.source, again.names.category_id[again.row.category_no]) != ("history", "cat_travel")


def test_the_banks_own_line_is_never_taken_out(books: Books) -> None:
    keeper = found(books)
    keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    (number,) = keeper.numbers()
    with pytest.raises(Conflict, match="bank's own statement"):
        remove(keeper, keeper.state(number))


def test_a_line_by_hand_that_a_statement_shows_has_become_the_banks(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -4_599, "PELICAN PAPER LTD")
    done = keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    assert done.done.lines_duplicate == 1
    with pytest.raises(Conflict, match="bank's own statement"):
        remove(keeper, entered)
    keeper.undo(done)
    remove(keeper, entered)
    assert keeper.numbers() == []
    assert keeper.faults() == []


def test_after_a_line_was_taken_out_the_banks_own_is_new(books: Books) -> None:
    keeper = found(books)
    remove(keeper, keeper.enter(DAY, -4_599, "PELICAN PAPER LTD"))
    done = keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    assert (done.done.lines_new, done.done.lines_duplicate) == (1, 0)
    assert keeper.bank_balance() == -4_599


def test_a_line_in_a_closed_year_stays(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -999, "Pelican paper", category="cat_office")
    keeper.close_through(date(2026, 3, 31))
    with pytest.raises(Conflict, match="closed year"):
        remove(keeper, entered)
    assert keeper.balances(TODAY)["cat_office"] == 999


def restore(keeper: Bookkeeper, state: TransactionState) -> TransactionState:
    return keeper.do(RESTORE, ids.public_id("txn_", keeper.company, state.row.number))


def test_a_line_that_was_taken_out_comes_back_as_it_was_and_teaches_again(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -999, "Pelican paper", category="cat_travel")
    before = keeper.balances(TODAY)
    remove(keeper, entered)
    back = restore(keeper, entered)
    assert (back.row.number, back.row.category_no, back.row.reviewed) == (
        entered.row.number,
        entered.row.category_no,
        1,
    )
    assert keeper.balances(TODAY) == before
    assert [event.action for event in keeper.state(back.row.number).history] == [
        "transaction.restore",
        "transaction.remove",
        "transaction.add",
    ]
    assert restore(keeper, entered).row == back.row, "what is there already stays as it is"
    assert keeper.enter(DAY, -500, "Pelican paper").row.source == "history"
    assert keeper.faults() == []


def test_a_split_line_comes_back_with_its_parts(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -1_000, "Pelican paper")
    parts = (SplitPart(category_id="cat_office", amount=-600), SplitPart(category_id="cat_travel", amount=-400))
    keeper.change(entered.row.number, splits=parts)
    before = keeper.balances(TODAY)
    remove(keeper, entered)
    restore(keeper, entered)
    assert keeper.balances(TODAY) == before
    assert keeper.faults() == []


def test_what_a_statement_brought_meanwhile_is_not_brought_back_beside_it(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -4_599, "Pelican")
    remove(keeper, entered)
    keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    with pytest.raises(Conflict, match="a bank's file has brought that payment since"):
        restore(keeper, entered)


def test_only_what_was_entered_by_hand_and_taken_out_can_come_back(books: Books) -> None:
    keeper = found(books)
    keeper.undo(keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")])))
    withdrawn = ids.public_id("txn_", keeper.company, 1)
    with pytest.raises(NotFound, match="entered by hand and taken out"):
        keeper.do(RESTORE, withdrawn)
    with pytest.raises(NotFound):
        keeper.do(RESTORE, ids.public_id("txn_", keeper.company, 99))


def test_a_line_of_a_closed_year_stays_out_until_the_books_are_reopened(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(date(2024, 3, 2), -4_599, "Pelican", category="cat_office")
    remove(keeper, entered)
    keeper.close_through(date(2024, 3, 31))
    with pytest.raises(Conflict, match="closed year"):
        restore(keeper, entered)
    keeper.reopen()
    restore(keeper, entered)
    assert keeper.faults() == []
