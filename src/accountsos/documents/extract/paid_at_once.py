"""Marks of a till: the total once more beside a way to pay, and lines that take something off."""

from __future__ import annotations

import re

from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.rows import Row, compact
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.words import Word, words_in


def was_handed_over(sheet: Sheet) -> bool:
    """Whether the total stands once more beside nothing but a way to pay: `Total 77.75   Mastercard 77.75`."""
    money = [(a.pence, compact(a.label)) for a in sheet.amounts if a.amount.has_decimals and a.pence > 0]
    totals = {pence for pence, label in money if words_in(label) & {Word.TOTAL, Word.PAYABLE}}
    return any(pence in totals and _WAY_TO_PAY.fullmatch(label) for pence, label in money)


_WAY_TO_PAY = re.compile(
    r"(?:CARD|DEBIT|CREDIT|BUSINESS|VISA|MASTERCARD|MAESTRO|AMEX|AMERICANEXPRESS|CONTACTLESS|CASH|CHIP|PIN|GIROCARD"
    r"|ECKARTE|KARTE|BAR|CB|CARTE(?:BANCAIRE)?|ESPECES|BANCONTACT|APPLEPAY|GOOGLEPAY|PAYPAL|GBP|EUR)+"
)


def is_marked_paid(sheet: Sheet) -> bool:
    """Whether a line begins with `PAID` and the largest sum of the page: nothing is left to pay."""
    money = [a for a in sheet.amounts if a.amount.has_decimals]
    highest = max((a.pence for a in money), default=0)
    paid = [a for a in money if a.pence == highest and _ONLY_PAID.fullmatch(compact(a.label))]
    return highest > 0 and bool(paid)


_ONLY_PAID = re.compile(r"(?:TOTAL|AMOUNT)?PAID(?:WITHTHANKS|INFULL)?(?:GBP)?")


def is_paid_at_the_foot(sheet: Sheet) -> bool:
    """Whether a way to pay stands by itself under the total: `To pay 18.00`, and then `CASH`."""
    totals = [a.row.index for a in sheet.amounts if words_in(compact(a.label)) & {Word.TOTAL, Word.PAYABLE}]
    after = sheet.rows[max(totals) + 1 : max(totals) + 3] if totals else ()
    return any(len(row.pieces) == 1 and _WAY_TO_PAY.fullmatch(row.compact) for row in after)


def is_taken_off(row: Row) -> bool:
    """Whether a line ends in a sum below zero, as what a till takes off: `Offer: 2 for 12   -1.00`."""
    last = [a for piece in row.pieces[1:] for a in amounts_in(piece.text) if a.has_decimals]
    return bool(last) and last[-1].pence < 0
