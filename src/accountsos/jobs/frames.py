"""How worker and reader speak: frames of a kind and a length, over the reader's two pipes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import IO

from accountsos.documents.facts import PageTurn
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.templates import Template

HELLO, REQUEST, CONTENT, OUTCOME, LIMIT, FAULT = b"H", b"Q", b"C", b"O", b"L", b"F"
DRAW, PICTURE = b"D", b"P"
ANSWER_BYTES_MAX = 32 * 1024**2
_LENGTH_BYTES = 8


class BrokenFrame(Exception):
    """The other side is gone, or does not keep to the form."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a reader is told beside the bytes."""

    file_name: str
    today: date
    known: KnownSuppliers
    templates: tuple[Template, ...] = ()
    """What this company's corrections taught."""
    cpu_seconds: int = 60


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """Which page of the bytes is wanted as a picture."""

    page: int
    inside: str | None = None
    """The attachment of an e-mail that was read."""
    turn: PageTurn | None = None
    """How it was turned to be read."""
    cpu_seconds: int = 60


def put_frame(pipe: IO[bytes], kind: bytes, payload: bytes) -> None:
    """Send one frame."""
    pipe.write(kind + len(payload).to_bytes(_LENGTH_BYTES, "big"))
    pipe.write(payload)
    pipe.flush()


def take_frame(pipe: IO[bytes], *, most: int) -> tuple[bytes, bytes]:
    """Receive one frame; BrokenFrame where the pipe ends or the frame is larger than `most`."""
    head = pipe.read(1 + _LENGTH_BYTES)
    if len(head) != 1 + _LENGTH_BYTES:
        raise BrokenFrame("the pipe has ended")
    length = int.from_bytes(head[1:], "big")
    if length > most:
        raise BrokenFrame(f"a frame of {length} bytes")
    payload = pipe.read(length)
    if len(payload) != length:
        raise BrokenFrame("the pipe has ended inside a frame")
    return head[:1], payload
