"""The papers as sheets with their truth."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import Box
from accountsos.documents.names import KnownSuppliers

TODAY = date(2026, 11, 30)
US = KnownSuppliers(own_names=("Fenwick & Lowe Joinery Ltd",), own_people=("Ruth Fenwick", "Tomasz Lowe"))
"""The company whose post the first set is. It has told nobody its VAT number."""
GARDENERS = KnownSuppliers(
    own_names=("Hollin Beck Landscapes Ltd",),
    own_people=("Maren Ostley", "Tobias Finchale"),
    own_vat_numbers=("GB147742689",),
)
"""The company whose post the further set is."""
BOOKED = ("invoice", "receipt", "credit_note")
_SCALE = 10_000
_FIRST, _FURTHER = "papers.jsonl.gz", "further.jsonl.gz"


@dataclass(frozen=True)
class KeptPaper:
    """A paper with what a bookkeeper reads from it."""

    name: str
    sheet: Sheet
    held: dict[str, Any]
    us: KnownSuppliers = US
    """Whose post it is."""

    @property
    def is_booked(self) -> bool:
        """Whether it comes into the books."""
        return str(self.held["kind"]) in BOOKED

    @property
    def is_sold(self) -> bool:
        """Whether the company wrote it."""
        return str(self.held["direction"]) == "sold"

    @property
    def total(self) -> int | None:
        """What it comes to."""
        return pence_of(self.held["total"])

    @property
    def other_names(self) -> tuple[str | None, ...]:
        """What the other party may be called."""
        held = self.held
        return (held["customer"],) if self.is_sold else (held["supplier"], *(held["also"] or ()))

    @property
    def charged(self) -> dict[Decimal, tuple[int, int]]:
        """Net and VAT at each rate that is charged."""
        rates = (self.held["vat_by_rate"] or {}).items()
        known = {Decimal(rate): part for rate, part in rates if rate.isdigit()}
        return {rate: (_of(part["net"]), _of(part["vat"])) for rate, part in known.items() if _of(part["vat"])}


def pence_of(text: str | None) -> int | None:
    """An amount as the truth has it, in hundredths."""
    return None if text is None else round(Decimal(text) * 100)


def _of(text: str) -> int:
    return round(Decimal(text) * 100)


def kept_papers() -> Iterator[KeptPaper]:
    """All of the first set, in order."""
    yield from _kept(_FIRST, US)


def further_papers() -> Iterator[KeptPaper]:
    """All of the further set, which nothing is trained on."""
    yield from _kept(_FURTHER, GARDENERS)


def _kept(name: str, us: KnownSuppliers) -> Iterator[KeptPaper]:
    content = Path(__file__).with_name(name).read_bytes()
    for line in gzip.decompress(content).decode().splitlines():
        held = json.loads(line)
        pieces = [
            Piece(text, page, Box(*(v / _SCALE for v in box)), height / _SCALE, by_eye=held["by_eye"])
            for text, page, *box, height in held.pop("pieces")
        ]
        yield KeptPaper(held["name"], sheet_of(pieces), held, us)
