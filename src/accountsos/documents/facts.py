"""What a document says: facts, each with a confidence and the place it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from accountsos.money import Pence

T = TypeVar("T")
Day: TypeAlias = date
"""A calendar day; facts have a field called `date`."""
KeptPiece: TypeAlias = tuple[str, int, int, int, int, int, int]
"""A piece of text: page, left, top, right, bottom and height of its letters, the last five in ten-thousandths."""


class DocumentType(StrEnum):
    """What kind of paper it is, in the words of the REST contract."""

    RECEIPT = "receipt"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"
    CONTRACT = "contract"
    OTHER = "other"


class Direction(StrEnum):
    """Whose document it is, seen from the company whose books these are."""

    PURCHASE = "purchase"
    SALE = "sale"


NEVER_BOOKED = (DocumentType.STATEMENT, DocumentType.CONTRACT, DocumentType.OTHER)
"""Papers that only announce, repeat or accompany what an invoice says."""


def takes_back(type_: str | None, gross: Pence) -> bool:
    """Whether it undoes a charge: a credit note, or an invoice below zero; a credit note below zero charges."""
    return (type_ == DocumentType.CREDIT_NOTE) != (gross < 0)


def signed_as_bank(gross: Pence, *, type_: str | None, is_sale: bool) -> Pence:
    """The total as the bank would sign it: out for a purchase, in for a sale, the other way where it takes back."""
    return gross if is_sale != (type_ == DocumentType.CREDIT_NOTE) else -gross


class ReadStatus(StrEnum):
    """How the reading ended."""

    PROCESSED = "processed"
    NEEDS_REVIEW = "needs_review"
    FAILED = "failed"


PICTURE = "picture"
"""The source of what was read off a photo or scan, whose letters may be others."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as shares of its width and height, from the top left: all four are 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: a page (from 1) with a box, or a path inside the e-invoice's XML."""

    page: int | None = None
    box: Box | None = None
    xml_path: str | None = None


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value that was read, how sure that is (0 to 1, meant as a share of right answers), and where it stands."""

    value: T
    confidence: float
    place: Place | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence is between 0 and 1, not {self.confidence}")


@dataclass(frozen=True, slots=True)
class Party:
    """A supplier, customer or payee as the document names it."""

    name: Fact[str] | None = None
    vat_number: Fact[str] | None = None
    address: Fact[str] | None = None
    country: str | None = None
    contact: str | None = None
    """The id of the contact it was recognised as, where it is known already."""


@dataclass(frozen=True, slots=True)
class VatAtRate:
    """The VAT of a document at one rate: `rate` is in percent, `category` the e-invoice's VAT category code."""

    rate: Decimal | None
    net: Pence | None
    vat: Pence | None
    category: str | None = None
    confidence: float = 0.0
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of goods or services; prices keep their own decimals, `net` or `gross` is in pence."""

    description: str
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    net: Pence | None = None
    gross: Pence | None = None
    charges: Pence = 0
    """Charges less allowances of this line, already in its net."""
    vat_rate: Decimal | None = None
    number: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class BankDetails:
    """Where the document asks to be paid."""

    iban: str | None = None
    bic: str | None = None
    sort_code: str | None = None
    account_number: str | None = None
    account_name: str | None = None


@dataclass(frozen=True, slots=True)
class AmountIn:
    """An amount in a currency other than the document's, such as the VAT in sterling on a euro invoice."""

    currency: str
    pence: Pence


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that was read. Amounts carry the sign the document gives them; a credit note is usually positive."""

    type: Fact[DocumentType]
    kind: Fact[str] | None = None
    """What the paper calls itself, where that says more than its type: `fee note`, `pro-forma`, `delivery note`."""
    direction: Fact[Direction] | None = None
    supplier: Party = field(default_factory=Party)
    customer: Party = field(default_factory=Party)
    payee: Party | None = None
    seller: Fact[str] | None = None
    """Who sells on a market place; the supplier too, unless the platform owes the VAT of the order."""
    platform: Fact[str] | None = None
    """The market place that it was ordered on."""
    number: Fact[str] | None = None
    date: Fact[Day] | None = None
    due_date: Fact[Day] | None = None
    currency: Fact[str] | None = None
    net: Fact[Pence] | None = None
    vat_by_rate: tuple[VatAtRate, ...] = ()
    vat: Fact[Pence] | None = None
    vat_in_tax_currency: Fact[AmountIn] | None = None
    gross: Fact[Pence] | None = None
    prepaid: Fact[Pence] | None = None
    rounding: Fact[Pence] | None = None
    payable: Fact[Pence] | None = None
    lines: tuple[DocumentLine, ...] = ()
    tax_name: str = "VAT"
    """What the tax is, where it is no VAT: `vat` then holds a tax that cannot be reclaimed as VAT."""
    payment_reference: Fact[str] | None = None
    bank: Fact[BankDetails] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One proof or comparison: `holds` is None where the document does not say enough. `stops` asks for a person."""

    name: str
    holds: bool | None
    message: str
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a field: amounts in minor units, days as `2026-03-04`."""

    value: Pence | str
    confidence: float
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that a person is asked about, with its best readings, most likely first."""

    field: str
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTurn:
    """How a photographed page was turned to be read: the places that were read are those of the turned page."""

    page: int
    degrees: int = 0
    """Quarters against the clock."""
    slope: float = 0.0
    """By how many degrees more its lines were levelled, about the middle."""


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """How a document was read: the facts, what was checked, and a reason that a person understands."""

    status: ReadStatus
    reason: str | None = None
    facts: DocumentFacts | None = None
    others: tuple[DocumentFacts, ...] = ()
    """Further documents in the same file: an Italian file with two invoices, an e-mail with two attachments."""
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()
    source: str = ""
    """What it was read from: `e-invoice`, `text`, `picture`."""
    read_from: str | None = None
    """The attachment's name where the file was an e-mail; for showing only, never a path."""
    doubts: tuple[Doubt, ...] = ()
    """What a person is asked about, field by field."""
    pieces: tuple[KeptPiece, ...] = ()
    """The text of a page that was read: what a person's corrections are learnt from."""
    turns: tuple[PageTurn, ...] = ()
    """Which of its pages did not lie upright."""
