"""A confined child as its parent sees it: started on demand, watched, recycled, replaced when it dies."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from accountsos.jobs.limits import Confined
from accountsos.jobs.pipes import ANSWER_BYTES_MAX, FAULT, HELLO, LIMIT, BrokenFrame, WrongFrame, put_frame, take_frame

WALL_PER_CPU = 2
"""How many seconds by the clock for one of the processor."""
GOING_SECONDS = 5
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONNOUSERSITE": "1"}
"""All that the child is told of its surroundings: no address, no password."""

Frame = tuple[bytes, bytes]
Heard = Mapping[bytes, Callable[[bytes], Frame | None]]
"""What is done with frames that come before the answer, by their kind: what comes back is sent to the child."""


class ReaderLost(Exception):
    """The child ended without an answer; `cause` is memory, cpu, time, fault, crash or killed."""

    def __init__(self, cause: str, detail: str) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause, self.detail = cause, detail


class ConfinedProcess:
    """One child at a time, with the limits of `jobs/limits.py`; each is asked at most so often."""

    command: tuple[str, ...]
    writes_files: ClassVar[bool] = True
    """Whether it is given a folder to write in, which goes with it."""

    def __init__(self, *, wall_seconds: int, recycle_after: int) -> None:
        self._wall, self._recycle_after = wall_seconds, recycle_after
        self._child: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._changing = threading.Lock()
        self.started = 0
        """How many processes were started."""
        self.came_up = False
        """Whether the last one that was started said a word."""
        self.confined: Confined | None = None
        """What the kernel holds of it; None where none has started yet."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def pid(self) -> int | None:
        """Of the child that runs now."""
        child = self._child
        return None if child is None else child.pid

    def look(self) -> Confined | None:
        """What the kernel holds of a child that is started here; None where it does not come up."""
        try:
            child = self._child or self._start()
        except OSError:
            return None
        assert child.stdout is not None
        watch = threading.Timer(self._wall, child.kill)
        watch.start()
        try:
            kind, payload = take_frame(child.stdout, most=ANSWER_BYTES_MAX)
        except (BrokenFrame, WrongFrame):
            return None
        finally:
            watch.cancel()
            self.close()
        if kind != HELLO:
            return None
        self._greeted(payload)
        return self.confined

    def close(self) -> None:
        """End the child; the next question starts another."""
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
        """End the child from another thread or a signal handler: whoever waits for it is told `killed`."""
        child = self._child
        if child is not None:
            child.kill()

    def _answer(self, wanted: Sequence[bytes], sent: Sequence[Frame], *, cpu_seconds: int, heard: Heard) -> Frame:
        """The first frame of a wanted kind; or ReaderLost, saying what became of the child."""
        if self._read >= self._recycle_after or (self._child is not None and self._child.poll() is not None):
            self.close()
        child = self._child or self._start()
        late = threading.Event()

        def too_late() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(min(self._wall, WALL_PER_CPU * cpu_seconds), too_late)
        watch.start()
        try:
            kind, payload = self._asked(child, sent, wanted, heard)
        except (BrokenFrame, OSError) as gone:
            raise ReaderLost(*self._cause_of_end(child, late=late.is_set())) from gone
        except WrongFrame as wrong:
            self.close()
            raise ReaderLost("fault", str(wrong)) from wrong
        except BaseException:
            self.close()  # somebody else's fault, in the middle of what the child says
            raise
        finally:
            watch.cancel()
        self._read += 1
        if kind in wanted:
            return kind, payload
        self.close()
        raise ReaderLost("memory" if kind == LIMIT else "fault", payload.decode("ascii", "replace")[:100])

    def _start(self) -> subprocess.Popen[bytes]:
        folder = _own_folder() if self.writes_files else None
        child = subprocess.Popen(  # noqa: S603 - our own command, told of nothing from outside
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT if folder is None else {**_ENVIRONMENT, "TMPDIR": folder.name},
            cwd="/",
            start_new_session=True,
        )
        with self._changing:
            self._child, self._read, self._folder = child, 0, folder
        self.started += 1
        self.came_up = False
        return child

    def _asked(
        self, child: subprocess.Popen[bytes], sent: Sequence[Frame], wanted: Sequence[bytes], heard: Heard
    ) -> Frame:
        assert child.stdin is not None
        assert child.stdout is not None
        for frame in sent:
            put_frame(child.stdin, *frame)
        while True:
            kind, payload = take_frame(child.stdout, most=ANSWER_BYTES_MAX)
            if kind == HELLO:
                self._greeted(payload)
            elif kind in heard:
                told = heard[kind](payload)
                if told is not None:
                    put_frame(child.stdin, *told)
            elif kind in wanted or kind in (LIMIT, FAULT):
                return kind, payload
            else:
                raise WrongFrame("an answer that is none")

    def _greeted(self, payload: bytes) -> None:
        if len(payload) != len(Confined._fields):
            raise WrongFrame("a greeting that is none")
        self.came_up = True
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


def _own_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="accountsos-reader-", ignore_cleanup_errors=True)


def _closed(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]  # both pipes of a Popen have it
    except OSError:
        return  # what was still to be written has nobody to go to
