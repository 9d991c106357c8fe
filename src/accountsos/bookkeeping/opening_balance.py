"""The opening balance of a bank account, as its earliest statement tells it."""

from __future__ import annotations

from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.ledger.category_ids import OPENING_BALANCES
from accountsos.ledger.entry import JournalEntry, Posting, Source
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.imports import first_opening, lines_before
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import BankAccount, set_opening_entry


def post_opening(books: CompanyBooks[Writer], cause: Cause, account: BankAccount) -> None:
    """The opening balance of the account's earliest statement, against opening balances until those explain it.

    It is posted less the lines from before that statement, which it contains: they came by hand or from files
    that state no balance.
    """
    db, account = books.db, books.names.accounts[account.bank_account_id]
    desired = None
    earliest = first_opening(db, cause.company, account.number)
    if earliest is not None and earliest.opening is not None and conversion_day(db, cause.company) is None:
        on, amount = earliest.opening
        first_day = min(on, earliest.first_day or on)
        before, first_before = lines_before(db, cause.company, earliest)
        amount -= before
        if amount:
            desired = JournalEntry(
                entry_date=min(first_day, first_before or first_day),
                source=Source("opening", account.number),
                postings=(
                    Posting(account.category_id, amount, bank_account=account.bank_account_id),
                    Posting(OPENING_BALANCES, -amount),
                ),
                narration=f"Opening balance of {account.name}",
            )
    brought = bring_entry(books, cause, account.opening_entry, desired)
    if brought.number != account.opening_entry:
        set_opening_entry(db, cause, account, brought.number)
