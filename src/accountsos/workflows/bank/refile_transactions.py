"""File lines anew that no person touched, by one rule or by all that the categoriser knows now; and undo it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.ask_about_unsure import ask_about_unsure
from accountsos.bookkeeping.categorise_line import (
    bank_line,
    categoriser_for,
    payee_key_of,
    reason_kept,
    recent_lines,
    rule_as_asked,
)
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.look_ups import account_or_refuse, category_or_refuse, thing_number
from accountsos.bookkeeping.refile_lines import Filed, is_locked, look_at_what_is_owed, refile, refile_together
from accountsos.categoriser.rules import fits, told
from accountsos.categoriser.suggestion import Rule
from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ids import ABOVE_ALL
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.store.engine.sql import Reader, Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.names import Names
from accountsos.store.refilings import (
    Reading,
    RefiledLine,
    Refiling,
    mark_undone,
    refiled_lines,
    refiling_of,
    refiling_page,
    untouched_lines,
)
from accountsos.store.rules import StoredRule
from accountsos.store.transactions import LIVE, BankTransaction, transaction_of
from accountsos.workflows.bank.state_rule import WantedRule, asked_rule, rule_or_refuse
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

MOST_AT_ONCE = 2_000
"""So many lines are filed anew by one write; the rest waits for the next."""
SHOWN = 20
CERTAIN = 10_000


@dataclass(frozen=True, slots=True)
class Refile:
    """Which lines, and by what: a rule by its id, one that is not kept yet, or all that the categoriser knows."""

    first: date = FIRST_DAY
    last: date = LAST_DAY
    rule_id: str | None = None
    wanted: WantedRule | None = None
    bank_account_id: str | None = None
    asks_model: bool = False
    """Whether a language model is asked, later on, about what the categoriser does not know."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line, and where it goes."""

    row: BankTransaction
    to: Reading


@dataclass(slots=True)
class Plan:
    """Everything that would be filed anew."""

    rule: StoredRule | None
    changes: list[Change] = field(default_factory=list)
    lines: int = 0
    """How many lines in all; `changes` holds the oldest of them."""
    locked: int = 0
    """Lines that would go elsewhere and are in a closed year or a filed VAT return: they stay."""
    asks_model: bool = False


@dataclass(frozen=True, slots=True)
class Refiled:
    """What was done, or would be."""

    company: int
    names: Names
    refiling: Refiling | None
    """None for a preview, and where nothing was to be done."""
    lines: int
    remaining: int
    locked: int
    sample: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did."""

    company: int
    refiling: Refiling
    restored: int
    left: int
    """Lines that somebody has filed since, or that are locked by now: they stay as they are."""


@dataclass(frozen=True, slots=True)
class RefilingPage:
    """A page, newest first."""

    company: int
    rows: list[Refiling]
    total: int


def prepare(db: Reader, company: int, command: Refile) -> Plan:
    """Ask about every line that may be filed anew. Changes nothing."""
    if command.first > command.last:
        raise BadRequest(f"`from` ({command.first}) is after `to` ({command.last}); both are inclusive.", param="from")
    books = books_of(db, company)
    names = books.names
    stored = None if command.rule_id is None else rule_or_refuse(db, company, command.rule_id)
    account = 0
    if command.bank_account_id is not None:
        account = account_or_refuse(names, command.bank_account_id, param="bank_account_id").number
    rule = None if stored is None else rule_as_asked(company, stored, names)
    if command.wanted is not None:
        category_or_refuse(names, command.wanted.category_id)
        rule = asked_rule(command.wanted)
    days = (day_number(command.first), day_number(command.last))
    rows = untouched_lines(db, company, days, account)
    proposed = _by_rule(names, rule, rows) if rule is not None else _by_categoriser(books, command, rows)
    return _planned(books, Plan(stored, asks_model=command.asks_model and rule is None), proposed)


def _planned(books: CompanyBooks[Reader], plan: Plan, proposed: Iterable[Change]) -> Plan:
    for change in proposed:
        if change.to.category_no == change.row.category_no:
            continue
        if is_locked(books, change.row):
            plan.locked += 1
            continue
        plan.lines += 1
        if len(plan.changes) < MOST_AT_ONCE:
            plan.changes.append(change)
    return plan


def _by_rule(names: Names, rule: Rule, rows: Iterable[BankTransaction]) -> Iterator[Change]:
    to = Reading(names.category_no[rule.category_id], CERTAIN, "rule", told(rule))
    for row in rows:
        if fits(rule, bank_line(row, names), payee_key_of(row)):
            yield Change(row, to)


def _by_categoriser(books: CompanyBooks[Reader], command: Refile, rows: Iterable[BankTransaction]) -> Iterator[Change]:
    """What is said of each line now; where nothing is known any more, it stays where it is."""
    names, db = books.names, books.db
    suggest = categoriser_for(db, books.profile).suggest
    recent = None
    for row in rows:
        line = bank_line(row, names)
        if recent is None:
            recent = recent_lines(db, books.company, names, (line.booked_on, command.last))
        found = suggest(line, recent=recent)
        if found.category_id != UNCATEGORISED:
            category = names.category_no[found.category_id]
            yield Change(row, Reading(category, round(found.confidence * 10_000), found.source, reason_kept(found)))


def preview(db: Reader, company: int, command: Refile) -> Refiled:
    """What would be filed anew."""
    plan = prepare(db, company, command)
    return _shown(db, company, plan, None, plan.lines)


def apply(db: Writer, company: int, plan: Plan, cause: Cause) -> Refiled:
    """File what is still as it was when it was asked about."""
    if plan.asks_model:
        ask_about_unsure(db, cause, ids.company_id(company))
    lines: list[Filed] = [(change.row, change.to) for change in plan.changes]
    rule_no = None if plan.rule is None else plan.rule.number
    done = refile_together(books_of(db, company), cause, lines, rule_no)
    refiling = None if done is None else refiling_of(db, company, done)
    return _shown(db, company, plan, refiling, 0 if refiling is None else refiling.lines)


def _shown(db: Reader, company: int, plan: Plan, done: Refiling | None, lines: int) -> Refiled:
    names = books_of(db, company).names
    remaining = plan.lines - lines
    return Refiled(company, names, done, lines, remaining, plan.locked, tuple(plan.changes[:SHOWN]))


def prepare_undo(db: Reader, company: int, refiling_id: str) -> int:
    """It must be there and not be undone yet."""
    found = _known(db, company, refiling_id)
    if found.undone_seq is not None:
        raise Conflict(f"{refiling_id} was already undone")
    return found.number


def apply_undo(db: Writer, company: int, number: int, cause: Cause) -> Undone:
    """Each line goes back to what it said before, unless somebody has filed it since or it is locked by now."""
    prepare_undo(db, company, _id(company, number))
    books = books_of(db, company)
    kept = refiled_lines(db, company, number)
    back = [filed for line in kept if (filed := _as_before(books, line)) is not None]
    mark_undone(db, cause, number)
    cause.note(
        "transactions.refile_undo",
        _id(company, number),
        before={"lines": len(kept)},
        after={"restored": len(back), "left": len(kept) - len(back)},
    )
    refile(books, cause, back)
    look_at_what_is_owed(books, cause, back)
    done = refiling_of(db, company, number)
    assert done is not None
    return Undone(company, done, len(back), len(kept) - len(back))


def _as_before(books: CompanyBooks[Reader], line: RefiledLine) -> Filed | None:
    row = transaction_of(books.db, books.company, line.transaction_no)
    if row is None or row.status != LIVE or row.reviewed or row.parts:
        return None
    if (row.category_no, row.source) != (line.new_category, line.new_source) or is_locked(books, row):
        return None
    return row, line.before


def list_refilings(db: Reader, company: int, asked: tuple[int, int] | tuple[int, int, int]) -> RefilingPage:
    """`asked` is limit, offset, and below which number."""
    rows, total = refiling_page(
        db, company, limit=asked[0], offset=asked[1], below=asked[2] if len(asked) > 2 else ABOVE_ALL
    )
    return RefilingPage(company, rows, total)


def show_refiling(db: Reader, company: int, refiling_id: str) -> RefilingPage:
    """One of them."""
    return RefilingPage(company, [_known(db, company, refiling_id)], 1)


def _known(db: Reader, company: int, refiling_id: str) -> Refiling:
    found = refiling_of(db, company, thing_number("rfl_", company, refiling_id, "refiling"))
    if found is None:
        raise NotFound(f"there is no refiling {refiling_id!r}")
    return found


def _id(company: int, number: int) -> str:
    return ids.public_id("rfl_", company, number)


PREVIEW = ReadWorkflow("transactions.refile_preview", preview)
REFILE = WriteWorkflow("transactions.refile", prepare, apply, short=False)
UNDO = WriteWorkflow("transactions.refile_undo", prepare_undo, apply_undo, short=False)
LIST_REFILINGS = ReadWorkflow("transactions.refilings", list_refilings, short=True)
SHOW_REFILING = ReadWorkflow("transactions.refiling", show_refiling, short=True)
