"""Change an invoice that was typed in, give a read one lines of its own, make one void or bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from msgspec import UNSET, UnsetType

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.post_line import INVOICE_TYPES
from accountsos.bookkeeping.put_paper_beside_line import file_payments
from accountsos.bookkeeping.typed_lines import GROSS, GivenLine, LinesOf, given_again, said_lines
from accountsos.bookkeeping.write_up import papers_changed, what_is_owed_changed
from accountsos.documents.facts import takes_back
from accountsos.errors import BadRequest, Conflict, PreconditionFailed
from accountsos.money import Pence, text_from_pence
from accountsos.store.documents import VOID, Document, links_of_document, set_reading
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.documents.correct_document import paid_otherwise, refuse_settled, share_anew
from accountsos.workflows.documents.delete_document import refuse_evidence
from accountsos.workflows.documents.list_documents import document_or_refuse
from accountsos.workflows.documents.propose_matches import link_surely
from accountsos.workflows.external_references import named, never
from accountsos.workflows.invoices.enter_invoice import (
    contact_named,
    crediting,
    refuse_days,
    refuse_early,
    refuse_future,
    refuse_repeat,
    refuse_total,
    typed_state,
    with_lines,
)
from accountsos.workflows.invoices.list_invoices import InvoiceShown, naming, show_invoice
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class ChangeInvoice:
    """New values; what is not named stays."""

    document_id: str
    changes: Mapping[str, object] = field(default_factory=dict)
    """direction, type, doc_number, issued_on, due_on"""
    contact_id: str | None = None
    lines: tuple[GivenLine, ...] | None = None
    """All lines anew; an empty tuple takes those away that a read document was given."""
    amounts: str | None = None
    """net | gross, with the lines."""
    credits_id: str | UnsetType | None = UNSET
    """Of a credit note the invoice that it takes back; None where none is any more."""
    total: Pence | None = None
    void: bool | None = None
    repeats: bool = False
    if_match: frozenset[str] | None = None


def prepare(db: Reader, company: int, command: ChangeInvoice) -> ChangeInvoice:
    """The changed invoice must be one that could be typed in."""
    _changed(db, company, document_or_refuse(db, company, command.document_id), command)
    return command


def apply(db: Writer, company: int, command: ChangeInvoice, cause: Cause) -> InvoiceShown:
    """Store it, and bring entry, payments and settlements to what it says now."""
    old = document_or_refuse(db, company, command.document_id)
    if command.if_match is not None and str(old.version) not in command.if_match:
        raise PreconditionFailed(
            f"{command.document_id} was changed since it was read: its version is {old.version}; read it again"
        )
    new, today = _changed(db, company, old, command), cause.today
    if new == old:
        return show_invoice(db, company, command.document_id)
    if new.issued_on != old.issued_on:
        refuse_future(new, today)
    if new.is_typed and not command.repeats and new.doc_number != old.doc_number:
        refuse_repeat(db, company, new)
    if new.status == VOID:
        _refuse_paid(db, company, old, command)
        refuse_evidence(db, company, old, today)
    refuse_settled(db, company, old, new)
    books, filed = books_of(db, company), list[FiledLine]()
    set_reading(db, company, new)
    if paid_otherwise(old, new):
        filed += share_anew(books, cause, old, new)
    if new.status == "processed" and not links_of_document(db, company, new.number):
        filed += link_surely(books, cause, new)
    if new.corrections.lines != old.corrections.lines:
        filed += file_payments(books, cause, new)
    papers_changed(books, cause, [new.number])
    filed += what_is_owed_changed(books, cause, documents=[new.number])
    before, after = typed_state(old), typed_state(new)
    if new.status == VOID:
        cause.note("invoice.void", command.document_id, before=before, after=after)
    else:
        cause.note("invoice.change", command.document_id, before=before, after=after)
    for line in filed:
        line.note(cause)
    return show_invoice(db, company, command.document_id)


def _changed(db: Reader, company: int, old: Document, command: ChangeInvoice) -> Document:
    """The document as it is to be; refuses what cannot be."""
    _refuse_unread(old, command)
    if command.amounts is not None and command.lines is None:
        raise BadRequest("amounts: they say what the lines' amounts are; give all lines with them", param="amounts")
    if not old.is_typed:
        return _with_lines_of_its_own(db, company, old, command)
    if command.void:
        return _voided(old, command)
    if old.status == VOID and command.void is None:
        raise Conflict(f"{command.document_id} is void; bring it back with void: false before anything else")
    new = replace(old, **command.changes, status="processed")  # type: ignore[arg-type]  # the door has checked names and types
    if command.contact_id is not None:
        number, name = contact_named(db, company, command.contact_id)
        new = replace(new, contact_no=number, supplier=name)
    refuse_days(new)
    amounts = command.amounts or old.corrections.amounts or GROSS
    lines = given_again(old.corrections.lines, amounts) if command.lines is None else command.lines
    if not lines:
        raise BadRequest("lines: an invoice that was typed in has lines; make it void instead", param="lines")
    said = said_lines(books_of(db, company), _of(new, amounts), lines)
    new = _credited(db, company, with_lines(new, said, amounts), command)
    refuse_total(new, command.total)
    refuse_early(books_of(db, company), new)
    return new


def _credited(db: Reader, company: int, document: Document, command: ChangeInvoice) -> Document:
    """With the invoice that it takes back, as it was said now or before."""
    chosen = command.credits_id
    if chosen is UNSET and document.corrections.credits is not None:
        chosen = ids.public_id("doc_", company, document.corrections.credits)
        if not takes_back(document.type, document.gross or 0):
            chosen = None
    if isinstance(chosen, str):
        return crediting(books_of(db, company), document, chosen)
    return replace(document, corrections=document.corrections.with_values({"credits": None}))


def _voided(old: Document, command: ChangeInvoice) -> Document:
    if old.status == VOID:
        raise Conflict(f"{command.document_id} is void already")
    if command.changes or command.contact_id is not None or command.lines is not None:
        raise BadRequest("void: make it void, or change it, not both at once", param="void")
    return replace(old, status=VOID)


def _refuse_unread(document: Document, command: ChangeInvoice) -> None:
    is_read = document.status in ("processed", VOID) and document.issued_on is not None and bool(document.gross)
    if document.type in INVOICE_TYPES and is_read:
        return
    raise Conflict(
        f"{command.document_id} is no invoice or credit note that was read; correct the document first",
        see="correct_document",
    )


def _of(document: Document, amounts: str) -> LinesOf:
    assert document.issued_on is not None
    return LinesOf(document.direction == "sale", document.issued_on, document.contact_no, amounts)


def _with_lines_of_its_own(db: Reader, company: int, old: Document, command: ChangeInvoice) -> Document:
    """A read document whose lines a person files; everything else of it is what the paper says."""
    if command.changes or command.contact_id is not None or command.void is not None:
        raise Conflict(
            f"{command.document_id} was read from a file: here it takes lines only; correct the rest as a document",
            see="correct_document",
        )
    old = _credited(db, company, old, command)
    if command.lines is None:
        return old
    if not command.lines:
        return replace(old, corrections=old.corrections.with_values({"lines": (), "amounts": None}))
    if (old.currency or "GBP") != "GBP" or old.direction is None:
        raise Conflict(
            f"{command.document_id}: lines are given to an invoice in pounds that says whether it is a purchase or a "
            "sale",
            see="correct_document",
        )
    amounts = command.amounts or GROSS
    lines = said_lines(books_of(db, company), _of(old, amounts), command.lines)
    new = with_lines(replace(old, corrections=old.corrections.with_values(_FILED_BY_LINES)), lines, amounts)
    _refuse_unlike(old, new, command)
    return replace(new, net=old.net, vat=old.vat)


_FILED_BY_LINES: Mapping[str, object] = {"category_id": None, "vat_code": None}


def _refuse_unlike(old: Document, new: Document, command: ChangeInvoice) -> None:
    """To the penny what the paper shows: its total, and its VAT where the lines bear any."""
    refuse_total(new, command.total)
    if new.gross != old.gross:
        raise BadRequest(
            f"lines: they come to {text_from_pence(new.gross or 0)} with their VAT, and the document's total is "
            f"{text_from_pence(old.gross or 0)}",
            param="lines",
        )
    if new.vat and old.vat is not None and new.vat != old.vat:
        raise BadRequest(
            f"lines: their VAT comes to {text_from_pence(new.vat)}, and the document shows "
            f"{text_from_pence(old.vat)}; say the vat_amount of each line",
            param="lines",
        )


def _refuse_paid(db: Reader, company: int, document: Document, command: ChangeInvoice) -> None:
    if any(link.live for link in links_of_document(db, company, document.number)):
        raise Conflict(
            f"{command.document_id} is paid by bank lines; take it away from them first, or type in a credit note",
            see="correct_document",
        )


CHANGE = WriteWorkflow("invoice.change", prepare, apply)
CHANGE_NAMED = named(CHANGE, naming(never))
