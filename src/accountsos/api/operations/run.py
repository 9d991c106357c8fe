"""From a request to the books and back: reads answered, writes done once, off the event loop where they may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from accountsos.api.errors import error_body, status_of
from accountsos.api.exchange import body_bytes
from accountsos.api.operations.in_flight import InFlight
from accountsos.api.request import ApiRequest, Reply
from accountsos.errors import Refused
from accountsos.workflows.unit_of_work import (
    Answer,
    Books,
    IdempotencyKey,
    ReadWorkflow,
    Request,
    Shaping,
    WriteWorkflow,
)

C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")

_IN_FLIGHT = InFlight()
_ETAG = "etag"
_CONTENT_TYPE = "content-type"


async def answered(
    request: ApiRequest, workflow: ReadWorkflow[C, R], question: C, shape: Callable[[R], Reply]
) -> Reply:
    """The reply to a question: at once where it takes microseconds, else read and shaped in one hop to a thread."""
    books: Books = request.books
    company = request.caller.company
    if workflow.short and books.reads_inline:
        return shape(books.read(workflow, company, question))
    return await asyncio.get_running_loop().run_in_executor(
        None, lambda: shape(books.read(workflow, company, question))
    )


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
    books: Books = request.books
    guard = request.repeat_guard
    asked = Request(
        actor=request.caller.actor or f"key:{request.caller.key_id}",
        now=request.now,
        idempotency=IdempotencyKey(guard.key, guard.fingerprint) if guard is not None else None,
    )
    shaping: Shaping[R] = Shaping(
        result=lambda result: _as_answer(shape(result)),
        refusal=lambda refusal: _as_refusal(refusal, request.request_id),
        kept_body=(lambda answer: kept_body(answer.body)) if kept_body is not None else None,
    )
    company = request.caller.company

    def begin() -> Future[Answer]:
        return books.answer(workflow, company, command, asked, shaping)

    at_once = workflow.short and books.reads_inline
    if guard is None:
        return _as_reply(await _done(begin, at_once=at_once))
    async with _IN_FLIGHT.alone(company, guard.key):
        return _as_reply(await _done(begin, at_once=at_once))


async def _done(begin: Callable[[], Future[Answer]], *, at_once: bool) -> Answer:
    """The answer after the commit; what leads to it is begun here, or in a thread."""
    future = begin() if at_once else await asyncio.get_running_loop().run_in_executor(None, begin)
    # Shielded: a client that goes away must not cancel what the writer is about to commit.
    return await asyncio.shield(asyncio.wrap_future(future))


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
    etag, content_type = headers.pop(_ETAG, None), headers.pop(_CONTENT_TYPE, "application/json")
    return Reply(
        answer.body or None,
        status=answer.status,
        headers=tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()),
        etag=etag,
        content_type=content_type.encode("latin-1"),
    )
