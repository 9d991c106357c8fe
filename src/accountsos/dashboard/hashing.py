"""Passwords off the event loop, two at once: each takes 64 MiB and a tenth of a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from accountsos.errors import Unavailable

AT_ONCE = 2
WAITING_MOST = 32

R = TypeVar("R")


class Hashing:
    """Bounded in what works and in what waits, so that log-ins never hold up the books."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "password")
        self._waiting = 0

    async def run(self, work: Callable[[], R]) -> R:
        """The result, after its turn."""
        if self._waiting >= WAITING_MOST:
            raise Unavailable("too many people are logging in at once", retry_after_seconds=5)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
