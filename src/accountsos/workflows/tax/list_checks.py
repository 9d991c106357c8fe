"""Answer what is to be looked at in the books, and what of it was acknowledged with a VAT return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.find_double_counts import double_counts_kept
from accountsos.errors import NotFound
from accountsos.reports.double_counts import DIVIDEND_NOT_COVERED, DoubleCount
from accountsos.store.engine.sql import Reader
from accountsos.store.vat import filed_returns
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.dividend_cover import uncovered_in_any_year
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class ChecksQuestion:
    """Which kind; None: all."""

    today: date
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """The findings as the books stand now."""

    company: int
    findings: tuple[DoubleCount, ...]
    acknowledged: Mapping[str, date]
    """By finding the period end of the filed return with which it was acknowledged."""


def list_checks(db: Reader, company: int, asked: ChecksQuestion) -> Checks:
    """The findings, the largest first."""
    found = list(double_counts_kept(books_of(db, company)))
    if asked.kind in (None, DIVIDEND_NOT_COVERED):
        found += [one.finding for one in uncovered_in_any_year(BooksAsKnown(db, company), asked.today)]
    found.sort(key=lambda one: (-one.amount, one.finding_id))
    acknowledged = {
        one.finding_id: filed.period_end for filed in filed_returns(db, company).values() for one in filed.acknowledged
    }
    return Checks(company, tuple(one for one in found if asked.kind in (None, one.kind)), acknowledged)


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """Which finding."""

    finding_id: str
    today: date


def show_check(db: Reader, company: int, asked: CheckQuestion) -> Checks:
    """The one of that id, as the books stand now."""
    checks = list_checks(db, company, ChecksQuestion(asked.today))
    found = tuple(one for one in checks.findings if one.finding_id == asked.finding_id)
    if not found:
        raise NotFound(f"there is no finding {asked.finding_id!r} as the books stand now")
    return replace(checks, findings=found)


SHOW = ReadWorkflow("check.show", show_check)
LIST = ReadWorkflow("check.list", list_checks)
