"""Moments written by a clock that was wrong: days go by the clock as it is, and what was known then stays known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from accountsos.errors import BadRequest
from accountsos.store.audit import audit_page
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Reader
from accountsos.store.head import known_moment
from accountsos.workflows.access.invite import INVITE, LOOK_AT, Invite
from accountsos.workflows.access.manage_keys import LIST, MAKE, RENEW, MakeKey, RenewKey
from accountsos.workflows.companies.manage_company import CHANGE
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.look_around import look_around
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import NOON, Clock

YEARS = timedelta(days=5 * 366)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY = date(2026, 3, 2)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def known(keeper: Bookkeeper, moment: datetime) -> tuple[int, int]:
    def run(db: Reader) -> tuple[int, int]:
        return known_moment(db, keeper.company, moment)

    return keeper.books.look(run)


def spent(keeper: Bookkeeper, moment: datetime) -> int:
    """What the bank account held as known then."""
    found = {each.category_id: each.amount for each in keeper.movements(date(2026, 12, 31), known_at=moment)}
    return -sum(amount for category, amount in found.items() if category.startswith("cat_bank"))


def told(keeper: Bookkeeper) -> list[str]:
    with keeper.books.engine.reading() as db:
        rows, _ = audit_page(db, keeper.company, limit=1000, offset=0)
    return [row.subject for row in reversed(rows) if row.action == "clock.told"]


@pytest.mark.parametrize("ahead", [5 * MINUTE, HOUR, YEARS])
def test_what_is_entered_once_a_clock_is_right_again_is_known_from_then_on(
    keeper: Bookkeeper, clock: Clock, ahead: timedelta
) -> None:
    keeper.enter(DAY, -100)
    clock.now += 2 * HOUR
    asked = [clock.now]
    clock.now += ahead
    keeper.enter(DAY, -20)
    clock.now = asked[0] + MINUTE
    asked.append(clock.now)
    keeper.enter(DAY, -3)
    clock.now += MINUTE
    asked.append(clock.now)
    figures = [spent(keeper, moment) for moment in asked]
    assert figures == [100, 100, 123]
    assert known(keeper, NOON - YEARS) == (0, 0)
    clock.now += MINUTE
    keeper.enter(DAY, -7)
    assert [spent(keeper, moment) for moment in asked] == figures
    clock.now += ahead + HOUR
    keeper.enter(DAY, -11)
    assert [spent(keeper, moment) for moment in asked] == figures
    assert spent(keeper, clock.now) == 141
    assert keeper.faults() == []


def test_each_write_whose_moment_is_too_late_says_what_the_clock_said(keeper: Bookkeeper, clock: Clock) -> None:
    keeper.enter(DAY, -100)
    clock.now += HOUR
    right = clock.now
    clock.now += YEARS
    keeper.enter(DAY, -20)
    assert told(keeper) == []
    clock.now = right + MINUTE
    keeper.enter(DAY, -3)
    keeper.enter(DAY, -4)
    first, second = told(keeper)
    assert first.startswith(f"clock:{right + MINUTE:%Y-%m-%dT%H:%M}")
    assert first < second
    assert keeper.faults() == []


def test_a_clock_that_is_behind_for_a_while_changes_nothing_that_was_known(keeper: Bookkeeper, clock: Clock) -> None:
    asked: list[datetime] = []
    for amount in (1, 2, 4, 8, 16):
        keeper.enter(DAY, -amount)
        clock.now += 10 * MINUTE
        asked.append(clock.now)
    figures = [spent(keeper, moment) for moment in asked]
    assert figures == [1, 3, 7, 15, 31]
    clock.now -= 25 * MINUTE
    keeper.enter(DAY, -32)
    assert told(keeper) == []
    clock.now = asked[-1] + HOUR
    keeper.enter(DAY, -64)
    assert [spent(keeper, moment) for moment in asked[:-1]] == figures[:-1], "the last had not come by that clock"
    assert spent(keeper, clock.now) == 127


@pytest.mark.parametrize("seed", range(6))
def test_a_moment_that_has_passed_by_a_right_clock_is_known_alike_for_ever(
    keeper: Bookkeeper, clock: Clock, seed: int
) -> None:
    """A clock that is right, now and then ahead by any time, and set right again."""
    chance = Random(seed)
    right = clock.now
    asked: dict[datetime, tuple[int, int]] = {}
    for _ in range(25):
        right += timedelta(minutes=chance.choice((1, 30, 600)))
        ahead = timedelta(minutes=chance.choice((0, 0, 0, 7, 90, 60 * 24 * 400)))
        clock.now = right + ahead
        keeper.enter(DAY, -1)
        if not ahead:
            asked[right + MINUTE] = known(keeper, right + MINUTE)
        assert {moment: known(keeper, moment) for moment in asked} == asked
    assert [before <= after for before, after in pairwise(asked.values())] == [True] * (len(asked) - 1)
    assert keeper.faults() == []


def test_days_and_terms_go_by_the_clock_as_it_is(keeper: Bookkeeper, clock: Clock) -> None:
    """After the books have been written by a clock that was five years ahead."""
    keeper.enter(DAY, -100, category="cat_office")
    right = clock.now
    clock.now += YEARS
    keeper.enter(DAY, -20)
    clock.now = right + HOUR
    not_yet: dict[str, object] = {"incorporated_on": date(2028, 1, 1)}
    with pytest.raises(BadRequest, match="is in the future"):
        keeper.do(CHANGE, not_yet)
    made = keeper.do(INVITE, Invite("alex@example.com", "bookkeeper", "s" * 32))
    assert made.expires_at < right + timedelta(days=8)
    assert keeper.ask(LOOK_AT, ("s" * 32, clock.now)) is not None
    key = keeper.do(MAKE, MakeKey(("read",), "shop")).key
    renewed = keeper.do(RENEW, RenewKey(key.key_id, timedelta(hours=24)))
    assert renewed.key.usable(clock.now)
    old = next(each for each in keeper.ask(LIST, None) if each.key_id == key.key_id)
    assert old.expires_at is not None
    assert old.expires_at < right + timedelta(hours=26)
    keeper.do(RENEW, RenewKey(renewed.key.key_id))
    assert keeper.faults() == []


def test_the_doctor_says_from_when_to_when_moments_are_too_late(keeper: Bookkeeper, clock: Clock, place: Place) -> None:
    keeper.enter(DAY, -100)
    clock.now += HOUR
    right = clock.now
    clock.now += 2 * HOUR
    keeper.enter(DAY, -20)
    clock.now = right + MINUTE
    keeper.enter(DAY, -3)
    keeper.enter(DAY, -4)
    clock.now += 5 * HOUR
    keeper.enter(DAY, -5)
    said = [each for each in look_around(keeper.books, place.data) if "too late" in each]
    assert len(said) == 1
    assert "`clock.told`" in said[0]
    assert "2026-11-22T15" in said[0]
