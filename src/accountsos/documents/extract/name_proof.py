"""Whether a page names its supplier twice over: what is said in several places of it is surer than one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from accountsos.documents.extract.cells import Cells
from accountsos.documents.extract.name_features import generic
from accountsos.documents.extract.name_lines import (
    ADDRESS,
    ENDS_IN_FORM,
    NOT_A_NAME,
    NameCandidate,
    ends_in_a_postcode,
    is_kept_by,
)
from accountsos.documents.extract.name_witnesses import FOOT, PAYEE, SELLER, Witness, trading_names
from accountsos.documents.extract.payment import bank_of
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.names import core_name

_HOST = re.compile(r"(?:@|WWW\.|HTTPS?://(?:WWW\.)?)([A-Z0-9-]{4,})\.")
_WORD_LEAST, _LETTERS_LEAST, _BLOCK = 5, 4, 5
_SMALLER = 0.8
_IN_COLUMN = 0.02
_HOUSE = re.compile(r"\d{1,4}[A-Z]?,?\s+[A-Z]{3}")
_HEAD = 2
"""Rows in which a page puts the name of who sends it."""
_SELLS = re.compile(
    r"FROM|LANDLORD|LESSOR|SUPPLIER|SELLER|VENDOR|SOLDBY|SUPPLIEDBY|ISSUEDBY|INVOICEFROM|BILLEDBY|PROVIDEDBY|SUBCONTRACTOR"
    r"|(?:SUPPLIER|SELLER|OUR)(?:NAME|DETAILS)|PAYTO|PAYEE|REMITTO"
)
_TELLING = (PAYEE, SELLER)


def undisputed(
    sheet: Sheet, found: Sequence[NameCandidate], chosen: NameCandidate, witnesses: Sequence[Witness]
) -> bool:
    """Whether the page names nobody else, and the chosen name stands at its head, twice or over its VAT number.

    Two lines agree where they are one name without legal form, or begin with one word that is long enough to be a name.
    A name read off a picture is not made surer so: it may be misread wherever it stands.
    """
    ours = _key(chosen.name)
    if not ours or generic(chosen.name) or chosen.joined > 1 or chosen.piece.by_eye:
        return False
    agree = {_key(company) for trading, company in trading_names(sheet) if _key(trading) == ours}
    agree |= {_key(trading) for trading, company in trading_names(sheet) if _key(company) == ours}
    places = {chosen.row}
    for key, row in _names(sheet, found, chosen, witnesses):
        if key in agree or _alike(key, ours):
            places.add(row)
        elif not _within(key, ours):
            return False
    at_head = chosen.row < _HEAD and chosen.piece.page == 1
    twice = at_head or _stands_over_its_address(sheet, chosen)
    twice = twice or len(places) > 1 or _in_an_address(sheet, ours) or _is_paid(sheet, witnesses, ours)
    return twice or over_a_vat_number(sheet, chosen) or under_a_sellers_heading(sheet, chosen)


def _names(
    sheet: Sheet, found: Sequence[NameCandidate], chosen: NameCandidate, witnesses: Sequence[Witness]
) -> Iterator[tuple[str, int]]:
    """Every name that speaks for somebody: at the head of the page, with a legal form, or by a witness."""
    for candidate in found:
        capital, squeezed = plain(candidate.name), compact(candidate.name)
        formal = ENDS_IN_FORM.search(capital) is not None
        if (
            candidate.joined > 1
            or is_kept_by(candidate.piece)
            or NOT_A_NAME.search(squeezed)
            or generic(candidate.name)
        ):
            continue
        # `INV-27265` without its figures is no name, nor is the beginning of an address.
        at_head = candidate.row < _HEAD and ADDRESS.search(plain(candidate.piece.text)) is None
        at_head = at_head and _HOUSE.match(plain(candidate.piece.text)) is None
        at_head = at_head and not _is_a_strapline(candidate, chosen)
        if (formal or at_head) and len(key := _key(candidate.name)) >= _LETTERS_LEAST:
            yield key, candidate.row
    for witness in witnesses:
        formal = ENDS_IN_FORM.search(plain(witness.name)) is not None
        if is_kept_by(witness.piece):
            continue
        if witness.kind in _TELLING or (witness.kind == FOOT and formal):
            yield _key(witness.name), witness.row


def said_whole(sheet: Sheet, chosen: NameCandidate) -> bool:
    """Whether a name that runs over lines stands in one line of the page too."""
    whole = _key(chosen.name)
    return any(f" {whole} " in f" {_key(p.text)} " for row in sheet.rows for p in row.pieces)


def _is_a_strapline(candidate: NameCandidate, chosen: NameCandidate) -> bool:
    """Whether it stands in smaller letters under the name, as a trade, a motto or a town does, or is a heading."""
    smaller = candidate.row > chosen.row and candidate.piece.height < _SMALLER * chosen.piece.height
    return smaller or candidate.piece.text.endswith(":")


def _is_paid(sheet: Sheet, witnesses: Sequence[Witness], ours: str) -> bool:
    """Whether the page asks to pay it and gives an account of this country."""
    payees = {_key(w.name) for w in witnesses if w.kind == PAYEE}
    return payees == {ours} and bank_of(sheet) is not None


def _in_an_address(sheet: Sheet, ours: str) -> bool:
    """Whether a mail or web address of the page is called so."""
    squeezed = compact(ours)
    hosts = {host.replace("-", "") for host in _HOST.findall(plain(sheet.text))}
    return any(compact(host) == squeezed or (len(host) > _WORD_LEAST and squeezed.startswith(host)) for host in hosts)


def under_a_sellers_heading(sheet: Sheet, chosen: NameCandidate) -> bool:
    """Whether the cell over it, or before it, says that what follows sells: `Landlord:`, `From`."""
    cells = Cells(sheet)
    beside = (cells.above(chosen.piece), cells.left_of(chosen.piece))
    return any(other is not None and _SELLS.fullmatch(other.compact) for other in beside)


def _stands_over_its_address(sheet: Sheet, chosen: NameCandidate) -> bool:
    """Whether it is a company by its form and its address follows in its column: a block of its own."""
    if ENDS_IN_FORM.search(plain(chosen.name)) is None or chosen.piece.text.strip() != chosen.name:
        return False
    below = [p for row in sheet.rows[chosen.row + 1 : chosen.row + _BLOCK] for p in row.pieces]
    column = [p for p in below if p.page == chosen.piece.page and abs(p.box.left - chosen.piece.box.left) < _IN_COLUMN]
    return any(ADDRESS.search(text := plain(p.text)) or _HOUSE.match(text) or ends_in_a_postcode(text) for p in column)


def over_a_vat_number(sheet: Sheet, chosen: NameCandidate) -> bool:
    """Whether a VAT number that is not the customer's stands in the lines below it, before any sum."""
    rows = {id(piece.box): row.index for row in sheet.rows for piece in row.pieces}
    priced = {found.row.index for found in sheet.amounts if found.amount.has_decimals}
    block = range(chosen.row, chosen.row + _BLOCK)
    numbered = [rows.get(id(place.box), -1) for _, place, customers in vat_numbers(sheet) if not customers]
    return any(at in block and not priced.intersection(range(chosen.row, at + 1)) for at in numbered)


def _key(name: str) -> str:
    return core_name(re.sub(r"\s&\s", " and ", name)).removeprefix("the ")


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = one.split()[:1], other.split()[:1]
    return first == second and bool(first) and len(first[0]) >= _WORD_LEAST


def _within(one: str, other: str) -> bool:
    """Whether one is only a part of the other, which says nothing of anybody else."""
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
