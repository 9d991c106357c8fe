"""A company's number is short where it can be: it stands in every row and every index of its books."""

from __future__ import annotations

from datetime import date

from accountsos.ids import COMPANY_NUMBER_MAX, drawn_company_number
from accountsos.workflows.companies.found_company import FOUND, NUMBER, FoundCompany, NumberFor
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TESTER

TODAY = date(2026, 7, 31)


def founded(books: Books, once: str, number: int) -> None:
    command = FoundCompany("Teasel & Co Ltd", TODAY, incorporated_on=date(2023, 4, 1), once=once)
    books.write(FOUND, number, command, TESTER)


def test_the_first_numbers_take_one_byte_and_the_last_ones_are_any() -> None:
    words = [f"word {n}" for n in range(200)]
    for attempts, most in ((range(4), 127), (range(4, 8), 32_767), (range(8, 12), 2**23 - 1), (range(12, 20), 2**31)):
        drawn = [drawn_company_number(word, n) for word in words for n in attempts]
        assert min(drawn) >= 1
        assert most // 2 < max(drawn) <= min(most, COMPANY_NUMBER_MAX)


def test_a_word_draws_the_same_numbers_and_another_word_others() -> None:
    assert [drawn_company_number("a", n) for n in range(20)] == [drawn_company_number("a", n) for n in range(20)]
    assert [drawn_company_number("a", n) for n in range(20)] != [drawn_company_number("b", n) for n in range(20)]


def test_a_number_that_another_company_has_is_passed_over(books: Books) -> None:
    first, second = (drawn_company_number("mine", n) for n in range(2))
    founded(books, "somebody else's", first)
    assert books.read(NUMBER, 0, "mine") == NumberFor(second, is_founded=False)


def test_the_company_that_a_word_has_founded_is_found_again_by_it_alone(books: Books) -> None:
    number = books.read(NUMBER, 0, "mine").number
    founded(books, "mine", number)
    assert books.read(NUMBER, 0, "mine") == NumberFor(number, is_founded=True)


def test_where_the_short_numbers_are_taken_a_longer_one_is_free(books: Books) -> None:
    for number in {drawn_company_number("mine", n) for n in range(4)}:
        founded(books, "", number)
    assert books.read(NUMBER, 0, "mine") == NumberFor(drawn_company_number("mine", 4), is_founded=False)
