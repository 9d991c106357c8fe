"""VAT that is charged on a part of a paper: the part and the rest must both be shown by what it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import VatAtRate
from accountsos.money import Pence, rounded_half_up

_RATES = (Decimal(20), Decimal(5))
_LINES_MOST = 14
_IS_TAX = re.compile(r"(?:TOTAL|ADD|PLUS)?VAT(?!FREE|EXEMPT|REG)")
_NO_LINE = frozenset(
    (Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.SUBTOTAL, Word.CASH, Word.CARD, Word.CHANGE, Word.BALANCE)
)


def parts_of(sheet: Sheet, net: Pence, tax: FoundAmount) -> tuple[VatAtRate, ...]:
    """The part of the net that this tax is a rate of ours on, and the rest that bears none.

    Each must be printed, or be what some lines next to each other come to: fees above, disbursements below.
    """
    taxes = {a.pence for a in sheet.amounts if a.amount.has_decimals and _IS_TAX.match(compact(a.label))}
    if not 0 < tax.pence < net or len(taxes - {0, tax.pence}) > 0:
        return ()  # where VAT is charged twice over, what is left may bear some
    shown = _shown(sheet, tax.pence)
    for rate in _RATES:
        for base in sorted(shown):
            rest = net - base
            if rest > 0 and rest in shown and rounded_half_up(Decimal(base) * rate / 100) == tax.pence:
                return (
                    VatAtRate(rate, base, tax.pence, None, 0.93, tax.place),
                    VatAtRate(Decimal(0), rest, 0, None, 0.9, tax.place),
                )
    return ()


@lru_cache(maxsize=8)
def _shown(sheet: Sheet, tax: Pence) -> frozenset[Pence]:
    printed = {a.pence for a in sheet.amounts if a.amount.has_decimals and a.pence > 0 and a.pence != tax}
    lines = [a.pence for a in _lines(sheet) if a.pence != tax]
    for start in range(len(lines)):
        total = 0
        for size in lines[start : start + _LINES_MOST]:
            total += size
            printed.add(total)
    return frozenset(printed)


def _lines(sheet: Sheet) -> Iterator[FoundAmount]:
    """The last amount of each row that is no sum and no payment."""
    last = {a.row.index: a for a in sheet.amounts if a.amount.has_decimals}
    for found in last.values():
        if not words_in(compact(found.label)) & _NO_LINE and not _IS_TAX.match(compact(found.label)):
            yield found
