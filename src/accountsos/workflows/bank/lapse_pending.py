"""Pending lines: list them, and give up those that the bank never booked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos import ids
from accountsos.errors import NotFound
from accountsos.money import text_from_pence
from accountsos.reconciliation.known_lines import PENDING_LAPSES_AFTER_DAYS, has_lapsed
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import Names, names_of
from accountsos.store.pending_lines import PendingLine, pending_lines, pending_of_import, set_status
from accountsos.store.transactions import LAPSED, PENDING
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

_NAMED = 3


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """Which ones, as of which day."""

    today: date
    lapsed: bool


@dataclass(frozen=True, slots=True)
class ShownPending:
    """A pending line as a list shows it."""

    number: int
    booked_on: date
    amount: int
    currency: str
    description: str
    bank_account_id: str
    import_no: int
    last_seen_on: date
    """The day of the last import whose file showed it."""
    lapses_on: date
    """When it is given up, unless a file shows it again or the bank books it."""
    lapsed: bool
    """Whether that was written down."""


@dataclass(frozen=True, slots=True)
class PendingPage:
    """All of them, newest first."""

    company: int
    rows: tuple[ShownPending, ...]
    total: int


def list_pending(db: Reader, company: int, asked: PendingQuestion) -> PendingPage:
    """Those that wait for the bank, or those that lapsed by now, whether or not that was written down yet."""
    found = [
        line
        for line in pending_lines(db, company)
        if (line.lapsed or has_lapsed(line.last_seen_on, asked.today)) is asked.lapsed
    ]
    names = names_of(db, company)
    return PendingPage(company, tuple(_shown(line, names) for line in found), len(found))


def show_pending(db: Reader, company: int, transaction_id: str) -> PendingPage:
    """The one of that id, waiting or lapsed."""
    number = ids.number_in("txn_", company, transaction_id)
    found = [line for line in pending_lines(db, company) if line.number == number]
    if not found:
        raise NotFound(f"there is no line {transaction_id!r} that waits for the bank")
    return PendingPage(company, (_shown(found[0], names_of(db, company)),), 1)


def _shown(line: PendingLine, names: Names) -> ShownPending:
    account = names.account_of[line.account_no]
    return ShownPending(
        line.number,
        line.booked_on,
        line.amount,
        line.currency or account.currency,
        line.description,
        account.bank_account_id,
        line.import_no,
        line.last_seen_on,
        lapses_on=line.last_seen_on + timedelta(days=PENDING_LAPSES_AFTER_DAYS),
        lapsed=line.lapsed,
    )


def due(db: Reader, company: int, today: date, *, shown: Collection[int] = ()) -> list[PendingLine]:
    """What waits and is to be given up; `shown` are lines that the file in hand shows."""
    waiting = (line for line in pending_lines(db, company) if not line.lapsed and line.number not in shown)
    return [line for line in waiting if has_lapsed(line.last_seen_on, today)]


def lapse(db: Writer, cause: Cause, lines: Sequence[PendingLine]) -> None:
    """Give them up. They were never in the books, so nothing is posted."""
    set_status(db, cause.company, (line.number for line in lines), LAPSED)
    for line in lines:
        after = {"status": "lapsed", "last_seen": line.last_seen_on.isoformat()}
        cause.note("transaction.lapse", _id(cause, line.number), before={"status": "pending"}, after=after)


def take_up_again(db: Writer, cause: Cause, import_no: int, lapsed: Collection[int]) -> None:
    """What had lapsed and is shown as pending by this import's file waits again."""
    again = sorted(pending_of_import(db, cause.company, import_no) & set(lapsed))
    set_status(db, cause.company, again, PENDING)
    for number in again:
        cause.note(
            "transaction.pending_again", _id(cause, number), before={"status": "lapsed"}, after={"status": "pending"}
        )


def booked_late(cause: Cause, replaced: Mapping[int, int]) -> None:
    """What had lapsed was booked after all: by pending line, the line that took its place."""
    for pending, booked in sorted(replaced.items()):
        after = {"status": "booked", "transaction": _id(cause, booked)}
        cause.note("transaction.booked_late", _id(cause, pending), before={"status": "lapsed"}, after=after)


def told(lines: Sequence[PendingLine], names: Names) -> str:
    """What an import says of them."""
    each = [f"{line.booked_on:%d %B %Y} {_amount(line, names)} {line.description}" for line in lines[:_NAMED]]
    more = f"; and {len(lines) - _NAMED:,} more" if len(lines) > _NAMED else ""
    what = "1 pending line has" if len(lines) == 1 else f"{len(lines):,} pending lines have"
    days = PENDING_LAPSES_AFTER_DAYS
    return f"{what} lapsed, not booked and not shown for {days} days ({'; '.join(each)}{more})."


def _amount(line: PendingLine, names: Names) -> str:
    return text_from_pence(line.amount, line.currency or names.account_of[line.account_no].currency)


def _id(cause: Cause, number: int) -> str:
    return ids.public_id("txn_", cause.company, number)


def prepare(db: Reader, company: int, _: None) -> None:
    """Nothing can be wrong with it."""


def apply(db: Writer, company: int, _: None, cause: Cause) -> int:
    """Give up what is due by now; how many lines."""
    lines = due(db, company, cause.today)
    lapse(db, cause, lines)
    return len(lines)


LIST_PENDING = ReadWorkflow("transaction.pending", list_pending)
SHOW_PENDING = ReadWorkflow("transaction.pending_shown", show_pending)
LAPSE = WriteWorkflow("transaction.lapse", prepare, apply)
