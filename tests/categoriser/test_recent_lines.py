"""What was paid lately: by payee, with the opposite sign, read no further than the line's own day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import RecentLine
from tests.categoriser.support import DAY, bank_line

SHOP = "HARBOUR CHANDLERY"
BACK = bank_line(SHOP, 8999)


def paid(days_before: int, amount: int = -8999, payee: str = SHOP, category: str = "cat_repairs") -> RecentLine:
    return RecentLine(DAY - timedelta(days=days_before), amount, payee, category)


def test_only_lines_of_that_payee_and_the_other_sign_are_given_the_oldest_first() -> None:
    recent = RecentLines([paid(9), paid(7, payee="ESSO"), paid(5, amount=8999), paid(3)])
    assert list(recent.opposite(BACK, SHOP)) == [paid(9), paid(3)]
    assert list(recent.opposite(bank_line(SHOP, -1), SHOP)) == [paid(5, amount=8999)]
    assert list(recent.opposite(BACK, "")) == []


def test_what_is_stored_is_read_as_far_as_the_day_of_the_line_and_not_before_somebody_asks() -> None:
    read: list[int] = []

    def stored() -> Iterator[RecentLine]:
        for days in (9, 0, -1, -2):
            read.append(days)
            yield paid(days)

    recent = RecentLines(stored())
    assert read == []
    assert list(recent.opposite(BACK, SHOP)) == [paid(9), paid(0)]
    assert list(recent.opposite(BACK, SHOP)) == [paid(9), paid(0)]
    assert read == [9, 0, -1]
    later = bank_line(SHOP, 8999, DAY + timedelta(days=1))
    assert list(recent.opposite(later, SHOP)) == [paid(9), paid(0), paid(-1)]


def test_what_is_too_old_is_not_kept() -> None:
    recent = RecentLines([paid(121), paid(120), paid(0)])
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
