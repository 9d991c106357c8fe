"""The log: one JSON line per request and per fault, without secrets, bodies or what was asked for."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import msgspec
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from accountsos.dates import rfc3339


class StructuredLog:
    """Writes lines to standard error by structlog."""

    __slots__ = ("_requests", "_write")

    def __init__(self, clock: Callable[[], datetime], *, requests: bool = True, stream: BinaryIO | None = None) -> None:
        self._requests = requests
        self._write: FilteringBoundLogger = structlog.wrap_logger(
            structlog.BytesLogger(stream if stream is not None else sys.stderr.buffer),
            processors=[_stamped(clock), structlog.processors.JSONRenderer(serializer=_line)],
            wrapper_class=structlog.make_filtering_bound_logger(0),
            cache_logger_on_first_use=True,
        ).bind()

    def request(
        self, *, method: str, route: str, status: int, milliseconds: float, request_id: str, key_id: str
    ) -> None:
        """One request was answered. The route is the template: a path could hold what is nobody's business."""
        if self._requests:
            self._write.info(
                "request",
                method=method,
                route=route,
                status=status,
                ms=round(milliseconds, 2),
                request_id=request_id,
                key_id=key_id,
            )

    def fault(self, *, route: str, request_id: str, fault: BaseException) -> None:
        """Where it broke. Not the exception's text: that may quote a field or a secret."""
        frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(fault.__traceback__)]
        self._write.error("fault", route=route, request_id=request_id, kind=type(fault).__qualname__, frames=frames)


def _stamped(clock: Callable[[], datetime]) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def stamp(_logger: WrappedLogger, level: str, line: EventDict) -> EventDict:
        return {"time": rfc3339(clock()), "level": level, **line}

    return stamp


def _line(line: EventDict, **_options: object) -> bytes:
    return msgspec.json.encode(line)
