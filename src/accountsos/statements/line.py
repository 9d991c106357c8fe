"""What a bank's file says: statement lines, balances, and the mistakes found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Protocol

from msgspec import Meta, Struct

from accountsos.errors import BadRequest
from accountsos.money import Pence

LONGEST_TEXT = 1_000
"""No bank prints more of one payment: what follows is left out by whoever reads a file."""
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Amount = Annotated[int, Meta(ge=-(2**62), le=2**62)]
"""Whole pence, where they come from a process that is not trusted."""


class StatementLine(Struct, frozen=True, gc=False, array_like=True):
    """One line as the bank printed it."""

    line: Annotated[int, Meta(ge=0, le=2**62)]
    """Where it stands in the file, from 1 (CSV: the row's first physical line)."""
    booked_on: date
    amount: Amount
    """In the minor units of `currency`; negative = money out."""
    currency: str
    description: Text
    """The bank's own text, white space folded; several text columns are joined by ' / '."""
    bank_id: str | None = None
    """The bank's id of the line (FITID, tx_…), trimmed; a blank one is None."""
    balance: Amount | None = None
    """The account's balance after this line, where the format has one."""
    kind: Text | None = None
    """The bank's own type code or word (DD, BGC, card_payment)."""
    payee: Text | None = None
    """The counterparty, where the format has a column of its own."""
    reference: Text | None = None
    pending: bool = False
    mcc: str | None = None
    original_amount: Amount | None = None
    original_currency: str | None = None
    exchange_rate: str | None = None
    """Decimal text as printed, with `original_*`."""


@dataclass(frozen=True, slots=True)
class StatedBalance:
    """A balance that the file itself states."""

    on: date
    amount: Pence


@dataclass(frozen=True, slots=True)
class LineError:
    """A mistake in the file: where, and what was wrong in words for a person."""

    line: int
    message: str


class UnreadableStatement(BadRequest):
    """The file was refused whole; every mistake is listed by line (at most 1,000)."""

    def __init__(self, message: str, errors: tuple[LineError, ...] = ()) -> None:
        super().__init__(message, param="file", details=[{"line": e.line, "message": e.message} for e in errors])
        self.errors = errors


class SeveralAccounts(UnreadableStatement):
    """The file holds several accounts, and nobody has said which one is meant."""


class UnreadableByLimits(UnreadableStatement):
    """The file would take more than any file is given, or broke what was to read it."""


class Statement(Protocol):
    """A file that was read once from end to end without a mistake. `lines()` reads it again, lazily, in file order."""

    @property
    def format(self) -> str:
        """The reader's name: `barclays`, `monzo`, `ofx`, `columns` …"""

    @property
    def currency(self) -> str:
        """The account's currency as the file names it."""

    @property
    def line_count(self) -> int:
        """How many lines `lines()` gives."""

    @property
    def first_day(self) -> date | None:
        """The earliest day of any line; None where there are no lines."""

    @property
    def last_day(self) -> date | None:
        """The latest day of any line."""

    @property
    def newest_first(self) -> bool:
        """The file's own order; `lines()` keeps it."""

    @property
    def opening(self) -> StatedBalance | None:
        """The balance before the first line in time, as stated or as the running balance shows it."""

    @property
    def closing(self) -> StatedBalance | None:
        """The balance after the last line in time."""

    @property
    def account_number(self) -> str | None:
        """Digits only, where the file names the account and does not mask it."""

    @property
    def sort_code(self) -> str | None:
        """Six digits."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should check before importing."""

    def lines(self) -> Iterator[StatementLine]:
        """Each line, in file order. Memory does not grow with the file."""
        ...

    def chunks(self, *, backwards: bool = False) -> Iterator[list[StatementLine]]:
        """The same in pieces; or from the file's end."""
        ...
