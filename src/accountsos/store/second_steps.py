"""The second step of people: the key that they share with a device, and digests of their recovery codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine.sql import Insert, Reader, Sql, Writer, micros, moment_from

STEP_OF = Sql("SELECT secret, since, last_step FROM second_step WHERE user_id = :user")
NEW_STEP = Insert("second_step", "user_id secret since last_step")
DROP_STEP = Sql("DELETE FROM second_step WHERE user_id = :user")
USED = Sql("UPDATE second_step SET last_step = :step WHERE user_id = :user AND last_step < :step")
NEW_CODE = Insert("recovery_code", "user_id code_digest")
DROP_CODES = Sql("DELETE FROM recovery_code WHERE user_id = :user")
SPEND_CODE = Sql("DELETE FROM recovery_code WHERE user_id = :user AND code_digest = :digest")
WITH_STEP = Sql(
    """SELECT m.user_id FROM membership m JOIN second_step s ON s.user_id = m.user_id
  WHERE m.company_id = :company"""
)
CODES_LEFT = Sql("SELECT COUNT(*) FROM recovery_code WHERE user_id = :user")


@dataclass(frozen=True, slots=True)
class SecondStep:
    """What a person's second step rests on."""

    key: str
    since: datetime
    last_step: int
    """The thirty seconds whose code was used last: none of them, or before, opens anything again."""


def step_of_user(db: Reader, user_id: str) -> SecondStep | None:
    """The person's second step; None where there is none."""
    row = db.row(STEP_OF, user=user_id)
    return None if row is None else SecondStep(row[0], moment_from(row[1]), row[2])


def add_step(db: Writer, user_id: str, step: SecondStep) -> None:
    """From now on a code is asked for."""
    db.run_many(NEW_STEP, [(user_id, step.key, micros(step.since), step.last_step)])


def drop_step(db: Writer, user_id: str) -> None:
    """No code is asked for any more."""
    db.run(DROP_STEP, user=user_id)
    db.run(DROP_CODES, user=user_id)


def use_code_of(db: Writer, user_id: str, step: int) -> bool:
    """Whether the code of those thirty seconds had not been used, nor any after it."""
    return db.run(USED, user=user_id, step=step) > 0


def set_recovery_codes(db: Writer, user_id: str, digests: Iterable[bytes]) -> None:
    """These in the place of those before."""
    db.run(DROP_CODES, user=user_id)
    db.run_many(NEW_CODE, [(user_id, digest) for digest in digests])


def spend_recovery_code(db: Writer, user_id: str, digest: bytes) -> bool:
    """Whether it was one of theirs; it is none any more."""
    return db.run(SPEND_CODE, user=user_id, digest=digest) > 0


def recovery_codes_left(db: Reader, user_id: str) -> int:
    """How many are not used."""
    row = db.row(CODES_LEFT, user=user_id)
    assert row is not None
    return int(row[0])


def people_with_step(db: Reader, company: int) -> frozenset[str]:
    """Who of the company's people has a second step."""
    return frozenset(str(row[0]) for row in db.rows(WITH_STEP, company=company))
