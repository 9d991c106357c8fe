"""An invoice that is about to be settled, what was asked, and what of it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.errors import BadRequest, Conflict
from accountsos.money import text_from_pence
from accountsos.store.companies import locks_of
from accountsos.store.documents import Document
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import MEMO, Invoice, invoice_of
from accountsos.store.names import names_of
from accountsos.workflows.documents.list_documents import document_or_refuse


@dataclass(frozen=True, slots=True)
class SettleInvoice:
    """What happened to an invoice beside the bank, on which day."""

    document_id: str
    kind: str
    """credit_note | write_off | vat_adjustment, or one of those of `settle_otherwise`"""
    day: date
    amount: int | None = None
    """How much of it, without its sign; None: all that is open."""
    credit_note_id: str | None = None
    reason: str = ""
    invoice_id: str | None = None
    """Of a contra: the invoice of the other side."""
    journal_id: str | None = None
    transaction_id: str | None = None
    """Of an overpayment: the line that paid too much."""
    category_id: str | None = None
    """Of a fee: the account that bears it."""
    contact_id: str | None = None
    """Who paid, where a director did."""
    due_on: date | None = None
    """Of a retention: when it is to be paid."""


@dataclass(frozen=True, slots=True)
class OpenOne:
    """An invoice that can be settled, with all that decides how."""

    document: Document
    invoice: Invoice
    books: CompanyBooks[Reader]

    @property
    def document_id(self) -> str:
        """Its public id."""
        return ids.public_id("doc_", self.books.company, self.document.number)


def open_invoice(db: Reader, company: int, document_id: str) -> OpenOne:
    """The invoice in the books; refused where it is not there."""
    document = document_or_refuse(db, company, document_id)
    invoice = invoice_of(db, company, document.number)
    if invoice is None or not (invoice.in_books or invoice.state == MEMO):
        why = invoice.reason if invoice is not None else "it is no invoice or credit note that was read"
        raise Conflict(f"{document_id} is not in the books: {why}")
    return OpenOne(document, invoice, books_of(db, company))


def refuse_filed(db: Reader, company: int, day: date) -> None:
    """Nothing new is settled in a filed return or a closed year."""
    locks = locks_of(db, company)
    period = names_of(db, company).vat.period_of(day)
    if period is not None and locks.vat_filed_through is not None and period.end <= locks.vat_filed_through:
        raise Conflict(
            f"date: the VAT return to {period.end} is filed; date this after {locks.vat_filed_through}, where its VAT "
            "belongs"
        )
    if locks.closed(day):
        raise Conflict(f"date: {day} is in a closed year; date this {locks.first_open_day} or later")


def part_of_open(found: OpenOne, amount: int | None) -> int:
    """The signed amount, at most what is open."""
    left = found.invoice.open_amount
    if left == 0:
        raise Conflict(f"nothing of {found.document_id} is open any more")
    if amount is None:
        return left
    if not 0 < amount <= abs(left):
        raise BadRequest(
            f"amount: {text_from_pence(amount)} is not between 0.01 and the {text_from_pence(abs(left))} that is open",
            param="amount",
        )
    return amount if left > 0 else -amount
