"""A line that may be a duplicate: both stay until a person decides, and every decision can be taken back."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from accountsos import ids
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.doubts import places_shown
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.decide_doubtful import (
    DECIDE,
    LIST_DOUBTFUL,
    REOPEN,
    Decision,
    DoubtfulLine,
    DoubtfulPage,
    DoubtfulQuestion,
)
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import TODAY, Bookkeeper, found, simple_file
from tests.support.ofx_file import ofx

EARLY, LATE = date(2026, 3, 2), date(2026, 3, 4)


def doubtful_books(books: Books) -> tuple[Bookkeeper, Imported, Imported]:
    """A payment whose text tells nothing, and one of the same amount two days later in a file of another format."""
    keeper = found(books)
    first = keeper.load(simple_file([(EARLY, -4_599, "CARD PAYMENT 4410")]))
    second = keeper.load(ofx((LATE, "-45.99", "F1", "PELICAN PAPER LTD")))
    return keeper, first, second


def waiting(keeper: Bookkeeper, *, decided: bool = False) -> DoubtfulPage:
    return keeper.ask(LIST_DOUBTFUL, DoubtfulQuestion(decided, 50, 0))


def txn(keeper: Bookkeeper, number: int) -> str:
    return ids.public_id("txn_", keeper.company, number)


def decide(keeper: Bookkeeper, line: DoubtfulLine, decision: str, same_as: int | None = None) -> DoubtfulLine:
    known = None if same_as is None else txn(keeper, same_as)
    return keeper.do(DECIDE, Decision(txn(keeper, line.row.number), decision, known))


def test_a_doubtful_line_is_in_the_books_and_listed_beside_what_it_resembles(books: Books) -> None:
    keeper, _, second = doubtful_books(books)
    assert second.done.lines_doubtful == 1
    page = waiting(keeper)
    assert page.total == 1
    (line,) = page.rows
    assert (line.row.amount, [k.booked_on for k in line.resembles], line.decision) == (-4_599, [20260302], None)
    assert keeper.bank_balance() == -9_198
    assert waiting(keeper, decided=True).total == 0


def test_the_same_payment_leaves_the_books_once_and_comes_back_when_the_decision_is_taken_back(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    before = keeper.balances(TODAY)
    decided = decide(keeper, line, "same")
    assert (decided.decision, decided.same_as) == ("same", line.resembles[0].number)
    assert keeper.bank_balance() == -4_599
    assert (waiting(keeper).total, waiting(keeper, decided=True).total) == (0, 1)
    assert decide(keeper, line, "same").decision == "same"
    assert keeper.numbers() == [line.resembles[0].number]
    assert keeper.faults() == []
    reopened = keeper.do(REOPEN, txn(keeper, line.row.number))
    assert (reopened.decision, waiting(keeper).total) == (None, 1)
    assert keeper.do(REOPEN, txn(keeper, line.row.number)).decision is None
    assert keeper.balances(TODAY) == before
    assert keeper.faults() == []


def test_different_payments_both_stay_and_wait_no_longer(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    assert decide(keeper, line, "different").decision == "different"
    assert keeper.bank_balance() == -9_198
    assert waiting(keeper).total == 0
    with pytest.raises(Conflict, match="payment of its own; take that back"):
        decide(keeper, line, "same")
    keeper.do(REOPEN, txn(keeper, line.row.number))
    assert decide(keeper, line, "same").decision == "same"
    assert keeper.faults() == []


def test_a_decision_leaves_an_audit_row_each_time(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    decide(keeper, line, "same")
    decide(keeper, line, "same")
    keeper.do(REOPEN, txn(keeper, line.row.number))
    told = [row.action for row in keeper.state(line.row.number).history if row.action.startswith("transaction.doubt")]
    assert told == ["transaction.doubt_reopened", "transaction.doubt"]


def test_undoing_the_first_file_leaves_a_payment_that_the_second_shows_too(books: Books) -> None:
    keeper, first, second = doubtful_books(books)
    (line,) = waiting(keeper).rows
    decide(keeper, line, "same")
    keeper.undo(first)
    assert keeper.bank_balance() == -4_599
    keeper.undo(second)
    assert keeper.bank_balance() == 0
    assert keeper.faults() == []


def test_a_duplicate_whose_file_is_undone_stands_for_no_payment_when_that_file_comes_again(books: Books) -> None:
    keeper, first, second = doubtful_books(books)
    (line,) = waiting(keeper).rows
    decide(keeper, line, "same")
    keeper.undo(second)
    keeper.undo(first)
    again = keeper.load(ofx((LATE, "-45.99", "F1", "PELICAN PAPER LTD")))
    assert (again.done.lines_new, again.done.lines_duplicate) == (1, 0)
    assert keeper.bank_balance() == -4_599
    assert keeper.faults() == []


def test_the_file_of_a_duplicate_adds_nothing_when_an_overlapping_one_follows(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    decide(keeper, line, "same")
    later = keeper.load(ofx((LATE, "-45.99", "F1", "PELICAN PAPER LTD"), (date(2026, 3, 9), "-1.00", "F2", "FEE")))
    assert (later.done.lines_new, later.done.lines_duplicate) == (1, 1)
    assert keeper.bank_balance() == -4_699


def test_what_a_person_said_of_a_duplicate_is_there_again_with_it(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    keeper.change(line.row.number, category_id="cat_office", notes="paper")
    (line,) = waiting(keeper).rows
    decide(keeper, line, "same")
    keeper.do(REOPEN, txn(keeper, line.row.number))
    state = keeper.state(line.row.number)
    assert (state.names.category_id[state.row.category_no], state.row.notes) == ("cat_office", "paper")
    assert keeper.balances(TODAY)["cat_office"] == 4_599
    assert keeper.faults() == []


def test_a_duplicate_in_a_closed_year_is_not_withdrawn(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    keeper.close_through(date(2026, 3, 31))
    with pytest.raises(Conflict, match="closed year"):
        decide(keeper, line, "same")
    assert waiting(keeper).total == 1
    assert decide(keeper, line, "different").decision == "different"


def test_only_a_doubtful_line_can_be_decided_and_only_as_what_it_resembles(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    known = line.resembles[0].number
    with pytest.raises(NotFound, match="no doubtful line"):
        keeper.do(DECIDE, Decision(txn(keeper, known), "same"))
    with pytest.raises(BadRequest, match="not among the lines that it resembles"):
        decide(keeper, line, "same", same_as=line.row.number)
    with pytest.raises(NotFound, match="no transaction"):
        decide(keeper, line, "same", same_as=9_999)
    with pytest.raises(BadRequest, match="leave it out"):
        decide(keeper, line, "different", same_as=known)
    with pytest.raises(NotFound):
        keeper.do(REOPEN, txn(keeper, known))


def test_two_lines_that_one_file_shows_are_different_payments(books: Books) -> None:
    keeper, _, _ = doubtful_books(books)
    (line,) = waiting(keeper).rows
    both = simple_file([(EARLY, -4_599, "CARD PAYMENT 4410"), (LATE, -4_599, "PELICAN PAPER LTD")])
    keeper.load(both)
    shown: ReadWorkflow[int, list[tuple[int, int]]] = ReadWorkflow("test.shown", places_shown)
    where = partial(keeper.ask, shown)
    assert {n for n, _ in where(line.row.number)} & {n for n, _ in where(line.resembles[0].number)}
    with pytest.raises(Conflict, match="shows both lines"):
        decide(keeper, line, "same")
    assert keeper.faults() == []


def test_a_third_file_keeps_a_payment_that_was_found_to_be_the_same(books: Books) -> None:
    keeper, first, second = doubtful_books(books)
    (line,) = waiting(keeper).rows
    decide(keeper, line, "same")
    third = keeper.load(ofx((LATE, "-45.99", "F1", "PELICAN PAPER LTD"), (date(2026, 3, 9), "-12.00", "F2", "OTHER")))
    assert (third.done.lines_new, third.done.lines_duplicate) == (1, 1)
    keeper.undo(first)
    keeper.undo(second)
    assert keeper.bank_balance() == -4_599 - 1_200
    assert keeper.faults() == []
    keeper.undo(third)
    assert keeper.bank_balance() == 0
    assert keeper.faults() == []
