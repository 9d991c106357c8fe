"""From a request to the books and back: off the event loop where it may wait, single under its idempotency key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from accountsos.web.in_flight import InFlight
from accountsos.workflows.unit_of_work import (
    Answer,
    Books,
    IdempotencyKey,
    ReadWorkflow,
    Request,
    Shaping,
    WriteWorkflow,
    kept_answer,
)

C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")
S = TypeVar("S")

_IN_FLIGHT = InFlight()


async def asked(books: Books, workflow: ReadWorkflow[C, R], company: int, question: C, shape: Callable[[R], S]) -> S:
    """The shaped answer: at once where this takes microseconds, else read and shaped in one hop to a thread."""
    if books.takes_long(workflow, company, question):
        return await in_thread(lambda: shape(books.read(workflow, company, question)))
    return shape(books.read(workflow, company, question))


async def answer_before(books: Books, company: int, key: IdempotencyKey) -> Answer | None:
    """What the same request was answered before; None where this is the first."""

    def look() -> Answer | None:
        return books.look(lambda db: kept_answer(db, company, key))

    return look() if books.reads_inline else await in_thread(look)


async def done(
    books: Books,
    workflow: WriteWorkflow[C, P, R],
    company: int,
    command: C,
    request: Request,
    *,
    shaping: Shaping[R],
) -> Answer:
    """The answer to a change, given after its commit; a repeated request is given the first one's answer."""

    def begin() -> Future[Answer]:
        return books.answer(workflow, company, command, request, shaping)

    at_once = workflow.short and books.reads_inline
    if request.idempotency is None:
        return await _finished(begin, at_once=at_once)
    async with _IN_FLIGHT.alone(company, request.idempotency.key):
        return await _finished(begin, at_once=at_once)


async def in_thread(work: Callable[[], S]) -> S:
    """What may wait, away from the event loop."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def _finished(begin: Callable[[], Future[Answer]], *, at_once: bool) -> Answer:
    """The answer after the commit; what leads to it is begun here, or in a thread."""
    future = begin() if at_once else await in_thread(begin)
    # Shielded: a client that goes away must not cancel what the writer is about to commit.
    return await asyncio.shield(asyncio.wrap_future(future))
