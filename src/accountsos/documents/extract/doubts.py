"""What a person is asked about a page: for each unsure field the two best readings, with where they stand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any

from accountsos.documents.extract.choose import Numbers, ranked, scorers
from accountsos.documents.extract.issue_day import day_candidates
from accountsos.documents.extract.number import number_candidates
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.supplier import name_candidates, parties_of
from accountsos.documents.extract.total import total_candidates
from accountsos.documents.facts import Doubt, Reading

_OFFERED = 2
_Found = tuple[Sequence[Any], Sequence[Hashable], Sequence[str | int], Numbers]


def doubts_of(sheet: Sheet, fields: Sequence[str], *, today: date, own_names: Sequence[str]) -> tuple[Doubt, ...]:
    """The best readings of each of these fields, most likely first; a field that has none is only named."""
    found: dict[str, Callable[[], _Found]] = {
        "supplier": lambda: _names(sheet, own_names),
        "date": lambda: _days(sheet, today),
        "total": lambda: _totals(sheet),
        "number": lambda: _numbers(sheet),
    }
    return tuple(
        Doubt(field, _readings(field, found[field](), by_eye=sheet.is_by_eye) if field in found else ())
        for field in fields
    )


def _readings(field: str, found: _Found, *, by_eye: bool) -> tuple[Reading, ...]:
    candidates, keys, values, features = found
    if not candidates:
        return ()
    best = ranked(scorers()[field], keys, features, by_eye=by_eye)[:_OFFERED]
    return tuple(Reading(values[choice.best], choice.confidence, candidates[choice.best].place) for choice in best)


def _names(sheet: Sheet, own_names: Sequence[str]) -> _Found:
    found, features = name_candidates(sheet, own_names)
    return found, parties_of(found, sheet), [candidate.name for candidate in found], features


def _days(sheet: Sheet, today: date) -> _Found:
    found, features = day_candidates(sheet, today)
    days = [candidate.day for candidate in found]
    return found, days, [day.isoformat() for day in days], features


def _totals(sheet: Sheet) -> _Found:
    found, features = total_candidates(sheet)
    printed = [amount.pence for amount in found]
    # The same amount with and without a minus is one reading; what is offered keeps its sign.
    return found, [max(pence, -pence) for pence in printed], printed, features


def _numbers(sheet: Sheet) -> _Found:
    found, features = number_candidates(sheet)
    texts = [candidate.text for candidate in found]
    return found, texts, texts, features
