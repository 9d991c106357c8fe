"""Idempotency-Key: its syntax, and what makes two requests the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.wire.encode import canonical_json

HEADER = "Idempotency-Key"
_KEY = re.compile(rb"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class RepeatGuard:
    """The client's key and what the request was: the same key with another fingerprint is a mismatch."""

    key: str
    fingerprint: bytes


def read_idempotency_key(header: bytes) -> str:
    """The key, or BadRequest."""
    if not _KEY.fullmatch(header):
        raise BadRequest(
            f"{HEADER} is not acceptable; expected 1 to 255 visible ASCII characters without spaces.", param=HEADER
        )
    return header.decode("ascii")


def request_fingerprint(method: str, path: str, query: Mapping[str, object], body: object) -> bytes:
    """SHA-256 of what was asked. `body` is the parsed JSON, or of a form its texts and the SHA-256 of its files."""
    # What was not sent is left out, so that a parameter added by an upgrade does not make a retry another request.
    given = {name: _plain(value) for name, value in query.items() if value is not None}
    asked = {"method": method, "path": path, "query": given, "body": body}
    return hashlib.sha256(canonical_json(asked)).digest()


def _plain(value: object) -> object:
    if isinstance(value, str | int | bool | Decimal):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return repr(value)
