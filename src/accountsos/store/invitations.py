"""Invitations into a company, each found by the digest of its secret; and passwords that may be set anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos.access.roles import Role
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer, micros, moment_from

_INVITATION = """SELECT invitation_id, secret_digest, email, role, may_close, invited_by, created_at, expires_at
  FROM invitation WHERE company_id = :company"""
OF_COMPANY = Sql(f"{_INVITATION} ORDER BY created_at, invitation_id")
BY_SECRET = Sql(f"{_INVITATION} AND secret_digest = :digest")
NEW_INVITATION = Insert(
    "invitation", "company_id invitation_id secret_digest email role may_close invited_by created_at expires_at"
)
DROP_INVITATION = Sql("DELETE FROM invitation WHERE company_id = :company AND invitation_id = :invitation")
DROP_OF_EMAIL = Sql("DELETE FROM invitation WHERE company_id = :company AND email = :email")

NEW_RESET = Insert("password_reset", "secret_digest user_id expires_at")
RESET_BY_SECRET = Sql("SELECT user_id, expires_at FROM password_reset WHERE secret_digest = :digest")
DROP_RESETS = Sql("DELETE FROM password_reset WHERE user_id = :user")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody is asked into a company."""

    invitation_id: str
    secret_digest: bytes
    email: str
    role: Role
    may_close: bool
    invited_by: str
    created_at: datetime
    expires_at: datetime


def add_invitation(db: Writer, company: int, invitation: Invitation) -> None:
    """A new one, in the place of what the same address was asked before."""
    db.run(DROP_OF_EMAIL, company=company, email=invitation.email)
    each = invitation
    moments = (micros(each.created_at), micros(each.expires_at))
    who = (each.email, each.role.value, int(each.may_close), each.invited_by)
    db.run_many(NEW_INVITATION, [(company, each.invitation_id, each.secret_digest, *who, *moments)])


def invitations_of(db: Reader, company: int) -> list[Invitation]:
    """All of a company, the first one first."""
    return [_invitation(row) for row in db.rows(OF_COMPANY, company=company)]


def invitation_by_secret(db: Reader, company: int, digest: bytes) -> Invitation | None:
    """The invitation of a secret, whatever its age."""
    row = db.row(BY_SECRET, company=company, digest=digest)
    return None if row is None else _invitation(row)


def drop_invitation(db: Writer, company: int, invitation_id: str) -> bool:
    """Whether there was such an invitation; its link opens nothing any more."""
    return db.run(DROP_INVITATION, company=company, invitation=invitation_id) > 0


def add_reset(db: Writer, digest: bytes, user_id: str, expires_at: datetime) -> None:
    """Whoever shows that secret by then may set the person's password; earlier secrets open nothing any more."""
    drop_resets(db, user_id)
    db.run_many(NEW_RESET, [(digest, user_id, micros(expires_at))])


def reset_by_secret(db: Reader, digest: bytes) -> tuple[str, datetime] | None:
    """Whose password it may set, and until when; None where it is unknown."""
    row = db.row(RESET_BY_SECRET, digest=digest)
    return None if row is None else (str(row[0]), moment_from(row[1]))


def drop_resets(db: Writer, user_id: str) -> None:
    """None of the person's is worth anything any more."""
    db.run(DROP_RESETS, user=user_id)


def _invitation(row: Row) -> Invitation:
    moments = (moment_from(row[6]), moment_from(row[7]))
    return Invitation(row[0], bytes(row[1]), row[2], Role(row[3]), bool(row[4]), row[5], *moments)
