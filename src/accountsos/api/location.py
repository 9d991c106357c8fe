"""Where what was made is shown: the Location of a 201."""

from __future__ import annotations

import re

from msgspec.structs import replace

from accountsos.api.operation import Operation
from accountsos.web.exchange import body_bytes
from accountsos.web.request import Reply

HEADER = b"location"


class Location:
    """Finds the id of what was made in the reply and puts the path together."""

    __slots__ = ("_after", "_before", "_id")

    def __init__(self, show: Operation) -> None:
        before, _, after = show.path.partition("{")
        self._before, self._after = before.encode(), after.partition("}")[2].encode()
        self._id = (
            re.compile(rb'"id":"(' + show.ids[-1].kind.prefix.encode() + rb'[A-Za-z0-9_]+)"') if show.ids else None
        )

    def of(self, reply: Reply) -> Reply:
        """The reply with its Location."""
        if any(name == HEADER for name, _ in reply.headers):
            return reply
        body = body_bytes(reply)
        path = self._before
        if self._id is not None:
            found = self._id.search(body)
            assert found is not None, "a reply of 201 shows what was made"
            path += found[1] + self._after
        return replace(reply, body=body, headers=(*reply.headers, (HEADER, path)))
