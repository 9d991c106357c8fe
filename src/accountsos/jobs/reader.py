"""The reader process, `python -m accountsos.jobs.reader`: opens untrusted files, and nothing else."""

from __future__ import annotations

from accountsos.jobs.limits import Confined, allow_cpu_for_one_document, confine

_CONFINED = confine() if __name__ == "__main__" else Confined(*(False,) * len(Confined._fields))

import os  # noqa: E402 - the limits come before everything that could start a thread
import sys  # noqa: E402 - the same
from typing import BinaryIO  # noqa: E402 - the same

import msgspec  # noqa: E402 - the same

from accountsos.jobs.frames import DRAW, OUTCOME, PICTURE, REQUEST, DrawRequest, ReadRequest  # noqa: E402 - the same
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


def serve(into: BinaryIO, out: BinaryIO) -> None:
    """Read documents until the pipe is closed."""
    put_frame(out, HELLO, bytes(b"01"[held] for held in _CONFINED))
    while True:
        try:
            kind, payload = take_frame(into, most=CONTENT_BYTES_MAX)
            body, content = take_frame(into, most=CONTENT_BYTES_MAX)
        except BrokenFrame:
            return
        if kind not in (REQUEST, DRAW) or body != CONTENT:
            return
        put_frame(out, *(drawn if kind == DRAW else answer)(payload, content))


def answer(payload: bytes, content: bytes) -> tuple[bytes, bytes]:
    """How the reading ended, as a frame."""
    from accountsos.documents.read import read_document  # noqa: PLC0415 - loaded by the first document, inside the limits

    asked = msgspec.json.decode(payload, type=ReadRequest)
    allow_cpu_for_one_document(asked.cpu_seconds)
    try:
        outcome = read_document(
            content,
            file_name=asked.file_name,
            known_suppliers=asked.known,
            templates=asked.templates,
            today=asked.today,
        )
    except MemoryError:
        return LIMIT, b"memory"
    except Exception as bug:
        return FAULT, type(bug).__name__.encode()
    return OUTCOME, msgspec.json.encode(outcome)


def drawn(payload: bytes, content: bytes) -> tuple[bytes, bytes]:
    """A page as a picture, as a frame; an empty one where there is no such page."""
    from accountsos.documents.page_picture import picture_of  # noqa: PLC0415 - the same

    asked = msgspec.json.decode(payload, type=DrawRequest)
    allow_cpu_for_one_document(asked.cpu_seconds)
    try:
        return PICTURE, picture_of(content, asked.page, inside=asked.inside, turn=asked.turn) or b""
    except MemoryError:
        return LIMIT, b"memory"
    except Exception as bug:
        return FAULT, type(bug).__name__.encode()


def main() -> None:
    """Take the pipes; what libraries print must not get into the answers."""
    into, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(into, out)


if __name__ == "__main__":
    main()
