"""What an invoice on a page still asks for, where that is not its total."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from accountsos.documents.extract.goods import goods_of
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.vat import vat_of
from accountsos.documents.extract.vat_labels import COMES_BACK
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import Fact
from accountsos.money import Pence

_NOT_ASKED = re.compile(r"PREVIOUS|OPENING|LAST|FORWARD|BROUGHT|BEFORE|REVERSECHARGE|HMRC|CUSTOMERTO")
"""An older balance, or the VAT of a reverse charge, which the customer owes to HMRC."""
_OTHER_PAPER = re.compile(
    r"DEPOSIT|CISDEDUCT|CISTAX|CISAT|LESSCIS|DEDUCTION|RETENTION|PREVIOUSBALANCE|PREVIOUSBILL|LASTBILL|OPENINGBALANCE|BALANCEB"
    r"|BROUGHTFORWARD|BALANCEFORWARD|BALANCEBEFORE|ARREARS|INTERIMINVOICE|PREVIOUSLYINVOICED|PREVIOUSINVOICE"
    r"|ALREADYINVOICED|LESSINVOICE|ANZAHLUNG|ACOMPTE|ABSCHLAG|OUTSTANDINGBALANCE|UNPAIDBALANCE|ACCOUNTBALANCE|LESSPAYMENT"
    r"|PARTPAYMENT|PREVIOUSLYPAID|ALREADYPAID|PAIDTODATE|PREPAID|PREPAYMENT|CREDITBALANCE|ALLOCATED"
)
_PAID_OUT = re.compile(r"(?:DEPOSITS?|PAID|TRANSFER(?:S|RED)?|PAYOUTS?)(?:IN)?TO(?:YOUR)?BANK")
"""What a marketplace paid out to its seller."""
_ONLY_HELD = re.compile(r"PREAUTH|NOT(?:BEEN)?(?:CHARGED|TAKEN|DEBITED)|HOLDON(?:YOUR|THE)?CARD")
"""A deposit that was never taken: the card only vouches for it."""
_KEPT_BACK = re.compile(
    r"^\W*(?:LESS\s+)?C\.?I\.?S\.?(?:\s+(?:@|AT))?\s*(?:\d|$)"
    r"|(?:RECEIVED|PAID|PAYMENTS?|MONEY|MONIES|LESS|HELD|FUNDS)\W+(?:ALREADY )?ON ACCOUNT|^\W*ON ACCOUNT"
)
"""`CIS 20%`: what the customer keeps back for HMRC, by no other word."""
_NO_TOTAL = frozenset(
    (Word.EXCLUSIVE, Word.SUBTOTAL, Word.PREPAID, Word.BALANCE, Word.PAYABLE, Word.DISCOUNT, Word.SAVING, Word.QUANTITY)
)
_RECEIVED = re.compile(
    r"PAYMENTS?(?:RECEIVED|MADE|WITHTHANKS|THANKYOU)|(?:WE|YOU)(?:HAVE)?(?:RECEIVED|PAID)|PAIDWITHTHANKS|LESSPAYMENTS?"
)
_THIS_PAPER = re.compile(r"THIS(?:INVOICE|BILL|PERIOD|MONTH|QUARTER)$")
_LEFT_OVER = re.compile(
    r"BROUGHTFORWARD|BALANCEB|BALANCEFORWARD|BALANCEBEFORE|REMAINING|STILLOWED|OVERDUE|ARREARS|UNPAID"
)
_IN_ADVANCE = re.compile(r"(?<!PAID)INADVANCE")
"""Rent and charges are asked in advance: that is what the paper itself is about."""
_WAITS = 0.9
_ROUNDED = 5
"""Cash is rounded to five: so small a difference is no balance."""


@dataclass(frozen=True, slots=True)
class StillToPay:
    """The total, and what was paid before and is still asked, which are told only where they differ from the total."""

    gross: Fact[Pence] | None
    prepaid: Fact[Pence] | None = None
    payable: Fact[Pence] | None = None
    waits: bool = False
    """Whether a person must say what of it is this paper's own; no sum makes the total surer then."""


def still_to_pay(sheet: Sheet, gross: Fact[Pence] | None) -> StillToPay:
    """Told apart where the page speaks of two amounts; a page that tells of another paper's money waits."""
    if gross is None or gross.value <= 0:
        return StillToPay(gross)
    asked = [a for a in _labelled(sheet, Word.PAYABLE, Word.BALANCE) if not _NOT_ASKED.search(compact(a.label))]
    asked = [a for a in asked if not _is_conditional(sheet, a) and not _is_of_goods(sheet, a)]
    due = asked[-1] if asked else None
    whole = _proved_total(sheet, gross)
    if whole is not None and whole.value != gross.value:
        gross = replace(whole, confidence=min(gross.confidence, _WAITS))
    elsewhere = {size: found for found in _of_other_papers(sheet) if (size := _size(found)) > 0}
    for size in (_own_net(sheet, gross), *_paid_off(sheet, elsewhere)):
        elsewhere.pop(size, None)
    if due is not None and not -_ROUNDED <= due.pence - gross.value <= _ROUNDED:
        before = elsewhere.get(gross.value - due.pence)
        prepaid = None if before is None else Fact(_size(before), _WAITS, before.place)
        return StillToPay(gross, prepaid, Fact(due.pence, _WAITS, due.place), waits=True)
    if (less := _rest_is_asked(sheet, gross, elsewhere)) is not None:
        return less
    if whole is None and (less := _less_what_was_paid(sheet, gross, elsewhere)) is not None:
        return less
    if whole is None and any(size != gross.value for size in elsewhere):
        # Other papers' money is in it and nothing shows where: which amount is this paper's own, a person says.
        return StillToPay(_doubted(gross), waits=True)
    return StillToPay(gross)


def _is_of_goods(sheet: Sheet, found: FoundAmount) -> bool:
    """Whether it is a line of goods, with its quantity and price: `Wheel balance   4   6.00   24.00`."""
    if Word.PAYABLE in words_in(compact(found.label)):
        return False
    beside = [a.amount for a in sheet.amounts if a.row is found.row]
    return any(
        not count.has_decimals and count.pence * price.pence == whole.pence * 100
        for count, price, whole in combinations(beside, 3)
        if price.has_decimals and whole.has_decimals and count.pence > 0
    )


def _is_conditional(sheet: Sheet, found: FoundAmount) -> bool:
    """Whether a sentence speaks of it that asks for nothing now: a discount for early payment, a later invoice."""
    text = plain(found.piece.text)
    if len(re.findall(r"[A-Z]{2,}", text)) < _SENTENCE_LEAST:
        return False
    before = [p.text for row in sheet.rows[max(0, found.row.index - 1) : found.row.index] for p in row.pieces]
    after = [p.text for row in sheet.rows[found.row.index + 1 : found.row.index + 2] for p in row.pieces]
    if _OF_ANOTHER_TIME.search(text):
        return True
    return (
        _GOES_ON.search(text) is not None
        and _OF_ANOTHER_TIME.search(plain(" ".join((*before, text, *after)))) is not None
    )


_SENTENCE_LEAST = 6
_GOES_ON = re.compile(r"\bIN WHICH CASE\b|\bTHE (?:BALANCE|AMOUNT|REMAINDER|SUM)\b")
_OF_ANOTHER_TIME = re.compile(
    r"SETTLEMENT DISCOUNT|PROMPT PAYMENT|EARLY PAYMENT|PAID EARLY|\bIF (?:PAID|YOU PAY|PAYMENT|SETTLED)\b"
    r"|MAY BE DEDUCTED|WILL BE (?:INVOICED|BILLED|CHARGED)|TO BE INVOICED|OVERDUE BALANCE OF"
    r"|BALANCE ON YOUR ACCOUNT AFTER"
    r"|CREDIT LIMIT|ACCOUNT AFTER THIS"
)


def _own_net(sheet: Sheet, gross: Fact[Pence]) -> Pence:
    """The net of the one rate that is in the total: a deposit's own invoice asks for just that, and no other paper."""
    rates = vat_of(sheet, gross.value, gross.place).by_rate
    whole = len(rates) == 1 and rates[0].rate and rates[0].net is not None
    return rates[0].net or 0 if whole else 0


def _paid_off(sheet: Sheet, elsewhere: Iterable[Pence]) -> list[Pence]:
    """Old balances that the page says were paid in full: nothing of them is in what it asks for."""
    paid = {_size(a) for a in sheet.amounts if a.is_money and _RECEIVED.search(compact(a.label))}
    left = {a.pence for a in sheet.amounts if a.is_money and _LEFT_OVER.search(compact(a.label))}
    return [size for size in elsewhere if size in paid and left <= {0, size}]


def _proved_total(sheet: Sheet, gross: Fact[Pence]) -> Fact[Pence] | None:
    """The total that net and VAT make, the one that was read first."""
    if vat_of(sheet, gross.value, gross.place).proved:
        return gross
    named = [a for a in sheet.amounts if a.is_money and _THIS_PAPER.search(compact(a.label))]
    for found in (*named, *_labelled(sheet, Word.TOTAL, Word.INCLUSIVE, Word.GRAND)):
        plain = not words_in(compact(found.label)) & _NO_TOTAL
        if plain and found.pence > 0 and vat_of(sheet, found.pence, found.place).proved:
            return Fact(found.pence, gross.confidence, found.place)
    return None


def _rest_is_asked(sheet: Sheet, gross: Fact[Pence], elsewhere: dict[Pence, FoundAmount]) -> StillToPay | None:
    """What is left of the total after a deduction is printed below it, by whatever name: that is what is asked."""
    for size, taken in elsewhere.items():
        for rest in sheet.amounts:
            below = rest.row.index > taken.row.index and rest.is_money
            below = below and Word.TAX not in words_in(compact(rest.label))
            if below and size < gross.value and rest.pence == gross.value - size:
                prepaid = Fact(size, _WAITS, taken.place)
                return StillToPay(gross, prepaid, Fact(rest.pence, _WAITS, rest.place), waits=True)
    return None


def _less_what_was_paid(sheet: Sheet, read: Fact[Pence], elsewhere: dict[Pence, FoundAmount]) -> StillToPay | None:
    """What was read is what is still asked, where a printed total less such a sum makes it, or the goods' own sum."""
    totals = {a.pence: a for a in _labelled(sheet, Word.TOTAL, Word.INCLUSIVE, Word.GRAND)}
    for size, before in elsewhere.items():
        if (whole := totals.get(read.value + size)) is not None:
            gross = Fact(whole.pence, min(read.confidence, _WAITS), whole.place)
            asked = Fact(read.value, _WAITS, read.place)
            return StillToPay(gross, Fact(size, _WAITS, before.place), asked, waits=True)
        if before.pence < 0 and goods_of(sheet, read.value + size)[1]:
            gross = Fact(read.value + size, min(read.confidence, _WAITS), read.place)
            return StillToPay(gross, Fact(size, _WAITS, before.place), Fact(read.value, _WAITS, read.place), waits=True)
    return None


def _doubted(gross: Fact[Pence]) -> Fact[Pence]:
    return replace(gross, confidence=min(gross.confidence, _WAITS))


def _of_other_papers(sheet: Sheet) -> list[FoundAmount]:
    """Amounts that were asked or paid by other papers: deposits, deductions, old balances."""
    return [
        a
        for a in sheet.amounts
        if a.is_money
        and not _PAID_OUT.search(compact(a.label))
        and not _ONLY_HELD.search(compact(f"{a.label} {a.piece.text}"))
        and (
            _OTHER_PAPER.search(compact(a.label))
            or COMES_BACK.search(compact(a.label))
            or _KEPT_BACK.search(plain(a.label))
            or (Word.PREPAID in words_in(compact(a.label)) and not _IN_ADVANCE.search(compact(a.label)))
        )
    ]


def _labelled(sheet: Sheet, *wanted: Word) -> list[FoundAmount]:
    """Amounts whose own label, on their left, says one of these."""
    words = frozenset(wanted)
    return [a for a in sheet.amounts if a.is_money and words & words_in(compact(a.label))]


def _size(found: FoundAmount) -> Pence:
    """What was paid before is printed with a minus or without."""
    return max(found.pence, -found.pence)
