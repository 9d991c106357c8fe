"""What each process of an installation counts, and the folder in which the others find it."""

from __future__ import annotations

import secrets
import threading
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

MICROSECONDS = 1_000_000
NOTED_MAX = 500
SERVER, WORKER = "server", "worker"
"""The kinds of processes: those that answer, and those that read documents."""
REQUEST_BOUNDS = (500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000)
READING_BOUNDS = (100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000)
"""In microseconds; what takes longer is counted behind the last one."""
FOLDER = "meters"
"""In the data directory, also where the books are in PostgreSQL: each machine is asked for its own figures."""


class Timings(msgspec.Struct):
    """How long things took: how many up to each bound and not up to the one before, and all their microseconds."""

    counts: list[int]
    microseconds: int = 0

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self.counts)

    def count_in(self, bounds: tuple[int, ...], microseconds: int) -> None:
        """One more."""
        self.counts[bisect_left(bounds, microseconds)] += 1
        self.microseconds += microseconds

    def add(self, other: Timings) -> None:
        """Both together."""
        self.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)]
        self.microseconds += other.microseconds


class Figures(msgspec.Struct, frozen=True):
    """What was counted since the start."""

    requests: list[tuple[str, int, Timings]]
    """By operation and status."""
    refusals: dict[str, int]
    """By what was full."""
    readings: dict[str, Timings]
    """By how the reading of a document ended."""
    commits: int = 0


class Meters:
    """This process's figures. Any thread may count; no other process is asked."""

    def __init__(
        self, data: Path, process: str, commits: Callable[[], int] = lambda: 0, *, follows: str | None = None
    ) -> None:
        self._folder = data / FOLDER
        self._file = self._folder / f"{process}.{follows or secrets.token_hex(8)}.json"
        self._before = None if follows is None else _left_in(self._file)
        """What the one before has counted, where processes follow each other in one place."""
        self._commits = commits
        self._noted: deque[tuple[str, int, float]] = deque()
        self._requests: dict[tuple[str, int], Timings] = {}
        self._refusals: dict[str, int] = {}
        self._readings: dict[str, Timings] = {}
        self._changing = threading.Lock()
        self._publishing = threading.Lock()

    def request(self, operation: str, status: int, seconds: float) -> None:
        """A request was answered. It is only noted: adding up many at once costs each of them less."""
        self._noted.append((operation, status, seconds))
        if len(self._noted) >= NOTED_MAX:
            with self._changing:
                self._add_up()

    def refused(self, full: str) -> None:
        """A request was refused, because so much was asked before."""
        with self._changing:
            self._refusals[full] = self._refusals.get(full, 0) + 1

    def read(self, outcome: str, seconds: float) -> None:
        """The reading of a document ended."""
        microseconds = int(seconds * MICROSECONDS)
        with self._changing:
            self._readings.setdefault(outcome, _none(READING_BOUNDS)).count_in(READING_BOUNDS, microseconds)

    def figures(self) -> Figures:
        """What this process has counted."""
        with self._changing:
            self._add_up()
            requests = [(operation, status, timings) for (operation, status), timings in self._requests.items()]
            own = Figures(requests, dict(self._refusals), dict(self._readings), self._commits())
        return own if self._before is None else together([self._before, own])

    def _add_up(self) -> None:
        noted = self._noted
        while noted:
            operation, status, seconds = noted.popleft()
            timings = self._requests.setdefault((operation, status), _none(REQUEST_BOUNDS))
            timings.count_in(REQUEST_BOUNDS, int(seconds * MICROSECONDS))

    def publish(self) -> None:
        """Leave the figures for the other processes; OSError where the data directory cannot be written."""
        with self._publishing:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            arriving = self._file.with_suffix(".arriving")
            arriving.write_bytes(msgspec.json.encode(self.figures()))
            arriving.replace(self._file)

    def of_all(self) -> Figures:
        """What this process and all others of the installation on this machine have counted since the server's start.

        Those of ended processes stay: a counter that went backwards would be taken for a restart.
        """
        others = (path for path in self._folder.glob("*.json") if path != self._file)
        return together([self.figures(), *filter(None, map(_left_in, others))])

    def worker_seen(self) -> int | None:
        """Seconds since a worker last left its figures, told by what this process leaves now; None where none did."""
        self.publish()
        here = self._file.stat().st_mtime_ns
        seen = [_written(path) for path in self._folder.glob(f"{WORKER}.*.json")]
        return max(0, here - max(seen)) // 10**9 if seen else None


def together(all_figures: Iterable[Figures]) -> Figures:
    """The sum."""
    requests: dict[tuple[str, int], Timings] = {}
    refusals: dict[str, int] = {}
    readings: dict[str, Timings] = {}
    commits = 0
    for figures in all_figures:
        for operation, status, timings in figures.requests:
            requests.setdefault((operation, status), _none(REQUEST_BOUNDS)).add(timings)
        for full, count in figures.refusals.items():
            refusals[full] = refusals.get(full, 0) + count
        for outcome, timings in figures.readings.items():
            readings.setdefault(outcome, _none(READING_BOUNDS)).add(timings)
        commits += figures.commits
    rows = [(operation, status, timings) for (operation, status), timings in sorted(requests.items())]
    return Figures(rows, refusals, readings, commits)


def forget_meters(data: Path) -> None:
    """The server starts: what was counted before is over. What still runs leaves its figures again."""
    for path in (data / FOLDER).glob("*.json"):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return  # the figures go on from before; `/readyz` says that the data directory cannot be written


def _none(bounds: tuple[int, ...]) -> Timings:
    return Timings([0] * (len(bounds) + 1))


def _left_in(path: Path) -> Figures | None:
    """What another process left; None where it is gone meanwhile, or of a release that counts otherwise."""
    try:
        figures = msgspec.json.decode(path.read_bytes(), type=Figures)
    except (OSError, msgspec.DecodeError):
        return None
    fits = all(len(t.counts) == len(REQUEST_BOUNDS) + 1 for _, _, t in figures.requests) and all(
        len(t.counts) == len(READING_BOUNDS) + 1 for t in figures.readings.values()
    )
    return figures if fits else None


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
