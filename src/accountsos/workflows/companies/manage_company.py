"""Show and change the company's profile; read its audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.access.roles import Right
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.write_up import company_changed
from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.years import years_through
from accountsos.store.audit import AuditRow, audit_page
from accountsos.store.companies import Company, change_company, locks_of, years_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
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


def show_company(db: Reader, company: int, today: date | None) -> CompanyState:
    """The company, with its years as far as the one with today in it; without a day, those that are rows."""
    closed, years = locks_of(db, company).books_closed_through, years_of(db, company)
    return CompanyState(
        company_or_refuse(db, company),
        years if today is None else years_through(years, today),
        closed.isoformat() if closed else None,
    )


def prepare_change(db: Reader, company: int, changes: dict[str, object]) -> dict[str, object]:
    """Names stay names, and a company stays on accruals."""
    profile = company_or_refuse(db, company)
    if "name" in changes and not str(changes["name"] or "").strip():
        raise BadRequest("name: a company needs a name", param="name")
    if changes.get("basis") == "cash" and profile.entity_type == "ltd":
        raise BadRequest("basis: a limited company keeps its books on the accruals basis", param="basis")
    return changes


def apply_change(db: Writer, company: int, changes: dict[str, object], cause: Cause) -> CompanyState:
    """Record the new values; `{}` changes nothing."""
    old = company_or_refuse(db, company)
    new = replace(old, **changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    if new != old:
        change_company(db, new)
        if new.basis != old.basis:
            company_changed(books_of(db, company), cause)
        cause.note("company.change", "company", before={k: getattr(old, k) for k in changes}, after=changes)
    return show_company(db, company, None)


def list_audit(db: Reader, company: int, asked: tuple[int, int]) -> AuditPage:
    """`asked` is limit and offset."""
    rows, total = audit_page(db, company, limit=asked[0], offset=asked[1])
    return AuditPage(rows, total)


SHOW = ReadWorkflow("company.show", show_company, short=True)
CHANGE = WriteWorkflow("company.change", prepare_change, apply_change, person_needs=Right.GOVERN)
AUDIT = ReadWorkflow("audit.list", list_audit, short=True)
