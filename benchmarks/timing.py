"""CPU time per call: works are timed in turns, so that a busy machine slows all of them, and the median counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

Work = Callable[[], object]


def alternating(works: Mapping[str, Work], *, rounds: int, seconds: float = 0.1) -> dict[str, float]:
    """Microseconds of CPU per call of each work. Each round takes about so many seconds per work."""
    calls = {name: _calls_in(work, seconds) for name, work in works.items()}
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(per_call(work, calls[name]))
    return {name: median(times) for name, times in found.items()}


def per_call(work: Work, calls: int) -> float:
    """Microseconds of CPU per call, every thread of the process included."""
    began = time.process_time_ns()
    for _ in range(calls):
        work()
    return (time.process_time_ns() - began) / calls / 1000


def _calls_in(work: Work, seconds: float) -> int:
    work()
    once = max(per_call(work, 3), 1.0)
    return max(3, round(seconds * 1e6 / once))
