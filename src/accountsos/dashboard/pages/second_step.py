"""Oneself: a second step at log-in, set up with an authenticator app, and the recovery codes that go with it."""

from __future__ import annotations

import asyncio

from accountsos.access.second_step import in_groups, is_key, new_key, new_recovery_codes, otpauth_link
from accountsos.dashboard.figures import full_day
from accountsos.dashboard.forms import Field, Form, Hidden, Tick
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.square_code import square_code
from accountsos.dates import london_day
from accountsos.web.run_workflow import asked
from accountsos.workflows.access import second_step
from accountsos.workflows.access.second_step import NewCodes, StepState, TurnOn

ON = Form(
    (
        Hidden(name="key"),
        Field(name="code", label="Code", hint="The six digits that the app shows now", most=20),
    )
)
OFF = Form((Tick(name="sure", label="Yes, the password alone is enough", wrong="Tick the box to turn it off"),))
TOLD = {"off": "The second step is off. Your password alone opens your books."}


async def show(request: Request) -> Answer:
    """How it stands, and what can be done about it."""
    return await _shown(request, ())


async def _shown(request: Request, codes: tuple[str, ...]) -> Shown:
    assert request.person is not None
    books, user = request.context.books, request.person.user
    state: StepState = await asked(books, second_step.STATE, 0, user.user_id, lambda found: found)
    typed = request.typed.get("key", "")
    key = typed if is_key(typed) else new_key()
    request.state.typed = {**request.state.typed, "key": key}
    link = otpauth_link(key, user.email)
    return Shown(
        {
            "since": full_day(london_day(state.since)) if state.since else "",
            "left": state.codes_left,
            "codes": codes,
            "key": in_groups(key),
            "link": link,
            "code": None if state.since else square_code(link),
            "on": ON,
            "off": OFF,
            "state": request.state,
            "told": TOLD.get(request.query.get("done", ""), ""),
        }
    )


async def do_on(request: Request) -> Answer:
    """A code of the device proves that it has the key; every other browser is logged out."""
    assert request.person is not None
    given, codes = request.state.values, new_recovery_codes()
    command = TurnOn(request.user_id, given["key"], given["code"], codes, request.person.session.session_id)
    await asyncio.wrap_future(request.context.books.keep(second_step.TURN_ON, command))
    return await _shown(request, codes)


async def do_codes(request: Request) -> Answer:
    """Ten others."""
    codes = new_recovery_codes()
    await asyncio.wrap_future(request.context.books.keep(second_step.RENEW_CODES, NewCodes(request.user_id, codes)))
    return await _shown(request, codes)


async def do_off(request: Request) -> Answer:
    """From now on the password is enough."""
    await asyncio.wrap_future(request.context.books.keep(second_step.TURN_OFF, request.user_id))
    return Leave("/me/second-step?done=off")


PAGES = (
    Page(
        name="second-step",
        path="/me/second-step",
        title="Second step",
        show=show,
        actions={
            "on": Action(form=ON, do=do_on, proof=True),
            "codes": Action(do=do_codes, proof=True),
            "off": Action(form=OFF, do=do_off, proof=True),
        },
    ),
)
