"""What a test company is made of: its profile, its accounts and its bank lines with the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class Account:
    """One of the company's own accounts."""

    ref: str
    """`ba_main`, `ba_savings`, `ba_card`."""
    name: str
    kind: str
    """current | savings | card"""
    bank: str
    """The bank whose files it prints: `barclays`, `monzo`, `amex` …"""
    currency: str
    sort_code: str
    """Six digits; "" for a card."""
    account_number: str


@dataclass(frozen=True, slots=True)
class Person:
    """A director, owner or employee."""

    name: str
    role: str
    """director | owner | staff"""
    net_pay: Pence
    """A month, after PAYE; 0 for an owner."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the company is."""

    name: str
    entity_type: str
    """ltd | sole_trader"""
    trade: str
    archetype: str
    incorporated_on: date
    year_end: tuple[int, int]
    """Month and day."""
    people: tuple[Person, ...]
    vat_registered: bool
    vat_stagger: int
    """1: quarters end Mar/Jun/Sep/Dec, 2: Jan/Apr/Jul/Oct, 3: Feb/May/Aug/Nov."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """The foreign side of a card payment."""

    currency: str
    amount: Pence
    """In the minor units of that currency, with the sign of the line."""
    rate: str
    """Units of the foreign currency for one pound, decimal text."""


@dataclass(frozen=True, slots=True)
class TrueLine:
    """One bank line together with what it really was."""

    number: int
    """From 0 in date order over the whole company: the identity of the line."""
    booked_on: date
    occurred_on: date
    """The day the card was used or the payment was made; pending from here until booked."""
    account: str
    amount: Pence
    """Money in positive."""
    currency: str
    kind: str
    payee_text: str
    """What the bank prints for the other side: `TESCO STORES 3297`."""
    reference: str
    description: str
    """The whole text in the form of the account's own bank."""
    category_id: str
    contact: str
    """The other side's proper name: `Tesco`; "" for the bank itself and own accounts."""
    vat_code: str | None = None
    """None for a company that is not registered."""
    transfer_pair: int | None = None
    """The number of the other half."""
    refund_of: int | None = None
    """The number of the line that came back, whole or in part."""
    duplicate_group: int | None = None
    """The number of the first of two or more genuinely equal lines."""
    foreign: Foreign | None = None
    counterparty: str = ""
    """Sort code and account number of the other side, where a bank would know them."""
