"""What was paid lately: by payee, with the opposite sign, read no further than the line's own day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from accountsos.categoriser.recent_lines import KEPT_OF_A_PAYEE, RecentLines
from accountsos.categoriser.suggestion import RecentLine
from tests.categoriser.support import DAY, bank_line, paid_before

SHOP = "HARBOUR CHANDLERY"
BACK = bank_line(SHOP, 8999)


def paid(days_before: int, amount: int = -8999, payee: str = SHOP, category: str = "cat_repairs") -> RecentLine:
    return RecentLine(DAY - timedelta(days=days_before), amount, payee, category)


class InBooks:
    """Lines in the books, and what was asked of them."""

    def __init__(self, *lines: RecentLine) -> None:
        self._lines = lines
        self.asked: list[tuple[str, bool, date, date]] = []

    def of_payee(self, payee_key: str, money_in: bool, after: date, until: date) -> Sequence[RecentLine]:
        self.asked.append((payee_key, money_in, after, until))
        found = [one for one in self._lines if one.payee_key == payee_key and (one.amount >= 0) == money_in]
        return [one for one in found if after < one.booked_on <= until][-KEPT_OF_A_PAYEE:]


def test_only_lines_of_that_payee_and_the_other_sign_are_given_the_oldest_first() -> None:
    recent = paid_before(paid(9), paid(7, payee="ESSO"), paid(5, amount=8999), paid(3))
    assert list(recent.opposite(BACK, SHOP)) == [paid(9), paid(3)]
    assert list(recent.opposite(bank_line(SHOP, -1), SHOP)) == [paid(5, amount=8999)]
    assert list(recent.opposite(BACK, "")) == []


def test_of_the_books_a_payee_is_read_as_far_as_the_day_of_the_line_and_not_before_somebody_asks_of_it() -> None:
    stored = InBooks(paid(9), paid(8, payee="ESSO"), paid(0), paid(-1), paid(-2))
    recent = RecentLines(stored)
    recent.add(paid(0, payee="ESSO"))
    assert stored.asked == []
    assert list(recent.opposite(BACK, SHOP)) == [paid(9), paid(0)]
    assert list(recent.opposite(BACK, SHOP)) == [paid(9), paid(0)]
    later = bank_line(SHOP, 8999, DAY + timedelta(days=1))
    assert list(recent.opposite(later, SHOP)) == [paid(9), paid(0), paid(-1)]
    assert stored.asked == [(SHOP, False, date.min, DAY), (SHOP, False, DAY, DAY + timedelta(days=1))]


def test_what_the_books_have_of_a_day_comes_before_what_the_file_has_of_it() -> None:
    recent = RecentLines(InBooks(paid(2, category="cat_a"), paid(1, category="cat_b"), paid(0, category="cat_c")))
    recent.add(paid(1, category="cat_file"))
    found = recent.opposite(BACK, SHOP)
    assert [line.category_id for line in found] == ["cat_a", "cat_b", "cat_file", "cat_c"]


def test_what_is_too_old_is_not_kept() -> None:
    recent = paid_before(paid(121), paid(120), paid(0))
    assert list(recent.opposite(BACK, SHOP)) == [paid(120), paid(0)]


def test_payees_of_long_ago_are_forgotten_and_of_one_payee_the_last_two_hundred_stay() -> None:
    recent = RecentLines()
    for number in range(5_000):
        recent.add(paid(200 if number < 100 else 0, payee=f"SHOP {number}"))
    assert list(recent.opposite(BACK, "SHOP 1")) == []
    assert list(recent.opposite(BACK, "SHOP 100")) == [paid(0, payee="SHOP 100")]
    for number in range(201):
        recent.add(paid(0, amount=-1 - number))
    assert [line.amount for line in recent.opposite(BACK, SHOP)] == [-1 - n for n in range(1, 201)]


def test_of_the_books_and_the_file_together_the_last_two_hundred_of_a_payee_stay() -> None:
    recent = RecentLines(InBooks(*(paid(9, amount=-1 - n) for n in range(300))))
    for number in range(50):
        recent.add(paid(0, amount=-1_000 - number))
    found = [line.amount for line in recent.opposite(BACK, SHOP)]
    assert found == [*(-1 - n for n in range(150, 300)), *(-1_000 - n for n in range(50))]
