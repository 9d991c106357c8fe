"""Which bank line paid a document: every candidate scored, each point of the score explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.contacts.names import matches_search
from accountsos.contacts.payee import payee_key
from accountsos.money import Pence, text_from_pence

READY = 85
"""From this score on a match is made without asking, where no other line comes near."""
PROPOSED = 50
"""Below this a line is not worth showing."""
LEAD = 15
"""By how much a match that is made without asking must lead the next one."""

_RECEIPT_DAYS = (-2, 7)
_INVOICE_DAYS = (-10, 75)
_AFTER_DUE = 30
_TIP_PERCENT = 15
_FX_PERCENT = 4
_SHORT_REFERENCE = 4


@dataclass(frozen=True, slots=True)
class PaidDocument:
    """What a document says of its payment. `amount` is as the bank would sign it: a purchase is negative."""

    amount: Pence
    currency: str
    issued_on: date
    due_on: date | None = None
    is_receipt: bool = False
    supplier: str | None = None
    contact: int | None = None
    number: str | None = None
    already_paid: Pence = 0
    """What lines beside it account for already, with the same sign."""

    @property
    def open(self) -> Pence:
        """What is still to be paid."""
        return self.amount - self.already_paid


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A bank line that may have paid it."""

    number: int
    booked_on: date
    amount: Pence
    currency: str
    text: str
    contact: int | None = None
    original_amount: Pence | None = None
    original_currency: str | None = None
    has_documents: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A line with its score out of 100, and why."""

    line: CandidateLine
    score: int
    reasons: tuple[str, ...]
    amount: Pence
    """How much of the document it pays, in the document's currency."""

    @property
    def reason(self) -> str:
        """In one sentence."""
        return "; ".join(self.reasons)


def payment_window(document: PaidDocument) -> tuple[date, date]:
    """The days on which it may have been paid."""
    before, after = _RECEIPT_DAYS if document.is_receipt else _INVOICE_DAYS
    last = document.issued_on + timedelta(days=after)
    if document.due_on is not None:
        last = max(last, document.due_on + timedelta(days=_AFTER_DUE))
    return document.issued_on + timedelta(days=before), last


def ranked(document: PaidDocument, lines: Sequence[CandidateLine]) -> list[Match]:
    """The lines worth showing, best first; ties by nearness in time, then by number."""
    found = [match for line in lines if (match := _scored(document, line)) is not None and match.score >= PROPOSED]
    found.sort(key=lambda m: (-m.score, abs((m.line.booked_on - _expected(document)).days), m.line.number))
    return found


def ready(matches: Sequence[Match]) -> Match | None:
    """The match that may be made without asking: high enough, and alone up there."""
    if not matches or matches[0].score < READY or matches[0].line.has_documents:
        return None
    if len(matches) > 1 and matches[0].score - matches[1].score < LEAD:
        return None
    return matches[0]


def _expected(document: PaidDocument) -> date:
    return document.issued_on if document.is_receipt or document.due_on is None else document.due_on


def _scored(document: PaidDocument, line: CandidateLine) -> Match | None:
    first, last = payment_window(document)
    if not first <= line.booked_on <= last or (line.amount < 0) != (document.amount < 0):
        return None
    amount = _amount_points(document, line)
    if amount is None:
        return None
    points, paid, reason = amount
    reasons = [reason]
    for more, why in (_party_points(document, line), _reference_points(document, line), _day_points(document, line)):
        points += more
        if why:
            reasons.append(why)
    if line.has_documents:
        points -= 25
        reasons.append("the line has a document already")
    return Match(line, max(0, min(points, 100)), tuple(reasons), paid)


def _amount_points(document: PaidDocument, line: CandidateLine) -> tuple[int, Pence, str] | None:
    """Points for the amount, what it pays of the document, and why; None where it cannot be this payment."""
    wanted = document.open
    if line.currency == document.currency and line.amount == wanted:
        return 55, wanted, "the same amount"
    if line.original_currency == document.currency and line.original_amount is not None:
        if abs(line.original_amount) == abs(wanted):
            shown = text_from_pence(abs(wanted), document.currency)
            return 55, wanted, f"the same amount abroad ({shown} {document.currency})"
        return None
    if line.currency != document.currency:
        return None
    more = abs(line.amount) - abs(wanted)
    if document.is_receipt and 0 < more * 100 <= abs(wanted) * _TIP_PERCENT:
        return 35, wanted, f"{text_from_pence(more)} more than the receipt: a tip?"
    if not document.is_receipt and more < 0 and abs(line.amount) * 10 >= abs(wanted):
        return 15, line.amount, f"pays {text_from_pence(abs(line.amount))} of {text_from_pence(abs(wanted))}"
    if abs(more) * 100 <= abs(wanted) * _FX_PERCENT:
        return 20, wanted, f"differs by {text_from_pence(abs(more))}: a fee or a discount?"
    return None


def _party_points(document: PaidDocument, line: CandidateLine) -> tuple[int, str]:
    if document.contact is not None and document.contact == line.contact:
        return 30, "the same contact"
    if document.supplier is None:
        return 0, ""
    key, text = payee_key(document.supplier), payee_key(line.text)
    if not key or not text:
        return 0, ""
    if key in text or _squeezed(key) in _squeezed(text):
        return 30, "the bank's text names the supplier"
    words = [word for word in key.split() if len(word) >= _SHORT_REFERENCE]
    if words and any(word in text.split() for word in words):
        return 20, "the bank's text has a word of the supplier's name"
    if matches_search(document.supplier, [line.text], tolerant=True):
        return 20, "the bank's text resembles the supplier"
    return 0, ""


def _reference_points(document: PaidDocument, line: CandidateLine) -> tuple[int, str]:
    number = _squeezed(document.number or "")
    if len(number) >= _SHORT_REFERENCE and any(c.isdigit() for c in number) and number in _squeezed(line.text):
        return 25, f"the bank's text has the number {document.number}"
    return 0, ""


def _day_points(document: PaidDocument, line: CandidateLine) -> tuple[int, str]:
    apart = abs((line.booked_on - _expected(document)).days)
    if apart == 0:
        return 15, "on the same day"
    days = "1 day" if apart == 1 else f"{apart} days"
    if document.is_receipt:
        return max(0, 15 - 3 * apart), f"{days} apart"
    return (
        12 if apart <= 7 else 8 if apart <= 31 else 3
    ), f"{days} from the {'due' if document.due_on else 'issue'} date"


def _squeezed(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())
