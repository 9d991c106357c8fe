"""What people made of an answer of the categoriser is judged once, by what they said in the end."""

from __future__ import annotations

from datetime import date

from accountsos.bookkeeping.judged_answers import answers_of
from accountsos.reports.reliability import Judged
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found


def test_who_corrects_a_line_twice_corrects_the_answer_once(books: Books) -> None:
    """Filed elsewhere, and back where it was: the answer was right, and of what a person said nothing is judged."""
    keeper = found(books)
    number = keeper.enter(date(2025, 10, 2), -12_50, "TRAINLINE.COM LONDON").row.number
    answer = keeper.state(number)
    assert answer.row.source == "knowledge"
    for category in ("cat_sales", answer.names.category_id[answer.row.category_no]):
        keeper.change(number, category_id=category)
    judged = books.look(lambda db: answers_of(db, keeper.company).judged)
    assert judged == [Judged("knowledge", answer.row.confidence, 1, 1)]


def test_what_a_person_filed_at_first_is_no_answer_to_judge(books: Books) -> None:
    keeper = found(books)
    number = keeper.enter(date(2025, 10, 2), -12_50, "TRAINLINE.COM LONDON", category="cat_office").row.number
    keeper.change(number, category_id="cat_travel")
    assert books.look(lambda db: answers_of(db, keeper.company).judged) == []
