"""Oneself: the password, and the browsers in which one is logged in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from accountsos.access.passwords import password_digest, password_fits, password_mistake
from accountsos.dashboard.figures import moment
from accountsos.dashboard.forms import Choice, Form, Hidden, Option, Password
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.security import look_cookie
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access import log_in, second_step
from accountsos.workflows.access.log_in import EndSession, SetPassword

PASSWORD = Form(
    (
        Password(name="old", label="Password now"),
        Password(name="new", label="New password", hint="12 characters or more", autocomplete="new-password"),
    )
)
ONE_SESSION = Form((Hidden(name="session"),))
LOOKING = Form(
    (
        Choice(
            name="look",
            label="Light or dark",
            options=(Option("system", "As this device says"), Option("light", "Light"), Option("dark", "Dark")),
            preset="system",
        ),
    )
)
TOLD = {
    "password": "Your password is changed. Other browsers are logged out.",
    "ended": "That browser is logged out.",
    "look": "This browser shows pages so from now on.",
}


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A browser, in words."""

    session_id: str
    browser: str
    since: str
    seen: str
    here: bool


async def show(request: Request) -> Answer:
    """Sessions and the form for another password."""
    assert request.person is not None
    asked = (request.user_id, request.now)
    books, today, here = request.context.books, request.today, request.person.session.session_id
    found = await in_thread(lambda: books.read(log_in.SESSIONS, 0, asked))
    step = await in_thread(lambda: books.read(second_step.STATE, 0, asked[0]))
    sessions = [
        SessionShown(
            s.session_id,
            browser_named(s.browser),
            moment(s.created_at, today),
            moment(s.seen_at, today),
            s.session_id == here,
        )
        for s in found
    ]
    told = TOLD.get(request.query.get("done", ""), "")
    if not request.typed:
        request.state.typed = {"look": request.look or "system"}
    about = {"sessions": sessions, "password": PASSWORD, "told": told, "state": request.state}
    more = {"looking": LOOKING.fields[0], "step_on": step.since is not None, "codes_left": step.codes_left}
    return Shown({**about, **more})


async def do_password(request: Request) -> Answer:
    """The old one once more, then the new one; every other browser is logged out."""
    assert request.person is not None
    given, user, context = request.state.values, request.person.user, request.context
    if not await context.hashing.run(lambda: password_fits(user.password_hash, given["old"])):
        PASSWORD.wrong(request.state, "old", "That is not your password")
        return await show(request)
    mistake = password_mistake(given["new"], user.email)
    if mistake is not None:
        PASSWORD.wrong(request.state, "new", mistake)
        return await show(request)
    digest = await context.hashing.run(lambda: password_digest(given["new"]))
    command = SetPassword(user.user_id, digest, request.person.session.session_id)
    await asyncio.wrap_future(context.books.keep(log_in.SET_PASSWORD, command))
    context.sessions.forget(request.secret)
    return Leave("/me?done=password")


async def do_look(request: Request) -> Answer:
    """This browser shows pages so from now on."""
    look = request.state.values["look"]
    return Leave("/me?done=look", (look_cookie("" if look == "system" else look, request.transport),))


async def do_end(request: Request) -> Answer:
    """Log one browser out."""
    command = EndSession(request.user_id, request.state.values["session"])
    await asyncio.wrap_future(request.context.books.keep(log_in.END, command))
    return Leave("/me?done=ended")


async def do_end_others(request: Request) -> Answer:
    """Log all others out."""
    assert request.person is not None
    command = EndSession(request.user_id, request.person.session.session_id, others=True)
    await asyncio.wrap_future(request.context.books.keep(log_in.END, command))
    return Leave("/me?done=ended")


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_named(agent: str) -> str:
    """`Firefox on Linux`, as far as the browser says what it is."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Another program")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


PAGES = (
    Page(
        name="me",
        path="/me",
        title="You",
        show=show,
        actions={
            "password": Action(form=PASSWORD, do=do_password),
            "look": Action(form=LOOKING, do=do_look),
            "end": Action(form=ONE_SESSION, do=do_end),
            "end-others": Action(do=do_end_others),
        },
    ),
)
