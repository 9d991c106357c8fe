"""Documents: the file, what was read from it with places, and the bank lines it stands beside."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.documents.facts import DocumentFacts, DocumentLine, Fact, Place, ReadOutcome
from accountsos.wire.fields import ConfidenceOut, DateOut, MoneyOut, TimeOut, confidence_out, money_out
from accountsos.wire.shapes.common import ContactRef, PageOut, ShortNumber, confidence_text, page_out
from accountsos.workflows.evidence import MissingPage
from accountsos.workflows.list_documents import DocumentPage, DocumentState, JobPage, moment

FactValue = Annotated[Raw, Meta(extra_json_schema={"type": ["string", "number"]})]


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


class BoxOut(msgspec.Struct, frozen=True):
    """Where on a page, as shares of its width and height from the top left."""

    page: int | None
    left: float | None
    top: float | None
    right: float | None
    bottom: float | None
    xml_path: str | None
    """Where in an e-invoice."""


class FactOut(msgspec.Struct, frozen=True):
    """One value as it was read."""

    name: str
    value: FactValue
    confidence: ConfidenceOut
    place: BoxOut | None


class VatRateOut(msgspec.Struct, frozen=True):
    """What of the document is at one rate."""

    rate: FactValue | None
    net: MoneyOut | None
    vat: MoneyOut | None


class DocumentLineOut(msgspec.Struct, frozen=True):
    """A line of goods or services."""

    description: str
    quantity: FactValue | None
    net: MoneyOut | None
    gross: MoneyOut | None
    vat_rate: FactValue | None


class CheckOut(msgspec.Struct, frozen=True):
    """A proof or comparison; `holds` is null where the document does not say enough."""

    name: str
    holds: bool | None
    message: str


class WholeDocument(DocumentOut, frozen=True):
    """A document with everything that was read from its file, before corrections."""

    read_from: str | None
    """`e-invoice`, `text` or `picture`."""
    facts: list[FactOut]
    vat_by_rate: list[VatRateOut]
    lines: list[DocumentLineOut]
    checks: list[CheckOut]


class OneDocument(msgspec.Struct, frozen=True):
    """A document."""

    document: DocumentOut


class OneWholeDocument(msgspec.Struct, frozen=True):
    """A document with everything that was read."""

    document: WholeDocument


class DocumentList(msgspec.Struct, frozen=True):
    """A page of documents, newest first."""

    documents: list[DocumentOut]
    pagination: PageOut


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
    pagination: PageOut


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
    pagination: PageOut


def document_list(page: DocumentPage, *, limit: int, offset: int) -> DocumentList:
    """A page of documents."""
    rows = [DocumentOut(**_header(row)) for row in page.rows]
    return DocumentList(rows, page_out(page.total, limit, offset, len(rows)))


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
            facts=_facts(facts, currency) if facts is not None else [],
            vat_by_rate=[
                VatRateOut(_decimal(part.rate), _money(part.net, currency), _money(part.vat, currency))
                for part in (facts.vat_by_rate if facts is not None else ())
            ],
            lines=[_line(line, currency) for line in (facts.lines if facts is not None else ())],
            checks=[CheckOut(check.name, check.holds, check.message) for check in outcome.checks],
        )
    )


def missing_list(page: MissingPage, *, limit: int, offset: int) -> MissingList:
    """Payments without a document."""
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
        for row in page.rows
    ]
    return MissingList(rows, money_out(page.amount), page_out(page.total, limit, offset, len(rows)))


def job_list(page: JobPage, *, limit: int, offset: int) -> JobList:
    """A page of jobs."""
    rows = jobs_shown(page)
    return JobList(rows, page_out(page.total, limit, offset, len(rows)))


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
        "direction": d.direction,
        "supplier": d.supplier,
        "number": d.doc_number,
        "date": d.issued_on.isoformat() if d.issued_on else None,
        "due_date": d.due_on.isoformat() if d.due_on else None,
        "currency": d.currency,
        "net": _money(d.net, currency),
        "vat": _money(d.vat, currency),
        "gross": _money(d.gross, currency),
        "confidence": None if d.confidence is None else Raw(confidence_text(d.confidence).encode()),
        "contact": ContactRef(ids.public_id("con_", company, contact.number), contact.name) if contact else None,
        "transactions": [
            DocumentTransaction(
                ids.public_id("txn_", company, link.transaction_no),
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
        ],
        "warnings": list(d.warnings),
        "reason": d.reason,
    }


def _facts(facts: DocumentFacts, currency: str) -> list[FactOut]:
    texts: tuple[tuple[str, Fact[str] | None], ...] = (
        ("supplier", facts.supplier.name),
        ("supplier_vat_number", facts.supplier.vat_number),
        ("customer", facts.customer.name),
        ("number", facts.number),
        ("currency", facts.currency),
        ("payment_reference", facts.payment_reference),
    )
    amounts = (("net", facts.net), ("vat", facts.vat), ("gross", facts.gross), ("payable", facts.payable))
    days = (("date", facts.date), ("due_date", facts.due_date))
    found = [_fact("type", facts.type.value.value, facts.type)]
    found += [_fact(name, fact.value, fact) for name, fact in texts if fact is not None]
    found += [_fact(name, fact.value.isoformat(), fact) for name, fact in days if fact is not None]
    found += [_fact(name, money_out(fact.value, currency), fact) for name, fact in amounts if fact is not None]
    return found


def _fact(name: str, value: str | Raw, fact: Fact[Any]) -> FactOut:
    shown = value if isinstance(value, Raw) else Raw(msgspec.json.encode(value))
    return FactOut(name, shown, confidence_out(fact.confidence), _place(fact.place))


def _place(place: Place | None) -> BoxOut | None:
    if place is None:
        return None
    box = place.box
    if box is None:
        return BoxOut(place.page, None, None, None, None, place.xml_path)
    return BoxOut(place.page, box.left, box.top, box.right, box.bottom, place.xml_path)


def _line(line: DocumentLine, currency: str) -> DocumentLineOut:
    return DocumentLineOut(
        line.description,
        _decimal(line.quantity),
        _money(line.net, currency),
        _money(line.gross, currency),
        _decimal(line.vat_rate),
    )


def _decimal(value: Decimal | None) -> Raw | None:
    return None if value is None else Raw(f"{value:f}".encode())


def _money(pence: int | None, currency: str) -> Raw | None:
    return None if pence is None else money_out(pence, currency)
