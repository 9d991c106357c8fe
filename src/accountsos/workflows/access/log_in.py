"""Log people in and out: sessions are opened, listed and ended; a password is set anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accountsos import ids
from accountsos.dates import CLOCK_STEP, lasts
from accountsos.errors import NotFound
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.users import (
    Membership,
    Session,
    User,
    add_session,
    anybody,
    end_other_sessions,
    end_session,
    forget_quiet_sessions,
    memberships_of,
    note_proved,
    note_seen,
    session_by_digest,
    sessions_of,
    set_password,
    user_by_email,
    user_by_id,
)
from accountsos.workflows.unit_of_work import AccountWorkflow, ReadWorkflow

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
PROOF = timedelta(minutes=15)
"""So long a password counts as just given."""
BROWSER_MAX = 200


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Somebody gave the right password in a browser. `secret` is what the browser will show from now on."""

    user_id: str
    secret: str
    browser: str
    instead_of: bytes | None = None
    """The digest of the session that this one takes the place of."""
    awaits_code: bool = False
    """Whether it opens nothing until the code of the second step was given."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """End one session of a person, or with `others` all but that one."""

    user_id: str
    session_id: str
    others: bool = False


@dataclass(frozen=True, slots=True)
class SetPassword:
    """A new password's digest. All sessions end but the one kept, where one is."""

    user_id: str
    password_hash: str
    keep_session: str = ""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who a session speaks for, and in which companies."""

    user: User
    session: Session
    memberships: tuple[Membership, ...]

    def proved(self, now: datetime) -> bool:
        """Whether the password was given a short while ago."""
        return lasts(self.session.proved_at, PROOF, now)

    def membership(self, company: int) -> Membership | None:
        """What the person is in that company; None where nothing."""
        return next((m for m in self.memberships if m.company == company), None)


def plain_email(text: str) -> str:
    """The address as it is kept and compared: no blanks around it, small letters."""
    return text.strip().lower()


def find_user(db: Reader, _: int, email: str) -> User | None:
    """Who has that address."""
    return user_by_email(db, plain_email(email))


def who_is_there(db: Reader, _: int, asked: tuple[bytes, datetime]) -> LoggedIn | None:
    """Whom the session of that digest speaks for at that moment; None where it is unknown or too old."""
    digest, now = asked
    session = session_by_digest(db, digest)
    if session is None or session.awaits_code or _over(session, now):
        return None
    user = user_by_id(db, session.user_id)
    return None if user is None else LoggedIn(user, session, tuple(memberships_of(db, user.user_id)))


def _over(session: Session, now: datetime) -> bool:
    return not lasts(session.seen_at, IDLE, now) or not lasts(session.created_at, LONGEST, now)


def open_session(db: Writer, now: datetime, command: OpenSession) -> Session:
    """A session of its own for each log-in: what a browser had before is worth nothing afterwards."""
    forget_quiet(db, now, None)
    if command.instead_of is not None:
        before = session_by_digest(db, command.instead_of)
        if before is not None:
            end_session(db, before.user_id, before.session_id)
    session = Session(
        secret_digest=ids.secret_digest(command.secret),
        session_id="ses_" + ids.random_base62(14),
        user_id=command.user_id,
        created_at=now,
        seen_at=now,
        proved_at=now,
        browser=command.browser[:BROWSER_MAX],
        awaits_code=command.awaits_code,
    )
    add_session(db, session)
    return session


def forget_quiet(db: Writer, now: datetime, _: None) -> None:
    """Drop sessions that have ended by themselves, and those that a clock dated which was ahead."""
    forget_quiet_sessions(db, now - IDLE, now + CLOCK_STEP)


def see(db: Writer, now: datetime, digest: bytes) -> None:
    """It was used."""
    note_seen(db, digest, now)


def prove(db: Writer, now: datetime, digest: bytes) -> None:
    """The password was given again in that session."""
    note_proved(db, digest, now)


def end(db: Writer, _: datetime, command: EndSession) -> int:
    """How many ended. Another person's session is as unknown as one that never was."""
    if command.others:
        return end_other_sessions(db, command.user_id, command.session_id)
    if not end_session(db, command.user_id, command.session_id):
        raise NotFound(f"there is no session {command.session_id!r}")
    return 1


def change_password(db: Writer, _: datetime, command: SetPassword) -> None:
    """The old password opens nothing any more, and no browser stays logged in by it."""
    if user_by_id(db, command.user_id) is None:
        raise NotFound(f"there is no user {command.user_id!r}")
    set_password(db, command.user_id, command.password_hash)
    end_other_sessions(db, command.user_id, command.keep_session)


def list_sessions(db: Reader, _: int, asked: tuple[str, datetime]) -> list[Session]:
    """A person's sessions that still open something, the one seen last first."""
    user_id, now = asked
    return [replace(s, secret_digest=b"") for s in sessions_of(db, user_id) if not s.awaits_code and not _over(s, now)]


def is_anybody_known(db: Reader, _: int, __: None) -> bool:
    """Whether there is any user: where there is none, whoever comes first may sign up."""
    return anybody(db)


FIND = ReadWorkflow("user.find", find_user, short=True)
WHO = ReadWorkflow("session.who", who_is_there, short=True)
SESSIONS = ReadWorkflow("session.list", list_sessions, short=True)
ANYBODY = ReadWorkflow("user.any", is_anybody_known, short=True)
OPEN = AccountWorkflow("session.open", open_session)
SEE = AccountWorkflow("session.see", see)
PROVE = AccountWorkflow("session.prove", prove)
ENDED_QUIET = AccountWorkflow("session.forget", forget_quiet)
END = AccountWorkflow("session.end", end)
SET_PASSWORD = AccountWorkflow("user.password", change_password)
