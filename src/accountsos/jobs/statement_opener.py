"""Opens banks' files for the server, in confined readers: a few at once, one kept a short while for its company."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from accountsos.errors import Unavailable
from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.statement_frames import CPU_SECONDS
from accountsos.jobs.statement_process import StatementProcess
from accountsos.statements.formats.learnt_columns import Learnt
from accountsos.statements.line import UnreadableByLimits
from accountsos.statements.openers import FileColumns, HowToRead
from accountsos.statements.read import FileStatement
from accountsos.statements.source import Content

T = TypeVar("T")

AT_ONCE = max(2, min(4, os.cpu_count() or 2))
WAIT_SECONDS = 30
IDLE_SECONDS = 20
"""How long a reader is kept that has nothing to do: a person who looks at a file adds it within that time."""
LARGE_BYTES = 2 * 1024**2
"""A reader that has had a larger file is not kept: it has grown."""
TRIES = 2
_SMALLER = "Download a shorter time from the bank, as CSV, and import it piece by piece."
_WHY = {
    "memory": f"This file needs more memory to be read than any file is given. {_SMALLER}",
    "cpu": f"This file takes more than {CPU_SECONDS} seconds to read, which no file is given. {_SMALLER}",
    "time": f"This file takes longer to read than any file is given. {_SMALLER}",
}
_BROKEN = (
    "This file broke off the process that was to read it ({}), so nothing was taken from it. Download it from the bank "
    "again, as CSV, and import that."
)
_NOT_UP = (
    "statements cannot be read here: the process that opens them does not come up, and the server itself opens none. "
    "`accountsos doctor` says more; `accountsos import` on the machine reads them meanwhile"
)


class ConfinedOpener:
    """Readers on demand. One that has opened a company's file never opens another company's."""

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        wait_seconds: float = WAIT_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
        make: Callable[[], StatementProcess] = StatementProcess,
    ) -> None:
        self._turns = threading.Semaphore(at_once)
        self._wait, self._idle_seconds, self._make = wait_seconds, idle_seconds, make
        self._changing = threading.Lock()
        self._kept: tuple[int, StatementProcess] | None = None
        self._idle: threading.Timer | None = None

    def read(self, company: int, content: Content, how: HowToRead, learnt: Learnt) -> FileStatement:
        """The file whole."""
        return self._asked(company, content, lambda reader: reader.read(content, how, learnt))

    def headings(self, company: int, content: Content) -> str | None:
        """The digest of a CSV's headings."""
        return self._asked(company, content, lambda reader: reader.headings(content))

    def columns(self, company: int, content: Content, today: date) -> FileColumns:
        """What a person can choose from."""
        return self._asked(company, content, lambda reader: reader.columns(content, today))

    def lines_at(self, company: int, content: Content, numbers: Sequence[int]) -> tuple[str, ...]:
        """What stands on those lines."""
        return self._asked(company, content, lambda reader: reader.lines_at(content, numbers))

    @property
    def pid(self) -> int | None:
        """Of the reader that is kept."""
        with self._changing:
            return None if self._kept is None else self._kept[1].pid

    def close(self) -> None:
        """End the reader that is kept."""
        with self._changing:
            kept, self._kept = self._kept, None
            if self._idle is not None:
                self._idle.cancel()
                self._idle = None
        if kept is not None:
            kept[1].close()

    def _asked(self, company: int, content: Content, ask: Callable[[StatementProcess], T]) -> T:
        with self._reader_for(company, content) as reader:
            for _ in range(TRIES):
                try:
                    return ask(reader)
                except OSError as wrong:
                    raise Unavailable(_NOT_UP, retry_after_seconds=60) from wrong
                except ReaderLost as lost:
                    if not reader.came_up:
                        raise Unavailable(_NOT_UP, retry_after_seconds=60) from lost
                    if lost.cause != "killed":
                        raise UnreadableByLimits(_WHY.get(lost.cause) or _BROKEN.format(_plain(lost))) from lost
            raise Unavailable("the process that reads the file was ended twice by somebody else; try again")

    @contextmanager
    def _reader_for(self, company: int, content: Content) -> Iterator[StatementProcess]:
        if not self._turns.acquire(timeout=self._wait):
            raise Unavailable("other statements are being read just now; try again in a moment", retry_after_seconds=5)
        try:
            reader = self._taken(company)
            try:
                yield reader
            finally:
                self._given_back(company, reader, keep=len(content) <= LARGE_BYTES)
        finally:
            self._turns.release()

    def _taken(self, company: int) -> StatementProcess:
        with self._changing:
            kept, self._kept = self._kept, None
        if kept is None:
            return self._make()
        if kept[0] != company:
            kept[1].close()
            return self._make()
        return kept[1]

    def _given_back(self, company: int, reader: StatementProcess, *, keep: bool) -> None:
        if not keep or reader.pid is None:
            reader.close()
            return
        with self._changing:
            before, self._kept = self._kept, (company, reader)
            if self._idle is not None:
                self._idle.cancel()
            self._idle = threading.Timer(self._idle_seconds, self.close)
            self._idle.daemon = True
            self._idle.start()
        if before is not None:
            before[1].close()


def _plain(lost: ReaderLost) -> str:
    """What is told of it: the name of a fault, for whoever mends it; nothing that a file could have made up."""
    return lost.detail if lost.detail.isidentifier() and len(lost.detail) <= 40 else lost.cause
