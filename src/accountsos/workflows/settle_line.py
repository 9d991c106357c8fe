"""What a bank line settles: the invoices beside it, how much of each, and the VAT that their payment brings."""

from __future__ import annotations

from accountsos.ledger.entry import Posting
from accountsos.ledger.invoices import CREDITORS, DEBTORS, released
from accountsos.store.documents import document_of, links_of_document
from accountsos.store.engine import Reader, day_from
from accountsos.store.invoices import SALE, WAITING, Invoice, invoices_of_transaction
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.workflows.invoice_reading import Ground, invoice_read
from accountsos.workflows.post_line import HOME_CURRENCY


def settled_by(db: Reader, company: int, names: Names, row: BankTransaction) -> list[tuple[Invoice, int]]:
    """The invoices that a bank line pays, each with the pence it takes of the line; never more than the line has."""
    if (row.currency or names.account_of[row.account_no].currency) != HOME_CURRENCY:
        return []
    pairs = [(i, pays) for i, pays in invoices_of_transaction(db, company, row.number) if i.state != WAITING]
    taken = [(invoice, _in_pounds(db, company, invoice, pays, row)) for invoice, pays in pairs]
    total = sum(amount for _, amount in taken)
    if total == 0 or (total < 0) != (row.amount < 0):
        # One invoice against a credit note takes nothing of the line; money of the other sign pays none of them.
        return taken if total == 0 else []
    excess = total - row.amount if abs(total) > abs(row.amount) else 0
    for n in reversed(range(len(taken))):
        invoice, amount = taken[n]
        if excess and (amount < 0) == (excess < 0):
            less = min(amount, excess, key=abs)
            taken[n], excess = (invoice, amount - less), excess - less
    return [(invoice, amount) for invoice, amount in taken if amount]


def _in_pounds(db: Reader, company: int, invoice: Invoice, pays: int, row: BankTransaction) -> int:
    document = document_of(db, company, invoice.document_no)
    foreign = document is not None and (document.currency or HOME_CURRENCY) != HOME_CURRENCY
    return row.amount if foreign else pays


def settling_postings(ground: Ground, row: BankTransaction) -> tuple[Posting, ...]:
    """The line's postings against debtors and creditors, and the VAT that waited for this money."""
    db, company = ground.db, ground.profile.number
    found: list[Posting] = []
    if ground.profile.basis == "cash":
        return ()
    for invoice, amount in settled_by(db, company, ground.names, row):
        control = DEBTORS if invoice.side == SALE else CREDITORS
        found.append(Posting(control, -amount, contact=invoice.contact_no))
        if invoice.deferred:
            found += _released(ground, invoice, row, amount)
    return tuple(found)


def _released(ground: Ground, invoice: Invoice, row: BankTransaction, amount: int) -> list[Posting]:
    """The VAT of what is paid now; nothing once cash accounting has ended, for all of it became due then."""
    day = day_from(row.booked_on)
    scheme = ground.names.vat.on(day)
    period = ground.names.vat.period_of(day)
    document = document_of(ground.db, ground.profile.number, invoice.document_no)
    if scheme is None or not scheme.by_payment or period is None or document is None:
        return []
    entry = invoice_read(ground, document, invoice).entry
    if entry is None:
        return []
    before = paid_before(ground, invoice, (row.booked_on, row.number))
    return released(entry, (before, amount, invoice.amount), day, period.end)


def paid_before(ground: Ground, invoice: Invoice, moment: tuple[int, int]) -> int:
    """What bank lines before that (day number, transaction) pay of the invoice, in pence."""
    db, company = ground.db, ground.profile.number
    paid = 0
    for link in links_of_document(db, company, invoice.document_no):
        row = transaction_of(db, company, link.transaction_no)
        if link.live and row is not None and (row.booked_on, row.number) < moment:
            settled = settled_by(db, company, ground.names, row)
            paid += sum(amount for other, amount in settled if other.document_no == invoice.document_no)
    return paid
