"""A request that has passed the door, and how a page asks the books and changes them."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from accountsos import errors, ids
from accountsos.access.actor import user_actor
from accountsos.access.roles import Right
from accountsos.dashboard.context import DashboardContext
from accountsos.dashboard.forms import State
from accountsos.dashboard.glance import Glance, address
from accountsos.dashboard.kept_answers import KeptAnswers, Standing
from accountsos.dashboard.page import Action, Leave, Page
from accountsos.dashboard.security import Transport
from accountsos.dates import london_day
from accountsos.web.multipart import UploadedFile
from accountsos.web.run_workflow import asked, done
from accountsos.workflows.access.log_in import LoggedIn
from accountsos.workflows.overview.work_left import WorkLeft
from accountsos.workflows.unit_of_work import Answer as Kept
from accountsos.workflows.unit_of_work import (
    IdempotencyKey,
    ReadWorkflow,
    Shaping,
    WriteWorkflow,
)
from accountsos.workflows.unit_of_work import Request as WriteRequest
from accountsos.workflows.upkeep.find_kept_answer import KEPT_ANSWER

A = TypeVar("A")
C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")
S = TypeVar("S")

FORM_KEY = "form:"
_REFUSALS = {
    refusal.code: refusal
    for refusal in (errors.NotFound, errors.Conflict, errors.PreconditionFailed, errors.BadRequest)
}
_STATUS = {"not_found": 404, "conflict": 409, "precondition_failed": 409}


class _KeptRefusal(msgspec.Struct):
    code: str
    message: str
    param: str | None = None
    see: str | None = None


@dataclass(slots=True, kw_only=True)
class Request:
    """Who asks for what, on which page, with which form."""

    page: Page
    context: DashboardContext
    answers: KeptAnswers
    """What other requests were shown from."""
    transport: Transport
    address: str
    """The client's, for counting failures."""
    browser: str
    host: str
    """The name and port that the browser asked for."""
    secret: str
    """What the cookie holds; of somebody who is not logged in, a secret that only ties forms to the browser."""
    now: datetime
    request_id: str
    path: str
    query: Mapping[str, str]
    holes: Mapping[str, str] = field(default_factory=dict)
    person: LoggedIn | None = None
    company: int = 0
    part: str = ""
    """The block that is asked for instead of the whole page."""
    htmx: bool = False
    """Whether a script of the page asks, not the browser itself."""
    look: str = ""
    """`light` or `dark` where this browser wants one of them always."""
    action: Action | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    picked: Mapping[str, list[str]] = field(default_factory=dict)
    """Every value of each name, for fields that come several times."""
    files: Mapping[str, UploadedFile] = field(default_factory=dict)
    uploads: Sequence[UploadedFile] = ()
    """All files, where several came under one name."""
    stood: Standing | None = None
    """How the books stood when this request first looked, or after what it wrote."""
    work: WorkLeft | None = None
    """What waits in this company for whoever may do it."""
    state: State = field(default_factory=State)
    """The form of the action: as it was typed, its values and mistakes."""

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    @property
    def company_id(self) -> str:
        """The company as it stands in addresses."""
        return ids.company_id(self.company)

    @property
    def user_id(self) -> str:
        """Whoever is logged in."""
        assert self.person is not None
        return self.person.user.user_id

    @property
    def proved(self) -> bool:
        """Whether the password was given a short while ago."""
        return self.person is not None and self.person.proved(self.now)

    @property
    def rights(self) -> frozenset[Right]:
        """What the person may do here."""
        member = self.person.membership(self.company) if self.person is not None else None
        return frozenset() if member is None else member.rights

    def may(self, right: Right) -> bool:
        """Whether the person may do that here. What may not be done is not offered; the books refuse it too."""
        return right in self.rights

    @property
    def glance(self) -> Glance:
        """What of it is the same for whoever may do the same."""
        return Glance(self.company, self.path, tuple(self.query.items()), self.rights, self.today)

    def here(self, **changes: str | None) -> str:
        """This address with other parameters; None takes one out."""
        return address(self.path, self.query, **changes)

    def opening(self) -> str:
        """This address with something opened: what it is called comes after it."""
        here = self.here(open=None)
        return f"{here}{'&' if '?' in here else '?'}open="

    async def ask(self, workflow: ReadWorkflow[C, R], question: C, shape: Callable[[R], S]) -> S:
        """Ask this company's books; `shape` runs where they are read."""
        return await asked(self.context.books, workflow, self.company, question, shape)

    async def read(self, workflow: ReadWorkflow[C, R], question: C) -> R:
        """The answer, or what was answered before if the books stand as they did: only of what they say and the day."""
        asked = (workflow.name, question, self.company)
        return await self.once(asked, lambda: self.ask(workflow, question, lambda found: found))

    async def see(self, workflow: ReadWorkflow[C, R], question: C, shape: Callable[[Glance, A, R], S], about: A) -> S:
        """The same, shaped by a function that sees nothing of whoever asks: others may be shown what it made.

        `about` is what else it goes by, nothing of a person's. What it makes is never changed.
        """
        glance = self.glance
        asked = (workflow.name, question, shape, glance, about)
        return await self.once(asked, lambda: self.ask(workflow, question, lambda found: shape(glance, about, found)))

    async def once(self, asked: tuple[object, ...], make: Callable[[], Awaitable[S]]) -> S:
        """What is made of the company's books, the day and `asked` alone; what was made before if they are the same.

        `asked` begins with a word of its own and says all else it goes by, the company too. It is never changed.
        """
        if self.stood is None:
            self.stood = self.answers.standing(self.company, self.now)
        if self.stood is None:
            return await make()
        return await self.answers.answer(asked, self.stood, make)

    async def change(
        self, workflow: WriteWorkflow[C, P, R], command: C, to: Callable[[R], str], *, step: str = ""
    ) -> Leave:
        """Change the books once, however often the form is sent, and go on to the address of the result.

        A form that makes several changes names each `step`.
        """

        def result(what: R) -> Kept:
            return Kept(303, b"", {"location": to(what)})

        answer = await self.write(workflow, command, Shaping(result, refusal_kept), step=step)
        return Leave(answer.headers["location"])

    async def write(self, workflow: WriteWorkflow[C, P, R], command: C, shaping: Shaping[R], *, step: str = "") -> Kept:
        """The same with a reply of its own, which is kept for a repeat of the form."""
        wanted = WriteRequest(actor=user_actor(self.user_id), now=self.now, idempotency=self._once(step))
        answer = await done(self.context.books, workflow, self.company, command, wanted, shaping=shaping)
        self.stood = None
        if "refused" in answer.headers:
            kept = msgspec.json.decode(answer.body, type=_KeptRefusal)
            raise _REFUSALS[kept.code](kept.message, param=kept.param, see=kept.see)
        return answer

    async def kept(self, once: str) -> Leave | None:
        """Where a form with that key led; None where nothing is known of it. Raises what refused it."""

        def read(answer: Any) -> Leave | None:
            if answer is None:
                return None
            if "refused" in answer.headers:
                refused = msgspec.json.decode(answer.body, type=_KeptRefusal)
                raise _REFUSALS[refused.code](refused.message, param=refused.param, see=refused.see)
            return Leave(answer.headers["location"])

        return await self.ask(KEPT_ANSWER, FORM_KEY + once, read)

    def _once(self, step: str) -> IdempotencyKey | None:
        """The key that came with the form: a double click or a reload does nothing twice."""
        key = self.typed.get("once", "")
        if not (key.isascii() and key.isalnum() and 16 <= len(key) <= 64):
            return None
        typed = {k: v for k, v in sorted(self.picked.items()) if k not in ("csrf", "once")}
        sent = msgspec.json.encode([self.path, typed, [f.sha256().hex() for f in self.uploads]])
        return IdempotencyKey(FORM_KEY + key + step, hashlib.sha256(sent).digest())


def refusal_kept(refusal: errors.Refused) -> Kept:
    """A refusal as it is kept for a repeat of the form."""
    body = msgspec.json.encode(_KeptRefusal(refusal.code, refusal.message, refusal.param, refusal.see))
    return Kept(_STATUS.get(refusal.code, 400), body, {"refused": refusal.code})
