"""Settings, people: who may see these books, who is asked to; and the page of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from accountsos.access.roles import Right, Role
from accountsos.dashboard import letters
from accountsos.dashboard.figures import full_day, moment
from accountsos.dashboard.forms import Choice, Email, Form, Hidden, Option, Tick
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.pages.api_keys import server_address
from accountsos.dashboard.request import Request, refusal_kept
from accountsos.dashboard.words import ROLES
from accountsos.dates import london_day
from accountsos.errors import NotFound
from accountsos.workflows.access.invite import INVITE, PEOPLE, WITHDRAW, Invite, People, link_secret
from accountsos.workflows.access.manage_people import CHANGE_ROLE, REMOVE, ChangeRole
from accountsos.workflows.unit_of_work import Answer as Kept
from accountsos.workflows.unit_of_work import Shaping

_ROLE = Choice(
    name="role",
    label="What may they do?",
    options=(
        Option("owner", "Owner", "everything, also people and keys"),
        Option("bookkeeper", "Bookkeeper", "files, adds and uploads, marks returns as filed"),
        Option("accountant", "Accountant", "reads everything"),
        Option("reader", "Reader", "reads"),
    ),
    preset="accountant",
)
_MAY_CLOSE = Tick(
    name="may_close",
    label="An accountant may also post journals and close years",
    optional=True,
)
INVITING = Form((Email(name="email", label="E-mail address", autocomplete="off"), _ROLE, _MAY_CLOSE))
CHANGING = Form((_ROLE, _MAY_CLOSE))
REMOVING = Form((Tick(name="sure", label="Yes, take them out", wrong="Tick the box to take them out"),))
ONE_INVITATION = Form((Hidden(name="invitation"),))
TOLD = {
    "role": "The role is changed.",
    "removed": "They are out: within a second they see nothing of these books any more.",
    "withdrawn": "The invitation is taken back. Its link opens nothing any more.",
}


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody, in words."""

    id: str
    name: str
    email: str
    role: str
    second_step: bool
    here: bool
    """Whether it is whoever looks."""


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation, in words."""

    id: str
    email: str
    role: str
    until: str


class NewInvitation(msgspec.Struct):
    """What is shown once. Of a form that was sent again the link is not known any more."""

    email: str
    until: str
    link: str = ""
    sent: bool = False


async def show(request: Request) -> Answer:
    """Everybody, and the form for somebody else."""
    return await _shown(request, None)


async def _shown(request: Request, made: NewInvitation | None) -> Shown:
    def shape(people: People) -> Shown:
        return Shown(
            {
                "people": [_person(request, people, member) for member in people.members],
                "invitations": [
                    InvitationShown(
                        each.invitation_id, each.email, role_of(each), moment(each.expires_at, request.today)
                    )
                    for each in people.invitations
                ],
                "inviting": INVITING,
                "made": made,
                "here": LIST.address(company=request.company_id),
                "told": TOLD.get(request.query.get("done", ""), ""),
            }
        )

    return await request.ask(PEOPLE, request.now, shape)


def _person(request: Request, people: People, member: Any) -> PersonShown:
    has_step, here = member.user_id in people.with_step, member.user_id == request.user_id
    return PersonShown(member.user_id, member.person, member.email, role_of(member), has_step, here)


def role_of(who: Any) -> str:
    """`accountant, posts journals and closes years`."""
    may = ", posts journals and closes years" if who.role is Role.ACCOUNTANT and who.may_close else ""
    return ROLES[who.role] + may


async def do_invite(request: Request) -> Answer:
    """Make the link, send it where letters are sent, and show it this once."""
    given, secret = request.state.values, link_secret(request.company)
    command = Invite(given["email"], given["role"], secret, bool(given["may_close"]))
    role = ""

    def result(invitation: Any) -> Kept:
        nonlocal role
        role = role_of(invitation)
        until = full_day(london_day(invitation.expires_at))
        return Kept(200, msgspec.json.encode(NewInvitation(invitation.email, until)), {})

    answer = await request.write(INVITE, command, Shaping(result, refusal_kept))
    made = msgspec.json.decode(answer.body, type=NewInvitation)
    if not answer.replayed:
        made.link = f"{server_address(request)}/invitations/{secret}"
        made.sent = await _sent(request, made, role)
    return await _shown(request, made)


async def _sent(request: Request, made: NewInvitation, role: str) -> bool:
    assert request.person is not None
    mail, user, member = request.context.mail, request.person.user, request.person.membership(request.company)
    if mail is None or member is None:
        return False
    by = user.name or user.email
    letter = letters.invitation(by=by, company=member.company_name, role=role, link=made.link, until=made.until)
    return await mail.send(made.email, letter.subject, letter.text)


async def do_withdraw(request: Request) -> Answer:
    """The link opens nothing any more."""
    back = f"{LIST.address(company=request.company_id)}?done=withdrawn"
    return await request.change(WITHDRAW, request.state.values["invitation"], lambda _: back)


async def show_one(request: Request) -> Answer:
    """One of them: another role, or out."""

    def shape(people: People) -> Shown:
        found = next((m for m in people.members if m.user_id == request.holes["member"]), None)
        if found is None:
            raise NotFound("there is nobody of that id")
        if request.typed.get("do") != "role":
            request.state.typed = {"role": found.role.value, "may_close": "yes" if found.may_close else ""}
        one = _person(request, people, found)
        return Shown({"one": one, "changing": CHANGING, "removing": REMOVING, "state": request.state})

    return await request.ask(PEOPLE, request.now, shape)


async def do_role(request: Request) -> Answer:
    """Another role from now on."""
    given = request.state.values
    may_close = bool(given["may_close"]) and given["role"] == Role.ACCOUNTANT
    command = ChangeRole(request.holes["member"], given["role"], may_close)
    return await _away(request, await request.change(CHANGE_ROLE, command, lambda _: _back(request, "role")))


async def do_remove(request: Request) -> Answer:
    """Out of these books; the log-in stays for others."""
    done = await request.change(REMOVE, request.holes["member"], lambda _: _back(request, "removed"))
    return await _away(request, done)


def _back(request: Request, what: str) -> str:
    return f"{LIST.address(company=request.company_id)}?done={what}"


async def _away(request: Request, back: Leave) -> Leave:
    """Whoever changed what they are themselves may not look at this page any more."""
    if request.holes["member"] != request.user_id:
        return back
    request.context.sessions.forget(request.secret)
    return Leave("/")


LIST = Page(
    name="people",
    path="/{company}/settings/people",
    title="People",
    show=show,
    right=Right.GOVERN,
    actions={
        "invite": Action(form=INVITING, do=do_invite, right=Right.GOVERN, proof=True),
        "withdraw": Action(form=ONE_INVITATION, do=do_withdraw, right=Right.GOVERN),
    },
    under="settings",
)
PAGES = (
    LIST,
    Page(
        name="person",
        path="/{company}/settings/people/{member}",
        title="Somebody’s role",
        show=show_one,
        right=Right.GOVERN,
        actions={
            "role": Action(form=CHANGING, do=do_role, right=Right.GOVERN, proof=True),
            "remove": Action(form=REMOVING, do=do_remove, right=Right.GOVERN, proof=True),
        },
        under="settings",
    ),
)
