"""Let a bank line pay on account: the oldest open invoices of its party first, as far as it goes."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.look_ups import contact_number
from accountsos.bookkeeping.put_paper_beside_line import LinkChosen, link, live_transaction
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.dates import LAST_DAY
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.invoices import within
from accountsos.store.documents import Document, document_of, documents_of_transaction
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import PURCHASE, SALE, Invoice, unsettled
from accountsos.store.transactions import transaction_of
from accountsos.workflows.documents.propose_matches import link_surely, room_of
from accountsos.workflows.invoices.list_invoices import InvoiceShown, show_invoice
from accountsos.workflows.unit_of_work import WriteWorkflow

CHOSEN = 100


@dataclass(frozen=True, slots=True)
class PayOnAccount:
    """Which line, and whose invoices where the line does not know its party."""

    transaction_id: str
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class PaidOnAccount:
    """The invoices that it pays now, oldest first, and what is left of it."""

    invoices: tuple[InvoiceShown, ...]
    left: int


def prepare(db: Reader, company: int, command: PayOnAccount) -> PayOnAccount:
    """There must be something that it can pay."""
    _shares(db, company, command)
    return command


def apply(db: Writer, company: int, command: PayOnAccount, cause: Cause) -> PaidOnAccount:
    """Put it beside each. Where nobody says which invoice money is for, it is the earliest supplies'.

    Source: VAT Notice 731 s6.
    """
    transaction, shares = _shares(db, company, command)
    books, filed = books_of(db, company), list[FiledLine]()
    for document, pays in shares:
        chosen = LinkChosen(transaction, pays, CHOSEN, "person", "paid on account: the oldest first")
        filed += link(books, cause, document, [chosen])
    for document, _ in shares:  # what is left of the last one may be exactly what another line paid
        filed += link_surely(books, cause, document)
    filed += what_is_owed_changed(books, cause, documents=[document.number for document, _ in shares])
    paid = [ids.public_id("doc_", company, document.number) for document, _ in shares]
    cause.note("invoice.pay_on_account", command.transaction_id, after={"invoices": paid})
    for line in filed:
        line.note(cause)
    return PaidOnAccount(
        tuple(show_invoice(db, company, document_id) for document_id in paid), room_of(db, company, transaction)
    )


def _shares(db: Reader, company: int, command: PayOnAccount) -> tuple[int, list[tuple[Document, int]]]:
    """The line, and what of each invoice it pays."""
    number = live_transaction(db, company, command.transaction_id, param="transaction_id")
    row = transaction_of(db, company, number)
    assert row is not None, "a live line is there"
    contact = row.contact_no
    if command.contact_id is not None:
        contact = contact_number(db, company, command.contact_id, "contact_id")
    if contact is None:
        raise BadRequest(
            f"contact_id: {command.transaction_id} does not know who paid; say whose invoices it pays",
            param="contact_id",
        )
    left, beside = room_of(db, company, number), documents_of_transaction(db, company, number)
    found: list[tuple[Document, int]] = []
    for invoice in _oldest_first(db, company, SALE if row.amount > 0 else PURCHASE, contact):
        document = document_of(db, company, invoice.document_no)
        pays = within(left, invoice.open_amount)
        in_pounds = document is not None and (document.currency or "GBP") == "GBP"
        if document is not None and in_pounds and pays and invoice.document_no not in beside:
            found.append((document, pays))
            left -= pays
    if not found:
        raise Conflict(
            f"nothing is open that {command.transaction_id} could pay: no invoice of that contact on its side, or "
            "nothing left of the line"
        )
    return number, found


def _oldest_first(db: Reader, company: int, side: str, contact: int) -> list[Invoice]:
    mine = [one for one in unsettled(db, company, side, LAST_DAY) if one.contact_no == contact]
    return sorted(mine, key=lambda one: (one.issued_on, one.document_no))


PAY = WriteWorkflow("invoice.pay_on_account", prepare, apply)
