"""How a process and its confined child speak: frames of a kind and a length, over the child's two pipes."""

from __future__ import annotations

from typing import IO

HELLO, CONTENT, LIMIT, FAULT = b"H", b"C", b"L", b"F"
"""What every child says or is told, whatever it is for."""
CONTENT_BYTES_MAX = 512 * 1024**2
ANSWER_BYTES_MAX = 32 * 1024**2
_LENGTH_BYTES = 8


class BrokenFrame(Exception):
    """The other side is gone."""


class WrongFrame(Exception):
    """The other side does not keep to the form."""


def put_frame(pipe: IO[bytes], kind: bytes, payload: bytes) -> None:
    """Send one frame."""
    pipe.write(kind + len(payload).to_bytes(_LENGTH_BYTES, "big"))
    pipe.write(payload)
    pipe.flush()


def take_frame(pipe: IO[bytes], *, most: int) -> tuple[bytes, bytes]:
    """Receive one frame; BrokenFrame where the pipe ends, WrongFrame where the frame is larger than `most`."""
    head = pipe.read(1 + _LENGTH_BYTES)
    if len(head) != 1 + _LENGTH_BYTES:
        raise BrokenFrame("the pipe has ended")
    length = int.from_bytes(head[1:], "big")
    if length > most:
        raise WrongFrame(f"a frame of {length} bytes")
    payload = pipe.read(length)
    if len(payload) != length:
        raise BrokenFrame("the pipe has ended inside a frame")
    return head[:1], payload
