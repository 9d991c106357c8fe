"""What is closed or filed is so through its last day, and not from the next."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.entry import Posting
from accountsos.ledger.locks import NO_LOCKS, Locks

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
LOCKS = Locks(books_closed_through=JUNE, vat_filed_through=JUNE)


def vat(*, period: date | None = None, tax_point: date | None = None) -> Posting:
    return Posting("cat_vat", 20_00, vat_code="P20", vat_period=period, tax_point=tax_point)


@pytest.mark.parametrize(("day", "holds"), [(JUNE, True), (JULY, False), (None, False)])
def test_a_lock_holds_through_its_last_day(day: date | None, *, holds: bool) -> None:
    assert LOCKS.filed(vat(period=day)) is holds
    assert LOCKS.of_filed_time(vat(tax_point=day)) is holds
    if day is not None:
        assert LOCKS.closed(day) is holds


def test_a_return_holds_what_it_took_in_and_its_time_what_came_too_late_for_it() -> None:
    """A purchase of June that was found in July is on the return of September, and of the time of June's."""
    late = vat(period=date(2026, 9, 30), tax_point=JUNE)
    assert (LOCKS.filed(late), LOCKS.of_filed_time(late)) == (False, True)


def test_without_a_lock_nothing_is_held_and_the_first_open_day_is_the_day_after_one() -> None:
    old = vat(period=date(2013, 3, 31), tax_point=date(2013, 1, 1))
    assert not any((NO_LOCKS.filed(old), NO_LOCKS.of_filed_time(old), NO_LOCKS.closed(date(2013, 1, 1))))
    assert (NO_LOCKS.first_open_day, LOCKS.first_open_day) == (None, JULY)
