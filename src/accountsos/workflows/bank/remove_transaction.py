"""Take out a line that was entered by hand, and bring it back. What the bank said stays."""

from __future__ import annotations

from accountsos import ids
from accountsos.bookkeeping.ask_for_matching import ask_for_matching
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import transaction_id as transaction_id_of
from accountsos.bookkeeping.look_ups import amended_to, live_line, thing_number
from accountsos.bookkeeping.post_line import accounts_of
from accountsos.bookkeeping.swap_lines import Swap, line_told, put_back_line, refuse_closed, take_out_line
from accountsos.bookkeeping.write_up import paid_since, what_is_owed_changed
from accountsos.errors import Conflict, NotFound
from accountsos.store.changed_things import TRANSACTION
from accountsos.store.documents import documents_of_transaction
from accountsos.store.doubts import places_shown
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.external_references import move_external
from accountsos.store.head import Cause
from accountsos.store.transactions import LIVE, WITHDRAWN, BankTransaction, brought_since, transaction_of
from accountsos.workflows.bank.list_transactions import TransactionState, state_of
from accountsos.workflows.unit_of_work import WriteWorkflow


def prepare(db: Reader, company: int, transaction_id: str) -> str:
    """It must be in the books, entered by hand, and shown by no file."""
    line_by_hand(db, company, transaction_id)
    return transaction_id


def apply(db: Writer, company: int, transaction_id: str, cause: Cause) -> None:
    """The line leaves the books by reversal. It counts as never seen: the bank may still show such a payment."""
    row = line_by_hand(db, company, transaction_id)
    books = books_of(db, company)
    accounts = accounts_of(books, row)
    take_out_line(books, cause, row)
    filed = what_is_owed_changed(books, cause, accounts)
    cause.note("transaction.remove", transaction_id, before=line_told(books, row))
    for line in filed:
        line.note(cause)


def line_by_hand(db: Reader, company: int, transaction_id: str) -> BankTransaction:
    """A line in the books that a person entered and no file shows, without papers beside it."""
    row = live_line(db, company, transaction_id)
    places = places_shown(db, company, row.number)
    if places:
        shown_by = ids.public_id("imp_", company, places[0][0])
        raise Conflict(
            f"{transaction_id} stands on the bank's own statement ({shown_by}) and stays as the bank said it; undo "
            "that import if it was a mistake, or decide the line among the doubtful ones if it is a duplicate"
        )
    papers = documents_of_transaction(db, company, row.number)
    if papers:
        document = ids.public_id("doc_", company, papers[0])
        raise Conflict(f"{transaction_id} has {document} as evidence; take that away from it first")
    return row


def prepare_restore(db: Reader, company: int, transaction_id: str) -> str:
    """It must have been taken out or amended, and the bank must not have brought that payment since."""
    row = _taken_out(db, company, transaction_id)
    if row.status != LIVE:
        stands_instead(db, company, transaction_id)
    return transaction_id


def apply_restore(db: Writer, company: int, transaction_id: str, cause: Cause) -> TransactionState:
    """The line is in the books again as it was filed, in place of what it was amended to.

    One that is there already stays as it is.
    """
    row = _taken_out(db, company, transaction_id)
    if row.status == LIVE:
        return state_of(db, company, row)
    books = books_of(db, company)
    newer = stands_instead(db, company, transaction_id)
    accounts = accounts_of(books, row)
    if newer is None:
        refuse_closed(books, row.booked_on, "bringing it back")
        put_back_line(books, cause, row)
    else:
        accounts |= accounts_of(books, newer)
        swap = Swap(books, newer)
        refuse_closed(books, row.booked_on, "bringing it back")
        take_out_line(swap.books, cause, newer)
        put_back_line(swap.books, cause, row)
        swap.check(row.number)
        move_external(db, company, TRANSACTION, newer.number, row.number)
    ask_for_matching(db, cause, transaction_id)
    account = books.names.account_of[row.account_no]
    filed = what_is_owed_changed(books, cause, accounts | paid_since(books, day_from(row.booked_on)))
    cause.note("transaction.restore", transaction_id, after={"bank_account": account.bank_account_id})
    if newer is not None:
        cause.note("transaction.remove", transaction_id_of(company, newer), before=line_told(books, newer))
    for line in filed:
        line.note(cause)
    stored = transaction_of(db, company, row.number)
    assert stored is not None
    return state_of(db, company, stored)


def stands_instead(db: Reader, company: int, transaction_id: str) -> BankTransaction | None:
    """The line in the books to which this one was amended, were it several times; None where nothing stands for it."""
    newer = amended_to(db, company, transaction_id)
    if newer is None:
        return None
    row = transaction_of(db, company, thing_number("txn_", company, newer, "transaction"))
    assert row is not None, "the audit log tells of a line that is there"
    return line_by_hand(db, company, newer) if row.status == LIVE else stands_instead(db, company, newer)


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
