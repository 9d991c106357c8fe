"""Accept lines as they are filed: many at once, as they were looked over, none where one of them changed since."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import TransactionChange, file_line
from accountsos.errors import BadRequest
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import WriteWorkflow

MOST = 1_000


@dataclass(frozen=True, slots=True)
class AcceptLines:
    """Transactions that somebody looked over, each with the version that was seen."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LinesAccepted:
    """How many were accepted, and the number of the write, by which all are undone."""

    lines: int
    event: int


def prepare(db: Reader, company: int, command: AcceptLines) -> AcceptLines:
    """At least one, and not too many."""
    if not 1 <= len(command.lines) <= MOST:
        raise BadRequest(f"lines: accept from 1 to {MOST:,} at once, not {len(command.lines):,}", param="lines")
    return command


def apply(db: Writer, company: int, plan: AcceptLines, cause: Cause) -> LinesAccepted:
    """Tick them off: they stay where they are."""
    books, accepted = books_of(db, company), 0
    for transaction_id, version in sorted(set(plan.lines)):
        change = TransactionChange(transaction_id=transaction_id, reviewed=True, if_match=frozenset({version}))
        filed = file_line(books, cause, change)
        filed.note(cause)
        accepted += filed.changed
    return LinesAccepted(accepted, cause.seq)


ACCEPT = WriteWorkflow("transaction.accept", prepare, apply)
