"""What a person says of one line is heard by what else is asked of the same payee, and taken back with it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.workflows.bank.answer_question import ANSWER, QuestionAnswered
from accountsos.workflows.bank.file_always import FILE_ALWAYS
from accountsos.workflows.bank.undo_change import UNDO, UndoChange
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file

PAYEE, OTHER = "QUILLBY MARROW LTD", "TRESSEL OAST LTD"
READING = tuple[str, str, int, int]


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """Three payments to one payee, a refund of it, and a payment to another."""
    keeper = found(books)
    rows = [(date(2026, month, 5), -12_000 - month, PAYEE) for month in (5, 6, 7)]
    keeper.load(plain_file([*rows, (date(2026, 8, 5), 9_900, PAYEE), (date(2026, 8, 6), -12_005, OTHER)]))
    return keeper


def said(keeper: Bookkeeper, number: int) -> READING:
    row, names = keeper.state(number).row, keeper.state(number).names
    return names.category_id[row.category_no], row.source, row.confidence, row.reviewed


def answered(keeper: Bookkeeper, number: int, category: str) -> QuestionAnswered:
    line = ids.public_id("txn_", keeper.company, number)
    return keeper.do(ANSWER, TransactionChange(transaction_id=line, category_id=category))


def test_the_payees_other_questions_of_that_side_follow_and_stay_to_be_looked_over(keeper: Bookkeeper) -> None:
    first, second, third, refund, other = keeper.numbers()
    before = {number: said(keeper, number) for number in (refund, other)}
    done = answered(keeper, second, "cat_rent")
    assert done.settled == {first, third}
    assert said(keeper, second) == ("cat_rent", "person", 10_000, 1)
    for number in (first, third):
        category, source, confidence, reviewed = said(keeper, number)
        assert (category, source, reviewed) == ("cat_rent", "history", 0)
        assert 9_500 <= confidence < 10_000
    assert {number: said(keeper, number) for number in (refund, other)} == before
    assert keeper.balances(TODAY)["cat_rent"] == 36_000 + 5 + 6 + 7
    assert keeper.faults() == []


def test_one_undo_takes_all_of_it_back(keeper: Bookkeeper) -> None:
    before, money = [said(keeper, number) for number in keeper.numbers()], keeper.balances(TODAY)
    line = keeper.numbers()[0]
    answered(keeper, line, "cat_rent")
    event = next(row.seq for row in keeper.state(line).history if row.action == "transaction.change")
    keeper.do(UNDO, UndoChange(event))
    assert [said(keeper, number) for number in keeper.numbers()] == before
    assert keeper.balances(TODAY) == money
    assert keeper.faults() == []


def test_what_a_person_has_decided_stays(keeper: Bookkeeper) -> None:
    first, second, third, *_ = keeper.numbers()
    keeper.change(first, category_id="cat_travel")
    keeper.change(third, reviewed=True)
    before = [said(keeper, number) for number in (first, third)]
    assert answered(keeper, second, "cat_rent").settled == frozenset()
    assert [said(keeper, number) for number in (first, third)] == before


def test_a_line_of_a_closed_year_stays(books: Books) -> None:
    keeper = found(books)
    days = (date(2026, 2, 5), date(2026, 5, 5), date(2026, 6, 5))
    keeper.load(plain_file([(day, -12_000, PAYEE) for day in days]))
    keeper.close_through(date(2026, 3, 31))
    closed, second, third = keeper.numbers()
    before = said(keeper, closed)
    assert answered(keeper, third, "cat_rent").settled == {second}
    assert said(keeper, closed) == before


def test_what_moves_between_own_accounts_is_asked_once_though_it_has_no_contact(books: Books) -> None:
    keeper = found(books)
    days = (date(2026, 5, 20), date(2026, 6, 20), date(2026, 7, 20))
    keeper.load(
        plain_file([*((day, -50_000, "TO SAVINGS 30-98-11 00411223") for day in days), (TODAY, -700, "TO MOULD")])
    )
    first, second, third, other = keeper.numbers()
    before = said(keeper, other)
    assert keeper.state(first).row.contact_no is None
    assert answered(keeper, second, "cat_transfer").settled == {first, third}
    assert said(keeper, other) == before


def test_a_rule_made_with_the_answer_settles_them_too(keeper: Bookkeeper) -> None:
    first, second, third, *_ = keeper.numbers()
    line = ids.public_id("txn_", keeper.company, first)
    done = keeper.do(FILE_ALWAYS, TransactionChange(transaction_id=line, category_id="cat_rent"))
    assert done.settled == {second, third}
    assert {said(keeper, number)[:2] for number in (second, third)} == {("cat_rent", "rule")}
    event = next(row.seq for row in keeper.state(first).history if row.action == "transaction.change")
    keeper.do(UNDO, UndoChange(event))
    assert {said(keeper, number)[0] for number in (first, second, third)} == {"cat_uncategorised"}
    assert keeper.faults() == []
