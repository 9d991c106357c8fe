"""What speaks for a bank line being the payment of a document beside its amount: the party, the number, the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from accountsos.contacts.names import matches_search, resembles
from accountsos.contacts.payee import payee_key, payee_of
from accountsos.dates import ONE_DAY
from accountsos.money import Pence

RECEIPT_DAYS = (-2, 7)
INVOICE_DAYS = (-10, 75)
AFTER_DUE = 30
INSTALMENT_DAYS = (-60, 240)
"""A deposit comes before the invoice, the last instalment long after it."""

_NAMED, _BEGUN, _ALIKE, _WORD = 30, 25, 20, 12
_NUMBER, _DIGITS, _OTHER_NUMBER = 25, 15, -30
_SHORT_WORD, _SHORT_NUMBER, _SHORT_DIGITS = 4, 4, 5
_SQUEEZED_NAME = 8
_CUT_AFTER = 18
"""So many letters of a name some banks print."""
_WHOLE, _CUT, _FIRST = "whole", "cut", "first"
_ALIKE_FROM = 0.8
_COMMON_WORDS = frozenset(
    "AND BROTHERS BUILDING BUSINESS CENTRE CLEANING COMMUNICATIONS COMPANY CONSULTANCY CONSULTING CONTRACTORS DESIGN "
    "DIGITAL DIRECT ELECTRICAL ENERGY ENGINEERING ENTERPRISES EUROPE FINANCE FOODS GLOBAL GROUP HOLDINGS HOUSE "
    "INSURANCE INTERNATIONAL LOGISTICS LONDON MANAGEMENT MARKETING MEDIA NATIONAL NORTH NORTHERN ONLINE PARTNERS "
    "PAYMENT PLUMBING PRODUCTS PROPERTIES PROPERTY RETAIL SALES SERVICE SERVICES SHOP SOFTWARE SOLUTIONS SONS SOUTH "
    "SOUTHERN STORE STORES STREET STUDIO SUPPLIES SUPPLY SYSTEMS TECHNOLOGY TRADE TRADING TRANSPORT TRAVEL UK UNITED "
    "WEST WESTERN EAST EASTERN WHOLESALE".split()
)
"""Words that many suppliers share: no sign that a line is about one of them."""
_ADDED_WORDS = frozenset(
    "BUSINESS CO COMPANY DIRECT EUROPE GB GROUP HOLDINGS INTERNATIONAL ONLINE RETAIL STORES UK".split()
)
"""Words at the end of a company's full name that its everyday name leaves out."""
_PROCESSORS = re.compile(
    r"\b(?:STRIPE|GO ?CARDLESS|PAYPAL|SUM ?UP|I?ZETTLE|SQUARE|WORLDPAY|DOJO|SHOPIFY|KLARNA|TEYA|ADYEN|MOLLIE"
    r"|TAKEPAYMENTS|ELAVON|BARCLAYCARD|AMAZON PAYMENTS|ETSY|EBAY)\b"
)


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
    key: int = 0
    """Which document it is."""
    rejected: frozenset[int] = frozenset()
    """Lines that a person took away from it."""
    is_credit: bool = False

    @property
    def open(self) -> Pence:
        """What is still to be paid."""
        return self.amount - self.already_paid

    @property
    def expected_on(self) -> date:
        """The day on which its payment is likeliest."""
        return self.issued_on if self.is_receipt or self.due_on is None else self.due_on

    @property
    def party(self) -> tuple[int, str]:
        """Whom it is from or to; equal for documents of the same party."""
        if self.contact is not None:
            return self.contact, ""
        return 0, payee_key(self.supplier or "")


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
    payee: str = ""
    """The name of the other side without the bank's wording, where it is known."""
    used: Pence = 0
    """What documents beside it account for."""
    printed: tuple[str, str | None, str | None] | None = None
    """The bank's description, payee and reference, from which that name is read where it is asked for."""

    @property
    def other_side(self) -> str:
        """The name of the other side without the bank's wording; empty where nothing tells it."""
        return self.payee if self.printed is None else payee_of(*self.printed).name

    @property
    def open(self) -> Pence:
        """What no document accounts for yet."""
        return self.amount - self.used


@dataclass(frozen=True, slots=True)
class Evidence:
    """Points, and whether they alone tie the line to the party or to the document."""

    points: int
    strong: bool = False
    reason: str = ""


def due_first(document: PaidDocument, held: Pence, until: date | None) -> PaidDocument:
    """The document without what is kept back of it while more is open; then that alone, due on its own day."""
    if until is None or document.open * held <= 0:
        return document
    if (document.open - held) * held > 0:
        return replace(document, already_paid=document.already_paid + held)
    return replace(document, due_on=until)


def payment_window(document: PaidDocument) -> tuple[date, date]:
    """The days on which it may have been paid."""
    before, after = RECEIPT_DAYS if document.is_receipt else INVOICE_DAYS
    last = document.issued_on + timedelta(days=after)
    if document.due_on is not None:
        last = max(last, document.due_on + timedelta(days=AFTER_DUE))
    return document.issued_on + timedelta(days=before), last


def instalment_window(document: PaidDocument) -> tuple[date, date]:
    """The days on which a part of it may have been paid; a receipt is not paid in parts over months."""
    if document.is_receipt:
        return payment_window(document)
    first, last = payment_window(document)
    before, after = INSTALMENT_DAYS
    return (
        min(first, document.issued_on + timedelta(days=before)),
        max(last, document.issued_on + timedelta(days=after)),
    )


def comes_in_time(document: PaidDocument, line: CandidateLine) -> bool:
    """Whether the line is of a day on which the document may have been paid.

    Customers pay late: a line that quotes the document's number in full is about it months after that, too.
    """
    first, last = payment_window(document)
    if first <= line.booked_on <= last:
        return True
    _, late = instalment_window(document)
    return last < line.booked_on <= late and reference_evidence(document, line).strong


def party_evidence(document: PaidDocument, line: CandidateLine) -> Evidence:
    """Whether the line is about the document's supplier or customer."""
    if document.contact is not None and document.contact == line.contact:
        return Evidence(_NAMED, True, "the same contact")
    if document.supplier is None:
        return Evidence(0)
    return _name_evidence(document.supplier, line.text, line.other_side)


@lru_cache(maxsize=65_536)
def _name_evidence(supplier: str, line_text: str, payee: str) -> Evidence:
    key, text, other = payee_key(supplier), payee_key(line_text), payee_key(payee)
    if not key or not text:
        return Evidence(0)
    if len(squeezed(key)) >= _SQUEEZED_NAME and squeezed(key) in squeezed(text):
        return Evidence(_NAMED, True, "the bank's text names the supplier")
    named = _words_named(key.split(), text.split(), ends=other)
    if named == _WHOLE:
        return Evidence(_NAMED, True, "the bank's text names the supplier")
    begins = other != key.split()[0] and squeezed(key).startswith(squeezed(other))
    if named == _CUT or (begins and len(squeezed(other)) >= _SQUEEZED_NAME):
        return Evidence(_BEGUN, True, "the bank's text has the beginning of the supplier's name")
    if named == _FIRST:
        return Evidence(_ALIKE, False, "the bank's text has the first word of the supplier's name")
    if other and resembles(other, key) >= _ALIKE_FROM:
        return Evidence(_ALIKE, False, "the bank's text resembles the supplier")
    words = {word for word in key.split() if len(word) >= _SHORT_WORD} - _COMMON_WORDS
    if words & set(text.split()):
        return Evidence(_WORD, False, "the bank's text has a word of the supplier's name")
    if matches_search(supplier, [line_text], tolerant=True):
        return Evidence(_WORD, False, "the bank's text resembles the supplier")
    return Evidence(0)


def _words_named(name: Sequence[str], text: Sequence[str], *, ends: str) -> str:
    """Whether the text has the name, or its beginning as banks cut it: in a word, after 18 letters, or where it ends.

    `ends` is the bank's name for the other side. Another word where the name goes on is another name.
    """
    for start, word in enumerate(text):
        if word != name[0]:
            continue
        same = 1
        while same < min(len(name), len(text) - start) and name[same] == text[start + same]:
            same += 1
        if same == len(name) or (same > 1 and _ADDED_WORDS.issuperset(name[same:])):
            return _WHOLE
        so_far = " ".join(name[:same])
        then = text[start + same] if start + same < len(text) else ""
        if then and name[same].startswith(then) and len(so_far) + len(then) >= _SQUEEZED_NAME:
            return _CUT
        if _CUT_AFTER - 1 <= len(so_far) <= _CUT_AFTER:
            return _CUT
        if ends == word and len(word) >= _SHORT_WORD and word not in _COMMON_WORDS and not _PROCESSORS.search(word):
            return _CUT if _ADDED_WORDS.issuperset(name[same:]) else _FIRST
    return ""


def reference_evidence(document: PaidDocument, line: CandidateLine) -> Evidence:
    """Whether the line quotes the document's number, or that of another document."""
    if not document.number:
        return Evidence(0)
    return _number_evidence(document.number, line.text.upper())


@lru_cache(maxsize=65_536)
def _number_evidence(number: str, text: str) -> Evidence:
    patterns = _number_patterns(number.upper())
    if patterns is None:
        return Evidence(0)
    exact, is_long, digits, shape = patterns
    if exact.search(text):
        if is_long:
            return Evidence(_NUMBER, True, f"the bank's text has the number {number}")
        return Evidence(_DIGITS, False, f"the bank's text has {number}, a short number")
    if digits is not None and digits.search(text):
        return Evidence(_DIGITS, False, f"the bank's text has the digits of {number}")
    if shape is not None and (other := shape.search(text)):
        return Evidence(_OTHER_NUMBER, False, f"the bank's text has another number, {other.group(0).strip()}")
    return Evidence(0)


_Patterns = tuple[re.Pattern[str], bool, re.Pattern[str] | None, re.Pattern[str] | None]


@lru_cache(maxsize=16_384)
def _number_patterns(number: str) -> _Patterns | None:
    """How to find the number whole, whether it is long enough to prove something, its digits alone, and its likes."""
    groups = re.findall(r"[A-Z]+|\d+", number)
    plain = "".join(groups)
    if len(plain) < _SHORT_NUMBER or not any(g.isdigit() for g in groups):
        return None
    between = r"[\W_]{0,3}"
    left = r"(?<!\d)" if groups[0].isdigit() else r"(?<![A-Z])" if len(groups[0]) == 1 else ""
    right = r"(?!\d)" if groups[-1].isdigit() else r"(?![A-Z])"
    exact = re.compile(left + between.join(groups) + right)
    is_long = not plain.isdigit() or len(plain) >= _SHORT_DIGITS
    last = groups[-1].lstrip("0") if groups[-1].isdigit() else ""
    digits = None
    if len(groups) > 1 and len(last) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", last):
        digits = re.compile(rf"(?<!\d)0*{last}(?!\d)")
    shape = None
    if groups[0].isalpha() and len(groups[0]) >= 2:
        like = [rf"\d{{{len(g)}}}" if g.isdigit() else g for g in groups]
        shape = re.compile(rf"(?<![A-Z]){between.join(like)}{right}")
    return exact, is_long, digits, shape


def day_evidence(document: PaidDocument, line: CandidateLine) -> Evidence:
    """How near the line is to the day on which the payment is likeliest."""
    apart = abs((line.booked_on - document.expected_on).days)
    if apart == 0:
        return Evidence(15, reason="on the same day")
    days = "1 day" if apart == 1 else f"{apart} days"
    if document.is_receipt:
        return Evidence(max(0, 15 - 3 * apart), reason=f"{days} apart")
    of = "due" if document.due_on else "issue"
    early = line.booked_on < document.issued_on - ONE_DAY
    points = 3 if early else 12 if apart <= 7 else 8 if apart <= 31 else 3
    return Evidence(points, reason=f"{days} from the {of} date" + (", before the issue date" if early else ""))


def names_processor(line: CandidateLine) -> str | None:
    """The payment processor whose payout the line is."""
    found = _PROCESSORS.search(line.text.upper())
    return found.group(0).title() if found and line.amount > 0 else None


def squeezed(text: str) -> str:
    """Letters and digits only."""
    return "".join(c for c in text.upper() if c.isalnum())
