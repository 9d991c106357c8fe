"""What the books should say of a bank line: the one place where a reading becomes an entry."""

from __future__ import annotations

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.contacts.payee import payee_of
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.invoices import without_settled
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.store.engine.sql import Reader, Row, day_from
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, parts_of

HOME_CURRENCY = "GBP"
PROVEN = 2
"""How a part keeps that the VAT amount is a VAT invoice's; 1: a person's, 0: it follows from the code."""


def reading_of(books: CompanyBooks[Reader], row: BankTransaction) -> tuple[CategorisationLine, ...]:
    """Our present reading of the transaction."""
    if not row.parts:
        return (CategorisationLine(books.names.category_id[row.category_no], row.amount, contact=row.contact_no),)
    return tuple(part_from(stored, books.names) for stored in parts_of(books.db, books.company, row.number))


def part_from(stored: Row, names: Names) -> CategorisationLine:
    """A stored part as the ledger's value."""
    _, category, amount, code, vat, contact, percent, notes, given = stored
    return CategorisationLine(
        names.category_id[category], amount, code, vat, contact, percent, notes, bool(given), given == PROVEN
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
        reading = treated(names.vat, names.chart, reading, line_facts(row))
    return desired_entry(facts, reading, entity_type=books.profile.entity_type, settles=settles)


def line_facts(row: BankTransaction) -> LineFacts:
    """What of a stored line decides its VAT."""
    printed = (row.original or "").split(" ")
    currency = printed[1] if len(printed) > 1 else row.currency
    payee = payee_of(row.description, row.payee, row.reference).key
    return LineFacts(day_from(row.booked_on), foreign=currency not in (None, HOME_CURRENCY), payee_key=payee)
