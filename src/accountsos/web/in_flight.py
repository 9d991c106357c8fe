"""Requests under an Idempotency-Key that are being worked on: the second waits for the first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from accountsos.errors import Conflict

WAIT_SECONDS = 10.0


class InFlight:
    """The keys at work in this process. What keeps an effect single is the stored answer; this spares double work."""

    __slots__ = ("_first", "_seconds")

    def __init__(self, seconds: float = WAIT_SECONDS) -> None:
        self._seconds = seconds
        self._first: dict[tuple[int, str], asyncio.Event] = {}

    @asynccontextmanager
    async def alone(self, company: int, key: str) -> AsyncIterator[None]:
        """Enter once no other request of the company is at work under the key; Conflict where that takes too long."""
        place = (company, key)
        try:
            async with asyncio.timeout(self._seconds):
                while (first := self._first.get(place)) is not None:
                    await first.wait()
        except TimeoutError:
            raise Conflict(
                "The first request with this Idempotency-Key is still being worked on; send it again in a while.",
                param="Idempotency-Key",
            ) from None
        done = self._first[place] = asyncio.Event()
        try:
            yield
        finally:
            del self._first[place]
            done.set()
