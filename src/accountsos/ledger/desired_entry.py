"""What the books should say of a bank line, given our reading of it. Pure: the same facts give the same entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.ledger.category_ids import DIRECTORS_LOAN, DRAWINGS, VAT_CONTROL
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.vat_postings import EVIDENCED, with_role
from accountsos.money import Pence, share
from accountsos.uk_rules.vat_codes import VAT_CODES

PROVABLE = frozenset(c for c, law in VAT_CODES.items() if law.sales is False and not law.self_assessed)
"""Codes of purchases: their VAT is claimed on the strength of a VAT invoice."""


@dataclass(frozen=True, slots=True)
class BankLineFacts:
    """What the bank said, as far as the books need it."""

    number: int
    """The transaction's number in its company."""
    booked_on: date
    amount: Pence
    """Negative = money out, in the company's currency."""
    bank_account: str
    control_category: str
    """The category in which this bank account stands."""


@dataclass(frozen=True, slots=True)
class VatPart:
    """The VAT of one part of a bank line, settled: every amount with the sign of the bank line."""

    code: str
    tax_point: date
    period: date | None = None
    """The end of the VAT period that it belongs to."""
    vat: Pence = 0
    """What of the amount goes to VAT control."""
    blocked: Pence = 0
    """VAT in the amount that cannot be reclaimed: part of the cost, in no box."""
    due: Pence = 0
    """VAT that the business charges itself, on top of the amount."""
    claimed: Pence = 0
    """What of `due` it reclaims."""
    charged: Pence = 0
    """Of flat-rate turnover: the VAT in it at its own rate, by which relief on a bad debt goes."""


@dataclass(frozen=True, slots=True)
class CategorisationLine:
    """One part of our reading of a bank line. The amounts of all parts add up to the line's."""

    category_id: str
    amount: Pence
    """Gross, with the sign of the bank line."""
    vat_code: str | None = None
    vat_amount: Pence = 0
    """The VAT inside `amount`, with its sign."""
    contact: int | None = None
    business_percent: int = 100
    """The rest is the owner's own: director's loan, or drawings of a sole trader."""
    notes: str | None = None
    vat_given: bool = False
    """Whether a person or a document said the VAT amount; else it follows from the code."""
    vat_proven: bool = False
    """Whether a VAT invoice that is held said it."""
    vat: VatPart | None = None
    """The VAT as `vat_treatment` settled it; None where there is none, or before it was asked."""

    def __post_init__(self) -> None:
        if not 0 <= self.business_percent <= 100:
            raise ValueError(f"{self.business_percent} % is not between 0 and 100")
        if abs(self.vat_amount) > abs(self.amount) or self.vat_amount * self.amount < 0:
            raise ValueError("the VAT cannot be larger than the amount or of the other sign")


def desired_entry(
    facts: BankLineFacts,
    reading: tuple[CategorisationLine, ...],
    *,
    entity_type: str = "ltd",
    settles: Sequence[Posting] = (),
) -> JournalEntry | None:
    """The entry for a bank line: the bank's side against one posting per part. None for a line of nothing (0.00).

    `settles` are the postings of the invoices that the line pays, already with their own signs: they take the place
    of as much of the reading, so the parts add up to what the invoices leave of the bank's amount.
    """
    if sum(part.amount for part in reading) != facts.amount + sum(p.amount for p in settles):
        raise ValueError("the parts of a categorisation and what it settles must add up to the bank's amount")
    whole = reading[0] if len(reading) == 1 and not settles else None
    if whole is not None and whole.vat is None and not whole.vat_amount and whole.business_percent == 100:
        others = _plain(whole)
    else:
        others = merged([*settles, *postings_of_reading(reading, entity_type)])
    if facts.amount == 0 and not others:
        return None
    bank = Posting(facts.control_category, facts.amount, bank_account=facts.bank_account)
    return JournalEntry(
        entry_date=facts.booked_on,
        source=Source("transaction", facts.number),
        postings=(bank, *others) if facts.amount else others,
    )


def _plain(part: CategorisationLine) -> tuple[Posting, ...]:
    """What most lines are, one category and no VAT: as `postings_of_reading` says it, in a third of the time."""
    return (Posting(part.category_id, -part.amount, None, part.contact, part.vat_code),) if part.amount else ()


def postings_of_reading(reading: Sequence[CategorisationLine], entity_type: str) -> list[Posting]:
    """The other side of the money: what each part comes to, net and VAT, the owner's share apart."""
    return [posting for part in reading for posting in _postings_of(part, entity_type)]


def _postings_of(part: CategorisationLine, entity_type: str) -> list[Posting]:
    private = part.amount - _of_business(part, part.amount)
    if part.vat is not None:
        postings = _with_vat(part, part.vat, part.amount - private)
    else:
        vat = _of_business(part, part.vat_amount)
        net = part.amount - private - vat
        postings = [Posting(part.category_id, -net, contact=part.contact, vat_code=part.vat_code)]
        if vat:
            postings.append(Posting(VAT_CONTROL, -vat, vat_code=part.vat_code))
    if private:
        owner = DRAWINGS if entity_type == "sole_trader" else DIRECTORS_LOAN
        postings.append(Posting(owner, -private))
    return [p for p in postings if p.amount]


def _with_vat(part: CategorisationLine, vat: VatPart, gross: Pence) -> list[Posting]:
    """The business's share of the money and of its VAT: net, VAT control, and what stays in the cost."""
    control, blocked, due, claimed = (_of_business(part, a) for a in (vat.vat, vat.blocked, vat.due, vat.claimed))
    code, period, tax_point = vat.code, vat.period, vat.tax_point
    contact = part.contact
    postings = [
        Posting(part.category_id, -(gross - control - blocked), None, contact, code, period, tax_point),
    ]
    if blocked:
        postings.append(Posting(part.category_id, -blocked, None, contact, f"{code}/B", period, tax_point))
    if control:
        proven = part.vat_proven and code in PROVABLE
        told = with_role(code, EVIDENCED) if proven else code
        postings.append(Posting(VAT_CONTROL, -control, None, None, told, period, tax_point))
    if due:
        postings += [
            Posting(VAT_CONTROL, due, None, None, f"{code}/1", period, tax_point),
            Posting(VAT_CONTROL, -claimed, None, None, f"{code}/4", period, tax_point),
            Posting(part.category_id, claimed - due, None, contact, f"{code}/B", period, tax_point),
        ]
    return postings


def _of_business(part: CategorisationLine, amount: Pence) -> Pence:
    """The business's share of an amount."""
    return amount if part.business_percent == 100 else share(amount, Decimal(part.business_percent) / 100)
