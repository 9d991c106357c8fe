"""Set a forgotten password anew by a link that was sent to the person's own address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accountsos import ids
from accountsos.dates import lasts
from accountsos.errors import NotFound
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.invitations import add_reset, drop_resets, reset_by_secret
from accountsos.store.users import User, user_by_email, user_by_id
from accountsos.workflows.access.log_in import SetPassword, change_password, plain_email
from accountsos.workflows.unit_of_work import AccountWorkflow, ReadWorkflow

OPEN_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class AskReset:
    """Somebody says that they forgot the password of that address."""

    email: str
    secret: str


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """The new password's digest, by whoever has the link."""

    secret: str
    password_hash: str


def ask_reset(db: Writer, now: datetime, command: AskReset) -> User | None:
    """Whom to send the link; None where nobody has that address, which nobody is told."""
    user = user_by_email(db, plain_email(command.email))
    if user is not None:
        add_reset(db, ids.secret_digest(command.secret), user.user_id, now + OPEN_FOR)
    return user


def who_resets(db: Reader, _: int, asked: tuple[str, datetime]) -> User | None:
    """Whose password the link sets at that moment; None where nobody's."""
    secret, now = asked
    user_id = _opened_by(db, secret, now)
    return None if user_id is None else user_by_id(db, user_id)


def reset(db: Writer, now: datetime, command: ResetPassword) -> str:
    """The link opens once. Every browser of the person is logged out; a second step stays."""
    user_id = _opened_by(db, command.secret, now)
    if user_id is None:
        raise NotFound("this link was used or is too old; ask for another")
    drop_resets(db, user_id)
    change_password(db, now, SetPassword(user_id, command.password_hash))
    return user_id


def _opened_by(db: Reader, secret: str, now: datetime) -> str | None:
    """Whose password a link sets that still opens."""
    found = reset_by_secret(db, ids.secret_digest(secret))
    if found is None:
        return None
    user_id, until = found
    return user_id if lasts(until - OPEN_FOR, OPEN_FOR, now) else None


ASK = AccountWorkflow("password.ask", ask_reset)
WHO_RESETS = ReadWorkflow("password.who_resets", who_resets, short=True)
RESET = AccountWorkflow("password.reset", reset)
