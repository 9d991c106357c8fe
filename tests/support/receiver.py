"""A receiver of webhooks on loopback: keeps what arrives, and answers as it is told to."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
"""What a test allows webhooks to be sent to."""


@dataclass(frozen=True)
class Arrived:
    """A message as it came."""

    path: str
    headers: dict[str, str]
    """By lower-case names."""
    body: bytes


@dataclass
class Receiver:
    """What came, and the answers that are still to be given in turn; then 204."""

    url: str
    server: ThreadingHTTPServer
    arrived: list[Arrived] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    reply: bytes = b""
    meanwhile: Callable[[], None] = lambda: None

    @property
    def ids(self) -> list[str]:
        return [message.headers["webhook-id"] for message in self.arrived]

    def wait_for(self, count: int, seconds: float = 20) -> list[Arrived]:
        """Until so many have come."""
        until(lambda: len(self.arrived) >= count, seconds, lambda: f"{len(self.arrived)} of {count} came")
        return self.arrived


def until(holds: Callable[[], bool], seconds: float, says: Callable[[], str] = lambda: "it never held") -> None:
    """Wait until it holds, or fail."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, says()
        time.sleep(0.01)


@contextmanager
def receiving(port: int = 0, *, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a port of its own, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.meanwhile()
            receiver.arrived.append(Arrived(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            if receiver.reply:
                self.send_header("Content-Length", str(len(receiver.reply)))
            self.end_headers()
            self.wfile.write(receiver.reply)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    receiver = Receiver(f"{scheme}://127.0.0.1:{server.server_address[1]}/hooks", server)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
