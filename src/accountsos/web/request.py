"""What a handler is given and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import SpooledTemporaryFile
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


IN_MEMORY_MAX = 1024 * 1024
"""A longer body waits in an unnamed file."""
PIECE = 64 * 1024


class FileBody:
    """Bytes of a reply that may be long: written once, sent in pieces."""

    __slots__ = ("_file", "size")

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY_MAX)  # noqa: SIM115  # closed once it is sent, or is not
        self.size = 0

    def write(self, content: bytes) -> None:
        """Append to it."""
        self.size += self._file.write(content)

    def pieces(self) -> Iterator[bytes]:
        """All of it in order; afterwards it is gone."""
        with self._file as file:
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece

    def close(self) -> None:
        """It is not going to be sent."""
        self._file.close()
