"""Change up to a hundred lines in one write, each in its own way: all of them, or each that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import FiledLine, TransactionChange, accounts_touched, refuse_other_version
from accountsos.bookkeeping.file_lines import file_lines
from accountsos.bookkeeping.look_ups import live_line
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import BadRequest, NotFound, PreconditionFailed, Refused
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.bank import change_transaction
from accountsos.workflows.bank.change_transaction import TransactionChanged, entry_landed
from accountsos.workflows.bank.list_transactions import state_of
from accountsos.workflows.unit_of_work import WriteWorkflow

MOST_EACH = 100


@dataclass(frozen=True, slots=True)
class ChangeEach:
    """What to change, line by line; `atomic`: nothing where one of them is refused."""

    changes: tuple[TransactionChange, ...]
    atomic: bool = False


@dataclass(frozen=True, slots=True)
class EachChanged:
    """What became of each, in order, and the number of the write, by which all are undone; None: nothing changed."""

    results: tuple[TransactionChanged | Refused, ...]
    event: int | None


def prepare(db: Reader, company: int, command: ChangeEach) -> ChangeEach:
    """No line twice: the second change could not say what it is a change of."""
    first: dict[str, int] = {}
    for n, change in enumerate(command.changes):
        known = first.setdefault(change.transaction_id, n)
        if known != n:
            raise BadRequest(
                f"changes[{n}].id: {change.transaction_id} is changed by changes[{known}] already; say both in one",
                param=f"changes[{n}].id",
            )
    return command


def apply(db: Writer, company: int, plan: ChangeEach, cause: Cause) -> EachChanged:
    """Look at each under the lock, then file together what nothing speaks against."""
    refused = _refusals(db, company, plan.changes)
    if refused and plan.atomic:
        raise _as_one(list(refused.values()), len(plan.changes))
    books = books_of(db, company)
    lines = file_lines(books, cause, [change for n, change in enumerate(plan.changes) if n not in refused])
    for line in lines:
        line.note(cause)
    touched = {account for line in lines for account in accounts_touched(books, line)}
    if touched:
        for line in what_is_owed_changed(books, cause, touched):
            line.note(cause)
    landed = {line.row.number: line for line in lines}
    results = [refused.get(n) or _done(books, change, landed) for n, change in enumerate(plan.changes)]
    return EachChanged(tuple(results), cause.seq if lines else None)


def _refusals(db: Reader, company: int, changes: Sequence[TransactionChange]) -> dict[int, Refused]:
    """Those that cannot be made, by their place, each as it would be refused by itself."""
    found: dict[int, Refused] = {}
    for n, change in enumerate(changes):
        try:
            refuse_other_version(live_line(db, company, change.transaction_id), change)
            change_transaction.prepare(db, company, change)
        except Refused as refusal:
            refusal.param = f"changes[{n}].{refusal.param or _FIELD.get(type(refusal), 'id')}"
            found[n] = refusal
    return found


_FIELD: dict[type[Refused], str] = {NotFound: "id", PreconditionFailed: "if_match"}
"""What a refusal is about that names no field."""


def _as_one(refusals: Sequence[Refused], of: int) -> Refused:
    """The first of them, with all beside it where there are more."""
    first = refusals[0]
    if len(refusals) == 1:
        return first
    details = [{"param": one.param, "message": one.message, "code": one.code} for one in refusals]
    message = f"{first.message} ({first.param}); {len(refusals)} of {of} changes are refused, see `details`"
    return type(first)(message, param=first.param, details=details)


def _done(books: CompanyBooks[Writer], change: TransactionChange, filed: dict[int, FiledLine]) -> TransactionChanged:
    """The line as it is once all are filed."""
    db, company, names = books.db, books.company, books.names
    state = state_of(db, company, live_line(db, company, change.transaction_id), names=names)
    line = filed.get(state.row.number)
    entry = None if line is None else entry_landed(books, state, line.landed)
    return TransactionChanged(state, entry, None if line is None else line.landed)


CHANGE_EACH = WriteWorkflow("transaction.change_each", prepare, apply, short=False)
