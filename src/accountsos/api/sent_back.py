"""A PATCH that sends back what GET shows: only what differs is a change, and what only shows must be as it is shown."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from accountsos.api.operation import Handler, Operation
from accountsos.errors import BadRequest, PreconditionFailed
from accountsos.web.exchange import body_bytes
from accountsos.web.query import QueryReader
from accountsos.web.request import ApiRequest
from accountsos.wire.json_gate import clean, member_place, parse_json

Members = Mapping[str, Any]

_NOTHING: frozenset[str] = frozenset()


class Representation:
    """What the GET of a path shows of the thing that its PATCH changes."""

    __slots__ = ("_handler", "_member", "_parts", "_query", "_taken", "body", "only_shown")

    def __init__(self, show: Operation, change: Operation) -> None:
        assert isinstance(change.body, type), f"{change.name}: what is sent back is JSON"
        shown = show.replies[200].body
        assert shown is not None, f"{show.name}: shows nothing"
        (wrapped,) = msgspec.structs.fields(shown)
        self.body: type[msgspec.Struct] = change.body
        self._handler: Handler = show.handler
        self._query = QueryReader(show.title, show.parameters).read(b"")
        self._member = wrapped.encode_name
        shows, takes = _fields(_plain(_inspected(wrapped.type))), _fields(_inspected(change.body))
        self._taken = tuple(takes)
        self.only_shown = frozenset(shows) - frozenset(takes)
        """Members by which a body is known as a representation: a plain change has none of them."""
        self._parts = {name: _only_shown_in_parts(shows[name], takes[name]) for name in takes if name in shows}

    def is_sent_back(self, parsed: object) -> bool:
        """Whether the body is what GET shows, changed or not, rather than a change by itself."""
        return isinstance(parsed, dict) and not self.only_shown.isdisjoint(parsed)

    async def change_in(self, request: ApiRequest, parsed: dict[str, Any]) -> dict[str, Any]:
        """What of the body is a change. Refuses a version that is not current, and another value of what only shows."""
        asked = msgspec.structs.replace(request, query=self._query, body=None, if_match=None, repeat_guard=None)
        reply = await self._handler(asked)
        tags = request.if_match
        if tags is not None and reply.etag is not None and not tags.any_version and reply.etag not in tags.strong:
            raise PreconditionFailed(
                f"It was changed since it was read: its version is {reply.etag}; read it again", param="If-Match"
            )
        whole: Any = parse_json(body_bytes(reply))
        shown: Members = whole[self._member]
        change: dict[str, Any] = {}
        for name, value in parsed.items():
            if name in self.only_shown:
                self._refuse_other(name, value, (shown.get(name),))
            elif name not in shown or shown[name] != value:
                change[name] = self._without_shown_parts(name, value, shown.get(name))
        return change

    def _without_shown_parts(self, name: str, value: object, shown: object) -> object:
        """A list whose elements show more than they take, such as the parts of a split."""
        only_shown = self._parts.get(name, _NOTHING)
        if not only_shown or not isinstance(value, list):
            return value
        found: list[object] = []
        for n, part in enumerate(value):
            if not isinstance(part, dict):
                found.append(part)
                continue
            for member in only_shown & part.keys():
                known = [one.get(member) for one in shown] if isinstance(shown, list) else []
                self._refuse_other(member_place(f"{name}[{n}]", member), part[member], known)
            found.append({member: said for member, said in part.items() if member not in only_shown})
        return found

    def _refuse_other(self, place: str, value: object, known: Any) -> None:
        if value in known:
            return
        raise BadRequest(
            f"`{clean(place)}` is not as it is shown, and is not changed by that name; leave it out, or send it as it "
            f"is shown now. What can be changed: {', '.join(self._taken)}.",
            param=place,
        )


def shows_one_thing(show: Operation) -> bool:
    """Whether it is a thing that is shown, and not a page of many."""
    shown = show.replies[200].body
    return shown is not None and len(msgspec.structs.fields(shown)) == 1


@functools.cache
def _inspected(kind: Any) -> inspect.Type:
    """What msgspec knows of a type: the same however often an application is built in this process."""
    return inspect.type_info(kind)


def _fields(kind: inspect.Type) -> dict[str, inspect.Type]:
    assert isinstance(kind, inspect.StructType), kind
    return {field.encode_name: field.type for field in kind.fields}


def _plain(kind: inspect.Type) -> inspect.Type:
    """Without what is said about it, and without null."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        known = [_plain(one) for one in kind.types if not isinstance(one, inspect.NoneType)]
        return next((one for one in known if isinstance(one, inspect.ListType)), known[0])
    return kind


def _only_shown_in_parts(shows: inspect.Type, takes: inspect.Type) -> frozenset[str]:
    shows, takes = _plain(shows), _plain(takes)
    if not (isinstance(shows, inspect.ListType) and isinstance(takes, inspect.ListType)):
        return _NOTHING
    shown, taken = _plain(shows.item_type), _plain(takes.item_type)
    if not (isinstance(shown, inspect.StructType) and isinstance(taken, inspect.StructType)):
        return _NOTHING
    return frozenset(_fields(shown)) - frozenset(_fields(taken))
