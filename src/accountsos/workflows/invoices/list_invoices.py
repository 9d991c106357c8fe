"""Answer the list of invoices, bills and credit notes, and show one with its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.look_ups import numbers_of, thing_number
from accountsos.bookkeeping.post_line import INVOICE_TYPES
from accountsos.errors import NotFound
from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.ledger.chart import Chart
from accountsos.store.documents import VOID, document_of
from accountsos.store.engine.search import like_pattern
from accountsos.store.engine.sql import Reader, day_number
from accountsos.store.invoice_list import InvoiceFilter, invoice_page
from accountsos.store.names import names_of
from accountsos.workflows.documents.list_documents import (
    NOTHING,
    DocumentState,
    document_or_refuse,
    state_of,
    whole_state_of,
)
from accountsos.workflows.unit_of_work import ReadWorkflow

STATES = ("open", "overdue", "settled", "waiting", VOID)


@dataclass(frozen=True, slots=True)
class InvoiceQuestion:
    """Which page of which invoices."""

    today: date
    limit: int
    offset: int = 0
    direction: str | None = None
    state: str | None = None
    contact: str | None = None
    search: str | None = None
    first: date | None = None
    last: date | None = None
    ids: tuple[str, ...] | None = None
    before: tuple[int, int] = (NO_DAY_IS_LATER, ABOVE_ALL)
    """Day and number of the last one of the page before."""


@dataclass(frozen=True, slots=True)
class InvoiceShown:
    """An invoice with the categories that its lines name."""

    state: DocumentState
    chart: Chart


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """A page, the latest first."""

    rows: list[InvoiceShown]
    total: int


def list_invoices(db: Reader, company: int, asked: InvoiceQuestion) -> InvoicePage:
    """One page and the exact total."""
    wanted = InvoiceFilter(
        today=day_number(asked.today),
        state=asked.state or "",
        side=asked.direction or "",
        contact=0 if asked.contact is None else _contact(company, asked.contact),
        search=like_pattern(asked.search) if asked.search else "",
        first=0 if asked.first is None else day_number(asked.first),
        last=99999999 if asked.last is None else day_number(asked.last),
        numbers=None if asked.ids is None else numbers_of("doc_", company, asked.ids),
    )
    numbers, total = invoice_page(db, company, wanted, limit=asked.limit, offset=asked.offset, before=asked.before)
    chart = names_of(db, company).chart
    documents = [document_of(db, company, number) for number in numbers]
    return InvoicePage([InvoiceShown(state_of(db, company, d), chart) for d in documents if d is not None], total)


def _contact(company: int, contact_id: str) -> int:
    try:
        return thing_number("con_", company, contact_id, "contact")
    except NotFound:
        return NOTHING


def show_invoice(db: Reader, company: int, document_id: str) -> InvoiceShown:
    """One invoice; NotFound where it is a document of another kind."""
    document = document_or_refuse(db, company, document_id)
    if document.type not in INVOICE_TYPES:
        raise NotFound(f"{document_id} is a {document.type or 'document of no type yet'}, and no invoice")
    return InvoiceShown(whole_state_of(db, company, document), names_of(db, company).chart)


LIST = ReadWorkflow("invoice.list", list_invoices)
SHOW = ReadWorkflow("invoice.show", show_invoice)
