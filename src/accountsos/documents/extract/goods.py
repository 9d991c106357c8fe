"""The lines of goods on a page: a description with an amount at the right, above the totals."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from accountsos.documents.extract.rows import Row, compact
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import DocumentLine
from accountsos.money import Pence

_STOPS = frozenset(
    (Word.TOTAL, Word.SUBTOTAL, Word.TAX, Word.CASH, Word.CARD, Word.CHANGE, Word.PAYABLE, Word.ROUNDING, Word.PREPAID)
)
_WORK_ON_TAX = re.compile(r"(?:VAT|TAX)(?:RETURN|ADVICE|REGISTRATION|PLANNING)|ADVICEONVAT")
"""Goods that speak of a tax and are none: an accountant's work."""
_QUANTITY = re.compile(r"^\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:x|X|@|Stk|pcs|h|hrs)?\.?\s*$")
_TIMES = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*[xX@]\s*[£€$]?\s*(\d{1,6}\.\d{2})")
_RATE = re.compile(r"(?<!\d)(\d{1,2}(?:[.,]\d)?)\s?%")
LINES_MAX = 300


def goods_of(sheet: Sheet, *targets: Pence | None) -> tuple[tuple[DocumentLine, ...], bool]:
    """The lines whose sum is the net or the gross (`targets`), and whether it is; without such a sum, none."""
    lines, amounts = _candidates(sheet)
    for target in targets:
        if target is None or not amounts:
            continue
        running = 0
        for count, amount in enumerate(amounts, 1):
            running += amount
            if running == target:
                return tuple(lines[:count]), True
    return (), False


def _candidates(sheet: Sheet) -> tuple[list[DocumentLine], list[Pence]]:
    last: dict[int, FoundAmount] = {}
    for found in sheet.amounts:
        if found.amount.has_decimals:
            last[found.row.index] = found
    lines: list[DocumentLine] = []
    amounts: list[Pence] = []
    for index in sorted(last):
        row, found = sheet.rows[index], last[index]
        words = words_in(_WORK_ON_TAX.sub("", row.compact))
        if words & _STOPS and lines:
            break
        if words & _STOPS or len(lines) >= LINES_MAX:
            continue
        line = _line(sheet, row, found)
        if line is not None:
            lines.append(line)
            amounts.append(found.pence)
    return lines, amounts


def _line(sheet: Sheet, row: Row, found: FoundAmount) -> DocumentLine | None:
    texts = [piece.text for piece in row.pieces]
    description = max(texts, key=lambda text: sum(c.isalpha() for c in text))
    times = _TIMES.search(row.text)
    if len(compact(description)) < 3 and row.index > 0:
        # A till prints the name on one row and `2 x 1.50   3.00` below it.
        description = sheet.rows[row.index - 1].text
    if len(compact(description)) < 3:
        return None
    quantity = price = None
    if times:
        quantity, price = _decimal(times.group(1)), _decimal(times.group(2))
    else:
        numbers = [match.group(1) for text in texts if (match := _QUANTITY.match(text))]
        quantity = _decimal(numbers[0]) if numbers else None
    rate = _RATE.search(row.text)
    return DocumentLine(
        description=description.strip(),
        quantity=quantity,
        unit_price=price,
        net=None,
        gross=found.pence,
        vat_rate=_decimal(rate.group(1)) if rate else None,
        place=found.place,
    )


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
