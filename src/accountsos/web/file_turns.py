"""Requests with a file that another process opens: of a company one at a time, in threads that others do not need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from accountsos.errors import Unavailable

S = TypeVar("S")
_Place = tuple[int, int]
"""Event loop and company: of a server there is one loop."""

THREADS = 4
WAIT_SECONDS = 60.0
"""A company's second file waits for its first at the most so long."""
WAITING_MAX = 20
"""Of a company; those that come then are refused at once."""


class FileTurns:
    """Who waits holds no thread and no connection to the books."""

    __slots__ = ("_first", "_seconds", "_threads", "_waiting")

    def __init__(self, seconds: float = WAIT_SECONDS) -> None:
        self._seconds = seconds
        self._first: dict[_Place, asyncio.Event] = {}
        self._waiting: dict[_Place, int] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="with-a-file")

    async def run(self, company: int, work: Callable[[], S]) -> S:
        """What it gives, done in its turn; Unavailable where that takes too long to come."""
        loop = asyncio.get_running_loop()
        place = (id(loop), company)
        await self._turn(place)
        done = self._first[place] = asyncio.Event()
        try:
            return await loop.run_in_executor(self._threads, work)
        finally:
            del self._first[place]
            done.set()

    async def _turn(self, place: _Place) -> None:
        if place not in self._first:
            return
        waiting = self._waiting.get(place, 0)
        if waiting >= WAITING_MAX:
            raise _busy()
        self._waiting[place] = waiting + 1
        try:
            async with asyncio.timeout(self._seconds):
                while (first := self._first.get(place)) is not None:
                    await first.wait()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting[place] -= 1
            if not self._waiting[place]:
                del self._waiting[place]


def _busy() -> Unavailable:
    return Unavailable("other files of this company are being read; try again in a while", retry_after_seconds=5)
