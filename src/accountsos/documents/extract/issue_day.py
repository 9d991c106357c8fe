"""Features of each day on a document that may be its date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from accountsos.documents.extract.amounts import amounts_in
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
from accountsos.documents.extract.day_labels import (
    A_JOURNEY,
    HOLDS_UNTIL,
    NUMBERED,
    OF_ANOTHER_PAPER,
    OF_THE_PAPER,
    event_in,
    score_of,
    titled,
)
from accountsos.documents.extract.days import DayFound, days_in, has_time
from accountsos.documents.extract.rows import Piece, Row, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Place

_LABELS = (
    re.compile(r"INVOICEDATE|DATEOFINVOICE|RECHNUNGSDATUM|BILLDATE|RECEIPTDATE|DATEDEFACTURE|DATAFATTURA|FACTUURDATUM"
               r"|DATEFACTURE|FECHADEFACTURA|BELEGDATUM|TAXPOINT|ISSUEDATE|DATEOFISSUE|CREDITNOTEDATE|DATEISSUED|DOCUMENTDATE"
               r"|AUSSTELLUNGSDATUM|SALEDATE|DATEOFSUPPLY|ISSUED|BILLEDON|DATED$"),
    re.compile(r"DATE|DATUM|DATO$|DATA(?!F)|FECHA|TARIKH|DT$|^DT|BDATE|DATETIME"),
    re.compile(r"DUE|ECHEANCE|FALLIG|ZAHLBAR|PAYBY|SCADENZA|VENCIMIENTO|VERVAL|BISZUM|BIS$|PAYMENTBY|PAYABLEBY|UBERWEISEN"),
    re.compile(r"DELIVER|LIEFER|LEISTUNG|SHIP|LIVRAISON|SUPPLYDATE|DISPATCH|DESPATCH|LEVER|CONSEGNA"),
    re.compile(r"ORDER|BESTELL|COMMANDE|PURCHASEO|QUOTE|CONTRACT|VERTRAG|ANGEBOT|STARTDATE"),
    re.compile(r"EXPIR|VALID|GULTIG|UNTIL|BEFORE|EXCHANGE|RETURN|WITHIN|OFFER|ENDS|GUARANTEE|WARRANTY|BESTBY|SKONTO|RABATT"),
    re.compile(r"PERIOD|FROM|TO$|ZEITRAUM|ABRECHNUNGS|PERIODE|BETWEEN|STATEMENT|MONTHOF"),
    re.compile(r"PRINT|MEMBER|BIRTH|SINCE|VERSION|BEISPIEL|COPYRIGHT|STAND|VER$|LASTUPDATE|REV"),
    re.compile(r"INVOICE|RECHNUNG|RECEIPT|FACTURE|FATTURA|BILL|TAXINV|NOTE|GUTSCHRIFT|AVOIR"),
    re.compile(r"VOM$|VON$|DU$|DEL$|VAN$|OF$|ON$"),
    re.compile(r"PAID|PAYMENT|ZAHLUNG|REGLEMENT|TRANSACTION|CARD|AUTH|APPROVAL|RECEIVED|GEZAHLT|VIRSEPA"),
)  # fmt: skip


_WEEKDAY = re.compile(
    r"\b(?:MON|TUES?|WED(?:NES)?|THU(?:RS)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?\b"
    r"|\b(?:MONTAG|DIENSTAG|MITTWOCH|DONNERSTAG|FREITAG|SAMSTAG|SONNTAG)\b",
    re.IGNORECASE,
)


_ANNOUNCED = re.compile(
    r"\b(?:DATE|DATED|ISSUED|TAX POINT|DATUM)\s*:\s*(?:[A-Z]{3,9},?\s+)?$"
    r"|^(?:BOOKED|BOUGHT|PURCHASED|PAID|BILLED|INVOICED)\sON\s(?:[A-Z]{3,9},?\s)?$"
    r"|^ISSUED(?:\s(?:AT\s)?\d{1,2}[:.]?\d\d)?\sON\s$"
    r"|(?:\b(?:INVOICE|BILL|CREDIT NOTE|ISSUE|DOCUMENT)\sDATE|[.;·|]\s(?:ISSUED|RAISED|DATED))(?:\sON)?\s$"
)
"""A label with its colon right before the day, `Bill date`, or a ticket's `Issued 0732 on`: that is no sentence."""
_A_DAY = (
    r"(?:\d{1,2}(?:ST|ND|RD|TH)?\s?[A-Z]{3,9}\.?(?:\s\d{2,4})?"
    r"|(?<![\d/])\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
    r"|(?!DUE|PAY|ISSUED|DATED|PAID)[A-Z]{3,9}\s\d{1,2}(?:,?\s\d{4})?)"
)
_UNTIL = r"(?:-|–|—|…|TO|UNTIL|THROUGH|AU|BIS|TOT|T/M|AL|HYD)"
_FROM_ANOTHER = re.compile(
    rf"{_A_DAY}\s?(?:{_UNTIL}|AND)\s?$|(?<![^\s(])\d{{1,2}}(?:ST|ND|RD|TH)?\s?(?:[–—+&]|AND\b|UND\b|ET\b|EN\b)\s?"
    rf"(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*\.?,?\s)?(?:THE\s)?$",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(r"(?<![\d/.-])([1-9]|[12]\d|3[01])-$")
_TO_ANOTHER = re.compile(rf"\s?{_UNTIL}\s?{_A_DAY}", re.IGNORECASE)
_PLACE = re.compile(r"^[^\W\d_][a-zà-ÿ]+(?:[ -](?:[A-Z][a-zà-ÿ]+|upon|on|le|the|of))*,(?:\s(?:le|den|de|il))?$")
"""The town before a letter's date: `Hexham, 4 March 2026`, `Lyon, le 4 mars 2026`."""
_CITES = re.compile(r"^\S*\d\S*\s+(?P<join>of|dated|from|on|vom|du)$", re.IGNORECASE)
"""A number and the word that joins it to its day: its label stands before it, `Against invoice | 7204 of`."""
_CITES_BESIDE = re.compile(
    r"AGAINST|ORIG(?:INAL)?|RELAT(?:ES|ED|ING)(?:TO)?|CREDIT(?:S|ED|ING)|CORRECTS|REPLACES|CANCELS"
)
"""The cell beside another paper's number and day: `Against | Invoice 7204 of 3 May 2026`."""
_PARTS = re.compile(r"\s[|·•]\s")
"""What parts a line into cells that a wide page would set side by side."""


@dataclass(frozen=True)
class DayCandidate:
    """A day with where it stands and what is said beside it."""

    found: DayFound
    row: Row
    piece: Piece
    label: CellLabel
    is_listed: bool = False
    """Whether it is the day of a line of goods, one of several."""
    heads_a_column: bool = False
    """Whether its label is a heading over lines of goods."""
    beside: str = ""
    """The cell to the left of its own, where its own has the label."""

    @property
    def is_priced(self) -> bool:
        """Whether money stands in its row."""
        return any(amount.has_decimals for amount in amounts_in(_others(self)))

    @property
    def is_alone(self) -> bool:
        """Whether nothing but the day stands in its piece, a weekday or a stray mark aside."""
        rest = _PLACE.sub("", self.piece.text[: self.found.start].strip()) + self.piece.text[self.found.end :]
        return sum(c.isalnum() for c in _WEEKDAY.sub("", rest)) == 0

    @property
    def in_a_sentence(self) -> bool:
        """Whether it stands among so many words that they are a sentence and no label."""
        before, after = self.piece.text[: self.found.start], self.piece.text[self.found.end :]
        rest = f"{_PARTS.split(before)[-1]} {_PARTS.split(after)[0]}"
        if _ANNOUNCED.search(plain(before)) or NUMBERED.match(plain(before)):
            return False
        return len(re.findall(r"[^\W\d]{2,}", rest)) > _WORDS_OF_A_LABEL

    @property
    def is_in_a_period(self) -> bool:
        """Whether it is the end of a span of days: `8 Apr - 2 Oct 2026`."""
        text = self.piece.text
        after = _TO_ANOTHER.match(text[self.found.end :]) is not None
        before = text[: self.found.start]
        if (first := _FIRST_DAY.search(before)) and int(first[1]) < self.day.day:
            return True  # `9-10 March`, and not the number before a dash
        return after or _FROM_ANOTHER.search(before) is not None

    @property
    def reason(self) -> float:
        """What a bookkeeper would say of its label: above zero for the day of issue, below for other days."""
        if self.is_anothers or self.is_in_a_period:
            return _OF_ANOTHER
        return _reason(self, compact(self.label.text)[-28:], self.row.text)

    @property
    def is_anothers(self) -> bool:
        """Whether it is the day of another paper: the invoice that a credit note or a deposit names."""
        cited = f"{self.beside} {self.label.text}" if _CITES_BESIDE.fullmatch(compact(self.beside)) else self.label.text
        return OF_ANOTHER_PAPER.search(compact(cited)) is not None

    @property
    def day(self) -> date:
        """The day as it is read first."""
        return self.found.day

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.piece.place


def day_candidates(sheet: Sheet, today: date) -> tuple[list[DayCandidate], Numbers]:
    """The days on the document, and a row of features for each and for "there is none"."""
    found = _without_listed(list(_all(sheet))[:80])
    found = [candidate for candidate in found if not candidate.is_anothers] or found
    found = _without_ends_of_validity(found)
    # What is still to come is an event, a journey or a renewal, where a day that has been is printed too.
    found = [candidate for candidate in found if candidate.day <= today] or found
    times: dict[date, int] = {}
    for candidate in found:
        times[candidate.day] = times.get(candidate.day, 0) + 1
    past = [c.day for c in found if c.day <= today]
    rows = [_features(sheet, c, times, past, today) for c in found]
    width = len(_LABELS) * 2 + 21
    nothing = np.zeros(width)
    nothing[-1] = 1.0
    return found, np.array([*rows, nothing], dtype=np.float64)


def _without_ends_of_validity(found: list[DayCandidate]) -> list[DayCandidate]:
    """The same without days until which a ticket or an offer holds, where an earlier one is printed too."""
    kept = [c for c in found if HOLDS_UNTIL.search(compact(c.label.text)) is None]
    first = min((c.day for c in kept), default=None)
    return [c for c in found if c in kept or first is None or c.day <= first]


def _all(sheet: Sheet) -> list[DayCandidate]:
    found, cells = [], Cells(sheet)
    for row in sheet.rows:
        for at, piece in enumerate(row.pieces):
            before = 0
            text = _with_its_year(piece.text, cells.below(piece)) or piece.text
            if _ends_in_a_sort_code(piece.text, row.pieces[at + 1].text if at + 1 < len(row.pieces) else ""):
                continue
            for day in days_in(text, month_first=sheet.month_first):
                own = _PLACE.sub("", _WEEKDAY.sub("", piece.text[before : day.start]).strip())
                own = cites["join"] if (cites := _CITES.match(own)) else own
                # What stands before another day belongs to that one.
                label = CellLabel(own, OWN) if before else cells.label_of(piece, own)
                if label.side == ABOVE and not speaks(label.text) and _is_timed(row.text, piece.text, day):
                    # A till prints day and time under whatever came last: `Points this visit`.
                    label = CellLabel("", NOWHERE)
                if label.side == ABOVE and _is_a_letterhead(cells, piece, label):
                    label = CellLabel("", NOWHERE)
                if label.side == LEFT and (over := _heading_of(cells, piece, label)) is not None:
                    label = CellLabel(f"{over.text} {label.text}", LEFT)
                if label.side == ABOVE and (cited := _cited_beside(cells, piece, label)) is not None:
                    label = CellLabel(f"{cited.text} date", ABOVE)
                if not own and not before and named_behind(after := piece.text[day.end :]):
                    label = CellLabel(after.strip(), RIGHT)
                before = day.end
                left = _beside(cells, piece) if label.side == OWN else None
                heads, beside = _heads_goods(cells, piece, label), left.text if left is not None else ""
                found.append(DayCandidate(day, row, piece, label, heads_a_column=heads, beside=beside))
    return found


def _is_a_letterhead(cells: Cells, piece: Piece, label: CellLabel) -> bool:
    """Whether it is the name at the head of a page, under which the day of a letter stands by itself."""
    over = cells.above(piece)
    if piece.by_eye or over is None or over.page > 1 or over.box.top > _TOP_OF_A_PAGE or len(cells.row_of(over)) > 1:
        return False
    says_nothing = not speaks(label.text) and score_of(compact(label.text)[-28:]) is None
    return says_nothing and len(cells.row_of(piece)) == 1


def _beside(cells: Cells, piece: Piece) -> Piece | None:
    """The cell left of it, however far where the row holds but the two."""
    row = cells.row_of(piece)
    return cells.left_of(piece) or (row[0] if len(row) == _A_PAIR and row[1] is piece else None)


_A_PAIR = 2
_ONLY_DATED = re.compile(r"DATED?|OF|ON|ISSUED")
_DATED_INVOICE = re.compile(r"(?:INVOICE|INV)?DATED?|DATEOFINVOICE")
_NAMES_ANOTHER = re.compile(r"ORIG|RELATES|AGAINST|CREDITS?INVOICE|YOURINVOICE|OURINVOICE|REFINVOICE")


def _heading_of(cells: Cells, piece: Piece, label: CellLabel) -> Piece | None:
    """The cell over a label that goes on with it: `Dated` under `Orig. invoice` is the day of that invoice."""
    beside = cells.left_of(piece) or cells.row_of(piece)[0]
    if beside is piece or _ONLY_DATED.fullmatch(compact(label.text)) is None:
        return None
    over = cells.above(beside)
    if over is None or _NAMES_ANOTHER.match(over.compact) is None:
        return None
    has_its_own = any(True for cell in cells.row_of(over) for _ in days_in(cell.text))
    return None if has_its_own else over


def _cited_beside(cells: Cells, piece: Piece, label: CellLabel) -> Piece | None:
    """The heading left of a column's own: `Invoice date` beside `Original invoice` is the day of that invoice."""
    over = cells.above(piece)
    if over is None or over.text != label.text or _DATED_INVOICE.fullmatch(over.compact) is None:
        return None
    beside = cells.left_of(over)
    return beside if beside is not None and _NAMES_ANOTHER.match(beside.compact) else None


_NO_YEAR = re.compile(r"\d{1,2}(?:ST|ND|RD|TH)?\s(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*$")


def _with_its_year(text: str, below: Piece | None) -> str | None:
    """The text with the year that a narrow column broke off: `Tax point: 17 NOV` and, under it, `2026`."""
    broken = below is not None and re.fullmatch(r"20\d\d", below.text.strip()) and _NO_YEAR.search(plain(text.strip()))
    return f"{text.strip()} {below.text.strip()}" if broken and below is not None else None


def _is_timed(row: str, text: str, day: DayFound) -> bool:
    """Whether a time of day stands in the row, beside the day."""
    return has_time(row[-1000:].replace(text[day.start : day.end], " "))


def _ends_in_a_sort_code(text: str, after: str) -> bool:
    """Whether it is a bank's sort code, its account in the cell to its right."""
    return re.search(r"\d{2}-\d{2}-\d{2}$", text) is not None and re.match(r"\d{8}(?!\d)", after) is not None


def _without_listed(found: list[DayCandidate]) -> list[DayCandidate]:
    """The same, the days that lines of goods begin with made days of nothing else: a folio's nights, a job's hours.

    The heading `Date` of such a column speaks of the lines and not of the paper.
    """
    lines = [c for c in found if c.is_alone and (c.is_priced if c.piece is c.row.pieces[0] else _is_in_a_table(c))]
    lists = [
        c
        for c in lines
        if sum(abs(c.piece.box.left - o.piece.box.left) < _IN_LINE and c.row.page == o.row.page for o in lines) > 1
        or (c.label.side == ABOVE and c.heads_a_column)
    ]
    listed = {id(c) for c in lists}
    return [replace(c, label=CellLabel("", NOWHERE), is_listed=True) if id(c) in listed else c for c in found]


def _is_in_a_table(candidate: DayCandidate) -> bool:
    """Whether cells stand before and after it in its row and nothing labels it: flights, visits, hours."""
    inner = candidate.piece not in (candidate.row.pieces[0], candidate.row.pieces[-1])
    return inner and candidate.label.side == NOWHERE


def _heads_goods(cells: Cells, piece: Piece, label: CellLabel) -> bool:
    """Whether the label is one of the headings over lines of goods: `DATE  ACTIVITY  QTY  AMOUNT`."""
    over = cells.above(piece) if label.side == ABOVE else None
    beside = cells.row_of(over) if over is not None else ()
    return len(beside) >= _HEADINGS_LEAST and any(_OF_GOODS.search(p.compact) for p in beside)


def _features(
    sheet: Sheet, candidate: DayCandidate, times: dict[date, int], past: list[date], today: date
) -> list[float]:
    # Only the nearest words count: a row may hold two labelled dates side by side.
    side = candidate.label.side if not candidate.in_a_sentence else ABOVE
    words = compact(candidate.label.text)[-28:]
    label, around = (words, "") if side in (OWN, LEFT) else ("", words)
    if candidate.in_a_sentence:
        # What a sentence says of a day is no label: only the judgement of it counts.
        around = ""
    reason, row_text = candidate.reason, candidate.row.text
    place = candidate.row.index / max(1, len(sheet.rows))
    age = (today - candidate.day).days
    return [
        *(float(pattern.search(label) is not None) for pattern in _LABELS),
        *(float(pattern.search(around) is not None) for pattern in _LABELS),
        float(
            has_time(row_text[-1000:].replace(candidate.piece.text[candidate.found.start : candidate.found.end], " "))
        ),
        place,
        min(3.0, float(times[candidate.day])) - 1,
        float(age < 0),
        float(age > 15 * 366),
        float(candidate.found.is_bare),
        float(bool(past) and candidate.day == max(past)),
        float(bool(past) and candidate.day == min(past)),
        float(not words),
        float(len(words) > 24),
        float(candidate.row.page > 1),
        float(bool(re.search(r"[,.;]\s*\d", candidate.label.text[-30:]))),
        min(1.0, len(past) / 4),
        float(side in (RIGHT, BELOW)),
        float(side == NOWHERE),
        float(candidate.is_alone),
        float(candidate.in_a_sentence),
        float(_heads_a_letter(candidate)),
        reason,
        float(reason > 1.5),
        0.0,
    ]


_WORDS_OF_A_LABEL = 6
_HEAD_OF_A_PAGE, _TOP_OF_A_PAGE = 0.4, 0.12
_IN_LINE = 0.02
_HEADINGS_LEAST = 3
_OF_GOODS = re.compile(
    r"DESCRIPTION|DETAILS|ACTIVITY|QTY|QUANTITY|AMOUNT|CHARGES?$|VALUE|PRICE|LITRES|HOURS|PARTICULARS"
)
_TITLE = re.compile(r"(?:SALES|TAX|VAT|FEE|OUR|YOUR)*(?:INVOICE|RECEIPT|BILL|CREDITNOTE|FEENOTE)")
"""`Invoice`, and under it its day."""
_OF_ANOTHER = -2.0
_FIGURES_OF_A_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}")
_CITED = re.compile(r"LETTER|ATTENDANCE|CONFERENCE|AGREEMENT|MEETING|CONVERSATION|TELEPHONE|EMAIL|ORDER|CONTRACT")


def _heads_a_letter(candidate: DayCandidate) -> bool:
    """Whether it stands by itself in the upper part of the first page, as a letter's date does."""
    up = candidate.piece.page == 1 and candidate.piece.box.top < _HEAD_OF_A_PAGE
    priced = any(c in candidate.row.text for c in ".,") and any(True for _ in amounts_in(_others(candidate)))
    return up and candidate.is_alone and candidate.label.side == NOWHERE and not priced


def _others(candidate: DayCandidate) -> str:
    """The rest of its row."""
    return " ".join(p.text for p in candidate.row.pieces if p is not candidate.piece)


def _reason(candidate: DayCandidate, words: str, row_text: str) -> float:
    """What a bookkeeper would say of it: above zero for the day of issue, below for other days."""
    if candidate.is_listed:
        return -1.0
    if candidate.in_a_sentence:
        named = re.search(OF_THE_PAPER + r"[A-Z]{0,24}(?:VOM|DATED|OF)$", words) is not None
        return 1.5 if named and not _CITED.search(words) else -1.5
    if (score := titled(candidate.label.text)) is not None:
        return score
    if candidate.label.side == OWN and (other := event_in(candidate.label.text, candidate.beside)) is not None:
        return other
    if (said := score_of(words)) is not None:
        return said
    if _heads_a_letter(candidate):
        return 1.2
    if _TITLE.fullmatch(words):
        return 1.5
    if candidate.label.side == OWN and candidate.is_priced:
        return -1.0  # a line of goods: `Manual handling, 5 May 2026`
    if A_JOURNEY.search(row_text):
        return -1.0
    return 0.8 if has_time(_FIGURES_OF_A_DAY.sub(" ", row_text)) else 0.0
