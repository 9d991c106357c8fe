"""Keep one worker process running beside the server, for as long as the server runs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

RESTART_SECONDS = 2
END_SECONDS = 8
"""From the moment at which it is told; the server takes its own time meanwhile."""


class Beside:
    """The worker that runs now."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.child = _started()
        self._told_at: float | None = None

    @property
    def pid(self) -> int:
        """Of the process."""
        return self.child.pid

    def tell_to_end(self) -> None:
        """It ends while the server does; no other is started."""
        if self._told_at is None:
            self._told_at = time.monotonic()
            self.ended.set()
            self.child.terminate()

    def wait_for_end(self) -> None:
        """Until it is gone, by itself or not."""
        self.tell_to_end()
        assert self._told_at is not None, "it has been told"
        try:
            self.child.wait(max(self._told_at + END_SECONDS - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.child.kill()


@contextmanager
def worker_beside() -> Iterator[Beside]:
    """Start `accountsos worker`, start it again when it dies, end it at the end."""
    worker = Beside()

    def watch() -> None:
        while True:
            worker.child.wait()
            if worker.ended.wait(RESTART_SECONDS):
                return
            worker.child = _started()

    threading.Thread(target=watch, name="worker-watch", daemon=True).start()
    try:
        yield worker
    finally:
        worker.wait_for_end()


def _started() -> subprocess.Popen[bytes]:
    """The worker reads the settings from the environment, as the server does; it ends with its parent."""
    command = [sys.executable, "-m", "accountsos.main", "worker", "--parent", str(os.getpid())]
    return subprocess.Popen(  # noqa: S603 - our own command with a number of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
