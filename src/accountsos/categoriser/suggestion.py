"""The question a bank line asks and the answer it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accountsos.money import Pence

READY, SUGGEST = 0.95, 0.70
"""From READY on a line needs no look; below SUGGEST it stays uncategorised with its alternatives."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """What the categoriser sees of a bank line."""

    booked_on: date
    amount: Pence
    currency: str
    description: str
    payee: str | None = None
    reference: str | None = None
    kind: str | None = None
    mcc: str | None = None
    original_currency: str | None = None
    account_kind: str = "current"
    """current savings card cash processor loan director"""


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """What is known of the business."""

    entity_type: str = "ltd"
    """ltd | sole_trader"""
    trade: str | None = None
    """The kind of business in a few words: cafe, builder, web shop, software contractor …"""
    name: str = ""
    people: tuple[str, ...] = ()
    """Names of directors or of the owner."""
    staff: tuple[str, ...] = ()
    """Names of employees."""
    own_accounts: tuple[str, ...] = ()
    """Sort codes, account numbers and names of the company's own accounts, as text."""
    processors_kept: tuple[str, ...] = ()
    """Payment processors kept as accounts of their own (lower case: stripe, paypal …)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One reading of a bank line, with how sure and why."""

    category_id: str
    confidence: float
    """0 to 1: of the lines at 0.9, nine in ten are right. Exactly 1 only for a person's own choice or rule."""
    source: str
    """owed | transfer | hmrc | refund | rule | history | knowledge | keyword | none; where one is asked later on,
    language_model"""
    reason: str
    """For a person: "you filed 14 of 14 lines from this payee here"."""
    payee: str
    """The payee's name as it should be shown, "" where none was recognised."""
    payee_key: str
    """The normalised payee: what history is kept by."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """Up to three further (category_id, confidence), best first."""
    contact: int | None = None
    """Whose balance it settles, where that is known; else the payee says whose line it is."""
    parts: tuple[tuple[str, Pence], ...] = ()
    """Where one payment settles several accounts: each with what of the line it takes, which add up to it."""


@dataclass(frozen=True, slots=True)
class PastChoice:
    """How often lines of one payee and one sign were filed under a category, by a person."""

    payee_key: str
    money_in: bool
    category_id: str
    count: int
    last_on: date
    amount_low: Pence
    amount_high: Pence
    """The smallest and the largest amount, sign as on the line or without: only sizes are compared."""
    references: tuple[str, ...] = ()
    """Words of the references those lines had (`reference_stem`), the newest first."""


@dataclass(frozen=True, slots=True)
class RecentLine:
    """A line of the last months as it is filed now, by a person or a suggestion: what a refund goes back to."""

    booked_on: date
    amount: Pence
    payee_key: str
    category_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one stage makes of a line. Several readings make a Suggestion."""

    category_id: str
    confidence: float
    source: str
    reason: str
    refunds: bool = False
    """There is evidence that money goes back where it came from, so a cost may be money in."""
    said: bool = False
    """The reference says in words what the payment is for."""
    evidence: str = ""
    """Of a history: `near` where a payee of a like name has it, `staff` where that is somebody who is paid wages,
    `reference` where other payees' references have. Of knowledge: `several` where the name sells several things."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the user's: all conditions that are set must hold. Ordered; the first that fits wins.

    Amounts are sizes without sign. A rule without any condition fits nothing.
    """

    rule_id: str
    category_id: str
    description_contains: str | None = None
    payee_key: str | None = None
    money_in: bool | None = None
    amount_min: Pence | None = None
    amount_max: Pence | None = None


class PayeeHistory(Protocol):
    """What people filed before in this company."""

    def is_empty(self) -> bool:
        """Whether nobody has filed anything yet."""
        ...

    def choices(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        """Past choices for exactly this payee and sign."""
        ...

    def near(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        """Past choices of payees whose key resembles this one; empty where none does."""
        ...

    def of_staff(self, payee_key: str) -> Sequence[PastChoice]:
        """What was paid to the one under another spelling whom a person filed as paid wages; empty where none is."""
        ...

    def by_reference(self, stem: str, money_in: bool) -> Sequence[tuple[str, int]]:
        """For how many payees lines with these words as reference were filed under each category."""
        ...
