"""Let people into a company, change what they may do, and take them out again."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos import ids
from accountsos.access.rights import ADMIN
from accountsos.access.roles import Role
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.head import Cause
from accountsos.store.users import (
    Membership,
    User,
    add_member,
    add_user,
    drop_member,
    members_of,
    membership_of,
    set_role,
    user_by_email,
)
from accountsos.workflows.access.log_in import plain_email
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

EMAIL_MAX = 254
NewUser = User
"""Under a name for the doors, which know no store."""


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Somebody who shall see the books. Somebody known by the address keeps name and password."""

    email: str
    name: str
    role: str
    may_close: bool = False
    password_hash: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Another role for somebody who is in the company."""

    user_id: str
    role: str
    may_close: bool = False


def known_role(text: str) -> Role:
    """The role of that name."""
    try:
        return Role(text)
    except ValueError:
        raise BadRequest(f"role: {text!r} is not one of {', '.join(Role)}", param="role") from None


def email_or_refuse(text: str) -> str:
    """The address as it is kept; BadRequest where it can be none."""
    email = plain_email(text)
    name, _, host = email.partition("@")
    if not name or "." not in host.strip(".") or len(email) > EMAIL_MAX or any(c.isspace() for c in email):
        raise BadRequest(f"email: {text!r} is no e-mail address", param="email")
    return email


def prepare_add(db: Reader, company: int, command: AddPerson) -> AddPerson:
    """Check address and role."""
    company_or_refuse(db, company)
    known_role(command.role)
    email_or_refuse(command.email)
    return command


def apply_add(db: Writer, company: int, plan: AddPerson, cause: Cause) -> Membership:
    """Let the person in."""
    email = email_or_refuse(plan.email)
    user = user_by_email(db, email)
    if user is None:
        now = moment_from(cause.recorded_at)
        user = User("usr_" + ids.random_base62(14), email, plan.name.strip(), plan.password_hash, now)
        add_user(db, user)
    if membership_of(db, company, user.user_id) is not None:
        raise Conflict(f"{email} is in this company already; change the role instead")
    add_member(db, company, user.user_id, known_role(plan.role), may_close=plan.may_close)
    cause.note("person.add", user.user_id, after={"role": plan.role, "may_close": plan.may_close})
    return member_or_refuse(db, company, user.user_id)


def prepare_role(db: Reader, company: int, command: ChangeRole) -> ChangeRole:
    """The person must be there."""
    known_role(command.role)
    member_or_refuse(db, company, command.user_id)
    return command


def apply_role(db: Writer, company: int, plan: ChangeRole, cause: Cause) -> Membership:
    """Another role; the last owner stays one."""
    before = member_or_refuse(db, company, plan.user_id)
    role = known_role(plan.role)
    if role is not Role.OWNER:
        _refuse_the_last_owner(db, company, before)
    set_role(db, company, plan.user_id, role, may_close=plan.may_close)
    cause.note(
        "person.role",
        plan.user_id,
        before={"role": before.role.value, "may_close": before.may_close},
        after={"role": role.value, "may_close": plan.may_close},
    )
    return member_or_refuse(db, company, plan.user_id)


def prepare_remove(db: Reader, company: int, user_id: str) -> str:
    """The person must be there."""
    return member_or_refuse(db, company, user_id).user_id


def apply_remove(db: Writer, company: int, user_id: str, cause: Cause) -> str:
    """Take the person out. Whoever is in no company keeps the account and sees nothing."""
    before = member_or_refuse(db, company, user_id)
    _refuse_the_last_owner(db, company, before)
    drop_member(db, company, user_id)
    cause.note("person.remove", user_id, before={"role": before.role.value, "may_close": before.may_close})
    return user_id


def member_or_refuse(db: Reader, company: int, user_id: str) -> Membership:
    """The person of that id in this company."""
    member = membership_of(db, company, user_id)
    if member is None:
        raise NotFound(f"there is nobody with the id {user_id!r} in this company")
    return member


def list_people(db: Reader, company: int, _: None) -> list[Membership]:
    """Everybody, by name."""
    company_or_refuse(db, company)
    return members_of(db, company)


def _refuse_the_last_owner(db: Reader, company: int, member: Membership) -> None:
    owners = [m for m in members_of(db, company) if m.role is Role.OWNER]
    if owners == [member]:
        raise Conflict("a company needs an owner: make somebody else owner first")


ADD = WriteWorkflow("person.add", prepare_add, apply_add, needs=ADMIN)
CHANGE_ROLE = WriteWorkflow("person.role", prepare_role, apply_role, needs=ADMIN)
REMOVE = WriteWorkflow("person.remove", prepare_remove, apply_remove, needs=ADMIN)
LIST = ReadWorkflow("person.list", list_people, short=True)
