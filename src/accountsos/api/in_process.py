"""An operation asked without HTTP: the same parameters, body and reply, for whoever runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from urllib.parse import quote

from accountsos import ids
from accountsos.access.actor import Actor
from accountsos.api.operation import Operation
from accountsos.errors import NotFound
from accountsos.web.context import Caller
from accountsos.web.exchange import body_bytes
from accountsos.web.query import QueryReader
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import decode_body
from accountsos.wire.json_gate import parse_json, shown


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an operation, before anything of it has been checked."""

    company: int
    ids: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    body: bytes | None = None
    form: str = "json"


def operation_at(reference: str) -> Operation:
    """The operation behind `bank.transactions:list_transactions`. Only its own family is imported."""
    module, _, name = reference.partition(":")
    family = import_module(f"accountsos.api.operations.{module}")
    found: Operation = next(operation for operation in family.OPERATIONS if operation.name == name)
    return found


def answer(operation: Operation, asked: Asked, *, actor: Actor, books: Any, now: datetime) -> Reply:
    """The operation's reply; a refusal is raised as it is."""
    raw = "&".join(f"{quote(name)}={quote(text, safe='')}" for name, text in asked.query)
    query = QueryReader(
        operation.title, operation.parameters, ordered=operation.ordered, exclusive=operation.exclusive
    ).read(raw.encode("ascii"))
    for path_id in operation.ids:
        try:
            path_id.kind.read(asked.ids[path_id.name])
        except ValueError:
            unknown = shown(asked.ids[path_id.name])
            raise NotFound(f"There is nothing with the id {unknown} here.", param=path_id.name) from None
    body: object = None
    if asked.body is not None:
        assert isinstance(operation.body, type), f"{operation.name} takes no JSON"
        body = decode_body(parse_json(asked.body), operation.body)
    caller = Caller("", asked.company, ids.company_id(asked.company), actor.scope, actor=actor)
    request = ApiRequest(caller, query, asked.ids, body, now, "", asked.form, books)
    return asyncio.run(_handled(operation, request))


async def _handled(operation: Operation, request: ApiRequest) -> Reply:
    reply = await operation.handler(request)
    return Reply(body_bytes(reply), reply.status, reply.headers, reply.etag, reply.content_type)
