"""What proves the books: proposals for a document, and payments that no document proves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.store.engine.sql import Reader, day_from, day_number
from accountsos.store.evidence import lines_without_document
from accountsos.store.names import Names, names_of
from accountsos.workflows.documents.list_documents import document_or_refuse
from accountsos.workflows.documents.propose_matches import Found, find_payments
from accountsos.workflows.in_pages import in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow

THRESHOLD_PENCE = 1000
"""Payments below 10.00 are not asked for unless one wants to."""


@dataclass(frozen=True, slots=True)
class MatchesFound:
    """What may have paid a document: lines, and combinations of lines and documents, best first."""

    company: int
    found: Found


@dataclass(frozen=True, slots=True)
class MissingQuestion:
    """Which days, from which amount on, and which page."""

    first: date
    last: date
    threshold: int
    limit: int
    offset: int = 0
    before: tuple[int, int] = (NO_DAY_IS_LATER, ABOVE_ALL)
    """Day and number of the last one of the page before."""


@dataclass(frozen=True, slots=True)
class UnprovedPayment:
    """A payment without a document."""

    number: int
    booked_on: date
    amount: int
    currency: str
    description: str
    category_id: str
    contact_no: int | None
    bank_account_id: str


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A page, newest first."""

    company: int
    rows: list[UnprovedPayment]
    total: int
    amount: int
    names: Names


def matches_of(db: Reader, company: int, document_id: str) -> MatchesFound:
    """Proposals for one document."""
    return MatchesFound(company, find_payments(db, company, document_or_refuse(db, company, document_id)))


def missing(db: Reader, company: int, asked: MissingQuestion) -> MissingPage:
    """Payments for goods and services that no document proves."""
    names = names_of(db, company)
    rows, total, amount = lines_without_document(
        db,
        company,
        (day_number(asked.first), day_number(asked.last)),
        threshold=asked.threshold,
        page=(asked.limit, asked.offset),
        before=asked.before,
    )
    found = [
        UnprovedPayment(
            number=number,
            booked_on=day_from(day),
            amount=pence,
            currency=currency or names.accounts[account].currency,
            description=description,
            category_id=names.category_id[category],
            contact_no=contact,
            bank_account_id=account,
        )
        for number, day, pence, description, category, contact, currency, account in rows
    ]
    return MissingPage(company, found, total, amount, names)


def _first(asked: MissingQuestion, rows: int) -> MissingQuestion:
    return replace(asked, limit=rows)


def _after(asked: MissingQuestion, last: UnprovedPayment) -> MissingQuestion:
    return replace(asked, offset=0, before=(day_number(last.booked_on), last.number))


missing_in_pages = in_pages(missing, lambda page: page.rows, _first, _after)


MATCHES = ReadWorkflow("document.matches", matches_of)
MISSING = ReadWorkflow("evidence.missing", missing)
