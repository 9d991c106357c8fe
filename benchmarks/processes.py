"""Servers and children of the bench: started on loopback, measured from /proc, and ended by their own id."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
READY_SECONDS, STOP_SECONDS, CHILD_SECONDS = 60, 15, 900
UNLIMITED = "1000000000"


def environment(**more: str) -> dict[str, str]:
    """This process's environment without settings of an installation, and with these."""
    dropped = ("ACCOUNTSOS_", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]), **more}


def tree_of(process: int) -> list[int]:
    """The process and all its descendants."""
    found = [process]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text("ascii").split()]
        except FileNotFoundError:
            continue
    return found


def cpu_seconds(process: int) -> float:
    """User and system time of the process tree so far."""
    ticks = 0
    for one in tree_of(process):
        fields = Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_kb(process: int, field: str = "VmHWM") -> int:
    """A line of the process's memory: VmHWM is its peak in RAM, RssAnon what cannot be dropped."""
    for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    raise AssertionError(f"/proc/{process}/status has no {field}")


def is_job_worker(process: int) -> bool:
    """Whether it is the worker that reads documents, beside the processes that answer."""
    return b"worker" in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")


class Server:
    """A server with its worker processes on a free port."""

    def __init__(self, command: Callable[[int], Sequence[str]], **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            list(command(self.port)), cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL
        )

    def wait_until_ready(self, request: bytes) -> float:
        """Ask until the answer is 200; seconds since the start."""
        while time.perf_counter() < self.began + READY_SECONDS:
            assert self._process.poll() is None, f"the server ended with status {self._process.returncode}"
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                    line.sendall(request)
                    if line.recv(64).startswith(b"HTTP/1.1 200"):
                        return time.perf_counter() - self.began
            except OSError:
                pass
            time.sleep(0.01)
        raise AssertionError(f"the server was not ready within {READY_SECONDS} seconds")

    def cpu_seconds(self) -> float:
        """CPU time of the whole process tree so far."""
        return cpu_seconds(self._process.pid)

    def memory_kb(self, field: str = "VmHWM") -> dict[str, int]:
        """Memory of the largest process that answers, of the one that watches over it, and of the worker beside it."""
        watcher, *others = tree_of(self._process.pid)
        answering = [one for one in others if not is_job_worker(one)]
        beside = [one for one in others if is_job_worker(one)]
        return {
            "answering": max(memory_kb(one, field) for one in answering),
            "watching": memory_kb(watcher, field),
            "beside": max([memory_kb(one, field) for one in beside], default=0),
        }

    def stop(self) -> None:
        """Tell it to stop; kill it where it does not."""
        workers = tree_of(self._process.pid)[1:] if self._process.poll() is None else []
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
            self._process.kill()
            self._process.wait(STOP_SECONDS)


def product(data: Path, *, workers: int = 1, **settings: str) -> Server:
    """The product as it ships, over these books: without a log, and with windows that never fill."""
    command = [sys.executable, "-m", "accountsos.main", "serve", "--workers", str(workers), "--port"]
    limits = {f"ACCOUNTSOS_RATE_LIMIT_{name}": UNLIMITED for name in ("HOUR", "MINUTE", "BAD_KEYS")}
    settings = {"ACCOUNTSOS_DATA": str(data), "ACCOUNTSOS_LOG": "off", **limits, **settings}
    return Server(lambda port: [*command, str(port)], **settings)


def floor() -> Server:
    """The bare application on the same server."""
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1", "--no-ws"]
    command += ["--log-level", "warning", "--host", "127.0.0.1", "benchmarks.floor:app", "--port"]
    return Server(lambda port: [*command, str(port)])


@contextmanager
def running(server: Server, request: bytes) -> Iterator[Server]:
    """The server, ready; stopped at the end."""
    try:
        server.wait_until_ready(request)
        yield server
    finally:
        server.stop()


def child(*arguments: str, **settings: str) -> dict[str, Any]:
    """Run `python -m benchmarks.children …` and read the one JSON line that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.children", *arguments],
        cwd=ROOT,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        timeout=CHILD_SECONDS,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
