"""Cursors: where a list was left, as an opaque text that notices a change to itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from accountsos.ids import NUMBER_MAX

KEY_BYTES_MAX = 800
_CHECK_BYTES = 6
_NUMBER_BYTES = 4


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: what the list is sorted by (an ISO date, or a name) and the row's number."""

    key: str
    number: int


def encode_cursor(things: str, cursor: Cursor) -> str:
    """As `pagination.next_cursor` shows it. `things` names the list: a cursor works only in its own."""
    position = cursor.number.to_bytes(_NUMBER_BYTES, "big") + cursor.key.encode()
    return base64.urlsafe_b64encode(position + _check(things, position)).rstrip(b"=").decode("ascii")


def decode_cursor(things: str, text: str) -> Cursor:
    """Read it back. ValueError where it was changed or belongs to another list."""
    if len(text) > KEY_BYTES_MAX * 2 or not text.isascii():
        raise ValueError("not a cursor")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    position, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if len(position) < _NUMBER_BYTES or check != _check(things, position):
        raise ValueError("changed on the way")
    cursor = Cursor(position[_NUMBER_BYTES:].decode(), int.from_bytes(position[:_NUMBER_BYTES], "big"))
    if cursor.number > NUMBER_MAX or encode_cursor(things, cursor) != text:
        raise ValueError("not as it was given out")
    return cursor


def _check(things: str, position: bytes) -> bytes:
    return hashlib.blake2b(position, digest_size=_CHECK_BYTES, person=things.encode()[:16]).digest()
