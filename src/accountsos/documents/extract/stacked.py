"""Net, VAT and total as three amounts that stand in one column, whatever is written beside them or is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.money import rounded_half_up

_RATES = (Decimal(20), Decimal(5))
_EDGE = 0.012
_ROUNDED = 1
_WORDS_OF_A_SUM = 6
_ONLY_VAT = re.compile(
    r"(?:TAX|VAT)CODE|(?:(?:VAT)?(?:AT|ON)?(?:STANDARD|REDUCED)RATE[D]?(?:VAT)?)|(?:TOTAL|ADD|PLUS)?(?:VAT|VALUEADDEDTAX|TVA|MWST|UST|BTW|IVA)(?:TOTAL|AMOUNT|THEREON|AT|CHARGED|STANDARDRATE)*(?:GBP|EUR)?"
)
"""Nothing but the tax: goods may speak of VAT too, and other taxes of tax."""
_TOTALS = re.compile(r"(?:GRAND |INVOICE )?TOTALS?\b|TO PAY\b|AMOUNT (?:DUE|PAID)\b|BALANCE DUE\b")
_SUM = re.compile(r"\d[.,]\d{2}(?!\d)")
HOLDS_ITS_VAT = re.compile(r"\bINC[A-Z]*\b[^()]{0,14}\d[.,]\d{2}[^()]{0,14}\b(?:VAT|TAX)")
"""`Booking fee (incl. £0.33 VAT)`: what stands behind it is the fee."""
_OF_THE_ACCOUNT = re.compile(r"(?:ACCOUNT|CARRIEDFORWARD|NEW)BALANCE|BALANCE(?:ON|OF)(?:YOUR|THE)ACCOUNT|CREDITLIMIT")
_ONLY_A_RATE = re.compile(r"\W*(?:20|5)(?:[.,]0{1,2})?\s?%\W*")


@dataclass(frozen=True, slots=True)
class Stack:
    """A net with its VAT under it and their sum under that."""

    net: FoundAmount
    tax: FoundAmount
    total: FoundAmount
    rate: Decimal | None
    """None where it is not one rate on all of the net."""


def stack_of(sheet: Sheet) -> Stack | None:
    """The last such column, where its total is the largest amount of the page: smaller ones are parts of it."""
    money = [a for a in sheet.amounts if a.amount.has_decimals]
    # What the whole account owes after this paper is no sum of it, nor is what a sentence speaks of.
    own = [a for a in money if not a.is_a_unit_price and not _OF_THE_ACCOUNT.search(compact(a.label))]
    own = [a for a in own if len(a.piece.text.split()) <= _WORDS_OF_A_SUM or Word.TOTAL in words_in(compact(a.label))]
    highest = max((a.pence for a in own), default=0)
    found = [stack for stack in (*_stacks(money), *_in_lines(money)) if stack.total.pence == highest]
    return found[-1] if found else None


def _in_lines(money: list[FoundAmount]) -> Iterator[Stack]:
    """The same in one line: `Parts & labour 120.00   VAT 24.00   Total to pay 144.00`, or under a row of headings."""
    for net, tax, total in zip(money, money[1:], money[2:], strict=False):
        one_row = net.row.index == tax.row.index == total.row.index
        if one_row and _TOTALS.match(plain(net.row.text)):
            yield from (stack for stack in _at_a_rate(net, tax, total) if stack.rate is not None)
        elif one_row and (_says_tax(tax) or _ONLY_VAT.fullmatch(compact(tax.above)) is not None):
            yield from _at_a_rate(net, tax, total)


def _at_a_rate(net: FoundAmount, tax: FoundAmount, total: FoundAmount) -> Iterator[Stack]:
    if net.pence + tax.pence != total.pence or tax.pence <= 0:
        return
    for rate in _RATES:
        if abs(rounded_half_up(Decimal(net.pence) * rate / 100) - tax.pence) <= _ROUNDED:
            yield Stack(net, tax, total, rate)
            return
    if _ONLY_A_RATE.fullmatch(plain(_own_label(tax))) is None and tax.pence * 5 <= net.pence:
        yield Stack(net, tax, total, None)


def _stacks(money: list[FoundAmount]) -> Iterator[Stack]:
    for n, total in enumerate(money):
        column = [a for a in money[:n] if a.piece.page == total.piece.page and _in_column(a, total)]
        if len(column) < 2:
            continue
        net, tax = column[-2:]
        if net.row.index != tax.row.index and _says_tax(tax):
            yield from _at_a_rate(net, tax, total)


def _in_column(one: FoundAmount, other: FoundAmount) -> bool:
    last = one.row.pieces[-1] is one.piece or one.piece.box.right > other.piece.box.left
    return last and abs(one.piece.box.right - other.piece.box.right) < _EDGE and one.row.index < other.row.index


def _own_label(tax: FoundAmount) -> str:
    """What stands before it in its own cell, else in its line, from the amount before it on, or the cell before it."""
    own = tax.piece.text[: tax.amount.start]
    if any(c.isalnum() for c in own):
        return _SUM.split(own)[-1]
    beside = tax.row.pieces[tax.column - 1].text if tax.column else ""
    if _ONLY_VAT.fullmatch(compact(beside)) is not None:
        return beside  # what stands farther to the left is of another column: `Transactions 12   VAT 20 %   126.92`
    return _SUM.split(tax.label)[-1]


def _says_tax(tax: FoundAmount) -> bool:
    """Whether words for VAT and nothing else stand before it, or nothing but its rate."""
    label = _own_label(tax)
    if HOLDS_ITS_VAT.search(plain(tax.label)):
        return False
    return _ONLY_VAT.fullmatch(compact(label)) is not None or _ONLY_A_RATE.fullmatch(plain(label)) is not None
