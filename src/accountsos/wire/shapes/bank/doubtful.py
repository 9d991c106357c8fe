"""Lines that may be duplicates: what they resemble and what was decided."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.shapes.common import CursorPageOut, Paging, iso_text, optional_id
from accountsos.workflows.bank.decide_doubtful import DoubtfulLine, DoubtfulPage, ShownLine


class LineOut(msgspec.Struct, frozen=True):
    """A bank line in short."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    currency: str
    bank_account_id: str
    import_id: str | None
    """The file that brought it; null for a line entered by hand."""
    in_books: bool
    """False where it was withdrawn as a duplicate, or its import was undone."""


class DoubtfulOut(msgspec.Struct, frozen=True):
    """A line that may be a duplicate of earlier ones."""

    transaction: LineOut
    resembles: list[LineOut]
    decision: str | None
    """`same`, `different`, or null where nobody has decided: then it counts as a payment of its own."""
    same_as: str | None
    """The line that it repeats."""


class OneDoubtful(msgspec.Struct, frozen=True):
    """A line that may be a duplicate."""

    doubtful: DoubtfulOut


class DoubtfulList(msgspec.Struct, frozen=True):
    """A page of lines that may be duplicates, newest first."""

    doubtful: list[DoubtfulOut]
    pagination: CursorPageOut


def one_doubtful(line: DoubtfulLine) -> OneDoubtful:
    """The reply to a decision."""
    return OneDoubtful(doubtful_out(line))


def doubtful_list(page: DoubtfulPage, *, paging: Paging) -> DoubtfulList:
    """A page of them."""
    shown, told = paging.page(page.rows, page.total, lambda line: ("", line.row.number))
    return DoubtfulList([doubtful_out(line) for line in shown], told)


def doubtful_out(line: DoubtfulLine) -> DoubtfulOut:
    """One of them."""
    return DoubtfulOut(
        _line(line.company, line.row),
        [_line(line.company, row) for row in line.resembles],
        line.decision,
        optional_id("txn_", line.company, line.same_as),
    )


def _line(company: int, row: ShownLine) -> LineOut:
    return LineOut(
        ids.public_id("txn_", company, row.number),
        iso_text(row.booked_on),
        row.description,
        money_out(row.amount, row.currency),
        row.currency,
        row.bank_account_id,
        optional_id("imp_", company, row.import_no),
        row.in_books,
    )
