"""Whom a paper is addressed to: the name below or beside a heading such as `Bill to`, or at the head of an address."""

from __future__ import annotations

import re

from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.name_lines import (
    ADDRESS,
    NOT_A_NAME,
    ends_in_a_postcode,
    is_a_label,
    is_a_title,
    tidy_name,
)
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Fact

_HEADING = re.compile(
    r"(?:INVOICED?|BILL(?:ED)?|SOLD|CHARGED?|ISSUED|CREDIT)TO|TO|RECEIVED(?:WITHTHANKS)?FROM|CUSTOMER(?:NAME|DETAILS)?|CLIENT(?:NAME)?|BUYER|FAO|FOR"
    r"|(?:INVOICE|BILLING|CUSTOMER)(?:NAMEAND)?ADDRESS|PREPAREDFOR|KUNDE|RECHNUNGSEMPFANGER|ACCOUNTHOLDER"
)
_SPOKEN = re.compile(
    r"^\s*(?:INVOICED? TO|BILL(?:ED)? TO|SOLD TO|CHARGE TO|TO|CUSTOMER(?: NAME)?|CLIENT(?: NAME)?|FAO|BILLED FOR)"
    r"\s*[:\-–]\s*(?=\S)|^\s*(?:SOLD|INVOICED|BILLED|CHARGED) TO\s+(?=\S)"
)
_REMARK = re.compile(r"\s*\([a-z][^)]*\)\s*$")
_PERSON_AFTER = re.compile(r"\s[—–]\s")
"""Whose attention is asked stands after a dash: `The Swan Inn — A. Roe`."""
_OUTWARD = re.compile(r",\s(?:C/O\s)?[A-Z][A-Z' -]+\s[A-Z]{1,2}\d{1,2}[A-Z]?(?:\s\d)?$|^C/O\s")
"""A town with only the first half of its postcode, and care of somebody: an address too."""
_TERMS = re.compile(r"^(?:BILL|STATEMENT|QUOTE) (?:FOR|OF|NO)\b|\b(?:DUE|\d+ DAYS|PAYABLE|TERMS|PLEASE|THANK)\b")
_A_PAIR = 2
_FIRST, _BESIDE_GAP, _LINES = 0.6, 0.2, 2.6
_HEADED, _ADDRESSED = 0.96, 0.85


def _named(text: str) -> str:
    """The name without the address that follows it in its line, and without a remark in brackets."""
    text = _PERSON_AFTER.split(text)[0]
    name, *rest = text.split(", ")
    others = ", ".join(rest)
    if rest and (ends_in_a_postcode(others) or any(c.isdigit() for c in others) or ADDRESS.search(plain(others))):
        text = name
    return tidy_name(_REMARK.sub("", text))


def customer_of(sheet: Sheet) -> Fact[str] | None:
    """The name under a heading that says whose address it is; else, less surely, the head of the address block."""
    for row in sheet.rows:
        for piece in row.pieces:
            if piece.page != 1 or piece.box.top > _FIRST:
                continue
            if (meant := _FOR.match(piece.text)) and _heads_its_address(sheet, piece):
                return Fact(_named(piece.text[meant.end() :]), _HEADED, piece.place)
            if spoken := _SPOKEN.match(plain(piece.text)):
                name = _named(piece.text[spoken.end() :])
                if _may_be(name):
                    return Fact(name, _HEADED, piece.place)
            if _HEADING.fullmatch(piece.compact) and (pair := _paired(row.pieces, piece)) is not None:
                return Fact(_named(pair.text), _HEADED, pair.place)
            if _HEADING.fullmatch(piece.compact) and (found := _under_or_beside(sheet, piece)) is not None:
                return Fact(_named(found.text), _HEADED, found.place)
    return _head_of_an_address(sheet)


_FOR = re.compile(r"\s*(?i:for)\s*:\s*(?=[A-Z])")
"""What may be said of work too, where no address follows."""


def _heads_its_address(sheet: Sheet, piece: Piece) -> bool:
    under = (p for p in _pieces(sheet, piece.page) if _goes_on(piece, p))
    return any(_is_address(plain(p.text)) or ends_in_a_postcode(p.text) for p in under)


def _paired(row: tuple[Piece, ...], heading: Piece) -> Piece | None:
    """The name at the other end of a row that holds nothing else."""
    alone = len(row) == _A_PAIR and row[0] is heading
    return row[1] if alone and _may_be(_named(row[1].text)) else None


def _under_or_beside(sheet: Sheet, heading: Piece) -> Piece | None:
    for piece in _pieces(sheet, heading.page):
        gap = piece.box.top - heading.box.bottom
        tall = heading.box.bottom - heading.box.top
        starts = abs(piece.box.left - heading.box.left) < 0.03
        if -0.2 * tall < gap < _LINES * tall and starts and _may_be(_named(piece.text)):
            return piece
        beside = (
            0 <= piece.box.left - heading.box.right < _BESIDE_GAP and abs(piece.middle - heading.middle) < _ASIDE * tall
        )
        if beside and _may_be(_named(piece.text)):
            return piece
    return None


_ASIDE = 0.9
"""A label may stand in the middle of the lines of its cell, half a line below the first."""


def _is_address(text: str) -> bool:
    return ADDRESS.search(text) is not None or _OUTWARD.search(text) is not None


def _head_of_an_address(sheet: Sheet) -> Fact[str] | None:
    """A line over an address at the left, where a window envelope shows it."""
    pieces = [p for p in _pieces(sheet, 1) if p.box.left < 0.2 and 0.12 < p.box.top < 0.45]
    for n, piece in enumerate(pieces[:-1]):
        if any(_goes_on(over, piece) for over in _pieces(sheet, 1)):
            continue  # a line inside the block, such as the town
        below = pieces[n + 1 : n + 4]
        is_address = any(_is_address(plain(p.text)) for p in below)
        if is_address and _may_be(_named(piece.text)) and not _is_address(plain(piece.text)):
            return Fact(_named(piece.text), _ADDRESSED, piece.place)
    return None


def is_only_address(sheet: Sheet, customer: Fact[str]) -> bool:
    """Whether no other name stands over an address at the left: the window of the envelope shows this one."""
    names = {_named(p.text) for p in _pieces(sheet, 1) if _heads_an_address(sheet, p)}
    return names == {customer.value}


def _heads_an_address(sheet: Sheet, piece: Piece) -> bool:
    within = piece.box.left < _WINDOW and 0.12 < piece.box.top < _FIRST and _may_be(_named(piece.text))
    if not within or any(_goes_on(over, piece) for over in _pieces(sheet, 1)):
        return False
    under = [
        p
        for p in _pieces(sheet, 1)
        if _goes_on(piece, p) or any(_goes_on(q, p) and _goes_on(piece, q) for q in _pieces(sheet, 1))
    ]
    return any(_is_address(plain(p.text)) for p in under) and not _is_address(plain(piece.text))


_WINDOW = 0.2


def _goes_on(over: Piece, piece: Piece) -> bool:
    """Whether the piece is the next line of the same block."""
    gap, tall = piece.box.top - over.box.bottom, over.box.bottom - over.box.top
    return abs(piece.box.left - over.box.left) < 0.02 and -0.5 * tall < gap < tall and _may_be(_named(over.text))


def _pieces(sheet: Sheet, page: int) -> list[Piece]:
    return [p for row in sheet.rows for p in row.pieces if p.page == page]


def _may_be(name: str) -> bool:
    letters = sum(c.isalpha() for c in name)
    few_digits = sum(c.isdigit() for c in name) * 3 < letters
    named = NOT_A_NAME.search(compact(name)) is None and not _HEADING.fullmatch(compact(name))
    named = named and not is_a_label(name) and not is_a_title(name) and not any(True for _ in days_in(name))
    named = named and _TERMS.search(plain(name)) is None
    return letters >= 3 and few_digits and named and len(name) <= 70
