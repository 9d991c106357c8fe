"""The process that watches over those that answer, and over the one beside them: it knows no books and stays small."""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from accountsos.jobs.beside_server import worker_beside
from accountsos.meters import forget_meters

SILENT_SECONDS = 30
"""How long a connection may say nothing, dawdle over a request's head, or leave an answer unread."""
CONNECTIONS_MAX = 8_000
"""Of one server process; those beyond wait to be accepted."""
FILES_BESIDE = 200
"""Descriptors that a process needs for anything but connections, amply."""
QUEUED_CONNECTIONS = 1_024
END_SECONDS = 7
"""How long a request in flight may go on when the server is told to stop."""


def serve(data: Path, host: str, port: int, workers: int, *, silent_seconds: int = SILENT_SECONDS) -> None:
    """Run the server until it is told to stop. Its worker processes read the settings from the environment again."""
    server = PatientServer(
        "accountsos.main:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        websockets=False,
        # In any other mode a connection that never says which protocol it speaks is waited for without end.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=silent_seconds * 1000),
        backlog=QUEUED_CONNECTIONS,
        backpressure=_connections_held(),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=END_SECONDS,
    )
    server.unread_seconds = silent_seconds
    forget_meters(data)
    with worker_beside() as worker:
        server.tell_others_to_end = worker.tell_to_end
        server.serve()


class PatientServer(MPServer):
    """Granian, whose connections are also closed where a client leaves its answer unread.

    Each worker's listening socket is made here, before the worker: accepted connections inherit what is set on it. A
    worker that is started again takes over the one before, and whoever had connected meanwhile is answered.
    """

    unread_seconds = SILENT_SECONDS
    tell_others_to_end: Callable[[], None] | None = None
    _ssp: Any
    _shd: Any

    def _init_shared_socket(self) -> None:
        self._listening: dict[int, Any] = {}
        super()._init_shared_socket()  # type: ignore[no-untyped-call]  # granian declares no types here

    def _spawn_worker(self, **how: Any) -> Any:  # type: ignore[override]  # the same; it is called so only
        idx = how["idx"]
        specification = self._ssp
        if specification is None or not hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux has both
            return super()._spawn_worker(**how)
        if idx not in self._listening:
            self._listening[idx] = specification.build()
            with socket.socket(fileno=os.dup(self._listening[idx].get_fd())) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, self.unread_seconds * 1000)
        self._ssp, self._shd = None, self._listening[idx]
        try:
            return super()._spawn_worker(**how)
        finally:
            self._ssp, self._shd = specification, None

    def _stop_workers(self) -> None:
        if self.tell_others_to_end is not None:
            self.tell_others_to_end()
        super()._stop_workers()  # type: ignore[no-untyped-call]  # the same

    def _drop_shared_socket(self) -> None:
        self._listening.clear()
        super()._drop_shared_socket()  # type: ignore[no-untyped-call]  # the same


def _connections_held() -> int:
    """As many as there are descriptors for, raised to what this process may have."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(now, CONNECTIONS_MAX + FILES_BESIDE)
    files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return min(CONNECTIONS_MAX, max(files - FILES_BESIDE, files // 2))
