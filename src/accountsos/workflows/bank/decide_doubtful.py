"""Decide of a line that may be a duplicate: the same payment as a known line, or a different one; and take it back."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.bookkeeping.post_line import accounts_of
from accountsos.bookkeeping.take_out_line import Leaving
from accountsos.bookkeeping.write_up import account_opened, lines_changed, paid_since, what_is_owed_changed
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ids import ABOVE_ALL
from accountsos.store.doubts import (
    doubtful_page,
    doubts_of,
    places_shown,
    settle_doubts,
    show_in,
    show_no_more,
)
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.names import Names, names_of
from accountsos.store.transactions import DELETED, LIVE, BankTransaction, transaction_of
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A bank line in short."""

    number: int
    booked_on: int
    description: str
    amount: int
    currency: str
    bank_account_id: str
    import_no: int | None
    in_books: bool


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line, what it resembles, and what was decided."""

    company: int
    row: ShownLine
    resembles: tuple[ShownLine, ...]
    decision: str | None
    same_as: int | None = None
    """The line of which it was found to be a duplicate."""


@dataclass(frozen=True, slots=True)
class DoubtfulPage:
    """A page of them, newest first."""

    rows: list[DoubtfulLine]
    total: int


@dataclass(frozen=True, slots=True)
class DoubtfulQuestion:
    """Which ones."""

    decided: bool
    limit: int
    offset: int
    below: int = ABOVE_ALL


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of the line."""

    transaction_id: str
    decision: str
    """same | different"""
    same_as: str | None = None
    """The known line; needed where several resemble it."""


def list_doubtful(db: Reader, company: int, asked: DoubtfulQuestion) -> DoubtfulPage:
    """The lines that wait for a decision, or those that were decided."""
    numbers, total = doubtful_page(
        db, company, decided=asked.decided, limit=asked.limit, offset=asked.offset, below=asked.below
    )
    return DoubtfulPage([_shown(db, company, number) for number in numbers], total)


def show_doubtful(db: Reader, company: int, transaction_id: str) -> DoubtfulLine:
    """One of them."""
    return _doubtful(db, company, transaction_id)


def prepare(db: Reader, company: int, command: Decision) -> Decision:
    """It must be a doubtful line of this company."""
    _doubtful(db, company, command.transaction_id)
    return command


def apply(db: Writer, company: int, plan: Decision, cause: Cause) -> DoubtfulLine:
    """Keep both, or let the later leave the books; nothing where that was decided already."""
    found = _doubtful(db, company, plan.transaction_id)
    known = _known(db, found, plan)
    if found.decision is not None:
        if (found.decision, found.same_as) == (plan.decision, known):
            return found
        raise Conflict(
            f"{plan.transaction_id} was decided to be {_told(found)}; take that back before deciding otherwise"
        )
    after: dict[str, object] = {"decision": plan.decision}
    filed: list[FiledLine] = []
    if known is not None:
        filed = _withdraw(db, cause, found, known)
        after["same_as"] = ids.public_id("txn_", company, known)
    settle_doubts(db, company, found.row.number, settled=True)
    cause.note("transaction.doubt", plan.transaction_id, before={"decision": None}, after=after)
    for line in filed:
        line.note(cause)
    return _shown(db, company, found.row.number)


def _withdraw(db: Writer, cause: Cause, found: DoubtfulLine, known: int) -> list[FiledLine]:
    """The later line leaves; its files show the known one from now on, so that undoing one file takes nothing away."""
    company, places = found.company, places_shown(db, found.company, found.row.number)
    both = {n for n, _ in places} & {n for n, _ in places_shown(db, company, known)}
    if both:
        raise Conflict(
            f"{ids.public_id('imp_', company, min(both))} shows both lines: one file never shows a payment twice, so "
            "they are different"
        )
    books = books_of(db, company)
    row = _stored(db, company, found.row.number)
    accounts = accounts_of(books, row)
    leaving = Leaving(books, cause)
    leaving.take_out(row, DELETED)
    leaving.write()
    lines_changed(books, cause, [row.number])
    show_in(db, company, known, places)
    account_opened(books, cause, books.names.account_of[row.account_no])
    return what_is_owed_changed(books, cause, accounts)


def prepare_reopen(db: Reader, company: int, transaction_id: str) -> str:
    """It must be a doubtful line of this company."""
    _doubtful(db, company, transaction_id)
    return transaction_id


def apply_reopen(db: Writer, company: int, transaction_id: str, cause: Cause) -> DoubtfulLine:
    """Take the decision back; nothing where there is none."""
    found = _doubtful(db, company, transaction_id)
    if found.decision is None:
        return found
    filed: list[FiledLine] = []
    if found.decision == SAME:
        assert found.same_as is not None
        show_no_more(db, company, found.same_as, places_shown(db, company, found.row.number))
        books = books_of(db, company)
        row = _stored(db, company, found.row.number)
        leaving = Leaving(books, cause)
        leaving.put_back(row)
        leaving.write()
        lines_changed(books, cause, [row.number])
        account_opened(books, cause, books.names.account_of[row.account_no])
        accounts = accounts_of(books, row) | paid_since(books, day_from(row.booked_on))
        filed = what_is_owed_changed(books, cause, accounts)
    settle_doubts(db, company, found.row.number, settled=False)
    cause.note(
        "transaction.doubt_reopened", transaction_id, before={"decision": found.decision}, after={"decision": None}
    )
    for line in filed:
        line.note(cause)
    return _shown(db, company, found.row.number)


def _known(db: Reader, found: DoubtfulLine, plan: Decision) -> int | None:
    """Of which line it is a duplicate; None where it is a payment of its own."""
    if plan.decision == DIFFERENT:
        if plan.same_as is not None:
            raise BadRequest("same_as: leave it out where the lines are different", param="same_as")
        return None
    candidates = {row.number for row in found.resembles if row.in_books}
    if plan.same_as is None:
        if found.decision == SAME:
            return found.same_as
        if len(candidates) != 1:
            named = ", ".join(ids.public_id("txn_", found.company, n) for n in sorted(candidates)) or "none is left"
            raise BadRequest(f"same_as: say which line it repeats ({named})", param="same_as")
        return candidates.pop()
    number = thing_number("txn_", found.company, plan.same_as, "transaction")
    if transaction_of(db, found.company, number) is None:
        raise NotFound(f"there is no transaction {plan.same_as!r}", param="same_as")
    if number not in candidates:
        raise BadRequest(f"same_as: {plan.same_as} is not among the lines that it resembles", param="same_as")
    return number


def _doubtful(db: Reader, company: int, transaction_id: str) -> DoubtfulLine:
    number = thing_number("txn_", company, transaction_id, "transaction")
    row = transaction_of(db, company, number)
    if row is None or row.status not in (LIVE, DELETED) or not doubts_of(db, company, number):
        raise NotFound(f"there is no doubtful line {transaction_id!r}")
    return _shown(db, company, number)


def _shown(db: Reader, company: int, number: int) -> DoubtfulLine:
    names, row = names_of(db, company), _stored(db, company, number)
    pairs = doubts_of(db, company, number)
    resembled = [_stored(db, company, known) for known, _, _ in pairs]
    decided = any(settled for _, _, settled in pairs)
    decision = None if not decided else SAME if row.status == DELETED else DIFFERENT
    same_as = _same_as(db, company, row, resembled) if decision == SAME else None
    return DoubtfulLine(company, _short(names, row), tuple(_short(names, k) for k in resembled), decision, same_as)


def _stored(db: Reader, company: int, number: int) -> BankTransaction:
    row = transaction_of(db, company, number)
    assert row is not None
    return row


def _short(names: Names, row: BankTransaction) -> ShownLine:
    account = names.account_of[row.account_no]
    return ShownLine(
        row.number,
        row.booked_on,
        row.description,
        row.amount,
        row.currency or account.currency,
        account.bank_account_id,
        row.import_no,
        row.status == LIVE,
    )


def _same_as(db: Reader, company: int, row: BankTransaction, resembled: list[BankTransaction]) -> int | None:
    """The line that is shown where the withdrawn one stood."""
    own = set(places_shown(db, company, row.number))
    return next((k.number for k in resembled if own & set(places_shown(db, company, k.number))), None)


def _told(found: DoubtfulLine) -> str:
    if found.same_as is None:
        return "a payment of its own"
    return f"the same as {ids.public_id('txn_', found.company, found.same_as)}"


LIST_DOUBTFUL = ReadWorkflow("transaction.doubtful", list_doubtful)
SHOW = ReadWorkflow("transaction.doubt_shown", show_doubtful)
DECIDE = WriteWorkflow("transaction.doubt", prepare, apply)
REOPEN = WriteWorkflow("transaction.doubt_reopened", prepare_reopen, apply_reopen)
