"""What the books should say of a bank line: the one place where a reading becomes an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.categoriser.suggestion import Suggestion
from accountsos.contacts.payee import payee_of
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.invoices import without_settled
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.money import HOME_CURRENCY
from accountsos.store.documents import Document, document_of, documents_of_transaction
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, StoredPart, parts_of

INVOICE_TYPES = ("invoice", "credit_note")
PROVEN = 2
"""How a part keeps that the VAT amount is a VAT invoice's; 1: a person's, 0: it follows from the code."""


def reading_of(books: CompanyBooks[Reader], row: BankTransaction) -> tuple[CategorisationLine, ...]:
    """Our present reading of the transaction."""
    if not row.parts:
        return (CategorisationLine(books.names.category_id[row.category_no], row.amount, contact=row.contact_no),)
    return tuple(part_from(stored, books.names) for stored in parts_of(books.db, books.company, row.number))


def reading_suggested(suggestion: Suggestion, amount: int, contact: int | None) -> tuple[CategorisationLine, ...]:
    """A line of that amount as the categoriser reads it: whole, or cut where one payment settles several accounts."""
    parts = suggestion.parts or ((suggestion.category_id, amount),)
    return tuple(CategorisationLine(category, part, contact=contact) for category, part in parts)


def accounts_of(books: CompanyBooks[Reader], row: BankTransaction) -> set[str]:
    """The categories under which the line stands, each part of a split."""
    return {part.category_id for part in reading_of(books, row)}


def part_from(stored: StoredPart, names: Names) -> CategorisationLine:
    """A stored part as the ledger's value."""
    return CategorisationLine(
        category_id=names.category_id[stored.category_no],
        amount=stored.amount,
        vat_code=stored.vat_code,
        vat_amount=stored.vat_amount,
        contact=stored.contact_no,
        business_percent=stored.business_percent,
        notes=stored.notes,
        vat_given=bool(stored.vat_given),
        vat_proven=stored.vat_given == PROVEN,
    )


def stored_part(part: CategorisationLine, names: Names) -> StoredPart:
    """A part of a reading as it is stored."""
    return StoredPart(
        category_no=names.category_no[part.category_id],
        amount=part.amount,
        vat_code=part.vat_code,
        vat_amount=part.vat_amount,
        contact_no=part.contact,
        business_percent=part.business_percent,
        notes=part.notes,
        vat_given=PROVEN if part.vat_proven else int(part.vat_given),
    )


def wanted_entry(
    books: CompanyBooks[Reader],
    row: BankTransaction,
    reading: tuple[CategorisationLine, ...],
    settles: tuple[Posting, ...] = (),
) -> JournalEntry | None:
    """What the books should say of the transaction; `settles` are the postings of the invoices that it pays."""
    names, account = books.names, books.names.account_of[row.account_no]
    facts = BankLineFacts(row.number, day_from(row.booked_on), row.amount, account.bank_account_id, account.category_id)
    if settles:
        reading = without_settled(reading, -sum(p.amount for p in settles))
    if names.vat:
        papers = _papers_of_cash_basis(books, row)
        capital = max((_capital_of(names, paper, reading) for paper in papers), default=0)
        about = replace(line_facts(row), tax_point=_tax_point(names, row, papers), capital=capital)
        reading = treated(names.vat, names.chart, reading, about)
    return desired_entry(facts, reading, entity_type=books.profile.entity_type, settles=settles)


def _papers_of_cash_basis(books: CompanyBooks[Reader], row: BankTransaction) -> list[Document]:
    """The invoices beside a line that have no entry of their own: what they say of its VAT holds for the line."""
    if books.profile.basis != "cash":
        return []
    db, company = books.db, books.company
    papers = [document_of(db, company, number) for number in documents_of_transaction(db, company, row.number)]
    return [p for p in papers if p is not None and p.type in INVOICE_TYPES and p.issued_on is not None]


def _tax_point(names: Names, row: BankTransaction, papers: Sequence[Document]) -> date:
    """The day by which the VAT of a line goes: the bank's, but for money of invoices from outside the registration.

    Their supply had no VAT, so its payment has none.
    """
    booked = day_from(row.booked_on)
    outside = [p.issued_on for p in papers if p.issued_on is not None and names.vat.on(p.issued_on) is None]
    return min(outside) if outside and len(outside) == len(papers) else booked


def _capital_of(names: Names, paper: Document, reading: Sequence[CategorisationLine]) -> int:
    """What a bill that is paid in parts spends on fixed assets: each part is of that one purchase."""
    lines = paper.corrections.lines
    if lines:
        return abs(sum(line.gross for line in lines if names.chart[line.category_id].of_capital_goods))
    assets = bool(reading) and all(names.chart[part.category_id].of_capital_goods for part in reading)
    return abs(paper.gross or 0) if assets else 0


def line_facts(row: BankTransaction) -> LineFacts:
    """What of a stored line decides its VAT."""
    printed = (row.original or "").split(" ")
    currency = printed[1] if len(printed) > 1 else row.currency
    payee = payee_of(row.description, row.payee, row.reference).key
    return LineFacts(day_from(row.booked_on), foreign=currency not in (None, HOME_CURRENCY), payee_key=payee)
