"""The reader as its worker sees it: started on demand, watched, recycled, replaced when it dies."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading

import msgspec

from accountsos.documents.facts import ReadOutcome
from accountsos.jobs.frames import (
    ANSWER_BYTES_MAX,
    CONTENT,
    DRAW,
    HELLO,
    LIMIT,
    OUTCOME,
    PICTURE,
    REQUEST,
    BrokenFrame,
    DrawRequest,
    ReadRequest,
    put_frame,
    take_frame,
)
from accountsos.jobs.limits import Confined

WALL_SECONDS = 120
WALL_PER_CPU = 2
"""How many seconds by the clock for one of the processor."""
GOING_SECONDS = 5
DOCUMENTS_PER_PROCESS = 50
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONNOUSERSITE": "1"}
"""All that the reader is told of its surroundings: no address, no password."""


class ReaderLost(Exception):
    """The reader ended without an answer; `cause` is memory, cpu, time, fault, crash or killed."""

    def __init__(self, cause: str, detail: str) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause, self.detail = cause, detail


class ReaderProcess:
    """One reader at a time; each reads at most DOCUMENTS_PER_PROCESS documents."""

    command: tuple[str, ...] = (sys.executable, "-m", "accountsos.jobs.reader")

    def __init__(self, *, wall_seconds: int = WALL_SECONDS, recycle_after: int = DOCUMENTS_PER_PROCESS) -> None:
        self._wall, self._recycle_after = wall_seconds, recycle_after
        self._child: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._changing = threading.Lock()
        self._stopped = False
        self.started = 0
        """How many processes were started."""
        self.confined: Confined | None = None
        """What the kernel holds of it; None where no reader has started yet."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def pid(self) -> int | None:
        """Of the reader that runs now."""
        child = self._child
        return None if child is None else child.pid

    def read(self, request: ReadRequest, content: bytes) -> ReadOutcome:
        """The outcome, or ReaderLost saying what became of the reader."""
        return self._decoded(
            self._answer(OUTCOME, (REQUEST, msgspec.json.encode(request)), content, request.cpu_seconds)
        )

    def draw(self, request: DrawRequest, content: bytes) -> bytes:
        """A page as PNG, empty where there is none; or ReaderLost."""
        return self._answer(PICTURE, (DRAW, msgspec.json.encode(request)), content, request.cpu_seconds)

    def _answer(self, wanted: bytes, asked: tuple[bytes, bytes], content: bytes, cpu_seconds: int) -> bytes:
        if self._read >= self._recycle_after:
            self.close()
        child = self._child or self._start()
        late = threading.Event()

        def too_late() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(min(self._wall, WALL_PER_CPU * cpu_seconds), too_late)
        watch.start()
        try:
            kind, payload = self._asked(child, asked, content)
        except (BrokenFrame, OSError) as gone:
            raise ReaderLost(*self._cause_of_end(child, late=late.is_set())) from gone
        finally:
            watch.cancel()
        self._read += 1
        if kind == wanted:
            return payload
        self.close()
        raise ReaderLost("memory" if kind == LIMIT else "fault", payload.decode("ascii", "replace")[:100])

    def look(self) -> Confined | None:
        """What the kernel holds of a reader that is started here; None where it does not come up."""
        child = self._child or self._start()
        assert child.stdout is not None
        watch = threading.Timer(self._wall, child.kill)
        watch.start()
        try:
            kind, payload = take_frame(child.stdout, most=ANSWER_BYTES_MAX)
        except BrokenFrame:
            return None
        finally:
            watch.cancel()
            self.close()
        if kind != HELLO:
            return None
        self._greeted(payload)
        return self.confined

    def close(self) -> None:
        """End the reader; the next document starts another."""
        with self._changing:
            child, self._child, self._read = self._child, None, 0
            folder, self._folder = self._folder, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    _closed(pipe)
        if folder is not None:
            folder.cleanup()

    def stop(self) -> None:
        """End the reader from another thread or a signal handler: whoever waits for it is told `killed`."""
        child = self._child
        if child is not None:
            child.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        folder = tempfile.TemporaryDirectory(prefix="accountsos-reader-", ignore_cleanup_errors=True)
        child = subprocess.Popen(  # noqa: S603 - our own command, told of nothing from outside
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_ENVIRONMENT, "TMPDIR": folder.name},
            cwd="/",
            start_new_session=True,
        )
        with self._changing:
            self._child, self._read, self._folder = child, 0, folder
        self.started += 1
        return child

    def _asked(self, child: subprocess.Popen[bytes], asked: tuple[bytes, bytes], content: bytes) -> tuple[bytes, bytes]:
        assert child.stdin is not None
        assert child.stdout is not None
        put_frame(child.stdin, *asked)
        put_frame(child.stdin, CONTENT, content)
        while True:
            kind, payload = take_frame(child.stdout, most=ANSWER_BYTES_MAX)
            if kind != HELLO:
                return kind, payload
            self._greeted(payload)

    def _greeted(self, payload: bytes) -> None:
        self.confined = Confined(*(held == ord("1") for held in payload))

    def _cause_of_end(self, child: subprocess.Popen[bytes], *, late: bool) -> tuple[str, str]:
        try:
            # Its pipe is closed before it is gone: without waiting, every end would look like our own kill.
            child.wait(GOING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
        self.close()
        ended = child.returncode
        if late:
            return "time", f"{self._wall} seconds"
        if ended == -signal.SIGXCPU:
            return "cpu", "processor time"
        if ended == -signal.SIGKILL:
            return "killed", "the reader was killed"
        return "crash", f"the reader ended with {ended}"

    def _decoded(self, payload: bytes) -> ReadOutcome:
        try:
            return msgspec.json.decode(payload, type=ReadOutcome)
        except msgspec.ValidationError as wrong:
            self.close()
            raise ReaderLost("fault", "an answer that is none") from wrong


def _closed(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]  # both pipes of a Popen have it
    except OSError:
        return  # what was still to be written has nobody to go to
