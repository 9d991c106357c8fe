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
_ONLY_A_RATE = re.compile(r"\W*(?:20|5)(?:[.,]0{1,2})?\s?%\W*")


@dataclass(frozen=True, slots=True)
class Stack:
    """A net with its VAT under it and their sum under that."""

    net: FoundAmount
    tax: FoundAmount
    total: FoundAmount
    rate: Decimal


def stack_of(sheet: Sheet) -> Stack | None:
    """The last such column, where its total is the largest amount of the page: smaller ones are parts of it."""
    money = [a for a in sheet.amounts if a.amount.has_decimals]
    highest = max((a.pence for a in money), default=0)
    found = [stack for stack in _stacks(money) if stack.total.pence == highest]
    return found[-1] if found else None


def _stacks(money: list[FoundAmount]) -> Iterator[Stack]:
    for n, total in enumerate(money):
        column = [a for a in money[:n] if a.piece.page == total.piece.page and _in_column(a, total)]
        if len(column) < 2:
            continue
        net, tax = column[-2:]
        if net.row.index == tax.row.index or net.pence + tax.pence != total.pence or not _says_tax(tax):
            continue
        for rate in _RATES:
            if abs(rounded_half_up(Decimal(net.pence) * rate / 100) - tax.pence) <= _ROUNDED and tax.pence > 0:
                yield Stack(net, tax, total, rate)


def _in_column(one: FoundAmount, other: FoundAmount) -> bool:
    last = one.row.pieces[-1] is one.piece or one.piece.box.right > other.piece.box.left
    return last and abs(one.piece.box.right - other.piece.box.right) < _EDGE and one.row.index < other.row.index


def _says_tax(tax: FoundAmount) -> bool:
    """Whether words for VAT stand beside it, or nothing but its rate."""
    return Word.TAX in words_in(compact(tax.label)) or _ONLY_A_RATE.fullmatch(plain(tax.label)) is not None
