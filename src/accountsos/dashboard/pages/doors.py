"""Log in, log out, and where the bare address leads."""

from __future__ import annotations

import asyncio
import hashlib

from accountsos import ids
from accountsos.access.passwords import password_fits
from accountsos.dashboard import security
from accountsos.dashboard.figures import clock
from accountsos.dashboard.forms import Email, Form, Hidden, Password
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access import log_in, second_step
from accountsos.workflows.access.log_in import EndSession, OpenSession

LOG_IN = Form(
    (
        Hidden(name="next", optional=True),
        Email(name="email", label="E-mail address"),
        Password(name="password", label="Password"),
    )
)
TOLD = {
    "reset": "Your password is set. Log in with it.",
    "late": "That took more than ten minutes. Give your password again.",
}
NEITHER = "The e-mail address or the password is not right"


async def anybody(request: Request) -> bool:
    """Whether somebody has signed up here."""
    books = request.context.books
    return await in_thread(lambda: books.read(log_in.ANYBODY, 0, None))


async def root(request: Request) -> Answer:
    """To the first company, to log in, or, where nobody is known yet, to sign up."""
    if request.person is None:
        return Leave("/log-in" if await anybody(request) else "/sign-up")
    companies = request.person.memberships
    return Leave(f"/{ids.company_id(companies[0].company)}/" if companies else "/me")


async def show_log_in(request: Request) -> Answer:
    """The form; whoever is logged in goes on."""
    if request.person is not None:
        return Leave(security.safe_next(request.query.get("next", "/")))
    if not await anybody(request):
        return Leave("/sign-up")
    if request.action is None:
        request.state = LOG_IN.blank(next=security.safe_next(request.query.get("next", "/")))
    told = TOLD.get(request.query.get("done", ""), "")
    by_mail = request.context.mail is not None
    return Shown({"log_in": LOG_IN, "state": request.state, "told": told, "by_mail": by_mail})


async def do_log_in(request: Request) -> Answer:
    """Count first, then look: many guesses at once count as many. One answer for a wrong address or password."""
    given, context = request.state.values, request.context
    account = "account:" + hashlib.sha256(given["email"].encode()).hexdigest()[:32]
    keys = (f"address:{request.address}", account)
    now = request.now.timestamp()
    wait = await in_thread(lambda: context.attempts.spend(keys, now))
    if wait:
        until = clock(request.now.fromtimestamp(now + wait, request.now.tzinfo))
        return await _again(request, f"Too many attempts. Try again at {until}")
    user = await in_thread(lambda: context.books.read(log_in.FIND, 0, given["email"]))
    digest = user.password_hash if user is not None else None
    fits = await context.hashing.run(lambda: password_fits(digest, given["password"]))
    if not fits or user is None:
        return await _again(request, NEITHER)
    await in_thread(lambda: context.attempts.forgive(keys))
    to, user_id = security.safe_next(given["next"] or "/"), user.user_id
    step = await in_thread(lambda: context.books.read(second_step.STATE, 0, user_id))
    if step.since is not None:
        return await enter(request, user_id, "/log-in/second-step?next=" + security.quoted(to), awaits_code=True)
    return await enter(request, user_id, to)


async def _again(request: Request, sentence: str) -> Answer:
    LOG_IN.wrong(request.state, "", sentence)
    return await show_log_in(request)


async def enter(request: Request, user_id: str, to: str, *, awaits_code: bool = False) -> Leave:
    """A session of its own: the secret that the browser had before is worth nothing from now on."""
    context, secret = request.context, security.new_secret()
    before = ids.secret_digest(request.secret)
    command = OpenSession(user_id, secret, request.browser, before, awaits_code)
    await asyncio.wrap_future(context.books.keep(log_in.OPEN, command))
    context.sessions.forget(request.secret)
    return Leave(to, (security.cookie(secret, request.transport),))


async def show_log_out(_: Request) -> Answer:
    """Nothing stands here."""
    return Leave("/")


async def do_log_out(request: Request) -> Answer:
    """End the session; the browser forgets it."""
    if request.person is not None:
        command = EndSession(request.user_id, request.person.session.session_id)
        await asyncio.wrap_future(request.context.books.keep(log_in.END, command))
        request.context.sessions.forget(request.secret)
    return Leave("/log-in", (security.cookie("", request.transport), security.CLEAR))


PAGES = (
    Page(name="root", path="/", title="AccountsOS", show=root, right=None),
    Page(
        name="log-in",
        path="/log-in",
        title="Log in",
        show=show_log_in,
        right=None,
        actions={"log-in": Action(form=LOG_IN, do=do_log_in)},
    ),
    Page(
        name="log-out",
        path="/log-out",
        title="Log out",
        show=show_log_out,
        right=None,
        actions={"log-out": Action(do=do_log_out)},
    ),
)
