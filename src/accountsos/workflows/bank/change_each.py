"""Change up to a hundred lines in one write, each in its own way: all of them, or each that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.bookkeeping.call_thing import SAYS_NOTHING, ExternalChange, call_thing, refuse_taken
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import FiledLine, TransactionChange, accounts_touched, refuse_other_version
from accountsos.bookkeeping.file_lines import file_lines
from accountsos.bookkeeping.look_ups import live_line
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import BadRequest, NotFound, PreconditionFailed, Refused
from accountsos.store.changed_things import TRANSACTION
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
    called: tuple[ExternalChange, ...] = ()
    """What is said of what other systems call them, by the same place; empty where nothing is said of any."""

    def said_of(self, place: int) -> ExternalChange:
        """What the line at that place is called from now on."""
        return self.called[place] if self.called else SAYS_NOTHING


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
    _refuse_same(command.called)
    return command


def _refuse_same(called: Sequence[ExternalChange]) -> None:
    """No two lines are called the same."""
    first: dict[str, int] = {}
    for n, said in enumerate(called):
        known = first.setdefault(said.external_id, n) if isinstance(said.external_id, str) else n
        if known != n:
            raise BadRequest(
                f"changes[{n}].external_id: {said.external_id!r} is said of changes[{known}] already; each line has "
                "its own",
                param=f"changes[{n}].external_id",
            )


def apply(db: Writer, company: int, plan: ChangeEach, cause: Cause) -> EachChanged:
    """Look at each under the lock, then file together what nothing speaks against."""
    refused = _refusals(db, company, plan)
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
    called = [_call(db, plan, n, cause) for n in range(len(plan.changes)) if n not in refused]
    results = [refused.get(n) or _done(books, change, landed) for n, change in enumerate(plan.changes)]
    return EachChanged(tuple(results), cause.seq if lines or any(called) else None)


def _call(db: Writer, plan: ChangeEach, place: int, cause: Cause) -> bool:
    said = plan.said_of(place)
    if said.says_nothing:
        return False
    number = live_line(db, cause.company, plan.changes[place].transaction_id).number
    return call_thing(db, cause, (TRANSACTION, number), said)


def _refusals(db: Reader, company: int, plan: ChangeEach) -> dict[int, Refused]:
    """Those that cannot be made, by their place, each as it would be refused by itself."""
    found: dict[int, Refused] = {}
    for n, change in enumerate(plan.changes):
        try:
            line = live_line(db, company, change.transaction_id)
            refuse_other_version(line, change)
            refuse_taken(db, company, (TRANSACTION, line.number), plan.said_of(n))
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
