"""Take out a line that was entered by hand, and bring it back. What the bank said stays."""

from __future__ import annotations

from accountsos import ids
from accountsos.bookkeeping.ask_for_matching import ask_for_matching
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import live_line, thing_number
from accountsos.bookkeeping.post_line import accounts_of
from accountsos.bookkeeping.take_out_line import Leaving
from accountsos.bookkeeping.write_up import account_opened, lines_changed, what_is_owed_changed
from accountsos.errors import Conflict, NotFound
from accountsos.money import text_from_pence
from accountsos.store.documents import documents_of_transaction
from accountsos.store.doubts import places_shown
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.transactions import LIVE, WITHDRAWN, BankTransaction, brought_since, transaction_of
from accountsos.workflows.bank.list_transactions import TransactionState, state_of
from accountsos.workflows.unit_of_work import WriteWorkflow


def prepare(db: Reader, company: int, transaction_id: str) -> str:
    """It must be in the books, entered by hand, and shown by no file."""
    _by_hand(db, company, transaction_id)
    return transaction_id


def apply(db: Writer, company: int, transaction_id: str, cause: Cause) -> None:
    """The line leaves the books by reversal. It counts as never seen: the bank may still show such a payment."""
    row = _by_hand(db, company, transaction_id)
    books = books_of(db, company)
    accounts = accounts_of(books, row)
    leaving = Leaving(books, cause)
    leaving.take_out(row, WITHDRAWN)
    leaving.write()
    lines_changed(books, cause, [row.number])
    account = books.names.account_of[row.account_no]
    account_opened(books, cause, account)
    before: dict[str, object] = {
        "date": day_from(row.booked_on).isoformat(),
        "amount": text_from_pence(row.amount),
        "bank_account": account.bank_account_id,
        "category": books.names.category_id[row.category_no],
    }
    filed = what_is_owed_changed(books, cause, accounts)
    cause.note("transaction.remove", transaction_id, before=before)
    for line in filed:
        line.note(cause)


def _by_hand(db: Reader, company: int, transaction_id: str) -> BankTransaction:
    row = live_line(db, company, transaction_id)
    places = places_shown(db, company, row.number)
    if places:
        shown_by = ids.public_id("imp_", company, places[0][0])
        raise Conflict(
            f"{transaction_id} stands on the bank's own statement ({shown_by}) and cannot be taken out; undo that "
            "import if it was a mistake, or decide the line among the doubtful ones if it is a duplicate"
        )
    papers = documents_of_transaction(db, company, row.number)
    if papers:
        document = ids.public_id("doc_", company, papers[0])
        raise Conflict(f"{transaction_id} has {document} as evidence; take that away from it first")
    return row


def prepare_restore(db: Reader, company: int, transaction_id: str) -> str:
    """It must have been taken out, and the bank must not have brought that payment since."""
    _taken_out(db, company, transaction_id)
    return transaction_id


def apply_restore(db: Writer, company: int, transaction_id: str, cause: Cause) -> TransactionState:
    """The line is in the books again as it was filed; one that is there already stays as it is."""
    row = _taken_out(db, company, transaction_id)
    if row.status == LIVE:
        return state_of(db, company, row)
    books = books_of(db, company)
    day = day_from(row.booked_on)
    if books.locks.closed(day):
        raise Conflict(
            f"the line of {day} is in a closed year (closed through {books.locks.books_closed_through}); reopen the "
            "books before bringing it back"
        )
    leaving = Leaving(books, cause)
    leaving.put_back(row)
    leaving.write()
    lines_changed(books, cause, [row.number])
    account = books.names.account_of[row.account_no]
    account_opened(books, cause, account)
    filed = what_is_owed_changed(books, cause, accounts_of(books, row))
    ask_for_matching(db, cause, transaction_id)
    cause.note("transaction.restore", transaction_id, after={"bank_account": account.bank_account_id})
    for line in filed:
        line.note(cause)
    stored = transaction_of(db, company, row.number)
    assert stored is not None
    return state_of(db, company, stored)


def _taken_out(db: Reader, company: int, transaction_id: str) -> BankTransaction:
    row = transaction_of(db, company, thing_number("txn_", company, transaction_id, "transaction"))
    if row is None or row.import_no is not None or row.status not in (LIVE, WITHDRAWN):
        raise NotFound(f"there is no transaction {transaction_id!r} that was entered by hand and taken out")
    brought = None if row.status == LIVE else brought_since(db, company, row)
    if brought is not None:
        raise Conflict(
            f"a bank's file has brought that payment since ({ids.public_id('txn_', company, brought)}); if there were "
            "two, enter the other one by hand"
        )
    return row


REMOVE = WriteWorkflow("transaction.remove", prepare, apply)
RESTORE = WriteWorkflow("transaction.restore", prepare_restore, apply_restore)
