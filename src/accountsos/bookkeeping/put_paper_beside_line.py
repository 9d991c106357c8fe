"""Put documents beside the bank lines that paid them, and take them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from accountsos import ids
from accountsos.bookkeeping.book_invoice import bring_invoices_of_lines, bring_to_books
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import FiledLine, TransactionChange, file_line
from accountsos.bookkeeping.invoice_reading import (
    is_invoice,
    payments_of,
    signed_total,
    suggested_category,
    told_by_payment,
)
from accountsos.bookkeeping.invoice_vat import facts_of, most_vat_in, proves_input_vat
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.bookkeeping.paid_on_cash import file_as_its_papers, give_back
from accountsos.bookkeeping.post_line import INVOICE_TYPES, reading_of
from accountsos.bookkeeping.repost_lines import repost_lines
from accountsos.categoriser.suggestion import Suggestion
from accountsos.contacts.payee import payee_of
from accountsos.errors import NotFound
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.money import HOME_CURRENCY
from accountsos.store.documents import Document, DocumentLink, add_links, drop_link, links_of_document
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.invoices import invoice_of, invoices_of_transaction
from accountsos.store.transactions import LIVE, BankTransaction, transaction_of

_AS_SURE_AS_THE_PAPER = 0.9


@dataclass(frozen=True, slots=True)
class LinkChosen:
    """A line to link, how sure that is, and why."""

    transaction: int
    amount: int
    score: int
    source: str
    reason: str


def link(
    books: CompanyBooks[Writer], cause: Cause, document: Document, chosen: Sequence[LinkChosen]
) -> list[FiledLine]:
    """Put the document beside the lines, and give those without a contact the document's; the lines that this files."""
    db, links, filed = books.db, [], []
    for choice in chosen:
        row = transaction_of(db, cause.company, choice.transaction)
        assert row is not None
        links.append(
            DocumentLink(
                document_no=document.number,
                transaction_no=choice.transaction,
                amount=choice.amount,
                score=choice.score,
                source=choice.source,
                reason=choice.reason,
                booked_on=day_from(row.booked_on),
                line_amount=row.amount,
                description=row.description,
                live=True,
            )
        )
        filed += _tell_line(books, cause, document, row)
    add_links(db, cause.company, cause.seq, links)
    if books.names.vat and not posts_itself(books, document):
        repost_lines(books, cause, [choice.transaction for choice in chosen])  # its day may be another tax point
    bring_to_books(books, cause, document.number)
    return [*filed, *_filed_as_the_invoice(books, cause, document, chosen)]


def _filed_as_the_invoice(
    books: CompanyBooks[Writer], cause: Cause, document: Document, chosen: Sequence[LinkChosen]
) -> list[FiledLine]:
    """A line that waited for a category waits no more once the invoice beside it is in the books: it pays that."""
    filed = []
    for choice in chosen:
        row = transaction_of(books.db, cause.company, choice.transaction)
        assert row is not None
        suggested = _purpose(books, document, row)
        if suggested is not None:
            transaction_id = ids.public_id("txn_", cause.company, row.number)
            filed.append(file_line(books, cause, TransactionChange(transaction_id=transaction_id, suggested=suggested)))
        filed += _as_papers_say(books, cause, choice.transaction)
    return filed


def _as_papers_say(books: CompanyBooks[Writer], cause: Cause, transaction: int) -> list[FiledLine]:
    row = transaction_of(books.db, cause.company, transaction)
    return [] if row is None else file_as_its_papers(books, cause, row)


def _tell_line(books: CompanyBooks[Writer], cause: Cause, document: Document, row: BankTransaction) -> list[FiledLine]:
    """What the paper says of a line goes into its reading: who was paid, the VAT that was charged, and what for."""
    contact: str | msgspec.UnsetType = msgspec.UNSET
    vat: int | msgspec.UnsetType = msgspec.UNSET
    if row.contact_no is None and document.contact_no is not None:
        contact = ids.public_id("con_", cause.company, document.contact_no)
    if row.parts == 0 and not posts_itself(books, document) and _proves_vat(books, document, row):
        vat = abs(document.vat or 0)
    suggested = _purpose(books, document, row)
    if contact is msgspec.UNSET and vat is msgspec.UNSET and suggested is None:
        return []
    transaction_id = ids.public_id("txn_", cause.company, row.number)
    change = TransactionChange(
        transaction_id=transaction_id, contact_id=contact, vat_amount=vat, vat_proven=True, suggested=suggested
    )
    return [file_line(books, cause, change)]


def _purpose(books: CompanyBooks[Reader], document: Document, row: BankTransaction) -> Suggestion | None:
    """The category of a line that nothing could file, by the party that its paper names."""
    if books.names.category_id[row.category_no] != UNCATEGORISED or row.reviewed or row.parts:
        return None
    if _is_also_of_the_unknown(books, document, row):
        return None
    found = None if document.corrections.filed_under else suggested_category(books, document)
    if found is None:
        return _as_invoice(books, document, row)
    return replace(found, reason=f"the document beside it is of {document.supplier}: {found.reason}"[:200])


def _is_also_of_the_unknown(books: CompanyBooks[Reader], document: Document, row: BankTransaction) -> bool:
    """Whether the line pays another invoice too, of which nobody knows yet what it is for."""
    beside = invoices_of_transaction(books.db, books.company, row.number)
    return any(other.document_no != document.number and other.category_no is None for other, _ in beside)


def _as_invoice(books: CompanyBooks[Reader], document: Document, row: BankTransaction) -> Suggestion | None:
    """The category under which the invoice itself stands: what a list shows of its payment."""
    invoice, said = invoice_of(books.db, books.company, document.number), document.corrections.filed_under
    kept = None if invoice is None or invoice.category_no is None else books.names.category_id[invoice.category_no]
    category_id = said or kept
    if category_id is None:
        return None
    payee = payee_of(row.description, row.payee, row.reference)
    return Suggestion(category_id, _AS_SURE_AS_THE_PAPER, "document", "as the paper beside it", payee.name, payee.key)


def posts_itself(books: CompanyBooks[Reader], document: Document) -> bool:
    """Whether the document's VAT is in an entry of its own, and not in that of its payment."""
    return is_invoice(document) and books.profile.basis != "cash"


def _proves_vat(books: CompanyBooks[Reader], document: Document, row: BankTransaction) -> bool:
    """Whether the document is the VAT invoice of exactly this line: British VAT, in pounds, of the whole amount."""
    names = books.names
    if document.vat is None or document.gross is None or names.vat.on(day_from(row.booked_on)) is None:
        return False
    currency = row.currency or names.account_of[row.account_no].currency
    if (document.currency, currency) != (HOME_CURRENCY, HOME_CURRENCY) or not _is_whole_of(document, row):
        return False
    charged = document.vat if document.gross >= 0 else -document.vat
    if not 0 <= charged <= most_vat_in(abs(document.gross), day_from(row.booked_on)):
        return False
    return proves_input_vat(document, facts_of(books, document))


def _is_whole_of(document: Document, row: BankTransaction) -> bool:
    """Whether the line is all of the document, and the same way round: a till's receipt for a refund has no sign."""
    total = signed_total(told_by_payment(document, [row.amount]))
    return row.amount == total or (document.type not in INVOICE_TYPES and row.amount == -total)


def unlink(
    books: CompanyBooks[Writer], cause: Cause, document: Document, transactions: Sequence[int]
) -> list[FiledLine]:
    """Take the document away from these lines, and what it said of their VAT; the lines that this files."""
    db, filed = books.db, []
    for transaction in transactions:
        drop_link(db, cause.company, document.number, transaction)
        repost_lines(books, cause, [transaction])
        bring_invoices_of_lines(books, cause, [transaction])
        row = transaction_of(db, cause.company, transaction)
        if row is not None and row.status == LIVE:
            filed += _take_back_vat(books, cause, document, row)
            filed += give_back(books, cause, row)
    bring_to_books(books, cause, document.number)
    return filed


def tell_again(books: CompanyBooks[Writer], cause: Cause, old: Document, new: Document) -> list[FiledLine]:
    """What a corrected paper says of the VAT of the lines beside it, in place of what it said before."""
    db, company = books.db, books.company
    filed: list[FiledLine] = []
    for found in links_of_document(db, company, new.number):
        row = transaction_of(db, company, found.transaction_no) if found.live else None
        if row is None:
            continue
        filed += _take_back_vat(books, cause, old, row)
        row = transaction_of(db, company, row.number)
        assert row is not None
        filed += _tell_line(books, cause, new, row)
    return filed


def _take_back_vat(
    books: CompanyBooks[Writer], cause: Cause, document: Document, row: BankTransaction
) -> list[FiledLine]:
    if row.parts != 1:
        return []
    (part,) = reading_of(books, row)
    if part.vat_proven and abs(part.vat_amount) == abs(document.vat or 0):
        change = TransactionChange(transaction_id=ids.public_id("txn_", cause.company, row.number), vat_amount=None)
        return [file_line(books, cause, change)]
    return []


def live_transaction(db: Reader, company: int, transaction_id: str, *, param: str) -> int:
    """The number of a line in the books, or NotFound naming the field."""
    try:
        number = thing_number("txn_", company, transaction_id, "transaction")
    except NotFound as unknown:
        raise NotFound(unknown.message, param=param) from unknown
    row = transaction_of(db, company, number)
    if row is None or row.status != LIVE:
        raise NotFound(f"there is no transaction {transaction_id!r}", param=param)
    return number


def file_payments(books: CompanyBooks[Writer], cause: Cause, document: Document) -> list[FiledLine]:
    """The lines that pay the whole invoice show its category: what a list shows is what the books use."""
    category_id = document.corrections.filed_under
    filed = []
    for payment in payments_of(books, document):
        filed += _as_papers_say(books, cause, payment.row.number)
    if category_id is None or len(document.corrections.lines) > 1:
        return filed
    for payment in payments_of(books, document):
        row = payment.row
        shown = books.names.category_id[row.category_no]
        if shown == category_id or row.parts or abs(row.amount) > abs(payment.link.amount):
            continue
        transaction_id = ids.public_id("txn_", cause.company, row.number)
        change = TransactionChange(transaction_id=transaction_id, category_id=category_id)
        filed.append(file_line(books, cause, change))
    return filed
