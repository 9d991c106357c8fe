"""The opening balance of a bank account, as its earliest statement tells it."""

from __future__ import annotations

from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.exchange_rates import rate_or_refuse
from accountsos.bookkeeping.own_balance import own_opening
from accountsos.exchange import pounds_of
from accountsos.ledger.category_ids import OPENING_BALANCES
from accountsos.ledger.entry import JournalEntry, Posting, Source
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import BankAccount, set_opening_entry


def post_opening(books: CompanyBooks[Writer], cause: Cause, account: BankAccount) -> None:
    """The opening balance of the account's earliest statement, against opening balances until those explain it.

    Of an account in another currency at the rate of its month.
    """
    db, account = books.db, books.names.accounts[account.bank_account_id]
    desired = None
    opening = own_opening(db, cause.company, account)
    if opening is not None and conversion_day(db, cause.company) is None:
        day, amount = opening
        if amount and account.is_foreign:
            amount = pounds_of(amount, account.currency, rate_or_refuse(db, cause.company, account, day))
        if amount:
            desired = JournalEntry(
                entry_date=day,
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
