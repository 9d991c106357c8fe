"""Commit a prepared import: contacts, transactions, entries, counters and the import itself in one go; and undo it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from accountsos import ids
from accountsos.bookkeeping.ask_about_unsure import ask_about_unsure
from accountsos.bookkeeping.ask_for_matching import ask_for_matching
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.bookkeeping.own_curves import keep_fit
from accountsos.bookkeeping.post_line import accounts_of
from accountsos.bookkeeping.take_out_line import Leaving
from accountsos.bookkeeping.write_up import account_opened, lines_added, lines_changed, paid_since, what_is_owed_changed
from accountsos.errors import Conflict, NotFound
from accountsos.store.changed_things import IMPORT, Moments, learnt_since, moments_of
from accountsos.store.column_layouts import forget_layout, keep_layout
from accountsos.store.doubts import show_known_beside
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.import_rows import Numbering, write_rows
from accountsos.store.imports import (
    StatementImport,
    add_import,
    gone_of,
    import_of,
    imported_since,
    tell_gone,
    withdraw,
)
from accountsos.store.names import BankAccount, Names, names_of
from accountsos.store.pending_lines import pending_lines, pending_of_import
from accountsos.store.transactions import DELETED, LAPSED, LIVE, PENDING, SET_STATUS, WITHDRAWN, transaction_of
from accountsos.workflows.bank.import_plan import ImportPlan
from accountsos.workflows.bank.import_statement import ImportStatement, known_around, prepare, prepare_rows
from accountsos.workflows.bank.lapse_pending import booked_late, due, lapse, take_up_again, told
from accountsos.workflows.bank.make_rows import ground_of
from accountsos.workflows.bank.prepared_line import PreparedLine
from accountsos.workflows.unit_of_work import ReadWorkflow, Stale, WriteWorkflow


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do (`number` 0 for a preview)."""

    company: int
    number: int
    status: str
    """preview | committed | undone | already_imported"""
    account: BankAccount
    done: StatementImport
    preview: tuple[PreparedLine, ...] = ()
    names: Names | None = None
    moments: Moments | None = None
    """When it was made and last changed; None of a preview."""


def preview(db: Reader, company: int, command: ImportStatement) -> Imported:
    """What the import would do. Changes nothing."""
    return dated(db, _shown(company, prepare(db, company, command), names_of(db, company), 0, "preview"))


def dated(db: Reader, imported: Imported) -> Imported:
    """The same with the moments of what is in the books."""
    if not imported.number:
        return imported
    return replace(imported, moments=moments_of(db, imported.company, IMPORT, imported.number))


def _shown(company: int, plan: ImportPlan, names: Names, number: int, status: str) -> Imported:
    if plan.already is not None:
        done = replace(plan.already, lines_new=0, lines_duplicate=plan.already.lines, lines_doubtful=0)
        return Imported(company, plan.already.number, "already_imported", plan.account, done, names=names)
    proof = plan.proof
    done = StatementImport(
        number=number,
        account_no=plan.account.number,
        status=status,
        format=plan.format,
        file_name=plan.file_name,
        file_digest=plan.digest,
        lines=plan.lines,
        lines_new=plan.new,
        lines_duplicate=plan.duplicate,
        lines_doubtful=plan.doubtful,
        first_day=plan.days[0] if plan.days else None,
        last_day=plan.days[1] if plan.days else None,
        opening=plan.opening,
        closing=plan.closing,
        difference=proof.difference if proof else None,
        first_bad_line=proof.first_bad_line if proof else None,
        warnings=tuple(plan.warnings),
    )
    return Imported(company, number, status, plan.account, done, tuple(plan.preview), names)


def apply(db: Writer, company: int, plan: ImportPlan, cause: Cause) -> Imported:
    """Record what is new. The same file again changes nothing."""
    _refuse_stale(db, company, plan)
    if plan.already is not None:
        return dated(db, _shown(company, plan, names_of(db, company), 0, "committed"))
    return apply_fresh(db, company, plan, cause)


def apply_fresh(db: Writer, company: int, plan: ImportPlan, cause: Cause) -> Imported:
    """Record a plan that is known to stand on the books as they are."""
    lapsed = frozenset(line.number for line in pending_lines(db, company) if line.lapsed)
    commit = _write(db, cause, plan)
    names = names_of(db, company)
    books = books_of(db, company)
    paired = lines_added(books, cause, plan.days)
    if paired:
        what = "1 line was" if paired == 1 else f"{paired} lines were"
        half = "half of a transfer" if paired == 1 else "halves of transfers"
        plan.warnings.append(f"{what} recognised as {half} between your own accounts")
    lapsing = due(db, company, cause.today, shown=pending_of_import(db, company, commit.number))
    if lapsing:
        plan.warnings.append(told(lapsing, names))
    done = _shown(company, plan, names, commit.number, "committed")
    add_import(db, cause, replace(done.done, transactions=commit.brought))
    if plan.layout is not None:
        keep_layout(db, company, *plan.layout, commit.number)
    account_opened(books, cause, plan.account)
    show_known_beside(db, company, commit.number)
    tell_gone(db, company, commit.number, plan.gone)
    import_id = ids.public_id("imp_", company, commit.number)
    earlier = paid_since(books, plan.days[0]) if plan.new and plan.days else set[str]()
    filed = what_is_owed_changed(books, cause, commit.settles | earlier)
    ask_for_matching(db, cause, import_id)
    if plan.asks_model and plan.new:
        ask_about_unsure(db, cause, import_id)
    cause.note(
        "statement.import",
        import_id,
        after={"account": plan.account.bank_account_id, "new": plan.new, "duplicate": plan.duplicate},
    )
    if plan.fit is not None:
        keep_fit(db, cause, plan.fit, import_id)
    take_up_again(db, cause, commit.number, lapsed)
    booked_late(cause, {pending: booked for pending, booked in commit.replaced.items() if pending in lapsed})
    lapse(db, cause, lapsing)
    for line in filed:
        line.note(cause)
    return dated(db, done)


def _refuse_stale(db: Reader, company: int, plan: ImportPlan) -> None:
    """What was decided before the lock must still hold under it; what else happened meanwhile does not matter."""
    account = plan.account.number
    known = None if plan.days is None else known_around(db, company, account, plan.days)
    if (
        imported_since(db, company, account, seq=plan.seq)
        or known != plan.known
        or learnt_since(db, company, plan.seq)
        or (plan.rows is not None and ground_of(db, company) != plan.rows.ground)
    ):
        raise Stale("the books were changed while the file was read, in a way that matters to it; try again")


@dataclass(slots=True)
class _Written:
    """The rows of an import are in."""

    number: int
    brought: tuple[int, int] | None = None
    """The first and the last transaction that it added."""
    replaced: dict[int, int] = field(default_factory=dict)
    """Pending lines and the booked ones that took their place."""
    settles: set[str] = field(default_factory=set)


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Rows come and go by the thousand and hold no cycles: the collector, called for each of them, would walk through
    all else that the process has, while everybody waits.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _write(db: Writer, cause: Cause, plan: ImportPlan) -> _Written:
    """Give the rows their numbers and write them."""
    company, before = cause.company, cause.last_transaction
    written = _Written(cause.next_number())
    cause.changed = True
    if plan.rows is None:
        return written
    made = plan.rows
    contacts = made.payees.write(db, cause)
    gone = gone_of(db, company, plan.account.number)
    numbering = Numbering(written.number, before, cause.last_entry, contacts, gone)
    with _not_collecting():
        for rows in made.chunks():
            write_rows(db, cause, rows, numbering)
            written.replaced.update((pending, before + booked) for pending, booked in rows.retired)
    made.entries.write(db, company, contacts)
    made.counter.write(db, company)
    written.settles = made.settles
    if cause.last_transaction > before:
        written.brought = (before + 1, cause.last_transaction)
    return written


def prepare_undo(db: Reader, company: int, import_id: str) -> int:
    """The import must be there and live."""
    number = thing_number("imp_", company, import_id, "import")
    found = import_of(db, company, number)
    if found is None:
        raise NotFound(f"there is no import {import_id!r}")
    if found.status != "committed":
        raise Conflict(f"the import {import_id} was already undone")
    return number


def apply_undo(db: Writer, company: int, number: int, cause: Cause) -> Imported:
    """Withdraw what the file showed; transactions that no other file shows leave the books by reversal."""
    import_id = ids.public_id("imp_", company, number)
    prepare_undo(db, company, import_id)
    books = books_of(db, company)
    leaving = Leaving(books, cause)
    forget_layout(db, company, number)
    withdrawn = list(withdraw(db, cause, number))
    gone, paid = 0, set[str]()
    for transaction in withdrawn:
        row = transaction_of(db, company, transaction)
        if row is not None and row.status in (LIVE, PENDING, LAPSED):
            paid |= accounts_of(books, row)
            leaving.take_out(row, WITHDRAWN)
            gone += 1
        elif row is not None and row.status == DELETED:
            # A duplicate that left the books: its file no longer shows it, so it must not stand for a payment.
            db.run(SET_STATUS, company=company, number=transaction, status=WITHDRAWN, entry=None)
    leaving.write()
    lines_changed(books, cause, withdrawn)
    done = import_of(db, company, number)
    assert done is not None
    account = books.names.account_of[done.account_no]
    account_opened(books, cause, account)
    filed = what_is_owed_changed(books, cause, paid)
    cause.note("statement.undo", import_id, before={"status": "committed"}, after={"transactions_withdrawn": gone})
    for line in filed:
        line.note(cause)
    return dated(db, Imported(company, number, "undone", account, done, names=names_of(db, company)))


PREVIEW = ReadWorkflow("statement.preview", preview, opens_file=True)
COMMIT = WriteWorkflow("statement.import", prepare_rows, apply, short=False, opens_file=True, answer_for_good=True)
UNDO = WriteWorkflow("statement.undo", prepare_undo, apply_undo)
