"""The ledger of one account: every posting of a period with the balance after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period
from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A posting as the books hold it, with what a reader needs to follow it to its source."""

    entry_number: int
    entry_date: date
    amount: Pence
    """Debit positive, credit negative."""
    description: str | None = None
    source_kind: str | None = None
    source_number: int | None = None
    bank_account: str | None = None
    contact: int | None = None
    vat_code: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A posting and the account's balance after it."""

    row: LedgerRow
    balance: Pence

    @property
    def debit(self) -> Pence:
        """The amount where it is a debit, else nothing."""
        return max(self.row.amount, 0)

    @property
    def credit(self) -> Pence:
        """The amount where it is a credit, else nothing."""
        return max(-self.row.amount, 0)


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """One account over a period: what it started with, what was posted, what it came to."""

    category_id: str
    period: Period
    opening: Pence
    lines: tuple[LedgerLine, ...]

    @property
    def closing(self) -> Pence:
        """The balance after the last posting."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def total_debit(self) -> Pence:
        """All debits of the period."""
        return sum(line.debit for line in self.lines)

    @property
    def total_credit(self) -> Pence:
        """All credits of the period."""
        return sum(line.credit for line in self.lines)


def account_ledger(category_id: str, period: Period, opening: Pence, rows: Iterable[LedgerRow]) -> AccountLedger:
    """The account's postings in order of date and entry, each with the balance after it.

    `opening` is the balance on the eve of the period: for an account of the balance sheet that of the whole books,
    for income and costs that of the financial year so far. A page of a long ledger is the same with the balance
    before the page as its opening one.
    """
    lines: list[LedgerLine] = []
    balance = opening
    for row in sorted(rows, key=lambda r: (r.entry_date, r.entry_number)):
        if row.entry_date not in period:
            raise ValueError(f"entry {row.entry_number} of {row.entry_date} is outside {period.start} to {period.end}")
        balance += row.amount
        lines.append(LedgerLine(row, balance))
    return AccountLedger(category_id, period, opening, tuple(lines))
