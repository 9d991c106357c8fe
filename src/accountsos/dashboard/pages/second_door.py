"""The second step at log-in: the code of the device, or one of the recovery codes."""

from __future__ import annotations

import asyncio

from accountsos import ids
from accountsos.dashboard import security
from accountsos.dashboard.figures import clock
from accountsos.dashboard.forms import Field, Form, Hidden
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access import second_step

CODE = Form(
    (
        Hidden(name="next", optional=True),
        Field(
            name="code",
            label="Code",
            hint="Six digits from your authenticator app, or one of your recovery codes",
            most=40,
            autocomplete="one-time-code",
        ),
    )
)


async def _who(request: Request) -> str | None:
    """Whose password was given in this browser a short while ago."""
    if not request.secret or request.person is not None:
        return None
    asked = (ids.secret_digest(request.secret), request.now)
    return await in_thread(lambda: request.context.books.read(second_step.WAITING, 0, asked))


async def show(request: Request) -> Answer:
    """The form, while somebody is half way in."""
    to = security.safe_next(request.query.get("next", "/"))
    if request.person is not None:
        return Leave(to)
    if await _who(request) is None:
        return Leave("/log-in?next=" + security.quoted(to))
    if request.action is None:
        request.state = CODE.blank(next=to)
    return Shown({"code": CODE, "state": request.state})


async def do(request: Request) -> Answer:
    """Count first, then look: a code has six digits, so ten guesses in a quarter of an hour are all there are."""
    given, context, user = request.state.values, request.context, await _who(request)
    if user is None:
        return Leave("/log-in?done=late")
    keys = (f"address:{request.address}", f"second-step:{user}")
    now = request.now.timestamp()
    wait = await in_thread(lambda: context.attempts.spend(keys, now))
    if wait:
        until = clock(request.now.fromtimestamp(now + wait, request.now.tzinfo))
        CODE.wrong(request.state, "code", f"Too many attempts. Try again at {until}")
        return await show(request)
    secret = security.new_secret()
    command = second_step.PassStep(ids.secret_digest(request.secret), given["code"], secret, request.now)
    passed = await asyncio.wrap_future(context.books.keep(second_step.PASS, command))
    if passed is None:
        CODE.wrong(request.state, "code", "That code does not fit, or was used already. Wait for the next one")
        return await show(request)
    await in_thread(lambda: context.attempts.forgive(keys))
    return Leave(security.safe_next(given["next"] or "/"), (security.cookie(secret, request.transport),))


PAGES = (
    Page(
        name="second-door",
        path="/log-in/second-step",
        title="Second step",
        show=show,
        right=None,
        actions={"code": Action(form=CODE, do=do)},
    ),
)
