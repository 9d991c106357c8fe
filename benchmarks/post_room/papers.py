"""The papers as sheets with their truth."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import Box
from accountsos.documents.names import KnownSuppliers

TODAY = date(2026, 12, 1)
TAUGHT = (
    "joiners",
    "bakers",
    "stage",
    "salon",
    "software",
    "hauliers",
    "heating",
    "inn",
    "architects",
    "potter",
    "photographer",
)
"""The sets that scorers are trained on, since they were measured."""
KEPT_ASIDE = ("gardeners", "electricians", "bicycles")
"""Those that nothing is trained on. The electricians' papers nobody has looked at: only their figures are known."""
SETS = (*TAUGHT, *KEPT_ASIDE)
BOOKED = ("invoice", "receipt", "credit_note")
_SCALE = 10_000
_RATE = re.compile(r"\d{1,2}(?:\.\d{1,2})?")


@dataclass(frozen=True)
class KeptPaper:
    """A paper with what a bookkeeper reads from it."""

    name: str
    sheet: Sheet
    held: dict[str, Any]
    us: KnownSuppliers
    """Whose post it is."""
    our_names: tuple[str, ...]
    """What that company is called on papers."""

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
        known = {Decimal(rate): part for rate, part in rates if _RATE.fullmatch(rate)}
        return {rate: (_of(part["net"]), _of(part["vat"])) for rate, part in known.items() if _of(part["vat"])}


def pence_of(text: str | None) -> int | None:
    """An amount as the truth has it, in hundredths."""
    return None if text is None else round(Decimal(text) * 100)


def _of(text: str) -> int:
    return round(Decimal(text) * 100)


def kept_papers(which: str) -> Iterator[KeptPaper]:
    """All of a set, in order."""
    content = Path(__file__).with_name(f"{which}.jsonl.gz").read_bytes()
    first, *papers = map(json.loads, gzip.decompress(content).decode().splitlines())
    us = company_of(first["company"])
    for held in papers:
        pieces = [
            Piece(text, page, Box(*(v / _SCALE for v in box)), height / _SCALE, by_eye=held["by_eye"])
            for text, page, *box, height in held.pop("pieces")
        ]
        names = (first["company"]["name"], *first["company"]["names"])
        yield KeptPaper(held["name"], sheet_of(pieces), held, us, names)


def written(company: dict[str, Any], papers: Iterable[tuple[dict[str, Any], Sequence[Piece]]]) -> bytes:
    """A set as it is kept: the company, then each paper's truth with the text and places that are on it."""
    lines = [json.dumps({"company": company}, ensure_ascii=False, separators=(",", ":"))]
    for held, pieces in papers:
        shown = [[p.text, p.page, *(round(v * _SCALE) for v in (*astuple(p.box), p.height))] for p in pieces]
        lines.append(json.dumps(held | {"pieces": shown}, ensure_ascii=False, separators=(",", ":")))
    return gzip.compress("\n".join([*lines, ""]).encode(), 9, mtime=0)


def company_of(told: dict[str, Any]) -> KnownSuppliers:
    """What the books know of the company: its name, its people, and its VAT number where it has told it."""
    number = told["vat_number"]
    return KnownSuppliers(
        own_names=(told["name"],), own_people=tuple(told["people"]), own_vat_numbers=(number,) if number else ()
    )
