"""A forgotten password: a link to the person's own address, and a new password by it."""

from __future__ import annotations

import asyncio
import hashlib

from accountsos.access.passwords import password_digest, password_mistake
from accountsos.dashboard import letters, security
from accountsos.dashboard.figures import clock
from accountsos.dashboard.forms import Email, Form, Password
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access import reset_password
from accountsos.workflows.access.reset_password import AskReset, ResetPassword

ASKING = Form((Email(name="email", label="E-mail address"),))
SETTING = Form(
    (
        Password(
            name="password",
            label="New password",
            hint="12 characters or more. Three words are good",
            autocomplete="new-password",
        ),
    )
)


async def show_ask(request: Request) -> Answer:
    """The form, where letters are sent from here."""
    by_mail, asked = request.context.mail is not None, "done" in request.query
    return Shown({"asking": ASKING, "state": request.state, "by_mail": by_mail, "asked": asked})


async def do_ask(request: Request) -> Answer:
    """The same answer whether anybody has that address or not."""
    context, email, now = request.context, request.state.values["email"], request.now.timestamp()
    if context.mail is None:
        return Leave("/forgotten")
    account = hashlib.sha256(email.encode()).hexdigest()[:32]
    wait = await in_thread(
        lambda: context.attempts.spend((f"forgotten-at:{request.address}", f"forgotten:{account}"), now)
    )
    if wait:
        until = clock(request.now.fromtimestamp(now + wait, request.now.tzinfo))
        ASKING.wrong(request.state, "", f"Too many attempts. Try again at {until}")
        return await show_ask(request)
    secret = security.new_secret()
    user = await asyncio.wrap_future(context.books.keep(reset_password.ASK, AskReset(email, secret)))
    if user is not None:
        letter = letters.reset(link=f"{context.public_url.rstrip('/')}/reset/{secret}")
        context.mail.send_later(user.email, letter.subject, letter.text)
    return Leave("/forgotten?done=1")


async def show_set(request: Request) -> Answer:
    """The form, while the link opens."""
    books, asked = request.context.books, (request.holes["token"], request.now)
    user = await in_thread(lambda: books.read(reset_password.WHO_RESETS, 0, asked))
    about = {"setting": SETTING, "state": request.state, "email": user.email if user else ""}
    return Shown(about, status=200 if user else 404)


async def do_set(request: Request) -> Answer:
    """Set it, and log in anew: a second step is asked for as ever."""
    given, context, secret = request.state.values, request.context, request.holes["token"]
    user = await in_thread(lambda: context.books.read(reset_password.WHO_RESETS, 0, (secret, request.now)))
    if user is None:
        return await show_set(request)
    mistake = password_mistake(given["password"], user.email)
    if mistake is not None:
        SETTING.wrong(request.state, "password", mistake)
        return await show_set(request)
    digest = await context.hashing.run(lambda: password_digest(given["password"]))
    await asyncio.wrap_future(context.books.keep(reset_password.RESET, ResetPassword(secret, digest)))
    context.sessions.forget(request.secret)
    return Leave("/log-in?done=reset")


PAGES = (
    Page(
        name="forgotten",
        path="/forgotten",
        title="Forgotten password",
        show=show_ask,
        right=None,
        actions={"ask": Action(form=ASKING, do=do_ask)},
    ),
    Page(
        name="reset",
        path="/reset/{token}",
        title="Set your password anew",
        show=show_set,
        right=None,
        actions={"set": Action(form=SETTING, do=do_set)},
    ),
)
