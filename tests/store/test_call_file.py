"""Calls are counted in a file as in a database: exactly, by any number of processes, whatever becomes of the file."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import Unavailable
from accountsos.store.engine import call_file
from accountsos.store.engine.call_file import HEAD, KEY_BYTES_MAX, RECORD, CallFile
from accountsos.store.engine.opening import COUNTERS_FILE
from accountsos.store.engine.rate_windows import COUNT, Window
from accountsos.store.engine.sqlite_counter import CALLS, SqliteCounter

HOUR = 1_800_000_000 - 1_800_000_000 % 3600
ANY = (10**6, 10**6)


def _unknown(key: str) -> Window | None:
    return None


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / (COUNTERS_FILE + CALLS)


def _count(calls: CallFile, key: str = "key_a") -> tuple[int, int] | None:
    return calls.count(key, HOUR, HOUR, ANY)


STEPS = st.lists(
    st.tuples(st.sampled_from(["count", "give back", "more"]), st.integers(-4, 4), st.integers(0, 59)), max_size=50
)


@given(STEPS)
def test_the_file_counts_as_the_database_does(steps: list[tuple[str, int, int]]) -> None:
    """Whatever the clock does meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        file, database = CallFile(folder + "/calls", _unknown), SqliteCounter(":memory:")
        for step, hours, minutes in steps:
            hour = HOUR + 3600 * hours
            minute = hour + 60 * minutes
            if step == "give back":
                file.give_back("key_a", hour, minute)
                database.give_back("key_a", hour, minute)
            else:
                worth = 4 if step == "more" else 1
                told = [each.count("key_a", hour, minute, (12, 5), worth) for each in (file, database)]
                assert told[0] == told[1]
            assert file.used("key_a") == (database.used("key_a") or None)


def test_keys_do_not_share_a_record_and_another_process_finds_them(place: Path) -> None:
    one, other = CallFile(str(place), _unknown), CallFile(str(place), _unknown)
    keys = [f"key_{n}" for n in range(50)] + ["key_" + "x" * (KEY_BYTES_MAX - 4)]
    for key in keys:
        assert _count(one, key) == (1, 1)
    assert [_count(other, key) for key in reversed(keys)] == [(2, 2)] * len(keys)
    assert set(one.all_used()) == set(keys)
    assert place.stat().st_size == (len(keys) + 1) * RECORD.size
    assert place.stat().st_mode & 0o777 == 0o600


def test_what_an_older_release_counted_in_the_database_is_gone_on_with(place: Path) -> None:
    counter = SqliteCounter(str(place).removesuffix(CALLS))
    counter._rows(COUNT, ("key_a", HOUR, 7, HOUR, *ANY))
    assert counter.used("key_a") == Window(HOUR, 7, HOUR, 7)
    assert counter.count("key_a", HOUR, HOUR, ANY) == (8, 8)
    assert counter.last_used() == {"key_a": HOUR}


def _junk(file: Path) -> None:
    file.write_bytes(b"these were calls once " * 400)


def _cut(file: Path) -> None:
    os.truncate(file, len(HEAD) + RECORD.size // 2)


def _other_key(file: Path) -> None:
    file.write_bytes(HEAD + RECORD.pack(b"key_other", HOUR, 3, HOUR, 3))


@pytest.mark.parametrize("spoil", [_junk, _cut, _other_key])
def test_a_file_that_was_spoilt_is_counted_in_again(place: Path, spoil: Callable[[Path], None]) -> None:
    calls, other = CallFile(str(place), _unknown), CallFile(str(place), _unknown)
    assert [_count(calls), _count(other)] == [(1, 1), (2, 2)]
    spoil(place)
    assert [_count(calls), _count(other), _count(calls)] == [(1, 1), (2, 2), (3, 3)]
    assert _count(CallFile(str(place), _unknown)) == (4, 4)


def test_a_file_that_was_taken_away_is_made_anew_and_shared_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_file, "LOOK_SECONDS", 0)
    calls, other = CallFile(str(place), _unknown), CallFile(str(place), _unknown)
    assert _count(calls) == (1, 1)
    place.unlink()
    assert [_count(other), _count(calls)] == [(1, 1), (2, 2)]


def test_where_the_file_cannot_be_written_calls_are_counted_in_the_database(place: Path) -> None:
    place.mkdir()
    one, other = (SqliteCounter(str(place).removesuffix(CALLS)) for _ in range(2))
    assert [one.count("key_a", HOUR, HOUR, (2, 2)), other.count("key_a", HOUR, HOUR, (2, 2))] == [(1, 1), (2, 2)]
    assert one.count("key_a", HOUR, HOUR, (2, 2)) is None
    one.give_back("key_a", HOUR, HOUR)
    assert other.used("key_a") == Window(HOUR, 1, HOUR, 1)
    assert one.last_used() == {"key_a": HOUR}


def test_who_is_frozen_while_counting_holds_the_others_up_for_a_while_only(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_file, "HELD_SECONDS", 0.01)
    calls = CallFile(str(place), _unknown)
    assert _count(calls) == (1, 1)
    with place.open("rb") as frozen:
        fcntl.flock(frozen, fcntl.LOCK_EX)
        with pytest.raises(Unavailable, match="the counters are busy"):
            _count(calls)
    assert _count(calls) == (2, 2)


CHILD = """
import os, sys
from accountsos.store.engine.call_file import CallFile
calls = CallFile(sys.argv[1], {}.get)
while calls.count("key_a", 1, 1, (10**9, 10**9)):
    os.write(1, b".")
"""


def test_of_processes_that_are_killed_every_answered_call_is_counted(place: Path) -> None:
    told = 0
    for _ in range(3):
        command = [sys.executable, "-c", CHILD, str(place)]
        children = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
        for child in children:
            assert child.stdout is not None
            told += len(child.stdout.read(200))
        for child in children:
            child.send_signal(signal.SIGKILL)
        for child in children:
            told += len(child.communicate()[0])
    counted = CallFile(str(place), _unknown).used("key_a")
    assert counted is not None
    assert told <= counted.hour_n <= told + 9, "at most the one that each was counting when it was killed"
