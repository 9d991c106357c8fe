"""Enter a deadline of one's own, mark one as met, say what deadlines depend on, open the calendar to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec

from accountsos import ids
from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.deadline_settings import record_settings, settings_of
from accountsos.store.deadlines import (
    OwnDeadline,
    add_calendar_token,
    add_own_deadline,
    calendar_owner,
    change_own_deadline,
    own_deadline,
    revoke_calendar_token,
    set_done,
)
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.head import Cause
from accountsos.uk_rules.deadline_settings import DeadlineSettings
from accountsos.uk_rules.obligation import ObligationType
from accountsos.workflows.deadlines.list_deadlines import (
    LONGEST_HORIZON,
    Deadline,
    DeadlineBooks,
    own_as_deadline,
)
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

TYPES = tuple(str(t) for t in ObligationType)
TOKEN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A deadline as a person enters it."""

    title: str
    due_date: date
    today: date
    type: str = "other"
    amount: int | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """What to change; of a computed deadline only whether it is met."""

    deadline_id: str
    today: date
    changes: Mapping[str, object]
    """Any of completed, completed_on, title, due_date, amount, notes, type."""


def prepare_new(db: Reader, company: int, command: NewDeadline) -> NewDeadline:
    """A type of the list, and a title."""
    company_or_refuse(db, company)
    if command.type not in TYPES:
        raise BadRequest(f"type: {command.type!r} is not one of {', '.join(TYPES)}", param="type")
    if not command.title.strip():
        raise BadRequest("title: say what is due", param="title")
    return command


def apply_new(db: Writer, company: int, plan: NewDeadline, cause: Cause) -> Deadline:
    """Record it."""
    own = OwnDeadline(cause.next_number(), plan.type, plan.title.strip(), plan.due_date, plan.amount, plan.notes)
    add_own_deadline(db, cause, own)
    shown = own_as_deadline(company, own, plan.today)
    cause.note("deadline.add", shown.deadline_id, after={"title": own.title, "due_date": own.due_date})
    return shown


def prepare_change(db: Reader, company: int, command: DeadlineChange) -> DeadlineChange:
    """The deadline must be there; what the law says of it cannot be changed."""
    _changed(db, company, command)
    return command


def show_deadline(db: Reader, company: int, asked: tuple[str, date]) -> Deadline:
    """One deadline by its id, as it stands on that day."""
    found = _found(db, company, *asked)
    return found if isinstance(found, Deadline) else own_as_deadline(company, found, asked[1])


def _found(db: Reader, company: int, deadline_id: str, today: date) -> OwnDeadline | Deadline:
    number = ids.number_in("ddl_", company, deadline_id)
    own = own_deadline(db, company, number) if number is not None else None
    if own is not None:
        return own
    until = today + timedelta(days=LONGEST_HORIZON)
    found = next((d for d in DeadlineBooks(db, company, today).computed(until) if d.deadline_id == deadline_id), None)
    if found is None:
        raise NotFound(f"there is no deadline {deadline_id!r}")
    return found


def _changed(db: Reader, company: int, command: DeadlineChange) -> OwnDeadline | Deadline:
    found = _found(db, company, command.deadline_id, command.today)
    if isinstance(found, OwnDeadline):
        return found
    fixed = sorted(set(command.changes) - {"completed", "completed_on"})
    if fixed:
        raise BadRequest(
            f"{fixed[0]}: this deadline follows from the law; only completed and completed_on can be changed",
            param=fixed[0],
        )
    return found


def apply_change(db: Writer, company: int, plan: DeadlineChange, cause: Cause) -> Deadline:
    """Record the new state."""
    found, given = _changed(db, company, plan), dict(plan.changes)
    completed = _completed_on(plan)
    if isinstance(found, Deadline):
        assert found.key is not None
        if given:
            set_done(db, cause, found.key, completed)
            cause.note("deadline.change", found.deadline_id, before={"status": found.status}, after=given)
        books = DeadlineBooks(db, company, plan.today)
        until = plan.today + timedelta(days=LONGEST_HORIZON)
        return next(d for d in books.computed(until) if d.deadline_id == found.deadline_id)
    given.pop("completed", None)
    if "completed" in plan.changes or "completed_on" in plan.changes:
        given["completed_on"] = completed
    own: OwnDeadline = replace(found, **given)  # type: ignore[arg-type]  # the door has checked names and types
    if own != found:
        change_own_deadline(db, cause, own)
        cause.note("deadline.change", plan.deadline_id, before={"title": found.title}, after=given)
    return own_as_deadline(company, own, plan.today)


def prepare_removal(db: Reader, company: int, asked: tuple[str, date]) -> str:
    """It must be there, and one's own."""
    if not isinstance(_found(db, company, *asked), OwnDeadline):
        raise Conflict(f"{asked[0]} follows from the law and stays; mark it as completed where it is met")
    return asked[0]


def apply_removal(db: Writer, company: int, deadline_id: str, cause: Cause) -> None:
    """Take one's own off the list."""
    own = own_deadline(db, company, ids.number_in("ddl_", company, deadline_id) or 0)
    if own is None:
        raise NotFound(f"there is no deadline {deadline_id!r}")
    change_own_deadline(db, cause, replace(own, removed=True))
    cause.note("deadline.remove", deadline_id, before={"title": own.title, "due_date": own.due_date})


def _completed_on(plan: DeadlineChange) -> date | None:
    day = plan.changes.get("completed_on")
    if plan.changes.get("completed") is False:
        return None
    if isinstance(day, date):
        return day
    return plan.today if plan.changes.get("completed") else None


def show_settings(db: Reader, company: int, _: None) -> DeadlineSettings:
    """What deadlines depend on, as it was last said."""
    company_or_refuse(db, company)
    return settings_of(db, company)


def prepare_settings(db: Reader, company: int, changes: Mapping[str, object]) -> Mapping[str, object]:
    """They need a company."""
    company_or_refuse(db, company)
    return changes


def apply_settings(db: Writer, company: int, changes: Mapping[str, object], cause: Cause) -> DeadlineSettings:
    """A new version of the settings; null takes one back."""
    before = settings_of(db, company)
    after = before.with_changes(changes)
    if after != before:
        record_settings(db, cause, after)
        told = [msgspec.to_builtins(settings) for settings in (before, after)]
        cause.note("deadline.settings", "company", before=told[0], after=told[1])
    return after


def prepare_token(db: Reader, company: int, _: None) -> str:
    """A fresh secret."""
    company_or_refuse(db, company)
    return ids.random_base62(TOKEN_LENGTH)


def apply_token(db: Writer, company: int, token: str, cause: Cause) -> str:
    """The token that opens the calendar feed; the one before it stops working. Only its SHA-256 is kept."""
    add_calendar_token(db, company, ids.secret_digest(token), moment_from(cause.recorded_at))
    cause.note("calendar_token.make", "company")
    return token


def prepare_revoke(db: Reader, company: int, _: None) -> None:
    """The company must be there."""
    company_or_refuse(db, company)


def apply_revoke(db: Writer, company: int, _: None, cause: Cause) -> bool:
    """Whether a token was live until now."""
    now: datetime = moment_from(cause.recorded_at)
    revoked = revoke_calendar_token(db, company, now) > 0
    if revoked:
        cause.note("calendar_token.revoke", "company")
    return revoked


def owner_of_token(db: Reader, _: int, token: str) -> int | None:
    """The company whose calendar the token opens."""
    return calendar_owner(db, ids.secret_digest(token))


SHOW = ReadWorkflow("deadline.show", show_deadline)
ADD = WriteWorkflow("deadline.add", prepare_new, apply_new)
REMOVE = WriteWorkflow("deadline.remove", prepare_removal, apply_removal)
CHANGE = WriteWorkflow("deadline.change", prepare_change, apply_change, short=False)
SHOW_SETTINGS = ReadWorkflow("deadline.settings.show", show_settings, short=True)
CHANGE_SETTINGS = WriteWorkflow("deadline.settings", prepare_settings, apply_settings)
MAKE_TOKEN = WriteWorkflow("calendar_token.make", prepare_token, apply_token, needs=ADMIN)
REVOKE_TOKEN = WriteWorkflow("calendar_token.revoke", prepare_revoke, apply_revoke, needs=ADMIN)
TOKEN_OWNER = ReadWorkflow("calendar_token.owner", owner_of_token, short=True)
