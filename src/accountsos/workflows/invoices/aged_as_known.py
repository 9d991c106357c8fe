"""Open invoices as the books knew them at a moment: from the postings recorded by then, which never change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.dates import FIRST_DAY
from accountsos.ledger.category_ids import CREDITORS, DEBTORS
from accountsos.money import Pence
from accountsos.reports.aged_balances import OpenInvoice
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import SALE, Settlement, invoice_of, invoices_of_transaction, settlements_known
from accountsos.store.journal import postings_of_category

EVERY_POSTING = 1_000_000
USUAL_TERMS = timedelta(days=30)
CREDIT_NOTE, JOURNAL, CONTRA, RETENTION = "credit_note", "journal", "contra", "retention"


KnownAt = tuple[int, int]
"""A moment of the books: the company's number then, and its last entry."""


@dataclass(frozen=True, slots=True)
class AsKnown:
    """One side of the books: what was open of each invoice, and the control account by contact. Signs as posted."""

    invoices: tuple[OpenInvoice, ...]
    balances: Mapping[int | None, Pence]


def aged_as_known(books: CompanyBooks[Reader], side: str, as_of: date, moment: KnownAt) -> AsKnown:
    """What was open on a day by what was recorded by that moment.

    Each invoice's postings and those of what settled it beside the bank bear its number. Of a bank line the links say
    which invoice it pays, as they stand now: a payment that was put beside another invoice since counts for that one,
    and one that was taken away stands in `other`. Due dates and numbers are today's.
    """
    control = DEBTORS if side == SALE else CREDITORS
    sign = 1 if side == SALE else -1
    sources, balances = _posted(books, control, as_of, moment)
    settled = [one for one in settlements_known(books.db, books.company, moment[0]) if one.settled_on <= as_of]
    left: dict[int, Pence] = defaultdict(int)
    contacts: dict[int, int | None] = {}
    for (kind, number, contact), amount in sources.items():
        if kind == "document" and _side(books, number) == side:
            left[number] += amount
            contacts[number] = contact
    for (kind, number, contact), amount in sources.items():
        if kind == "transaction":
            _share(books, number, contact, amount, left)
    for document, amount in _beside_the_account(settled):
        if document in left:
            left[document] -= amount
    invoices = [
        part
        for document, amount in sorted(left.items())
        if amount
        for part in _open(books, (document, contacts[document]), sign, sign * amount, settled)
    ]
    return AsKnown(tuple(invoices), {contact: sign * amount for contact, amount in balances.items() if amount})


_Sources = dict[tuple[str, int, int | None], Pence]


def _posted(
    books: CompanyBooks[Reader], control: str, as_of: date, moment: KnownAt
) -> tuple[_Sources, dict[int | None, Pence]]:
    found, _ = postings_of_category(
        books.db,
        books.company,
        books.names.category_no[control],
        (FIRST_DAY, as_of),
        last_entry=moment[1],
        limit=EVERY_POSTING,
    )
    sources: _Sources = defaultdict(int)
    balances: dict[int | None, Pence] = defaultdict(int)
    for posting in found:
        sources[posting.source_kind, posting.source_no, posting.contact_no] += posting.amount
        balances[posting.contact_no] += posting.amount
    return sources, balances


def _side(books: CompanyBooks[Reader], number: int) -> str | None:
    invoice = invoice_of(books.db, books.company, number)
    if invoice is not None:
        return invoice.side
    document = document_of(books.db, books.company, number)
    return None if document is None else document.direction


def _share(books: CompanyBooks[Reader], line: int, contact: int | None, amount: Pence, left: dict[int, Pence]) -> None:
    """Lay a line's posting on the invoices that it pays; what none of them takes stays with the account."""
    pays = [
        (invoice.document_no, wanted)
        for invoice, wanted in invoices_of_transaction(books.db, books.company, line)
        if invoice.contact_no == contact and invoice.document_no in left
    ]
    for n, (document, wanted) in enumerate(pays):
        last = n == len(pays) - 1
        taken = amount if last else -wanted
        left[document] += taken
        amount -= taken


def _beside_the_account(settled: list[Settlement]) -> Iterator[tuple[int, Pence]]:
    """What settles an invoice without a posting of its own number on the account: by document, with its sign."""
    for one in settled:
        if one.kind in (CREDIT_NOTE, JOURNAL):
            yield one.document_no, one.amount
        if one.kind in (CREDIT_NOTE, CONTRA) and one.other_no is not None:
            yield one.other_no, -one.amount


def _open(
    books: CompanyBooks[Reader],
    whose: tuple[int, int | None],
    sign: int,
    amount: Pence,
    settled: list[Settlement],
) -> Iterator[OpenInvoice]:
    """The invoice, and apart from it what is kept back until later."""
    number, contact = whose
    invoice, document = invoice_of(books.db, books.company, number), document_of(books.db, books.company, number)
    issued = invoice.issued_on if invoice is not None else None if document is None else document.issued_on
    assert issued is not None, "what posted an entry has a day"
    parts: list[tuple[date, Pence]] = []
    for until, kept in sorted(_held(settled, number)):
        part = min(kept, max(amount, 0))
        amount -= part
        parts.append((until, part))
    due = invoice.due_on if invoice is not None else issued + USUAL_TERMS
    for due_on, part in [(due, amount), *parts]:
        if part:
            yield OpenInvoice(
                document=number,
                contact=contact,
                number=None if document is None else document.doc_number,
                issued_on=issued,
                due_on=due_on,
                amount=part if invoice is None else sign * invoice.amount,
                open_amount=part,
            )


def _held(settled: list[Settlement], number: int) -> Iterator[tuple[date, Pence]]:
    for one in settled:
        if one.kind == RETENTION and one.document_no == number and one.terms.due_on is not None:
            yield one.terms.due_on, max(one.terms.held, -one.terms.held)
