"""From a request to the books and back: how the API names who asks, and keeps its replies for a repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from accountsos.access.actor import key_actor
from accountsos.errors import NotFound, Refused
from accountsos.web.errors import error_body, status_of
from accountsos.web.exchange import body_bytes
from accountsos.web.request import ApiRequest, Reply
from accountsos.web.run_workflow import answer_before, asked, done
from accountsos.wire.json_gate import member_place
from accountsos.workflows.unit_of_work import (
    Answer,
    IdempotencyKey,
    ReadWorkflow,
    Request,
    Shaping,
    WriteWorkflow,
)

C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")

_ETAG = "etag"
_REPLAYED = "idempotent-replayed"
_CONTENT_TYPE = "content-type"


async def answered(
    request: ApiRequest, workflow: ReadWorkflow[C, R], question: C, shape: Callable[[R], Reply]
) -> Reply:
    """The reply to a question: at once where it takes microseconds, else read and shaped in one hop to a thread."""
    try:
        return await asked(request.books, workflow, request.caller.company, question, shape)
    except NotFound as unknown:
        raise _placed(unknown, request) from None


async def answered_before(request: ApiRequest) -> Reply | None:
    """The reply that is kept under the request's Idempotency-Key; None where it has no key, or is the first."""
    guard = request.repeat_guard
    if guard is None:
        return None
    kept = await answer_before(request.books, request.caller.company, IdempotencyKey(guard.key, guard.fingerprint))
    return None if kept is None else _as_reply(kept)


async def changed(
    request: ApiRequest,
    workflow: WriteWorkflow[C, P, R],
    command: C,
    shape: Callable[[R], Reply],
    *,
    kept_body: Callable[[bytes], bytes] | None = None,
) -> Reply:
    """The reply to a change, given after its commit; a repeated request is given the first one's reply.

    `kept_body` says what of the body is kept for a repeat, where that must differ from what is sent now.
    """
    guard = request.repeat_guard
    wanted = Request(
        actor=request.caller.actor or key_actor(request.caller.key_id, request.caller.scope),
        now=request.now,
        idempotency=IdempotencyKey(guard.key, guard.fingerprint) if guard is not None else None,
    )
    shaping: Shaping[R] = Shaping(
        result=lambda result: _as_answer(shape(result)),
        refusal=lambda refusal: _as_refusal(_placed(refusal, request), request.request_id),
        kept_body=(lambda answer: kept_body(answer.body)) if kept_body is not None else None,
    )
    try:
        answer = await done(request.books, workflow, request.caller.company, command, wanted, shaping=shaping)
    except NotFound as unknown:
        raise _placed(unknown, request) from None
    return _as_reply(answer)


def _placed(refusal: Refused, request: ApiRequest) -> Refused:
    """Where the id stands that is not found: in the body by its field, else in the path."""
    if isinstance(refusal, NotFound) and refusal.param is None:
        named = (place for place, text in _texts_in("", request.body) if repr(text) in refusal.message)
        refusal.param = next(named, next(iter(request.ids), None))
    return refusal


def _texts_in(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _texts_in(member_place(place, field.encode_name), getattr(value, field.name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts_in(f"{place}[{number}]", part)


def gone(_: object) -> Reply:
    """The reply to what was taken away or taken back: nothing."""
    return Reply(status=204)


def _as_answer(reply: Reply) -> Answer:
    """The reply as it is stored: body as bytes, headers as text."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reply.headers}
    if reply.etag is not None:
        headers[_ETAG] = reply.etag
    if reply.content_type != b"application/json":
        headers[_CONTENT_TYPE] = reply.content_type.decode("latin-1")
    return Answer(reply.status, body_bytes(reply), headers)


def _as_refusal(refusal: Refused, request_id: str) -> Answer:
    return Answer(status_of(refusal), error_body(refusal, request_id), {})


def _as_reply(answer: Answer) -> Reply:
    headers = dict(answer.headers)
    if answer.replayed:
        headers[_REPLAYED] = "true"
    etag, content_type = headers.pop(_ETAG, None), headers.pop(_CONTENT_TYPE, "application/json")
    return Reply(
        answer.body or None,
        status=answer.status,
        headers=tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()),
        etag=etag,
        content_type=content_type.encode("latin-1"),
    )
