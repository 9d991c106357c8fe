"""Tables as PDF, printed by a process of its own: what it takes is given back when it is done."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore

import msgspec

from accountsos.api.csv_reply import Facts, attachment
from accountsos.api.operation import FORMATS
from accountsos.dates import LONDON
from accountsos.errors import BadRequest, Unavailable
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.pdf_table import ROWS_MOST, printable

SECONDS_MOST = 60
AT_ONCE, WAITING_MOST = 2, 20
_PRINTER = (sys.executable, "-m", "accountsos.wire.pdf_printer")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONNOUSERSITE": "1"}
"""All that the printer is told of its surroundings: no address, no password."""
_PRINTERS = ThreadPoolExecutor(AT_ONCE, "printer")
"""Threads of their own: whoever waits for paper must not keep those waiting who only read or write."""
_ROOM = BoundedSemaphore(AT_ONCE + WAITING_MOST)


@dataclass(frozen=True, slots=True)
class ToPrint:
    """What the printer is told, as the body of a reply that is not printed yet."""

    told: bytes


class PdfFile:
    """A table on paper."""

    __slots__ = ("_columns", "_head", "_printed", "_rows")

    def __init__(self, request: ApiRequest) -> None:
        self._printed = printed_by(request)
        self._columns: Sequence[str] = ()
        self._rows: list[Sequence[object]] = []
        self._head: Facts = ()

    def begin(self, columns: Sequence[str], head: Facts) -> None:
        """What comes before the rows."""
        self._columns, self._head = columns, head

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """More rows of it; as many as paper is for."""
        self._rows += rows
        if len(self._rows) > ROWS_MOST:
            raise BadRequest(
                f"format: pdf prints at most {ROWS_MOST:,} rows, and there are more; ask for fewer days, or for csv or "
                "xlsx",
                param="format",
            )

    def reply(self, name: str) -> Reply:
        """The whole as a download of that name, to be printed by `on_paper`."""
        content = ToPrint(printable(self._columns, self._rows, self._head, printed=self._printed))
        return Reply(content, headers=attachment(f"{name}.pdf"), content_type=FORMATS["pdf"].encode("ascii"))


def printed_by(request: ApiRequest) -> str:
    """`printed 22 Nov 2026, 16:02 by Verity Vellacourt`, London's time."""
    when, caller = request.now.astimezone(LONDON), request.caller
    who = caller.name or (f"API key {caller.key_id}" if caller.key_id else "the command line")
    return f"printed {when.day} {when:%b} {when.year}, {when:%H:%M} by {who}"


async def on_paper(reply: Reply) -> Reply:
    """The reply printed, where it is to be; any other as it is."""
    if not isinstance(reply.body, ToPrint):
        return reply
    if not _ROOM.acquire(blocking=False):
        raise Unavailable("other reports are being printed; try again in a minute", retry_after_seconds=30)
    printing = _PRINTERS.submit(_pdf, reply.body.told)
    printing.add_done_callback(lambda _: _ROOM.release())
    return msgspec.structs.replace(reply, body=await asyncio.wrap_future(printing))


def _pdf(told: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own command, told of nothing from outside
            _PRINTER, input=told, capture_output=True, timeout=SECONDS_MOST, env=_ENVIRONMENT, check=True
        )
    except subprocess.TimeoutExpired:
        raise Unavailable("the report takes too long to print; ask for fewer days, or for csv or xlsx") from None
    return done.stdout
