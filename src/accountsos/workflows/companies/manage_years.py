"""Financial years: list, change the rows, close and reopen the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from accountsos.access.rights import ADMIN
from accountsos.access.roles import Right
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.write_up import company_changed
from accountsos.dates import ONE_DAY, Period
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.locks import Locks
from accountsos.ledger.years import FinancialYear, check_years, years_anew, years_through
from accountsos.store.companies import Company, lock_books, locks_of, set_years, years_of
from accountsos.store.deadlines import record_notices, shortening_notices
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.uk_rules.companies_house import CompanyType, accounts_due, is_extended, next_extension_from
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class YearChange:
    """A year to add or to change: the row that starts on that day ends on `ends_on` from now on."""

    starts_on: date
    ends_on: date
    exception: bool = False
    """Whether the law's exceptions allow another extension within five years."""
    reason: str | None = None
    """Which exception it is; kept in the audit log."""
    notice_on: date | None = None
    """Of a year that is shortened: when Companies House had the notice (form AA01)."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Close the books through a day."""

    through: date


@dataclass(frozen=True, slots=True)
class Reopening:
    """Open the books again after a day, or from the beginning, and why."""

    through: date | None
    reason: str | None


def list_years(db: Reader, company: int, today: date) -> list[FinancialYear]:
    """Every year, oldest first: the rows, and what they imply as far as the year with today in it."""
    company_or_refuse(db, company)
    locks = locks_of(db, company)
    return [FinancialYear(year, closed=locks.closed(year.end)) for year in years_through(years_of(db, company), today)]


def prepare_change(db: Reader, company: int, command: YearChange) -> YearChange:
    """What is wrong whatever years there are."""
    if command.exception and not (command.reason or "").strip():
        raise BadRequest(
            "reason: say which exception of CA 2006 s392(3) it is: administration, a parent's or subsidiary's year "
            "end, or a direction of the Secretary of State",
            param="reason",
        )
    if command.reason is not None and not command.exception:
        raise BadRequest("reason: it goes with exception, which is not claimed", param="reason")
    if command.ends_on < command.starts_on:
        raise BadRequest("ends_on: a year cannot end before it starts", param="ends_on")
    company_or_refuse(db, company)
    return command


def _changed(db: Reader, company: int, command: YearChange, today: date) -> list[Period]:
    rows, wanted = years_of(db, company), Period(command.starts_on, command.ends_on)
    years = years_through(rows, min(today, wanted.start - ONE_DAY))
    changed = _laid_anew(years, wanted)
    locks = locks_of(db, company)
    touched = [y.end for y in (*years, wanted) if locks.closed(y.end) and (y not in changed or y not in years)]
    if touched:
        raise Conflict(f"the year to {max(touched)} is closed; reopen the books before changing it", see="reopen_years")
    check_years(changed, company=company_or_refuse(db, company).entity_type == "ltd")
    return changed


def _laid_anew(years: Sequence[Period], wanted: Period) -> list[Period]:
    """The rows with this one in them. Where its end moves, or it begins before all of them, those behind follow it."""
    same = next((y for y in years if y.start == wanted.start), None)
    moved = same is not None and same.end != wanted.end
    if moved or (wanted.start < years[0].start and wanted.end + ONE_DAY != years[0].start):
        return [*(y for y in years if y.end < wanted.start), wanted, *years_anew(wanted, years)]
    return sorted([*(y for y in years if y.start != wanted.start), wanted], key=lambda y: y.start)


def _refuse_second_extension(owner: Company, years: Sequence[Period], change: YearChange, today: date) -> None:
    """A company lengthens an accounting period once in five years; shortening is free. Source: CA 2006 s392(3)."""
    if owner.entity_type != "ltd" or change.exception:
        return
    extended = [y for y in years if is_extended(y, first=y.start == owner.incorporated_on)]
    for earlier, later in pairwise(extended):
        if change.starts_on not in (earlier.start, later.start):
            continue  # as it was before this change
        # The notice was given at the latest when the accounts of the period were due.
        notice = min(today, accounts_due(later.end, CompanyType.PRIVATE))
        allowed = next_extension_from(earlier.end)
        if notice < allowed:
            raise Conflict(
                f"{later.start} to {later.end} would be lengthened less than five years after {earlier.start} to "
                f"{earlier.end} was: Companies House takes no such notice before {allowed} (CA 2006 s392(3)). A "
                "shorter year is always possible. In administration, to align with a parent or subsidiary, or by "
                "direction of the Secretary of State, repeat it with exception and the reason"
            )


def apply_change(db: Writer, company: int, plan: YearChange, cause: Cause) -> list[FinancialYear]:
    """Record the years: they must follow one another afterwards, and closed years stay as they are."""
    today = _today(cause)
    changed = _changed(db, company, plan, today)
    _refuse_second_extension(company_or_refuse(db, company), changed, plan, today)
    before = [f"{y.start}/{y.end}" for y in years_of(db, company)]
    if plan.notice_on is not None:
        _record_notice(db, company, plan, plan.notice_on, cause)
    set_years(db, cause, changed)
    company_changed(books_of(db, company), cause)  # a bill from before the first year may have waited for this one
    cause.note(
        "year.change",
        str(plan.starts_on),
        before={"years": before},
        after={
            "years": [f"{y.start}/{y.end}" for y in changed],
            "exception": plan.reason,
            "notice_on": plan.notice_on,
        },
    )
    return list_years(db, company, today)


def _record_notice(db: Writer, company: int, plan: YearChange, notice_on: date, cause: Cause) -> None:
    """The accounts of a year that a notice shortens have three months from it (CA 2006 s442(4))."""
    notices = shortening_notices(db, company)
    stood = next((y for y in years_of(db, company) if y.start == plan.starts_on), None)
    shorter = stood is not None and plan.ends_on < stood.end
    if company_or_refuse(db, company).entity_type != "ltd" or not (shorter or plan.ends_on in notices):
        raise BadRequest(
            f"notice_on: the year from {plan.starts_on} is not shortened to {plan.ends_on}; a notice goes with a year "
            "of a company that ends earlier than it did",
            param="notice_on",
        )
    if notice_on > _today(cause):
        raise BadRequest(f"notice_on: {notice_on} is still to come", param="notice_on")
    notices[plan.ends_on] = notice_on
    record_notices(db, cause, notices)


def prepare_closing(db: Reader, company: int, command: Closing) -> Closing:
    """Which years there are by now is only known with the day of the write."""
    company_or_refuse(db, company)
    return command


def apply_closing(db: Writer, company: int, plan: Closing, cause: Cause) -> list[FinancialYear]:
    """Set the books lock; a number of its own dates it. Closing goes forward to a year's end."""
    locked, rows = locks_of(db, company).books_closed_through, years_of(db, company)
    years = years_through(rows, _today(cause))
    if plan.through not in [y.end for y in years]:
        ends = ", ".join(str(y.end) for y in years)
        raise BadRequest(f"through: books are closed at the end of a financial year: {ends}", param="through")
    if locked is not None and plan.through <= locked:
        raise Conflict(f"the books are already closed through {locked}")
    closed = [y for y in years if y.end <= plan.through]
    if len(closed) > len(rows):
        set_years(db, cause, closed)  # what is closed stands as a row, whatever is said of later years
    return _lock(db, cause, "books.close", plan.through, None)


def prepare_reopening(db: Reader, company: int, command: Reopening) -> Reopening:
    """Reopening goes back and says why."""
    locked = locks_of(db, company).books_closed_through
    if not (command.reason or "").strip():
        raise BadRequest("reason: say why closed books are opened again", param="reason")
    if locked is None:
        raise Conflict("the books are not closed")
    if command.through is not None and command.through >= locked:
        raise Conflict(f"the books are closed through {locked}; reopening must go back before that day")
    return command


def apply_reopening(db: Writer, company: int, plan: Reopening, cause: Cause) -> list[FinancialYear]:
    """Move the books lock back, or take it away."""
    prepare_reopening(db, company, plan)
    return _lock(db, cause, "books.reopen", plan.through, plan.reason)


def _lock(db: Writer, cause: Cause, action: str, through: date | None, reason: str | None) -> list[FinancialYear]:
    before = locks_of(db, cause.company).books_closed_through
    lock_books(db, cause, through, reason)
    cause.note(
        action,
        str(through),
        before={"closed_through": before},
        after={"closed_through": through, "reason": reason},
    )
    return list_years(db, cause.company, _today(cause))


def _today(cause: Cause) -> date:
    return cause.today


def show_locks(db: Reader, company: int, _: None) -> Locks:
    """What is closed and filed now."""
    company_or_refuse(db, company)
    return locks_of(db, company)


LIST = ReadWorkflow("year.list", list_years, short=True)
LOCKS = ReadWorkflow("year.locks", show_locks, short=True)
CHANGE = WriteWorkflow("year.change", prepare_change, apply_change, person_needs=Right.CLOSE_YEARS)
CLOSE = WriteWorkflow("books.close", prepare_closing, apply_closing, person_needs=Right.CLOSE_YEARS)
REOPEN = WriteWorkflow("books.reopen", prepare_reopening, apply_reopening, needs=ADMIN, person_needs=Right.CLOSE_YEARS)
