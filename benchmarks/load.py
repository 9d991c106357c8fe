"""A load of HTTP requests over some connections, one at a time on each; every answer is checked."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from itertools import count

SECONDS_MAX = 120

Next = Callable[[int], bytes]
"""The n-th request of the load as bytes."""


def request(method: str, path: str, secret: str = "", body: bytes = b"", **headers: str) -> bytes:
    """One HTTP/1.1 request; underscores in the names of headers stand for hyphens."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "User-Agent: load", "Accept: */*"]
    lines.append("Content-Type: application/json")
    if secret:
        lines.append(f"Authorization: Bearer {secret}")
    if body:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def drive(port: int, requests: Next | bytes, number: int, connections: int = 8) -> float:
    """Send so many requests and read every answer, which must be 2xx; the seconds it took."""
    ask: Next = requests if callable(requests) else lambda _: requests
    numbers = count()
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    try:
        for _ in range(min(connections, number)):
            line = socket.create_connection(("127.0.0.1", port))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(line, selectors.EVENT_READ, bytearray())
            line.sendall(ask(next(numbers)))
        sent, done = min(connections, number), 0
        while done < number:
            assert time.perf_counter() < began + SECONDS_MAX, f"{done} of {number} requests in {SECONDS_MAX} seconds"
            for key, _ in selector.select(1):
                ready, got = key.fileobj, key.data
                assert isinstance(ready, socket.socket)
                part = ready.recv(1 << 18)
                assert part, "the server closed the connection"
                got += part
                if not answer_is_whole(got):
                    continue
                assert got.startswith(b"HTTP/1.1 2"), bytes(got[:600])
                got.clear()
                done += 1
                if sent < number:
                    ready.sendall(ask(next(numbers)))
                    sent += 1
        return time.perf_counter() - began
    finally:
        for key in list(selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        selector.close()


def answer_is_whole(got: bytes | bytearray) -> bool:
    """Whether the head and as much body as it announces are there."""
    head = got.find(b"\r\n\r\n")
    if head < 0:
        return False
    at = got[:head].lower().find(b"content-length:")
    if at < 0:
        return True
    end = got.find(b"\r\n", at)
    return len(got) >= head + 4 + int(got[at + 15 : end])
