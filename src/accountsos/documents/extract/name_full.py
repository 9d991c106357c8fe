"""A short name that the page says in full: with its company's form, or with what it does, before its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accountsos.documents.extract.name_lines import ADDRESS, ENDS_IN_FORM, NameCandidate, fits, tidy_name
from accountsos.documents.extract.rows import Row, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Fact
from accountsos.documents.names import core_name

_PARTS = re.compile(r"\s*[,·|•]\s*|\s[-–—]\s|(?<=\w\w\w)\.\s+(?=[A-Z])")
_LETTERS_LEAST, _HEAD, _SURE = 4, 5, 0.95
_CORPORATE = frozenset("stores retail supermarkets operations trading enterprises uk gb international".split())
"""What a company adds to its name and nobody says."""
_REGISTERED = re.compile(r"\s+(?:CO(?:MPANY)?|REG(?:ISTERED)?)\b\W.*\d.*$", re.IGNORECASE)
_NOT_THE_SELLER = re.compile(r"\b(?:PAYMENTS?|HOLDINGS?|FINANCE|INSURANCE|GROUP|PENSION)\b")


def company_in_full(sheet: Sheet, name: Fact[str], best: NameCandidate) -> Fact[str] | None:
    """The one company whose name begins with it: the logo says `Pond`, a line `Pond Coffee Co Ltd`.

    Of a name that is sure only the head says it otherwise.
    """
    core = core_name(name.value)
    if len(core) < _LETTERS_LEAST or ENDS_IN_FORM.search(plain(name.value)):
        return None
    rows = sheet.rows[:_HEAD] if name.confidence >= _SURE else sheet.rows
    companies = {core_name(part): part for part in _parts(rows, best) if _is_a_company(part)}
    longer = [part for key, part in companies.items() if key.startswith(f"{core} ")]
    longer = [part for part in longer if not set(core_name(part).removeprefix(core).split()) <= _CORPORATE]
    if len(longer) != 1 or _NOT_THE_SELLER.search(plain(longer[0])):
        return None
    return replace(name, value=longer[0])


def _is_a_company(part: str) -> bool:
    return ENDS_IN_FORM.search(plain(part)) is not None and _SENTENCE.search(part) is None


_SENTENCE = re.compile(r"\s(?:is|are|was|were|by|trading|to)\s")


def _parts(rows: Sequence[Row], best: NameCandidate) -> Iterator[str]:
    for row in rows:
        for piece in row.pieces:
            if piece not in best.pieces:
                parts = (_REGISTERED.sub("", part) for part in _PARTS.split(piece.text))
                yield from (name for part in parts if fits(name := tidy_name(part)))


def said_with_more(sheet: Sheet, name: Fact[str], best: NameCandidate) -> str | None:
    """The name as the next lines of the head have it before its address or company: `Pond Books, 3 Mere Row`."""
    core = core_name(name.value)
    for row in sheet.rows[best.row + 1 : _HEAD] if len(core) >= _LETTERS_LEAST else ():
        for piece in row.pieces:
            first, *others = _PARTS.split(piece.text.strip())
            more = core_name(first).removeprefix(f"{core} ").split()
            whole = core_name(first).startswith(f"{core} ") and 0 < len(more) <= _MORE_MOST
            whole = whole and not set(more) <= _CORPORATE
            if whole and others and first[:1].isupper() and fits(first) and not _is_a_place(first):
                return tidy_name(first)
    return None


_MORE_MOST = 2
_PLACES = frozenset("hill square court place green gate mill yard farm bridge cross corner quay wharf mews row".split())


def _is_a_place(text: str) -> bool:
    digits = any(c.isdigit() for c in text)
    return digits or ADDRESS.search(plain(text)) is not None or core_name(text).split()[-1] in _PLACES
