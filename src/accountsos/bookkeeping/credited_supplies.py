"""Which supplies a credit note takes back: its VAT is theirs, whatever scheme and rate hold when it is issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.invoice_vat import parts_of_paper
from accountsos.dates import Period
from accountsos.documents.facts import takes_back
from accountsos.ledger.invoices import within
from accountsos.ledger.vat_treatment import capital_in
from accountsos.store.credit_notes import has_invoice_before, notes_issued, notes_of_contact
from accountsos.store.documents import Document, existing_document
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import CREDIT_NOTE, SALE, Invoice, invoice_of, settlements_of_document


@dataclass(frozen=True, slots=True)
class Credited:
    """A supply that was invoiced, and what of the note takes it back, signed as the note."""

    supplied_on: date
    amount: int
    capital: int = 0
    """What its invoice spent on fixed assets, VAT included."""


def credited_by(books: CompanyBooks[Reader], note: Document, amount: int) -> list[Credited]:
    """The supplies behind a credit note of that amount: as a person said, else those that it was set against.

    Only invoices of before: one that came later is paid with the note, and not taken back by it. What is left has the
    note's own day. Source: SI 1995/2518 reg 38.
    """
    if not books.names.vat or not takes_back(note.type, note.gross or 0):
        return []
    said = note.corrections.credits
    if said is not None:
        invoice = invoice_of(books.db, books.company, said)
        return [] if invoice is None else [_credited(books, invoice, amount)]
    return list(_set_against(books, note, amount))


def _set_against(books: CompanyBooks[Reader], note: Document, amount: int) -> Iterator[Credited]:
    left = amount
    for one in settlements_of_document(books.db, books.company, note.number):
        if one.kind != CREDIT_NOTE or one.other_no is None:
            continue
        mine = one.document_no == note.number
        other = invoice_of(books.db, books.company, one.other_no if mine else one.document_no)
        part = within(one.amount if mine else -one.amount, left)
        if other is not None and note.issued_on is not None and other.issued_on <= note.issued_on and part:
            left -= part
            yield _credited(books, other, part)


def _credited(books: CompanyBooks[Reader], invoice: Invoice, amount: int) -> Credited:
    names = books.names
    if invoice.category_no is None:
        return Credited(invoice.issued_on, amount)  # it waits, so what it bought is not known yet
    document = existing_document(books.db, books.company, invoice.document_no)
    category = names.category_id[invoice.category_no]
    parts = parts_of_paper(books, document, category_id=category, amount=invoice.amount)
    return Credited(invoice.issued_on, amount, capital_in(names.chart, parts, invoice.issued_on))


def unplaced_notes(books: CompanyBooks[Reader], period: Period) -> list[int]:
    """The credit notes of a period that may take back what was supplied under another scheme, and do not say so."""
    found = []
    for number, contact, side in notes_issued(books.db, books.company, period.start, period.end):
        note, invoice = existing_document(books.db, books.company, number), invoice_of(books.db, books.company, number)
        assert invoice is not None, "the number is a standing invoice's"
        scheme = books.names.vat.on(invoice.issued_on)
        if scheme is None:
            continue
        placed = sum(one.amount for one in credited_by(books, note, invoice.amount))
        before = has_invoice_before(books.db, books.company, (contact, side), scheme.in_force_from)
        if placed != invoice.amount and before:
            found.append(number)
    return found


def notes_crediting(books: CompanyBooks[Reader], invoice: Invoice) -> Iterator[int]:
    """The credit notes that take this invoice back: what they say changes with its day and its lines."""
    is_note = (invoice.amount > 0) != (invoice.side == SALE)
    if invoice.contact_no is None or is_note or not books.names.vat:
        return
    for number in notes_of_contact(books.db, books.company, invoice.contact_no, invoice.side):
        note = existing_document(books.db, books.company, number)
        against = settlements_of_document(books.db, books.company, number)
        sides = {side for one in against if one.kind == CREDIT_NOTE for side in (one.document_no, one.other_no)}
        if invoice.document_no in {note.corrections.credits, *sides}:
            yield number
