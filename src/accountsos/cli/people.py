"""Who may log in: add people to a company, change their roles, set passwords."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation, company_number
from accountsos.cli.output import print_table
from accountsos.cli.printing import say
from accountsos.errors import BadRequest, NotFound
from accountsos.workflows.access import log_in, manage_people, second_step
from accountsos.workflows.access.manage_people import AddPerson, ChangeRole, NewUser, email_or_refuse
from accountsos.workflows.unit_of_work import Books


def new_user(here: Installation, email: str, name: str) -> NewUser:
    """Somebody new, with the password from standard input."""
    address = email_or_refuse(email)
    return NewUser("usr_" + ids.random_base62(14), address, name, asked_password(address), here.clock())


def add_person(installation: Installation, given: Mapping[str, Any]) -> None:
    """Let somebody in. Somebody new gets the password from standard input."""
    here, company = installation.at(given["data"]), company_number(given["company"])
    address = email_or_refuse(given["email"])
    with here.opened_for(company) as opened:
        known = opened.books.read(log_in.FIND, 0, address)
        digest = None if known else asked_password(address)
        command = AddPerson(address, given["name"] or "", given["role"], bool(given["may_close"]), digest)
        member = opened.books.write(manage_people.ADD, company, command, ACTOR)
    say(f"user  {member.user_id}\nrole  {member.role}")


def print_people(installation: Installation, given: Mapping[str, Any]) -> None:
    """Everybody of a company."""
    here, company = installation.at(given["data"]), company_number(given["company"])
    with here.opened_for(company) as opened:
        members = opened.books.read(manage_people.LIST, company, None)
    rows = [[m.user_id, m.email, m.person, m.role.value] for m in members]
    print_table([("id", "<"), ("e-mail", "<"), ("name", "<"), ("role", "<")], rows)


def change_role(installation: Installation, given: Mapping[str, Any]) -> None:
    """Give somebody another role."""
    here, company = installation.at(given["data"]), company_number(given["company"])
    command = ChangeRole(given["user_id"], given["role"], bool(given["may_close"]))
    with here.opened_for(company) as opened:
        member = opened.books.write(manage_people.CHANGE_ROLE, company, command, ACTOR)
    say(f"{member.email} is {member.role} now.")


def remove_person(installation: Installation, given: Mapping[str, Any]) -> None:
    """Take somebody out of a company, within a second."""
    here, company = installation.at(given["data"]), company_number(given["company"])
    with here.opened_for(company) as opened:
        opened.books.write(manage_people.REMOVE, company, given["user_id"], ACTOR)
    say(f"{given['user_id']} is in this company no more.")


def set_password(installation: Installation, given: Mapping[str, Any]) -> None:
    """Set somebody's password. Every browser they are logged in with is logged out."""
    books = installation.at(given["data"]).open().books
    try:
        user = _whose(books, given["email"])
        command = log_in.SetPassword(user.user_id, asked_password(user.email))
        books.keep(log_in.SET_PASSWORD, command).result()
    finally:
        books.close()
    say(f"The password of {user.email} is set.")


def drop_second_step(installation: Installation, given: Mapping[str, Any]) -> None:
    """From now on the password is enough, for somebody who lost both device and recovery codes."""
    books = installation.at(given["data"]).open().books
    try:
        user = _whose(books, given["email"])
        books.keep(second_step.TURN_OFF, user.user_id).result()
    finally:
        books.close()
    say(f"The password of {user.email} is enough now.")


def _whose(books: Books, email: str) -> NewUser:
    user = books.read(log_in.FIND, 0, email)
    if user is None:
        raise NotFound(f"nobody has the e-mail address {email}; `accountsos people list` shows who there is")
    return user


def asked_password(email: str) -> str:
    """The digest of a password typed twice, or of the first line of standard input."""
    if sys.stdin.isatty():
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    from accountsos.access.passwords import password_digest, password_mistake  # only here: it is slow to import

    mistake = password_mistake(typed, email)
    if mistake is not None:
        raise BadRequest(f"{mistake}.", param="password")
    return password_digest(typed)
