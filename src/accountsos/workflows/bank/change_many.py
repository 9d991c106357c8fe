"""Change many lines in one write: those picked, or all that match; none where one of them changed since it was seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import UNSET, TransactionChange, accounts_touched, transaction_id
from accountsos.bookkeeping.file_lines import file_lines
from accountsos.bookkeeping.look_ups import category_or_refuse, live_line
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import BadRequest, PreconditionFailed
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import names_of
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.workflows.bank.list_transactions import TransactionQuestion, list_transactions
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

MOST = 1_000


@dataclass(frozen=True, slots=True)
class WhichLines:
    """Lines by their ids, each with the version that was seen where one was; or all that match a question."""

    picked: tuple[tuple[str, str | None], ...] = ()
    matching: TransactionQuestion | None = None
    seen: str | None = None
    """What `LinesChosen` said when somebody looked; needed where they are not picked one by one."""


@dataclass(frozen=True, slots=True)
class LinesChosen:
    """What was chosen comes to, and a digest by which it is known again."""

    lines: int
    money_in: int
    money_out: int
    """Negative."""
    seen: str


@dataclass(frozen=True, slots=True)
class ChangeMany:
    """The lines, and what to say of each; UNSET stays as it is."""

    which: WhichLines
    category_id: str | msgspec.UnsetType = UNSET
    reviewed: bool | msgspec.UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class ManyChanged:
    """How many lines were chosen, how many of them changed, and the number of the write, by which all are undone."""

    chosen: int
    changed: int
    event: int


def look(db: Reader, company: int, command: ChangeMany) -> LinesChosen:
    """What would be changed. Changes nothing."""
    _check_category(db, company, command)
    rows = _rows(db, company, command.which)
    money_in = sum(row.amount for row in rows if row.amount > 0)
    money_out = sum(row.amount for row in rows if row.amount < 0)
    return LinesChosen(len(rows), money_in, money_out, _digest(rows))


def _check_category(db: Reader, company: int, command: ChangeMany) -> None:
    if isinstance(command.category_id, str):
        category_or_refuse(names_of(db, company), command.category_id)


def _rows(db: Reader, company: int, which: WhichLines) -> list[BankTransaction]:
    """The lines by number; refuses none, and too many."""
    if which.matching is None:
        _refuse_none_or_too_many(len(which.picked), "transaction_ids")
        found = {row.number: row for row in (live_line(db, company, line) for line, _ in which.picked)}
        return [found[number] for number in sorted(found)]
    page = list_transactions(db, company, msgspec.structs.replace(which.matching, limit=MOST + 1, offset=0, after=None))
    _refuse_none_or_too_many(page.total, "matching")
    rows = (transaction_of(db, company, row.number) for row in page.rows)
    return sorted((row for row in rows if row is not None), key=lambda row: row.number)


def _refuse_none_or_too_many(lines: int, param: str) -> None:
    if lines == 0:
        raise BadRequest("no line is meant by this, so nothing would be changed; choose others", param=param)
    if lines > MOST:
        raise BadRequest(
            f"{lines:,} lines are meant, and at most {MOST:,} are changed at once; narrow the choice, then take the "
            "rest",
            param=param,
        )


def _digest(rows: Sequence[BankTransaction]) -> str:
    """Another one where a line came, went or was changed."""
    versions = json.dumps([[row.number, row.version] for row in rows], separators=(",", ":"))
    return f"{len(rows)}.{hashlib.sha256(versions.encode()).hexdigest()[:24]}"


def prepare(db: Reader, company: int, command: ChangeMany) -> ChangeMany:
    """It must say something, of lines that somebody has seen."""
    if command.category_id is UNSET and command.reviewed is UNSET:
        raise BadRequest("category_id: say where the lines go, or whether they were looked at", param="category_id")
    if command.which.matching is not None and command.which.seen is None:
        raise BadRequest("seen: look first with `dry_run`, and send the `seen` of its reply", param="seen")
    _check_category(db, company, command)
    return command


def apply(db: Writer, company: int, plan: ChangeMany, cause: Cause) -> ManyChanged:
    """File them all, or none."""
    rows = _rows(db, company, plan.which)
    if plan.which.seen is not None and plan.which.seen != _digest(rows):
        raise PreconditionFailed("some of these lines were changed since they were looked at; look again")
    versions = dict(plan.which.picked)
    numbered = [transaction_id(company, row) for row in rows]
    changes = [_change(line, plan, versions.get(line)) for line in numbered]
    books = books_of(db, company)
    lines = file_lines(books, cause, changes)
    for line in lines:
        line.note(cause)
    if plan.category_id is not UNSET:
        touched = {account for line in lines for account in accounts_touched(books, line)}
        for line in what_is_owed_changed(books, cause, touched):
            line.note(cause)
    return ManyChanged(len(rows), len(lines), cause.seq)


def _change(line: str, plan: ChangeMany, version: str | None) -> TransactionChange:
    return TransactionChange(
        transaction_id=line,
        category_id=plan.category_id,
        reviewed=plan.reviewed,
        if_match=None if version is None else frozenset({version}),
    )


LOOK = ReadWorkflow("transaction.look_at_many", look)
CHANGE_MANY = WriteWorkflow("transaction.change_many", prepare, apply, short=False)
