"""Show and change the company's profile; read its audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from accountsos.access.roles import Right
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.write_up import company_changed
from accountsos.dates import Period
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ledger.years import years_from, years_through
from accountsos.store.audit import NOTHING_IS_LATER, AuditRow, audit_page, events_of_write
from accountsos.store.companies import (
    Company,
    change_company,
    company_as_known,
    locks_of,
    set_years,
    years_as_known,
    years_of,
)
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause, known_moment
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class CompanyState:
    """The profile with its years and what is closed."""

    company: Company
    years: list[Period]
    closed_through: str | None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the log, newest first."""

    rows: list[AuditRow]
    total: int


@dataclass(frozen=True, slots=True)
class CompanyQuestion:
    """Of which moment; and through which day its years are wanted: without one, those that are rows."""

    through: date | None = None
    known_at: datetime | None = None


def show_company(db: Reader, company: int, asked: CompanyQuestion | None) -> CompanyState:
    """The company, now or as known at a moment. What is closed is told of now."""
    asked = asked or CompanyQuestion()
    closed = locks_of(db, company).books_closed_through
    profile, years = company_or_refuse(db, company), years_of(db, company)
    if asked.known_at is not None:
        seq, _ = known_moment(db, company, asked.known_at)
        profile, years = company_as_known(db, profile, seq), years_as_known(db, company, seq)
    if asked.through is not None:
        years = years_through(years, asked.through)
    return CompanyState(profile, years, closed.isoformat() if closed else None)


def prepare_change(db: Reader, company: int, changes: dict[str, object]) -> dict[str, object]:
    """Names stay names, a company stays on accruals, and no closed year becomes another."""
    profile = company_or_refuse(db, company)
    if "name" in changes and not str(changes["name"] or "").strip():
        raise BadRequest("name: a company needs a name", param="name")
    if changes.get("basis") == "cash" and profile.entity_type == "ltd":
        raise BadRequest("basis: a limited company keeps its books on the accruals basis", param="basis")
    _years_after(db, profile, replace(profile, **changes))  # type: ignore[arg-type]  # as in apply_change
    return changes


def _years_after(db: Reader, old: Company, new: Company) -> list[Period]:
    """A company's first year begins with it: where the one day was wrong, so was the other."""
    years, began = years_of(db, old.number), new.incorporated_on
    first = years[0].start
    if began is None or began == old.incorporated_on or new.entity_type != "ltd":
        return years
    if first != old.incorporated_on and first >= began:
        return years  # the books begin later than the company
    laid, locks = years_from(began, years), locks_of(db, old.number)
    touched = [y.end for y in {*years} ^ {*laid} if locks.closed(y.end)]
    if touched:
        raise Conflict(
            f"the year to {max(touched)} is closed, and with {began} as its first day the company's years are others; "
            "reopen the books before changing it",
            see="reopen_years",
        )
    return laid


def _refuse_future(new: Company, today: date) -> None:
    if new.incorporated_on is not None and new.incorporated_on > today:
        raise BadRequest(f"incorporated_on: {new.incorporated_on} is in the future", param="incorporated_on")


def apply_change(db: Writer, company: int, changes: dict[str, object], cause: Cause) -> CompanyState:
    """Record the new values; `{}` changes nothing. What they were before stays known."""
    old = company_or_refuse(db, company)
    new = replace(old, **changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    if new != old:
        _refuse_future(new, cause.today)
        before = years_of(db, company)
        years = _years_after(db, old, new)
        change_company(db, cause, new)
        set_years(db, cause, years)
        if new.basis != old.basis or years != before:
            company_changed(books_of(db, company), cause)
        cause.note("company.change", "company", before={k: getattr(old, k) for k in changes}, after=changes)
        if years != before:
            told = [{"years": [f"{y.start}/{y.end}" for y in rows]} for rows in (before, years)]
            cause.note("year.change", str(years[0].start), before=told[0], after=told[1])
    return show_company(db, company, None)


LogPage: TypeAlias = tuple[int, int] | tuple[int, int, tuple[int, int]]


def list_audit(db: Reader, company: int, asked: LogPage) -> AuditPage:
    """`asked` is limit, offset, and before which place of the log."""
    rows, total = audit_page(
        db, company, limit=asked[0], offset=asked[1], before=asked[2] if len(asked) > 2 else NOTHING_IS_LATER
    )
    return AuditPage(rows, total)


def show_event(db: Reader, company: int, asked: tuple[int, int]) -> AuditRow:
    """One row of it; `asked` is the number of the write and the part."""
    found = next((row for row in events_of_write(db, company, asked[0]) if row.part == asked[1]), None)
    if found is None:
        raise NotFound("there is no such event in the audit log")
    return found


SHOW = ReadWorkflow("company.show", show_company, short=True)
CHANGE = WriteWorkflow("company.change", prepare_change, apply_change, person_needs=Right.GOVERN)
AUDIT = ReadWorkflow("audit.list", list_audit, short=True)
EVENT = ReadWorkflow("audit.show", show_event, short=True)
