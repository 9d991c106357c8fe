"""Features of each day on a document that may be its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np

from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.days import DayFound, days_in, has_time
from accountsos.documents.extract.rows import Piece, Row, compact
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Place

_LABELS = (
    re.compile(r"INVOICEDATE|DATEOFINVOICE|RECHNUNGSDATUM|BILLDATE|RECEIPTDATE|DATEDEFACTURE|DATAFATTURA|FACTUURDATUM"
               r"|DATEFACTURE|FECHADEFACTURA|BELEGDATUM|TAXPOINT|ISSUEDATE|DATEOFISSUE|CREDITNOTEDATE|DATEISSUED|DOCUMENTDATE"
               r"|AUSSTELLUNGSDATUM|SALEDATE|DATEOFSUPPLY|ISSUED|BILLEDON|DATED$"),
    re.compile(r"DATE|DATUM|DATA(?!F)|FECHA|TARIKH|DT$|^DT|BDATE|DATETIME"),
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


@dataclass(frozen=True)
class DayCandidate:
    """A day with where it stands and what is said beside it."""

    found: DayFound
    row: Row
    piece: Piece
    label: str
    above: str

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
    found = list(_all(sheet))[:80]
    times: dict[date, int] = {}
    for candidate in found:
        times[candidate.day] = times.get(candidate.day, 0) + 1
    past = [c.day for c in found if c.day <= today]
    rows = [_features(sheet, c, times, past, today) for c in found]
    width = len(_LABELS) * 2 + 16
    nothing = np.zeros(width)
    nothing[-1] = 1.0
    return found, np.array([*rows, nothing], dtype=np.float64)


def _all(sheet: Sheet) -> list[DayCandidate]:
    found = []
    for row in sheet.rows:
        for column, piece in enumerate(row.pieces):
            before = 0
            for day in days_in(piece.text, month_first=sheet.month_first):
                # What stands before another day belongs to that one.
                left = "" if before else " ".join(p.text for p in row.pieces[:column])
                label = _WEEKDAY.sub("", f"{left} {piece.text[before : day.start]}").strip()
                before = day.end
                above = _above(sheet, row, piece)
                found.append(DayCandidate(day, row, piece, label, above))
    return found


def _above(sheet: Sheet, row: Row, piece: Piece) -> str:
    """The text above, up to two rows, that shares some of the width."""
    for back in (1, 2):
        if row.index - back < 0 or sheet.rows[row.index - back].page != row.page:
            return ""
        over = [
            p.text
            for p in sheet.rows[row.index - back].pieces
            if min(p.box.right, piece.box.right) > max(p.box.left, piece.box.left)
        ]
        if over:
            return " ".join(over)
    return ""


def _features(
    sheet: Sheet, candidate: DayCandidate, times: dict[date, int], past: list[date], today: date
) -> list[float]:
    # Only the nearest words count: a row may hold two labelled dates side by side.
    label = compact(candidate.label)[-28:]
    above = compact(candidate.above) if len(label) < 3 or label in _JOINTS else ""
    row_text = candidate.row.text
    place = candidate.row.index / max(1, len(sheet.rows))
    age = (today - candidate.day).days
    return [
        *(float(pattern.search(label) is not None) for pattern in _LABELS),
        *(float(pattern.search(above) is not None) for pattern in _LABELS),
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
        float(not label),
        float(len(label) > 24),
        float(candidate.row.page > 1),
        float(bool(re.search(r"[,.;]\s*\d", candidate.label[-30:]))),
        min(1.0, len(past) / 4),
        _reason(above + label, row_text),
        float(_reason(above + label, row_text) > 1.5),
        0.0,
    ]


_JOINTS = frozenset(("VOM", "VON", "DU", "DEL", "OF", "ON", "DATED"))
_SCORES = (
    (re.compile(r"VERSION|COPYRIGHT|BEISPIEL(?!RECHN)|CODELIST|STYLESHEET|SORTCODE"), -3.0),
    (re.compile(r"(?:BESTELL|ORDER|LIEFERSCHEIN|LIEFERUNG|QUOTE|VERTRAG|ANGEBOT|AUFTRAG|ANNUAL)"
                r"[A-Z]*(?:VOM|DATED|OF)?$"), -2.0),
    (re.compile(r"DUE|ECHEANCE|FALLIG|BISZUM|BIS$|PAYBY|SCADENZA|ZAHLBAR|UBERWEISEN|SKONTO|EXPIR"
                r"|VALID|UNTIL|GULTIG"), -3.0),
    (re.compile(r"LEISTUNGSDATUM|LIEFERDATUM|DELIVERYDATE|LIVRAISON|PERIOD|ZEITRAUM|BIRTH|PRINT"
                r"|BACKORDER|ORDERDATE"), -1.5),
    (re.compile(r"INVOICEDATE|RECHNUNGSDATUM|BELEGDATUM|DATEDEFACTURE|DATEFACTURE|TAXPOINT|DATEOFISSUE|ISSUEDATE|DATAFATTURA"
                r"|RECEIPTDATE|CREDITNOTEDATE|DATEOFINVOICE|BILLDATE|INVOICEISSUED|DOCUMENTDATE"
                r"|DATEISSUED|FACTUURDATUM"), 3.0),
    (re.compile(r"(?:RECHNUNG|INVOICE|FACTURE|FATTURA|GUTSCHRIFT|AVOIR|NOTE|BELEG)"
                r"[A-Z]{0,14}(?:VOM|VON|DU|DEL|DATED|OF)$"), 2.5),
    (re.compile(r"(?:DATE|DATUM|DATA|FECHA|TARIKH)[A-Z]{0,4}$"), 2.0),
    (re.compile(r"DATE|DATUM|TARIKH"), 1.0),
)  # fmt: skip


def _reason(label: str, row_text: str) -> float:
    """What a bookkeeper would say of the label: above zero for the day of issue, below for other days."""
    for pattern, score in _SCORES:
        if pattern.search(label):
            return score
    return 0.8 if has_time(row_text) else 0.0
