"""Take out a line that was entered by hand. What the bank said stays."""

from __future__ import annotations

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import live_line
from accountsos.bookkeeping.take_out_line import Leaving
from accountsos.bookkeeping.write_up import account_opened, lines_changed, what_is_owed_changed
from accountsos.errors import Conflict
from accountsos.money import text_from_pence
from accountsos.store.documents import documents_of_transaction
from accountsos.store.doubts import places_shown
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.transactions import WITHDRAWN, BankTransaction
from accountsos.workflows.unit_of_work import WriteWorkflow


def prepare(db: Reader, company: int, transaction_id: str) -> str:
    """It must be in the books, entered by hand, and shown by no file."""
    _by_hand(db, company, transaction_id)
    return transaction_id


def apply(db: Writer, company: int, transaction_id: str, cause: Cause) -> None:
    """The line leaves the books by reversal. It counts as never seen: the bank may still show such a payment."""
    row = _by_hand(db, company, transaction_id)
    books = books_of(db, company)
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
    filed = what_is_owed_changed(books, cause, [books.names.category_id[row.category_no]])
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


REMOVE = WriteWorkflow("transaction.remove", prepare, apply)
