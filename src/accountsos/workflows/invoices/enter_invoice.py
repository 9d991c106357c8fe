"""Type in an invoice, bill or credit note without a file: from then on it is what a read one is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.invoice_reading import terms_of, what_is_missing
from accountsos.bookkeeping.look_ups import contact_number, thing_number
from accountsos.bookkeeping.typed_lines import GivenLine, LinesOf, said_lines
from accountsos.bookkeeping.write_up import papers_changed, what_is_owed_changed
from accountsos.contacts.payee import payee_key
from accountsos.documents.facts import takes_back
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.money import Pence, text_from_pence
from accountsos.store.contacts import contact_of, number_of_key
from accountsos.store.document_corrections import Corrections, SaidLine
from accountsos.store.documents import TYPED, Document, add_document, invoices_numbered, set_reading
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import PURCHASE, SALE, invoice_of
from accountsos.workflows.documents.document_parties import contact_made
from accountsos.workflows.documents.propose_matches import link_surely
from accountsos.workflows.external_references import always, named
from accountsos.workflows.invoices.list_invoices import InvoiceShown, naming, show_invoice
from accountsos.workflows.unit_of_work import WriteWorkflow

CERTAIN = 10_000


@dataclass(frozen=True, slots=True)
class EnterInvoice:
    """An invoice as it was typed."""

    direction: str
    """sale | purchase"""
    day: date
    lines: tuple[GivenLine, ...]
    amounts: str
    """net | gross: what the lines' amounts are."""
    type: str = "invoice"
    contact_id: str | None = None
    contact_name: str | None = None
    """Instead of an id: the contact of that name, a new one where there is none."""
    number: str | None = None
    due_on: date | None = None
    total: Pence | None = None
    """The total with VAT that stands on it, to be held against the lines."""
    credits_id: str | None = None
    """Of a credit note the invoice that it takes back."""
    repeats: bool = False
    """Whether it is known to bear the number of another one."""


def prepare(db: Reader, company: int, command: EnterInvoice) -> EnterInvoice:
    """Everything that is named must be there, and the amounts must add up."""
    _document(db, company, command)
    return command


def apply(db: Writer, company: int, command: EnterInvoice, cause: Cause) -> InvoiceShown:
    """Keep it, post it, and put it beside what surely paid it."""
    document = _document(db, company, command)
    refuse_future(document, cause.today)
    contact = document.contact_no
    if contact is None:
        contact = contact_made(db, cause, document.supplier or "")
        if contact is None:
            raise BadRequest(f"contact_name: {document.supplier!r} is no name; write whose it is", param="contact_name")
    number = cause.next_number()
    document = replace(document, number=number, contact_no=contact)
    if not command.repeats:
        refuse_repeat(db, company, document)
    typed = typed_state(document)
    text = json.dumps([company, number, typed], sort_keys=True).encode()
    document = replace(
        document,
        sha256=hashlib.sha256(text).digest(),
        size=len(text),
        uploaded_at=cause.recorded_at,
        recorded_seq=cause.seq,
    )
    add_document(db, company, document)
    set_reading(db, company, document)
    books = books_of(db, company)
    filed = link_surely(books, cause, document)
    papers_changed(books, cause, [number])
    filed += what_is_owed_changed(books, cause, documents=[number])
    document_id = ids.public_id("doc_", company, number)
    after = {"sha256": document.sha256.hex(), "size": document.size, "typed": typed}
    cause.note("invoice.enter", document_id, after=after)
    for line in filed:
        line.note(cause)
    return show_invoice(db, company, document_id)


def _document(db: Reader, company: int, command: EnterInvoice) -> Document:
    """What was typed as a document, without its number; refuses what cannot be."""
    if (command.contact_id is None) == (command.contact_name is None):
        raise BadRequest(
            "contact_id: say whose it is, by contact_id or by contact_name, not by both", param="contact_id"
        )
    books, name = books_of(db, company), " ".join((command.contact_name or "").split())
    contact = number_of_key(db, company, payee_key(name)) if name else None
    if command.contact_id is not None:
        contact, name = contact_named(db, company, command.contact_id)
    document = Document(
        number=0,
        sha256=b"",
        status="processed",
        type=command.type,
        type_given=True,
        file_name="",
        content_type=TYPED,
        size=1,
        uploaded_at=0,
        recorded_seq=0,
        direction=command.direction,
        supplier=name,
        contact_no=contact,
        doc_number=command.number,
        issued_on=command.day,
        due_on=command.due_on,
        currency="GBP",
        confidence=CERTAIN,
    )
    of = LinesOf(command.direction == "sale", command.day, contact, command.amounts)
    document = with_lines(document, said_lines(books, of, command.lines), command.amounts)
    if command.credits_id is not None:
        document = crediting(books, document, command.credits_id)
    refuse_total(document, command.total)
    refuse_days(document)
    refuse_early(books, document)
    return document


def with_lines(document: Document, lines: tuple[SaidLine, ...], amounts: str) -> Document:
    """The document with these lines, and the totals that they make."""
    net, vat = sum(line.net for line in lines), sum(line.vat for line in lines)
    if net + vat == 0:
        raise BadRequest("lines: they come to 0.00, so nothing is owed; an invoice has a total", param="lines")
    if abs(vat) > abs(net + vat):
        raise BadRequest(
            f"lines: VAT of {text_from_pence(vat)} in a total of {text_from_pence(net + vat)}; type in what was taken "
            "off as a credit note of its own",
            param="lines",
        )
    said: Corrections = document.corrections.with_values({"lines": lines, "amounts": amounts})
    return replace(document, net=net, vat=vat, gross=net + vat, corrections=said)


def crediting(books: CompanyBooks[Reader], note: Document, credits_id: str) -> Document:
    """The credit note with the invoice that it takes back; refuses what none can take back."""
    number = thing_number("doc_", books.company, credits_id, "invoice")
    invoice = invoice_of(books.db, books.company, number)
    if invoice is None:
        raise NotFound(f"there is no invoice {credits_id!r} in the books", param="credits_invoice_id")
    if not takes_back(note.type, note.gross or 0):
        raise BadRequest(
            "credits_invoice_id: only a credit note takes an invoice back; leave it out, or say type credit_note",
            param="credits_invoice_id",
        )
    side = SALE if note.direction == "sale" else PURCHASE
    is_note = (invoice.amount > 0) != (invoice.side == SALE)
    assert note.issued_on is not None
    if is_note or (invoice.side, invoice.contact_no) != (side, note.contact_no) or invoice.issued_on > note.issued_on:
        raise BadRequest(
            f"credits_invoice_id: {credits_id} is no earlier invoice of the same party and side; name the one that the "
            "note takes back, or none",
            param="credits_invoice_id",
        )
    return replace(note, corrections=note.corrections.with_values({"credits": number}))


def refuse_total(document: Document, total: Pence | None) -> None:
    """What stands on the invoice as its total is what the lines come to."""
    if total is None or total == document.gross:
        return
    net, vat, gross = (text_from_pence(amount or 0) for amount in (document.net, document.vat, document.gross))
    raise BadRequest(
        f"total: the lines come to {gross} (net {net} and VAT {vat}), not to {text_from_pence(total)}; correct an "
        "amount, or say a line's vat_amount as the invoice has it",
        param="total",
    )


def refuse_days(document: Document) -> None:
    """It is due on its own day at the earliest."""
    assert document.issued_on is not None
    if document.due_on is not None and document.due_on < document.issued_on:
        raise BadRequest(
            f"due_date: {document.due_on} is before the invoice's own day, {document.issued_on}", param="due_date"
        )


def refuse_future(document: Document, today: date) -> None:
    """An invoice is typed in once it was issued."""
    assert document.issued_on is not None
    if document.issued_on > today:
        raise BadRequest(f"date: {document.issued_on} is in the future; today is {today}", param="date")


def refuse_repeat(db: Reader, company: int, document: Document) -> None:
    """The same number of the same supplier, or the same number of one's own, is the same invoice twice."""
    assert document.direction is not None
    if document.doc_number is None:
        return
    for other in invoices_numbered(db, company, document.doc_number, direction=document.direction, but=document.number):
        if document.direction == "sale" or other.contact_no == document.contact_no:
            other_id = ids.public_id("doc_", company, other.number)
            raise Conflict(
                f"number: {document.doc_number} is there already, dated {other.issued_on}, of "
                f"{text_from_pence(other.gross or 0)} ({other_id}); if this is another one, repeat with "
                "allow_same_number",
                see="show_invoice",
            )


def typed_state(document: Document) -> dict[str, object]:
    """What the audit log tells of it."""
    said = document.corrections
    return {
        "type": document.type,
        "direction": document.direction,
        "contact": document.contact_no,
        "number": document.doc_number,
        "date": str(document.issued_on),
        "due_date": None if document.due_on is None else str(document.due_on),
        "net": document.net,
        "vat": document.vat,
        "gross": document.gross,
        "status": document.status,
        "amounts": said.amounts,
        "credits": said.credits,
        "lines": [[one.category_id, one.vat_code, one.net, one.vat, one.description] for one in said.lines],
    }


def contact_named(db: Reader, company: int, contact_id: str) -> tuple[int, str]:
    """Number and name of a contact of this company's."""
    number = contact_number(db, company, contact_id, "contact_id")
    contact = contact_of(db, company, number)
    assert contact is not None
    return number, contact.name


def refuse_early(books: CompanyBooks[Reader], document: Document) -> None:
    """A day before the books began belongs to nobody's year."""
    terms = terms_of(books, document, ())
    known = replace(terms, document=replace(terms.document, contact_no=document.contact_no or 1))
    missing = what_is_missing(books, known, document.corrections.filed_under, paid=False)
    if missing is not None:
        raise BadRequest(f"date: {missing}", param="date")


ENTER = WriteWorkflow("invoice.enter", prepare, apply)
ENTER_NAMED = named(ENTER, naming(always))
