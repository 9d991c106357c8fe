"""Which unpaid invoices have VAT to bring back: bills that are six months late, and debts given up before that."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.credited_supplies import unplaced_notes
from accountsos.bookkeeping.settle_line import held_back, still_waits
from accountsos.bookkeeping.settlement_entry import unpaid_invoice, vat_never_counts
from accountsos.dates import LAST_DAY, Period
from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.invoices import bears_flat_rate, waits
from accountsos.ledger.unpaid_invoices import UnpaidInvoice, relief_from, vat_back
from accountsos.reports.vat_warnings import UnpaidVat
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import SALE, Invoice, unpaid_bills, unrelieved_debts
from accountsos.store.journal import posted_entry

NAMED = 5
"""So many of them are named in a warning."""


def bills_to_repay(books: CompanyBooks[Reader], day: date) -> UnpaidVat:
    """Input VAT of bills that were not paid within six months. Source: VATA 1994 s26A."""
    return _vat_of(books, day, unpaid_bills(books.db, books.company, day))


def debts_to_relieve(books: CompanyBooks[Reader], day: date) -> UnpaidVat:
    """VAT of sales that were written off, once six months are over. Source: VATA 1994 s36."""
    return _vat_of(books, day, unrelieved_debts(books.db, books.company, day))


def notes_to_place(books: CompanyBooks[Reader], period: Period) -> UnpaidVat:
    """Credit notes of the period that may take back what was supplied under another scheme, and do not say so."""
    found = unplaced_notes(books, period)
    named = tuple(ids.public_id("doc_", books.company, number) for number in found[:NAMED])
    return UnpaidVat(len(found), 0, named)


def _vat_of(books: CompanyBooks[Reader], day: date, found: list[tuple[Invoice, int, int]]) -> UnpaidVat:
    total, documents = 0, []
    for invoice, done, written in found:
        if day < _relief_from(books, invoice, day) or vat_never_counts(books, invoice, day):
            continue
        left = late_part(books, invoice, day)
        wanted = vat_back(_vat_in(books, invoice, day), invoice.amount, (left, written), is_sale=invoice.side == SALE)
        back = abs(wanted) - abs(done)
        if back > 0:
            total += back
            documents.append(ids.public_id("doc_", books.company, invoice.document_no))
    return UnpaidVat(len(documents), total, tuple(documents[:NAMED]))


def late_part(books: CompanyBooks[Reader], invoice: Invoice, day: date) -> int:
    """What is open of an invoice without what was kept back and is not six months late itself."""
    is_sale = invoice.side == SALE
    held = held_back(books, invoice, day)
    early = [a for due, a in held if day < relief_from(is_sale=is_sale, due_on=due, supplied_on=invoice.issued_on)]
    return invoice.open_amount - sum(early)


def _relief_from(books: CompanyBooks[Reader], invoice: Invoice, day: date) -> date:
    if still_waits(books.names, invoice, day):
        unpaid = unpaid_invoice(books, invoice, day)
        return LAST_DAY if unpaid is None else unpaid.relief_from
    return relief_from(is_sale=invoice.side == SALE, due_on=invoice.due_on, supplied_on=invoice.issued_on)


def _vat_in(books: CompanyBooks[Reader], invoice: Invoice, day: date) -> int:
    """The VAT inside its total, with the total's sign: from its entry, which costs least, where that says it all."""
    assert invoice.entry_no is not None, "a posted invoice has an entry"
    entry = posted_entry(books.db, books.company, books.names, invoice.entry_no).entry
    if invoice.deferred or entry.corrects is not None or any(bears_flat_rate(p) for p in entry.postings):
        unpaid: UnpaidInvoice | None = unpaid_invoice(books, invoice, day)
        return 0 if unpaid is None else unpaid.vat
    return -sum(p.amount for p in entry.postings if p.category_id == VAT_CONTROL and waits(p))
