"""Which number is the paper's own: its label says so, and what belongs to another paper or to goods is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from accountsos.documents.extract.cells import ABOVE, LEFT, NOWHERE, OWN, Cells, speaks
from accountsos.documents.extract.choose import NOTHING_FITS, Choice, Numbers, ranked, scorers, softmax
from accountsos.documents.extract.number import NumberCandidate, in_full, label_without_letters, number_candidates
from accountsos.documents.extract.rows import Row, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import DocumentType, Fact, Place

_NO = r"(?:NUMBERED|NUMBER|NUMMER|NUM|NOS?|NR|N|ID|REF|REFERENCE)?"
_OWN = {
    DocumentType.CREDIT_NOTE: re.compile(rf"(?:CREDIT(?:NOTE|MEMO)?|REFUND(?:NOTE|RECEIPT)?|(?:^|[^A-Z])CN){_NO}$"),
    DocumentType.INVOICE: re.compile(rf"(?:INVOICE|INV|BILL|FEENOTE){_NO}$"),
    DocumentType.RECEIPT: re.compile(rf"(?:INVOICE|INV|RECEIPT){_NO}$"),
}
_OF_A_RECEIPT = (
    re.compile(
        rf"(?:INVOICE|INV|RECEIPT|RCPT|BOOKING|KASSENBON|BON|BELEG|RECU|SCONTRINO|KVITTERING|TOCYN|DERBYNNEB){_NO}$|TICKETN(?:O|R|UMBER)$"
    ),
    re.compile(
        rf"(?:CHK|CHECK|BILL|TRANS|TRAN|TRN|TXN|TX|TKT|TCKT|REC|RCT|TRANSACTION|SALE|DOC|DOCUMENT|SID|SESSION|SLIP|DOCKET|FOLIO){_NO}$"
    ),
    re.compile(r"^(?:NO|NR|N|NUMBER)$|^(?:CASHSALE|CASH|SALES?|CUSTOMER)?TICKET$"),
    re.compile(r"^(?:JOB|ORDER)(?:NO|NUMBER|REF)?$"),
)
"""What stands before the number of a receipt, the better words first; a table is none of them."""
_LEAST_OF_A_BARE_LABEL = 3
_NAMES_ITSELF = {
    DocumentType.CREDIT_NOTE: re.compile(r"(?:CN|CRN|CR|CRED)[-/ ]?\d[\d/-]*\d"),
    DocumentType.INVOICE: re.compile(r"INV[-/ ]?\d[\d/-]*\d"),
    DocumentType.RECEIPT: re.compile(r"INV[-/ ]?\d[\d/-]*\d"),
}
"""`INV10827` alone in its cell needs no label."""
_OF_ANOTHER = re.compile(
    r"ORIG|RELAT|AGAINST|REFERSTO|INRESPECTOF|PREVIOUS|LAST(?:INVOICE|BILL)|DEPOSIT|CREDITSINVOICE|REMINDER|REPLACES|ALLOCATED|CREDITTO"
)
_OUR_INVOICE = re.compile(r"(?:OUR|YOUR|FOR|OF|ON|TO)(?:VAT|TAX|SALES)?(?:INVOICE|INV|BILL)(?:NO|NUMBER)?$")
_OF_A_TERMINAL = re.compile(
    r"(?:MID|TID|AID|PAN|PSN|PANSEQ|MERCHANT|TERM(?:INAL)?|CARD|VISA|MASTERCARD|AMEX|MAESTRO|DEBIT|CONTACTLESS"
    r"|AUTH(?:CODE)?|APPROVAL)(?:ID|NO)?$"
)
_OF_A_JOB = re.compile(
    r"(?:JOB|WORKSORDER|ORDER|PO|DEL(?:IVERY)?(?:NOTE)?|DESPATCH|TRANSACTION|TRIP)(?:NO|NUMBER|REF|ID|CARD)?$"
)
_A_NUMBER = re.compile(
    r"(?:NUMBER|NUMMER|REFERENCE|DOCUMENT|INVOICE|BILL|(?:^|\W|INVOICE|BILL|NOTE|DOCUMENT|FOLIO)(?:NO|NR|N|REF|ID|DOC))\W*$"
)
"""A label that ends in a word for a number: one of two letters stands by itself or behind the paper's."""
_PRICED = re.compile(r"\d[.,]\d{2}(?!\d)")
_COUNTED = re.compile(r"\W*-?\d+(?:[.,]\d+)?\s*(?:[x×@*]|KG\b|L\b)", re.IGNORECASE)
_MONTH = re.compile(r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\s", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[A-Z]?[a-z]{2,}\.?\s+(?=\d)")
"""`Chk 20417`: a word in small letters is no part of a number."""
_SAID = re.compile(
    r"\b(?:INVOICE|INV|BILL)\s*(?:NO|NUMBER|NUM|REF|#)[.:#\s]*(?P<number>(?:[A-Z0-9]+[/_-])*[A-Z0-9]*\d[A-Z0-9]*(?:[/_-][A-Z0-9]+)*)(?=[\s,;.]|$)"
)
_SURE, _TOLD, _GUESSED, _HARDLY, _NOT_ALONE = 0.95, 0.9, 0.2, 0.03, 2


def number_of(sheet: Sheet, kind: DocumentType) -> Fact[str] | None:
    """The number that its label makes the paper's own, else the likeliest that nothing speaks against."""
    found, features = number_candidates(sheet)
    read = _of_candidates(sheet, kind, found, features) if found else _said(sheet, kind)
    if kind is not DocumentType.RECEIPT:
        return read
    till = _of_a_till(sheet)
    if till is not None and (read is None or read.confidence < _TOLD or till.value in read.value.split()):
        return till
    return read if read is not None else _your_reference(sheet)


_TILL_LINE = re.compile(r"\bS(?:T#? ?)?\d{2,5}\s+(?:R|L|OP#? ?|TE#? ?)\d{1,6}\s+(?:TR?#? ?)(?P<number>\d{3,6})\b")
"""Shop, register and transaction as a supermarket's till prints them: `S0119 R06 T3381`."""


def _of_a_till(sheet: Sheet) -> Fact[str] | None:
    """The transaction in a till's line of codes."""
    for row in sheet.rows:
        for piece in row.pieces:
            if (match := _TILL_LINE.search(plain(piece.text))) is not None:
                return Fact(match["number"], _TOLD, piece.place)
    return None


def _of_candidates(
    sheet: Sheet, kind: DocumentType, found: Sequence[NumberCandidate], features: Numbers
) -> Fact[str] | None:
    scorer, texts = scorers()["number"], [candidate.text for candidate in found]
    order = ranked(scorer, texts, features, by_eye=sheet.is_by_eye)
    allowed = [candidate for candidate in found if not _is_ruled_out(sheet, candidate, kind)]
    first = next((choice for choice in order if choice.value in {candidate.text for candidate in allowed}), None)
    told = _told(sheet, kind, allowed, first)
    if told is not None:
        return told
    nothing = softmax(scorer.raw(features) / scorer.temperature)[-1]
    if first is None or first.confidence < _HARDLY or nothing > NOTHING_FITS:
        return None
    best = next(c for c in (found[first.best], *allowed) if c in allowed and c.text == first.value)
    read = _whole(found, best, first.confidence)
    # Better none than another's: a receipt's number is not needed for anything.
    return None if kind is DocumentType.RECEIPT and _is_a_guess(best, read.value) else read


def _told(
    sheet: Sheet, kind: DocumentType, allowed: Sequence[NumberCandidate], first: Choice[str] | None
) -> Fact[str] | None:
    """What labels say, where the likeliest has none of its own or is the one that they say."""
    likeliest = first.value if first is not None else ""
    named, is_named = _named(allowed, kind), first is not None and _is_named(allowed, likeliest, kind)
    if named is not None and (not is_named or named.text == likeliest or _is_of_the_matter(allowed, likeliest)):
        return _whole(allowed, named, max(_SURE, first.confidence if first is not None and is_named else 0.0))
    if kind is DocumentType.RECEIPT:
        is_open = named is None and (first is None or first.confidence < _TOLD)
        on_receipt = _named_on_a_receipt(allowed, likeliest) if is_open else None
        return _whole(allowed, on_receipt, _TOLD) if on_receipt is not None else None
    if kind is not DocumentType.INVOICE:
        return None
    if not is_named and (said := _said(sheet, kind)) is not None:
        return said
    if not is_named and (code := _code_alone(allowed)) is not None:
        return _whole(allowed, code, _TOLD)
    return _of_account(sheet) if first is None or first.confidence < _GUESSED else None


def _is_of_the_matter(found: Sequence[NumberCandidate], text: str) -> bool:
    """Whether it is only called a reference or a folio: the number with the paper's own label comes before it."""
    said = [compact(c.label or c.above) for c in found if c.text == text]
    return all(_OF_THE_MATTER.fullmatch(label) for label in said)


_OF_THE_MATTER = re.compile(r"(?:OUR|YOUR|CASE|FILE|CUSTOMER)?(?:REF|REFERENCE)(?:NO|NUMBER)?|FOLIO(?:NO|NUMBER)?")


def _named(found: Sequence[NumberCandidate], kind: DocumentType) -> NumberCandidate | None:
    """The only number with a label of the paper's own; else the only one that names itself."""
    own = [candidate for candidate in found if _has_own_label(candidate, kind)]
    if len({candidate.text for candidate in own if not candidate.is_part}) == 1:
        return next(candidate for candidate in own if not candidate.is_part)
    if own or kind not in _NAMES_ITSELF:
        return None
    selves = [c for c in found if c.is_whole and _NAMES_ITSELF[kind].fullmatch(plain(c.piece.text).strip())]
    return selves[0] if len({candidate.text for candidate in selves}) == 1 else None


_BEFORE = (OWN, LEFT, ABOVE)


def _is_labelled(candidate: NumberCandidate, words: re.Pattern[str]) -> bool:
    """Whether such words stand right before it, and no other number between."""
    label = candidate.label or candidate.above
    between = label.rstrip()[-1:].isdigit()
    if words in _OF_A_RECEIPT[2:] and sum(c.isalnum() for c in candidate.text) < _LEAST_OF_A_BARE_LABEL:
        return False  # `No.` heads how many of each were bought, too
    # Of `Scale 2 Vendor 4 Nr 0312` only what stands behind the last figures is its own.
    own = _FIGURES.split(label)[-1]
    labels = (compact(label), compact(own)) if candidate.side == OWN else (compact(label),)
    return candidate.side in _BEFORE and not between and any(words.search(said) for said in labels)


def _named_on_a_receipt(found: Sequence[NumberCandidate], first: str) -> NumberCandidate | None:
    """The only number with the best of the words that a receipt has for its own, where the likeliest has none."""
    for words in _OF_A_RECEIPT:
        named = [c for c in found if _is_labelled(c, words) and not c.is_part]
        if any(c.text == first for c in named):
            return None
        if named:
            return named[0] if len({c.text for c in named}) == 1 else None
    return None


_CODE = re.compile(r"(?=[A-Z0-9/-]{7,}$)[A-Z]{1,5}(?:[-/][A-Z0-9]+)*[-/]\d{3,}")
"""A number that looks like nothing else: `MB-EU-2026-0417`."""
_HEAD_OF_A_PAGE = 0.4


def _code_alone(found: Sequence[NumberCandidate]) -> NumberCandidate | None:
    """The only code that stands by itself in the head of the first page, or ends a line there, with no label."""
    codes = [
        c
        for c in found
        if c.piece.page == 1
        and c.piece.box.top < _HEAD_OF_A_PAGE
        and c.piece.text.rstrip().endswith(c.text)
        and _CODE.fullmatch(plain(c.text))
        and not c.label
    ]
    return codes[0] if len({c.text for c in codes}) == 1 else None


def _is_named(found: Sequence[NumberCandidate], text: str, kind: DocumentType) -> bool:
    same = [candidate for candidate in found if candidate.text == text]
    labelled_otherwise = any(_OF_A_JOB.search(compact(c.label or c.above)) for c in same)
    if kind is DocumentType.RECEIPT:
        return not labelled_otherwise
    return any(_has_own_label(candidate, kind) for candidate in same) or (
        kind is DocumentType.INVOICE
        and not labelled_otherwise
        and any(_A_NUMBER.search(plain(c.label or c.above)) for c in same)
    )


def _has_own_label(candidate: NumberCandidate, kind: DocumentType) -> bool:
    label = compact(label_without_letters(candidate))
    if kind not in _OWN or _OWN[kind].search(label) is None or _OF_ANOTHER.search(label):
        return False
    return kind is DocumentType.RECEIPT or _OUR_INVOICE.search(label) is None


def _is_ruled_out(sheet: Sheet, candidate: NumberCandidate, kind: DocumentType) -> bool:
    """Whether it is another paper's, a card terminal's, a month, or of a line of goods."""
    label = compact(candidate.label or candidate.above)
    if _OF_A_TERMINAL.search(label) or _MONTH.match(candidate.text) or _WORD_BEFORE.match(candidate.text):
        return True
    if _OF_VAT.fullmatch(plain(candidate.text)) and not _has_own_label(candidate, kind):
        return True
    if kind is DocumentType.CREDIT_NOTE:
        before = label or candidate.row.compact
        cites = _OUR_INVOICE.search(label) or (label.endswith(("INVOICE", "INV")) and "CREDIT" not in label)
        if _OF_ANOTHER.search(before) or cites:
            return True
    return _is_of_a_place(candidate) or (not label and _is_of_goods(sheet, candidate.row))


_OF_VAT = re.compile(r"(?:GB ?)?\d{3} \d{4} \d{2}(?: \d{3})?")
"""How the United Kingdom's VAT numbers are written, whatever stands before."""
_DISTRICT = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?")
"""The first half of a postcode."""


def _is_of_a_place(candidate: NumberCandidate) -> bool:
    """Whether it is of a house, a shop or half a postcode: a few figures behind words that are for no number."""
    if (
        candidate.side != OWN
        or _A_FEW.fullmatch(plain(candidate.text)) is None
        or candidate.label.rstrip()[-1:] in _SIGNS
    ):
        return False
    if len(compact(candidate.label)) < _LETTERS_OF_A_WORD:
        return False
    sent = "DELIVER" in compact(candidate.label) and _DISTRICT.fullmatch(plain(candidate.text)) is not None
    return sent or not _is_told(candidate.label)


_FIGURES = re.compile(r"\S*\d\S*")


def _is_told(label: str) -> bool:
    """Whether the words are such as some number has for label."""
    if speaks(label) or _A_NUMBER.search(plain(label)):
        return True
    return any(words.search(compact(said)) for words in _OF_A_RECEIPT for said in (label, _FIGURES.split(label)[-1]))


def _is_a_guess(candidate: NumberCandidate, text: str) -> bool:
    """Whether no words make it a number and it is too short to be one by its looks."""
    if (
        candidate.is_whole
        and candidate.row.index < _FIRST_ROWS
        and _OF_A_PAD.fullmatch(text)
        and candidate.side in (NOWHERE, LEFT)
    ):
        return False
    short = sum(c.isalnum() for c in text) < _LONG and _LETTERED.fullmatch(plain(text)) is None
    return short and not _is_told(candidate.label or candidate.above)


_OF_A_PAD, _FIRST_ROWS = re.compile(r"0\d{3,5}"), 2
"""The number printed on each leaf of a receipt book, beside the firm's name: `0418`."""
_A_FEW = re.compile(r"[A-Z]{0,2}\d{1,4}[A-Z]?")
_SIGNS = ("#", ":", "°", "º")
_LETTERED = re.compile(r"[A-Z]{1,5}[-/]\d{2,}")
"""`K-31` is a number by its looks, however short."""
_LETTERS_OF_A_WORD, _LONG = 4, 5


def _is_of_goods(sheet: Sheet, row: Row) -> bool:
    """Whether a price stands in its line, or how many of it are counted in the next."""
    if _PRICED.search(row.pieces[-1].text) and len(row.pieces) >= _NOT_ALONE:
        return True
    after = sheet.rows[row.index + 1] if row.index + 1 < len(sheet.rows) else None
    return after is not None and _COUNTED.match(after.text) is not None and _PRICED.search(after.text) is not None


def _whole(found: Sequence[NumberCandidate], chosen: NumberCandidate, confidence: float) -> Fact[str]:
    best = in_full(found, chosen)
    if _WORD_BEFORE.match(best.text):
        best = chosen
    return Fact(_broken_at_hyphens(best), confidence, best.place)


def _broken_at_hyphens(candidate: NumberCandidate) -> str:
    """With the groups before it that end in a hyphen, which a wide line set apart: `QP-   0725-   118834`."""
    text, pieces = candidate.text, candidate.row.pieces
    at = pieces.index(candidate.piece)
    if not candidate.piece.text.strip().startswith(candidate.text):
        return text
    while at > 0 and pieces[at - 1].text.rstrip().endswith("-"):
        at -= 1
        text = pieces[at].text.split()[-1] + text
    return text


def _said(sheet: Sheet, kind: DocumentType) -> Fact[str] | None:
    """What follows `Invoice no` in one line, whatever it looks like: `Invoice no 2026/03 - 29th March`."""
    places: dict[str, Place] = {}
    for row in sheet.rows:
        for piece in row.pieces:
            match = _SAID.search(capital := plain(piece.text))
            if match is not None and len(capital) == len(piece.text):
                places.setdefault(piece.text[match.start("number") : match.end("number")], piece.place)
    if kind is not DocumentType.INVOICE or len(places) != 1:
        return None
    ((number, place),) = places.items()
    return Fact(number, _SURE, place)


_ACCOUNT = re.compile(r"(?:YOUR|CUSTOMER)?ACCOUNT(?:REF|REFERENCE|NO|NUMBER)")
_DIGITS = re.compile(r"[A-Z]{0,3}[\d][\d /-]{4,18}\d")


def _of_account(sheet: Sheet) -> Fact[str] | None:
    """The account that a demand names where it has no number of its own: that is what is quoted with the payment."""
    found: dict[str, Place] = {}
    for row in sheet.rows:
        for label, value in pairwise(row.pieces):
            if _ACCOUNT.fullmatch(label.compact) and _DIGITS.fullmatch(plain(value.text).strip()):
                found.setdefault(value.text.strip(), value.place)
    if len(found) != 1:
        return None
    ((number, place),) = found.items()
    return Fact(number, _GUESSED, place)


_YOURS = re.compile(r"YOUR(?:REF|REFERENCE)(?:NO|NUMBER)?")
_REFERENCE = re.compile(r"(?=.*\d.*\d)[A-Z0-9][A-Z0-9 /-]{3,24}")


def _your_reference(sheet: Sheet) -> Fact[str] | None:
    """What a receipt without another number calls the buyer's reference: he is to quote it when he asks."""
    cells = Cells(sheet)
    for row in sheet.rows:
        for piece in row.pieces:
            if _YOURS.fullmatch(piece.compact) is None:
                continue
            for value in (cells.right_of(piece), cells.below(piece)):
                if value is not None and _REFERENCE.fullmatch(plain(value.text).strip()):
                    return Fact(value.text.strip(), _GUESSED, value.place)
    return None
