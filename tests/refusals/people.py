"""What is refused about people, their roles, their sessions and the first sign-up."""

from __future__ import annotations

from accountsos.access.actor import user_actor
from accountsos.store.users import User
from accountsos.workflows.access import log_in, manage_people
from accountsos.workflows.access.log_in import EndSession, SetPassword
from accountsos.workflows.access.manage_people import AddPerson, ChangeRole
from accountsos.workflows.companies import found_company
from accountsos.workflows.contacts import manage_contacts
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import TESTER, TODAY, company_number
from tests.support.engines import NOON


def _added(desk: Desk, role: str = "owner", email: str = "ann@teasel.example") -> str:
    return str(desk.do(manage_people.ADD, AddPerson(email, "Ann Teasel", role)).user_id)


def _added_twice(desk: Desk) -> None:
    for role in ("owner", "reader"):
        _added(desk, role)


def _write_as(desk: Desk, user_id: str) -> object:
    actor = user_actor(user_id)
    return desk.books.write(manage_contacts.ADD, desk.keeper.company, manage_contacts.NewContact("Harbour"), actor)


def _second_sign_up(desk: Desk) -> None:
    """Two people sign up at once where nobody is known yet."""
    for name in ("ann", "ben"):
        number = company_number()
        user = User(f"usr_{name}", f"{name}@teasel.example", name.title(), None, NOON)
        command = found_company.FoundCompany("Teasel Ltd", TODAY, owner=user, first_of_all=True, number=number)
        desk.books.write(found_company.FOUND, number, command, TESTER)


CASES: Cases = {
    "a role that is none": lambda d: _added(d, "boss"),
    "an address that is none": lambda d: _added(d, email="ann at teasel"),
    "somebody who is in the company already": _added_twice,
    "a role for somebody who is not in the company": lambda d: d.do(
        manage_people.CHANGE_ROLE, ChangeRole("usr_nobody", "reader")
    ),
    "taking the last owner out": lambda d: d.do(manage_people.REMOVE, _added(d)),
    "a change by a reader": lambda d: _write_as(d, _added(d, "reader")),
    "a change by somebody who is not in the company": lambda d: _write_as(d, "usr_nobody"),
    "ending a session that is not there": lambda d: d.books.keep(
        log_in.END, EndSession("usr_nobody", "ses_nothing")
    ).result(30),
    "a password for somebody who is not known": lambda d: d.books.keep(
        log_in.SET_PASSWORD, SetPassword("usr_nobody", "digest")
    ).result(30),
    "a second first sign-up": _second_sign_up,
}
