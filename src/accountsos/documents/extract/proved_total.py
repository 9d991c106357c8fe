"""What else proves a total, or takes the trust out of it: the change given, the way it was paid, how it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accountsos.documents.extract.goods import goods_of
from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import Fact
from accountsos.money import Pence

_ADDED_UP, _SHOWN = 0.96, 0.9
_A_WAY_TO_PAY = re.compile(r"(?:VISA|MASTERCARD|MAESTRO|AMEX|DEBIT|CREDIT|CARD|CONTACTLESS|APPLEPAY|GOOGLEPAY|PAYPAL)+")


def by_the_change(sheet: Sheet) -> Fact[Pence] | None:
    """The sum on a till roll that cash less change makes: surely so, where the goods come to it too."""
    money = [a for a in sheet.amounts if a.amount.has_decimals and a.pence > 0]
    handed = [a for a in money if Word.CASH in words_in(compact(a.label))]
    given = [a for a in money if Word.CHANGE in words_in(compact(a.label))]
    if len(handed) != 1 or len(given) != 1:
        return None
    kept = handed[0].pence - given[0].pence
    shown = [a for a in money if a.pence == kept and a.row.index < handed[0].row.index]
    if not shown:
        return None
    return Fact(kept, _ADDED_UP if goods_of(sheet, kept)[1] else _SHOWN, shown[-1].place)


def is_handed_over(sheet: Sheet, total: Pence) -> bool:
    """Whether it is printed as what is to pay, and once more beside nothing but a card."""
    same = [compact(a.label) for a in sheet.amounts if a.amount.has_decimals and a.pence == total]
    to_pay = any(words_in(label) & {Word.PAYABLE, Word.TOTAL} for label in same)
    return to_pay and any(_A_WAY_TO_PAY.fullmatch(label) for label in same)


def is_unmarked(found: FoundAmount) -> bool:
    """Whether it was read off a picture with neither pence nor a sign: its point may have been lost."""
    return found.piece.by_eye and not found.is_money


def asked_as_much(found: Sequence[FoundAmount], size: Pence) -> FoundAmount | None:
    """What is still to pay where just as much was paid before: half the price as a deposit."""
    same = (amount for amount in found if amount.pence == size)
    return next((a for a in same if words_in(compact(a.label)) & {Word.PAYABLE, Word.BALANCE}), None)


def less_returns(found: Sequence[FoundAmount], goods: Pence) -> FoundAmount | None:
    """What is to pay of goods of which something went back: their sum less what is printed as returned."""
    back = {-amount.pence for amount in found if amount.pence < 0 and "RETURN" in compact(amount.label)}
    to_pay = [amount for amount in found if _TO_PAY.search(compact(amount.label)) and goods - amount.pence in back]
    return to_pay[0] if to_pay else None


_TO_PAY = re.compile(r"PAYABLE|TOPAY|(?:AMOUNT|TOTAL|BALANCE)DUE")
