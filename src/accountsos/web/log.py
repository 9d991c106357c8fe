"""The log: one JSON line per request and per fault, without secrets, bodies or what was asked for."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import msgspec

from accountsos.dates import rfc3339

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD = "-"
"""What stands for any other word that came in a method's place: it could be anything, a secret too."""
_LINES_MAX = 512
_SECONDS_MAX = 0.5


class _RequestLine(msgspec.Struct, gc=False):
    time: datetime
    level: str
    event: str
    method: str
    route: str
    status: int
    ms: float
    request_id: str
    key_id: str


class _FaultLine(msgspec.Struct):
    time: str
    level: str
    event: str
    route: str
    request_id: str
    kind: str
    frames: list[str]


class StructuredLog:
    """Writes lines to standard error: faults at once, requests gathered for at most half a second."""

    __slots__ = ("_clock", "_encode", "_lines", "_requests", "_stream", "_waiting")

    def __init__(self, clock: Callable[[], datetime], *, requests: bool = True, stream: BinaryIO | None = None) -> None:
        self._clock = clock
        self._requests = requests
        self._stream: BinaryIO = stream if stream is not None else sys.stderr.buffer
        self._encode = msgspec.json.Encoder().encode
        self._lines: list[bytes] = []
        self._waiting = False

    def request(
        self, *, method: str, route: str, status: int, milliseconds: float, request_id: str, key_id: str
    ) -> None:
        """One request was answered. The route is the template: a path could hold what is nobody's business."""
        if not self._requests:
            return
        known = method if method in METHODS else OTHER_METHOD
        line = _RequestLine(
            self._clock(), "info", "request", known, route, status, round(milliseconds, 2), request_id, key_id
        )
        self._lines.append(self._encode(line))
        if len(self._lines) >= _LINES_MAX:
            self.flush()
        elif not self._waiting:
            self._waiting = True
            asyncio.get_running_loop().call_later(_SECONDS_MAX, self.flush)

    def fault(self, *, route: str, request_id: str, fault: BaseException) -> None:
        """Where it broke. Not the exception's text: that may quote a field or a secret."""
        frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(fault.__traceback__)]
        line = _FaultLine(rfc3339(self._clock()), "error", "fault", route, request_id, type(fault).__qualname__, frames)
        self._stream.write(self._encode(line) + b"\n")
        self._stream.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        self._waiting = False
        if self._lines:
            lines, self._lines = self._lines, []
            self._stream.write(b"\n".join(lines) + b"\n")
            self._stream.flush()
