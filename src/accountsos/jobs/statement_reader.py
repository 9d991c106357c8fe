"""The reader of statements, `python -m accountsos.jobs.statement_reader`: opens banks' files, and nothing else."""

from __future__ import annotations

from accountsos.jobs.limits import Confined, allow_cpu_for_one_document, confine

_NICENESS = 5
"""Somebody waits for it, unlike for a document."""
_CONFINED = confine(niceness=_NICENESS) if __name__ == "__main__" else Confined(*(False,) * len(Confined._fields))

import os  # noqa: E402 - the limits come before everything that could start a thread
import sys  # noqa: E402 - the same
from datetime import date  # noqa: E402 - the same
from typing import BinaryIO  # noqa: E402 - the same

import msgspec  # noqa: E402 - the same

from accountsos.jobs.pipes import (  # noqa: E402 - the same
    CONTENT,
    CONTENT_BYTES_MAX,
    FAULT,
    HELLO,
    LIMIT,
    BrokenFrame,
    put_frame,
    take_frame,
)
from accountsos.jobs.statement_frames import (  # noqa: E402 - the same
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
from accountsos.statements.line import SeveralAccounts, UnreadableStatement  # noqa: E402 - the same
from accountsos.statements.openers import HERE, HowToRead  # noqa: E402 - the same
from accountsos.statements.spool import Spool  # noqa: E402 - the same

NOBODY = 0
"""For whom it opens a file, it is not told."""


def serve(into: BinaryIO, out: BinaryIO) -> None:
    """Open files until the pipe is closed."""
    put_frame(out, HELLO, bytes(b"01"[held] for held in _CONFINED))
    while True:
        try:
            kind, payload = take_frame(into, most=CONTENT_BYTES_MAX)
            body, content = take_frame(into, most=CONTENT_BYTES_MAX)
            if body != CONTENT:
                return
            allow_cpu_for_one_document(CPU_SECONDS)
            put_frame(out, *_answer(kind, payload, content, into, out))
        except BrokenFrame:
            return


def _answer(kind: bytes, payload: bytes, content: bytes, into: BinaryIO, out: BinaryIO) -> tuple[bytes, bytes]:
    """How it ended, as a frame."""
    try:
        if kind == READ:
            return STATEMENT, _read(payload, content, into, out)
        return TOLD, msgspec.json.encode(_told(kind, payload, content))
    except UnreadableStatement as refused:
        several = isinstance(refused, SeveralAccounts)
        return REFUSED, msgspec.json.encode(ToldRefusal(refused.message, refused.errors, several))
    except MemoryError:
        return LIMIT, b"memory"
    except BrokenFrame:
        raise
    except Exception as bug:
        return FAULT, type(bug).__name__.encode()


def _read(payload: bytes, content: bytes, into: BinaryIO, out: BinaryIO) -> bytes:
    """Send the lines; the facts of the file."""

    def learnt(headings: str) -> str | None:
        put_frame(out, LAYOUT, headings.encode())
        _, columns = take_frame(into, most=CONTENT_BYTES_MAX)
        return columns.decode() or None

    statement = HERE.read(NOBODY, content, msgspec.json.decode(payload, type=HowToRead), learnt)
    for piece in statement.packed():
        put_frame(out, LINES, piece)
    return msgspec.json.encode(statement.facts)


def _told(kind: bytes, payload: bytes, content: bytes) -> object:
    if kind == HEADINGS:
        return HERE.headings(NOBODY, content)
    if kind == COLUMNS:
        return HERE.columns(NOBODY, content, msgspec.json.decode(payload, type=date))
    assert kind == LINES_AT, kind
    return HERE.lines_at(NOBODY, content, msgspec.json.decode(payload, type=tuple[int, ...]))


def main() -> None:
    """Take the pipes; what libraries print must not get into the answers."""
    Spool.in_memory_bytes = 0  # it may write no file
    into, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(into, out)


if __name__ == "__main__":
    main()
