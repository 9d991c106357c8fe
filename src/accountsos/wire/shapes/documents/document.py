"""Documents: the file, what was read from it with places, and the bank lines it stands beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Raw

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.documents.facts import ReadOutcome
from accountsos.money import text_from_pence
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.common import ContactRef, CursorPageOut, Paging, ShortNumber, confidence_text, pairs_out
from accountsos.wire.shapes.documents.document_facts import (
    CheckOut,
    DocumentLineOut,
    FactOut,
    QuestionOut,
    VatRateOut,
    facts_out,
    line_out,
    optional_money,
    question_out,
    vat_rate_out,
)
from accountsos.wire.shapes.invoices import BookingOut, SettlementOut, booking_out, settlements_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.documents.evidence import MissingPage
from accountsos.workflows.documents.list_documents import DocumentPage, DocumentState, JobPage, moment


class DocumentTransaction(msgspec.Struct, frozen=True):
    """A bank line that the document stands beside."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    pays: MoneyOut
    """How much of the document it accounts for, as the bank signs it."""
    source: str
    """`matched` by its score, or chosen by a `person`."""
    score: int
    reason: str


class DocumentOut(msgspec.Struct, frozen=True):
    """An uploaded document. What was not found is null."""

    id: str
    type: str | None
    status: str
    file_name: str
    content_type: str
    size: int
    sha256: str
    uploaded_at: TimeOut
    created_at: TimeOut
    updated_at: TimeOut
    direction: str | None
    """`purchase` or `sale`."""
    supplier: str | None
    """The other party: of a sale, the customer."""
    number: str | None
    date: DateOut | None
    due_date: DateOut | None
    currency: str | None
    net: MoneyOut | None
    vat: MoneyOut | None
    gross: MoneyOut | None
    confidence: ShortNumber | None
    contact: ContactRef | None
    transactions: list[DocumentTransaction]
    warnings: list[str]
    reason: str | None
    """Why it needs a person, or could not be read."""
    booking: BookingOut | None
    """How an invoice or credit note stands in the books; null for any other document."""
    external_id: str | None
    metadata: dict[str, str] | None


class WholeDocument(DocumentOut, frozen=True):
    """A document with everything that was read from its file, before corrections."""

    read_from: str | None
    """`e-invoice`, `text` or `picture`."""
    facts: list[FactOut]
    vat_by_rate: list[VatRateOut]
    lines: list[DocumentLineOut]
    checks: list[CheckOut]
    questions: list[QuestionOut]
    """What a person is asked, while it needs review."""
    settlements: list[SettlementOut]
    """What settled an invoice beside the bank, or changed its VAT."""


class OneDocument(msgspec.Struct, frozen=True):
    """A document."""

    document: DocumentOut


class OneWholeDocument(msgspec.Struct, frozen=True):
    """A document with everything that was read."""

    document: WholeDocument


class DocumentList(msgspec.Struct, frozen=True):
    """A page of documents, newest first."""

    documents: list[DocumentOut]
    pagination: CursorPageOut


class MissingOut(msgspec.Struct, frozen=True):
    """A payment that no document proves."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    category: str
    contact_id: str | None
    bank_account_id: str


class MissingList(msgspec.Struct, frozen=True):
    """Payments without a document, newest first, and what they come to."""

    missing: list[MissingOut]
    total_amount: MoneyOut
    pagination: CursorPageOut


class JobOut(msgspec.Struct, frozen=True):
    """Work in the queue."""

    id: str
    kind: str
    subject: str
    state: str
    attempts: int
    last_error: str | None
    enqueued_at: TimeOut
    not_before: TimeOut


class OneJob(msgspec.Struct, frozen=True):
    """One job."""

    job: JobOut


class JobList(msgspec.Struct, frozen=True):
    """A page of jobs, newest first."""

    jobs: list[JobOut]
    pagination: CursorPageOut


def document_list(page: DocumentPage, *, paging: Paging) -> DocumentList:
    """A page of documents."""
    shown, told = paging.page(page.rows, page.total, lambda row: ("", row.document.number))
    return DocumentList([DocumentOut(**_header(row)) for row in shown], told)


def document_table(page: DocumentPage) -> Table:
    """The rows of a file."""
    columns = (
        *("id", "date", "type", "status", "direction", "supplier", "number", "due_date", "currency", "net", "vat"),
        *("gross", "contact: contact.name", "file_name", "uploaded_at", "reason", "external_id"),
    )
    heads, rows = list_table([DocumentOut(**_header(row)) for row in page.rows], columns)
    names = [row.document.supplier or row.document.file_name for row in page.rows]
    return [*heads, "called"], [[*row, name] for row, name in zip(rows, names, strict=True)]


def one_document(state: DocumentState) -> OneDocument:
    """One document as a list shows it."""
    return OneDocument(DocumentOut(**_header(state)))


def whole_document(state: DocumentState) -> OneWholeDocument:
    """One document with everything that was read."""
    outcome = state.outcome or ReadOutcome(status=None)  # type: ignore[arg-type]  # an empty reading; its status is not shown
    facts = outcome.facts
    currency = facts.currency.value if facts is not None and facts.currency is not None else "GBP"
    return OneWholeDocument(
        WholeDocument(
            **_header(state),
            read_from=outcome.source or None,
            facts=facts_out(facts, currency) if facts is not None else [],
            vat_by_rate=[vat_rate_out(part, currency) for part in (facts.vat_by_rate if facts is not None else ())],
            lines=[line_out(line, currency) for line in (facts.lines if facts is not None else ())],
            checks=[CheckOut(check.name, check.holds, check.message) for check in outcome.checks],
            questions=[question_out(d, currency) for d in outcome.doubts]
            if state.document.status == "needs_review"
            else [],
            settlements=settlements_out(state),
        )
    )


def missing_list(page: MissingPage, *, paging: Paging) -> MissingList:
    """Payments without a document."""
    shown, told = paging.page(page.rows, page.total, lambda row: (row.booked_on.strftime("%Y%m%d"), row.number))
    rows = [
        MissingOut(
            ids.public_id("txn_", page.company, row.number),
            row.booked_on.isoformat(),
            row.description,
            money_out(row.amount, row.currency),
            row.category_id,
            None if row.contact_no is None else ids.public_id("con_", page.company, row.contact_no),
            row.bank_account_id,
        )
        for row in shown
    ]
    return MissingList(rows, money_out(page.amount), told)


def missing_table(page: MissingPage) -> Table:
    """The rows of a file."""
    columns = ["id", "date", "description", "amount", "currency", "category", "account", "contact_id"]
    return columns, [
        [
            ids.public_id("txn_", page.company, row.number),
            row.booked_on.isoformat(),
            row.description,
            text_from_pence(row.amount, row.currency),
            row.currency,
            page.names.chart[row.category_id].name,
            page.names.accounts[row.bank_account_id].name,
            None if row.contact_no is None else ids.public_id("con_", page.company, row.contact_no),
        ]
        for row in page.rows
    ]


def job_list(page: JobPage, *, paging: Paging) -> JobList:
    """A page of jobs."""
    shown, told = paging.page(page.rows, page.total, lambda job: ("", job.number))
    return JobList(jobs_shown(replace(page, rows=shown)), told)


def one_job(page: JobPage) -> OneJob:
    """The only job of a page."""
    (job,) = jobs_shown(page)
    return OneJob(job)


def jobs_shown(page: JobPage) -> list[JobOut]:
    """The jobs of a page."""
    return [
        JobOut(
            ids.public_id("job_", page.company, job.number),
            job.kind,
            job.subject,
            job.state,
            job.attempt,
            job.last_error,
            rfc3339(moment(job.enqueued_at)),
            rfc3339(moment(job.not_before)),
        )
        for job in page.rows
    ]


def transactions_out(state: DocumentState) -> list[DocumentTransaction]:
    """The live bank lines beside the document."""
    currency = state.document.currency or "GBP"
    return [
        DocumentTransaction(
            ids.public_id("txn_", state.company, link.transaction_no),
            link.booked_on.isoformat(),
            link.description,
            money_out(link.line_amount),
            money_out(link.amount, currency),
            link.source,
            link.score,
            link.reason,
        )
        for link in state.links
        if link.live
    ]


def _header(state: DocumentState) -> dict[str, Any]:
    d, company = state.document, state.company
    currency = d.currency or "GBP"
    contact = state.contact
    return {
        "id": ids.public_id("doc_", company, d.number),
        "type": d.type,
        "status": d.status,
        "file_name": d.file_name,
        "content_type": d.content_type,
        "size": d.size,
        "sha256": d.sha256.hex(),
        "uploaded_at": rfc3339(moment(d.uploaded_at)),
        "created_at": rfc3339(state.moments.created_at),
        "updated_at": rfc3339(state.moments.updated_at),
        "direction": d.direction,
        "supplier": d.supplier,
        "number": d.doc_number,
        "date": d.issued_on.isoformat() if d.issued_on else None,
        "due_date": d.due_on.isoformat() if d.due_on else None,
        "currency": d.currency,
        "net": optional_money(d.net, currency),
        "vat": optional_money(d.vat, currency),
        "gross": optional_money(d.gross, currency),
        "confidence": None if d.confidence is None else Raw(confidence_text(d.confidence).encode()),
        "contact": ContactRef(ids.public_id("con_", company, contact.number), contact.name) if contact else None,
        "transactions": transactions_out(state),
        "warnings": list(d.warnings),
        "reason": d.reason,
        "booking": booking_out(state),
        "external_id": state.moments.external.external_id,
        "metadata": pairs_out(state.moments.external.metadata),
    }
