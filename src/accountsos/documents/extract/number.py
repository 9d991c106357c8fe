"""Features of each token on a document that may be its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accountsos.documents.extract.cells import (
    ABOVE,
    BELOW,
    LEFT,
    NOWHERE,
    OWN,
    RIGHT,
    CellLabel,
    Cells,
    named_behind,
    speaks,
)
from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import Piece, Row, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Place

_LETTERS = re.compile(r"[A-Z]+(?=[ ./-])", re.IGNORECASE)
_ANOTHERS = re.compile(
    r"(?:(?:VAT|TAX)(?:REG(?:ISTRATION)?|REGISTERED|ID|IDENTIFICATION)?(?:NO|NUMBER|NR|ID)?(?:GB)?"
    r"|(?:COMPANY|CO|REGISTERED|REGISTRATION|REG|REGD)(?:REG(?:ISTRATION)?|NO|NUMBER|IN|ENGLAND|AND|WALES|SCOTLAND|UK|OC|SC|NI)+"
    r"|ORG(?:NR|NO|ANI[SZ]ATIONSN(?:R|UMMER))|UTR|UTRNO|SRA(?:NO|NUMBER|ID)?|FCA(?:NO|NUMBER)?|IBAN|BIC|SORTCODE|SORT|(?:ACCOUNT|ACC|AC)(?:NO|NUMBER|REF|REFERENCE)|POLICY(?:NO|NUMBER)?"
    r"|(?:^|YOUR|CUST(?:OMER)?)(?:PO|PURCHASEORDER)(?:NO|NUMBER|REF)?|(?:YOUR|CUST(?:OMER)?)(?:ORDER|REF|REFERENCE|AC)(?:NO|NUMBER)?"
    r"|(?:PROPERTY|TENANCY|SUPPLY|METER|SERIAL|ASSET|CARD|DEVICE|MACHINE|VEHICLE)(?:REF|REFERENCE|NO|NUMBER)"
    r"|(?:LOCATION|ZONE|STORE|TILL|TERMINAL|SITE|LANE|PUMP|TABLE|ROOM|CASHIER|OPERATOR)(?:CODE|NO|NUMBER|ID)?"
    r"|(?:CLUB[A-Z]{0,6}|LOYALTY|BONUS)?POINTS(?:[A-Z]{0,20}VISIT|EARNED|BALANCE|TODAY)?|(?:METER|SITE|STORE|BRANCH|MACHINE)(?:REF|REFERENCE|NO|NUMBER|ID)?|STAN|RRN|PASSWORD|WIFI|COVERS?|GUESTS?|MILEAGE|ODOMETER|MEMBER(?:SHIP)?(?:NO|NUMBER|ID)?|STAFF(?:NO|ID)?|CLERK|DRIVER(?:NO|ID)?|SHIFT|BATCH(?:NO)?|MPAN|MPRN|CHAMBRE|ZIMMER|KAMER|VOIE|GARE[A-Z]{0,8}|FILIA(?:LE?|AL)|KASSE|KASSA|CAISSE"
    r"|(?:^|ACCESS|GATE|DOOR|ENTRY|WASH|VOUCHER|DISCOUNT|PROMO|REDEMPTION)CODE"
    r"|RHIFTAW|TAW(?:RHIF)?|ST(?:EUER)?(?:NR|NUMMER)|UST(?:ID)?(?:NR)?|MWST(?:NR)?|KVK(?:NR|NUMMER)?|BTW(?:NR|NUMMER|ID)?|TVA(?:FR|BE|LU|INTRA[A-Z]{0,14})?|SIRET|SIREN|RCS[A-Z]{0,12}|HRB|PIVA"
    r"|LICEN[CS]E(?:NO|NUMBER)?[A-Z]{0,3}|BADGE(?:NO|NUMBER)?|PLATE(?:NO|NUMBER)?|STOCK(?:NO|NUMBER)?|EORI(?:NO|NUMBER)?|AUTHCODE|TERMINALID|MERCHANTID)$"
)
"""Labels of numbers that belong to a company, an account or a policy: never the paper's own."""
_A_WORD = re.compile(r"[A-Z]?[a-z]{3,}[01]|[A-Z]?[a-z]{2,}[01][a-z]+")
"""A word with one letter read for a figure: `Wel1s`."""
_TOKEN = re.compile(r"[A-Z0-9](?:(?!\.\.|__|--)[A-Z0-9/\-_.#])*[A-Z0-9]|\d", re.IGNORECASE)
"""A run of letters and figures; leaders end it: `receipt......B-204`."""
_GLUED = re.compile(
    r"(?:NO|NR|NUM|NUMBER|NUMMER|REF|INV|INVOICE|BILL|RECEIPT|RCPT|TICKET|TKT|BON|CHK|DOC|ID|SID|TRANS|TXN)[.#]+"
    r"(?=[A-Z]{0,5}[-/]?\d)"
    r"|(?:INV[O0][I1L]CE|RECE[I1L]PT|REC[E3]IPT|T[I1L]CKET|[O0]RDER|D[O0]CKET|N[O0])[.:#]*\s+(?=\d)"
)
"""The word before a number that no blank parts from it, or one with figures read for its letters: `INV0ICE 0417`."""
_ONLY_A_SIGN = re.compile(r"N[°º.:#]{0,2}")
"""The French way of saying `No`."""
_A_PARCEL = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\s?\d{4}\s?\d{4}\s?\d\s?[A-Z]{2}(?![A-Z0-9])")
"""What the world's posts write on a parcel: two letters, nine figures and the country."""
_MONTHS_YEAR = re.compile(
    r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|Q[1-4]|SPRING|SUMMER|AUTUMN|WINTER)[A-Z]*\W{0,3}$"
)
"""What stands before the year of a month: `Fees for November 2026`."""
_SPACED = re.compile(
    r"(?<![A-Z0-9])(?<![A-Z0-9][-/])(?P<letters>(?:[A-Z]{1,5}[/-](?=[A-Z]))?[A-Z]{1,5}[ /-]{0,3})?"
    r"\d[\dA-Z]*(?:\s?[/-]\s?[A-Z0-9]+|\s[A-Z0-9]*\d[A-Z0-9]*){0,4}",
    re.IGNORECASE,
)
_LABEL_WORDS = re.compile(
    r"\W*(?:N|BON|KASSE|TVM|TX|TCKT|REC|RCT|SID|SESSION|SINCE|EST|FOR|CHK|TRN|TXN|TKT|RCPT|SEQ|DOC|TRANS|TRAN|SALE|TID|MID|REG|OP|BAY|PUMP|LANE|STR|STORE|NO|NR|NUM|TEL|FAX|MOB|REF|INV|ORDER|NOTE|BILL|SLIP|QUOTE|CASE|JOB|UNIT|CHECK|TILL|ID|PO|PAGE|ROOM|TABLE)\W+"
)
"""Words that stand before a number and are no part of it: `No 72004`, `Tel 05428 507803`."""
_POINTED = re.compile(r"\d{3,}\.\d{3,}")
"""`5082.4126`: too many figures before and after the point for money or a weight."""
_SINCE = re.compile(
    r"(?:SINCE|EST|ESTD|ESTABLISHED|FOUNDED|COPYRIGHT|©|[A-Z]\s(?:ORDER|ACT|REGULATIONS|RULES|BYELAWS))\W*$|^\W*(?:ORDER|ACT)\s$"
)
"""What stands before a year: that of a firm, or of a law (`Parking Places Order 2019`)."""
_YEARS = re.compile(r"((?:19|20)\d\d)[/-]((?:20)?\d\d)")
"""A year of account: `2025/26`."""
_PREFIXED = re.compile(r"[A-Z]{1,5}[/-][A-Z]{1,4}\s\d{3,}$")
"""A prefix of two parts: `INV-B 20417`."""
_SPACED_MOST = 26
_GROUP_LEAST, _DIGITS_LEAST = 2, 7
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\b")
_LABELS = (
    re.compile(
        r"(?:INVOICE|INV|RECHNUNGS?|FACTURE|FATTURA|FACTURA|FACTUUR|FAKTURA|BILL|CREDITNOTE|CREDIT|AVOIR|GUTSCHRIFTS?|BELEG|FEENOTE|DEBITNOTE)"
        r"(?:(?:IS)?NUMBERED|NUMBER|NUMMER|NUM|NO|NR|N|ID|REF|NUMERO|REFERENCE)$"
    ),
    re.compile(
        r"(?:INVOICE|RECHNUNG|FACTURE|FATTURA|FACTURA|FACTUUR|FAKTURA|CREDITNOTE|AVOIR|GUTSCHRIFT|TAXINVOICE|FEENOTE|DEBITNOTE)(?:N|NR|NO)?$"
    ),
    re.compile(r"(?:RECEIPT|RCPT|DERBYNNEB|BILL|SLIP|CASHBILL|CB|TRANSACTION|TRANS|TXN|DOC|DOCUMENT|CASHINV|SALES|SALE|CHECK|FOLIO|DOCKET|TRN|TKT|TICKET$)"
        r"(?:NO|NUMBER|N|ID|REF)?$"),
    re.compile(r"(?:NO|NR|NUMBER|NUMMER|N|NUM|ID|REF|REFERENCE)$"),
    re.compile(r"INV|RECHNUNG|FACTUR|FATTUR|AVOIR|GUTSCHRIFT|CREDIT"),
    re.compile(r"ORDER|BESTELL|COMMANDE|PO|PURCHASE|JOB|QUOTE|CONTRACT|VERTRAG|LIEFERSCHEIN|DELIVERY|AUFTRAG|MARCHE|REFERENCE"),
    re.compile(r"CUSTOMER|KUNDE|CLIENT|ACCOUNT|ACC|MEMBER|KONTO|IHRE|YOUR"),
    re.compile(r"VAT|GST|TAX(?!INV)|UST|TVA|IVA|STEUER|REG|COMPANY|SIRET|HRB|GLN|GTIN|HANDELS|APE"),
    re.compile(r"TEL|PHONE|FAX|FON|MOBILE|HOTLINE|POSTCODE"),
    re.compile(r"TABLE|CASHIER|TILL|TERMINAL|SERVER|STORE|POS|COUNTER|BATCH|AUTH|CARD|APPR|MID|TID|AID|TRACE"),
    re.compile(r"SORT|IBAN|BIC|BANK|BLZ|SWIFT"),
    re.compile(r"SEITE|PAGE|POS|VERSION|COPYRIGHT|SIREN|CAPITAL|DATE|DATUM|AVENUE|STREET|STR$|ROAD"),
    re.compile(r"LINKEDINVOICE|FACTURELIEE|ORIGINALINVOICE|AGAINSTINVOICE|CREDITSINVOICE|FORINVOICE|RELATEDINVOICE|RELATESTO|REFINVOICE|^REINVOICE|NOTEREINVOICE|ORIG(?:INAL)?SALE|APPLIEDTO|CREDITTO|ORIGTRN|ORIGINALTRN|ORIGTRANS|ORIGRECEIPT"),
)  # fmt: skip


@dataclass(frozen=True)
class NumberCandidate:
    """A token with the words beside it."""

    text: str
    piece: Piece
    row: Row
    label: str
    above: str
    follows: str
    side: str = NOWHERE
    is_whole: bool = False
    """Whether it is all that follows its label in the piece."""
    is_part: bool = False
    """Whether it is only a part of a number with blanks."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.piece.place


def number_candidates(sheet: Sheet) -> tuple[list[NumberCandidate], Numbers]:
    """Tokens that may be the document's number, and a row of features for each and for "there is none"."""
    found = _all(sheet)
    # The number of another paper is none where a number is left: the sale that a refund takes back.
    found = ([c for c in found if not _is_anothers(c)] or found)[:150]
    times: dict[str, int] = {}
    for candidate in found:
        times[candidate.text] = times.get(candidate.text, 0) + 1
    rows = [_features(sheet, candidate, times) for candidate in found]
    nothing = np.zeros(2 * len(_LABELS) + 21)
    nothing[-1] = 1.0
    return found, np.array([*rows, nothing], dtype=np.float64)


def in_full(found: Sequence[NumberCandidate], chosen: NumberCandidate) -> NumberCandidate:
    """The number with blanks that the chosen token is a part of, where all its groups are digits: `M881 204 117`.

    Where nothing else is in the cell, a prefix or a last letter that a blank parts belongs to it too: `VT 88 21 4K`.
    """
    for other in found:
        if other.piece is not chosen.piece or not other.is_whole or other.text == chosen.text:
            continue
        groups = other.text.split()
        digits = [sum(c.isdigit() for c in group) for group in groups]
        long = len(groups) > 1 and min(digits) >= _GROUP_LEAST and sum(digits) >= _DIGITS_LEAST
        if chosen.is_part and long and chosen.text in groups:
            return other
        alone = other.text == other.piece.text.strip() and len(groups) > _GROUP_LEAST and sum(digits) >= _DIGITS_LEAST
        if alone and other.text.endswith(chosen.text):
            return other
    return _with_its_groups(chosen)


_GROUP = r"\d{4,6}"


def _with_its_groups(chosen: NumberCandidate) -> NumberCandidate:
    """With the groups of figures beside it in a line that goes on, or a last letter: `40117 2206 14MAY26`, `B-7 A`."""
    text = chosen.piece.text.strip()
    if (lettered := re.search(rf"(?<!\S){re.escape(chosen.text)}\s[A-Z]$", text)) is not None:
        return replace(chosen, text=lettered.group())
    if (prefixed := _with_its_letters(chosen)) is not None:
        return prefixed
    if chosen.is_whole or re.fullmatch(_GROUP, chosen.text) is None:
        return chosen
    groups = re.compile(rf"(?<!\S)(?:{_GROUP}\s)*{chosen.text}(?:\s{_GROUP})*(?=\s|$)").search(text)
    return replace(chosen, text=groups.group()) if groups is not None else chosen


def _with_its_letters(chosen: NumberCandidate) -> NumberCandidate | None:
    """With the letters that a blank parts from it, right behind the colon of its label: `Invoice: KQ 5510`."""
    text = chosen.piece.text
    before = text[: text.find(chosen.text)] if chosen.text in text else ""
    if not chosen.text[0].isdigit():
        return None
    letters = _BEHIND_A_COLON.search(before)
    if letters is None and sum(c.isdigit() for c in chosen.text) >= _FIGURES_LEAST:
        letters = _BEHIND_A_TITLE.search(before)
    if letters is None or _NO_PREFIX.fullmatch(letters["own"]):
        return None
    return replace(chosen, text=f"{letters['own']} {chosen.text}")


def label_without_letters(candidate: NumberCandidate) -> str:
    """What stands before it, without letters that belong to the number itself."""
    label = candidate.label or candidate.above
    return label.rpartition(" ")[0] if candidate.label and _with_its_letters(candidate) is not None else label


_BEHIND_A_COLON = re.compile(r"[A-Za-z]{2,}\.?\s?:\s*(?P<own>[A-Z]{1,4}|[A-Z][a-z])\s$")
_BEHIND_A_TITLE = re.compile(
    r"\b(?:INVOICE|Invoice|BILL|Bill|Receipt|RECEIPT|[Tt]icket)\s(?P<own>[A-Z]{2,4}|[A-Z][a-z])\s$"
)
_NO_PREFIX = re.compile(
    r"(?:NO|NR|N|NUM|REF|ID|TEL|FAX|MOB|PO|OP|TILL|DATE|DUE|FOR|TO|OF|AND|VAT|TAX|GBP|PAGE|DAY|W|WE|ON|IN|BY|A|ITEM|TID|MID)",
    re.IGNORECASE,
)
_FIGURES_LEAST = 4


def _all(sheet: Sheet) -> list[NumberCandidate]:
    found: list[NumberCandidate] = []
    cells = Cells(sheet)
    priced = {found.row.index for found in sheet.amounts if found.amount.has_decimals}
    for row in sheet.rows:
        if row.page > 2:
            break
        for piece in row.pieces:
            spans = [(day.start, day.end) for day in days_in(piece.text) if not day.is_bare]
            spans += [m.span() for m in re.finditer(r"\b\d{1,2}:\d{2}(?::\d{2})?\b", piece.text)]
            spans += [m.span() for m in _POSTCODE.finditer(piece.text)]
            spans += [m.span() for m in _OF_A_BANK.finditer(piece.text)]
            spans += [m.span() for m in _A_PARCEL.finditer(piece.text)]
            wholes = list(_spaced(piece.text))
            spans += [(s, e) for s, e in wholes if _says_anothers(cells.label_of(piece, piece.text[:s].strip()).text)]
            for begin, end in [*(m.span() for m in _TOKEN.finditer(piece.text)), *wholes]:
                start = begin + _before_the_number(piece.text[begin:end])
                token = piece.text[start:end]
                is_spaced = (begin, end) in wholes
                if not is_spaced and not _may_be_number(token, piece.text, end):
                    continue
                if any(start < there and other < end for other, there in spans):
                    continue
                before = piece.text[:start].strip()
                label = CellLabel(before, OWN) if _is_a_sign(before) else cells.label_of(piece, before)
                if start == 0 and named_behind(piece.text[end:]):
                    label = CellLabel(piece.text[end:].strip(), RIGHT)
                begins = _LETTERS.match(token)
                said = f"{label.text} {begins.group() if begins else ''}"
                if _says_anothers(label.text) or _says_anothers(said):
                    continue
                if _MOBILE.search(piece.text[max(0, start - 6) : end + 7]) and _CALLS.search(compact(label.text)):
                    continue
                is_other = row.index in priced or _TELEPHONE.fullmatch(token) or _A_SIZE.fullmatch(plain(token))
                if not numbers(said) and is_other:
                    continue
                if _OF_A_BANK.search(token) or _OF_A_CARD.search(plain(piece.text[:start])):
                    continue
                beside = label.text if label.side in (OWN, LEFT) else ""
                around = "" if beside else label.text
                is_part = not is_spaced and any(first <= start and end <= last for first, last in wholes)
                is_whole = not piece.text[end:].strip() and (label.side != OWN or not any(c.isdigit() for c in beside))
                follows = piece.text[end : end + 12]
                found.append(NumberCandidate(token, piece, row, beside, around, follows, label.side, is_whole, is_part))
    return found


def _before_the_number(token: str) -> int:
    """How many of its letters are a word glued before the number."""
    glued = _GLUED.match(plain(token))
    return glued.end() if glued is not None else 0


def _is_a_sign(before: str) -> bool:
    return _ONLY_A_SIGN.fullmatch(plain(before)) is not None


def _says_anothers(label: str) -> bool:
    return _ANOTHERS.search(compact(label)[-30:]) is not None


def _is_anothers(candidate: NumberCandidate) -> bool:
    said = compact(candidate.label or candidate.above)[-26:]
    if "RECEIPTFOR" in said:
        return False  # the receipt of an invoice goes by its number
    return _LABELS[12].search(said) is not None or candidate.row.compact.startswith("ORIG")


_A_SIZE = re.compile(
    r"\d{1,5}(?:[.,]\d+)?(?:X\d+)*(?:MM|CM|KM|KGS?|MG|ML|CL|LTRS?|LBS?|OZ|FT|PCS?|PK|HRS?|MINS?|YDS?|KWH?|MAH|AH|MB|TB|GSM|PX)"
    r"|\d{1,3}(?:X\d+)*[MGLWV]|\d{1,4}X\d{1,4}(?:X\d{1,4})?|\d{1,4}GB"
)
"""How long, heavy or strong goods are: `150cm`, `75g`, `240V`."""
_TELEPHONE = re.compile(r"(?:\+?44\s?(?:\(0\))?\s?|0)\d{2,4}\s\d{3,4}\s?\d{2,4}")
_MOBILE = re.compile(r"(?<!\d)0[17]\d{2,3}\s\d{3}\s?\d{3}")
_CALLS = re.compile(r"PHONE|MOB|TEL|TEXT|CALL|FAX")
_OF_A_BANK = re.compile(r"\d{2}-\d{2}-\d{2}\s\d{7,8}")
_OF_A_CARD = re.compile(r"[•*·]{2,}\s?$|[•*]\s?$|\bX{2,}\W?$|\bENDING(?: IN)?\W*$")
"""What stands before the last figures of a card."""


def numbers(label: str) -> bool:
    """Whether words such as a paper's number has for label stand before it: in a line of goods there are others."""
    squeezed = compact(label)
    return speaks(label) or any(pattern.search(squeezed) for pattern in _LABELS[:4])


def _spaced(text: str) -> Iterator[tuple[int, int]]:
    """A number with blanks or slashes, where it is all of the text or all that follows a label in it."""
    for match in _SPACED.finditer(text):
        token = match.group()
        starts = match.start() == 0 or not text[match.start() - 1].isalnum()
        whole = starts and not text[match.end() :].strip(" .")
        if whole and _PREFIXED.match(plain(token)):
            yield match.span()
            continue
        if whole and (said := _LABEL_WORDS.match(plain(token))):
            if " " in token[said.end() :] and token[said.end() :].replace(" ", "").isdigit():
                yield match.start() + said.end(), match.end()
            continue
        if any(_LABEL_WORDS.fullmatch(f"{group} ") for group in plain(token).split()[1:] if group.isalpha()):
            continue  # `7204 / INV 118` are two
        if whole and " " in token and sum(c.isdigit() for c in token) >= 3 and len(token) <= _SPACED_MOST:
            yield match.span()
            if (match["letters"] or "").endswith(" ") and " " in token[len(match["letters"]) :]:
                yield match.start() + len(match["letters"]), match.end()


def _may_be_number(token: str, text: str, end: int) -> bool:
    if not any(c.isdigit() for c in token) or len(token) > 30 or _A_WORD.fullmatch(token):
        return False
    before = plain(text[: end - len(token)])
    if re.fullmatch(r"1[6-9]\d\d|20\d\d", token) and (_SINCE.search(before) or _MONTHS_YEAR.search(before)):
        return False
    if (years := _YEARS.fullmatch(token)) and int(years[2][-2:]) == (int(years[1][-2:]) + 1) % 100:
        return False
    # Amounts, rates and quantities are not numbers of documents.
    if _POINTED.fullmatch(token):
        return True
    return not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}|\d+[.,]\d{1,4}", token) and not re.match(
        r"[.,]\d{2}|\s?[%€£@×]|,-", text[end:]
    )


def _features(sheet: Sheet, candidate: NumberCandidate, times: dict[str, int]) -> list[float]:
    # An ordinal sign or the abbreviation at the end of a label is no part of its word: `Rechnung Nr.`, `Facture n°`.
    label = compact(candidate.label)[-26:]
    above = compact(candidate.above)[-30:]
    token = plain(candidate.text)
    digits = sum(c.isdigit() for c in token)
    place = candidate.row.index / max(1, len(sheet.rows))
    return [
        *(float(pattern.search(label) is not None) for pattern in _LABELS),
        *(float(pattern.search(above) is not None) for pattern in _LABELS),
        min(2.0, len(token) / 8),
        digits / len(token),
        float(token.isdigit() and len(token) <= 2),
        float(bool(re.search(r"[A-Z]", token))),
        float(bool(re.search(r"[/-]", token))),
        float(token.startswith(("INV", "RE-", "FA-", "SI", "CN", "AV-"))),
        place,
        min(3.0, float(times[candidate.text])) - 1,
        float(candidate.label.rstrip().endswith((":", "#", ".", "°", "º"))),
        float(candidate.label.rstrip().endswith("#")),
        float(bool(re.match(r"\s*(?:VOM|VON|DATED|OF|DU|DEL)\b", plain(candidate.follows)))),
        float(bool(re.fullmatch(r"(?:GB|DE|FR|IT|ES|NL|AT|BE|IE)[A-Z]?\d{8,12}", token))),
        float(len(label) == 0),
        float(candidate.row.page > 1),
        _reason(label or above),
        float(candidate.side in (RIGHT, BELOW)),
        float(candidate.side == ABOVE),
        float(candidate.side == NOWHERE),
        float(candidate.is_whole),
        float(candidate.is_part),
        0.0,
    ]


def _reason(label: str) -> float:
    """What a bookkeeper would say of the label."""
    if _LABELS[12].search(label):
        return -2.0
    if _LABELS[0].search(label):
        return 3.0
    if _LABELS[5].search(label[-14:]) or _LABELS[6].search(label[-14:]) or _LABELS[7].search(label[-12:]):
        return -2.0
    if _LABELS[1].search(label):
        return 2.0
    if re.search(r"(?:RECHNUNG|INVOICE|FACTURE|FATTURA|GUTSCHRIFT|AVOIR|BELEG|CREDITNOTE)[A-Z]{0,8}$", label):
        return 2.0
    return 1.0 if _LABELS[2].search(label) else 0.0
