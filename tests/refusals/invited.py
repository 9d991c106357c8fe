"""What is refused about invitations, the second step and forgotten passwords."""

from __future__ import annotations

from accountsos import ids
from accountsos.access.second_step import code_at, new_key, step_of
from accountsos.store.users import User
from accountsos.workflows.access import invite, manage_people, reset_password, second_step
from accountsos.workflows.access.invite import Accept, Invite, link_secret
from accountsos.workflows.access.manage_people import AddPerson
from accountsos.workflows.access.reset_password import ResetPassword
from accountsos.workflows.access.second_step import NewCodes, TurnOn
from tests.refusals.desk import Cases, Desk
from tests.support.engines import NOON

ANN = "ann.invited@teasel.example"


def _asked(desk: Desk, email: str = ANN) -> str:
    secret = link_secret(desk.keeper.company)
    desk.do(invite.INVITE, Invite(email, "reader", secret))
    return secret


def _comes_as_new(desk: Desk, secret: str) -> object:
    user = User("usr_" + ids.random_base62(14), "", "Ann", None, NOON)
    return desk.do(invite.ACCEPT, Accept(secret, user))


def _asks_who_is_in(desk: Desk) -> None:
    desk.do(manage_people.ADD, AddPerson("in@teasel.example", "Ann", "owner"))
    _asked(desk, "in@teasel.example")


def _link_used_twice(desk: Desk) -> None:
    secret = _asked(desk)
    for _ in range(2):
        _comes_as_new(desk, secret)


def _comes_as_new_though_known(desk: Desk) -> None:
    desk.trader.do(manage_people.ADD, AddPerson("known@teasel.example", "Ann", "owner"))
    _comes_as_new(desk, _asked(desk, "known@teasel.example"))


def _turned_on(desk: Desk, user: str, code: str = "") -> None:
    key = new_key()
    command = TurnOn(user, key, code or code_at(key, step_of(desk.books.clock())), (), "ses_none")
    desk.books.keep(second_step.TURN_ON, command).result(30)


def _turned_on_twice(desk: Desk) -> None:
    for _ in range(2):
        _turned_on(desk, "usr_twice")


CASES: Cases = {
    "asking in somebody who is in": _asks_who_is_in,
    "taking back an invitation that is not there": lambda d: d.do(invite.WITHDRAW, "ivt_nothing"),
    "an invitation's link used twice": _link_used_twice,
    "an invitation's link used by another person": lambda d: d.do(
        invite.ACCEPT, Accept(_asked(d, "other@teasel.example"), user_id="usr_nobody")
    ),
    "a new log-in for an address that has one": _comes_as_new_though_known,
    "a second step set up with a wrong code": lambda d: _turned_on(d, "usr_wrong", "12"),
    "a second step set up twice": _turned_on_twice,
    "recovery codes without a second step": lambda d: d.books.keep(
        second_step.RENEW_CODES, NewCodes("usr_nobody", ())
    ).result(30),
    "a password set by a link that is not there": lambda d: d.books.keep(
        reset_password.RESET, ResetPassword("nothing", "digest")
    ).result(30),
}
