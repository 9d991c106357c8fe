"""A second step at log-in: turned on with a code of the device, passed by a code, turned off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accountsos.access.second_step import fitting_step, is_key, recovery_digest
from accountsos.dates import lasts
from accountsos.errors import BadRequest, Conflict
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.second_steps import (
    SecondStep,
    add_step,
    drop_step,
    recovery_codes_left,
    set_recovery_codes,
    spend_recovery_code,
    step_of_user,
    use_code_of,
)
from accountsos.store.users import Session, end_other_sessions, end_session, session_by_digest
from accountsos.workflows.access.log_in import OpenSession, open_session
from accountsos.workflows.unit_of_work import AccountWorkflow, ReadWorkflow

PATIENCE = timedelta(minutes=10)
"""So long after the password the code may be given."""


@dataclass(frozen=True, slots=True)
class StepState:
    """How a person's second step stands."""

    since: datetime | None
    """None: there is none."""
    codes_left: int


@dataclass(frozen=True, slots=True)
class TurnOn:
    """The key that the device was given, and a code of it as proof. `codes` are kept as digests."""

    user_id: str
    key: str
    code: str
    codes: tuple[str, ...]
    keep_session: str


@dataclass(frozen=True, slots=True)
class NewCodes:
    """Other recovery codes; those before are worth nothing any more."""

    user_id: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassStep:
    """The code of the second step, in the session that waits for it; `secret` is the browser's from now on."""

    waiting: bytes
    code: str
    secret: str
    now: datetime


def state_of(db: Reader, _: int, user_id: str) -> StepState:
    """Whether a code is asked for, and how many recovery codes are left."""
    step = step_of_user(db, user_id)
    return StepState(step.since if step else None, recovery_codes_left(db, user_id))


def who_waits(db: Reader, _: int, asked: tuple[bytes, datetime]) -> str | None:
    """Whose session of that digest waits for its code; None where none does, or not any more."""
    digest, now = asked
    session = _waiting(db, digest, now)
    return None if session is None else session.user_id


def _waiting(db: Reader, digest: bytes, now: datetime) -> Session | None:
    session = session_by_digest(db, digest)
    fits = session is not None and session.awaits_code and lasts(session.created_at, PATIENCE, now)
    return session if fits else None


def turn_on(db: Writer, now: datetime, command: TurnOn) -> None:
    """Only with a code of the device: a key that was copied wrongly would lock the person out."""
    if step_of_user(db, command.user_id) is not None:
        raise Conflict("the second step is on already; turn it off before another device is set up")
    step = fitting_step(command.key, command.code, now) if is_key(command.key) else None
    if step is None:
        raise BadRequest("code: it does not fit the key; look at the clock of the device", param="code")
    add_step(db, command.user_id, SecondStep(command.key, now, step))
    set_recovery_codes(db, command.user_id, _digests(command.user_id, command.codes))
    end_other_sessions(db, command.user_id, command.keep_session)


def turn_off(db: Writer, _: datetime, user_id: str) -> None:
    """From now on the password is enough."""
    drop_step(db, user_id)


def renew_codes(db: Writer, _: datetime, command: NewCodes) -> None:
    """Ten others; without a second step there are none."""
    if step_of_user(db, command.user_id) is None:
        raise Conflict("there is no second step, so recovery codes would open nothing")
    set_recovery_codes(db, command.user_id, _digests(command.user_id, command.codes))


def pass_step(db: Writer, now: datetime, command: PassStep) -> Session | None:
    """A session that opens the books, in the place of the one that waited; None where the code does not fit.

    Each code opens once: that of the device by its thirty seconds, a recovery code for good.
    """
    waiting = _waiting(db, command.waiting, command.now)
    step = None if waiting is None else step_of_user(db, waiting.user_id)
    if waiting is None or step is None:
        return None
    user = waiting.user_id
    fits = fitting_step(step.key, command.code, command.now)
    if fits is not None:
        passed = use_code_of(db, user, fits)
    else:
        passed = spend_recovery_code(db, user, recovery_digest(user, command.code))
    if not passed:
        return None
    end_session(db, user, waiting.session_id)
    return open_session(db, now, OpenSession(user, command.secret, waiting.browser))


def _digests(user_id: str, codes: tuple[str, ...]) -> list[bytes]:
    return [recovery_digest(user_id, code) for code in codes]


STATE = ReadWorkflow("second_step.state", state_of, short=True)
WAITING = ReadWorkflow("second_step.waiting", who_waits, short=True)
TURN_ON = AccountWorkflow("second_step.on", turn_on)
TURN_OFF = AccountWorkflow("second_step.off", turn_off)
RENEW_CODES = AccountWorkflow("second_step.codes", renew_codes)
PASS = AccountWorkflow("second_step.pass", pass_step)
