"""An installation as whoever watches over it sees it: the real server with two processes, scraped as by Prometheus."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from accountsos import ids
from accountsos.meters import FOLDER
from accountsos.store.engine.opening import Place
from accountsos.workflows.access.manage_keys import MAKE, MakeKey
from tests.support.bookkeeper import found
from tests.support.engines import opened
from tests.workflows.documents.papers import einvoice

PATIENCE_SECONDS = 60
PROCESSES = 2


class Served:
    """A server on a free port, with one company and a key for it; a minute has room for ten requests."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with opened(Place(data)) as whole:
            keeper = found(whole.books)
            keeper.books.clock = lambda: datetime.now(UTC)
            made = keeper.do(MAKE, MakeKey(("read", "write"), "watched"))
        self.key, self.key_id, self.company = made.secret, made.key.key_id, ids.company_id(keeper.company)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        command = [sys.executable, "-m", "accountsos.main", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(PROCESSES)],
            env={**os.environ, "ACCOUNTSOS_DATA": str(data), "ACCOUNTSOS_RATE_LIMIT_MINUTE": "10"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """On a connection of its own: any of the processes answers."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, body, {"Authorization": f"Bearer {self.key}", **headers})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def scraped(self) -> dict[tuple[str, ...], float]:
        """Name and values of the labels, and the figure."""
        status, text = self.ask("GET", "/metrics")
        assert status == 200, text
        samples = [s for family in text_string_to_metric_families(text.decode()) for s in family.samples]
        return {(s.name, *(value for _, value in sorted(s.labels.items()))): s.value for s in samples}


@contextmanager
def served(data: Path) -> Iterator[Served]:
    """Ended by its own process id."""
    server = Served(data)
    try:
        assert in_time(lambda: _answers(server)), "the server was not ready"
        yield server
    finally:
        server.process.terminate()
        server.process.wait(30)


def _answers(server: Served) -> bool:
    assert server.process.poll() is None, "the server ended"
    try:
        return server.ask("GET", "/readyz")[0] == 200
    except OSError:
        return False


def in_time(done: Callable[[], bool]) -> bool:
    """Whether it came true."""
    for _ in range(PATIENCE_SECONDS * 20):
        if done():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("watched")
    data.chmod(0o700)
    (data / "books.db").write_bytes((sqlite_template / "books.db").read_bytes())
    with served(data) as running:
        yield running


def test_what_all_processes_did_is_scraped_from_any_of_them(server: Served) -> None:
    line = {"date": "2026-02-28", "amount": -45.99, "description": "Stamps", "bank_account_id": "ba_main"}
    json_type = {"Content-Type": "application/json"}
    assert server.ask("POST", "/api/transactions", json.dumps(line).encode(), **json_type)[0] == 201
    boundary = "bound"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="HS-1041.xml"\r\n\r\n'.encode()
    form = part + einvoice() + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    assert server.ask("POST", "/api/documents/upload", form, **kind)[0] in (201, 202)
    answered = [server.ask("GET", "/api/transactions?limit=10")[0] for _ in range(20)]
    assert set(answered) == {200, 429}, "the windows hold ten a minute; at a full minute twice as many"

    seen: dict[tuple[str, ...], float] = {}

    def everything_is_told() -> bool:
        """Each process tells its own as it is and the others as they last left them: one answer counts."""
        seen.clear()
        seen.update(server.scraped())
        lists = {status: seen.get(("accountsos_requests_total", "list_transactions", status), 0) for status in WANTED}
        return lists == wanted and seen.get(("accountsos_document_seconds_count", "read"), 0) == 1

    wanted = {status: answered.count(int(status)) for status in WANTED}
    assert in_time(everything_is_told), seen
    assert seen["accountsos_requests_total", "add_transaction", "201"] == 1
    assert seen["accountsos_rate_refusals_total", "key"] == wanted["429"]
    assert seen["accountsos_request_seconds_count", "list_transactions"] == 20
    assert seen["accountsos_commits_total",] >= 4, "a line, an upload, its claim and what was read"
    assert (seen["accountsos_jobs", "queued"], seen["accountsos_database_up",]) == (0, 1)
    told = server.ask("GET", "/metrics")[1].decode()
    for secret in (server.company, server.key, server.key_id, "/api/", "Stamps", str(server.data)):
        assert secret not in told

    def each_process_was_asked() -> bool:
        assert server.ask("GET", "/metrics")[0] == 200
        return len(list((server.data / FOLDER).glob("server.*.json"))) == PROCESSES

    assert in_time(each_process_was_asked), "one of them alone answered everything"


WANTED = ("200", "429")


def test_the_dashboard_leaves_these_paths_to_the_probes_and_counts_its_own_pages(server: Served) -> None:
    assert server.ask("GET", "/healthz") == (200, b'{"status":"alive"}')
    assert server.ask("HEAD", "/readyz") == (200, b"")
    status, refused = server.ask("POST", "/metrics")
    assert (status, json.loads(refused)["error"]["code"]) == (405, "method_not_allowed")
    assert server.ask("GET", "/nowhere/at/all", Host="localhost")[0] == 404
    before = f"/{server.company}/transactions"
    assert server.ask("GET", before, Host="localhost")[0] == 303, "to the log-in"
    page = ("accountsos_requests_total", "/{company}/transactions", "303")
    assert in_time(lambda: server.scraped().get(page, 0) == 1)
