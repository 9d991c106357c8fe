"""Import a bank statement: read, tell new lines from known ones, prove the balance, categorise, post."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice

from accountsos.bookkeeping.categorise_line import categoriser_for, recent_lines
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.exchange_rates import AccountRates, in_pounds, months_told
from accountsos.bookkeeping.look_ups import account_or_refuse, company_or_refuse
from accountsos.bookkeeping.own_balance import own_balance, own_opening
from accountsos.bookkeeping.own_curves import due_fit
from accountsos.bookkeeping.what_is_owed import open_items, owed_of
from accountsos.categoriser.suggestion import BankLine, RecentLine
from accountsos.dates import ONE_DAY, month_start
from accountsos.errors import BadRequest
from accountsos.reconciliation.balance_proof import prove_balance
from accountsos.reconciliation.known_lines import DAYS_AROUND, Finding, KnownLine, KnownLines
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.formats.learnt_columns import kept_columns
from accountsos.statements.line import Statement, StatementLine
from accountsos.statements.openers import HERE, HowToRead, Opener
from accountsos.statements.source import Content, let_go
from accountsos.store import foreign_lines
from accountsos.store.column_layouts import layout_of
from accountsos.store.companies import Company
from accountsos.store.engine.sql import Reader, day_from, day_number
from accountsos.store.head import VERSION
from accountsos.store.imports import days_shown, first_opening, latest_closing, lines_known, same_file
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import BankAccount, names_of
from accountsos.store.transactions import DELETED, KNOWN, LAPSED, PENDING
from accountsos.workflows.bank.import_plan import ImportPlan
from accountsos.workflows.bank.make_rows import MadeRows
from accountsos.workflows.bank.prepared_line import PreparedLine, found_spool, of_line

CHUNK = 1_000
PREVIEWED = 50
MISTAKES_TOLD = 1_000
WINDOW = timedelta(days=DAYS_AROUND)


@dataclass(frozen=True, slots=True)
class ImportStatement:
    """A file for a bank account."""

    content: Content
    bank_account_id: str
    today: date
    file_name: str | None = None
    format: str | None = None
    columns: ColumnMapping | None = None
    account: str | None = None
    """Which account, where the file holds several."""
    progress: Callable[[int, int], None] | None = None
    """Called with lines done and lines in all."""
    opener: Opener = HERE
    """Who opens the file."""
    asks_model: bool = False
    """Whether a language model is asked, later on, about the lines that nothing else knows."""


def prepare(db: Reader, company: int, command: ImportStatement) -> ImportPlan:
    """Read the file, tell new lines from known ones and suggest what the new ones are. Changes nothing."""
    return _prepared(db, company, command, to_write=False)


def prepare_rows(db: Reader, company: int, command: ImportStatement) -> ImportPlan:
    """The same for a write: the lines become rows."""
    return _prepared(db, company, command, to_write=True)


def known_around(db: Reader, company: int, account: int, days: tuple[date, date]) -> tuple[int, int]:
    """The state of the lines that a file of these days is laid beside."""
    return lines_known(db, company, account, (days[0] - WINDOW, days[1] + WINDOW))


def _prepared(db: Reader, company: int, command: ImportStatement, *, to_write: bool) -> ImportPlan:
    profile = company_or_refuse(db, company)
    account = account_or_refuse(names_of(db, company), command.bank_account_id, param="bank_account_id")
    digest = hashlib.sha256(command.content).digest()
    version = db.row(VERSION, company=company)
    assert version is not None
    plan = ImportPlan(account, digest, seq=int(version[0]), file_name=command.file_name)
    plan.asks_model = command.asks_model
    plan.already = same_file(db, company, account.number, digest)
    if plan.already is not None:
        return plan
    statement = command.opener.read(
        company,
        command.content,
        HowToRead(command.today, command.file_name, command.format, command.columns, command.account, account.currency),
        lambda headings: layout_of(db, company, headings),
    )
    plan.layout = _layout(company, command)
    let_go(command.content)
    plan.format, plan.lines, plan.newest_first = statement.format, statement.line_count, statement.newest_first
    plan.warnings += statement.warnings
    _warn_of_other_account(plan, statement)
    if statement.first_day is None or statement.last_day is None:
        return plan
    plan.days = (statement.first_day, statement.last_day)
    if to_write:
        plan.known = known_around(db, company, account.number, plan.days)
        plan.rows = MadeRows(db, company, account, command.today)
    if account.is_foreign:
        _refuse_unknown_worth(db, company, account, statement)
    _prove(db, company, plan, statement)
    _tell_and_categorise(db, profile, plan, statement, command.progress)
    return plan


def _layout(company: int, command: ImportStatement) -> tuple[str, str] | None:
    if command.columns is None:
        return None
    headings = command.opener.headings(company, command.content)
    return None if headings is None else (headings, kept_columns(command.columns))


def _tell_and_categorise(
    db: Reader,
    profile: Company,
    plan: ImportPlan,
    statement: Statement,
    progress: Callable[[int, int], None] | None,
) -> None:
    assert plan.days is not None
    there = known_lines(db, profile.number, plan.account, plan.days)
    shown = days_shown(db, profile.number, plan.account.number, plan.days)
    known = KnownLines(there, format=plan.format, shown=shown)
    if len(known):
        known.prepare(statement.lines())
    plan.gone = known.gone
    _prove_account(db, profile.number, plan, known)
    told = _told(known, plan, statement, names_of(db, profile.number).accounts.values())
    suggesting = _Suggesting(db, profile, plan)
    done = 0
    for chunk in _oldest_first(told, statement) if plan.newest_first else told:
        prepared = [suggesting.prepared(line) for line in chunk]
        _count(plan, prepared)
        if plan.rows is None:
            plan.prepared.append(prepared)
        else:
            plan.rows.add(prepared)
        done += len(chunk)
        if progress:
            progress(done, plan.lines)
    if plan.rows is not None:
        plan.rows.finish(db, profile.number)
    plan.warnings += known.finish()


def _told(
    known: KnownLines, plan: ImportPlan, statement: Statement, accounts: Iterable[BankAccount]
) -> Iterator[list[PreparedLine]]:
    """Each line of the file and what it was found to be, in file order; nothing is suggested yet."""
    lines = statement.lines()
    foreign: list[StatementLine] = []
    while chunk := list(islice(lines, CHUNK)):
        foreign += [line for line in chunk if line.currency != plan.account.currency]
        yield [_found(known, line, plan) for line in chunk]
    if foreign:
        _refuse_foreign(plan.account, foreign, accounts)


def _oldest_first(told: Iterable[list[PreparedLine]], statement: Statement) -> Iterator[list[PreparedLine]]:
    """The same from the file's end: what is paid comes before what is refunded, and gets the lower number."""
    spool = found_spool()
    for chunk in told:
        spool.append(chunk)
    lines = chain.from_iterable(statement.chunks(backwards=True))
    for found in spool.chunks(backwards=True):
        yield [of_line(line, each) for each, line in zip(found, lines, strict=False)]


class _Suggesting:
    """Asks the categoriser about each new line, with what was paid before it, in the books and in the file itself."""

    def __init__(self, db: Reader, profile: Company, plan: ImportPlan) -> None:
        assert plan.days is not None
        self._account = plan.account
        foreign = plan.account.is_foreign
        self._rates = AccountRates(db, profile.number, plan.account.currency) if foreign else None
        books = books_of(db, profile.number)
        plan.fit = due_fit(db, profile.number)
        curves = None if plan.fit is None else plan.fit.curves
        owed = owed_of(books, open_items(books))
        self._suggest = categoriser_for(db, profile, curves=curves, owed=owed).suggest
        self._recent = recent_lines(db, profile.number, names_of(db, profile.number), plan.days)

    def prepared(self, found: PreparedLine) -> PreparedLine:
        """The line with its suggestion; a duplicate needs none."""
        if found.finding is Finding.DUPLICATE:
            return found
        line, foreign = found.line, None
        if self._rates is not None and line.currency == self._rates.currency:
            foreign = self._rates.of_line(line)
            assert foreign is not None, "a line without a rate was refused before"
            line = in_pounds(line, foreign)
        suggestion = self._suggest(_bank_line(line, self._account), recent=self._recent)
        if not line.pending:
            filed = RecentLine(line.booked_on, line.amount, suggestion.payee_key, suggestion.category_id)
            self._recent.add(filed)
        return PreparedLine(line, found.finding, found.known, found.resembles, suggestion, foreign)


def _refuse_unknown_worth(db: Reader, company: int, account: BankAccount, statement: Statement) -> None:
    """Each line becomes pounds at the bank's own rate or its month's: one that has neither could only be guessed."""
    if any(line.currency != account.currency for line in statement.lines()):
        return  # it is a file of another account, and refused as such
    rates = AccountRates(db, company, account.currency)
    missing = rates.missing(statement.lines())
    lines = sorted((line, month) for month, numbers in missing.items() for line in numbers)
    opening = statement.opening
    if opening is not None and opening.amount and conversion_day(db, company) is None:
        day = min(opening.on, statement.first_day or opening.on)
        if rates.on(day) is None:
            missing.setdefault(month_start(day), [])
    if not missing:
        return
    count = "the opening balance needs" if not lines else f"{len(lines):,} lines need" if lines[1:] else "1 line needs"
    raise BadRequest(
        f"file: {count} an exchange rate that is not known here: {', '.join(months_told(missing, account.currency))}; "
        "state HMRC's monthly rates for these months, then import the file again. Nothing of it was imported",
        param="file",
        see="state_exchange_rates",
        details=[
            {"line": line, "message": f"no rate is known for {account.currency} in {month:%B %Y}"}
            for line, month in lines[:MISTAKES_TOLD]
        ],
    )


def _refuse_foreign(account: BankAccount, lines: list[StatementLine], accounts: Iterable[BankAccount]) -> None:
    """Amounts of another currency are no amounts of this account: each currency has an account of its own."""
    theirs = {line.currency for line in lines}
    others = ", ".join(sorted(theirs))
    count = "1 line is" if len(lines) == 1 else f"{len(lines):,} lines are"
    kept = ", ".join(one.bank_account_id for one in accounts if one.currency in theirs and not one.archived)
    where = f"import them into the account that is kept in it ({kept})" if kept else f"add a bank account in {others}"
    raise BadRequest(
        f"file: {count} in {others}, and {account.bank_account_id} is kept in {account.currency}; "
        f"download the statement of the {account.currency} account, or {where}",
        param="file",
        details=[
            {"line": line.line, "message": f"the line is in {line.currency}, not in {account.currency}"}
            for line in lines[:MISTAKES_TOLD]
        ],
    )


def known_lines(db: Reader, company: int, account: BankAccount, days: tuple[date, date]) -> Iterator[KnownLine]:
    """What is already there around those days."""
    rows = db.stream(
        foreign_lines.KNOWN if account.is_foreign else KNOWN,
        company=company,
        account=account.number,
        first=day_number(days[0] - WINDOW),
        last=day_number(days[1] + WINDOW),
    )
    for number, booked_on, amount, currency, description, bank_ref, balance, status, format_ in rows:
        yield KnownLine(
            number=number,
            booked_on=day_from(booked_on),
            amount=amount,
            currency=currency or "GBP",
            description=description,
            bank_id=bank_ref,
            balance=balance,
            pending=status in (PENDING, LAPSED),
            deleted=status == DELETED,
            format=format_,
        )


def _found(known: KnownLines, line: StatementLine, plan: ImportPlan) -> PreparedLine:
    verdict = known.verdict()
    if verdict.warning:
        plan.warnings.append(f"line {line.line}: {verdict.warning}")
    return PreparedLine(line, verdict.finding, verdict.number, verdict.candidates, None)


def _bank_line(line: StatementLine, account: BankAccount) -> BankLine:
    return BankLine(
        booked_on=line.booked_on,
        amount=line.amount,
        currency=line.currency,
        description=line.description,
        payee=line.payee,
        reference=line.reference,
        kind=line.kind,
        mcc=line.mcc,
        original_currency=line.original_currency,
        account_kind=account.kind,
    )


def _count(plan: ImportPlan, prepared: list[PreparedLine]) -> None:
    for line in prepared:
        if line.finding is Finding.DUPLICATE:
            plan.duplicate += 1
        else:
            plan.new += 1
            plan.doubtful += line.finding is Finding.DOUBTFUL
    if plan.newest_first:
        plan.preview = (prepared[::-1] + plan.preview)[:PREVIEWED]
    else:
        plan.preview += prepared[: PREVIEWED - len(plan.preview)]


def _prove(db: Reader, company: int, plan: ImportPlan, statement: Statement) -> None:
    assert plan.days is not None
    before = latest_closing(db, company, plan.account.number)
    follows = before is not None and before[0] < plan.days[0]
    opening, closing = statement.opening, statement.closing
    plan.proof = prove_balance(
        statement.lines(),
        opening=opening.amount if opening else None,
        closing=closing.amount if closing else None,
        previous_closing=before[1] if before is not None and follows else None,
        newest_first=statement.newest_first,
        currency=plan.account.currency,
    )
    plan.opening = (opening.on, opening.amount) if opening else None
    plan.closing = (closing.on, closing.amount) if closing else None
    if plan.proof.holds is False:
        plan.warnings.append(plan.proof.message)


def _prove_account(db: Reader, company: int, plan: ImportPlan, known: KnownLines) -> None:
    """Rule 10: the account's opening balance and all lines up to the closing day are the file's closing balance.

    Said before anything is committed. There is nothing to compare where the file states no balance of its own days,
    or where no earlier statement told with what the account opened.
    """
    assert plan.days is not None
    assert plan.proof is not None
    first, last = plan.days
    earliest = first_opening(db, company, plan.account.number)
    if earliest is None or earliest.first_day is None or earliest.first_day > first or plan.proof.opening is None:
        return
    if plan.opening is None and (plan.closing is None or plan.closing[0] > last):
        return
    account = plan.account
    before = own_balance(db, company, names_of(db, company), account, first - ONE_DAY)
    opened = own_opening(db, company, account)
    if opened is not None and opened[0] == first and (account.is_foreign or conversion_day(db, company) is None):
        before += opened[1]  # it is posted on the day of the first line, and was there on the eve
    opening = plan.proof.opening + (plan.proof.difference or 0)
    told = known.prove(before, opening, plan.days).message(last, account.currency)
    if told is not None:
        plan.warnings.append(told)


def _warn_of_other_account(plan: ImportPlan, statement: Statement) -> None:
    ours, theirs = plan.account.account_number, statement.account_number
    if ours and theirs and not (ours.endswith(theirs) or theirs.endswith(ours)):
        plan.warnings.append(
            f"the file says account {theirs}, {plan.account.bank_account_id} is {ours}: is this the right account?"
        )
