"""State the opening balances anew as a whole, or take them back: what lines and papers stand on follows."""

from __future__ import annotations

from accountsos.access.roles import Right
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.post_manual_journal import refuse_closed
from accountsos.bookkeeping.what_is_owed import OWED_ACCOUNTS
from accountsos.bookkeeping.write_up import conversion_changed, what_is_owed_changed
from accountsos.dates import ONE_DAY
from accountsos.errors import Conflict
from accountsos.store.companies import locks_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.manual_journals import ManualJournal, opening_journal
from accountsos.workflows.journals.post_journal import (
    JournalState,
    PostOpeningBalances,
    check_opening,
    post_opening_balances,
    refuse_lines_of_closed_years,
    take_out_opening,
)
from accountsos.workflows.unit_of_work import WriteWorkflow


def prepare(db: Reader, company: int, command: PostOpeningBalances) -> PostOpeningBalances:
    """The new balances must balance, and no closed year stand in the way of either."""
    before = opening_journal(db, company)
    if before is not None:
        refuse_closed(locks_of(db, company), before.entry_date - ONE_DAY)
    check_opening(db, company, command)
    return command


def apply(db: Writer, company: int, plan: PostOpeningBalances, cause: Cause) -> JournalState:
    """Post them in place of those there are; reports as known earlier keep the old ones."""
    prepare(db, company, plan)
    return post_opening_balances(db, company, plan, cause)


def prepare_withdrawal(db: Reader, company: int, _: None) -> ManualJournal:
    """They must be there, and no closed year stand on them."""
    journal = opening_journal(db, company)
    if journal is None:
        raise Conflict("no opening balances are entered; there is nothing to take back")
    refuse_closed(locks_of(db, company), journal.entry_date - ONE_DAY)
    refuse_lines_of_closed_years(db, company, (None, journal.entry_date))
    return journal


def apply_withdrawal(db: Writer, company: int, _: ManualJournal, cause: Cause) -> None:
    """Reverse them; lines and papers from before the conversion day are in the books again."""
    journal = prepare_withdrawal(db, company, None)
    books = books_of(db, company)
    take_out_opening(books, cause, journal)
    conversion_changed(books, cause, journal.entry_date)
    filed = what_is_owed_changed(books, cause, OWED_ACCOUNTS)
    cause.note("opening_balances.withdraw", str(journal.entry_date))
    for line in filed:
        line.note(cause)


STATE = WriteWorkflow("opening_balances.state", prepare, apply, short=False, person_needs=Right.POST_JOURNALS)
WITHDRAW = WriteWorkflow(
    "opening_balances.withdraw", prepare_withdrawal, apply_withdrawal, short=False, person_needs=Right.POST_JOURNALS
)
