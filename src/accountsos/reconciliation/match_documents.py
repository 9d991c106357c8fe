"""Which bank line paid a document: every candidate scored, each point of the score explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accountsos.money import Pence, minor_units, text_from_pence
from accountsos.reconciliation.payment_evidence import (
    CandidateLine,
    PaidDocument,
    comes_in_time,
    day_evidence,
    names_processor,
    party_evidence,
    reference_evidence,
)

__all__ = ["CandidateLine", "Match", "PaidDocument", "is_sure", "leads", "ranked", "ready", "scored"]

READY = 85
"""From this score on a match is made without asking, where no other line comes near."""
PROPOSED = 50
"""Below this a line is not worth showing."""
LEAD = 15
"""By how much a match that is made without asking must lead the next one."""

_EXACT, _TIP, _ABROAD, _FEE, _PART = 55, 35, 25, 20, 15
_PAYOUT = 18
_TIP_PERCENT = 15
_FEE_PERCENT = 4
_PART_PERCENT = 10
_TAKEN, _SHARED, _REJECTED = -25, -10, -40
_RATES: dict[str, tuple[str, str]] = {
    "EUR": ("1.05", "1.30"),
    "USD": ("1.05", "1.50"),
    "AUD": ("1.60", "2.25"),
    "CAD": ("1.45", "2.00"),
    "CHF": ("1.00", "1.45"),
    "DKK": ("7.80", "9.50"),
    "HKD": ("8.20", "11.50"),
    "JPY": ("125", "225"),
    "NOK": ("10.0", "15.0"),
    "NZD": ("1.70", "2.50"),
    "PLN": ("4.40", "6.00"),
    "SEK": ("10.5", "14.5"),
    "SGD": ("1.50", "2.00"),
}
"""Between which rates a pound was exchanged in the last ten years, a bank's margin included, in round figures. They
only decide what is worth showing to a person: nothing is booked by them."""


@dataclass(frozen=True, slots=True)
class Match:
    """A line with its score out of 100, and why."""

    line: CandidateLine
    score: int
    reasons: tuple[str, ...]
    amount: Pence
    """How much of the document it pays, in the document's currency."""
    points: int = 0
    """The score before it was cut at 100: by these, matches are compared."""
    exact: bool = False
    """To the penny."""
    strong: bool = False
    """The line names the party or quotes the document's number, and no other document's."""
    quoted: bool = False
    """The line quotes the document's number in full."""
    refused: bool = False
    """A person took the document away from this line."""

    @property
    def reason(self) -> str:
        """In one sentence."""
        return "; ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class _Amounts:
    points: int
    pays: Pence
    reason: str
    exact: bool = False


def ranked(document: PaidDocument, lines: Sequence[CandidateLine]) -> list[Match]:
    """The lines worth showing, best first; ties by nearness in time, then by number."""
    found = [match for line in lines if (match := scored(document, line)) is not None and match.score >= PROPOSED]
    found.sort(key=lambda m: (-m.points, abs((m.line.booked_on - document.expected_on).days), m.line.number))
    return found


def ready(matches: Sequence[Match]) -> Match | None:
    """The match that may be made without asking, as far as its own lines tell: exact, proved, and alone up there.

    Other documents may claim the same line: `match_open.surely_paid` knows them.
    """
    if not matches or not is_sure(matches[0]):
        return None
    return matches[0] if leads(matches[0], matches[1:]) else None


def is_sure(match: Match) -> bool:
    """Whether nothing but a rival stands against it: to the penny, with the party or the number, not refused."""
    return match.exact and match.strong and match.score >= READY and not match.line.has_documents and not match.refused


def leads(match: Match, others: Sequence[Match]) -> bool:
    """Whether it is clearly better than every other."""
    return all(match.points - other.points >= LEAD for other in others)


def scored(document: PaidDocument, line: CandidateLine) -> Match | None:
    """The line as the document's payment; None where it cannot be that."""
    if not comes_in_time(document, line):
        return None
    amounts = _amounts(document, line)
    if amounts is None:
        return None
    party, reference = party_evidence(document, line), reference_evidence(document, line)
    points, reasons = amounts.points, [amounts.reason]
    for evidence in (party, reference, day_evidence(document, line)):
        points += evidence.points
        if evidence.reason:
            reasons.append(evidence.reason)
    if not party.points and not amounts.exact and (processor := names_processor(line)) and document.amount > 0:
        points += _PAYOUT
        reasons.append(f"the payout of a payment processor ({processor})")
    if line.has_documents:
        points += _SHARED if line.used and amounts.exact and line.open == amounts.pays else _TAKEN
        reasons.append("the line has a document already")
    refused = line.number in document.rejected
    if refused:
        points += _REJECTED
        reasons.append("it was taken away from this line before")
    quoted = reference.strong
    return Match(
        line,
        max(0, min(points, 100)),
        tuple(reasons),
        amounts.pays,
        points,
        amounts.exact,
        reference.points >= 0 and (party.strong or quoted),
        quoted,
        refused,
    )


def _amounts(document: PaidDocument, line: CandidateLine) -> _Amounts | None:
    """Points for the amount, what it pays of the document, and why; None where it cannot be this payment."""
    wanted = document.open
    if line.currency == document.currency:
        if line.used and line.open == wanted != 0:
            return _Amounts(_EXACT, wanted, "exactly what is left of the line", exact=True)
        if line.amount == wanted:
            return _Amounts(_EXACT, wanted, "the same amount", exact=True)
    if (line.amount < 0) != (wanted < 0):
        return None
    if line.original_currency == document.currency and line.original_amount is not None:
        if abs(line.original_amount) == abs(wanted):
            shown = text_from_pence(abs(wanted), document.currency)
            return _Amounts(_EXACT, wanted, f"the same amount abroad ({shown} {document.currency})", exact=True)
        return None
    if line.currency != document.currency:
        return _at_a_rate(document, line)
    return _nearly(document, line)


def _nearly(document: PaidDocument, line: CandidateLine) -> _Amounts | None:
    """A tip, a part, a fee or a discount."""
    wanted, more = document.open, abs(line.amount) - abs(document.open)
    if document.is_receipt and 0 < more * 100 <= abs(wanted) * _TIP_PERCENT:
        return _Amounts(_TIP, wanted, f"{text_from_pence(more)} more than the receipt: a tip?")
    if abs(more) * 100 <= abs(wanted) * _FEE_PERCENT:
        why = "a surcharge?" if more > 0 else "a fee or a discount?"
        if document.amount > 0 and more < 0 and names_processor(line):
            why = "the processor's fee?"
        side = "more" if more > 0 else "less"
        pays = line.amount if more < 0 else wanted
        return _Amounts(_FEE, pays, f"differs by {text_from_pence(abs(more))} ({side} than the document): {why}")
    if not document.is_receipt and more < 0 and abs(line.amount) * _PART_PERCENT >= abs(wanted):
        reason = f"pays {text_from_pence(abs(line.amount))} of {text_from_pence(abs(wanted))}"
        return _Amounts(_PART, line.amount, reason)
    return None


def about_in_pounds(document: PaidDocument) -> Pence:
    """What is still to be paid, in pence; of another currency at the middle of the rates that are plausible."""
    rates = _RATES.get(document.currency)
    if rates is None:
        return document.open
    units = Decimal(document.open).scaleb(2 - minor_units(document.currency))
    return int(units * 2 / (Decimal(rates[0]) + Decimal(rates[1])))


def _at_a_rate(document: PaidDocument, line: CandidateLine) -> _Amounts | None:
    """A line in pounds for a document in another currency, whose rate is worth a look."""
    rates = _RATES.get(document.currency)
    if line.currency != "GBP" or rates is None or not line.amount:
        return None
    units = Decimal(abs(document.open)).scaleb(-minor_units(document.currency))
    rate = units / Decimal(abs(line.amount)).scaleb(-2)
    if not Decimal(rates[0]) <= rate <= Decimal(rates[1]):
        return None
    shown = text_from_pence(abs(document.open), document.currency)
    reason = f"{shown} {document.currency} at {rate:.4f} {document.currency} to the pound, a plausible rate"
    return _Amounts(_ABROAD, document.open, reason)
