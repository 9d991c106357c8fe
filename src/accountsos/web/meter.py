"""Counts the requests of this process, and leaves the figures for the others within a second."""

from __future__ import annotations

import asyncio

from accountsos.meters import Meters

PUBLISH_SECONDS = 1.0


class RequestMeter:
    """What the doors tell of each request: by the operation's name, never by a path."""

    __slots__ = ("_count", "_meters", "_waiting")

    def __init__(self, meters: Meters) -> None:
        self._meters = meters
        self._count = meters.request
        self._waiting = False

    def request(self, operation: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._count(operation, status, seconds)
        if not self._waiting:
            self._waiting = True
            asyncio.get_running_loop().call_later(PUBLISH_SECONDS, self._publish)

    def _publish(self) -> None:
        self._waiting = False
        try:
            self._meters.publish()
        except OSError:
            return  # nothing that is answered depends on it; `/readyz` says that the data directory cannot be written
