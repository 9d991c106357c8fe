"""Another company of somebody who owns one already; whoever founds it owns it too."""

from __future__ import annotations

from dataclasses import replace

from accountsos import ids
from accountsos.access.actor import user_actor
from accountsos.access.roles import Right
from accountsos.dashboard.forms import Form
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.pages.sign_up import SIGN_UP
from accountsos.dashboard.request import Request
from accountsos.errors import Forbidden
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access.log_in import LoggedIn
from accountsos.workflows.companies.found_company import FOUND, NUMBER, FoundCompany

ABOUT_THE_PERSON = ("name", "email", "password")
NEW_COMPANY = Form(tuple(field for field in SIGN_UP.fields if field.name not in ABOUT_THE_PERSON))


async def show(request: Request) -> Answer:
    """The form."""
    _owner(request)
    return Shown({"new_company": NEW_COMPANY, "state": request.state})


async def do(request: Request) -> Answer:
    """Found it, and go there."""
    person, given = _owner(request), request.state.values
    once = _once(request.typed.get("once", ""))
    found = await in_thread(lambda: request.context.books.read(NUMBER, 0, once))
    number = found.number
    if not (found.is_founded and person.membership(number)):
        command = FoundCompany(
            name=given["company"],
            today=request.today,
            entity_type=given["kind"],
            incorporated_on=given["incorporated"],
            company_number=given["number"],
            trade=given["trade"],
            people=(person.user.name,) if person.user.name else (),
            owner=replace(person.user, password_hash=None),
            once=once,
        )
        actor = user_actor(person.user.user_id)
        await in_thread(lambda: request.context.books.write(FOUND, number, command, actor))
        request.context.sessions.forget(request.secret)
    following = "settings/vat?first=1" if given["vat"] == "yes" else "welcome"
    return Leave(f"/{ids.company_id(number)}/{following}")


def _once(typed: str) -> str:
    """The same for the same form, so that a double click founds one company."""
    if not (typed.isascii() and typed.isalnum() and 16 <= len(typed) <= 64):
        return ids.random_base62(16)
    return typed


def _owner(request: Request) -> LoggedIn:
    """Whoever keeps the books of others does not open new ones here."""
    person = request.person
    if person is None or not any(each.has(Right.GOVERN) for each in person.memberships):
        refusal = Forbidden("only an owner founds another company")
        refusal.param = Right.GOVERN.value
        raise refusal
    return person


PAGES = (
    Page(
        name="new-company",
        path="/me/new-company",
        title="Add a company",
        show=show,
        actions={"found": Action(form=NEW_COMPANY, do=do, right=Right.GOVERN)},
    ),
)
