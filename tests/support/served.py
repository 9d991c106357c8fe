"""The real server over books in a directory, with one company and a key for it; ended by its own process id."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from accountsos import ids
from accountsos.store.engine.opening import Place
from accountsos.workflows.access.manage_keys import MAKE, MakeKey
from tests.support.bookkeeper import found
from tests.support.engines import opened

PATIENCE_SECONDS = 60
QUICK = """
import sys
from pathlib import Path
from accountsos.watching import serve
serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), int(sys.argv[3]), silent_seconds=int(sys.argv[4]))
"""


class Served:
    """A server on a free port."""

    def __init__(
        self,
        place: Place,
        *,
        workers: int = 1,
        environment: Mapping[str, str] | None = None,
        silent_seconds: int | None = None,
        log: Path | None = None,
    ) -> None:
        self.place, self.data = place, place.data
        with opened(place) as whole:
            keeper = found(whole.books)
            keeper.books.clock = lambda: datetime.now(UTC)
            made = keeper.do(MAKE, MakeKey(("read", "write"), "watched"))
        self.key, self.key_id, self.company = made.secret, made.key.key_id, ids.company_id(keeper.company)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        command = ["-m", "accountsos.main", "serve", "--port", str(self.port), "--workers", str(workers)]
        if silent_seconds is not None:
            command = ["-c", QUICK, str(self.data), str(self.port), str(workers), str(silent_seconds)]
        self._command = [sys.executable, *command]
        self._environment = {**os.environ, "ACCOUNTSOS_DATA": str(self.data), **(environment or {})}
        if place.database_url is not None:
            self._environment["ACCOUNTSOS_DATABASE_URL"] = place.database_url
        self._log = log
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        with (self._log or Path(os.devnull)).open("ab") as log:
            return subprocess.Popen(self._command, env=self._environment, stdout=subprocess.DEVNULL, stderr=log)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """On a connection of its own: any of the processes answers."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, body, {"Authorization": f"Bearer {self.key}", **headers})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def upload(self, content: bytes, name: str) -> tuple[int, bytes]:
        """A document as a browser sends it."""
        part = f'--bound\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        form = part + content + b"\r\n--bound--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=bound"}
        return self.ask("POST", "/api/documents/upload", form, **kind)

    def is_ready(self) -> bool:
        """Whether it says so."""
        assert self.process.poll() is None, "the server ended"
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def answers(self) -> bool:
        """Whether anybody is there."""
        assert self.process.poll() is None, "the server ended"
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def end(self) -> float:
        """Told to stop; how many seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(30)
        return time.monotonic() - began


@contextmanager
def served(
    place: Place,
    *,
    workers: int = 1,
    environment: Mapping[str, str] | None = None,
    silent_seconds: int | None = None,
    log: Path | None = None,
) -> Iterator[Served]:
    """Answering, and ended at the end."""
    server = Served(place, workers=workers, environment=environment, silent_seconds=silent_seconds, log=log)
    try:
        assert in_time(server.answers), "the server does not answer"
        yield server
    finally:
        if server.process.poll() is None:
            server.end()


def in_time(done: Callable[[], bool]) -> bool:
    """Whether it came true."""
    for _ in range(PATIENCE_SECONDS * 20):
        if done():
            return True
        time.sleep(0.05)
    return False
