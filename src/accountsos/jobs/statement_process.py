"""The reader of statements as the server sees it: asked file by file, its answers taken for what they are worth."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from accountsos.errors import Unavailable
from accountsos.jobs.confined_process import ConfinedProcess, Frame, Heard, ReaderLost
from accountsos.jobs.pipes import CONTENT, WrongFrame
from accountsos.jobs.statement_frames import (
    COLUMNS,
    CPU_SECONDS,
    HEADINGS,
    LAYOUT,
    LINES,
    LINES_AT,
    READ,
    REFUSED,
    STATEMENT,
    TOLD,
    ToldRefusal,
)
from accountsos.statements.formats.learnt_columns import Learnt
from accountsos.statements.line import SeveralAccounts, UnreadableStatement
from accountsos.statements.openers import FileColumns, HowToRead
from accountsos.statements.read import FileStatement
from accountsos.statements.read_file import StatementFacts
from accountsos.statements.reading import MISTAKES_MAX
from accountsos.statements.source import Content
from accountsos.statements.spool import LineSpool, lines_of

T = TypeVar("T")

WALL_SECONDS = 60
FILES_PER_PROCESS = 50
TOLD_BYTES_MAX = 4 * 1024**2
"""Of an answer that is no line."""
LINES_BYTES_MAX = 512 * 1024**2
"""Of all lines of a file: what a hundred megabytes of text, the most that is unpacked, come to by far."""
LAYOUTS_MAX = 1_000
_HEADINGS = re.compile(rb"[0-9a-f]{64}")


class StatementProcess(ConfinedProcess):
    """One reader at a time. Nothing that it says is believed to be more than lines of the file that it was given."""

    command: tuple[str, ...] = (sys.executable, "-m", "accountsos.jobs.statement_reader")
    writes_files = False

    def __init__(self, *, wall_seconds: int = WALL_SECONDS) -> None:
        super().__init__(wall_seconds=wall_seconds, recycle_after=FILES_PER_PROCESS)

    def read(self, content: Content, how: HowToRead, learnt: Learnt) -> FileStatement:
        """The file whole; UnreadableStatement where it is refused, ReaderLost where there is no answer."""
        taken = _Taken(learnt)
        _, payload = self._told(STATEMENT, READ, msgspec.json.encode(how), content, taken.heard)
        facts = self._decoded(payload, StatementFacts)
        if facts.line_count != taken.lines or (facts.first_day, facts.last_day) != taken.days:
            self.close()
            raise ReaderLost("fault", "facts of other lines")
        return FileStatement.told(facts, taken.kept)

    def headings(self, content: Content) -> str | None:
        """The digest of a CSV's headings."""
        found: str | None = self._asked_for(str | None, HEADINGS, None, content)
        return found

    def columns(self, content: Content, today: date) -> FileColumns:
        """What a person can choose from."""
        found: FileColumns = self._asked_for(FileColumns, COLUMNS, today, content)
        return found

    def lines_at(self, content: Content, numbers: Sequence[int]) -> tuple[str, ...]:
        """What stands on those lines."""
        found: tuple[str, ...] = self._asked_for(tuple[str, ...], LINES_AT, tuple(numbers), content)
        if len(found) != len(numbers):
            self.close()
            raise ReaderLost("fault", "other lines")
        return found

    def _asked_for(self, kind: Any, asked: bytes, about: object, content: Content) -> Any:
        _, payload = self._told(TOLD, asked, msgspec.json.encode(about), content, {})
        return self._decoded(payload, kind)

    def _told(self, wanted: bytes, asked: bytes, about: bytes, content: Content, heard: Heard) -> Frame:
        sent = ((asked, about), (CONTENT, bytes(content)))
        kind, payload = self._answer((wanted, REFUSED), sent, cpu_seconds=CPU_SECONDS, heard=heard)
        if len(payload) > TOLD_BYTES_MAX:
            self.close()
            raise ReaderLost("fault", "more than is ever told")
        if kind == REFUSED:
            raise self._refusal(payload)
        return kind, payload

    def _refusal(self, payload: bytes) -> UnreadableStatement:
        told = self._decoded(payload, ToldRefusal)
        of = SeveralAccounts if told.several_accounts else UnreadableStatement
        return of(told.message, told.errors[:MISTAKES_MAX])

    def _decoded(self, payload: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(payload, type=kind)
        except msgspec.DecodeError as wrong:
            self.close()
            raise ReaderLost("fault", "an answer that is none") from wrong


class _Taken:
    """The lines of a file as they come."""

    def __init__(self, learnt: Learnt) -> None:
        self.kept = LineSpool()
        self.lines = 0
        self.days: tuple[date | None, date | None] = (None, None)
        self.heard: dict[bytes, Callable[[bytes], Frame | None]] = {LINES: self._take, LAYOUT: self._layout}
        self._learnt, self._layouts, self._bytes = learnt, 0, 0

    def _take(self, piece: bytes) -> None:
        self._bytes += len(piece)
        if self._bytes > LINES_BYTES_MAX:
            raise WrongFrame("more lines than any file has")
        try:
            lines = lines_of(piece)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise WrongFrame("lines that are none") from wrong
        if not lines:
            raise WrongFrame("no lines")
        days = [*filter(None, self.days), *(line.booked_on for line in lines)]
        self.days = (min(days), max(days))
        self.lines += len(lines)
        try:
            self.kept.append_bytes(piece)
        except OSError as wrong:
            raise Unavailable("there is no room for the lines of the file just now; try again in a while") from wrong

    def _layout(self, headings: bytes) -> Frame:
        self._layouts += 1
        if self._layouts > LAYOUTS_MAX or not _HEADINGS.fullmatch(headings):
            raise WrongFrame("headings that are none")
        return LAYOUT, (self._learnt(headings.decode()) or "").encode()
