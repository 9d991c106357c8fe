"""One operation as one value: router, validator and the OpenAPI document are made from it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec

from accountsos.access.rights import SCOPES
from accountsos.web.errors import STATUS_OF
from accountsos.web.multipart import Multipart
from accountsos.web.parameters import Day, Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply

Handler: TypeAlias = Callable[[ApiRequest], Awaitable[Reply]]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_HOLE = re.compile(r"\{([a-z_]+)\}")
_PATH = re.compile(r"/api(/[a-z0-9-]+|/\{[a-z_]+\})+")


@dataclass(frozen=True, slots=True)
class PathId:
    """An id in the path. Text without the prefix is an unknown id: 404."""

    name: str
    kind: Id
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class ReplyShape:
    """What one status is answered with."""

    description: str
    body: type | None = None
    """A struct, from which the schema is made; None for no body, or for bytes of one of `media_types`."""
    example: object = None
    media_types: tuple[str, ...] = ()
    """What bytes may be; none where it is JSON, or has no body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method on a path: what it takes, what it answers, and who does it."""

    name: str
    """The operationId: `list_transactions`."""
    method: str
    path: str
    summary: str
    tag: str
    handler: Handler
    replies: Mapping[int, ReplyShape]
    scope: str = "read"
    description: str = ""
    ids: tuple[PathId, ...] = ()
    query: tuple[QueryParameter, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    """Pairs of parameters of which the first may not be above the second; `from` and `to` always are."""
    exclusive: tuple[tuple[str, str], ...] = ()
    """Pairs of parameters that may not both be sent."""
    body: type[msgspec.Struct] | Multipart | None = None
    body_example: object = None
    worth: Callable[[Any], int] | None = None
    """As how many requests of the rate limit its body counts; None: as one."""
    errors: tuple[str, ...] = ()
    """Codes it may answer beside those that the framework answers."""
    idempotent: bool = False
    """Takes `Idempotency-Key`."""
    kept: bool = False
    """Its reply in JSON follows from the company's books and the day alone: it is given again until they change."""
    etag: bool = False
    """Replies carry a version; a GET honours If-None-Match, a change If-Match."""
    location: str | None = ""
    """Of what answers 201: the path of the GET that shows what was made. None where nothing shows it again."""
    formats: tuple[str, ...] = ("json",)
    """More than one adds the parameter `format` and honours `Accept`."""
    parameters: tuple[QueryParameter, ...] = field(init=False, default=())
    """`query`, and `format` where there is a choice."""

    def __post_init__(self) -> None:
        assert self.method in METHODS, f"{self.name}: {self.method} is not a method of this API"
        assert _PATH.fullmatch(self.path), f"{self.name}: {self.path} is not a path of this API"
        assert tuple(_HOLE.findall(self.path)) == tuple(i.name for i in self.ids), f"{self.name}: ids and path differ"
        assert 201 not in self.replies or self.location != "", f"{self.name}: where is what was made?"
        assert self.scope in SCOPES, f"{self.name}: {self.scope} is not a scope"
        assert self.replies, f"{self.name}: what does it answer?"
        assert self.method != "DELETE" or set(self.replies) == {204}, f"{self.name}: what is gone is answered by 204"
        assert set(self.errors) <= set(STATUS_OF), f"{self.name}: an error code without a status"
        assert not self.idempotent or self.method in ("POST", "PATCH"), f"{self.name}: idempotent is for POST and PATCH"
        assert set(self.formats) <= set(FORMATS), f"{self.name}: unknown format"
        assert "json" in self.formats, f"{self.name}: JSON is always offered"
        assert self.body is None or self.method != "GET", f"{self.name}: a GET has no body"
        assert not self.kept or self.method == "GET", f"{self.name}: only what a GET answers is kept"
        if isinstance(self.body, type):
            assert self.body.__struct_config__.forbid_unknown_fields, f"{self.name}: build the body on wire.decode.Body"
        choice = QueryParameter("format", OneOf(self.formats), "The form of the reply; stronger than `Accept`.")
        parameters = (*self.query, choice) if len(self.formats) > 1 else self.query
        names = [p.name for p in parameters]
        assert len(set(names)) == len(names), f"{self.name}: a parameter twice"
        object.__setattr__(self, "parameters", parameters)
        if {"cursor", "offset"} <= set(names):
            object.__setattr__(self, "exclusive", tuple(dict.fromkeys((*self.exclusive, ("cursor", "offset")))))
        if any(p.name == "from" and isinstance(p.kind, Day) for p in parameters) and "to" in names:
            object.__setattr__(self, "ordered", tuple(dict.fromkeys((("from", "to"), *self.ordered))))

    @property
    def title(self) -> str:
        """Method and path, as messages name it."""
        return f"{self.method} {self.path}"
