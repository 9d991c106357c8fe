"""Aged debtors and creditors: what is open of every invoice on a day, by how long it is overdue. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence

BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
_UPPER = (0, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """One invoice or credit note that is not settled. Amounts are positive where they are owed as expected."""

    document: int
    contact: int | None
    number: str | None
    issued_on: date
    due_on: date
    amount: Pence
    open_amount: Pence

    def overdue(self, as_of: date) -> int:
        """Days since it was due; 0 or less: not due yet."""
        return (as_of - self.due_on).days


@dataclass(frozen=True, slots=True)
class AgedParty:
    """All that is open with one party, and what its account says beside the invoices."""

    contact: int | None
    invoices: tuple[OpenInvoice, ...]
    by_age: tuple[Pence, ...]
    """In the order of BUCKETS."""
    other: Pence
    """Balance of the party's account less its invoices: opening balances, journals, payments without an invoice."""

    @property
    def total(self) -> Pence:
        """What the party owes or is owed, as its account says."""
        return sum(self.by_age) + self.other


@dataclass(frozen=True, slots=True)
class AgedBalances:
    """One side of the books on a day."""

    side: str
    as_of: date
    parties: tuple[AgedParty, ...]
    control: Pence
    """The balance of trade debtors or creditors that day; the parties add up to it."""
    memorandum: bool = False
    """Cash basis: the invoices are owed, but stand in no account until they are paid."""

    @property
    def by_age(self) -> tuple[Pence, ...]:
        """The columns' totals."""
        return tuple(sum(p.by_age[n] for p in self.parties) for n in range(len(BUCKETS)))

    @property
    def other(self) -> Pence:
        """What no invoice explains."""
        return sum(p.other for p in self.parties)

    @property
    def total(self) -> Pence:
        """All that is owed."""
        return sum(p.total for p in self.parties)


def bucket_of(days: int) -> int:
    """The column of something so many days overdue."""
    return next((n for n, upper in enumerate(_UPPER) if days <= upper), len(_UPPER))


def aged_balances(
    side: str,
    as_of: date,
    invoices: Iterable[OpenInvoice],
    balances: Mapping[int | None, Pence],
    *,
    memorandum: bool = False,
) -> AgedBalances:
    """Invoices by party and age, with what the account of each party holds besides.

    `balances` are those of the control account by contact, with the invoices' signs.
    """
    by_party: dict[int | None, list[OpenInvoice]] = {}
    for invoice in invoices:
        if invoice.open_amount:
            by_party.setdefault(invoice.contact, []).append(invoice)
    parties = []
    for contact in sorted({*by_party, *balances}, key=lambda c: (c is None, c or 0)):
        open_ones = sorted(by_party.get(contact, []), key=lambda i: (i.due_on, i.document))
        ages = [0] * len(BUCKETS)
        for invoice in open_ones:
            ages[bucket_of(invoice.overdue(as_of))] += invoice.open_amount
        other = 0 if memorandum else balances.get(contact, 0) - sum(ages)
        if open_ones or other:
            parties.append(AgedParty(contact, tuple(open_ones), tuple(ages), other))
    return AgedBalances(side, as_of, tuple(parties), sum(balances.values()), memorandum)
