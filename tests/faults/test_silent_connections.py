"""Connections that say nothing, dawdle, or leave their answer unread are closed, and stop nobody else meanwhile."""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from accountsos.store.engine.opening import Place
from tests.faults.figures import LONG, note
from tests.support.engines import copied
from tests.support.served import Served, in_time, served

SILENT_SECONDS = 1
SILENT_SOCKETS = 5_000 if LONG else 1_100
ASKED = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
SAID = {
    "nothing": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-",
    "nothing more after an answer": ASKED,
    "half a line after an answer": ASKED + b"GET /hea",
}


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = Place(copied(sqlite_template, tmp_path_factory.mktemp("silent")))
    with served(place, silent_seconds=SILENT_SECONDS) as running:
        yield running


def _connected(server: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


@pytest.mark.parametrize("what", SAID)
def test_a_connection_that_says_no_more_is_closed(server: Served, what: str) -> None:
    with _connected(server) as line:
        line.sendall(SAID[what])
        while line.recv(65_536):
            pass
        assert line.recv(1) == b"", "the other end is gone"


def test_a_client_that_speaks_another_protocol_is_closed_at_once(server: Served) -> None:
    """HTTP/2's greeting; a server that also spoke it would wait for what follows as long as nothing comes."""
    with _connected(server) as line:
        line.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")
        answer = line.recv(65_536)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


def test_a_client_that_leaves_its_answers_unread_is_closed(server: Served) -> None:
    """It asks on and on and reads nothing: at last the server cannot write, and gives the connection up."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        line.settimeout(20)
        line.connect(("127.0.0.1", server.port))

        def is_closed() -> bool:
            try:
                line.sendall(b"GET /api/docs HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
            except (ConnectionError, TimeoutError) as ended:
                return isinstance(ended, ConnectionError)
            return False

        assert in_time(is_closed)


def test_a_crowd_that_says_nothing_does_not_stop_service(sqlite_template: Path, tmp_path: Path) -> None:
    """More of them than the server's queue is long, and they stay: their patience is thirty seconds here."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8_192), most))
    try:
        with served(Place(copied(sqlite_template, tmp_path / "crowd"))) as server, ExitStack() as crowd:
            for _ in range(SILENT_SOCKETS):
                crowd.enter_context(_connected(server))
            answered = [server.ask("GET", "/api/transactions?limit=1")[0] for _ in range(10)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    note("silent sockets", "one process", sockets=SILENT_SOCKETS, answered=len(answered))
    assert answered == [200] * 10
