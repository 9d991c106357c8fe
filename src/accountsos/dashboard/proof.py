"""The password once more, before what gives others a way into the books."""

from __future__ import annotations

import asyncio

from accountsos import ids
from accountsos.access.passwords import password_fits
from accountsos.dashboard.figures import clock
from accountsos.dashboard.forms import Form, Password
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access import log_in

AGAIN = Form(
    (Password(name="again", label="Your password", hint="Once more: it is a while since you last gave it", most=1000),)
)


async def prove(request: Request) -> None:
    """Look at the password that came with the form, where the last one is too long ago; a wrong one is a mistake."""
    assert request.person is not None
    if request.proved:
        return
    given = AGAIN.read(request.typed)
    if given.mistakes:
        request.state.mistakes += given.mistakes
        return
    context, user = request.context, request.person.user
    keys = (f"address:{request.address}", f"person:{user.user_id}")
    wait = await in_thread(lambda: context.attempts.spend(keys, request.now.timestamp()))
    if wait:
        until = clock(request.now.fromtimestamp(request.now.timestamp() + wait, request.now.tzinfo))
        AGAIN.wrong(request.state, "again", f"Too many attempts. Try again at {until}")
        return
    if not await context.hashing.run(lambda: password_fits(user.password_hash, given.values["again"])):
        AGAIN.wrong(request.state, "again", "That is not your password")
        return
    await in_thread(lambda: context.attempts.forgive(keys))
    await asyncio.wrap_future(context.books.keep(log_in.PROVE, ids.secret_digest(request.secret)))
    context.sessions.forget(request.secret)
