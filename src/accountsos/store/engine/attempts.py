"""Attempts to log in: ten in fifteen minutes that fail, from one address or at one account, close it for a while."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from accountsos.store.engine.rate_windows import Counter

QUIET_SECONDS = 15 * 60
MOST = 10
FORGET_EVERY = 64


class Attempts:
    """Counts before the password is looked at: many guesses at once count as many."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._seen = count(1)

    def spend(self, keys: Iterable[str], now: float) -> int:
        """Count one attempt under each key; 0, or in how many seconds the next one is looked at."""
        second = int(now)
        if next(self._seen) % FORGET_EVERY == 0:
            self._counter.forget_attempts(second - QUIET_SECONDS)
        counted: list[str] = []
        for key in keys:
            if self._counter.attempt(f"try:{key}", second, second - QUIET_SECONDS, MOST) is None:
                self.forgive(counted)
                window = self._counter.used(f"try:{key}")
                last = second if window is None else window.hour_start
                return max(1, last + QUIET_SECONDS - second)
            counted.append(key)
        return 0

    def forgive(self, keys: Iterable[str]) -> None:
        """It was the right password: the attempt counts no more."""
        for key in keys:
            self._counter.forgive(f"try:{key}")
