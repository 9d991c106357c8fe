"""Signs of life of long work, for all processes together: who began it says every few seconds that it goes on."""

from __future__ import annotations

from accountsos.store.engine.rate_windows import UNLIMITED, Counter


class Heartbeats:
    """Stands among the attempts, which are forgotten when they have been quiet; a power cut may lose it."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def beat(self, work: str, now: float) -> None:
        """It goes on."""
        self._counter.attempt(_key(work), int(now), int(now), UNLIMITED)

    def silent_for(self, work: str, now: float) -> int | None:
        """How many seconds ago it was last heard of; None: never, or long ago."""
        window = self._counter.used(_key(work))
        return None if window is None else max(int(now) - window.hour_start, 0)


def _key(work: str) -> str:
    return f"try:work:{work}"
