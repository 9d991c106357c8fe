"""Answer the list of documents, show one, and hand out its file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from accountsos.bookkeeping.call_thing import called_among
from accountsos.bookkeeping.look_ups import numbers_of, thing_number
from accountsos.documents.facts import ReadOutcome
from accountsos.errors import NotFound
from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.ledger.chart import Category
from accountsos.store.changed_things import DOCUMENT, Moments, moments_of
from accountsos.store.contacts import Contact, contact_of
from accountsos.store.document_list import DocumentFilter, document_page
from accountsos.store.documents import (
    VOID,
    Document,
    DocumentLink,
    document_of,
    links_of_document,
    reading_kept,
)
from accountsos.store.engine.objects import Objects
from accountsos.store.engine.search import like_pattern
from accountsos.store.engine.sql import Reader, day_number, micros, moment_from
from accountsos.store.invoices import Invoice, Settlement, invoice_of, settlements_of_document
from accountsos.store.jobs import Job, job_page
from accountsos.store.names import names_of
from accountsos.workflows.unit_of_work import ReadWorkflow

STATUSES = ("pending", "processing", "processed", "needs_review", "failed", VOID)
TYPES = ("receipt", "invoice", "credit_note", "statement", "contract", "other")
JOB_STATES = ("queued", "running", "done", "dead")
NOTHING = -1


class DocumentQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of which documents."""

    limit: int
    offset: int = 0
    type: str | None = None
    status: str | None = None
    search: str | None = None
    below: int = ABOVE_ALL
    """Only those with smaller numbers: what comes after the page before."""
    transaction: str | None = None
    unmatched: bool | None = None
    updated_since: datetime | None = None
    contact: str | None = None
    ids: tuple[str, ...] | None = None
    first: date | None = None
    last: date | None = None
    external_id: str | None = None
    """Only the one that another system calls so."""


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document with what hangs on it."""

    document: Document
    company: int
    contact: Contact | None
    links: tuple[DocumentLink, ...]
    moments: Moments
    invoice: Invoice | None = None
    """How it stands in the books, of an invoice or credit note."""
    invoice_category: Category | None = None
    settlements: tuple[Settlement, ...] = ()
    """What settled it beside the bank; only where one document is shown."""
    outcome: ReadOutcome | None = None
    """Everything that was read, with places; only where one document is shown."""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A page, newest first."""

    rows: list[DocumentState]
    total: int


@dataclass(frozen=True, slots=True)
class FileWanted:
    """Whose file, and where files are kept."""

    document_id: str
    objects: Objects


@dataclass(frozen=True, slots=True)
class FileFound:
    """The original bytes."""

    document: Document
    content: bytes


@dataclass(frozen=True, slots=True)
class JobPage:
    """Jobs of a company, newest first."""

    company: int
    rows: list[Job]
    total: int


def list_documents(db: Reader, company: int, asked: DocumentQuestion) -> DocumentPage:
    """One page and the exact total."""
    chosen = None if asked.ids is None else numbers_of("doc_", company, asked.ids)
    wanted = DocumentFilter(
        type=asked.type or "",
        status=asked.status or "",
        search=like_pattern(asked.search) if asked.search else "",
        transaction=0 if asked.transaction is None else _transaction(company, asked.transaction),
        unmatched=asked.unmatched,
        since=0 if asked.updated_since is None else micros(asked.updated_since),
        contact=0 if asked.contact is None else _contact(company, asked.contact),
        numbers=called_among(db, company, DOCUMENT, asked.external_id, chosen),
        days=_days(asked),
    )
    rows, total = document_page(db, company, wanted, limit=asked.limit, offset=asked.offset, below=asked.below)
    return DocumentPage([state_of(db, company, row) for row in rows], total)


def _days(asked: DocumentQuestion) -> tuple[int, int] | None:
    if asked.first is None and asked.last is None:
        return None
    last = NO_DAY_IS_LATER if asked.last is None else day_number(asked.last)
    return (0 if asked.first is None else day_number(asked.first), last)


def _contact(company: int, contact_id: str) -> int:
    try:
        return thing_number("con_", company, contact_id, "contact")
    except NotFound:
        return NOTHING


def _transaction(company: int, transaction_id: str) -> int:
    try:
        return thing_number("txn_", company, transaction_id, "transaction")
    except NotFound:
        return NOTHING


def show_document(db: Reader, company: int, document_id: str) -> DocumentState:
    """One document with everything that was read from it."""
    return whole_state_of(db, company, document_or_refuse(db, company, document_id))


def file_of(db: Reader, company: int, asked: FileWanted) -> FileFound:
    """The file as it was uploaded, byte for byte."""
    document = document_or_refuse(db, company, asked.document_id)
    if document.is_typed:
        raise NotFound(f"{asked.document_id} was typed in; there is no file of it")
    return FileFound(document, asked.objects.get(company, document.sha256))


def document_or_refuse(db: Reader, company: int, document_id: str) -> Document:
    """The document, or NotFound."""
    document = document_of(db, company, thing_number("doc_", company, document_id, "document"))
    if document is None:
        raise NotFound(f"there is no document {document_id!r}")
    return document


def state_of(db: Reader, company: int, document: Document, *, is_new: bool = False) -> DocumentState:
    """What a list shows of a document."""
    contact = contact_of(db, company, document.contact_no) if document.contact_no is not None else None
    read = document.status not in ("pending", "processing", "failed")
    links = tuple(links_of_document(db, company, document.number)) if read else ()
    invoice = invoice_of(db, company, document.number) if read else None
    category = None
    if invoice is not None and invoice.category_no is not None:
        names = names_of(db, company)
        category = names.chart[names.category_id[invoice.category_no]]
    moments = moments_of(db, company, DOCUMENT, document.number, seq=document.recorded_seq)
    return DocumentState(document, company, contact, links, moments, invoice, category, is_new=is_new)


def whole_state_of(db: Reader, company: int, document: Document) -> DocumentState:
    """The same with everything that was read."""
    state = state_of(db, company, document)
    kept = reading_kept(db, company, document.number)
    outcome = None if kept is None else msgspec.json.decode(kept, type=ReadOutcome)
    settlements = tuple(settlements_of_document(db, company, document.number))
    return replace(state, outcome=outcome, settlements=settlements)


def moment(stored: int) -> datetime:
    """A stored moment, for showing."""
    return moment_from(stored)


def list_jobs(
    db: Reader, company: int, asked: tuple[str | None, int, int] | tuple[str | None, int, int, int]
) -> JobPage:
    """A page of jobs: state or None, limit, offset, and below which number."""
    state, limit, offset, *rest = asked
    below = rest[0] if rest else ABOVE_ALL
    return JobPage(company, *job_page(db, company, state=state or "", limit=limit, offset=offset, below=below))


LIST = ReadWorkflow("document.list", list_documents)
SHOW = ReadWorkflow("document.show", show_document)
FILE = ReadWorkflow("document.file", file_of)
LIST_JOBS = ReadWorkflow("job.list", list_jobs)
