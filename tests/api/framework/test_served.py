"""The door behind the real server, spoken to byte by byte."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from accountsos.web.context import BODY_BYTES_MAX
from tests.api.framework.toys import READ, WRITE

ROOT = Path(__file__).parents[3]
NEW = json.dumps({"date": "2026-02-28", "amount": -45.99, "description": "Stamps"}).encode()
HEADERS = f"Host: x\r\nAuthorization: Bearer {WRITE}\r\nContent-Type: application/json\r\n".encode()
POST = b"POST /api/transactions HTTP/1.1\r\n" + HEADERS


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asgi",
            "--workers",
            "1",
            "--no-ws",
            "--log-level",
            "warning",
            "--port",
            str(found),
            "--factory",
            "tests.api.framework.toys:served",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        _wait_for(found, server)
        yield found
    finally:
        server.terminate()
        server.wait(10)


def test_requests_follow_each_other_on_one_connection(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    key = {"Authorization": f"Bearer {READ}", "Content-Type": "application/json"}
    for method, target, status in (
        ("GET", "/api/transactions?limit=10", 200),
        ("HEAD", "/api/transactions?limit=10", 200),
        ("GET", "/api/transactions?limit=1_0", 400),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/transactions/txn_known", 200),
        ("GET", "/api/docs", 200),
    ):
        connection.request(method, target, headers=key)
        response = connection.getresponse()
        body = response.read()
        assert response.status == status
        assert response.headers["X-Request-Id"]
        assert (body == b"") is (method == "HEAD")
    connection.close()


def test_a_chunked_body_is_put_together(port: int) -> None:
    status, body = _talk(
        port, POST + b"Transfer-Encoding: chunked\r\n\r\n", _chunk(NEW[:9]), _chunk(NEW[9:]), b"0\r\n\r\n"
    )
    assert status == 201
    assert b'"amount":-45.99' in body


@pytest.mark.parametrize(
    "pieces",
    [
        [POST + b"Transfer-Encoding: chunked\r\n\r\n", b"%x\r\n" % len(NEW) + NEW + b"\r\n"],
        [POST + b"Content-Length: %d\r\n\r\n" % (len(NEW) + 5), NEW],
        [POST + b"Content-Length: %d\r\n\r\n" % (len(NEW) + 5)],
        [POST + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\n" + NEW],
    ],
    ids=["no last chunk", "shorter than its length", "no body", "a broken chunk"],
)
def test_a_body_cut_short_is_never_taken_for_a_whole_one(port: int, pieces: list[bytes]) -> None:
    status, body = _talk(port, *pieces, close_after=True)
    assert (status, json.loads(body)["error"]["code"]) == (400, "bad_request")


def test_a_slow_body_is_closed_in_time(port: int) -> None:
    began = time.monotonic()
    status, body = _talk(port, POST + b"Content-Length: 500\r\n\r\n", NEW)
    assert status == 400
    assert b"did not arrive within 1.5 seconds" in body
    assert 1 < time.monotonic() - began < 6


@pytest.mark.parametrize("chunked", [True, False])
def test_a_client_that_sends_too_much_gets_to_read_that_it_did(port: int, chunked: bool) -> None:
    big = b"x" * (BODY_BYTES_MAX + 1)
    sent = (
        [b"Transfer-Encoding: chunked\r\n\r\n", _chunk(big), b"0\r\n\r\n"]
        if chunked
        else [
            b"Content-Length: %d\r\n\r\n" % len(big),
            big,
        ]
    )
    status, body = _talk(port, POST + sent[0], *sent[1:])
    assert (status, json.loads(body)["error"]["code"]) == (413, "payload_too_large")


def test_a_client_with_a_bad_key_and_a_large_file_gets_to_read_what_is_wrong(port: int) -> None:
    big = b"x" * BODY_BYTES_MAX
    head = b"POST /api/documents/upload HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(big)
    assert _talk(port, head, big)[0] == 401


def test_a_client_that_asks_first_is_told_before_it_sends(port: int) -> None:
    head = POST + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (BODY_BYTES_MAX + 1)
    assert _talk(port, head)[0] == 413


def test_what_is_no_http_is_refused_and_the_server_goes_on(port: int) -> None:
    assert _talk(port, b"NONSENSE\r\n\r\n")[0] == 400
    assert _talk(port, POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", NEW)[0] == 400
    assert _talk(port, b"GET /api/transactions?limit=1 HTTP/1.1\r\nX-A: \xff\xfe\r\n" + HEADERS + b"\r\n")[0] == 200


def _chunk(content: bytes) -> bytes:
    return b"%x\r\n" % len(content) + content + b"\r\n"


def _talk(port: int, *pieces: bytes, close_after: bool = False) -> tuple[int, bytes]:
    """Send the pieces one by one, read one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(0.02)
        if close_after:
            line.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(line)
        response.begin()
        return response.status, response.read()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")
