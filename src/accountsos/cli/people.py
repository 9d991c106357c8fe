"""Who may log in: add people to a company, change their roles, set passwords."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from accountsos import ids
from accountsos.access.passwords import password_digest, password_mistake
from accountsos.access.roles import Role
from accountsos.cli.installation import (
    ACTOR,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.errors import BadRequest, NotFound
from accountsos.workflows.access import log_in, manage_people
from accountsos.workflows.access.manage_people import AddPerson, ChangeRole, NewUser, email_or_refuse

_ROLE = click.Choice([role.value for role in Role])


@click.group("people")
def people() -> None:
    """Who may log in to the dashboard, and what they may do."""


def new_user(here: Installation, email: str, name: str) -> NewUser:
    """Somebody new, with the password from standard input."""
    address = email_or_refuse(email)
    return NewUser("usr_" + ids.random_base62(14), address, name, _asked_password(address), here.clock())


@people.command("add")
@click.argument("email")
@click.option("--name", default="", help="As it shall stand on the screen.")
@click.option("--role", type=_ROLE, default=Role.BOOKKEEPER.value, show_default=True)
@click.option("--may-close", is_flag=True, help="An accountant may post journals and close years.")
@company_option
@data_option
@click.pass_obj
def add(installation: Installation, /, email: str, name: str, data: Path | None, **given: object) -> None:
    """Let somebody in. Somebody new gets the password from standard input."""
    here = installation.at(data)
    books = here.open().books
    known = books.read(log_in.FIND, 0, email)
    digest = None if known else _asked_password(email_or_refuse(email))
    command = AddPerson(email, name, str(given["role"]), bool(given["may_close"]), digest)
    member = books.write(manage_people.ADD, _number(given["company"]), command, ACTOR)
    click.echo(f"user  {member.user_id}")
    click.echo(f"role  {member.role}")


@people.command("list")
@company_option
@data_option
@json_option
@click.pass_obj
def list_people(installation: Installation, company: int, data: Path | None, as_json: bool) -> None:
    """Everybody of a company."""
    members = installation.at(data).open().books.read(manage_people.LIST, company, None)
    if as_json:
        print_json([{"id": m.user_id, "email": m.email, "name": m.person, "role": m.role} for m in members])
        return
    print_table(
        [("user", "<"), ("e-mail", "<"), ("name", "<"), ("role", "<")],
        [(m.user_id, m.email, m.person, m.role) for m in members],
    )


@people.command("role")
@click.argument("user_id")
@click.argument("role", type=_ROLE)
@click.option("--may-close", is_flag=True, help="An accountant may post journals and close years.")
@company_option
@data_option
@click.pass_obj
def role_(
    installation: Installation, user_id: str, role: str, may_close: bool, *, company: int, data: Path | None
) -> None:
    """Give somebody another role."""
    books = installation.at(data).open().books
    member = books.write(manage_people.CHANGE_ROLE, company, ChangeRole(user_id, role, may_close), ACTOR)
    click.echo(f"{member.email} is {member.role} now")


@people.command("remove")
@click.argument("user_id")
@company_option
@data_option
@click.pass_obj
def remove(installation: Installation, user_id: str, company: int, data: Path | None) -> None:
    """Take somebody out of a company, within a second."""
    installation.at(data).open().books.write(manage_people.REMOVE, company, user_id, ACTOR)
    click.echo(f"{user_id} is in this company no more")


@people.command("password")
@click.argument("email")
@data_option
@click.pass_obj
def password(installation: Installation, email: str, data: Path | None) -> None:
    """Set somebody's password, from standard input. Every browser they are logged in with is logged out."""
    books = installation.at(data).open().books
    user = books.read(log_in.FIND, 0, email)
    if user is None:
        raise NotFound(f"nobody has the e-mail address {email}; `accountsos people list` shows who there is")
    command = log_in.SetPassword(user.user_id, _asked_password(user.email))
    books.keep(log_in.SET_PASSWORD, command).result()
    click.echo(f"the password of {user.email} is set")


def _asked_password(email: str) -> str:
    """The digest of a password typed twice, or of the first line of standard input."""
    if sys.stdin.isatty():
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    mistake = password_mistake(typed, email)
    if mistake is not None:
        raise BadRequest(mistake, param="password")
    return password_digest(typed)


def _number(company: object) -> int:
    assert isinstance(company, int)
    return company
