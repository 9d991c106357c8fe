"""Lines that another format dates a day or two away, or that were pending: the last stage of an alignment."""

from __future__ import annotations

from accountsos.reconciliation.alignment import Alignment, Shown, are_twins
from accountsos.reconciliation.line_key import is_like
from accountsos.reconciliation.verdict import DAYS_AROUND, MatchedBy

TEXT_DAYS = 3
"""So far apart two formats of a bank may date a line; pending and booked, or a line the bank re-dated, up to five."""
_ENOUGH_ON_THEIR_DAY = 3
"""So many lines of two formats on the same days show that these formats date alike."""


def match_near_days(alignment: Alignment) -> None:
    """Settle what is left: one-to-one by amount and similar text where both files show both days, else ask."""
    candidates = [(shown, found) for shown in alignment.still_open() if (found := _candidates(alignment, shown))]
    index = alignment.index
    candidates.sort(key=lambda pair: (min(abs(index.days[k] - pair[0].day) for k in pair[1]), pair[0].position))
    for shown, found in candidates:
        left = [known for known in found if not alignment.used[known]]
        if not left:
            continue
        if all(_is_sure(alignment, shown, known) for known in left) and are_twins(alignment, left):
            alignment.take(shown, min(left, key=index.numbers.__getitem__), MatchedBy.TEXT)
        else:
            alignment.ask(shown, left)


def _candidates(alignment: Alignment, shown: Shown) -> list[int]:
    days = (shown.day + n for n in range(-DAYS_AROUND, DAYS_AROUND + 1) if n)
    return [known for day in days for known in alignment.free(shown, day) if _may_be(alignment, shown, known)]


def _may_be(alignment: Alignment, shown: Shown, known: int) -> bool:
    index = alignment.index
    similar = is_like(shown.text, index.texts[known])
    if index.deleted[known] or similar is False:
        return False
    if index.pending[known] or shown.pending:
        return True
    if index.formats[known] == alignment.format:
        # The bank itself may have moved a line: only where the file would show the known one and lacks it.
        return bool(similar) and alignment.days.would_show(index.days[known])
    if abs(index.days[known] - shown.day) > TEXT_DAYS:
        return False
    if alignment.days.holds(index.days[known]):
        return True
    return _is_worth_asking(alignment, shown, known)


def _is_worth_asking(alignment: Alignment, shown: Shown, known: int) -> bool:
    """Of a known line outside the file's days: what comes again and again is a payment of its own each time."""
    if alignment.across_formats >= _ENOUGH_ON_THEIR_DAY or alignment.is_other_id(shown, known):
        return False
    index, around = alignment.index, range(-DAYS_AROUND, DAYS_AROUND + 1)
    near = sum(len(index.with_amount(shown.amount, shown.currency, index.days[known] + n)) for n in around)
    return near == 1 and alignment.amounts[shown.amount] == 1


def _is_sure(alignment: Alignment, shown: Shown, known: int) -> bool:
    index, days = alignment.index, alignment.days
    if not is_like(shown.text, index.texts[known]):
        return False
    if index.pending[known] or shown.pending:
        return True
    if index.formats[known] == alignment.format or alignment.is_other_id(shown, known):
        return False
    return days.holds(index.days[known]) and days.was_shown(shown.day)
