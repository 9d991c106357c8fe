"""Lines that a bank showed before it booked them."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.shapes.common import CursorPageOut, Paging
from accountsos.workflows.bank.lapse_pending import PendingPage, ShownPending


class PendingOut(msgspec.Struct, frozen=True):
    """A line that is not booked: it is in no balance and no report."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    currency: str
    bank_account_id: str
    import_id: str
    """The file that brought it."""
    last_seen: DateOut
    """The day of the last import whose file showed it."""
    lapses_on: DateOut
    """The day on which it is given up if no file shows it again and the bank does not book it."""


class PendingList(msgspec.Struct, frozen=True):
    """A page of pending lines, newest first."""

    pending: list[PendingOut]
    pagination: CursorPageOut


def pending_list(page: PendingPage, *, paging: Paging) -> PendingList:
    """A page of them."""
    shown, told = paging.cut([_pending_out(page.company, line) for line in page.rows], lambda one: one.id)
    return PendingList(shown, told)


class OnePending(msgspec.Struct, frozen=True):
    """A pending line."""

    pending: PendingOut


def one_pending(page: PendingPage) -> OnePending:
    """The only one of a page."""
    (line,) = page.rows
    return OnePending(_pending_out(page.company, line))


def _pending_out(company: int, line: ShownPending) -> PendingOut:
    return PendingOut(
        ids.public_id("txn_", company, line.number),
        line.booked_on.isoformat(),
        line.description,
        money_out(line.amount, line.currency),
        line.currency,
        line.bank_account_id,
        ids.public_id("imp_", company, line.import_no),
        line.last_seen_on.isoformat(),
        line.lapses_on.isoformat(),
    )
