"""Documents: the uploaded file, what was read from it, and which bank lines it stands beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.store.document_corrections import NOTHING_SAID, Corrections, corrections_from, corrections_text
from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Value,
    Writer,
    day_from,
    optional_day,
    optional_day_number,
)

COLUMNS = (
    "company_id document_no digest status type type_given file_name content_type size uploaded_at recorded_seq version "
    "direction supplier contact_no number issued_on due_on currency net vat gross confidence paid_to reading "
    "corrections warnings reason"
)
LISTED = ", ".join(f"d.{name}" for name in COLUMNS.split() if name not in ("company_id", "reading"))
NEW = Insert("document", COLUMNS)
_FROM = f"SELECT {LISTED} FROM document d WHERE d.company_id = :company"
ONE = Sql(f"{_FROM} AND d.document_no = :number")
OF_DIGEST = Sql(f"{_FROM} AND d.digest = :digest")
WAITING = Sql(f"{_FROM} AND d.status = 'needs_review' ORDER BY d.document_no DESC LIMIT :limit")
READING = Sql("SELECT reading FROM document WHERE company_id = :company AND document_no = :number")
SET_READING = Sql(
    """UPDATE document SET status = :status, type = :type, direction = :direction, supplier = :supplier,
       contact_no = :contact, number = :doc_number, issued_on = :issued, due_on = :due, currency = :currency,
       net = :net, vat = :vat, gross = :gross, confidence = :confidence, paid_to = :paid_to, warnings = :warnings,
       reason = :reason, corrections = :corrections, version = version + 1
       WHERE company_id = :company AND document_no = :number"""
)
KEEP_READING = Sql("UPDATE document SET reading = :reading WHERE company_id = :company AND document_no = :number")
SET_STATUS = Sql(
    """UPDATE document SET status = :status, reason = :reason, version = version + 1
       WHERE company_id = :company AND document_no = :number"""
)
TYPED = "typed"
"""The content type of an invoice that was typed in: it has no file, and its digest is that of what was typed."""
VOID = "void"
"""The status of a typed invoice that was taken out of the books; it stays to be seen."""
DIGESTS = Sql(
    f"""SELECT document_no, digest FROM document WHERE company_id = :company AND content_type <> '{TYPED}'
        ORDER BY document_no"""
)
OF_NUMBER = Sql(
    f"""{_FROM} AND d.number = :doc_number AND d.direction = :direction AND d.document_no <> :but
       AND d.status = 'processed' AND d.type IN ('invoice', 'credit_note') ORDER BY d.document_no LIMIT 50"""
)
BEGIN_READING = Sql(
    """UPDATE document SET status = 'processing'
       WHERE company_id = :company AND document_no = :number AND status = 'pending'"""
)
REMOVE = Sql("DELETE FROM document WHERE company_id = :company AND document_no = :number")
NEW_LINK = Insert("document_link", "company_id document_no transaction_no amount score source reason recorded_seq")
DROP_LINK = Sql(
    """DELETE FROM document_link
       WHERE company_id = :company AND document_no = :number AND transaction_no = :transaction"""
)
DROP_LINKS = Sql("DELETE FROM document_link WHERE company_id = :company AND document_no = :number")
LINKS_OF_DOCUMENT = Sql(
    """SELECT l.document_no, l.transaction_no, l.amount, l.score, l.source, l.reason, t.booked_on, t.amount,
       t.description, t.status FROM document_link l
       JOIN bank_transaction t ON t.company_id = l.company_id AND t.transaction_no = l.transaction_no
       WHERE l.company_id = :company AND l.document_no = :number ORDER BY t.booked_on, l.transaction_no"""
)
LINKS_OF_TRANSACTION = Sql(
    """SELECT document_no, amount, score, source, reason FROM document_link
       WHERE company_id = :company AND transaction_no BETWEEN :transaction AND :transaction ORDER BY document_no"""
)
PARTIES_KNOWN = 3_000
"""So many contacts, those with most lines, are known to the reader of papers."""
EARLIER = Sql(
    """SELECT document_no, supplier, number, issued_on, gross, currency FROM document
       WHERE company_id = :company AND document_no <> :number AND supplier IS NOT NULL
       AND (gross = :gross OR number = :doc_number) ORDER BY document_no DESC LIMIT 200"""
)
_PARTIES = f"""FROM contact WHERE company_id = :company AND archived = 0
  ORDER BY lines DESC, contact_no LIMIT {PARTIES_KNOWN}"""
PARTIES = Sql(f"SELECT contact_no, name, vat_number {_PARTIES}")
PAYEES = Sql(
    f"""SELECT contact_no, payee_key FROM contact_key WHERE company_id = :company
        AND contact_no IN (SELECT contact_no {_PARTIES}) ORDER BY contact_no, payee_key"""
)
PAID_TO = Sql(
    """SELECT DISTINCT contact_no, paid_to FROM document WHERE company_id = :company AND contact_no IS NOT NULL
       AND paid_to IS NOT NULL AND status = 'processed' LIMIT 5000"""
)


@dataclass(frozen=True, slots=True)
class Document:
    """One uploaded file. Amounts are minor units of `currency`; `confidence` is in ten-thousandths."""

    number: int
    sha256: bytes
    status: str
    """pending | processing | processed | needs_review | failed | void"""
    type: str | None
    type_given: bool
    """Whether the person who uploaded it said its type."""
    file_name: str
    content_type: str
    size: int
    uploaded_at: int
    recorded_seq: int
    version: int = 1
    direction: str | None = None
    supplier: str | None = None
    """The other party: the supplier of a purchase, the customer of a sale."""
    contact_no: int | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    due_on: date | None = None
    currency: str | None = None
    net: int | None = None
    vat: int | None = None
    gross: int | None = None
    confidence: int | None = None
    paid_to: str | None = None
    corrections: Corrections = NOTHING_SAID
    """What people said instead of what was read, as JSON by field name."""
    warnings: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def is_typed(self) -> bool:
        """Whether it was typed in, and no file is behind it."""
        return self.content_type == TYPED


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document beside a bank line, and how that came about."""

    document_no: int
    transaction_no: int
    amount: int
    score: int
    source: str
    """matched | person"""
    reason: str
    booked_on: date
    line_amount: int
    description: str
    live: bool


def add_document(db: Writer, company: int, document: Document) -> None:
    """A new file, not read yet."""
    d = document
    row: tuple[Value, ...] = (
        company,
        d.number,
        d.sha256,
        d.status,
        d.type,
        int(d.type_given),
        d.file_name,
        d.content_type,
        d.size,
        d.uploaded_at,
        d.recorded_seq,
        d.version,
    )
    db.run_many(NEW, [(*row, *[None] * 14, json.dumps(d.warnings), d.reason)])


def document_of(db: Reader, company: int, number: int) -> Document | None:
    """The document under that number."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else document_from(row)


def existing_document(db: Reader, company: int, number: int) -> Document:
    """The document that something in the books names: an invoice is of a document, a link has two ends."""
    found = document_of(db, company, number)
    assert found is not None, "what the books name is there"
    return found


def waiting_documents(db: Reader, company: int, *, limit: int) -> list[Document]:
    """Those that a person is asked to look at, newest first."""
    return [document_from(row) for row in db.rows(WAITING, company=company, limit=limit)]


def document_of_digest(db: Reader, company: int, digest: bytes) -> Document | None:
    """The document with exactly these bytes."""
    row = db.row(OF_DIGEST, company=company, digest=digest)
    return None if row is None else document_from(row)


def invoices_numbered(db: Reader, company: int, doc_number: str, *, direction: str, but: int) -> list[Document]:
    """The other invoices and credit notes of one side with that number on them."""
    rows = db.rows(OF_NUMBER, company=company, doc_number=doc_number, direction=direction, but=but)
    return [document_from(row) for row in rows]


def digests_of_documents(db: Reader, company: int) -> list[tuple[int, bytes]]:
    """Number and digest of every document with a file."""
    return [(number, bytes(digest)) for number, digest in db.rows(DIGESTS, company=company)]


def reading_kept(db: Reader, company: int, number: int) -> str | None:
    """Everything that was read from the file, as JSON."""
    row = db.row(READING, company=company, number=number)
    return None if row is None or row[0] is None else str(row[0])


def set_reading(db: Writer, company: int, d: Document, *, reading: str | None = None) -> None:
    """Store what the document is now taken to say; `reading` too where it was read anew."""
    db.run(
        SET_READING,
        company=company,
        number=d.number,
        status=d.status,
        type=d.type,
        direction=d.direction,
        supplier=d.supplier,
        contact=d.contact_no,
        doc_number=d.doc_number,
        issued=optional_day_number(d.issued_on),
        due=optional_day_number(d.due_on),
        currency=d.currency,
        net=d.net,
        vat=d.vat,
        gross=d.gross,
        confidence=d.confidence,
        paid_to=d.paid_to,
        warnings=json.dumps(d.warnings, ensure_ascii=False),
        reason=d.reason,
        corrections=corrections_text(d.corrections),
    )
    if reading is not None:
        db.run(KEEP_READING, company=company, number=d.number, reading=reading)


def set_status(db: Writer, company: int, number: int, *, status: str, reason: str | None) -> None:
    """Where the document is on its way."""
    db.run(SET_STATUS, company=company, number=number, status=status, reason=reason)


def begin_reading(db: Writer, company: int, number: int) -> None:
    """Say that a reader has it in hand."""
    db.run(BEGIN_READING, company=company, number=number)


def remove_document(db: Writer, company: int, number: int) -> None:
    """Forget the document and its links."""
    db.run(DROP_LINKS, company=company, number=number)
    db.run(REMOVE, company=company, number=number)


def add_links(db: Writer, company: int, seq: int, links: Sequence[DocumentLink]) -> None:
    """Put the document beside these lines."""
    rows = [
        (company, link.document_no, link.transaction_no, link.amount, link.score, link.source, link.reason, seq)
        for link in links
    ]
    db.run_many(NEW_LINK, rows)


def drop_link(db: Writer, company: int, number: int, transaction: int) -> None:
    """Take the document away from a line."""
    db.run(DROP_LINK, company=company, number=number, transaction=transaction)


def links_of_document(db: Reader, company: int, number: int) -> list[DocumentLink]:
    """The lines that it stands beside, oldest first."""
    found = []
    for row in db.rows(LINKS_OF_DOCUMENT, company=company, number=number):
        document, transaction, amount, score, source, reason, booked_on, line_amount, description, status = row
        found.append(
            DocumentLink(
                document_no=document,
                transaction_no=transaction,
                amount=amount,
                score=score,
                source=source,
                reason=reason,
                booked_on=day_from(booked_on),
                line_amount=line_amount,
                description=description,
                live=status == 1,
            )
        )
    return found


def documents_of_transaction(db: Reader, company: int, transaction: int) -> list[int]:
    """The documents beside a line."""
    return [row[0] for row in db.rows(LINKS_OF_TRANSACTION, company=company, transaction=transaction)]


def earlier_documents(db: Reader, company: int, d: Document) -> list[Row]:
    """Documents that this one may repeat, the newest where there are many: number, supplier, its number, day, total,
    currency; oldest first."""
    return db.rows(EARLIER, company=company, number=d.number, gross=d.gross, doc_number=d.doc_number)[::-1]


def parties_known(db: Reader, company: int) -> list[tuple[int, str, str | None]]:
    """Contacts with their VAT numbers, those with most lines first."""
    return [(number, name, vat) for number, name, vat in db.rows(PARTIES, company=company)]


def payees_known(db: Reader, company: int) -> list[tuple[int, str]]:
    """The names under which bank lines know each contact."""
    return [(contact, payee) for contact, payee in db.rows(PAYEES, company=company)]


def accounts_paid(db: Reader, company: int) -> list[tuple[int, str]]:
    """Where the processed documents of each contact asked to be paid, as JSON."""
    return [(contact, paid_to) for contact, paid_to in db.rows(PAID_TO, company=company)]


def document_from(row: Row) -> Document:
    """The document of a row of LISTED."""
    (number, sha256, status, type_, type_given, *middle, warnings, reason) = row
    (name, content_type, size, uploaded_at, seq, version, direction, supplier, contact, *rest) = middle
    doc_number, issued, due, currency, net, vat, gross, confidence, paid_to, corrections = rest
    return Document(
        number=number,
        sha256=bytes(sha256),
        status=status,
        type=type_,
        type_given=bool(type_given),
        file_name=name,
        content_type=content_type,
        size=size,
        uploaded_at=uploaded_at,
        recorded_seq=seq,
        version=version,
        direction=direction,
        supplier=supplier,
        contact_no=contact,
        doc_number=doc_number,
        issued_on=optional_day(issued),
        due_on=optional_day(due),
        currency=currency,
        net=net,
        vat=vat,
        gross=gross,
        confidence=confidence,
        paid_to=paid_to,
        corrections=corrections_from(corrections),
        warnings=tuple(json.loads(warnings)),
        reason=reason,
    )
