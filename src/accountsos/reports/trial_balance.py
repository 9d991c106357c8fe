"""The trial balance: what every report starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class Movement:
    """What was posted to one account over a span of days. `debit` and `credit` are both positive."""

    category_id: str
    bank_account: str | None
    """The bank account's id (`ba_main`), on control accounts of bank accounts."""
    contact: int | None
    """The contact's number, on accounts that are kept per contact or director."""
    debit: Pence
    credit: Pence
    count: int
    """How many postings."""

    @property
    def amount(self) -> Pence:
        """Debit less credit."""
        return self.debit - self.credit


Movements = Sequence[Movement]
