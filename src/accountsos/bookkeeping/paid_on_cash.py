"""On the cash basis an invoice stands with its payment: the line is filed as the invoice's own lines are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from accountsos import ids
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import FiledLine, TransactionChange, file_line
from accountsos.bookkeeping.invoice_vat import parts_of_paper
from accountsos.bookkeeping.tell_reading import Restored
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.money import Pence, rounded_half_up
from accountsos.store.document_corrections import SaidLine
from accountsos.store.documents import Document, existing_document
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import Invoice, invoices_of_transaction
from accountsos.store.transactions import LIVE, BankTransaction

FROM_PAPER = "document"
_SURE = 9_000
_REASON = "as the lines of the invoice beside it"


def file_as_its_papers(books: CompanyBooks[Writer], cause: Cause, row: BankTransaction) -> list[FiledLine]:
    """File a line that pays typed invoices as their lines say, unless a person has said something of it."""
    if books.profile.basis != "cash" or row.status != LIVE or not _is_the_papers(row):
        return []
    parts = _parts(books, row)
    if not parts:
        return []
    largest = max(parts, key=lambda part: part.amount * row.amount)
    whole = len(parts) == 1 and largest.vat_code is None and not largest.vat_given
    reading = Restored(
        largest.category_id, _SURE, FROM_PAPER, _REASON, 0, row.notes, row.contact_no, () if whole else parts
    )
    transaction_id = ids.public_id("txn_", books.company, row.number)
    return [file_line(books, cause, TransactionChange(transaction_id=transaction_id, restored=reading))]


def give_back(books: CompanyBooks[Writer], cause: Cause, row: BankTransaction) -> list[FiledLine]:
    """Ask again about a line that was filed as its papers said, once they are not all beside it any more."""
    if books.profile.basis != "cash" or row.reason != _REASON or not _is_the_papers(row) or _parts(books, row):
        return []
    transaction_id = ids.public_id("txn_", books.company, row.number)
    return [file_line(books, cause, TransactionChange(transaction_id=transaction_id, category_id=None))]


def _is_the_papers(row: BankTransaction) -> bool:
    """Whether nobody but the program, or the paper beside it, has said what the line is."""
    if row.reviewed or row.source == "person":
        return False
    return not row.parts or row.source == FROM_PAPER


def _parts(books: CompanyBooks[Reader], row: BankTransaction) -> tuple[CategorisationLine, ...]:
    """What all of the line was for, where some of it pays typed lines; nothing where some money is for no invoice."""
    db, company = books.db, books.company
    paid = [
        (existing_document(db, company, invoice.document_no), invoice, amount)
        for invoice, amount in invoices_of_transaction(db, company, row.number)
    ]
    if not any(_has_lines(document) for document, _, _ in paid):
        return ()
    parts: list[CategorisationLine] = []
    for document, invoice, amount in paid:
        found = (
            _shared(document.corrections.lines, amount, row.contact_no)
            if _has_lines(document)
            else _as_read(books, document, invoice, amount)
        )
        if not found:
            return ()
        parts += found
    return tuple(parts) if sum(part.amount for part in parts) == row.amount else ()


def _has_lines(document: Document) -> bool:
    return sum(line.gross for line in document.corrections.lines) != 0


def _as_read(
    books: CompanyBooks[Reader], document: Document, invoice: Invoice, paid: Pence
) -> Sequence[CategorisationLine]:
    """What an invoice that was read says of its payment: its VAT where all of it is paid, else its category only."""
    kept = None if invoice.category_no is None else books.names.category_id[invoice.category_no]
    category_id = document.corrections.filed_under or kept
    if category_id is None:
        return ()
    if paid != invoice.amount:
        return (CategorisationLine(category_id, paid, contact=document.contact_no),)
    return parts_of_paper(books, document, category_id=category_id, amount=paid)


def _shared(lines: Sequence[SaidLine], paid: Pence, contact: int | None) -> list[CategorisationLine]:
    """A payment, of the whole or in part, over the lines of an invoice by their amounts; no penny is lost."""
    whole = sum(line.gross for line in lines)
    found, so_far, given = [], 0, 0
    for line in lines:
        so_far += line.gross
        amount = rounded_half_up(Decimal(paid) * so_far / whole) - given
        given += amount
        vat = rounded_half_up(Decimal(paid) * line.vat / whole) if line.vat_said else 0
        if amount:
            found.append(
                CategorisationLine(
                    line.category_id,
                    amount,
                    vat_code=line.vat_code,
                    vat_amount=vat,
                    contact=contact,
                    vat_given=line.vat_said,
                )
            )
    return found
