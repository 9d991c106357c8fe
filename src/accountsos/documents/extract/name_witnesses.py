"""Who else on a page says whose it is: the payee of the bank details, the line at the foot, `sold by`, a signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.documents.extract.name_lines import fits
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet

PAYEE, SELLER, FOOT, SIGNED, LETTERHEAD = "payee", "seller", "foot", "signed", "letterhead"
KINDS = (PAYEE, SELLER, FOOT, SIGNED, LETTERHEAD)

_BEFORE = (
    (PAYEE, re.compile(
        r"\b(?:PLEASE PAY(?: TO)?|(?:MADE )?PAYABLE TO|PAYMENTS? TO|PAY TO|(?:ACCOUNT|A/C|ACC\.?) NAME|NAME OF ACCOUNT"
        r"|BENEFICIARY|PAYEE|BANK TRANSFER(?: PLEASE)?(?: TO)?|TRANSFERS? TO|KONTOINHABER)"
        r"\s*[:\-–]?\s+(?!US\b|BY\b|WITHIN\b|THE\b)"
    )),
    (SELLER, re.compile(
        r"\b(?:SOLD BY|SUPPLIED BY|ISSUED BY|SELLER|VENDOR"
        r"|SUPPLIER(?!\s(?:NO|NUMBER|REF|CODE|ID|INVOICE|DETAILS|NAME|ADDRESS|VAT)\b)"
        r"|VERKAUFER|SERVICES? PROVIDED BY|PROVIDED BY|REMIT TO"
        r"|LANDLORD|FROM)\s*:?\s+"
        r"|\b(?:TRADING NAME OF|T/A|TRADING AS)\s*:?\s+"
    )),
    (SIGNED, re.compile(r"\b(?:FOR AND ON BEHALF OF|ON BEHALF OF|PAYMENT TO)\s*:?\s+")),
    (FOOT, re.compile(r"(?:©|\(C\)|COPYRIGHT)\s*(?:20\d\d)?\s+")),
)  # fmt: skip
_AFTER = re.compile(
    r"\s*[,.;·|•–-]?\s*\b(?:IS A (?:TRADING NAME|LIMITED|COMPANY|REGISTERED|DIVISION|PRIVATE|MEMBER)"
    r"|IS REGISTERED|IS AUTHORISED|IS AN? (?:AUTHORI[SZ]ED|REGULATED|ELECTRONIC|LICEN[CS]ED)"
    r"|A COMPANY LIMITED BY GUARANTEE|A LIMITED LIABILITY"
    r"|A (?:COMPANY|PRIVATE) |REGISTERED (?:IN|OFFICE|COMPANY|NUMBER|NO|ADDRESS)|COMPANY (?:NO|NUMBER|REG)"
    r"|REG(?:ISTERED)?\.? (?:NO|OFFICE)"
    r"|INCORPORATED IN|SITZ DER GESELLSCHAFT)"
)
_FOOT_MARK = re.compile(r"\bVAT\b|REGISTERED|COMPANY N|\bUST|\bTVA\b|\bIBAN\b|SORT CODE|REG(?:ISTRATION)? N")
_PRICED = re.compile(r"\d[.,]\d{2}(?![.,]?\d)")
"""A line of goods or sums, which speaks of VAT too."""
_PARTS = re.compile(r"\s*(?:[·|•]|\s[-–—]\s|,\s|;\s|\.\s+(?=[A-Z]))\s*")
_ENDS = re.compile(
    r"\s*(?:[,;·|•]|\((?=\d)|\s[-–—]\s|(?<!\b[A-Z])\.\s|\bSORT\b|\bACC(?:OUNT)?\b|\bA/C\b|\bBANK\b|\bVAT\b|\bREGISTERED\b"
    r"|\bAT\b|\bBY\b|\bON\b|\bOR\b|\bSUBJECT TO\b"
    r"|\d{2}-\d{2}-\d{2}|\d{5,})",
    re.IGNORECASE,
)
_JOURNEY = re.compile(
    r"FARE(?!WELL)|TICKETTYPE|DATEOFTRAVEL|NOTFORTRAVEL|NOTVALIDFORTRAVEL|TRAINTICKET|RAILTICKET|COACHTICKET|PICKUP|PICKEDUP|DROPOFF|DROPPEDOFF|PASSENGER|JOURNEY|DRIVER|TAXI|MINICAB|SINGLETICKET|DEPARTS"
)
_ENDS_OF_JOURNEY = re.compile(r"\s*(?:FROM|TO|PICK(?:ED)?[\s-]?UP|DROP(?:PED)?[\s-]?OFF|VIA|DESTINATION|ORIGIN)\b")
_FAITHFULLY = re.compile(r"YOURS(?:FAITHFULLY|SINCERELY|TRULY)|KINDREGARDS|MITFREUNDLICHEN")
_ALIGNED = 0.03
_FOOT_ROWS = 14
_NAME_MOST = 60
SENDER, _FIRST_LINE = "From: ", 0.03
"""How an e-mail's own head begins when it is laid out as a page, and where it stands."""
_WORDS_MOST = 8


@dataclass(frozen=True)
class Witness:
    """A name that something other than the letterhead gives, and what."""

    name: str
    kind: str
    piece: Piece
    row: int


def witnesses_of(sheet: Sheet) -> Iterator[Witness]:
    """Every name that such a line gives, from the top."""
    last = max(len(sheet.rows) - _FOOT_ROWS, _first_sum(sheet))
    signing = -1
    for row in sheet.rows:
        if _FAITHFULLY.search(row.compact):
            signing = row.index
        for piece in row.pieces:
            if ends_a_journey(sheet, piece):
                continue
            found = _spoken(piece.text)
            # What stands over the first sum is the head: `4 Mill Bank, Ludlow · VAT no. ...`.
            at_foot = row.index >= last and _FOOT_MARK.search(plain(row.text)) and not _PRICED.search(row.text)
            if at_foot and (first := _first_part(piece.text)):
                found.append((FOOT, first))
            if 0 < row.index - signing <= 3 and signing >= 0:
                found.append((SIGNED, piece.text))
            found = [(kind, _begun_over(sheet, row.index, piece, name)) for kind, name in found]
            for kind, name in found:
                if _may_be(cleaned := name.strip(" \t.,:;-–—·|•")):
                    yield Witness(cleaned, kind, piece, row.index)


def _begun_over(sheet: Sheet, index: int, piece: Piece, name: str) -> str:
    """The name with its first words, where a text breaks it over two lines: `... 4470 26. Pond` and `Marlow LLP is`."""
    named = name.strip()
    if index == 0 or not named[:1].isupper() or not piece.text.strip().startswith(named) or " " not in named:
        return name
    over = [p for p in sheet.rows[index - 1].pieces if p.page == piece.page and _is_line_above(p, piece)]
    begun = _BEGUN.search(over[0].text) if over else None
    return f"{begun[1].strip()} {named}" if begun else name


def _is_line_above(over: Piece, piece: Piece) -> bool:
    tall = piece.box.bottom - piece.box.top
    near = abs(over.box.left - piece.box.left) < _ALIGNED and piece.box.top - over.box.bottom < tall
    return near and over.box.right > piece.box.right and len(over.text.split()) > _WORDS_MOST


_BEGUN = re.compile(r"(?:[.·|•;:]|\b(?:of|by))\s+((?:[A-Z][\w'’-]+|&)(?:\s(?:[A-Z][\w'’-]+|&|and|of)){0,3})\s*$")


def _first_sum(sheet: Sheet) -> int:
    """The first row with a sum, where a short page's head ends."""
    return min((found.row.index for found in sheet.amounts if found.amount.has_decimals), default=0)


def ends_a_journey(sheet: Sheet, piece: Piece) -> bool:
    """Whether it says where a ride began or ended: `From: Central Station` on a taxi's slip is no sender."""
    if piece.text.startswith(SENDER) and piece.box.top < _FIRST_LINE:
        return False
    if _JOURNEY.search(sheet.compact) is None:
        return False
    return _ENDS_OF_JOURNEY.match(plain(piece.text)) is not None or _is_at_a_station(sheet, piece)


def _is_at_a_station(sheet: Sheet, piece: Piece) -> bool:
    """Whether the label over it, or before it, says that a journey begins or ends there, as a ticket prints it."""
    for row in sheet.rows:
        for label in row.pieces:
            if label.page != piece.page or not _STATION.fullmatch(label.compact):
                continue
            tall = label.box.bottom - label.box.top
            under = abs(label.box.left - piece.box.left) < _ALIGNED and 0 <= piece.middle - label.middle < 2 * tall
            beside = 0 <= piece.box.left - label.box.right < _BESIDE and abs(piece.middle - label.middle) < tall
            if under or beside:
                return True
    return False


_STATION = re.compile(r"FROM|TO|ORIGIN|DESTINATION|DEPART(?:S|URE)?|ARRIV(?:ES|AL)|VIA|ROUTE|BOARDED|ALIGHT(?:ED)?")
_BESIDE = 0.12


_IS_TRADING = re.compile(
    r"\s*,?\s+(?:(?:IS|ARE)\s+)?(?:A|THE)\s+(?:TRADING\s+(?:NAME|STYLE)S?|DIVISION|BRAND)\s+OF\s+"
    r"|\s*,?\s+IS\s+(?:PROVIDED|OPERATED|RUN|SUPPLIED|OWNED\s+AND\s+OPERATED)\s+BY\s+"
)
_UNDER_ITS_NAME = re.compile(
    r"(?:A|THE)\s+(?:TRADING\s+(?:NAME|STYLE)|DIVISION|BRAND|PART)\s+OF\s+|(?:T/A|TRADING\s+AS)\s+"
)
_TRADES_AS = re.compile(r"\s*,?\s+(?:T/A|TRADING\s+AS|\(T/A|\(TRADING\s+AS)\s*:?\s+")


def _with_next_line(sheet: Sheet, index: int, piece: Piece, rest: str) -> str:
    """A name that the end of a line of text breaks off, with the line that goes on below it."""
    if _ENDS.search(rest) or index + 1 >= len(sheet.rows):
        return rest
    below = (p for p in sheet.rows[index + 1].pieces if p.page == piece.page and _is_line_above(piece, p))
    after = next((p.text for p in below if p.text[:1].isupper()), "")
    return f"{rest} {after}".strip()


def trading_names(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Each trading name that the page explains, with the company behind it."""
    for row in sheet.rows:
        for piece in row.pieces:
            capital = plain(piece.text)
            text = piece.text if len(capital) == len(piece.text) else capital
            if row.index and (under := _UNDER_ITS_NAME.match(capital)):
                company = _first_part(text[under.end() :])
                over = [p for p in sheet.rows[row.index - 1].pieces if abs(p.box.left - piece.box.left) < _ALIGNED]
                if over and company:
                    yield over[0].text.strip(), company.strip(" .,:;()")
            for pattern in (_IS_TRADING, _TRADES_AS):
                if match := pattern.search(capital):
                    before = _PARTS.split(text[: match.start()])[-1].strip(" .,:;()")
                    rest = _with_next_line(sheet, row.index, piece, text[match.end() :])
                    end = _ENDS.search(rest) or _AFTER.search(plain(rest))
                    after = (rest[: end.start()] if end else rest).strip(" .,:;()")
                    if before and after:
                        yield (before, after) if pattern is _IS_TRADING else (after, before)


def _spoken(text: str) -> list[tuple[str, str]]:
    """What a phrase in it announces or follows. Letters that change their length in capitals are left alone."""
    capital = plain(text)
    if len(capital) != len(text):
        text = capital
    found = []
    for kind, pattern in _BEFORE:
        if match := pattern.search(capital):
            rest = text[match.end() :]
            end = _ENDS.search(rest)
            found.append((kind, rest[: end.start()] if end else rest))
    if match := _AFTER.search(capital):
        found.append((FOOT, _PARTS.split(text[: match.start()])[-1]))
    return found


def _first_part(text: str) -> str | None:
    first = _PARTS.split(text)[0]
    if first == text:
        end = _ENDS.search(text)
        first = text[: end.start()] if end else text
    # The next line of running text begins with a small letter: `services are exempt from VAT.`
    return None if _FOOT_MARK.search(plain(first)) or (first[:1].islower() and " " in first) else first


_POINTS_AT = re.compile(r"(?:your|our|my|their|its|this|that|these|those|the|any|all|each|us)\b")
"""Small words that point at something of the text: `deducted from your payouts`."""

_IN_A_SENTENCE = re.compile(r"you|[a-z]+(?:\s[a-z]+)+|.*\s(?:is|are|was|were|has|have|been|not)", re.DOTALL)
"""Small words of a text: exempt from `value added tax`, `postal services are` free of VAT."""


def _may_be(name: str) -> bool:
    letters = sum(c.isalpha() for c in name)
    few = len(name.split()) <= _WORDS_MOST
    return (
        letters >= 3
        and len(name) <= _NAME_MOST
        and few
        and sum(c.isdigit() for c in name) * 3 < letters
        and bool(compact(name))
        and not _POINTS_AT.match(name)
        and not _IN_A_SENTENCE.fullmatch(name)
        and fits(name)
    )
