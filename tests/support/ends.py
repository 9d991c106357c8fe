"""A guard against what never ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CPU_SECONDS = 60.0
"""Some thirty times what the slowest guarded test uses: it measures nothing, `make bench` does."""


@contextmanager
def ends() -> Iterator[None]:
    """What stands in it comes to its end; what runs away is a failed test instead of a suite that hangs."""

    def stop(_: int, at: FrameType | None) -> None:
        raise AssertionError(f"no end after {CPU_SECONDS:.0f} seconds of CPU, at {at}")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
