"""A company's own deadlines, the computed ones that were met, what deadlines depend on, and calendar tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accountsos.dates import date_from_iso
from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Writer,
    day_from,
    day_number,
    micros,
    optional_day,
    optional_day_number,
)
from accountsos.store.head import Cause

COLUMNS = "company_id deadline_no type title due_date amount notes completed_on removed"
NEW = Insert("own_deadline", COLUMNS)
_SELECT = f"SELECT {', '.join(COLUMNS.split()[1:])} FROM own_deadline WHERE company_id = :company"
ALL = Sql(f"{_SELECT} AND removed = 0 ORDER BY due_date, deadline_no")
ONE = Sql(f"{_SELECT} AND removed = 0 AND deadline_no = :number")
CHANGE = Sql(
    """UPDATE own_deadline SET type = :type, title = :title, due_date = :due_date, amount = :amount, notes = :notes,
       completed_on = :completed_on, removed = :removed WHERE company_id = :company AND deadline_no = :number"""
)
DONE = Sql("SELECT obligation_key, done_on FROM obligation_done WHERE company_id = :company ORDER BY obligation_key")
NOT_DONE = Sql("DELETE FROM obligation_done WHERE company_id = :company AND obligation_key = :key")
NEW_DONE = Insert("obligation_done", "company_id obligation_key done_on")
FACT = Sql(
    """SELECT value FROM company_fact WHERE company_id = :company AND fact = :fact AND recorded_seq <= :seq
       ORDER BY recorded_seq DESC LIMIT 1"""
)
LATEST_FACTS = Sql(
    """SELECT f.fact, f.value FROM company_fact f WHERE f.company_id = :company AND f.fact >= :first AND f.fact < :after
       AND f.recorded_seq = (SELECT MAX(l.recorded_seq) FROM company_fact l WHERE l.company_id = f.company_id
         AND l.fact = f.fact) ORDER BY f.fact"""
)
NEW_FACT = Insert("company_fact", "company_id fact recorded_seq value")
NEW_TOKEN = Insert("calendar_token", "token_digest company_id created_at revoked_at")
OWNER = Sql("SELECT company_id FROM calendar_token WHERE token_digest = :digest AND revoked_at IS NULL")
REVOKE = Sql("UPDATE calendar_token SET revoked_at = :now WHERE company_id = :company AND revoked_at IS NULL")
EVER = 2**62
NOTICES = "shortening_notices"


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """A deadline that a person entered."""

    number: int
    type: str
    title: str
    due_date: date
    amount: int | None = None
    notes: str | None = None
    completed_on: date | None = None
    removed: bool = False


def own_deadlines(db: Reader, company: int) -> list[OwnDeadline]:
    """Every one, soonest first."""
    return [_own(row) for row in db.rows(ALL, company=company)]


def own_deadline(db: Reader, company: int, number: int) -> OwnDeadline | None:
    """The one under that number."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else _own(row)


def add_own_deadline(db: Writer, cause: Cause, deadline: OwnDeadline) -> None:
    """Enter it."""
    due, completed = day_number(deadline.due_date), optional_day_number(deadline.completed_on)
    row = (cause.company, deadline.number, deadline.type, deadline.title, due, deadline.amount, deadline.notes)
    db.run_many(NEW, [(*row, completed, 0)])


def change_own_deadline(db: Writer, cause: Cause, deadline: OwnDeadline) -> None:
    """Store its new state."""
    db.run(
        CHANGE,
        company=cause.company,
        number=deadline.number,
        type=deadline.type,
        title=deadline.title,
        due_date=day_number(deadline.due_date),
        amount=deadline.amount,
        notes=deadline.notes,
        completed_on=optional_day_number(deadline.completed_on),
        removed=int(deadline.removed),
    )


def done_obligations(db: Reader, company: int) -> dict[str, date]:
    """The computed obligations that somebody marked as met, and when."""
    return {key: day_from(day) for key, day in db.rows(DONE, company=company)}


def set_done(db: Writer, cause: Cause, key: str, done_on: date | None) -> None:
    """Mark a computed obligation as met on that day, or as not met."""
    db.run(NOT_DONE, company=cause.company, key=key)
    if done_on is not None:
        db.run_many(NEW_DONE, [(cause.company, key, day_number(done_on))])


def fact_of(db: Reader, company: int, fact: str, *, seq: int = EVER) -> dict[str, Any]:
    """What was last recorded under that name; empty where nothing was."""
    row = db.row(FACT, company=company, fact=fact, seq=seq)
    found: dict[str, Any] = json.loads(row[0]) if row and row[0] else {}
    return found


def latest_facts(db: Reader, company: int, family: str) -> dict[str, str]:
    """What was last recorded under each name of a family, `family.` without its own name, as JSON."""
    rows = db.rows(LATEST_FACTS, company=company, first=family, after=family[:-1] + "/")
    return {fact[len(family) :]: value for fact, value in rows}


def record_fact(db: Writer, cause: Cause, fact: str, value: Mapping[str, object]) -> None:
    """A new version; older ones stay."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    db.run_many(NEW_FACT, [(cause.company, fact, cause.seq, text)])


def shortening_notices(db: Reader, company: int) -> dict[date, date]:
    """By the last day of a year that was shortened, when Companies House had the notice of it."""
    return {date_from_iso(end): date_from_iso(day) for end, day in fact_of(db, company, NOTICES).items()}


def record_notices(db: Writer, cause: Cause, notices: Mapping[date, date]) -> None:
    """A new version of them."""
    record_fact(db, cause, NOTICES, {end.isoformat(): day.isoformat() for end, day in notices.items()})


def add_calendar_token(db: Writer, company: int, digest: bytes, now: datetime) -> None:
    """A token takes the place of the one before."""
    db.run(REVOKE, company=company, now=micros(now))
    db.run_many(NEW_TOKEN, [(digest, company, micros(now), None)])


def revoke_calendar_token(db: Writer, company: int, now: datetime) -> int:
    """How many were live until now."""
    return db.run(REVOKE, company=company, now=micros(now))


def calendar_owner(db: Reader, digest: bytes) -> int | None:
    """The company whose calendar the token opens."""
    row = db.row(OWNER, digest=digest)
    return None if row is None else int(row[0])


def _own(row: Row) -> OwnDeadline:
    return OwnDeadline(row[0], row[1], row[2], day_from(row[3]), row[4], row[5], optional_day(row[6]), bool(row[7]))
