"""Keep one process running beside the server, for as long as the server runs: it waits for work, or it works.

It is small while it waits. Where a worker is wanted it becomes one, and goes back to waiting when that has been idle
for a while: a process that puts another program in its own place keeps its number, and nothing of its memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

FIRST_UPKEEP_LOOKS, UPKEEP_LOOKS = 120, 7_200
"""A worker is wanted a minute after the server has started, and an hour after the last one, though no work waits."""
RESTART_SECONDS = 2
NICENESS = 5
"""Of the worker: half as nice as its readers, which it has to keep up with."""
END_SECONDS = 8
"""From the moment at which it is told; the server takes its own time meanwhile."""


WAIT = "from accountsos.main import wait; wait()"


def waiting(parent: int, *, upkeep: int) -> list[str]:
    """The command of one that waits; it becomes a worker after so many looks at the latest."""
    return [sys.executable, "-P", "-c", WAIT, "worker", str(parent), str(upkeep)]


def working(parent: int) -> list[str]:
    """The command of one that works until there is nothing more to do."""
    return [sys.executable, "-P", "-m", "accountsos.main", "worker", "--parent", str(parent), "--until-idle"]


class Beside:
    """The process that waits or works now."""

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
    """Start it, start it again when it dies, end it at the end."""
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
    """It reads the settings from the environment, as the server does, and ends with its parent."""
    command = waiting(os.getpid(), upkeep=FIRST_UPKEEP_LOOKS)
    return subprocess.Popen(  # noqa: S603 - our own command with numbers of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
