"""Answer the list of invoices, bills and credit notes, and show one with its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from accountsos.bookkeeping.call_thing import called_among
from accountsos.bookkeeping.look_ups import numbers_of, thing_number
from accountsos.bookkeeping.post_line import INVOICE_TYPES
from accountsos.errors import NotFound
from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.ledger.chart import Chart
from accountsos.store.changed_things import DOCUMENT, INVOICE, Moments, moments_of
from accountsos.store.documents import VOID, document_of
from accountsos.store.engine.search import like_pattern
from accountsos.store.engine.sql import Reader, day_number, micros
from accountsos.store.invoice_list import InvoiceFilter, invoice_page
from accountsos.store.names import names_of
from accountsos.workflows.documents.list_documents import (
    NOTHING,
    DocumentState,
    document_or_refuse,
    state_of,
    whole_state_of,
)
from accountsos.workflows.external_references import Naming
from accountsos.workflows.unit_of_work import ReadWorkflow

STATES = ("open", "overdue", "settled", "waiting", VOID)


ROWS_AT_ONCE = 1_000
"""Of a list that is read whole."""


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
    updated_since: datetime | None = None
    ids: tuple[str, ...] | None = None
    before: tuple[int, int] = (NO_DAY_IS_LATER, ABOVE_ALL)
    """Day and number of the last one of the page before."""
    external_id: str | None = None
    """Only the one that another system calls so."""


@dataclass(frozen=True, slots=True)
class InvoiceShown:
    """An invoice with the categories that its lines name."""

    state: DocumentState
    chart: Chart
    moments: Moments


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """A page, the latest first."""

    rows: list[InvoiceShown]
    total: int


def list_invoices(db: Reader, company: int, asked: InvoiceQuestion) -> InvoicePage:
    """One page and the exact total."""
    chosen = None if asked.ids is None else numbers_of("doc_", company, asked.ids)
    wanted = InvoiceFilter(
        today=day_number(asked.today),
        state=asked.state or "",
        side=asked.direction or "",
        contact=0 if asked.contact is None else _contact(company, asked.contact),
        search=like_pattern(asked.search) if asked.search else "",
        first=0 if asked.first is None else day_number(asked.first),
        last=99999999 if asked.last is None else day_number(asked.last),
        since=0 if asked.updated_since is None else micros(asked.updated_since),
        numbers=called_among(db, company, DOCUMENT, asked.external_id, chosen),
    )
    numbers, total = invoice_page(db, company, wanted, limit=asked.limit, offset=asked.offset, before=asked.before)
    documents = [document_of(db, company, number) for number in numbers]
    return InvoicePage([_shown(db, state_of(db, company, d)) for d in documents if d is not None], total)


def invoices_in_pages(db: Reader, company: int, asked: InvoiceQuestion) -> Iterator[InvoicePage]:
    """All of them from one view, page after page, at least one."""
    while True:
        page = list_invoices(db, company, replace(asked, limit=ROWS_AT_ONCE))
        yield page
        last = page.rows[-1].state.document if page.rows else None
        if len(page.rows) < ROWS_AT_ONCE or last is None or last.issued_on is None:
            return
        asked = replace(asked, offset=0, before=(day_number(last.issued_on), last.number))


def _shown(db: Reader, state: DocumentState) -> InvoiceShown:
    moments = moments_of(db, state.company, INVOICE, state.document.number)
    return InvoiceShown(state, names_of(db, state.company).chart, moments)


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
    return _shown(db, whole_state_of(db, company, document))


def naming(is_new: Callable[[InvoiceShown], bool]) -> Naming[InvoiceShown]:
    """An invoice is called what its document is called."""
    return Naming(DOCUMENT, lambda shown: shown.state.document.number, _again, is_new)


def _again(db: Reader, company: int, invoice: InvoiceShown) -> InvoiceShown:
    document = document_of(db, company, invoice.state.document.number)
    assert document is not None
    return _shown(db, whole_state_of(db, company, document))


LIST = ReadWorkflow("invoice.list", list_invoices)
SHOW = ReadWorkflow("invoice.show", show_invoice)
