"""From a request to the books and back: off the event loop where it may wait, single under its idempotency key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from accountsos.web.file_turns import FileTurns
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
_FILE_TURNS = FileTurns()


async def asked(books: Books, workflow: ReadWorkflow[C, R], company: int, question: C, shape: Callable[[R], S]) -> S:
    """The shaped answer: at once where this takes microseconds, else read and shaped in one hop to a thread."""
    if workflow.opens_file:
        return await _FILE_TURNS.run(company, lambda: shape(books.read(workflow, company, question)))
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

    async def finished() -> Answer:
        if workflow.opens_file:
            return await _committed(await _FILE_TURNS.run(company, begin))
        if workflow.short and books.reads_inline:
            return await _committed(begin())
        return await _committed(await in_thread(begin))

    if request.idempotency is None:
        return await finished()
    async with _IN_FLIGHT.alone(company, request.idempotency.key):
        return await finished()


async def in_thread(work: Callable[[], S]) -> S:
    """What may wait, away from the event loop."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def _committed(future: Future[Answer]) -> Answer:
    """The answer after the commit. Shielded: a client that goes away must not cancel what is about to be committed."""
    return await asyncio.shield(asyncio.wrap_future(future))
