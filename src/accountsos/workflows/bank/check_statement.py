"""Check a statement before it is added: kept for a day, laid beside the books, added only as it was shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from accountsos import ids
from accountsos.bookkeeping.look_ups import account_or_refuse
from accountsos.errors import BadRequest, NotFound, PreconditionFailed
from accountsos.reconciliation.known_lines import Finding
from accountsos.statements.formats.columns import Column, ColumnMapping
from accountsos.statements.line import SeveralAccounts, UnreadableByLimits, UnreadableStatement
from accountsos.statements.openers import HERE, HowToRead, Opener
from accountsos.store.column_layouts import layout_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.idempotency import StoredAnswer, answer_of, put_answer
from accountsos.store.imports import import_page
from accountsos.store.line_counter import SURE
from accountsos.store.names import BankAccount, Names, names_of
from accountsos.workflows.bank.commit_import import Imported, apply
from accountsos.workflows.bank.import_plan import ImportPlan
from accountsos.workflows.bank.import_statement import ImportStatement, prepare, prepare_rows
from accountsos.workflows.bank.prepared_line import PreparedLine
from accountsos.workflows.unit_of_work import AccountWorkflow, ReadWorkflow, WriteWorkflow

NEW, THERE, DOUBTFUL = "new", "there", "doubtful"
SHOWN = 100
"""Lines of one state that a page shows."""
MISTAKES_SHOWN = 200
_STAGED = "staged:"
_IMPORTS_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class StageStatement:
    """A file to be kept until somebody has looked at what it would do."""

    company: int
    token: str
    content: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class CheckStatement:
    """What would the kept file do? Without an account, the likeliest one is taken."""

    token: str
    today: date
    bank_account_id: str | None = None
    columns: ColumnMapping | None = None
    of_account: str | None = None
    opener: Opener = HERE
    """Who opens the file."""
    asks_model: bool = False


@dataclass(frozen=True, slots=True)
class AddStatement:
    """Add the kept file, if it still does what was shown."""

    check: CheckStatement
    lines_new: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the file cannot be read: the sentence, and what stands on each bad line."""

    message: str
    lines: tuple[tuple[int, str, str], ...] = ()
    """Line, what stands there, what is wrong."""
    several_accounts: bool = False
    """Whether one of the file's accounts has to be chosen."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a CSV: its heading, examples, and what it seems to hold."""

    number: int
    heading: str
    cells: tuple[str, ...]
    role: str


@dataclass(slots=True)
class Checked:
    """What the file would do to the books, or why it cannot be read."""

    file_name: str
    accounts: list[BankAccount]
    account: BankAccount
    names: Names
    plan: ImportPlan | None = None
    refusal: Refusal | None = None
    columns: tuple[FileColumn, ...] = ()
    """Of a CSV."""
    shown: dict[str, list[PreparedLine]] = field(default_factory=dict)
    """The first lines of each state."""
    sure: int = 0
    money_in: tuple[int, int] = (0, 0)
    """How many lines and how much of the account's own currency, of the whole file."""
    money_out: tuple[int, int] = (0, 0)


def stage(db: Writer, now: datetime, command: StageStatement) -> str:
    """Keep the file as what was answered to its upload: for a day, and once however often the form is sent."""
    digest = hashlib.sha256(command.content).digest()
    kept = StoredAnswer(digest, 200, {"file": command.file_name}, command.content)
    put_answer(db, command.company, _STAGED + command.token, kept, now)
    return command.token


def waits(db: Reader, company: int, token: str) -> str:
    """The name of the file that waits under that token."""
    return _staged(db, company, token)[1]


def check(db: Reader, company: int, asked: CheckStatement) -> Checked:
    """Read the file and say what adding it would do. Changes nothing."""
    content, file_name = _staged(db, company, asked.token)
    names = names_of(db, company)
    accounts = [account for account in names.accounts.values() if not account.archived]
    found = Checked(file_name, accounts, accounts[0], names)
    try:
        found.columns = _columns(company, content, asked)
        found.account = _account_for(db, company, asked, content, accounts)
        found.plan = prepare(db, company, _command(asked, content, file_name, found.account.bank_account_id))
    except BadRequest as refused:
        if refused.param != "file":
            raise
        found.refusal = _refusal(refused, company, content, asked.opener)
    if found.plan is not None:
        _look_at_lines(found, found.plan)
    return found


def prepare_add(db: Reader, company: int, command: AddStatement) -> ImportPlan:
    """The same as was shown: a file that would now do something else is shown again instead."""
    asked = command.check
    content, file_name = _staged(db, company, asked.token)
    assert asked.bank_account_id is not None
    plan = prepare_rows(db, company, _command(asked, content, file_name, asked.bank_account_id))
    if plan.already is None and plan.new != command.lines_new:
        raise PreconditionFailed(
            f"the file would now add {plan.new} lines, not {command.lines_new}: the books changed since it was checked"
        )
    return plan


def apply_add(db: Writer, company: int, plan: ImportPlan, cause: Cause) -> Imported:
    """Record what is new."""
    return apply(db, company, plan, cause)


def imported_id(done: Imported) -> str:
    """The import as it stands in addresses."""
    return ids.public_id("imp_", done.company, done.number)


def _staged(db: Reader, company: int, token: str) -> tuple[bytes, str]:
    kept = answer_of(db, company, _STAGED + token)
    if kept is None or "file" not in kept.headers:
        raise NotFound("there is no such file: a file waits for a day to be added")
    return kept.body, kept.headers["file"]


def _command(asked: CheckStatement, content: bytes, file_name: str, bank_account_id: str) -> ImportStatement:
    return ImportStatement(
        content=content,
        bank_account_id=bank_account_id,
        today=asked.today,
        file_name=file_name or None,
        columns=asked.columns,
        account=asked.of_account,
        opener=asked.opener,
        asks_model=asked.asks_model,
    )


def _account_for(
    db: Reader, company: int, asked: CheckStatement, content: bytes, accounts: list[BankAccount]
) -> BankAccount:
    """The one asked for; else the one whose number the file names, that had such a file last, or the first."""
    if asked.bank_account_id is not None:
        return account_or_refuse(names_of(db, company), asked.bank_account_id, param="bank_account_id")
    if len(accounts) == 1:
        return accounts[0]
    how = HowToRead(asked.today, columns=asked.columns, account=asked.of_account, currency=accounts[0].currency)
    statement = asked.opener.read(company, content, how, lambda headings: layout_of(db, company, headings))
    theirs = statement.account_number or ""
    for account in accounts:
        ours = account.account_number
        if theirs and ours and (ours.endswith(theirs) or theirs.endswith(ours)):
            return account
    # An account that has another number is not the file's, whatever was added to it last.
    others = [account for account in accounts if not (theirs and account.account_number)] or accounts
    past, _ = import_page(db, company, limit=_IMPORTS_LOOKED_AT, offset=0)
    by_number = {account.number: account for account in others}
    for done in past:
        if done.format == statement.format and done.account_no in by_number:
            return by_number[done.account_no]
    return next((account for account in others if account.currency == statement.currency), others[0])


def _look_at_lines(found: Checked, plan: ImportPlan) -> None:
    """How the file's lines stand to the books; the first of each kind are kept for the page."""
    found.shown = {NEW: [], THERE: [], DOUBTFUL: []}
    sums = {True: [0, 0], False: [0, 0]}
    for chunk in plan.prepared.chunks():
        for line in chunk:
            amount, _ = line.shown
            of = sums[amount > 0]
            of[0] += 1
            of[1] += amount
            state = {Finding.DUPLICATE: THERE, Finding.DOUBTFUL: DOUBTFUL}.get(line.finding, NEW)
            if line.suggestion is not None and round(line.suggestion.confidence * 10_000) >= SURE:
                found.sure += 1
            if len(found.shown[state]) < SHOWN:
                found.shown[state].append(line)
    found.money_in, found.money_out = (sums[True][0], sums[True][1]), (sums[False][0], sums[False][1])


def _refusal(refused: BadRequest, company: int, content: bytes, opener: Opener) -> Refusal:
    mistakes = {int(str(each["line"])): str(each["message"]) for each in (refused.details or [])[:MISTAKES_SHOWN]}
    if not mistakes:
        return Refusal(refused.message, several_accounts=isinstance(refused, SeveralAccounts))
    numbers = sorted(mistakes)
    lines = zip(numbers, opener.lines_at(company, content, numbers), strict=True)
    return Refusal(refused.message, tuple((number, line, mistakes[number]) for number, line in lines))


def _columns(company: int, content: bytes, asked: CheckStatement) -> tuple[FileColumn, ...]:
    try:
        columns = asked.opener.columns(company, content, asked.today)
    except UnreadableByLimits:
        raise
    except UnreadableStatement:
        return ()
    mapping = asked.columns or columns.proposed
    return tuple(
        FileColumn(number, column.heading, column.cells[:2], _role(mapping, number, column.heading))
        for number, column in enumerate(columns.found, 1)
    )


def _role(mapping: ColumnMapping | None, number: int, heading: str) -> str:
    """What the mapping takes from that column."""
    if mapping is None:
        return ""
    named: set[Column] = {number, heading}
    if named & set(mapping.description):
        return "description"
    roles = "date amount debit credit balance reference payee bank_id currency direction status fee total"
    return next((role for role in roles.split() if getattr(mapping, role) in named), "")


STAGE = AccountWorkflow("statement.stage", stage)
CHECK = ReadWorkflow("statement.check", check, opens_file=True)
ADD = WriteWorkflow("statement.add", prepare_add, apply_add, short=False, opens_file=True)
WAITS = ReadWorkflow("statement.waits", waits, short=True)
