"""Long replies in gzip, for clients that take it: what is worth it, and what follows for headers and tags."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections.abc import Iterator

from accountsos.web.request import FileBody

COMPRESS_FROM = 32 * 1024
"""Below it the time is worth more than the bytes: a page of fifty lines is shorter."""
IN_THREAD_FROM = 256 * 1024
"""Longer ones are compressed beside the event loop."""
LEVEL = 1
CODING = (b"content-encoding", b"gzip")
VARY = (b"vary", b"Accept-Encoding")
SUFFIX = "-gzip"
"""What the tag of a compressed reply ends in: other bytes, another strong tag. Its front stays the thing's version."""

_TEXT = (b"application/json", b"text/csv", b"text/html")
_NOT_AT_ALL = re.compile(rb"q=0(?:\.0{0,3})?", re.ASCII)


def takes_gzip(accept: bytes | None) -> bool:
    """Whether the client said that it reads gzip."""
    if not accept:
        return False
    said: dict[bytes, bool] = {}
    for piece in accept.lower().split(b","):
        name, _, weight = piece.partition(b";")
        said[name.strip()] = _NOT_AT_ALL.fullmatch(weight.replace(b" ", b"")) is None
    return said.get(b"gzip", said.get(b"*", False))


def is_worth_it(size: int, content_type: bytes) -> bool:
    """Whether a reply is long, and of a kind that gets shorter."""
    return size >= COMPRESS_FROM and content_type.startswith(_TEXT)


async def compressed(body: bytes) -> bytes:
    """The body in gzip; the same bytes for the same body, whenever it is asked for."""
    if len(body) < IN_THREAD_FROM:
        return gzip.compress(body, LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)


def pieces_of(file: FileBody, *, coded: bool) -> Iterator[bytes]:
    """A long body piece by piece, in gzip where that was agreed."""
    if not coded:
        yield from file.pieces()
        return
    coder = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in file.pieces():
        if part := coder.compress(piece):
            yield part
    yield coder.flush()
