"""VAT that words say a total contains: `£12.00 in all, inc. £2.00 VAT`, `of which VAT @ 20%: 2.00`."""

from __future__ import annotations

import re
from decimal import Decimal

from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.vat_parts import shown
from accountsos.documents.facts import VatAtRate
from accountsos.money import Pence, rounded_half_up

OURS = (Decimal(20), Decimal(5))
TAX = r"(?:V\.?A\.?T\.?|T\.?V\.?A\.?|MW\.?ST\.?|UST\.?|U\.ST\.|B\.?T\.?W\.?|IVA|MOMS|TAW|TAX(?:ES)?)(?![A-Z])"
"""The tax, as the till rolls of some countries shorten it."""
SAYS_TAX = re.compile(rf"\b{TAX}")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_AT = (
    r"\W*(?:(?:@|AT|ZU|VON|OF)\W*)?(?:(?:THE )?(?:STANDARD|REDUCED)(?: RATE)?|\d{1,2}(?:[.,]\d{1,2})?\s?%)?"
    r"(?: (?:AMOUNT|CONTENT))?"
)
_IN_IT = (
    r"(?:INC(?:L(?:UD(?:E[SD]?|ING)|USIVE)?)?|OF WHICH|CONTAIN(?:S|ED|ING)?|INKL(?:USIVE)?|DAVON|DARIN|ENTHALT(?:EN)?"
    r"|DONT|WAARVAN|WITH|DI CUI)\b\.?(?: OF)?"
)
_MONEY = r"[^\w%]*(?:GBP|EUR)?[^\w%]*$"
_IN_IT_THE_TAX = re.compile(rf"\b{_IN_IT}{_AT}\W*(?:TOTAL )?{TAX}{_AT}(?:\W*OF)?{_MONEY}")
_THE_TAX_IN_IT = re.compile(
    rf"\b{TAX}{_AT}\W*(?:{_IN_IT}(?:\W*IN\b)?[A-Z&+',/ ]{{0,28}}|IN (?:THE |THIS )?(?:SUB-?)?(?:TOTAL|PRICE|ABOVE))"
    rf"{_AT}{_MONEY}"
)
_IN_IT_THE_SUM = re.compile(rf"\b{_IN_IT}{_AT}{_MONEY}")
_THEN_THE_TAX = re.compile(rf"^\W*(?:GBP|EUR)?\W*(?:OF|IN|FOR|AS|IS|BEING)?{_AT}\W*{TAX}")
_PRICES = re.compile(rf"\bPRICES? (?:ALL )?(?:ARE )?{_IN_IT}{_AT}\W*{TAX}{_AT}{_MONEY}")
_CONTAINED = re.compile(
    r"(?:INCLUDES|INCLUDING|INCLUDED|OFWHICH|DAVON|DONT|CONTAINS|INCL)(?:VAT|GST|TVA|MWST|UST)(?:OF|AT)?(?:ON[A-Z]{2,24}|[A-Z]{0,3})$"
    r"|^(?:VAT|GST|TVA|MWST|UST)(?:AMOUNT)?(?:INCLUDED|CONTAINED|CONTENT|INCL)(?:OF|ON|AT|IN|INTOTAL|INTHETOTAL|ABOVE)?$"
)
_INCLUDED = re.compile(r"(?:^|TOTAL|OFWHICH)(?:INC|INCL)(?:VAT|TAX)(?:AT|OF)?$|^[A-Z]?(?:VAT|TAX)(?:AT)?(?:INC|INCL)$")
"""Short for the same; it may also head a price with its VAT, so the amount must be the VAT of the whole."""
_INCLUDES = re.compile(r"^\W*(?:INCLUDES|INCLUDING|INCLUDED|INCL?\.?|OF WHICH|CONTAINS)\W*$")
_IN_TAX = re.compile(r"^\W*(?:IN|OF|FOR)?\s*(?:TAX(?:ES)?|VAT|V\.A\.T\.)\b")


def within(rate: Decimal, gross: Pence) -> Pence:
    """The VAT that a sum contains at this rate."""
    return rounded_half_up(Decimal(gross) * rate / (100 + rate))


def is_said_within(tax: FoundAmount) -> bool:
    """Whether its label says so and can mean nothing else."""
    return _CONTAINED.search(compact(tax.label)) is not None


def may_be_within(tax: FoundAmount) -> bool:
    """Whether words before it, or on both sides of it, may say that the total contains it.

    They may also head a price with its VAT: its size must show which.
    """
    before, after = tax.piece.text[: tax.amount.start], tax.piece.text[tax.amount.end :]
    if _INCLUDES.match(plain(before)) is not None and _IN_TAX.match(plain(after)) is not None:
        return True
    if _INCLUDED.search(compact(tax.label)) is not None:
        return True
    before, after = around(tax)
    if _IN_IT_THE_SUM.search(before) is not None and _THEN_THE_TAX.match(after) is not None:
        return True
    return any(pattern.search(before) for pattern in (_IN_IT_THE_TAX, _THE_TAX_IN_IT, _PRICES))


def around(tax: FoundAmount) -> tuple[str, str]:
    """What stands before and behind it in its line."""
    start = sum(len(piece.text) + 1 for piece in tax.row.pieces[: tax.column]) + tax.amount.start
    text = tax.row.text
    if not any(c.isalpha() for c in text):
        return plain(tax.above), ""  # a narrow roll breaks the line before the sum
    return plain(text[:start]), plain(text[start + tax.amount.end - tax.amount.start :])


def rates_said(text: str) -> tuple[Decimal, ...]:
    """The rates that a text prints and that may be of VAT."""
    found = (Decimal(match.replace(",", ".")) for match in _PERCENT.findall(plain(text)))
    return tuple(dict.fromkeys(rate for rate in found if rate in _KNOWN))


_KNOWN = frozenset(
    Decimal(rate)
    for rate in (
        "2.1 2.6 3 3.8 4 4.8 5 5.5 6 7 7.7 8 8.1 9 9.5 10 12 12.5 13 13.5"
        " 14 15 16 17 17.5 18 19 20 21 22 23 24 25 25.5 27"
    ).split()
)
"""The rates of VAT in Europe, now or of late: a share such as 1.69 % is a fee."""


def rate_within(tax: FoundAmount, gross: Pence) -> Decimal | None:
    """The rate said beside it, or one of ours, at which this sum contains it."""
    said = rates_said(tax.row.text) if tax.row.text.count("%") == 1 else ()
    return next((rate for rate in said or OURS if abs(within(rate, gross) - tax.pence) <= 1), None)


def within_a_part(sheet: Sheet, gross: Pence, tax: FoundAmount) -> tuple[VatAtRate, ...]:
    """The VAT that a printed part of the total contains, where what is added to that is printed too: service, a tip."""
    parts = shown(sheet, tax.pence)
    for part in sorted(parts, reverse=True):
        if tax.pence < part < gross and gross - part in parts and (rate := rate_within(tax, part)) in OURS:
            taxed = VatAtRate(rate, part - tax.pence, tax.pence, None, 0.9, tax.place)
            return (taxed, VatAtRate(Decimal(0), gross - part, 0, None, 0.8, tax.place))
    return ()
