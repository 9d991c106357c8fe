"""Rate windows beside the books: made anew where they are spoilt, kept in memory where they cannot be written.

Calls are counted in a file of their own, all else in ops.db.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path
from typing import Any

import apsw

from accountsos.errors import Unavailable
from accountsos.store.engine.call_file import CallFile
from accountsos.store.engine.rate_windows import (
    ATTEMPT,
    COUNT,
    FORGET_ADDRESSES,
    FORGET_ATTEMPTS,
    FORGIVE,
    GIVE_BACK,
    LAST_USED,
    USED,
    Window,
    attempt_values,
)
from accountsos.store.engine.sql import Sql, Value

IN_MEMORY = ":memory:"
CALLS, API_KEY = "-calls", "key_"
"""What is counted for each request is how often a key calls: behind the database's name, the file of that."""
CREATE = """CREATE TABLE IF NOT EXISTS rate_window (
  key_id TEXT NOT NULL PRIMARY KEY, hour_start INTEGER NOT NULL, hour_n INTEGER NOT NULL,
  minute_start INTEGER NOT NULL, minute_n INTEGER NOT NULL) STRICT, WITHOUT ROWID"""
SPOILT = (apsw.NotADBError, apsw.CorruptError, apsw.SQLError)
"""No database, a damaged one, or one with other tables."""
AGAIN_SECONDS = 5
"""After so long a file that could not be written is tried again."""
LOOK_SECONDS = 1
"""How often a thread looks whether the file at the path is still the one that it has open."""


class SqliteCounter:
    """No fsync: a power cut may lose the windows. Nothing that goes wrong with them takes the books down."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._calls = None if path == IN_MEMORY else CallFile(path + CALLS, self._in_database)
        self._calls_away_until: float = 0
        self._local = threading.local()
        self._in_memory: apsw.Connection | None = None
        self._spare = threading.Lock()
        self._away_until: float = 0

    def count(
        self, key: str, hour: int, minute: int, limits: tuple[int, int], worth: int = 1
    ) -> tuple[int, int] | None:
        """Count in both windows, or in none; in the database by one statement in an implicit transaction of its own.

        It is read to its end: only then SQLite looks whether its log has to be folded back into the file.
        """
        if key.startswith(API_KEY) and (calls := self._calls_at_hand()) is not None:
            try:
                return calls.count(key, hour, minute, limits, worth)
            except OSError:
                self._leave_calls()
        rows = self._rows(COUNT, (key, hour, worth, minute, *limits))
        return (int(rows[0][0]), int(rows[0][1])) if rows else None

    def give_back(self, key: str, hour: int, minute: int) -> None:
        """Take one back."""
        if key.startswith(API_KEY) and (calls := self._calls_at_hand()) is not None:
            try:
                return calls.give_back(key, hour, minute)
            except OSError:
                self._leave_calls()
        values: dict[str, Value] = {"key": key, "hour": hour, "minute": minute}
        self._rows(GIVE_BACK, GIVE_BACK.bound(values))
        return None

    def used(self, key: str) -> Window | None:
        """What was counted last."""
        found = None
        if key.startswith(API_KEY) and (calls := self._calls_at_hand()) is not None:
            try:
                found = calls.used(key)
            except OSError:
                self._leave_calls()
        return found or self._in_database(key)

    def last_used(self) -> dict[str, int]:
        """Per key the start of its last minute."""
        found = dict(self._rows(LAST_USED, ()))
        if (calls := self._calls_at_hand()) is not None:
            try:
                found |= {key: window.minute_start for key, window in calls.all_used().items()}
            except OSError:
                self._leave_calls()
        return found

    def _in_database(self, key: str) -> Window | None:
        """What ops.db says: of keys too, where an older release counted them or their file could not be written."""
        rows = self._rows(USED, (key,))
        return Window(*rows[0]) if rows else None

    def _calls_at_hand(self) -> CallFile | None:
        return self._calls if time.monotonic() >= self._calls_away_until else None

    def _leave_calls(self) -> None:
        self._calls_away_until = time.monotonic() + AGAIN_SECONDS

    def forget_addresses(self, before: int) -> None:
        """Drop the windows of quiet addresses."""
        self._rows(FORGET_ADDRESSES, (before,))

    def attempt(self, key: str, now: int, since: int, most: int) -> int | None:
        """Count an attempt: how many since the last quiet while, or None where there were too many already."""
        rows = self._rows(ATTEMPT, ATTEMPT.bound(attempt_values(key, now, since, most)))
        return int(rows[0][0]) if rows else None

    def forgive(self, key: str) -> None:
        """Take one attempt back."""
        self._rows(FORGIVE, (key,))

    def forget_attempts(self, before: int) -> None:
        """Drop what was last attempted before then."""
        self._rows(FORGET_ATTEMPTS, (before,))

    def _rows(self, sql: Sql, values: tuple[Value, ...]) -> list[Any]:
        if time.monotonic() >= self._away_until:
            try:
                return self._of_file(sql, values)
            except apsw.BusyError as busy:
                raise Unavailable("the counters are busy; try again in a moment") from busy
            except (apsw.Error, OSError):
                self._let_go()
                self._away_until = time.monotonic() + AGAIN_SECONDS
        with self._spare:
            if self._in_memory is None:
                self._in_memory = apsw.Connection(IN_MEMORY)
                self._in_memory.execute(CREATE)
            return self._in_memory.execute(sql.sqlite, values).fetchall()

    def _of_file(self, sql: Sql, values: tuple[Value, ...]) -> list[Any]:
        try:
            return self._connection().execute(sql.sqlite, values).fetchall()
        except SPOILT:
            self._let_go()
            _make_anew(Path(self._path))
            return self._connection().execute(sql.sqlite, values).fetchall()

    def _connection(self) -> apsw.Connection:
        local, now = self._local, time.monotonic()
        connection: apsw.Connection | None = getattr(local, "connection", None)
        if connection is not None and now >= local.look_at:
            local.look_at = now + LOOK_SECONDS
            if _file_at(self._path) != local.file:
                self._let_go()
                connection = None
        if connection is None:
            connection = local.connection = _opened(self._path)
            local.file, local.look_at = _file_at(self._path), now + LOOK_SECONDS
        return connection

    def _let_go(self) -> None:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            connection.close(True)


def _opened(path: str) -> apsw.Connection:
    """A connection to the file, made where there is none."""
    connection = apsw.Connection(path)
    try:
        connection.set_busy_timeout(5_000)
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "wal_autocheckpoint=1000"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute(CREATE)
        if (file := Path(path)).exists():  # not where the windows are kept in memory
            file.chmod(0o600)
    except (apsw.Error, OSError):
        connection.close(True)
        raise
    return connection


def _make_anew(path: Path) -> None:
    """Take a spoilt file away, unless another process has done so already."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not is_sound(path) and not path.is_dir():
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)
    finally:
        os.close(folder)


def is_sound(path: Path) -> bool:
    """Whether it can be counted there."""
    try:
        connection = _opened(str(path))
    except (apsw.Error, OSError):
        return False
    try:
        checked = connection.execute("PRAGMA quick_check(1)").fetchall()
        connection.execute(LAST_USED.sqlite).fetchall()
        connection.execute(USED.sqlite, ("",)).fetchall()
    except apsw.Error:
        return False
    finally:
        connection.close(True)
    return checked == [("ok",)]


def _file_at(path: str) -> int | None:
    try:
        return os.stat(path).st_ino
    except OSError:
        return None
