"""What a handler is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from accountsos.web.context import Caller
from accountsos.web.etags import EntityTags
from accountsos.web.idempotency import RepeatGuard

# Structs, not dataclasses: one of each is made per request, and a frozen struct is made in a tenth of the time.


class ApiRequest(msgspec.Struct, frozen=True):
    """A request that has passed every check that does not need the books."""

    caller: Caller
    query: Mapping[str, Any]
    """Every declared parameter by name, read; the default, or None, where it was not given."""
    ids: Mapping[str, str]
    """The ids in the path; each has its declared prefix."""
    body: Any
    """The declared body type, an UploadedForm, or None."""
    now: datetime
    request_id: str
    reply_format: str
    """One of the operation's formats."""
    books: Any
    if_match: EntityTags | None = None
    repeat_guard: RepeatGuard | None = None


class Reply(msgspec.Struct, frozen=True):
    """What is answered: an object to be written as JSON, or bytes as they are."""

    body: object = None
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ()
    etag: str | None = None
    content_type: bytes = b"application/json"
