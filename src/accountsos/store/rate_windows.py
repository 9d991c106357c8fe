"""Rate windows: exact counts per key in the clock's hour and minute, shared by all processes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Protocol

import apsw

from accountsos.store.engine import Sql
from accountsos.store.postgres import PostgresEngine

HOUR, MINUTE = 3600, 60

COUNT = Sql(
    """INSERT INTO rate_window (key_id, span, window_start, n) VALUES (:key, :span, :start, 1)
       ON CONFLICT (key_id, span) DO UPDATE SET
       n = CASE WHEN rate_window.window_start >= excluded.window_start THEN rate_window.n + 1 ELSE 1 END,
       window_start = CASE WHEN rate_window.window_start >= excluded.window_start
         THEN rate_window.window_start ELSE excluded.window_start END
       WHERE rate_window.window_start < excluded.window_start OR rate_window.n < :limit
       RETURNING n"""
)
USED = Sql("SELECT window_start, n FROM rate_window WHERE key_id = :key AND span = :span")
LAST_USED = Sql("SELECT key_id, window_start FROM rate_window WHERE span = 60")
CREATE = """CREATE TABLE IF NOT EXISTS rate_window (
  key_id TEXT NOT NULL, span INTEGER NOT NULL, window_start INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (key_id, span)) STRICT, WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests allowed per key and clock window, and bad keys per client address and minute."""

    hour: int = 1000
    minute: int = 100
    bad_keys: int = 60


@dataclass(frozen=True, slots=True)
class Spending:
    """What became of one request: allowed or not, and what the headers say."""

    allowed: bool
    limit: int
    remaining: int
    """Of the hour."""
    reset_at: int
    """Epoch seconds: the end of the hour, or the moment from which a refused request will work."""
    retry_after: int


class Counter(Protocol):
    """One transaction over the windows of a key, in whichever database holds them."""

    def count(self, key: str, spans: tuple[tuple[int, int, int], ...]) -> list[int | None]:
        """Per (span, start, limit) the new count, or None from the first exhausted one on: then nothing counts."""
        ...

    def used(self, key: str, span: int, start: int) -> int:
        """How many were counted in that window."""
        ...

    def last_used(self) -> dict[str, int]:
        """Per key the start of the last minute with a request."""
        ...


class RateWindows:
    """Both windows of a request are counted together or not at all."""

    def __init__(self, counter: Counter, limits: Limits) -> None:
        self._counter = counter
        self.limits = limits

    def spend(self, key_id: str, now: float) -> Spending:
        """Count one request of a good key."""
        second = int(now)
        hour, minute = second - second % HOUR, second - second % MINUTE
        counts = self._counter.count(key_id, ((HOUR, hour, self.limits.hour), (MINUTE, minute, self.limits.minute)))
        of_hour, of_minute = counts
        if of_hour is not None and of_minute is not None:
            return Spending(True, self.limits.hour, self.limits.hour - of_hour, hour + HOUR, 0)
        remaining = self.limits.hour - self._counter.used(key_id, HOUR, hour)
        reset_at = hour + HOUR if of_hour is None else minute + MINUTE
        return Spending(False, self.limits.hour, max(remaining, 0), reset_at, max(reset_at - second, 1))

    def spend_bad_key(self, address: str, now: float) -> int:
        """Count one bad key from a client address: 0, or the seconds to wait."""
        second = int(now)
        minute = second - second % MINUTE
        (count,) = self._counter.count("bad:" + address, ((MINUTE, minute, self.limits.bad_keys),))
        return 0 if count is not None else max(minute + MINUTE - second, 1)

    def last_used(self) -> dict[str, int]:
        """Per key id the epoch second of the minute in which it was last used."""
        return self._counter.last_used()


class SqliteCounter:
    """Windows in ops.db beside the books: no fsync, for a power cut may lose them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()

    def _connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = apsw.Connection(self._path)
            connection.set_busy_timeout(5_000)
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "wal_autocheckpoint=1000"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            connection.execute(CREATE)
        return connection

    def count(self, key: str, spans: tuple[tuple[int, int, int], ...]) -> list[int | None]:
        """Count in every window, or in none."""
        connection = self._connection()
        counts: list[int | None] = [None] * len(spans)
        connection.execute("BEGIN IMMEDIATE")
        done = False
        try:
            for n, (span, start, limit) in enumerate(spans):
                row: Any = connection.execute(COUNT.sqlite, (key, span, start, limit)).fetchone()
                if row is None:
                    return counts
                counts[n] = row[0]
            done = True
        finally:
            connection.execute("COMMIT" if done else "ROLLBACK")
        return counts

    def used(self, key: str, span: int, start: int) -> int:
        """How many were counted in that window."""
        row = self._connection().execute(USED.sqlite, (key, span)).fetchone()
        return row[1] if row is not None and row[0] == start else 0

    def last_used(self) -> dict[str, int]:
        """Per key the start of its last minute."""
        return dict(self._connection().execute(LAST_USED.sqlite))


class PostgresCounter:
    """Windows in an UNLOGGED table."""

    def __init__(self, engine: PostgresEngine) -> None:
        self._engine = engine

    def count(self, key: str, spans: tuple[tuple[int, int, int], ...]) -> list[int | None]:
        """Count in every window, or in none."""
        counts: list[int | None] = [None] * len(spans)
        with self._engine.connection() as connection, connection.transaction() as whole:
            for n, (span, start, limit) in enumerate(spans):
                values = {"key": key, "span": span, "start": start, "limit": limit}
                row = connection.execute(COUNT.postgres, values).fetchone()
                if row is None:
                    whole.force_rollback = True
                    break
                counts[n] = row[0]
        return counts

    def used(self, key: str, span: int, start: int) -> int:
        """How many were counted in that window."""
        with self._engine.connection() as connection:
            row = connection.execute(USED.postgres, {"key": key, "span": span}).fetchone()
        return row[1] if row is not None and row[0] == start else 0

    def last_used(self) -> dict[str, int]:
        """Per key the start of its last minute."""
        with self._engine.connection() as connection:
            return dict(connection.execute(LAST_USED.postgres).fetchall())
