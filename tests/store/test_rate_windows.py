"""Rate windows: exact whoever counts, never opened twice, kept over a restart."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.store.engine.call_file import RECORD
from accountsos.store.engine.limits import Limits
from accountsos.store.engine.opening import COUNTERS_FILE, Place, open_store
from accountsos.store.engine.postgres import PostgresEngine
from accountsos.store.engine.rate_windows import FORGET_EVERY, PostgresCounter, RateWindows
from accountsos.store.engine.sqlite_counter import CALLS, SqliteCounter
from tests.support.engines import Opened

HOUR = 1_800_000_000 - 1_800_000_000 % 3600
LIMITS = Limits(hour=300, minute=100)


@pytest.fixture
def windows(installation: Opened) -> RateWindows:
    return RateWindows(installation.store.counter, LIMITS)


def test_a_minute_allows_its_limit_and_tells_when_to_come_back(windows: RateWindows) -> None:
    allowed = [windows.spend("key_a", HOUR + 61 + n / 10) for n in range(100)]
    assert all(s.allowed for s in allowed)
    assert [s.remaining for s in allowed[:2]] == [299, 298]
    assert allowed[0].reset_at == HOUR + 3600
    refused = windows.spend("key_a", HOUR + 75)
    assert (refused.allowed, refused.remaining, refused.reset_at, refused.retry_after) == (False, 200, HOUR + 120, 45)
    assert windows.spend("key_b", HOUR + 75).allowed
    assert windows.spend("key_a", HOUR + 120).remaining == 199


def test_a_refused_request_consumes_neither_window(windows: RateWindows) -> None:
    for _ in range(150):
        windows.spend("key_a", HOUR)
    assert [windows.spend("key_a", HOUR + 60).remaining for _ in range(2)] == [199, 198]


def test_the_hour_is_exhausted_however_the_minutes_go(windows: RateWindows) -> None:
    allowed = sum(windows.spend("key_a", HOUR + 60 * minute).allowed for minute in range(5) for _ in range(90))
    assert allowed == 300
    refused = windows.spend("key_a", HOUR + 600)
    assert (refused.allowed, refused.remaining, refused.reset_at, refused.retry_after) == (False, 0, HOUR + 3600, 3000)
    assert windows.spend("key_a", HOUR + 3600).remaining == 299


def test_a_request_worth_several_is_counted_whole_or_not_at_all(windows: RateWindows) -> None:
    windows.spend("key_a", HOUR)
    done = windows.spend_more("key_a", HOUR, 10)
    assert (done.allowed, done.remaining, done.in_minute) == (True, 290, 90)
    for _ in range(82):
        windows.spend("key_a", HOUR)
    windows.spend("key_a", HOUR + 1)  # 93 of 100 in this minute
    refused = windows.spend_more("key_a", HOUR + 1, 9)
    assert (refused.allowed, refused.remaining, refused.reset_at, refused.retry_after) == (False, 208, HOUR + 60, 59)
    assert windows.spend("key_a", HOUR + 2).in_minute == 7, "the one that it was counted as is given back"


def test_a_request_worth_several_waits_for_the_hour_where_that_has_no_room(windows: RateWindows) -> None:
    for n in range(296):
        windows.spend("key_a", HOUR + n // 100 * 60)
    refused = windows.spend_more("key_a", HOUR + 180, 6)
    assert (refused.allowed, refused.remaining, refused.reset_at) == (False, 5, HOUR + 3600)


def test_nothing_is_worth_more_than_a_whole_window(windows: RateWindows) -> None:
    windows.spend("key_a", HOUR)
    done = windows.spend_more("key_a", HOUR, 500)
    assert (done.allowed, done.in_minute) == (True, 0)
    assert not windows.spend("key_a", HOUR + 1).allowed


def test_addresses_that_were_quiet_for_an_hour_are_forgotten_and_keys_are_not(windows: RateWindows) -> None:
    """Anybody can send bad keys from any number of addresses; what is kept of them must not grow for ever."""
    windows.spend("key_a", HOUR)
    for n in range(FORGET_EVERY - 1):
        windows.spend_bad_key(f"10.0.0.{n}", HOUR + n / 10)
    windows.spend_bad_key("10.1.0.1", HOUR + 3600)
    assert len(windows.last_used()) == FORGET_EVERY + 1, "the oldest is not an hour old"
    for _ in range(FORGET_EVERY):
        windows.spend_bad_key("10.1.0.1", HOUR + 3720)
    assert set(windows.last_used()) == {"key_a", "bad:10.1.0.1"}


def test_a_full_window_of_an_address_is_not_forgotten_early(windows: RateWindows) -> None:
    waits = [windows.spend_bad_key("10.0.0.1", HOUR + 5) for _ in range(FORGET_EVERY * 2)]
    assert waits.count(0) == Limits().bad_keys


def test_a_clock_that_steps_back_opens_no_second_window(windows: RateWindows) -> None:
    """At 10:01 a hundred were used; an hour back and forth again gives nobody more."""
    times = [HOUR + 3661, HOUR + 61, HOUR + 3661, HOUR + 62, HOUR + 3661]
    allowed = sum(windows.spend("key_a", moment).allowed for moment in times for _ in range(60))
    assert allowed == 100
    refused = windows.spend("key_a", HOUR + 61)
    assert not refused.allowed
    assert refused.reset_at == HOUR + 3660 + 60


def test_a_clock_that_was_years_ahead_locks_nobody_out_once_it_is_right(windows: RateWindows) -> None:
    years = 5 * 366 * 86_400
    for moment in (HOUR + years, HOUR):
        allowed = [windows.spend("key_a", moment + n // 100 * 60).allowed for n in range(301)]
        assert allowed.count(True) == 300, "as many as ever, in each of the two times"
        assert [windows.spend_bad_key("10.0.0.1", moment) for _ in range(61)].count(0) == 60
    assert windows.use_of("key_a", datetime.fromtimestamp(HOUR + 150, UTC)).calls_this_hour == 300


def test_bad_keys_are_counted_per_address_and_minute(windows: RateWindows) -> None:
    waits = [windows.spend_bad_key("192.0.2.1", HOUR + 30) for _ in range(61)]
    assert waits == [0] * 60 + [30]
    assert windows.spend_bad_key("192.0.2.2", HOUR + 30) == 0
    assert windows.spend_bad_key("192.0.2.1", HOUR + 60) == 0


def test_when_a_key_was_last_used_is_known_to_the_minute(windows: RateWindows) -> None:
    windows.spend("key_a", HOUR + 61)
    windows.spend("key_a", HOUR + 150)
    assert windows.last_used()["key_a"] == HOUR + 120


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 59)), max_size=60))
def test_no_window_ever_allows_more_than_its_limit(moments: list[tuple[int, int]]) -> None:
    """A clock that stepped back by an hour at most goes on counting in the latest window: its moment tells which."""
    windows = RateWindows(SqliteCounter(":memory:"), Limits(hour=7, minute=3))
    latest, counted = 0, []
    for hour, minute in moments:
        moment = max(HOUR + 3600 * hour + 60 * minute, latest - 3600)
        latest = max(latest, moment)
        if windows.spend("k", moment).allowed:
            counted.append(latest)
    assert max(Counter(counted).values(), default=0) <= 3
    assert max(Counter(moment // 3600 for moment in counted).values(), default=0) <= 7


def test_threads_together_are_given_exactly_the_limit(windows: RateWindows) -> None:
    start = threading.Barrier(8)

    def spend() -> int:
        start.wait()
        return sum(windows.spend("key_a", HOUR).allowed for _ in range(40))

    with ThreadPoolExecutor(8) as together:
        assert sum(f.result() for f in [together.submit(spend) for _ in range(8)]) == 100


COUNTING = """
import json, sys
from accountsos.store.engine.postgres import PostgresEngine
from accountsos.store.engine.limits import *
from accountsos.store.engine.rate_windows import *
from accountsos.store.engine.sqlite_counter import *
where, is_file, moment = json.loads(sys.argv[1])
counter = SqliteCounter(where) if is_file else PostgresCounter(PostgresEngine(where, pool_size=2))
windows = RateWindows(counter, Limits(hour=1000, minute=600))
print(sum(windows.spend("key_a", moment).allowed for _ in range(400)), flush=True)
import os; os._exit(0)
"""


def _processes(place: Place, count: int, moment: int) -> list[int]:
    where = place.database_url or str(place.data / COUNTERS_FILE)
    argument = json.dumps([where, place.database_url is None, moment])
    children = [
        subprocess.Popen([sys.executable, "-c", COUNTING, argument], stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    return [int(child.communicate(timeout=60)[0]) for child in children]


def test_two_processes_together_are_given_exactly_the_limit_and_a_restart_forgets_nothing(place: Place) -> None:
    open_store(place).engine.close()
    assert sum(_processes(place, 2, HOUR)) == 600
    assert sum(_processes(place, 2, HOUR + 60)) == 400
    assert _processes(place, 1, HOUR + 120) == [0]


@pytest.fixture
def counters(installation: Opened, tmp_path: Path) -> Iterator[tuple[RateWindows, RateWindows]]:
    """Two counters over the same windows, as two processes have them."""
    engine = installation.store.engine
    if isinstance(engine, PostgresEngine):
        yield RateWindows(PostgresCounter(engine), LIMITS), RateWindows(PostgresCounter(engine), LIMITS)
    else:
        file = str(tmp_path / "ops.db")
        yield RateWindows(SqliteCounter(file), LIMITS), RateWindows(SqliteCounter(file), LIMITS)


def test_what_one_counts_the_other_sees_at_once(counters: tuple[RateWindows, RateWindows]) -> None:
    one, other = counters
    for n in range(50):
        assert one.spend("key_a", HOUR).remaining == 299 - 2 * n
        assert other.spend("key_a", HOUR).remaining == 298 - 2 * n
    assert not one.spend("key_a", HOUR).allowed
    assert not other.spend("key_a", HOUR).allowed


def test_the_counters_log_does_not_grow_with_the_requests(tmp_path: Path) -> None:
    windows = RateWindows(SqliteCounter(str(tmp_path / COUNTERS_FILE)), Limits(bad_keys=10_000))
    for _ in range(3_000):
        assert windows.spend_bad_key("10.0.0.1", HOUR) == 0
    pages = (tmp_path / f"{COUNTERS_FILE}-wal").stat().st_size / 4_120
    assert pages <= 1_100, "one page a request; the log is folded back after a thousand"


def test_the_file_of_calls_does_not_grow_with_the_requests(tmp_path: Path) -> None:
    windows = RateWindows(SqliteCounter(str(tmp_path / COUNTERS_FILE)), Limits(hour=10_000, minute=10_000))
    for _ in range(3_000):
        assert windows.spend("key_a", HOUR).allowed
    assert (tmp_path / f"{COUNTERS_FILE}{CALLS}").stat().st_size == 2 * RECORD.size
