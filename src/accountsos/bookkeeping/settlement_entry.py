"""The entry of what settled an invoice beside the bank: from the decision, and the invoice as it stands now."""

from __future__ import annotations

from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.invoice_reading import invoice_read
from accountsos.bookkeeping.settle_line import BESIDE, RETENTION, still_waits, vat_released, waiting_at
from accountsos.ledger.category_ids import (
    BAD_DEBTS,
    BANK_CHARGES,
    CAPITAL_INTRODUCED,
    CIS_PAYABLE,
    CIS_SUFFERED,
    CREDITORS,
    DEBTORS,
    DIRECTORS_LOAN,
    DRAWINGS,
    OTHER_INCOME,
)
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.settlements import Settled, borne, contra, discount, paid_by_posting
from accountsos.ledger.unpaid_invoices import UnpaidInvoice, set_off, vat_adjustment, write_off
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.store.documents import existing_document
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import (
    CREDIT_NOTE,
    POSTED,
    SALE,
    Invoice,
    Settlement,
    invoice_of,
    settlements_of_document,
)

WRITE_OFF, DEPOSIT = "write_off", "deposit"
JOURNAL, CONTRA, FEE, DISCOUNT = "journal", "contra", "fee", "discount"
OVERPAYMENT, DIRECTOR, CIS = "overpayment", "director", "cis"


def unpaid_invoice(books: CompanyBooks[Reader], invoice: Invoice, day: date) -> UnpaidInvoice | None:
    """The invoice with what decides of its VAT on that day; None where it has no entry of its own."""
    read = None
    if invoice.state == POSTED:
        read = invoice_read(books, existing_document(books.db, books.company, invoice.document_no), invoice)
    if read is None or read.facts is None or read.entry is None:
        return None
    in_turnover = not still_waits(books.names, invoice, day)
    return UnpaidInvoice(read.facts, read.entry, invoice.due_on, read.charged, in_turnover)


def vat_never_counts(books: CompanyBooks[Reader], invoice: Invoice, day: date) -> bool:
    """Whether its VAT waits for the money, so that there is nothing to bring back: but under the flat rate there is."""
    if not still_waits(books.names, invoice, day):
        return False
    unpaid = unpaid_invoice(books, invoice, day)
    return unpaid is None or not unpaid.charged


def settlement_entry(books: CompanyBooks[Reader], settlement: Settlement) -> JournalEntry | None:
    """What the books should say of the settlement; None where nothing."""
    db, company = books.db, books.company
    invoice = invoice_of(db, company, settlement.document_no)
    unpaid = None if invoice is None else unpaid_invoice(books, invoice, settlement.settled_on)
    if settlement.kind == CREDIT_NOTE:
        narration = unpaid.facts.narration if unpaid is not None else "Credit note"
        return set_off(settlement.document_no, settlement.settled_on, _of_both(books, settlement), narration)
    if invoice is None or settlement.kind in (RETENTION, OVERPAYMENT):
        return None  # it stays owed, or is in the entry of the line
    if settlement.kind in (JOURNAL, CONTRA, FEE, DIRECTOR, CIS):
        return _borne(books, settlement, invoice)
    if unpaid is None:
        return None
    if settlement.kind in (DISCOUNT, DEPOSIT):
        return _discounted(books, settlement, unpaid)
    period = books.names.vat.period_of(settlement.settled_on) if books.names.vat else None
    end = None if period is None else period.end
    # A scheme that was set later may leave no VAT to adjust: no registration that day, or VAT that waits for the money.
    vat = 0 if end is None or vat_never_counts(books, invoice, settlement.settled_on) else settlement.vat
    if settlement.kind == WRITE_OFF:
        waiting = _released(books, settlement, invoice, settlement.amount)
        return write_off(unpaid, settlement.amount, settlement.settled_on, period_end=end, vat=vat, waiting=waiting)
    if not vat:
        return None
    return vat_adjustment(
        unpaid, vat, settlement.settled_on, period_end=end, category_id=_where_the_money_is(books, invoice)
    )


def _borne(books: CompanyBooks[Reader], settlement: Settlement, invoice: Invoice) -> JournalEntry | None:
    """Paid by something else than the bank: VAT that waited is due as by a payment."""
    if not invoice.in_books or not settlement.amount:
        return None
    settled = _settled(books, settlement, invoice)
    if settlement.kind == JOURNAL:
        return paid_by_posting(settled, _released(books, settlement, invoice, settlement.amount))
    if settlement.kind == CONTRA:
        return contra(settled, _of_both(books, settlement))
    return borne(
        settled, _reading(books, settlement, invoice), _released(books, settlement, invoice, settlement.amount)
    )


def _settled(books: CompanyBooks[Reader], settlement: Settlement, invoice: Invoice) -> Settled:
    document = existing_document(books.db, books.company, invoice.document_no)
    named = " ".join(filter(None, ("Invoice", document.doc_number, "-", document.supplier)))
    return Settled(
        invoice.document_no,
        settlement.settled_on,
        settlement.amount,
        DEBTORS if invoice.side == SALE else CREDITORS,
        invoice.contact_no,
        f"{named}: {settlement.reason}",
    )


def _reading(books: CompanyBooks[Reader], settlement: Settlement, invoice: Invoice) -> tuple[CategorisationLine, ...]:
    """Where it went, signed as money: what is missing of a sale went out."""
    amount, terms = -settlement.amount, settlement.terms
    if settlement.kind == DIRECTOR:
        return (CategorisationLine(_owner(books, amount), amount, contact=terms.contact_no),)
    if settlement.kind == CIS:
        category = CIS_SUFFERED if invoice.side == SALE else CIS_PAYABLE
        return (CategorisationLine(category, amount, contact=invoice.contact_no),)
    if settlement.amount < 0:
        return (CategorisationLine(terms.category_id or OTHER_INCOME, amount),)
    plain = (CategorisationLine(terms.category_id or BANK_CHARGES, amount),)
    names = books.names
    return treated(names.vat, names.chart, plain, LineFacts(settlement.settled_on)) if names.vat else plain


def _owner(books: CompanyBooks[Reader], amount: int) -> str:
    """Whose money it was."""
    if books.profile.entity_type != "sole_trader":
        return DIRECTORS_LOAN
    return CAPITAL_INTRODUCED if amount > 0 else DRAWINGS


def _discounted(books: CompanyBooks[Reader], settlement: Settlement, unpaid: UnpaidInvoice) -> JournalEntry | None:
    """A part of the invoice is no longer asked for: in proportion, or as the deposit's own invoice has it."""
    db, company, names = books.db, books.company, books.names
    invoice = invoice_of(db, company, settlement.document_no)
    assert invoice is not None, "an unpaid invoice is one"
    day = settlement.settled_on
    period = names.vat.period_of(day) if names.vat else None
    settled, end = _settled(books, settlement, invoice), None if period is None else period.end
    if still_waits(names, invoice, day):
        waiting = waiting_at(books, invoice, unpaid.entry, (day, BESIDE, settlement.number))
        return discount(unpaid, settled, waiting.paid, period_end=end, waiting=waiting)
    if settlement.terms.deposit_no is not None:
        deposit = invoice_of(db, company, settlement.terms.deposit_no)
        taken = None if deposit is None else unpaid_invoice(books, deposit, day)
        return None if taken is None else discount(taken, settled, 0, period_end=end)
    earlier = settlements_of_document(db, company, settlement.document_no)
    before = sum(s.amount for s in earlier if s.kind == DISCOUNT and s.number < settlement.number)
    return discount(unpaid, settled, before, period_end=end)


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
