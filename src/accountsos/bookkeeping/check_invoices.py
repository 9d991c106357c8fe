"""Hold what is kept of each invoice against its document, its payments and the VAT scheme of its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accountsos import ids
from accountsos.bookkeeping.book_invoice import settled, state_of
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.invoice_reading import (
    Payment,
    invoice_read,
    is_invoice,
    payments_of,
    terms_of,
    what_is_missing,
)
from accountsos.store.checks.fault import Fault, Walk, set_column, wrong
from accountsos.store.documents import Document, document_of
from accountsos.store.engine.sql import Reader, Value, day_number, optional_day_number
from accountsos.store.invoices import OPENING, POSTED, Invoice, every_invoice
from accountsos.store.manual_journals import is_posted

Kept = tuple[Value, Value]
"""What is kept and what it should be."""
FOLLOWS = {
    "amount": ("document.gross", "document.direction", "document.type", "document.currency"),
    "side": ("document.direction",),
    "due_on": ("document.due_on",),
    "open_amount": ("document_link.amount", "settlement.amount"),
}


def invoices(db: Reader, company: int) -> Iterator[Fault]:
    """Each column that follows from the document, from what paid it, or from the scheme."""
    books = books_of(db, company)
    # Read at once: what each stands on is asked for with the same connection.
    for invoice in list(every_invoice(db, company)):
        document = document_of(db, company, invoice.document_no)
        if document is not None and is_invoice(document):
            yield from _of_invoice(books, document, invoice)


def _of_invoice(books: CompanyBooks[Reader], document: Document, invoice: Invoice) -> Iterator[Fault]:
    company = books.company
    thing = f"invoice of document {ids.public_id('doc_', company, document.number)}"
    for column, (kept, expected) in _expected(books, document, invoice).items():
        if kept != expected:
            values: dict[str, Value] = {"company": company, "document_no": document.number, "to_be": expected}
            fix = (set_column("invoice", ("document_no",), column), values)
            yield wrong("invoices", thing, f"invoice.{column}", (kept, expected), fix=fix, also=FOLLOWS.get(column, ()))
    said = document.corrections.filed_under
    if said is not None and invoice.category_no != books.names.category_no.get(said):
        kept_id = books.names.category_id.get(invoice.category_no or 0)
        yield wrong("invoices", thing, "invoice.category_no", (kept_id, said), also=("document.corrections",))
    if (said is not None) != (invoice.category_source == "person"):
        as_said = "person" if said is not None else "line or suggested"
        yield wrong("invoices", thing, "invoice.category_source", (invoice.category_source, as_said))


def _expected(books: CompanyBooks[Reader], document: Document, invoice: Invoice) -> Mapping[str, Kept]:
    db, names = books.db, books.names
    payments: list[Payment] = payments_of(books, document)
    terms = terms_of(books, document, payments)
    category_id = None if invoice.category_no is None else names.category_id.get(invoice.category_no)
    missing = what_is_missing(books, terms, category_id, paid=bool(payments))
    posted_here = is_posted(db, books.company, day_number(terms.issued_on))
    state = state_of(books.profile.basis, missing, posted_here=posted_here)
    scheme = names.vat.on(terms.issued_on) if names.vat else None
    by_payment = scheme is not None and scheme.by_payment and state in (POSTED, OPENING)
    waits = by_payment and invoice_read(books, document, invoice).waits
    as_settled = settled(books, invoice)
    return {
        "side": (invoice.side, terms.side),
        "state": (invoice.state, state),
        "reason": (invoice.reason, missing),
        "amount": (invoice.amount, terms.amount or 0),
        "due_on": (day_number(invoice.due_on), day_number(terms.due_on)),
        "deferred": (int(invoice.deferred), int(waits)),
        "open_amount": (invoice.open_amount, as_settled.open_amount),
        "settled_on": (optional_day_number(invoice.settled_on), optional_day_number(as_settled.settled_on)),
    }


CHECKS = (Walk("invoices", invoices),)
