"""What an invoice on a page still asks for, where that is not its total."""

from __future__ import annotations

import re
from dataclasses import replace

from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import Fact
from accountsos.money import Pence

_BEFORE = re.compile(r"PREVIOUS|OPENING|LAST|FORWARD|BROUGHT")
_WAITS = 0.9
_ROUNDED = 5
"""Cash is rounded to five: so small a difference is no balance."""


def still_to_pay(
    sheet: Sheet, gross: Fact[Pence] | None
) -> tuple[Fact[Pence] | None, Fact[Pence] | None, Fact[Pence] | None]:
    """Total, prepaid and payable: the last two only where the page asks for another amount than its total."""
    if gross is None or gross.value <= 0:
        return gross, None, None
    asked = [a for a in _labelled(sheet, Word.PAYABLE, Word.BALANCE) if not _BEFORE.search(compact(a.label))]
    paid = {size: found for found in _labelled(sheet, Word.PREPAID) if (size := _size(found)) > 0}
    if not asked:
        return gross, None, None
    due = asked[-1]
    if not -_ROUNDED <= due.pence - gross.value <= _ROUNDED:
        before = paid.get(gross.value - due.pence)
        prepaid = None if before is None else Fact(_size(before), _WAITS, before.place)
        return gross, prepaid, Fact(due.pence, _WAITS, due.place)
    totals = {a.pence: a for a in _labelled(sheet, Word.TOTAL, Word.INCLUSIVE, Word.GRAND)}
    for size, before in paid.items():
        if (whole := totals.get(gross.value + size)) is not None:
            total = replace(gross, value=whole.pence, confidence=min(gross.confidence, _WAITS), place=whole.place)
            return total, Fact(size, _WAITS, before.place), Fact(due.pence, _WAITS, due.place)
    return gross, None, None


def _labelled(sheet: Sheet, *wanted: Word) -> list[FoundAmount]:
    """Amounts whose own label, on their left, says one of these."""
    words = frozenset(wanted)
    return [a for a in sheet.amounts if a.amount.has_decimals and words & words_in(compact(a.label))]


def _size(found: FoundAmount) -> Pence:
    """What was paid before is printed with a minus or without."""
    return max(found.pence, -found.pence)
