"""How often each API key was used in the clock's hour and minute: a file of records in which all processes count."""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from collections.abc import Callable
from datetime import timedelta
from struct import Struct

from accountsos.errors import Unavailable
from accountsos.store.engine.rate_windows import Window, counted, given_back

RECORD = Struct("<64sqqqq")
"""A key's id and its window. A record stays where it is: keys are not many, and none is taken out."""
KEY_BYTES_MAX = 64
HEAD = b"AccountsOS counts calls, 1\n".ljust(RECORD.size, b"\0")
NEVER = Window(0, 0, 0, 0)
LOOK_SECONDS = 1
"""How often it is looked whether the file at the path is still the one that is open."""
HELD_SECONDS, HELD_STEP = 5, timedelta(microseconds=500)
"""How long it is waited for who counts just now: microseconds, unless that process was frozen in them."""


class _Moved(OSError):
    """Where a key's record was stands something else."""


class CallFile:
    """Counts under a lock of the file by one read and one write: a transaction of a database takes four times as long.

    The system frees the lock of a process that dies, and a record is one write: none is half counted. Nothing is
    synced, so a power cut may lose them. What cannot be read or written is an OSError.
    """

    def __init__(self, path: str, before: Callable[[str], Window | None]) -> None:
        self._path = path
        self._before = before
        """What was counted of a key before it came into this file."""
        self._alone = threading.Lock()
        self._file: int | None = None
        self._identity: tuple[int, int] | None = None
        self._look_at: float = 0
        self._places: dict[str, tuple[int, bytes]] = {}
        """Where in the file each key's record is, and the key as it stands there."""

    def count(
        self, key: str, hour: int, minute: int, limits: tuple[int, int], worth: int = 1
    ) -> tuple[int, int] | None:
        """Count in both windows: the new counts; None where either is full, and nothing counts."""
        new = self._change(key, lambda window: counted(window, hour, minute, limits, worth))
        return None if new is None else (new.hour_n, new.minute_n)

    def give_back(self, key: str, hour: int, minute: int) -> None:
        """Take one back that was counted in these windows."""
        self._change(key, lambda window: given_back(window, hour, minute))

    def used(self, key: str) -> Window | None:
        """What was counted of it last."""
        with self._alone:
            file = self._opened()
            if key not in self._places:
                self._find(file)
            found = self._places.get(key)
            return None if found is None else _window_in(_record_at(file, *found))

    def all_used(self) -> dict[str, Window]:
        """The same of every key."""
        with self._alone:
            records = self._find(self._opened())
        return {key: window for key, (_, record) in records.items() if (window := _window_in(record)) is not None}

    def _change(self, key: str, change: Callable[[Window], Window | None]) -> Window | None:
        """Put what is made of the key's window in its place, unless that is None."""
        with self._alone:
            try:
                return self._changed(key, change)
            except _Moved:  # spoilt, or made anew by another process
                self._let_go()
                return self._changed(key, change)

    def _changed(self, key: str, change: Callable[[Window], Window | None]) -> Window | None:
        file = self._opened()
        at, name = self._places.get(key) or self._entered(file, key)
        _hold(file)
        try:
            _, hour_start, hour_n, minute_start, minute_n = RECORD.unpack(_record_at(file, at, name))
            new = change(Window(hour_start, hour_n, minute_start, minute_n))
            if new is not None:
                os.pwrite(file, RECORD.pack(name, *new), at)
            return new
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

    def _opened(self) -> int:
        """The file at the path, made where there is none, and made anew where it is no file of calls."""
        now = time.monotonic()
        if self._file is not None and now < self._look_at:
            return self._file
        if self._file is not None and _identity_at(self._path) == self._identity:
            self._look_at = now + LOOK_SECONDS
            return self._file
        self._let_go()
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._closes = weakref.finalize(self, os.close, file)
        _hold(file)
        try:
            if os.pread(file, len(HEAD), 0) != HEAD:
                os.ftruncate(file, 0)
                os.pwrite(file, HEAD, 0)
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
        found = os.fstat(file)
        self._file, self._identity, self._look_at = file, (found.st_dev, found.st_ino), now + LOOK_SECONDS
        return file

    def _entered(self, file: int, key: str) -> tuple[int, bytes]:
        """Where the key's record is; put behind all others where it has none."""
        before = self._before(key) or NEVER
        name = key.encode().ljust(KEY_BYTES_MAX, b"\0")
        _hold(file)
        try:
            records = self._find(file)
            if key not in records:
                at = (len(records) + 1) * RECORD.size
                os.pwrite(file, RECORD.pack(name, *before), at)
                self._places[key] = (at, name)
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
        return self._places[key]

    def _find(self, file: int) -> dict[str, tuple[int, bytes]]:
        """Learn where every key's record is; the records."""
        size = os.fstat(file).st_size
        content = os.pread(file, size, 0)
        records = {}
        for at in range(RECORD.size, size - RECORD.size + 1, RECORD.size):
            record = content[at : at + RECORD.size]
            name = record[:KEY_BYTES_MAX]
            key = name.rstrip(b"\0").decode("utf-8", "replace")
            records[key] = (at, record)
            self._places[key] = (at, name)
        return records

    def _let_go(self) -> None:
        if self._file is not None:
            self._closes()
        self._file = None
        self._places.clear()


def _hold(file: int) -> None:
    """Keep every other process from counting; the one that does is done in microseconds."""
    until: float | None = None
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            now = time.monotonic()
            until = until or now + HELD_SECONDS
            if now >= until:
                raise Unavailable("the counters are busy; try again in a moment") from held
            time.sleep(HELD_STEP.total_seconds())
        else:
            return


def _record_at(file: int, at: int, name: bytes) -> bytes:
    record = os.pread(file, RECORD.size, at)
    if len(record) != RECORD.size or not record.startswith(name):
        raise _Moved
    return record


def _window_in(record: bytes) -> Window | None:
    """None where nothing was counted yet."""
    window = Window._make(RECORD.unpack(record)[1:])
    return None if window == NEVER else window


def _identity_at(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
