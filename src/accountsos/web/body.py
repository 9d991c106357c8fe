"""Reading a request's body: whole, within the limit, within the time, and as what the operation declares."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from accountsos.errors import BadRequest, PayloadTooLarge, UnsupportedMediaType
from accountsos.web.context import BODY_BYTES_MAX
from accountsos.web.multipart import boundary_of
from accountsos.wire.json_gate import shown

Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]

_DRAIN_BYTES, _DRAIN_SECONDS = 4 * BODY_BYTES_MAX, 5.0


def declared_length(headers: Mapping[bytes, bytes], most: int = BODY_BYTES_MAX) -> int | None:
    """What Content-Length says, None without one. More than the limit is refused here, before anything is read."""
    text = headers.get(b"content-length")
    if text is None:
        return None
    if not text.isdigit():
        raise BadRequest("Content-Length is not a number.", param="Content-Length")
    if len(text) > 18 or int(text) > most:
        raise _too_large(most)
    return int(text)


def _too_large(most: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"The request body is larger than {most:,} bytes ({most // 1024**2} MB).")


def has_body(headers: Mapping[bytes, bytes], http_version: str) -> bool:
    """Whether a body follows; HTTP/2 does not say so in headers."""
    return (
        headers.get(b"content-length", b"0") != b"0"
        or b"transfer-encoding" in headers
        or (http_version.startswith("2") and b"content-length" not in headers)
    )


def require_json(content_type: bytes) -> None:
    """415 unless the body is said to be JSON in UTF-8."""
    kind, _, options = content_type.partition(b";")
    charset = options.strip().lower().replace(b'"', b"").removeprefix(b"charset=")
    if kind.strip().lower() != b"application/json" or charset not in (b"", b"utf-8", b"utf8"):
        said = shown(content_type.decode("latin-1")) if content_type else "a body without Content-Type"
        raise UnsupportedMediaType(f"This operation reads application/json in UTF-8, not {said}.", param="Content-Type")


def require_form(content_type: bytes) -> bytes:
    """The form's boundary; 415 unless the body is said to be a form."""
    return boundary_of(content_type)


async def read_body(receive: Receive, expected: int | None, seconds: float, most: int = BODY_BYTES_MAX) -> bytes:
    """The whole body. `expected` is what Content-Length said."""
    try:
        async with asyncio.timeout(seconds):
            body = await _collect(receive, most)
    except TimeoutError:
        raise BadRequest(f"The body did not arrive within {seconds:g} seconds.") from None
    if expected is not None and len(body) != expected:
        raise BadRequest(f"The body has {len(body)} bytes, but Content-Length says {expected}: it was cut short.")
    return body


async def drain(receive: Receive) -> None:
    """Throw away, within bounds, the rest of a body that is not wanted.

    A client that is still sending does not look for the answer; were the connection closed under it, it would see a
    broken pipe and never learn that its key was wrong or its file too large.
    """
    size = 0
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            while size <= _DRAIN_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


async def _collect(receive: Receive, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            # The client may have closed only its own side, and still be listening.
            raise BadRequest("The body ended before it was whole.")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise _too_large(most)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
