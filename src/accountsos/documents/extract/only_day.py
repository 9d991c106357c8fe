"""When a paper's one day is surely its own, whatever stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from accountsos.documents.extract.day_labels import ORDERED
from accountsos.documents.extract.issue_day import DayCandidate
from accountsos.documents.extract.rows import compact, plain


def is_the_only_day(found: Sequence[DayCandidate], chosen: date) -> bool:
    """Whether no other day is on the page but those by which something is to be paid or was ordered."""
    return all(c.day == chosen or (c.day > chosen and c.reason < 0) for c in found)


def is_proved(candidate: DayCandidate, *, is_receipt: bool) -> bool:
    """Whether a slip has its weekday too, or it closes the week that a bill is for: `W/E 25-OCT-26`.

    Of a picture the weekday must agree: so no figure of the day was misread. Days of work prove nothing.
    """
    if candidate.is_in_a_period:
        return False
    label = candidate.label.text
    if not is_receipt:
        return _WEEK_ENDING.search(plain(label)) is not None and (not candidate.piece.by_eye or _agrees(candidate))
    is_slips = candidate.reason >= 0 or ORDERED.search(compact(label)) is not None
    return is_slips and not candidate.in_a_sentence and _agrees(candidate)


def _agrees(candidate: DayCandidate) -> bool:
    """Whether the weekday right before it is that of the day."""
    before = _WEEKDAY.search(plain(candidate.piece.text[: candidate.found.start]))
    return before is not None and _WEEKDAYS.index(before["name"]) == candidate.day.weekday()


_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join(_WEEKDAYS)})[A-Z]{{0,6}}[.,]?\s?$")
_WEEK_ENDING = re.compile(r"(?:\bW/E|\bWEEK ENDING|\bWEEK ENDED)\W*$")


def is_of_the_order(found: Sequence[DayCandidate]) -> bool:
    """Whether the only day is that of the order: what is ordered and paid on the web has no other."""
    ordered = all(ORDERED.search(compact(c.label.text)) and not c.piece.by_eye for c in found)
    return ordered and len({c.day for c in found}) == 1 and all(c.found.other is None for c in found)


def ends_a_stay(found: Sequence[DayCandidate], chosen: date) -> bool:
    """Whether it is the last day of all, on which the guest left and the bill was printed."""
    labels = " ".join(compact(c.label.text) for c in found if c.day == chosen and not c.piece.by_eye)
    told = "PRINTED" in labels and _LEAVES.search(labels) is not None
    return told and chosen == max(candidate.day for candidate in found)


def is_a_tills(found: Sequence[DayCandidate], chosen: date, today: date) -> bool:
    """Whether it is the only day, of the last year, with its time right behind it, as a till prints it."""
    alone = {candidate.day for candidate in found} == {chosen} and all(c.found.other is None for c in found)
    timed = any(_TIME_BEHIND.match(c.piece.text[c.found.end :]) for c in found)
    return alone and timed and 0 <= (today - chosen).days < _A_YEAR


_LEAVES = re.compile(r"DEPARTURE|\bDEP\b|CHECKOUT")
_TIME_BEHIND = re.compile(r"[\s,]{0,3}(?:at |um |@ )?(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)")
_A_YEAR = 366
