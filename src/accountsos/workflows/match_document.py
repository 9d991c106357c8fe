"""Put documents beside the bank lines that paid them: propose, link, take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from accountsos import ids
from accountsos.errors import NotFound
from accountsos.reconciliation.match_documents import (
    CandidateLine,
    Match,
    PaidDocument,
    payment_window,
    ranked,
)
from accountsos.store.documents import Document, DocumentLink, add_links, drop_link, links_of_document
from accountsos.store.engine import Reader, Row, Writer, day_from, day_number
from accountsos.store.evidence import lines_near
from accountsos.store.head import Cause
from accountsos.store.names import Names, names_of
from accountsos.store.transactions import LIVE, BankTransaction, transaction_of
from accountsos.workflows import change_transaction
from accountsos.workflows.book_invoice import bring_to_books
from accountsos.workflows.change_transaction import TransactionChange
from accountsos.workflows.invoice_reading import facts_of, is_invoice, most_vat_in, proves_input_vat, signed_total
from accountsos.workflows.look_ups import company_or_refuse, thing_number
from accountsos.workflows.post_line import HOME_CURRENCY, reading_of
from accountsos.workflows.repost_lines import repost_lines

_AMOUNT_LEEWAY = 8
"""A line may be up to this many times smaller or larger than the document: part payments, fees, other currencies."""


@dataclass(frozen=True, slots=True)
class LinkChosen:
    """A line to link, how sure that is, and why."""

    transaction: int
    amount: int
    score: int
    source: str
    reason: str


def proposals(db: Reader, company: int, document: Document) -> list[Match]:
    """The bank lines that may have paid the document, best first; none where it does not say enough."""
    wanted = _paid_document(db, company, document)
    if wanted is None or wanted.open == 0:
        return []
    first, last = payment_window(wanted)
    names = names_of(db, company)
    rows = lines_near(db, company, (day_number(first), day_number(last)), _amounts(wanted, names))
    linked = {link.transaction_no for link in links_of_document(db, company, document.number)}
    return ranked(wanted, [_line(row, names) for row in rows if row[0] not in linked])


def _paid_document(db: Reader, company: int, document: Document) -> PaidDocument | None:
    if (
        document.gross is None
        or document.issued_on is None
        or document.type not in ("receipt", "invoice", "credit_note")
    ):
        return None
    paid = sum(link.amount for link in links_of_document(db, company, document.number))
    return PaidDocument(
        amount=signed_total(document),
        currency=document.currency or "GBP",
        issued_on=document.issued_on,
        due_on=document.due_on,
        is_receipt=document.type == "receipt",
        supplier=document.supplier,
        contact=document.contact_no,
        number=document.doc_number,
        already_paid=paid,
    )


def _amounts(wanted: PaidDocument, names: Names) -> tuple[int, int]:
    """Between which amounts a line may lie; in another currency the sign alone counts."""
    homes = {account.currency for account in names.accounts.values()}
    limit = 10**15 if wanted.currency not in homes or len(homes) > 1 else abs(wanted.open) * _AMOUNT_LEEWAY
    return (0, limit) if wanted.amount > 0 else (-limit, 0)


def _line(row: Row, names: Names) -> CandidateLine:
    number, day, amount, currency, account, description, payee, reference, contact, original, has_documents = row
    abroad, abroad_currency = _original(original)
    return CandidateLine(
        number=number,
        booked_on=day_from(day),
        amount=amount,
        currency=currency or names.account_of[account].currency,
        text=" ".join(filter(None, (payee, description, reference))),
        contact=contact,
        original_amount=abroad,
        original_currency=abroad_currency,
        has_documents=bool(has_documents),
    )


def _original(printed: str | None) -> tuple[int | None, str | None]:
    """Amount and currency of a line abroad."""
    words = (printed or "").split(" ")
    if len(words) < 2 or not words[0].lstrip("-").isdigit():
        return None, None
    return int(words[0]), words[1]


def link(db: Writer, cause: Cause, document: Document, chosen: Sequence[LinkChosen]) -> None:
    """Put the document beside the lines, and give those without a contact the document's."""
    links = []
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
        _tell_line(db, cause, document, row)
    add_links(db, cause.company, cause.seq, links)
    bring_to_books(db, cause, document.number)


def _tell_line(db: Writer, cause: Cause, document: Document, row: BankTransaction) -> None:
    """What the paper says of a line goes into its reading: who was paid, and the VAT that was charged."""
    contact: str | msgspec.UnsetType = msgspec.UNSET
    vat: int | msgspec.UnsetType = msgspec.UNSET
    if row.contact_no is None and document.contact_no is not None:
        contact = ids.public_id("con_", cause.company, document.contact_no)
    if (
        row.parts == 0
        and not posts_itself(db, cause.company, document)
        and _proves_vat(db, cause.company, document, row)
    ):
        vat = abs(document.vat or 0)
    if contact is msgspec.UNSET and vat is msgspec.UNSET:
        return
    transaction_id = ids.public_id("txn_", cause.company, row.number)
    change = TransactionChange(transaction_id=transaction_id, contact_id=contact, vat_amount=vat)
    change_transaction.apply(db, cause.company, change, cause)


def posts_itself(db: Reader, company: int, document: Document) -> bool:
    """Whether the document's VAT is in an entry of its own, and not in that of its payment."""
    return is_invoice(document) and company_or_refuse(db, company).basis != "cash"


def _proves_vat(db: Reader, company: int, document: Document, row: BankTransaction) -> bool:
    """Whether the document is the VAT invoice of exactly this line: British VAT, in pounds, of the whole amount."""
    names = names_of(db, company)
    if document.vat is None or document.gross is None or names.vat.on(day_from(row.booked_on)) is None:
        return False
    currency = row.currency or names.account_of[row.account_no].currency
    if (document.currency, currency) != (HOME_CURRENCY, HOME_CURRENCY) or abs(document.gross) != abs(row.amount):
        return False
    if abs(document.vat) > most_vat_in(abs(document.gross), day_from(row.booked_on)):
        return False
    return proves_input_vat(document, facts_of(db, company, document))


def unlink(db: Writer, cause: Cause, document: Document, transactions: Sequence[int]) -> None:
    """Take the document away from these lines, and what it said of their VAT."""
    for transaction in transactions:
        drop_link(db, cause.company, document.number, transaction)
        books = (names_of(db, cause.company), company_or_refuse(db, cause.company))
        repost_lines(db, cause, books, [transaction])
        row = transaction_of(db, cause.company, transaction)
        if row is None or row.status != LIVE or row.parts != 1:
            continue
        (part,) = reading_of(db, cause.company, row, names_of(db, cause.company))
        if part.vat_given and part.vat_code is None and abs(part.vat_amount) == abs(document.vat or 0):
            change = TransactionChange(
                transaction_id=ids.public_id("txn_", cause.company, transaction), vat_amount=None
            )
            change_transaction.apply(db, cause.company, change, cause)
    bring_to_books(db, cause, document.number)


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
