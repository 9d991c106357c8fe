"""Post a journal that a person or a claim made, and its automatic reversal."""

from __future__ import annotations

from datetime import date

from accountsos.bookkeeping.bring_entry import with_discovery
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.errors import Conflict
from accountsos.ledger.category_ids import EXCHANGE
from accountsos.ledger.entry import JournalEntry, Posting, Source
from accountsos.ledger.journals import Journal, automatic_reversal, journal_entry
from accountsos.ledger.locks import Locks
from accountsos.ledger.repost import repost
from accountsos.ledger.vat_journals import with_vat_period
from accountsos.money import Pence
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.journal import record
from accountsos.store.manual_journals import ManualJournal, add_journal
from accountsos.store.names import BankAccount

REVALUATION = "revaluation"


def post_manual_journal(books: CompanyBooks[Writer], cause: Cause, plan: Journal, template: str) -> ManualJournal:
    """Record its entry, the reversal where it has one, and the journal itself."""
    refuse_closed(books.locks, plan.day)
    db, names, number = books.db, books.names, cause.next_number()
    entry = journal_entry(names.chart, plan.day, plan.narration, plan.lines, number=number)
    entries = [entry]
    if plan.auto_reverse_on is not None:
        entries.append(automatic_reversal(entry, plan.auto_reverse_on, number=number))
    numbers = record(db, names, _with_vat(books, entries, cause), cause)
    reversal = numbers[1] if len(numbers) > 1 else None
    journal = ManualJournal(number, template, plan.day, plan.auto_reverse_on, numbers[0], reversal)
    add_journal(db, cause, journal)
    return journal


def post_revaluation(
    books: CompanyBooks[Writer], cause: Cause, account: BankAccount, *, gain: Pence, on: date, narration: str
) -> ManualJournal:
    """The one journal that moves a bank account: by what its money gained in pounds while nothing of it was moved."""
    refuse_closed(books.locks, on)
    number = cause.next_number()
    postings = (
        Posting(account.category_id, gain, bank_account=account.bank_account_id),
        Posting(EXCHANGE, -gain),
    )
    entry = JournalEntry(on, Source("journal", number), postings, narration=narration)
    [posted] = record(books.db, books.names, [entry], cause)
    journal = ManualJournal(number, REVALUATION, on, None, posted, None)
    add_journal(books.db, cause, journal)
    return journal


def refuse_closed(locks: Locks, day: date) -> None:
    """A journal cannot be dated into a closed year."""
    if locks.closed(day):
        raise Conflict(
            f"{day} is in a closed year (closed through {locks.books_closed_through}); date the journal "
            f"{locks.first_open_day} or later, or reopen the books",
            see="reopen_years",
        )


def _with_vat(books: CompanyBooks[Writer], entries: list[JournalEntry], cause: Cause) -> list[JournalEntry]:
    """The entries with their VAT periods; what would change a filed return is a correction where it is found."""
    locks = with_discovery(books.locks, books.names, cause)
    dated = [with_vat_period(books.names.vat, entry) for entry in entries]
    return [repost((), entry, locks).entries[0] if locks.touch(entry) else entry for entry in dated]
