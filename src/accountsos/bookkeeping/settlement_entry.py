"""The entry of what settled an invoice beside the bank: from the decision, and the invoice as it stands now."""

from __future__ import annotations

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.invoice_reading import invoice_read
from accountsos.bookkeeping.settle_line import BESIDE, still_waits, vat_released
from accountsos.ledger.category_ids import BAD_DEBTS
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.unpaid_invoices import UnpaidInvoice, set_off, vat_adjustment, write_off
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import POSTED, SALE, Invoice, Settlement, invoice_of

CREDIT_NOTE, WRITE_OFF = "credit_note", "write_off"


def unpaid_invoice(books: CompanyBooks[Reader], invoice: Invoice) -> UnpaidInvoice | None:
    """The invoice with what decides of its VAT; None where it has no entry of its own."""
    document = document_of(books.db, books.company, invoice.document_no)
    if document is None or invoice.state != POSTED:
        return None
    read = invoice_read(books, document, invoice)
    return None if read.facts is None or read.entry is None else UnpaidInvoice(read.facts, read.entry, invoice.due_on)


def settlement_entry(books: CompanyBooks[Reader], settlement: Settlement) -> JournalEntry | None:
    """What the books should say of the settlement; None where nothing."""
    db, company = books.db, books.company
    invoice = invoice_of(db, company, settlement.document_no)
    unpaid = None if invoice is None else unpaid_invoice(books, invoice)
    if settlement.kind == CREDIT_NOTE:
        narration = unpaid.facts.narration if unpaid is not None else "Credit note"
        return set_off(settlement.document_no, settlement.settled_on, _of_both(books, settlement), narration)
    if invoice is None or unpaid is None:
        return None
    period = books.names.vat.period_of(settlement.settled_on) if books.names.vat else None
    end = None if period is None else period.end
    # A scheme that was set later may leave no VAT to adjust: no registration that day, or VAT that waits for the money.
    vat = 0 if end is None or still_waits(books.names, invoice, settlement.settled_on) else settlement.vat
    if settlement.kind == WRITE_OFF:
        waiting = _released(books, settlement, invoice, settlement.amount)
        return write_off(unpaid, settlement.amount, settlement.settled_on, period_end=end, vat=vat, waiting=waiting)
    if not vat:
        return None
    return vat_adjustment(
        unpaid, vat, settlement.settled_on, period_end=end, category_id=_where_the_money_is(books, invoice)
    )


def _of_both(books: CompanyBooks[Reader], settlement: Settlement) -> list[Posting]:
    found: list[Posting] = []
    pair = ((settlement.document_no, settlement.amount), (settlement.other_no, -settlement.amount))
    for number, amount in pair:
        invoice = None if number is None else invoice_of(books.db, books.company, number)
        if invoice is not None and invoice.in_books:
            found += _released(books, settlement, invoice, amount)
    return found


def _released(books: CompanyBooks[Reader], settlement: Settlement, invoice: Invoice, amount: int) -> list[Posting]:
    return vat_released(books, invoice, (settlement.settled_on, BESIDE, settlement.number), amount)


def _where_the_money_is(books: CompanyBooks[Reader], invoice: Invoice) -> str:
    if invoice.side == SALE:
        return BAD_DEBTS
    assert invoice.category_no is not None, "a posted invoice has a category"
    return books.names.category_id[invoice.category_no]
