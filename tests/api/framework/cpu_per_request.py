"""CPU per request of the door against the bare floor, on the same server: python -m tests.api.framework.cpu_per_request

Measured is user and system time of the server's process tree, divided by the requests answered; the load generator's
own time is not in it. Rounds alternate between the applications, and the least busy round of each counts.
"""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.api.framework.toys import READ
from tests.support.cpu_seconds import cpu_seconds

ROOT = Path(__file__).parents[3]
REQUESTS, ROUNDS, CONNECTIONS, SECONDS_MAX = 15_000, 5, 8, 60
APPS = {
    "floor": ("benchmarks.floor:app", False),
    "door, ten rows": ("tests.api.framework.toys:served", True),
    "door, constant": ("tests.api.framework.toys:served_constant", True),
}
REQUEST = (
    "GET /api/transactions?limit=10 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load\r\nAccept: */*\r\n"
    f"Content-Type: application/json\r\nAuthorization: Bearer {READ}\r\n\r\n"
).encode()


def main() -> None:
    """Print a line per application."""
    servers = {name: Server(app, factory=factory) for name, (app, factory) in APPS.items()}
    best: dict[str, float] = {}
    try:
        for server in servers.values():
            server.wait_until_ready()
            drive(server.port, 2_000)
        for _ in range(ROUNDS):
            for name, server in servers.items():
                before = server.cpu_seconds()
                drive(server.port, REQUESTS)
                spent = (server.cpu_seconds() - before) / REQUESTS * 1e6
                best[name] = min(spent, best.get(name, spent))
    finally:
        for server in servers.values():
            server.stop()
    for name, spent in best.items():
        print(f"{name:16} {spent:7.1f} µs CPU per request, {spent / best['floor']:.2f} x the floor")


class Server:
    """A granian of its own on a free port."""

    def __init__(self, app: str, *, factory: bool) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1", "--no-ws"]
        command += ["--log-level", "warning", "--port", str(self.port), *(["--factory"] if factory else []), app]
        paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        self._process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths})

    def wait_until_ready(self) -> None:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server does not answer")

    def cpu_seconds(self) -> float:
        """User and system time of the whole process tree so far."""
        return cpu_seconds(self._process.pid)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def drive(port: int, requests: int) -> None:
    """Send so many requests over a few connections, one at a time on each, and check every answer."""
    selector = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(REQUEST)
        selector.register(line, selectors.EVENT_READ, bytearray())
    sent, done, end = CONNECTIONS, 0, time.monotonic() + SECONDS_MAX
    while done < requests:
        assert time.monotonic() < end, f"only {done} of {requests} requests in {SECONDS_MAX} seconds"
        for key, _ in selector.select(1):
            ready: object = key.fileobj
            got: bytearray = key.data
            assert isinstance(ready, socket.socket)
            got += ready.recv(65536)
            if not _whole(got):
                continue
            assert got.startswith(b"HTTP/1.1 200"), bytes(got[:200])
            got.clear()
            done += 1
            if sent < requests:
                ready.sendall(REQUEST)
                sent += 1
    for key in list(selector.get_map().values()):
        assert isinstance(key.fileobj, socket.socket)
        key.fileobj.close()


def _whole(got: bytearray) -> bool:
    head = got.find(b"\r\n\r\n")
    if head < 0:
        return False
    at = got.find(b"content-length:", 0, head) + 15
    return len(got) >= head + 4 + int(got[at : got.find(b"\r\n", at)])


if __name__ == "__main__":
    main()
