"""Come in by an invitation: with a new log-in, or with the one that the address has."""

from __future__ import annotations

from typing import Any

from accountsos import ids
from accountsos.access.actor import user_actor
from accountsos.access.passwords import password_digest, password_mistake
from accountsos.dashboard import security
from accountsos.dashboard.forms import Field, Form, Password
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.pages.doors import enter
from accountsos.dashboard.pages.people import role_of
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access.invite import ACCEPT, LOOK_AT, Accept, company_of
from accountsos.workflows.access.manage_people import NewUser

COMING = Form(
    (
        Field(name="name", label="Your name", autocomplete="name", most=120),
        Password(
            name="password",
            label="Password",
            hint="12 characters or more. Three words are good",
            autocomplete="new-password",
        ),
    )
)


async def _invited(request: Request) -> Any:
    """What the link offers; None where nothing."""
    secret, books = request.holes["token"], request.context.books
    company, asked = company_of(secret), (secret, request.now)
    return None if not company else await in_thread(lambda: books.read(LOOK_AT, company, asked))


async def show(request: Request) -> Answer:
    """Whose books, as what, and how to come in."""
    found, state = await _invited(request), request.state
    if found is None:
        return Shown({"invited": None, "state": state}, status=404)
    user = request.person.user if request.person is not None else None
    about = {
        "invited": found,
        "role": role_of(found.invitation),
        "mine": user is not None and user.email == found.invitation.email,
        "next": security.quoted(request.path),
        "coming": COMING,
        "state": state,
    }
    return Shown(about)


async def do_join(request: Request) -> Answer:
    """Whoever is logged in with that address."""
    found, person = await _invited(request), request.person
    if found is None or person is None:
        return await show(request)
    user_id = person.user.user_id
    await _accepted(request, found.company, Accept(request.holes["token"], user_id=user_id), user_id)
    request.context.sessions.forget(request.secret)
    return Leave(f"/{ids.company_id(found.company)}/")


async def do_come(request: Request) -> Answer:
    """Somebody new."""
    found, given, context = await _invited(request), request.state.values, request.context
    if found is None:
        return await show(request)
    mistake = password_mistake(given["password"], found.invitation.email)
    if mistake is not None:
        COMING.wrong(request.state, "password", mistake)
        return await show(request)
    digest = await context.hashing.run(lambda: password_digest(given["password"]))
    user = NewUser("usr_" + ids.random_base62(14), found.invitation.email, given["name"], digest, request.now)
    await _accepted(request, found.company, Accept(request.holes["token"], user), user.user_id)
    return await enter(request, user.user_id, f"/{ids.company_id(found.company)}/")


async def _accepted(request: Request, company: int, command: Accept, user_id: str) -> None:
    books = request.context.books
    await in_thread(lambda: books.write(ACCEPT, company, command, user_actor(user_id)))


PAGES = (
    Page(
        name="invitation",
        path="/invitations/{token}",
        title="Invitation",
        show=show,
        right=None,
        actions={"join": Action(do=do_join), "come": Action(form=COMING, do=do_come)},
    ),
)
