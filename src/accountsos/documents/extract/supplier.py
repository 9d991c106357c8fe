"""Features of each line that may name the supplier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Box, Place

_LEGAL = re.compile(
    r"\b(?:LTD|LIMITED|PLC|LLP|INC|CORP|LLC|GMBH|AG|KG|OHG|UG|E\.?K|SARL|SAS|SRL|S\.R\.L|SPA|S\.P\.A|B\.?V|N\.?V|CIC"
    r"|S[D0O]N\.?,?\s?\.?BH[DO]|BHD|S/B|PTE|PTY|ENTERPRISE|TRADING|HOLDINGS?|A\.?G|S\.A|CO)\b\.?"
)
_TRADE = re.compile(
    r"\b(?:RESTAURANT|RESTORAN|CAFE|COFFEE|SHOP|STORES?|MART|MARKET|SUPERMARKET|HARDWARE|BAKER(?:Y|IES)|PHARMACY|BOOKS?"
    r"|STATIONERY|SERVICES?|KEDAI|PERNIAGAAN|SYARIKAT|HOTEL|GARAGE|MOTORS?|GROUP|CENTRE|CENTER|KITCHEN|FOODS?|STUDIO"
    r"|INDUSTRIES|SOLUTIONS|CONSULTING|SUPPLIES|DESIGN|PLUMBING|ELECTRICAL|TAXIS?|PRINT(?:ERS|ING)?|TOOLS|FUEL|PETROL"
    r"|BUILDERS|MERCHANTS|PUB|INN|ARMS|BISTRO|DELI|GROCERS?|SALON|DIY|OFFICE|PARKING|SEAFOOD|HOUSE|RETAIL)\b"
)
_ADDRESS = re.compile(
    r"\b(?:JALAN|JLN|LOT|NO\.?\s?\d|TAMAN|ROAD|RD|STREET|ST\.?$|LANE|AVENUE|AVE|FLOOR|LEVEL|UNIT|STRASSE|STR\.|PLATZ|WEG|RUE"
    r"|VIA|VIALE|SELANGOR|JOHOR|KUALA|POSTCODE|BANDAR|SEKSYEN|KAWASAN|INDUSTRIAL|PARK|HOUSE|CLOSE|DRIVE|WAY|ESTATE"
    r"|PO BOX)\b"
    r"|STRASSE|STRAßE|\b\d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
)
_NOT_A_NAME = re.compile(
    r"INVOICE|RECEIPT|RECHNUNG|FACTURE|FATTURA|TAXINV|GST|VATNO|VATREG|TELEPHONE|^TEL|FAX|EMAIL|WWW|HTTP|CASHIER|DATE|TABLE"
    r"|TOTAL|THANKYOU|WELCOME|DESCRIPTION|QTY|CUSTOMER|BILLTO|SHIPTO|INVOICETO|PAGE|SEITE|DUPLICATE|COPY|CASHBILL|COMPANYREG"
    r"|REGNO|IBAN|BIC|SORTCODE|DELIVERY|STATEMENT|CREDITNOTE|GUTSCHRIFT|AVOIR|ORDER|REFERENCE|POSTED|REPRINT|COPYRIGHT"
    r"|BEISPIEL|STYLESHEET|KAUFER|VERKAUFER|LEISTUNGSEMPF|EMPFANGER|WAHRUNG|DATUM|NUMMER|ANSCHRIFT|MEMBER|SERVEDBY|OPENINGH"
)
_SELLER = re.compile(
    r"VERKAUFER|RECHNUNGSERSTELLER|SELLER|SUPPLIER|FROM$|^FROM|VENDOR|FOURNISSEUR|CEDENTE|ISSUEDBY|LIEFERANT$|REMITTO"
)
_BUYER = re.compile(
    r"KAUFER|LEISTUNGSEMPF|RECHNUNGSEMPF|BUYER|CUSTOMER|BILLTO|BILLEDTO|INVOICETO|SOLDTO|SHIPTO|DELIVERTO|DELIVERY|CLIENT|ATTN"
    r"|ACHETEUR|LIVRAISON|KUNDE|TO$|CHARGETO|FAO|ACCOUNTNAME|DELIVERYADDRESS|INVOICEADDRESS"
)
_REG_TAIL = re.compile(
    r"\s*[(\[]?\s*(?:CO\.?\s*(?:REG\.?)?\s*(?:NO)?\.?\s*:?)?\s*\d[\d\s-]{4,}\s*-?\s*[A-Z0-9]{0,2}\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_LABEL_HEAD = re.compile(
    r"^(?:NAME|FIRMA|SELLER|SUPPLIER|VERKAUFER|COMPANY|FROM|ACCOUNT NAME|KONTOINHABER)\s*:\s*", re.IGNORECASE
)
_FRACTION = re.compile(r"\b[S5]/[B8]$")
_ONLY_FORM = re.compile(r"(?:SDN|BHD|LTD|LIMITED|PLC|GMBH|LLP|CO|M|\W)+", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s+[-–—|●•·*]\s+|\s{3,}|\s?[|●•]\s?")
_MAIL_HOST = re.compile(r"(?:@|WWW\.|HTTPS?://(?:WWW\.)?)([A-Z0-9-]{3,})\.")
ROWS_LOOKED_AT = 28


@dataclass(frozen=True)
class NameCandidate:
    """A line, or the first part of one, that may be the supplier's name."""

    name: str
    piece: Piece
    row: int
    joined: int = 1
    """How many lines it runs over."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.piece.place


def tidy_name(text: str) -> str:
    """The name without label, registration number and stray marks: `BREAD LTD (139386 X)` is `BREAD LTD`."""
    name = _LABEL_HEAD.sub("", text.strip())
    name = _REG_TAIL.sub("", name) if sum(c.isalpha() for c in _REG_TAIL.sub("", name)) >= 3 else name
    # OCR takes the S/B of Malaysian companies for a fraction.
    return _FRACTION.sub("S/B", name.strip(" \t-–—:;,*_=#~\"'|●•").strip())


def name_candidates(sheet: Sheet) -> tuple[list[NameCandidate], Numbers]:
    """Lines that may name the supplier, and a row of features for each and for "there is none"."""
    found = list(_all(sheet))[:60]
    hosts = set(_MAIL_HOST.findall(plain(sheet.text)))
    rows = [_features(sheet, candidate, n, found, hosts) for n, candidate in enumerate(found)]
    nothing = np.zeros(FEATURES)
    nothing[-1] = 1.0
    return found, np.array([*rows, nothing], dtype=np.float64)


def _all(sheet: Sheet) -> list[NameCandidate]:
    found = []
    last = len(sheet.rows)
    for row in sheet.rows:
        if row.page > 1:
            break
        in_foot = row.index >= last - 12
        for piece in _run_together(row.pieces) if row.index < ROWS_LOOKED_AT else row.pieces:
            parts = [part for part in _SEPARATORS.split(piece.text) if part]
            for part in parts[:2] if row.index < ROWS_LOOKED_AT else parts[:1]:
                name = tidy_name(part)
                if row.index >= ROWS_LOOKED_AT and not (in_foot and _LEGAL.search(plain(name))):
                    continue
                if sum(letter.isalpha() for letter in name) >= 3 and len(name) <= 80 and not _ONLY_FORM.fullmatch(name):
                    found.append(NameCandidate(name, piece, row.index))
            if row.index < 8:
                found += _joined(sheet, row.index, piece)
    return found


def _run_together(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """The pieces of a row, those that only a space parts made one: OCR cuts large headings into words."""
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.box.left - run[-1].box.right > 1.2 * max(piece.height, run[-1].height):
            yield _as_one(run)
            run = []
        run.append(piece)
    if run:
        yield _as_one(run)


def _as_one(run: list[Piece]) -> Piece:
    if len(run) == 1:
        return run[0]
    box = Box(run[0].box.left, min(p.box.top for p in run), run[-1].box.right, max(p.box.bottom for p in run))
    return Piece(" ".join(p.text for p in run), run[0].page, box, max(p.height for p in run))


def _joined(sheet: Sheet, index: int, piece: Piece) -> Iterator[NameCandidate]:
    """The line together with one or two below in the same column: long names run over several."""
    texts, last = [piece.text], piece
    for count in (2, 3):
        below = _below(sheet, index + count - 1, last)
        if below is None or _NOT_A_NAME.search(below.compact) or sum(c.isalpha() for c in tidy_name(below.text)) < 3:
            return
        texts.append(below.text)
        last = below
        name = tidy_name(" ".join(tidy_name(text) for text in texts))
        if len(name) <= 80:
            yield NameCandidate(name, piece, index, count)


def _below(sheet: Sheet, index: int, piece: Piece) -> Piece | None:
    """The piece on that row that goes on in the column, in letters of like size."""
    if index >= len(sheet.rows) or sheet.rows[index].page != piece.page:
        return None
    middle = (piece.box.left + piece.box.right) / 2
    for below in _run_together(sheet.rows[index].pieces):
        centred = abs((below.box.left + below.box.right) / 2 - middle) < 0.08
        near = below.box.top - piece.box.bottom < 0.03
        if (centred or abs(below.box.left - piece.box.left) < 0.03) and near:
            return below if 0.5 < below.height / max(piece.height, 1e-6) < 2 else None
    return None


FEATURES = 39


def _features(
    sheet: Sheet, candidate: NameCandidate, order: int, found: list[NameCandidate], hosts: set[str]
) -> list[float]:
    capital, squeezed = plain(candidate.name), compact(candidate.name)
    row = sheet.rows[candidate.row]
    left = [p for p in row.pieces if p.box.right <= candidate.piece.box.left + 0.01]
    before = compact(" ".join(p.text for p in left))[-20:] + "|" + compact(candidate.piece.text)[:12]
    heads = _headings(sheet, candidate)
    below = "".join(r.text + " " for r in sheet.rows[candidate.row + 1 : candidate.row + 5])
    digits = sum(c.isdigit() for c in candidate.name)
    alpha = sum(c.isalpha() for c in candidate.name)
    words = capital.split()
    return [
        float(order == 0),
        float(order == 1),
        float(order == 2),
        min(1.0, order / 10),
        float(candidate.row == 0),
        min(1.0, candidate.row / 20),
        float(_LEGAL.search(capital) is not None),
        float(_TRADE.search(capital) is not None),
        float(_ADDRESS.search(capital) is not None),
        float(_NOT_A_NAME.search(squeezed) is not None),
        float(_SELLER.search(heads) is not None or _SELLER.search(before) is not None),
        float(_BUYER.search(heads) is not None),
        digits / (digits + alpha),
        float(digits > 0),
        min(2.0, len(candidate.name) / 20),
        float(len(words) == 1),
        min(1.5, candidate.piece.height / sheet.letter_height - 1),
        abs((candidate.piece.box.left + candidate.piece.box.right) / 2 - 0.5),
        float(candidate.piece.box.left < 0.15),
        float(candidate.piece.box.left > 0.5),
        float(any(len(h) >= 4 and (h in squeezed or squeezed[:6] == h[:6]) for h in hosts)),
        float(sum(compact(other.name) == squeezed for other in found) > 1),
        float(bool(days_in(candidate.name) and re.search(r"\d{2}[:/.]\d{2}", candidate.name))),
        float(_ADDRESS.search(plain(below)) is not None),
        float(re.search(r"(?:TEL|PHONE|GST|VAT|UST|TVA|REG)", plain(below)) is not None),
        float(candidate.name.isupper()),
        float(candidate.row >= len(sheet.rows) - 12 and len(sheet.rows) > 24),
        float(_SEPARATORS.search(candidate.piece.text) is not None),
        *_reasons(sheet, candidate, capital, squeezed, heads),
        0.0,
    ]


_ENDS_IN_FORM = re.compile(
    r"(?:LTD|LIMITED|PLC|LLP|GMBH|\bAG|SARL|\bSAS|SRL|S[D0O]N\.?,?\s?\.?BH[DO]|BHD|S/B|ENTERPRISE|TRADING)\.?(?:\s?\([^)]*\))?$"
)


def _reasons(sheet: Sheet, candidate: NameCandidate, capital: str, squeezed: str, heads: str) -> list[float]:
    """What a bookkeeper would say of a line that is joined, spoilt, or the last part of a name."""
    ends = _ENDS_IN_FORM.search(capital) is not None
    first = plain(candidate.piece.text)
    next_text = plain(sheet.rows[candidate.row + 1].text) if candidate.row + 1 < len(sheet.rows) else ""
    spoilt = bool(re.search(r"@|HTTP|WWW|: |URN:|\d{5}|ERROR", capital)) or _NOT_A_NAME.search(squeezed) is not None
    score = 2.0 * ends - 2.5 * spoilt - 2.0 * (_ADDRESS.search(capital) is not None)
    score += 2.5 * (_SELLER.search(heads) is not None) - 3.0 * (_BUYER.search(heads) is not None)
    score += 1.5 * (candidate.row == 0) + 0.5 * (_TRADE.search(capital) is not None)
    return [
        float(candidate.joined > 1),
        # A first line without a legal form that ends in one on the second is one name over two lines.
        float(candidate.joined > 1 and ends and _LEGAL.search(first) is None),
        float(candidate.joined > 1 and (not ends or _ENDS_IN_FORM.search(tidy_name(first)) is not None)),
        float(candidate.joined == 1 and not ends and bool(_ENDS_IN_FORM.search(next_text)) and len(next_text) < 30),
        score / 3,
        float(ends),
        # The second line of a name is no name: `SDN BHD` or `CO. (M) SDN BHD` under `POPULAR BOOK`.
        float(candidate.joined == 1 and ends and _goes_before(sheet, candidate)),
        float(candidate.joined > 1 and _ADDRESS.search(capital) is not None),
        float(candidate.joined > 2),
        float(candidate.joined > 1 and candidate.row == 0 and ends and _LEGAL.search(first) is None),
    ]


def _goes_before(sheet: Sheet, candidate: NameCandidate) -> bool:
    """Whether the line above, in its column, is the beginning of this name."""
    if candidate.row == 0:
        return False
    box = candidate.piece.box
    middle = (box.left + box.right) / 2
    for above in sheet.rows[candidate.row - 1].pieces:
        near = abs((above.box.left + above.box.right) / 2 - middle) < 0.08 or abs(above.box.left - box.left) < 0.03
        text = plain(above.text)
        if near and _ENDS_IN_FORM.search(tidy_name(text)) is None and _NOT_A_NAME.search(above.compact) is None:
            return sum(c.isdigit() for c in text) * 4 < len(text)
    return False


def _headings(sheet: Sheet, candidate: NameCandidate) -> str:
    """The letters of up to three lines above in the same column."""
    box = candidate.piece.box
    texts = []
    for row in sheet.rows[max(0, candidate.row - 4) : candidate.row]:
        texts += [
            compact(p.text)
            for p in row.pieces
            if p.page == candidate.piece.page and p.box.left < box.left + 0.12 and p.box.right > box.left - 0.02
        ]
    return "|".join(texts[-2:])
