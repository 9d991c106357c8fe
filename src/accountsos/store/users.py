"""People: their accounts, their roles in companies, their sessions. Only digests of passwords and secrets are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos.access.roles import Right, Role, rights_of
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer, micros, moment_from

_USER = "SELECT user_id, email, name, password_hash, created_at FROM user_account"
USER_BY_EMAIL = Sql(f"{_USER} WHERE email = :email")
USER_BY_ID = Sql(f"{_USER} WHERE user_id = :user")
ANY_USER = Sql("SELECT user_id FROM user_account LIMIT 1")
NEW_USER = Insert("user_account", "user_id email name password_hash created_at")
SET_PASSWORD = Sql("UPDATE user_account SET password_hash = :password_hash WHERE user_id = :user")
FIRST_USER = Insert("first_user", "one user_id", "ON CONFLICT (one) DO NOTHING")
FIRST = Sql("SELECT user_id FROM first_user WHERE one = 1")

_MEMBER = """SELECT m.company_id, m.user_id, m.role, m.may_close, u.email, u.name, c.name FROM membership m
  JOIN user_account u ON u.user_id = m.user_id JOIN company c ON c.company_id = m.company_id"""
MEMBER = Sql(f"{_MEMBER} WHERE m.company_id = :company AND m.user_id = :user")
MEMBERS = Sql(f"{_MEMBER} WHERE m.company_id = :company ORDER BY u.name, u.email")
COMPANIES_OF = Sql(f"{_MEMBER} WHERE m.user_id = :user ORDER BY c.name, m.company_id")
NEW_MEMBER = Insert("membership", "company_id user_id role may_close")
SET_ROLE = Sql(
    "UPDATE membership SET role = :role, may_close = :may_close WHERE company_id = :company AND user_id = :user"
)
DROP_MEMBER = Sql("DELETE FROM membership WHERE company_id = :company AND user_id = :user")

_SESSION = """SELECT secret_digest, session_id, user_id, created_at, seen_at, proved_at, browser, awaits_code
  FROM session"""
NEW_SESSION = Insert("session", "secret_digest session_id user_id created_at seen_at proved_at browser awaits_code")
SESSION = Sql(f"{_SESSION} WHERE secret_digest = :digest")
SESSIONS_OF = Sql(f"{_SESSION} WHERE user_id = :user ORDER BY seen_at DESC, session_id")
SEEN = Sql("UPDATE session SET seen_at = :now WHERE secret_digest = :digest AND seen_at < :now")
PROVED = Sql("UPDATE session SET proved_at = :now WHERE secret_digest = :digest")
END_SESSION = Sql("DELETE FROM session WHERE user_id = :user AND session_id = :session")
END_OTHERS = Sql("DELETE FROM session WHERE user_id = :user AND session_id <> :session")
FORGET_QUIET = Sql("DELETE FROM session WHERE seen_at < :before OR seen_at > :after")


@dataclass(frozen=True, slots=True)
class User:
    """A person who may log in."""

    user_id: str
    email: str
    name: str
    password_hash: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """What a person is in one company."""

    company: int
    user_id: str
    role: Role
    may_close: bool
    """Whether the owner lets an accountant post journals and close years."""
    email: str
    person: str
    company_name: str

    @property
    def rights(self) -> frozenset[Right]:
        """What the person may do."""
        return rights_of(self.role, may_close=self.may_close)

    def has(self, right: Right) -> bool:
        """Whether the person may do that."""
        return right in self.rights


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody has logged in."""

    secret_digest: bytes
    session_id: str
    user_id: str
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    """When the password was last given."""
    browser: str
    awaits_code: bool = False
    """Whether only the password was given so far: it opens nothing but the page of the second step."""


def user_by_email(db: Reader, email: str) -> User | None:
    """The user of an e-mail address, as `plain_email` has it."""
    row = db.row(USER_BY_EMAIL, email=email)
    return None if row is None else _user(row)


def user_by_id(db: Reader, user_id: str) -> User | None:
    """The user of an id."""
    row = db.row(USER_BY_ID, user=user_id)
    return None if row is None else _user(row)


def anybody(db: Reader) -> bool:
    """Whether there is any user."""
    return db.row(ANY_USER) is not None


def add_user(db: Writer, user: User) -> None:
    """A new user."""
    db.run_many(NEW_USER, [(user.user_id, user.email, user.name, user.password_hash, micros(user.created_at))])


def claim_first(db: Writer, user_id: str) -> bool:
    """Whether this is the installation's first user. Two who ask at once cannot both be."""
    if anybody(db):
        return False
    db.run_many(FIRST_USER, [(1, user_id)])
    row = db.row(FIRST)
    return row is not None and row[0] == user_id


def set_password(db: Writer, user_id: str, password_hash: str) -> None:
    """From now on this digest."""
    db.run(SET_PASSWORD, user=user_id, password_hash=password_hash)


def membership_of(db: Reader, company: int, user_id: str) -> Membership | None:
    """What the person is in the company; None where nothing."""
    row = db.row(MEMBER, company=company, user=user_id)
    return None if row is None else _membership(row)


def members_of(db: Reader, company: int) -> list[Membership]:
    """Everybody of a company, by name."""
    return [_membership(row) for row in db.rows(MEMBERS, company=company)]


def memberships_of(db: Reader, user_id: str) -> list[Membership]:
    """Every company of a person, by name."""
    return [_membership(row) for row in db.rows(COMPANIES_OF, user=user_id)]


def add_member(db: Writer, company: int, user_id: str, role: Role, *, may_close: bool = False) -> None:
    """Let the person into the company."""
    db.run_many(NEW_MEMBER, [(company, user_id, role.value, int(may_close))])


def set_role(db: Writer, company: int, user_id: str, role: Role, *, may_close: bool) -> None:
    """Another role from now on."""
    db.run(SET_ROLE, company=company, user=user_id, role=role.value, may_close=int(may_close))


def drop_member(db: Writer, company: int, user_id: str) -> None:
    """The person is out of the company."""
    db.run(DROP_MEMBER, company=company, user=user_id)


def add_session(db: Writer, session: Session) -> None:
    """A new session."""
    moments = (micros(session.created_at), micros(session.seen_at), micros(session.proved_at))
    who = (session.secret_digest, session.session_id, session.user_id)
    db.run_many(NEW_SESSION, [(*who, *moments, session.browser, int(session.awaits_code))])


def session_by_digest(db: Reader, digest: bytes) -> Session | None:
    """The session of a secret, whatever its age."""
    row = db.row(SESSION, digest=digest)
    return None if row is None else _session(row)


def sessions_of(db: Reader, user_id: str) -> list[Session]:
    """A person's sessions, the one seen last first."""
    return [_session(row) for row in db.rows(SESSIONS_OF, user=user_id)]


def note_seen(db: Writer, digest: bytes, now: datetime) -> None:
    """It was used now."""
    db.run(SEEN, digest=digest, now=micros(now))


def note_proved(db: Writer, digest: bytes, now: datetime) -> None:
    """The password was given again."""
    db.run(PROVED, digest=digest, now=micros(now))


def end_session(db: Writer, user_id: str, session_id: str) -> bool:
    """Whether the person had such a session."""
    return db.run(END_SESSION, user=user_id, session=session_id) > 0


def end_other_sessions(db: Writer, user_id: str, but: str) -> int:
    """End all sessions of the person but one; how many there were."""
    return db.run(END_OTHERS, user=user_id, session=but)


def forget_quiet_sessions(db: Writer, before: datetime, after: datetime) -> None:
    """Drop what has not been used since then, or only at moments that are still to come."""
    db.run(FORGET_QUIET, before=micros(before), after=micros(after))


def _user(row: Row) -> User:
    return User(row[0], row[1], row[2], row[3], moment_from(row[4]))


def _membership(row: Row) -> Membership:
    return Membership(row[0], row[1], Role(row[2]), bool(row[3]), row[4], row[5], row[6])


def _session(row: Row) -> Session:
    moments = (moment_from(row[3]), moment_from(row[4]), moment_from(row[5]))
    return Session(bytes(row[0]), row[1], row[2], *moments, row[6], bool(row[7]))
