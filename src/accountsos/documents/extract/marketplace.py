"""A market place's order names two parties: who sells, and the platform that it was ordered on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accountsos.documents.extract.name_features import generic
from accountsos.documents.extract.name_lines import ADDRESS, ENDS_IN_FORM, NOT_A_NAME, is_a_label, reads_on, tidy_name
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.supplier import names_one_of
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.facts import Fact
from accountsos.documents.names import core_name

_SOLD_BY = re.compile(
    r"^\s*(?:ITEMS? )?(?:(?:SHIPPED|DISPATCHED|FULFILLED|DELIVERED)(?: FROM)? (?:AND|&) )?"
    r"(?:SOLD (?:AND|&) (?:SHIPPED|DISPATCHED|FULFILLED|DELIVERED) BY|SOLD BY|SELLER(?:'S)?(?: NAME| DETAILS)?)"
    r"(?:\s*:\s*|\s+|$)"
)
_ORDER = re.compile(
    r"ORDER(?:N|ID|DATE|REF|PLACED|TOTAL|INFO|DETAILS|RECEIPT|SUMMARY|CONFIRM|$|\|)|YOURORDER|PURCHASE(?:ID|DATE|RECEIPT)"
)
_SELLERS = re.compile(r"MARKETPLACE|THESELLER|SELLERIS|SELLERDETAILS|SELLERS|THIRDPARTYSELLER")
_DAY_OR_MONTH = re.compile(
    r"(?:MON|TUE|WED|THU|FRI|SAT|SUN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\b", re.IGNORECASE
)
_NAME = r"\b(?-i:[A-Z])[\w&'-]*(?:\.\w+)*(?:\s(?-i:[A-Z])[\w&'-]*){0,3}"
_SPOKEN = re.compile(
    rf"(?:ORDERED|ORDER PLACED|PLACED|BOUGHT|PURCHASED|SOLD)\s+(?:ON|VIA|THROUGH)\s+(?:THE\s+)?(?P<a>{_NAME})"
    rf"|(?P<b>{_NAME})\s+(?:IS NOT THE SELLER|ACTS AS (?:AN )?AGENT|IS (?:AN|THE) ONLINE MARKETPLACE)",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?:@|WWW\.|HTTPS?://(?:WWW\.)?|\b)([A-Z0-9-]{4,})\.(?:CO\.UK|COM|UK|NET|SHOP|IO|EU|MARKET|EXAMPLE)\b"
)
_DEEMED = re.compile(
    r"VAT[A-Z]{0,48}(?:ACCOUNTEDFOR|COLLECTED|REMITTED|DECLARED|PAID)(?:TOHMRC|ANDPAID|ANDREMITTED)*BY(?:THE|OUR|US)?(?:ONLINE)?(?:MARKETPLACE|PLATFORM)"
    r"|DEEMED(?:TOBE)?(?:THE)?SUPPLIER"
)
"""The platform owes the VAT of the order: what was bought, it is taken to have sold."""
_HEAD, _BLOCK = 3, 5
_TOLD, _BY_HOST = 0.96, 0.85


@dataclass(frozen=True, slots=True)
class Market:
    """Who sells and on which platform; whether the platform owes the VAT, and the VAT number of who owes it."""

    seller: Fact[str]
    platform: Fact[str]
    is_deemed: bool
    vat_number: Fact[str] | None


def market_of(sheet: Sheet, own_names: Sequence[str], own_numbers: Sequence[str]) -> Market | None:
    """The two parties of an order on a market place; None where the page speaks of no seller or of nobody beside it."""
    if not _ORDER.search(sheet.compact):
        return None
    seller = next(_sellers(sheet, own_names), None)
    if seller is None:
        return None
    platform = _platform(sheet, seller.value, own_names)
    if platform is None or not _is_a_trader(sheet, seller.value, platform.value):
        return None
    is_deemed = _DEEMED.search(sheet.compact.replace("|", "")) is not None
    owner, other = (platform, seller) if is_deemed else (seller, platform)
    return Market(seller, platform, is_deemed, _number_of(sheet, owner.value, other.value, own_numbers))


def _sellers(sheet: Sheet, own_names: Sequence[str]) -> Iterator[Fact[str]]:
    for row in sheet.rows:
        for at, piece in enumerate(row.pieces):
            match = _SOLD_BY.match(plain(piece.text))
            if match is None or len(plain(piece.text)) != len(piece.text):
                continue
            bare = not piece.text[match.end() :].strip()
            if not bare and not piece.text[: match.end()].rstrip().endswith(":") and "BY" not in match.group():
                continue
            beside = list(row.pieces[at + 1 : at + 2]) + _under(sheet, piece, row.index)
            for text, where in [(piece.text[match.end() :], piece)] if not bare else [(p.text, p) for p in beside]:
                name = _clean(text)
                if _may_be(name) and not names_one_of(name, own_names):
                    yield Fact(name, _TOLD, where.place)
                    break


def _is_a_trader(sheet: Sheet, seller: str, platform: str) -> bool:
    """Whether the seller is no shop's assistant: a company, a VAT number, or a page that speaks of sellers."""
    formal = ENDS_IN_FORM.search(plain(seller)) is not None
    return formal or _SELLERS.search(sheet.compact) is not None or _number_of(sheet, seller, platform, ()) is not None


def _under(sheet: Sheet, piece: Piece, index: int) -> list[Piece]:
    after = sheet.rows[index + 1 : index + 3]
    return [p for row in after for p in row.pieces if p.page == piece.page and abs(p.box.left - piece.box.left) < 0.03]


def _clean(text: str) -> str:
    """The name without its VAT number, country or what is said of it in brackets."""
    bare = re.sub(r"\s*[,(]?\s*VAT\b.*$|\s*\([^)]*\)\s*$", "", text, flags=re.IGNORECASE)
    return tidy_name(bare)


def _may_be(name: str) -> bool:
    letters = sum(c.isalpha() for c in name)
    plainly = letters >= 3 and len(name) <= 60 and not is_a_label(name) and not reads_on(name)
    return plainly and NOT_A_NAME.search(compact(name)) is None


def _platform(sheet: Sheet, seller: str, own_names: Sequence[str]) -> Fact[str] | None:
    """Who the page says keeps the market; else the name at its head, else that of its web address."""

    def another(name: str) -> bool:
        theirs = names_one_of(name, own_names) or _alike(name, seller)
        theirs = theirs or _DAY_OR_MONTH.match(name) is not None
        return _may_be(name) and not theirs and not generic(name) and ADDRESS.search(plain(name)) is None

    found: list[Fact[str]] = []
    for row in sheet.rows:
        for piece in row.pieces:
            if match := _SPOKEN.search(piece.text):
                found.append(Fact((match["a"] or match["b"]).rstrip("."), _TOLD, piece.place))
    heads = [p for row in sheet.rows[:_HEAD] for p in row.pieces if not _SOLD_BY.match(plain(p.text))]
    found += [Fact(_HOST_END.sub("", tidy_name(p.text)), _TOLD, p.place) for p in heads if len(p.text.split()) <= 4]
    for row in sheet.rows:
        for piece in row.pieces:
            for match in _HOST.finditer(plain(piece.text)):
                found.append(Fact(match.group(1).capitalize(), _BY_HOST, piece.place))
    first = next((fact for fact in found if another(fact.value)), None)
    return None if first is None else _in_full(sheet, first)


_HOST_END = re.compile(r"\.(?:co\.uk|com|uk|net|shop|io|eu)$", re.IGNORECASE)


_WITH_FORM = re.compile(r"\s*[^.]*?\b(?:Ltd|Limited|plc|PLC|LTD|LLP|Inc|GmbH|S[aà]rl|SARL)\b")


def _in_full(sheet: Sheet, platform: Fact[str]) -> Fact[str]:
    """Under the name of its company, where a line of the page gives that: `Bazario` and `Bazario Marketplaces Ltd`."""
    for row in sheet.rows:
        for piece in row.pieces:
            for part in re.split(r"\s*(?:[,·|•:]|\sis\s|\s[-–—]\s)\s*", piece.text):
                form = _WITH_FORM.match(part)
                name = tidy_name(form.group() if form else part)
                if _alike(name, platform.value) and ENDS_IN_FORM.search(plain(name)) and _may_be(name):
                    return Fact(name, platform.confidence, piece.place)
    return platform


def _alike(one: str, other: str) -> bool:
    first, second = core_name(_HOST_END.sub("", one)), core_name(_HOST_END.sub("", other))
    return bool(first) and bool(second) and (first == second or first.split()[0] == second.split()[0])


def _number_of(sheet: Sheet, owner: str, other: str, own_numbers: Sequence[str]) -> Fact[str] | None:
    """The VAT number that stands in a line or block of the owner's, and not in one of the other's."""
    rows = {id(piece.box): row.index for row in sheet.rows for piece in row.pieces}
    for number, place, customers in vat_numbers(sheet):
        if customers or any(number.removeprefix("GB") == own.removeprefix("GB") for own in own_numbers):
            continue
        index = rows.get(id(place.box))
        if index is not None and _nearest(sheet, index, owner, other) == owner:
            return Fact(number, 0.9, place)
    return None


def _nearest(sheet: Sheet, index: int, owner: str, other: str) -> str | None:
    """Which of the two names is the last to stand in the row or over it, in its block."""
    priced = {found.row.index for found in sheet.amounts if found.amount.has_decimals}
    for row in reversed(sheet.rows[max(0, index - _BLOCK) : index + 1]):
        if row.index in priced:
            return None  # goods and sums part one block from the next
        for name in (owner, other):
            if f" {core_name(name)} " in f" {core_name(row.text)} ":
                return name
    return None
