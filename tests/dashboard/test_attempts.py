"""Attempts to log in are counted before the password is looked at, for all processes together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from accountsos.store.engine.attempts import MOST, QUIET_SECONDS, Attempts
from tests.support.engines import Opened

NOW = 1_795_000_000.0


def test_of_many_guesses_at_once_ten_are_looked_at(installation: Opened) -> None:
    counters = [Attempts(installation.store.counter) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda n: counters[n % 4].spend(["account:a"], NOW), range(50)))
    assert waits.count(0) == MOST
    assert {wait for wait in waits if wait} == {QUIET_SECONDS}


def test_a_closed_account_opens_a_quarter_of_an_hour_after_the_last_attempt(installation: Opened) -> None:
    attempts = Attempts(installation.store.counter)
    for n in range(MOST):
        assert attempts.spend(["account:a"], NOW + 60 * n) == 0
    last = NOW + 60 * (MOST - 1)
    assert attempts.spend(["account:a"], last + 100) == QUIET_SECONDS - 100
    assert attempts.spend(["account:a"], last + QUIET_SECONDS) == 0


def test_what_one_key_refuses_is_not_counted_under_the_other(installation: Opened) -> None:
    attempts = Attempts(installation.store.counter)
    for _ in range(MOST):
        attempts.spend(["account:a"], NOW)
    for _ in range(3 * MOST):
        assert attempts.spend(["address:x", "account:a"], NOW) > 0
    assert attempts.spend(["address:x", "account:b"], NOW) == 0


def test_an_attempt_that_is_forgiven_counts_no_more(installation: Opened) -> None:
    attempts = Attempts(installation.store.counter)
    for _ in range(3 * MOST):
        assert attempts.spend(["account:a"], NOW) == 0
        attempts.forgive(["account:a"])


def test_attempts_of_a_clock_that_was_ahead_close_nothing_once_it_is_right(installation: Opened) -> None:
    attempts = Attempts(installation.store.counter)
    for moment in (NOW + 5 * 366 * 86_400, NOW):
        assert [attempts.spend(["account:a"], moment) for _ in range(MOST + 1)].count(0) == MOST
