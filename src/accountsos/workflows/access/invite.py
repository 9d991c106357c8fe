"""Ask somebody into a company by a link, take that back, and come in by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accountsos import ids
from accountsos.access.rights import ADMIN
from accountsos.access.roles import Role
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.errors import Conflict, Forbidden, NotFound
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invitations import (
    Invitation,
    add_invitation,
    drop_invitation,
    invitation_by_secret,
    invitations_of,
)
from accountsos.store.second_steps import people_with_step
from accountsos.store.users import (
    Membership,
    User,
    add_member,
    add_user,
    members_of,
    membership_of,
    user_by_email,
    user_by_id,
)
from accountsos.workflows.access.manage_people import email_or_refuse, known_role, member_or_refuse
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invite:
    """Who is asked, as what. `secret` stands in the link; only its digest is kept."""

    email: str
    role: str
    secret: str
    may_close: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """Come in by a link: as `user`, who is new, or as the person of `user_id`."""

    secret: str
    user: User | None = None
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever has its link sees it."""

    invitation: Invitation
    company: int
    company_name: str
    by: str
    known: bool
    """Whether somebody of that address can log in already."""


@dataclass(frozen=True, slots=True)
class People:
    """Who may see a company's books, and who is asked to."""

    members: tuple[Membership, ...]
    with_step: frozenset[str]
    """Who of them has a second step."""
    invitations: tuple[Invitation, ...]
    """Those that still open something."""


def link_secret(company: int) -> str:
    """What stands in the link of an invitation: the company, and 43 characters that nobody guesses."""
    return ids.company_id(company).removeprefix("co_") + ids.random_base62(43)


def company_of(secret: str) -> int:
    """The company that a link names; 0 where it names none."""
    return ids.company_number("co_" + secret[:-43]) or 0


def prepare_invite(db: Reader, company: int, command: Invite) -> Invite:
    """Check address and role; whoever is in already is not asked."""
    company_or_refuse(db, company)
    email = email_or_refuse(command.email)
    role = known_role(command.role)
    if any(member.email == email for member in members_of(db, company)):
        raise Conflict(f"{email} is in this company already; change the role instead")
    return replace(command, email=email, may_close=command.may_close and role is Role.ACCOUNTANT)


def apply_invite(db: Writer, company: int, plan: Invite, cause: Cause) -> Invitation:
    """A link that opens for seven days."""
    now = cause.now
    made = Invitation(
        invitation_id="ivt_" + ids.random_base62(14),
        secret_digest=ids.secret_digest(plan.secret),
        email=plan.email,
        role=known_role(plan.role),
        may_close=plan.may_close,
        invited_by=cause.actor,
        created_at=now,
        expires_at=now + OPEN_FOR,
    )
    add_invitation(db, company, made)
    cause.note("invitation.make", made.invitation_id, after={"role": plan.role, "may_close": plan.may_close})
    return made


def prepare_withdraw(db: Reader, company: int, invitation_id: str) -> str:
    """It must be this company's."""
    if not any(each.invitation_id == invitation_id for each in invitations_of(db, company)):
        raise NotFound(f"there is no invitation {invitation_id!r}")
    return invitation_id


def apply_withdraw(db: Writer, company: int, invitation_id: str, cause: Cause) -> str:
    """The link opens nothing any more."""
    if drop_invitation(db, company, invitation_id):
        cause.note("invitation.withdraw", invitation_id)
    return invitation_id


def look_at(db: Reader, company: int, asked: tuple[str, datetime]) -> Invited | None:
    """What a link offers at that moment; None where nothing."""
    secret, now = asked
    found = invitation_by_secret(db, company, ids.secret_digest(secret))
    if found is None or found.expires_at <= now:
        return None
    inviter = user_by_id(db, found.invited_by.removeprefix("user:"))
    name = (inviter.name or inviter.email) if inviter else ""
    known = user_by_email(db, found.email) is not None
    return Invited(found, company, company_or_refuse(db, company).name, name, known)


def prepare_accept(_: Reader, __: int, command: Accept) -> Accept:
    """Nothing is known before the write: the link may be used by somebody else meanwhile."""
    return command


def apply_accept(db: Writer, company: int, plan: Accept, cause: Cause) -> Membership:
    """Bound to the address that was asked, once."""
    found, now = invitation_by_secret(db, company, ids.secret_digest(plan.secret)), cause.now
    if found is None or found.expires_at <= now:
        raise NotFound("this invitation was used, taken back or is too old; ask whoever invited you for another")
    user = _whoever_comes(db, found, plan)
    drop_invitation(db, company, found.invitation_id)
    if membership_of(db, company, user.user_id) is None:
        add_member(db, company, user.user_id, found.role, may_close=found.may_close)
        told = {"role": found.role.value, "may_close": found.may_close, "invitation": found.invitation_id}
        cause.note("invitation.accept", user.user_id, after=told)
    return member_or_refuse(db, company, user.user_id)


def _whoever_comes(db: Writer, found: Invitation, plan: Accept) -> User:
    known = user_by_email(db, found.email)
    if plan.user is None:
        if known is None or known.user_id != plan.user_id:
            raise Forbidden(f"this invitation is for {found.email}; log in with that address")
        return known
    if known is not None:
        raise Conflict(f"{found.email} has a log-in already; log in, then open the link again")
    user = replace(plan.user, email=found.email)
    add_user(db, user)
    return user


def who_is_in(db: Reader, company: int, now: datetime) -> People:
    """Everybody of a company, and who is asked into it."""
    company_or_refuse(db, company)
    asked = tuple(each for each in invitations_of(db, company) if each.expires_at > now)
    return People(tuple(members_of(db, company)), people_with_step(db, company), asked)


INVITE = WriteWorkflow("invitation.make", prepare_invite, apply_invite, needs=ADMIN)
WITHDRAW = WriteWorkflow("invitation.withdraw", prepare_withdraw, apply_withdraw, needs=ADMIN)
ACCEPT = WriteWorkflow("invitation.accept", prepare_accept, apply_accept, needs=ADMIN, by_invitation=True)
LOOK_AT = ReadWorkflow("invitation.look_at", look_at, short=True)
PEOPLE = ReadWorkflow("person.page", who_is_in, short=True)
