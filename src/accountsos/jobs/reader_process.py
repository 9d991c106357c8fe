"""The reader of documents as its worker sees it: it reads papers, and draws their pages."""

from __future__ import annotations

import sys

import msgspec

from accountsos.documents.facts import ReadOutcome
from accountsos.jobs.confined_process import ConfinedProcess, ReaderLost
from accountsos.jobs.frames import DRAW, OUTCOME, PICTURE, REQUEST, DrawRequest, ReadRequest
from accountsos.jobs.pipes import CONTENT

WALL_SECONDS = 120
DOCUMENTS_PER_PROCESS = 50


class ReaderProcess(ConfinedProcess):
    """One reader at a time; each reads at most DOCUMENTS_PER_PROCESS documents."""

    command: tuple[str, ...] = (sys.executable, "-m", "accountsos.jobs.reader")

    def __init__(self, *, wall_seconds: int = WALL_SECONDS, recycle_after: int = DOCUMENTS_PER_PROCESS) -> None:
        super().__init__(wall_seconds=wall_seconds, recycle_after=recycle_after)

    def read(self, request: ReadRequest, content: bytes) -> ReadOutcome:
        """The outcome, or ReaderLost saying what became of the reader."""
        return self._decoded(self._one(OUTCOME, (REQUEST, msgspec.json.encode(request)), content, request.cpu_seconds))

    def draw(self, request: DrawRequest, content: bytes) -> bytes:
        """A page as PNG, empty where there is none; or ReaderLost."""
        return self._one(PICTURE, (DRAW, msgspec.json.encode(request)), content, request.cpu_seconds)

    def _one(self, wanted: bytes, asked: tuple[bytes, bytes], content: bytes, cpu_seconds: int) -> bytes:
        return self._answer((wanted,), (asked, (CONTENT, content)), cpu_seconds=cpu_seconds, heard={})[1]

    def _decoded(self, payload: bytes) -> ReadOutcome:
        try:
            return msgspec.json.decode(payload, type=ReadOutcome)
        except msgspec.ValidationError as wrong:
            self.close()
            raise ReaderLost("fault", "an answer that is none") from wrong
