"""The total that the lines right above it come to, and the one sum of a page that sums nothing up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import DocumentLine, Fact
from accountsos.money import Pence

_ADDED_UP, _SHOWN, _ALONE = 0.96, 0.9, 0.5
_LINES_LEAST = 2
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_TOTALS = frozenset((Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.INCLUSIVE))
_NO_TOTALS = frozenset((Word.EXCLUSIVE, Word.SUBTOTAL, Word.TAX, Word.DISCOUNT, Word.SAVING, Word.PREPAID, Word.CHANGE))


def total_of_lines(sheet: Sheet, instead_of: FoundAmount) -> Fact[Pence] | None:
    """The last sum named a total, or paid, that lines above it come to; surely so where the other is one of them.

    A line of goods is no total, however large it is.
    """
    if _is_a_total(instead_of):
        return None
    lines = _last_of_rows(sheet)
    may_be = [_is_a_total(found) or _is_twice(sheet, found) for found in lines]
    proved = [(found, run) for n, found in enumerate(lines) if may_be[n] and (run := _run(lines[:n], found))]
    if not proved:
        return None
    total, run = proved[-1]
    is_part = any(line.row.index == instead_of.row.index for line in run)
    return Fact(total.pence, _ADDED_UP if is_part and not total.piece.by_eye else _SHOWN, total.place)


def the_one_sum(sheet: Sheet) -> Fact[Pence] | None:
    """The only sum of money of a page, for a person to look at."""
    money = [found for found in sheet.amounts if found.is_money and found.pence > 0]
    return Fact(money[0].pence, _ALONE, money[0].place) if len({found.pence for found in money}) == 1 else None


def is_the_most(sheet: Sheet, total: Pence, lines: Sequence[DocumentLine]) -> bool:
    """Whether several lines of text add up, and no larger sum stands beside or below them."""
    if len(lines) < _LINES_LEAST or sheet.is_by_eye:
        return False
    places = [line.place for line in lines]
    money = [found for found in sheet.amounts if found.is_money]
    first = min((found.row.index for found in money if found.place in places), default=0)
    return max((found.pence for found in money if found.row.index >= first), default=0) == total


def _run(above: list[FoundAmount], total: FoundAmount) -> list[FoundAmount]:
    """The lines right above it whose sum it is; nothing was taken off between them."""
    running = 0
    for n, line in enumerate(reversed(above), 1):
        running += line.pence
        if line.pence < 0 or running > total.pence:
            break
        if running == total.pence and n >= _LINES_LEAST:
            return above[-n:]
    return []


def _last_of_rows(sheet: Sheet) -> list[FoundAmount]:
    last = {found.row.index: found for found in sheet.amounts if found.is_money and found.pence}
    return [last[index] for index in sorted(last)]


def _is_a_total(found: FoundAmount) -> bool:
    words = words_in(compact(_IN_BRACKETS.sub("", found.label))) or words_in(compact(found.above))
    paid = Word.CASH in words and "PAID" in compact(found.label)
    return bool(words & _TOTALS or paid) and not words & _NO_TOTALS


def _is_twice(sheet: Sheet, found: FoundAmount) -> bool:
    """Whether it is printed twice in its row, as net and total of a bill that charges no VAT."""
    same = [a for a in sheet.amounts if a.row is found.row and a.pence == found.pence and a.is_money]
    return len(same) > 1 and not words_in(compact(found.label))
