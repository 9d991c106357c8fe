"""A shop's receipt for a line, as a PDF with its truth: who sold, when, for how much and with which VAT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.generator.lines import TrueLine
from accountsos.money import Pence, text_from_pence

_WEIGHTS = range(8, 1, -1)
_CHECK = 97


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands on it, all at the standard rate."""

    supplier: str
    number: str
    day: date
    gross: Pence

    @property
    def vat(self) -> Pence:
        """A sixth of a price with 20 %."""
        return (self.gross + 3) // 6

    def pdf(self) -> bytes:
        """The page."""
        return _page(
            [
                self.supplier,
                "VAT receipt",
                f"Receipt number: {self.number}",
                f"Date: {self.day:%d/%m/%Y}",
                f"VAT number: {vat_number(self.supplier)}",
                "",
                f"Net total: £{text_from_pence(self.gross - self.vat)}",
                f"VAT at 20%: £{text_from_pence(self.vat)}",
                f"Total: £{text_from_pence(self.gross)}",
                "Paid by card",
            ]
        )


def receipt_for(line: TrueLine) -> Receipt:
    """The receipt behind a payment."""
    return Receipt(line.contact, f"R-{line.number:05d}", line.occurred_on, -line.amount)


def vat_number(name: str) -> str:
    """An invented number whose check digits are right, always the same for a name."""
    digits = f"{9_000_000 + sum(n * ord(c) for n, c in enumerate(name, 1)) % 999_983:07d}"
    check = _CHECK - sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % _CHECK
    return f"GB{digits}{check:02d}"


def _page(rows: Sequence[str]) -> bytes:
    """A PDF of one page with a line for each row."""
    shown = "\n".join(f"({_escaped(row)}) Tj T*" for row in rows)
    content = f"BT /F1 11 Tf 16 TL 50 780 Td\n{shown}\nET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    file, places = b"%PDF-1.4\n", list[int]()
    for n, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, trailer)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
