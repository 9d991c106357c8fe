"""Rate windows: exact counts per key in the clock's hour and minute, shared by all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, Protocol

from accountsos.store.engine.limits import Limits
from accountsos.store.engine.sql import Sql, Value

if TYPE_CHECKING:
    from accountsos.store.engine.postgres import PostgresEngine

HOUR, MINUTE = 3600, 60

AHEAD_SECONDS = HOUR
"""A window that starts later than this from now was opened by a clock that was wrong, and is over."""
_LATER = (
    "(rate_window.{span}_start < excluded.{span}_start "
    f"OR rate_window.{{span}}_start > excluded.{{span}}_start + {AHEAD_SECONDS})"
)
COUNT = Sql(
    f"""INSERT INTO rate_window (key_id, hour_start, hour_n, minute_start, minute_n)
       VALUES (:key, :hour, :worth, :minute, :worth)
       ON CONFLICT (key_id) DO UPDATE SET
       hour_n = :worth + CASE WHEN {_LATER.format(span="hour")} THEN 0 ELSE rate_window.hour_n END,
       hour_start = CASE WHEN {_LATER.format(span="hour")} THEN excluded.hour_start ELSE rate_window.hour_start END,
       minute_n = :worth + CASE WHEN {_LATER.format(span="minute")} THEN 0 ELSE rate_window.minute_n END,
       minute_start = CASE WHEN {_LATER.format(span="minute")}
         THEN excluded.minute_start ELSE rate_window.minute_start END
       WHERE ({_LATER.format(span="hour")} OR rate_window.hour_n + :worth <= :per_hour)
         AND ({_LATER.format(span="minute")} OR rate_window.minute_n + :worth <= :per_minute)
       RETURNING hour_n, minute_n"""
)
"""Counts a request in both windows or in neither. A clock that steps back by an hour or less opens no second one."""
GIVE_BACK = Sql(
    """UPDATE rate_window SET hour_n = hour_n - CASE WHEN hour_start = :hour THEN 1 ELSE 0 END,
       minute_n = minute_n - CASE WHEN minute_start = :minute THEN 1 ELSE 0 END
       WHERE key_id = :key AND hour_n > 0 AND minute_n > 0"""
)
USED = Sql("SELECT hour_start, hour_n, minute_start, minute_n FROM rate_window WHERE key_id = :key")
FORGET_ADDRESSES = Sql(
    f"""DELETE FROM rate_window WHERE key_id >= 'bad:' AND key_id < 'bad;'
        AND (minute_start < :before OR minute_start > :before + {3 * HOUR})"""
)
"""Anybody can send from many addresses: those that have been quiet for an hour are forgotten."""
FORGET_EVERY = 256
"""So many bad keys, seen by one process, before it looks for addresses to forget."""
_QUIET = f"(rate_window.hour_start <= :since OR rate_window.hour_start > :now + {AHEAD_SECONDS})"
ATTEMPT = Sql(
    f"""INSERT INTO rate_window (key_id, hour_start, hour_n, minute_start, minute_n) VALUES (:key, :now, 1, 0, 0)
       ON CONFLICT (key_id) DO UPDATE SET
       hour_n = CASE WHEN {_QUIET} THEN 1 ELSE rate_window.hour_n + 1 END,
       hour_start = excluded.hour_start
       WHERE {_QUIET} OR rate_window.hour_n < :most
       RETURNING hour_n"""
)
"""Counts one attempt to log in since the last quiet while, unless there were too many: `hour_start` is the last one."""
FORGIVE = Sql("UPDATE rate_window SET hour_n = hour_n - 1 WHERE key_id = :key AND hour_n > 0")
FORGET_ATTEMPTS = Sql(
    f"""DELETE FROM rate_window WHERE key_id >= 'try:' AND key_id < 'try;'
        AND (hour_start < :before OR hour_start > :before + {3 * HOUR})"""
)
LAST_USED = Sql("SELECT key_id, minute_start FROM rate_window")
UNLIMITED = 2**31 - 1


class Spending(NamedTuple):
    """What became of one request: allowed or not, and what the headers say."""

    allowed: bool
    limit: int
    remaining: int
    """Of the hour."""
    reset_at: int
    """Epoch seconds: the end of the hour, or the moment from which a refused request will work."""
    retry_after: int
    in_minute: int = 0
    """What remains of the minute; nothing where the request was refused for it."""


class Window(NamedTuple):
    """What stands in a key's row: the start of each window and how many were counted in it."""

    hour_start: int
    hour_n: int
    minute_start: int
    minute_n: int


def counted(window: Window, hour: int, minute: int, limits: tuple[int, int], worth: int) -> Window | None:
    """What stands there after a request, as COUNT has it: counted in both windows, or None and in neither."""
    hour_start, hour_n, minute_start, minute_n = window
    if not hour <= hour_start <= hour + AHEAD_SECONDS:
        hour_start, hour_n = hour, 0
    elif hour_n + worth > limits[0]:
        return None
    if not minute <= minute_start <= minute + AHEAD_SECONDS:
        minute_start, minute_n = minute, 0
    elif minute_n + worth > limits[1]:
        return None
    return Window(hour_start, hour_n + worth, minute_start, minute_n + worth)


def given_back(window: Window, hour: int, minute: int) -> Window | None:
    """What stands there where one request less was made, as GIVE_BACK has it; None where nothing changes."""
    hour_start, hour_n, minute_start, minute_n = window
    if hour_n <= 0 or minute_n <= 0:
        return None
    return Window(hour_start, hour_n - (hour_start == hour), minute_start, minute_n - (minute_start == minute))


@dataclass(frozen=True, slots=True)
class KeyUse:
    """How a key was used, as far as the windows know: they are not kept through a power cut."""

    last_used_at: datetime | None = None
    """The minute of the last call."""
    calls_this_hour: int = 0


class Counter(Protocol):
    """Where the windows are kept."""

    def count(
        self, key: str, hour: int, minute: int, limits: tuple[int, int], worth: int = 1
    ) -> tuple[int, int] | None:
        """Count in both windows: the new counts of hour and minute; None where either is full, and nothing counts."""
        ...

    def give_back(self, key: str, hour: int, minute: int) -> None:
        """Take one back that was counted in these windows."""
        ...

    def used(self, key: str) -> Window | None:
        """What was counted last."""
        ...

    def last_used(self) -> dict[str, int]:
        """Per key the start of the last minute with a request."""
        ...

    def forget_addresses(self, before: int) -> None:
        """Drop the windows of addresses that sent no bad key since that minute."""
        ...

    def attempt(self, key: str, now: int, since: int, most: int) -> int | None:
        """Count an attempt: how many since the last quiet while, or None where there were too many already."""
        ...

    def forgive(self, key: str) -> None:
        """Take one attempt back."""
        ...

    def forget_attempts(self, before: int) -> None:
        """Drop what was last attempted before then."""
        ...


class RateWindows:
    """Both windows of a request are counted together or not at all."""

    def __init__(self, counter: Counter, limits: Limits) -> None:
        self._counter = counter
        self.limits = limits
        self._per_key = (limits.hour, limits.minute)
        self._per_address = (UNLIMITED, limits.bad_keys)
        self._bad_keys = count()

    def spend(self, key_id: str, now: float) -> Spending:
        """Count one request of a good key."""
        second = int(now)
        hour, minute = second - second % HOUR, second - second % MINUTE
        limit = self.limits.hour
        used = self._counter.count(key_id, hour, minute, self._per_key)
        if used is not None:
            return Spending(True, limit, limit - used[0], hour + HOUR, 0, self.limits.minute - used[1])
        return self._refused(key_id, second, 1)

    def spend_more(self, key_id: str, now: float, worth: int) -> Spending:
        """A request that was counted turns out to be worth several: count the others too, or not even the one.

        It is never worth more than a whole window: else it could never be made.
        """
        second = int(now)
        hour, minute = second - second % HOUR, second - second % MINUTE
        worth = min(worth, *self._per_key)
        used = self._counter.count(key_id, hour, minute, self._per_key, worth - 1)
        if used is not None:
            return Spending(
                True, self.limits.hour, self.limits.hour - used[0], hour + HOUR, 0, self.limits.minute - used[1]
            )
        self._counter.give_back(key_id, hour, minute)
        return self._refused(key_id, second, worth)

    def _refused(self, key_id: str, second: int, worth: int) -> Spending:
        """When the window that has no room for it is over."""
        hour, minute, limit = second - second % HOUR, second - second % MINUTE, self.limits.hour
        window = self._counter.used(key_id) or Window(hour, limit, minute, 0)
        hour_is_full = window.hour_start >= hour and window.hour_n + worth > limit
        of_hour = window.hour_n if window.hour_start >= hour else 0
        reset_at = (max(window.hour_start, hour) + HOUR) if hour_is_full else max(window.minute_start, minute) + MINUTE
        return Spending(False, limit, max(limit - of_hour, 0), reset_at, max(reset_at - second, 1))

    def spend_bad_key(self, address: str, now: float) -> int:
        """Count one bad key from a client address: 0, or the seconds to wait."""
        second = int(now)
        minute = second - second % MINUTE
        if next(self._bad_keys) % FORGET_EVERY == 0:
            self._counter.forget_addresses(minute - HOUR)
        used = self._counter.count("bad:" + address, second - second % HOUR, minute, self._per_address)
        return 0 if used is not None else max(minute + MINUTE - second, 1)

    def use_of(self, key_id: str, now: datetime) -> KeyUse:
        """When the key was last used, and how often in the clock's hour."""
        window = self._counter.used(key_id)
        if window is None:
            return KeyUse()
        second = int(now.timestamp())
        this_hour = window.hour_start >= second - second % HOUR
        return KeyUse(datetime.fromtimestamp(window.minute_start, UTC), window.hour_n if this_hour else 0)

    def last_used(self) -> dict[str, int]:
        """Per key id the epoch second of the minute in which it was last used."""
        return self._counter.last_used()


class PostgresCounter:
    """Windows in an UNLOGGED table."""

    def __init__(self, engine: PostgresEngine) -> None:
        self._engine = engine

    def count(
        self, key: str, hour: int, minute: int, limits: tuple[int, int], worth: int = 1
    ) -> tuple[int, int] | None:
        """Count in both windows, or in none."""
        values = dict(zip(COUNT.names, (key, hour, worth, minute, *limits), strict=True))
        with self._engine.connection() as connection:
            row = connection.execute(COUNT.postgres, values).fetchone()
        return None if row is None else (int(row[0]), int(row[1]))

    def give_back(self, key: str, hour: int, minute: int) -> None:
        """Take one back."""
        with self._engine.connection() as connection:
            connection.execute(GIVE_BACK.postgres, {"key": key, "hour": hour, "minute": minute})

    def used(self, key: str) -> Window | None:
        """What was counted last."""
        with self._engine.connection() as connection:
            row = connection.execute(USED.postgres, {"key": key}).fetchone()
        return None if row is None else Window(*row)

    def last_used(self) -> dict[str, int]:
        """Per key the start of its last minute."""
        with self._engine.connection() as connection:
            return dict(connection.execute(LAST_USED.postgres).fetchall())

    def forget_addresses(self, before: int) -> None:
        """Drop the windows of quiet addresses."""
        with self._engine.connection() as connection:
            connection.execute(FORGET_ADDRESSES.postgres, {"before": before})

    def attempt(self, key: str, now: int, since: int, most: int) -> int | None:
        """Count an attempt: how many since the last quiet while, or None where there were too many already."""
        with self._engine.connection() as connection:
            row = connection.execute(ATTEMPT.postgres, attempt_values(key, now, since, most)).fetchone()
        return None if row is None else int(row[0])

    def forgive(self, key: str) -> None:
        """Take one attempt back."""
        with self._engine.connection() as connection:
            connection.execute(FORGIVE.postgres, {"key": key})

    def forget_attempts(self, before: int) -> None:
        """Drop what was last attempted before then."""
        with self._engine.connection() as connection:
            connection.execute(FORGET_ATTEMPTS.postgres, {"before": before})


def attempt_values(key: str, now: int, since: int, most: int) -> dict[str, Value]:
    """What ATTEMPT is given."""
    return {"key": key, "now": now, "since": since, "most": most}
