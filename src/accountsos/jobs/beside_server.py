"""Keep one worker process running beside the server, for as long as the server runs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

RESTART_SECONDS = 2
END_SECONDS = 8


@contextmanager
def worker_beside() -> Iterator[Callable[[], int]]:
    """Start `accountsos worker`, start it again when it dies, end it at the end; gives the id of the present one."""
    ended = threading.Event()
    children: list[subprocess.Popen[bytes]] = [_started()]

    def watch() -> None:
        while True:
            children[-1].wait()
            if ended.wait(RESTART_SECONDS):
                return
            children[:] = [_started()]

    threading.Thread(target=watch, name="worker-watch", daemon=True).start()
    try:
        yield lambda: children[-1].pid
    finally:
        ended.set()
        child = children[-1]
        child.terminate()
        try:
            child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _started() -> subprocess.Popen[bytes]:
    """The worker reads the settings from the environment, as the server does; it ends with its parent."""
    command = [sys.executable, "-m", "accountsos.main", "worker", "--parent", str(os.getpid())]
    return subprocess.Popen(  # noqa: S603 - our own command with a number of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
