"""Connections that are given up when PostgreSQL no longer moves: stopped, its machine asleep, its network gone.

A statement may run for as long as it takes. Where none has ended for a few seconds, the server is asked over another
connection whether it works on it; if it does not, the connection is cut, and whoever waits is told that it is away.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg

PATIENCE_SECONDS = 3
"""So long nobody wonders."""
ANSWER_SECONDS = 3
"""So long the server may take to say what it is doing."""
LOOK_SECONDS = 1
CONNECT_SECONDS = 4
_STATE = "SELECT state FROM pg_stat_activity WHERE pid = %s"
_NOT_AT_WORK = ("idle", "idle in transaction", "idle in transaction (aborted)")
T = TypeVar("T")


class WatchedConnection(psycopg.Connection[Any]):
    """Knows since when it has waited for the server."""

    asked_at: float | None = None

    def wait(self, *waiting: Any, **how: Any) -> Any:
        """Wait for what was asked."""
        self.asked_at = time.monotonic()
        try:
            return super().wait(*waiting, **how)
        finally:
            self.asked_at = None


class Watch:
    """Looks at the connections of one pool, by a thread of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._watched: WeakSet[WatchedConnection] = WeakSet()
        self._changing = threading.Lock()
        self._ended = threading.Event()
        self._unanswered: Future[str | None] | None = None
        self._looking: threading.Thread | None = None

    def over(self, connection: WatchedConnection) -> None:
        """From now on this one, too."""
        with self._changing:
            self._watched.add(connection)
            if self._looking is None:
                self._looking = threading.Thread(target=self._look, name="postgres-watch", daemon=True)
                self._looking.start()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            with self._changing:
                connections = list(self._watched)
            for connection in connections:
                asked_at = connection.asked_at
                if asked_at is None or time.monotonic() - asked_at < PATIENCE_SECONDS:
                    continue
                if self._is_stuck(connection) and connection.asked_at == asked_at:
                    _cut(connection)

    def _is_stuck(self, connection: WatchedConnection) -> bool:
        """The server does not answer, or says that it has heard nothing of what was asked."""
        if self._unanswered is None or self._unanswered.done():
            pid = connection.info.backend_pid
            self._unanswered = _in_a_thread(lambda: self._state_of(pid))
        try:
            state = self._unanswered.result(ANSWER_SECONDS)
        except (TimeoutError, psycopg.Error):
            return True
        return state in _NOT_AT_WORK

    def _state_of(self, pid: int) -> str | None:
        with psycopg.connect(self._url, connect_timeout=ANSWER_SECONDS, autocommit=True) as asking:
            row = asking.execute(_STATE, (pid,)).fetchone()
        return None if row is None else row[0]


def _cut(connection: WatchedConnection) -> None:
    """Whoever waits for it sees it end."""
    try:
        with socket.socket(fileno=os.dup(connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
    except (OSError, psycopg.Error):
        return  # it has ended by itself


def _in_a_thread(work: Callable[[], T]) -> Future[T]:
    """Not of a pool: it may hang for as long as the server does."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as failure:
            future.set_exception(failure)

    threading.Thread(target=run, name="postgres-asked", daemon=True).start()
    return future
