"""The load generator counts an answer only when all of it is there, and refuses one that is no success."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from benchmarks.load import answer_is_whole, drive, request

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize(
    ("got", "whole"),
    [
        (b"", False),
        (OK[:20], False),
        (OK[:-1], False),
        (OK, True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\n\r\ncontent-length: 99", True),
    ],
)
def test_an_answer_is_whole_with_its_head_and_the_announced_body(got: bytes, whole: bool) -> None:
    assert answer_is_whole(got) is whole


def test_a_request_carries_key_body_and_further_headers() -> None:
    assert request("POST", "/api/x", "sk_a", b"{}", Idempotency_Key="k").split(b"\r\n") == [
        b"POST /api/x HTTP/1.1",
        b"Host: localhost",
        b"User-Agent: load",
        b"Accept: */*",
        b"Content-Type: application/json",
        b"Authorization: Bearer sk_a",
        b"Content-Length: 2",
        b"Idempotency-Key: k",
        b"",
        b"{}",
    ]


def test_so_many_requests_are_sent_and_answered() -> None:
    asked: list[bytes] = []
    with answering(OK, asked) as port:
        assert drive(port, lambda n: request("GET", f"/{n}"), 25, 4) > 0
    assert sorted(int(head.split()[1][1:]) for head in asked) == list(range(25))


def test_an_answer_that_is_no_success_ends_the_load() -> None:
    refusal = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
    with answering(refusal, []) as port, pytest.raises(AssertionError, match="429"):
        drive(port, request("GET", "/"), 5, 2)


@contextmanager
def answering(answer: bytes, asked: list[bytes]) -> Iterator[int]:
    """A server that answers every request alike, in two pieces."""

    def serve(line: socket.socket) -> None:
        with line, suppress(ConnectionError):
            while got := line.recv(65536):
                asked.append(got.split(b"\r\n")[0])
                line.sendall(answer[:10])
                line.sendall(answer[10:])

    def accept() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(line,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
