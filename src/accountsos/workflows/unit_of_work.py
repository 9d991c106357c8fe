"""`read` and `write`, the only ways from a door to the books: they choose thread, connection, idempotency and audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from accountsos.access.actor import Actor
from accountsos.access.rights import ADMIN, WRITE
from accountsos.access.roles import Right
from accountsos.bookkeeping.look_ups import refuse_without_right
from accountsos.errors import Conflict, IdempotencyMismatch, NotFound, Refused
from accountsos.store.engine.objects import NO_FILES, Objects
from accountsos.store.engine.rate_windows import KeyUse
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.head import Cause, close_write, create_head, open_write
from accountsos.store.idempotency import StoredAnswer, answer_of, put_answer
from accountsos.workflows.futures import copied, failed, resolved

if TYPE_CHECKING:
    from accountsos.language_model import LanguageModel
    from accountsos.statements.openers import Opener
    from accountsos.store.engine.postgres import PostgresEngine

C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class ReadWorkflow(Generic[C, R]):
    """A question to the books. `short` ones are a few indexed reads and may run on the event loop."""

    name: str
    run: Callable[[Reader, int, C], R]
    short: bool = False
    one_statement: bool = False  # all that must agree is read in one statement, which needs no transaction around it
    may_take_long: Callable[[C], bool] = lambda _: False  # of a short one, the questions that are none
    long_in: Callable[[Reader, int, C], bool] | None = None  # of a short one, whose books make it none; quick to ask
    opens_file: bool = False  # it waits for a process that opens a file: one at a time of a company


@dataclass(frozen=True, slots=True)
class WriteWorkflow(Generic[C, P, R]):
    """A change of the books: `prepare` reads and decides without a lock, `apply` rechecks and records."""

    name: str
    prepare: Callable[[Reader, int, C], P]
    apply: Callable[[Writer, int, P, Cause], R]
    founds_company: bool = False  # it makes the company itself, head row included
    short: bool = True  # `prepare` may run on the event loop
    answer_for_good: bool = False  # what was answered under an idempotency key is never forgotten
    needs: str = WRITE  # the scope without which it is refused, whatever door it comes by
    person_needs: Right | None = None
    """What a person must be allowed to do, where that is finer than the scope says."""
    opens_file: bool = False  # `prepare` waits for a process that opens a file: one at a time of a company
    by_invitation: bool = False  # somebody who is nothing in the company may: the workflow looks at what they show

    @property
    def right(self) -> Right:
        """What a person must be allowed to do."""
        return self.person_needs or (Right.GOVERN if self.needs == ADMIN else Right.KEEP_BOOKS)

    def tried(self, attempt: int) -> WriteWorkflow[C, Any, R]:
        """The workflow as it is for that attempt: the last one prepares inside the write."""
        if attempt < ATTEMPTS:
            return self

        def apply(db: Writer, company: int, command: C, cause: Cause) -> R:
            return self.apply(db, company, self.prepare(db, company, command), cause)

        anyhow = cast("WriteWorkflow[C, Any, R]", self)
        return replace(anyhow, prepare=lambda db, company, command: command, apply=apply)


@dataclass(frozen=True, slots=True)
class AccountWorkflow(Generic[C, R]):
    """A change of what belongs to no company's books: users, their passwords and sessions. It leaves no audit row."""

    name: str
    apply: Callable[[Writer, datetime, C], R]


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply ready to be sent, and to be sent again."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Shaping(Generic[R]):
    """How a door turns a result or a refusal into its reply."""

    result: Callable[[R], Answer]
    refusal: Callable[[Refused], Answer]
    kept_body: Callable[[Answer], bytes] | None = None
    """What is stored of the body for a replay, where it must differ from what is sent (a key's secret)."""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The client's key and what it stands for."""

    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, when, and under which idempotency key."""

    actor: Actor
    now: datetime
    idempotency: IdempotencyKey | None = None


class Stale(Conflict):
    """The books moved between `prepare` and `apply` in a way that matters: the runner prepares again."""


class _Rehearsed(Exception):
    """Takes the effect of a change out of the savepoint in which it is rolled back."""

    def __init__(self, effect: Any) -> None:
        super().__init__("rehearsed")
        self.effect = effect


class _AnsweredMeanwhile(Exception):
    """The same request was refused, and its refusal stored, while this one was being applied: that answer stands."""


ATTEMPTS = 3  # how often what may become stale is prepared; the last time inside the write, where nothing can change
NOT_REMEMBERED = (IdempotencyMismatch, Stale)
KEPT_STATUSES = frozenset({404, 409, 422})
"""Refusals that are remembered under an idempotency key; 2xx always are, 401, 403, 429 and 5xx never."""


class Books:
    """The books of an installation, seen from the doors."""

    def __init__(
        self,
        engine: SqliteEngine | PostgresEngine,
        clock: Callable[[], datetime],
        objects: Objects = NO_FILES,
        key_use: Callable[[str, datetime], KeyUse] = lambda key_id, now: KeyUse(),
        reachable: Sequence[IPv4Network | IPv6Network] = (),  # networks inside that webhooks may be sent to
    ) -> None:
        self.engine, self.clock = engine, clock
        self.objects, self.key_use, self.reachable = objects, key_use, reachable
        self.opener: Opener | None = None  # of banks' files, where a server must not open what others send
        self.language_model: LanguageModel | None = None  # to be asked by a worker about lines that nothing else knows

    @property
    def reads_inline(self) -> bool:
        """Whether a short read may run on the event loop: a local file answers in microseconds."""
        return self.engine.name == "sqlite"

    def read(self, workflow: ReadWorkflow[C, R], company: int, question: C) -> R:
        """Answer from one consistent view, on this thread."""
        view = self.engine.glancing() if workflow.one_statement else self.engine.reading()
        with view as db:
            return workflow.run(db, company, question)

    def takes_long(self, workflow: ReadWorkflow[C, R], company: int, question: C) -> bool:
        """Whether an answer may take so long that nobody else should wait for it."""
        if not (workflow.short and self.reads_inline) or workflow.may_take_long(question):
            return True
        if workflow.long_in is None:
            return False
        with self.engine.glancing() as db:
            return workflow.long_in(db, company, question)

    def look(self, question: Callable[[Reader], R]) -> R:
        """What concerns the installation and no company's books: jobs that wait, keys, old answers."""
        with self.engine.reading() as db:
            return question(db)

    def tend(self, work: Callable[[Writer], R]) -> R:
        """Change what belongs to no company's books: the state of a job, old answers. Leaves no audit row."""
        result: R = self.engine.submit(work).result()
        return result

    def rehearse(
        self,
        workflow: WriteWorkflow[C, P, R],
        company: int,
        command: C,
        actor: Actor,
        effect: Callable[[Reader, R], E],
    ) -> E:
        """What a change would do: it is prepared and applied, `effect` reads the books as they then are, all is undone.

        Refusals are those of the change itself. Nothing stays: no number, no audit row, no remembered answer.
        """
        actor.refuse_without(workflow.needs, workflow.name)
        request = Request(actor, self.clock())
        plan = self._prepare(workflow, company, command)

        def work(db: Writer) -> None:
            try:
                raise _Rehearsed(effect(db, _apply(db, workflow, company, plan, request)))
            finally:
                db.cache.clear()  # what was read meanwhile was never true

        try:
            self.engine.submit(work).result()
        except _Rehearsed as done:
            found: E = done.effect
            return found
        raise AssertionError("a rehearsal ends by its own exception")

    def write(self, workflow: WriteWorkflow[C, P, R], company: int, command: C, actor: Actor) -> R:
        """Do it and wait for the commit."""
        actor.refuse_without(workflow.needs, workflow.name)
        request = Request(actor, self.clock())
        for attempt in range(1, ATTEMPTS + 1):
            way = workflow.tried(attempt)
            plan = self._prepare(way, company, command)
            try:
                result: R = self.engine.submit(
                    partial(_apply, workflow=way, company=company, plan=plan, request=request)
                ).result()
            except Stale:
                if attempt == ATTEMPTS:
                    raise
            else:
                return result
        raise AssertionError("the last attempt returned or raised")

    def keep(self, workflow: AccountWorkflow[C, R], command: C) -> Future[R]:
        """Change accounts or sessions; the future is resolved after the commit."""
        now = self.clock()
        future: Future[R] = self.engine.submit(lambda db: workflow.apply(db, now, command))
        return future

    def answer(
        self,
        workflow: WriteWorkflow[C, P, R],
        company: int,
        command: C,
        request: Request,
        shaping: Shaping[R],
    ) -> Future[Answer]:
        """The same for a door with replies of its own: idempotent where the request names a key.

        `prepare` runs on this thread; the future is resolved after the commit. Refusals that are not remembered
        are raised.
        """
        request.actor.refuse_without(workflow.needs, workflow.name)
        if not workflow.short:
            return resolved(self._answer_in_attempts(workflow, company, command, request, shaping))
        return self._answer_once(workflow, company, command, request, shaping)

    def _answer_in_attempts(
        self, workflow: WriteWorkflow[C, P, R], company: int, command: C, request: Request, shaping: Shaping[R]
    ) -> Answer:
        """Long work is prepared again where the books moved meanwhile; it has a thread of its own to wait in."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._answer_once(workflow.tried(attempt), company, command, request, shaping).result()
            except Stale:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returned or raised")

    def _answer_once(
        self, workflow: WriteWorkflow[C, P, R], company: int, command: C, request: Request, shaping: Shaping[R]
    ) -> Future[Answer]:
        if request.idempotency is None:
            plan = self._prepare(workflow, company, command)
            return self.engine.submit(lambda db: shaping.result(_apply(db, workflow, company, plan, request)))
        try:
            with self.engine.reading() as db:
                replay = kept_answer(db, company, request.idempotency)
                if replay is not None:
                    return resolved(replay)
                plan = workflow.prepare(db, company, command)
        except Refused as refusal:
            return self._remember_refusal(company, request, shaping, refusal)
        return self._apply_once(workflow, company, plan, request, shaping)

    def _apply_once(
        self, workflow: WriteWorkflow[C, P, R], company: int, plan: P, request: Request, shaping: Shaping[R]
    ) -> Future[Answer]:
        idempotency = request.idempotency
        assert idempotency is not None

        def work(db: Writer) -> Answer:
            cause = _open(db, workflow, company, request)
            replay = kept_answer(db, company, idempotency)
            if replay is not None:
                return replay
            answer = shaping.result(_applied(db, workflow, company, plan, cause))
            body = shaping.kept_body(answer) if shaping.kept_body else answer.body
            stored = StoredAnswer(idempotency.fingerprint, answer.status, answer.headers, body)
            kept_from = None if workflow.answer_for_good else request.now
            if not put_answer(db, company, idempotency.key, stored, kept_from):
                raise _AnsweredMeanwhile
            return answer

        outcome: Future[Answer] = Future()
        inner: Future[Answer] = self.engine.submit(work)

        def settle(done: Future[Answer]) -> None:
            error = done.exception()
            if error is None:
                outcome.set_result(done.result())
            elif isinstance(error, _AnsweredMeanwhile):
                given: Future[Answer] = self.engine.submit(lambda db: _given(db, company, idempotency))
                given.add_done_callback(lambda again: copied(again, outcome))
            elif isinstance(error, Refused) and not isinstance(error, NOT_REMEMBERED):
                self._remember_refusal(company, request, shaping, error).add_done_callback(
                    lambda remembered: copied(remembered, outcome)
                )
            else:
                outcome.set_exception(error)

        inner.add_done_callback(settle)
        return outcome

    def _remember_refusal(
        self, company: int, request: Request, shaping: Shaping[R], refusal: Refused
    ) -> Future[Answer]:
        """Store a 404, 409 or 422 under its key, so that the same request is refused the same way."""
        answer = shaping.refusal(refusal)
        idempotency = request.idempotency
        if answer.status not in KEPT_STATUSES or idempotency is None or isinstance(refusal, NOT_REMEMBERED):
            return failed(refusal)

        def work(db: Writer) -> Answer:
            replay = kept_answer(db, company, idempotency)
            if replay is not None:
                return replay
            stored = StoredAnswer(idempotency.fingerprint, answer.status, answer.headers, answer.body)
            if put_answer(db, company, idempotency.key, stored, request.now):
                return answer
            return _given(db, company, idempotency)

        return self.engine.submit(work)

    def _prepare(self, workflow: WriteWorkflow[C, P, R], company: int, command: C) -> P:
        with self.engine.reading() as db:
            return workflow.prepare(db, company, command)

    def close(self) -> None:
        """Finish queued writes and close."""
        self.engine.close()


def _apply(db: Writer, workflow: WriteWorkflow[C, P, R], company: int, plan: P, request: Request) -> R:
    return _applied(db, workflow, company, plan, _open(db, workflow, company, request))


def _open(db: Writer, workflow: WriteWorkflow[C, P, R], company: int, request: Request) -> Cause:
    if workflow.founds_company:
        create_head(db, company)
    cause = open_write(db, company, actor=request.actor.name, now=request.now)
    if cause is None:
        raise NotFound("there is no such company")
    if request.actor.user_id is not None and not (workflow.founds_company or workflow.by_invitation):
        refuse_without_right(db, company, request.actor.user_id, workflow.right)
    return cause


def _applied(db: Writer, workflow: WriteWorkflow[C, P, R], company: int, plan: P, cause: Cause) -> R:
    result = workflow.apply(db, company, plan, cause)
    close_write(db, cause)
    return result


def kept_answer(db: Reader, company: int, idempotency: IdempotencyKey) -> Answer | None:
    """What was answered under the key; None where it is new. Another request's key is a mismatch."""
    stored = answer_of(db, company, idempotency.key)
    if stored is None:
        return None
    if stored.fingerprint != idempotency.fingerprint:
        raise IdempotencyMismatch(
            f"the Idempotency-Key {idempotency.key!r} was already used for another request; use a new key"
        )
    return Answer(stored.status, stored.body, stored.headers, replayed=True)


def _given(db: Reader, company: int, idempotency: IdempotencyKey) -> Answer:
    """The answer that is known to be stored."""
    answer = kept_answer(db, company, idempotency)
    assert answer is not None
    return answer
