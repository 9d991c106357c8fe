"""Told to stop, a server is gone within ten seconds whatever runs; a frozen PostgreSQL is told within ten, too."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Sql
from tests.faults.figures import LONG, note
from tests.support.engines import copied, opened, postgres_place
from tests.support.postgres import PostgresServer, children
from tests.support.served import Served, in_time, served

UNLIMITED = {"ACCOUNTSOS_RATE_LIMIT_MINUTE": "1000000", "ACCOUNTSOS_RATE_LIMIT_HOUR": "1000000"}
STOPS = 50 if LONG else 1
JSON = {"Content-Type": "application/json"}
SECONDS_MAX = 10
AMOUNTS = Sql("SELECT amount FROM bank_transaction")


def _line(n: int) -> bytes:
    line = {"date": "2026-02-28", "amount": -1 - n, "description": f"Stamps {n}", "bank_account_id": "ba_main"}
    return json.dumps(line).encode()


class _Load:
    """Clients that write until the server is gone, and remember what was acknowledged."""

    def __init__(self, server: Served, clients: int) -> None:
        self.server = server
        self.acknowledged: list[int] = []
        self.others: list[int] = []
        self.changing = threading.Lock()
        self.clients = [threading.Thread(target=self._write, args=(n,)) for n in range(clients)]
        for client in self.clients:
            client.start()

    def _write(self, first: int) -> None:
        for n in range(first, 1_000_000, 10):
            try:
                status, _ = self.server.ask("POST", "/api/transactions", _line(n), **JSON)
            except OSError:
                return
            with self.changing:
                self.acknowledged.append(n) if status == 201 else self.others.append(status)


@pytest.mark.parametrize("_round", range(STOPS))
def test_a_stop_under_load_takes_ten_seconds_at_most_and_keeps_what_was_acknowledged(
    sqlite_template: Path, tmp_path: Path, _round: int
) -> None:
    """Beside the load there are clients that will never finish what they began."""
    place = Place(copied(sqlite_template, tmp_path / "data"))
    with served(place, environment=UNLIMITED) as server:
        assert server.upload(b"%PDF-1.7 nothing that can be read", "slow.pdf")[0] == 201
        load = _Load(server, 4)
        with (
            socket.create_connection(("127.0.0.1", server.port)),
            socket.create_connection(("127.0.0.1", server.port)) as half,
        ):
            half.sendall(
                b"POST /api/transactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: 500\r\nAuthorization: Bearer " + server.key.encode() + b"\r\n\r\n{"
            )
            assert in_time(lambda: len(load.acknowledged) > 20)
            seconds = server.end()
        for client in load.clients:
            client.join()
    with opened(place) as whole, whole.books.engine.reading() as db:
        stored = {-row[0] // 100 - 1 for row in db.rows(AMOUNTS)}
    note("SIGTERM under load", "one process", seconds=round(seconds, 2), acknowledged=len(load.acknowledged))
    assert seconds <= SECONDS_MAX
    assert set(load.acknowledged) <= stored
    assert set(load.others) <= {503}


@contextmanager
def _frozen(server: PostgresServer) -> Iterator[None]:
    """Postmaster and backends stand still, as on a machine that is asleep."""
    assert server.process is not None
    processes = [server.process.pid, *children(server.process.pid)]
    try:
        for process in processes:
            _tell(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            _tell(process, signal.SIGCONT)


def _tell(process: int, what: signal.Signals) -> None:
    """A backend may have ended meanwhile: the others are told all the same, or they would stand still for ever."""
    with suppress(ProcessLookupError):
        os.kill(process, what)


def test_a_frozen_postgres_is_told_within_ten_seconds_and_forgotten_once_it_moves(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    with (
        postgres_place(postgres_server, tmp_path / "data") as place,
        served(place, environment=UNLIMITED) as server,
    ):
        assert server.ask("GET", "/api/transactions?limit=1")[0] == 200
        took = []
        with _frozen(postgres_server):
            for method, path in (("GET", "/api/transactions?limit=1"), ("POST", "/api/transactions")):
                began = time.monotonic()
                status, body = server.ask(method, path, _line(1) if method == "POST" else None, **JSON)
                took.append(time.monotonic() - began)
                assert (status, json.loads(body)["error"]["code"]) == (503, "unavailable")
        assert in_time(lambda: server.ask("GET", "/api/transactions?limit=1")[0] == 200), "no restart is needed"
        with _frozen(postgres_server):
            stopped = server.end()
    note("PostgreSQL frozen", "SIGSTOP", seconds=[round(t, 1) for t in took], stop=round(stopped, 1))
    assert max(*took, stopped) <= SECONDS_MAX
