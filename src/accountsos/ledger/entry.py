"""Journal entries: balanced sets of postings that are never edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accountsos.money import Pence


class UnbalancedEntryError(ValueError):
    """Postings that do not sum to zero."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: debit positive, credit negative.

    `bank_account` is set on the control account of a bank account, `contact` on accounts kept per contact and on
    income and costs whose contact is known. The VAT fields say into which return the posting goes and as what.
    """

    category_id: str
    amount: Pence
    bank_account: str | None = None
    contact: int | None = None
    vat_code: str | None = None
    vat_period: date | None = None
    tax_point: date | None = None

    @property
    def place(self) -> tuple[str, str | None, int | None, str | None, date | None, date | None]:
        """Everything but the amount: postings in the same place add up."""
        return (self.category_id, self.bank_account, self.contact, self.vat_code, self.vat_period, self.tax_point)


@dataclass(frozen=True, slots=True)
class Source:
    """What caused an entry: the kind, and the thing's number in its company."""

    kind: str
    number: int

    def __post_init__(self) -> None:
        if self.kind not in SOURCE_KINDS:
            raise ValueError(f"unknown source {self.kind!r}")


SOURCE_KINDS = ("transaction", "journal", "opening", "document", "year_end", "vat_return")


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A balanced set of postings on one date. It cannot exist unbalanced."""

    entry_date: date
    source: Source
    postings: tuple[Posting, ...]
    narration: str | None = None
    """None where the narration is the bank's own description of the source."""
    reverses: int | None = None
    """The number of the entry that this one cancels."""
    corrects: int | None = None
    """The number of an entry in a closed year that still stands and that this one adjusts."""
    replaces: int | None = None
    """The number of the entry that stood before, for the history."""

    def __post_init__(self) -> None:
        if not self.postings:
            raise UnbalancedEntryError("an entry needs postings")
        difference = sum(p.amount for p in self.postings)
        if difference != 0:
            raise UnbalancedEntryError(f"{self.narration or self.source.kind}: out by {difference}p")


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry as it stands in the books under its number."""

    number: int
    entry: JournalEntry

    def reversed_on(self, day: date) -> JournalEntry:
        """The entry that cancels this one."""
        return JournalEntry(
            entry_date=day,
            source=self.entry.source,
            postings=tuple(replace(p, amount=-p.amount) for p in self.entry.postings),
            narration=self.entry.narration,
            reverses=self.number,
        )


def merged(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """One posting per place, empty ones dropped, in order of first appearance."""
    sums: dict[tuple[object, ...], Posting] = {}
    for posting in postings:
        seen = sums.get(posting.place)
        sums[posting.place] = posting if seen is None else replace(seen, amount=seen.amount + posting.amount)
    return tuple(p for p in sums.values() if p.amount != 0)


def entry_digest(company: int, number: int, row: tuple[object, ...], written: str) -> bytes:
    """16 bytes over an entry as it is stored, its postings included: what the audit chain holds of it.

    `row` are the stored values (whole numbers, texts or None) in column order, `written` a tuple of such rows of its
    postings, written out.
    """
    return digest_of_text(f"({company}, {number}, {row!r}, {written})")


def digest_of_text(written: str) -> bytes:
    """The same where the values are written out already, as `entry_digest` writes them."""
    return hashlib.blake2b(written.encode(), digest_size=16).digest()
