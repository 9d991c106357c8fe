"""Undo a change of how lines are filed, and of rules: exactly, as long as nothing else changed the same since."""

from __future__ import annotations

import json
from dataclasses import dataclass

from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import TransactionChange, accounts_touched
from accountsos.bookkeeping.file_lines import file_lines
from accountsos.bookkeeping.look_ups import live_line
from accountsos.bookkeeping.post_line import reading_of
from accountsos.bookkeeping.tell_reading import Restored, restored_from, same_reading, told
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import Conflict, NotFound
from accountsos.store.audit import AuditRow, events_of_subject, events_of_write
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.bank.put_rule_back import OF_RULES, put_rule_back
from accountsos.workflows.unit_of_work import WriteWorkflow

CHANGED = "transaction.change"


@dataclass(frozen=True, slots=True)
class UndoChange:
    """Which change: that of a write, by its number in the audit log, or the newest one of a line; or both."""

    event: int | None = None
    transaction_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeUndone:
    """The lines that are filed again as they were."""

    transaction_ids: tuple[str, ...]


def prepare(db: Reader, company: int, command: UndoChange) -> tuple[AuditRow, ...]:
    """What the log tells of it."""
    found: list[AuditRow] = []
    if command.transaction_id is not None:
        live_line(db, company, command.transaction_id)
        rows = [row for row in events_of_subject(db, company, command.transaction_id) if row.action == CHANGED]
        wanted = command.event if command.event is not None else rows[0].seq if rows else None
        found = [row for row in rows if row.seq == wanted][:1]
    elif command.event is not None:
        found = [row for row in events_of_write(db, company, command.event) if row.action in (CHANGED, *OF_RULES)]
    if not found:
        field = "event_id" if command.event is not None and command.transaction_id is not None else None
        raise NotFound("there is no such change of a transaction or a rule", param=field)
    return tuple(found)


def apply(db: Writer, company: int, plan: tuple[AuditRow, ...], cause: Cause) -> ChangeUndone:
    """File every line as it was; none where any of them was changed since."""
    books = books_of(db, company)
    before = [(row.subject, _before(books, row)) for row in plan if row.action == CHANGED]
    changes = [TransactionChange(transaction_id=line, restored=reading) for line, reading in before]
    lines = file_lines(books, cause, changes)
    for line in lines:
        line.note(cause)
    touched = {account for line in lines for account in accounts_touched(books, line)}
    for line in what_is_owed_changed(books, cause, touched):
        line.note(cause)
    for row in plan:
        if row.action in OF_RULES:
            put_rule_back(db, company, row, cause)
    return ChangeUndone(tuple(transaction_id for transaction_id, _ in before))


def _before(books: CompanyBooks[Writer], event: AuditRow) -> Restored:
    """How the line was filed before; Conflict where it is not any more as the change left it."""
    row = live_line(books.db, books.company, event.subject)
    reading = None if event.before is None else restored_from(json.loads(event.before))
    if reading is None or event.after is None:
        raise Conflict(f"the audit log does not tell whole how {event.subject} was filed before; file it by hand")
    if not same_reading(json.loads(event.after), told(books.names, row, reading_of(books, row))):
        raise Conflict(f"{event.subject} was changed again since; undo the later change first")
    return reading


UNDO = WriteWorkflow("transaction.undo_change", prepare, apply)
