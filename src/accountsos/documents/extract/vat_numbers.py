"""The VAT numbers of a page, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accountsos.documents.extract.cells import Cells
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Place

_BRITISH = re.compile(r"(?<![\d/-])(?:GB\s?)?(\d{3}\s?\d{4}\s?\d{2})(?![\d/-])")
_OTHERWISE = re.compile(r"INVOICE|ORDER|\bPO\b|ACCOUNT|TEL|PHONE|COMPANY|CUSTOMER REF|RECEIPT|CREDIT NOTE|UTR")
_LABELLED = re.compile(r"V\.?A\.?T\.?|TVA|UST|MWST|IVA|BTW|GST|TAX")
_FOREIGN = re.compile(
    r"\b(?:DE\s?\d{9}|ATU\s?\d{8}|FR\s?[A-Z0-9]{2}\s?\d{9}|IT\s?\d{11}|NL\s?\d{9}B\d{2}|BE\s?[01]\d{9}|ES\s?[A-Z0-9]\d{7}[A-Z0-9]"
    r"|IE\s?\d[A-Z0-9]\d{5}[A-Z]{1,2}|PL\s?\d{10}|SE\s?\d{12}|DK\s?\d{8}|LU\s?\d{8}|PT\s?\d{9})\b"
)
_CUSTOMERS = re.compile(
    r"CUSTOMER|CLIENT|KUNDE|YOUR|IHRE|BUYER|^(?:CONTRACTOR|TENANT|LESSEE|(?:BILL(?:ED)?|INVOICED?|SOLD|CHARGED?)TO)"
)
"""In a line that speaks of the buyer, or that such a heading begins: `Contractor | Acme Ltd (VAT 123 4567 89)`."""


def vat_numbers(sheet: Sheet) -> Iterator[tuple[str, Place, bool]]:
    """Number, place, and whether it is the customer's."""
    seen: set[str] = set()
    cells = Cells(sheet)
    for row in sheet.rows:
        for piece in row.pieces:
            text = plain(piece.text)
            theirs = _CUSTOMERS.search(compact(row.text)) is not None
            found = [match.group() for match in _FOREIGN.finditer(text)]
            if not found:
                found = _british_in(text) or _british_in(f"{plain(cells.label_of(piece, '').text)} {text}")
            for number in found:
                clean = re.sub(r"\s", "", number)
                if clean not in seen:
                    seen.add(clean)
                    yield clean, piece.place, theirs


def _british_in(text: str) -> list[str]:
    """The number behind words for VAT, unless words for another number stand between."""
    labels = list(_LABELLED.finditer(text))
    for n, label in enumerate(labels):
        after = text[label.end() : labels[n + 1].start() if n + 1 < len(labels) else None]
        match = _BRITISH.search(after)
        if match is not None and not _OTHERWISE.search(after[: match.start()]):
            return [f"GB{match.group(1)}"]
    return []
