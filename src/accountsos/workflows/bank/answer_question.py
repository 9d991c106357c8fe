"""Answer the question of a line as a person: what else is asked of the same payee is read again by it.

One write, one undo. A line that is read again stays one that nobody looked at: it asks on, or is looked over with the
sure ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.bookkeeping.categorise_line import ask, categoriser_for, payee_key_of
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import TransactionChange, accounts_touched, transaction_id
from accountsos.bookkeeping.file_lines import file_lines
from accountsos.bookkeeping.refile_lines import is_locked
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.line_counter import SURE
from accountsos.store.refilings import asking_lines_of
from accountsos.store.transactions import BankTransaction
from accountsos.workflows.bank import change_transaction
from accountsos.workflows.bank.change_transaction import TransactionChanged
from accountsos.workflows.unit_of_work import WriteWorkflow

READ_AGAIN_MOST = 100
"""So many of the payee's newest questions are read again by one answer; the next answer goes on."""


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The line as it is now, and the numbers of those that ask no more by what it taught."""

    changed: TransactionChanged
    settled: frozenset[int]


def apply(db: Writer, company: int, plan: TransactionChange, cause: Cause) -> QuestionAnswered:
    """File the line, then those that ask the same."""
    changed = change_transaction.apply(db, company, plan, cause)
    return QuestionAnswered(changed, read_again(books_of(db, company), cause, changed.state.row))


def read_again(books: CompanyBooks[Writer], cause: Cause, answered: BankTransaction) -> frozenset[int]:
    """File what waits of the answered line's payee and side as the categoriser says now, where it is surer.

    The numbers of the lines that it is sure of by now.
    """
    key = payee_key_of(answered)
    if not answered.reviewed or not key:
        return frozenset()
    db, company = books.db, books.company
    side = (answered.contact_no, answered.amount >= 0)
    waiting = [row for row in asking_lines_of(db, company, *side, most=READ_AGAIN_MOST) if not is_locked(books, row)]
    if answered.contact_no is None:  # what moves between own accounts has no contact, and a payee none the less
        waiting = [row for row in waiting if payee_key_of(row) == key]
    if not waiting:
        return frozenset()
    categoriser = categoriser_for(db, books.profile)
    read = [(row, ask(categoriser, db, company, books.names, row)) for row in waiting]
    lines = file_lines(
        books,
        cause,
        [
            TransactionChange(transaction_id=transaction_id(company, row), read_again=found)
            for row, found in read
            if found.category_id != UNCATEGORISED and round(found.confidence * 10_000) > row.confidence
        ],
    )
    for line in lines:
        line.note(cause)
    touched = {account for line in lines for account in accounts_touched(books, line)}
    for line in what_is_owed_changed(books, cause, touched):
        line.note(cause)
    return frozenset(line.row.number for line in lines if line.row.confidence >= SURE)


ANSWER = WriteWorkflow("transaction.answer", change_transaction.prepare, apply)
