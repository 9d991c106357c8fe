"""The papers as sheets with their truth, and how the reader fares on them. python -m benchmarks.post_room.papers"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import Box, Direction, DocumentFacts, DocumentType, Fact, ReadOutcome, ReadStatus
from accountsos.documents.judge_sheet import outcome_of_sheet
from accountsos.documents.names import KnownSuppliers

TODAY = date(2026, 11, 30)
US = KnownSuppliers(own_names=("Fenwick & Lowe Joinery Ltd",), own_people=("Ruth Fenwick", "Tomasz Lowe"))
"""The company whose post it is. It has told nobody its VAT number."""
BOOKED = ("invoice", "receipt", "credit_note")
_SCALE = 10_000
_KEPT = Path(__file__).with_name("papers.jsonl.gz")


@dataclass(frozen=True)
class KeptPaper:
    """A paper with what a bookkeeper reads from it."""

    name: str
    sheet: Sheet
    held: dict[str, Any]

    @property
    def is_booked(self) -> bool:
        return self.held["kind"] in BOOKED

    @property
    def is_sold(self) -> bool:
        return self.held["direction"] == "sold"

    @property
    def total(self) -> int | None:
        return _pence(self.held["total"])

    @property
    def other_names(self) -> tuple[str, ...]:
        """What the other party may be called."""
        held = self.held
        return (held["customer"],) if self.is_sold else (held["supplier"], *(held["also"] or ()))

    @property
    def charged(self) -> dict[Decimal, tuple[int, int]]:
        """Net and VAT at each rate that is charged."""
        rates = (self.held["vat_by_rate"] or {}).items()
        known = {Decimal(rate): part for rate, part in rates if rate.isdigit()}
        return {rate: (_of(part["net"]), _of(part["vat"])) for rate, part in known.items() if _of(part["vat"])}


def _pence(text: str | None) -> int | None:
    return None if text is None else round(Decimal(text) * 100)


def _of(text: str) -> int:
    return round(Decimal(text) * 100)


def kept_papers() -> Iterator[KeptPaper]:
    """All of them, in order."""
    for line in gzip.decompress(_KEPT.read_bytes()).decode().splitlines():
        held = json.loads(line)
        pieces = [
            Piece(text, page, Box(*(v / _SCALE for v in box)), height / _SCALE, by_eye=held["by_eye"])
            for text, page, *box, height in held.pop("pieces")
        ]
        yield KeptPaper(held["name"], sheet_of(pieces), held)


def read(paper: KeptPaper) -> ReadOutcome:
    """As the company gets it."""
    return outcome_of_sheet(
        paper.sheet, "picture" if paper.held["by_eye"] else "text", known=US, templates=(), today=TODAY
    )


def wrong_in(facts: DocumentFacts, paper: KeptPaper) -> tuple[str, ...]:
    """The fields that are not as the paper has them. Its number counts too, where it has one."""
    from benchmarks.document_sets import same_number, same_supplier

    held = paper.held
    if not paper.is_booked:
        return ("type",) if facts.type.value.value in BOOKED else ()
    sold = facts.direction is not None and facts.direction.value is Direction.SALE
    name = facts.customer.name if sold else facts.supplier.name
    rates = {r.rate: (_size(r.net), _size(r.vat)) for r in facts.vat_by_rate if r.rate is not None and r.vat}
    right = {
        "supplier": paper.other_names == (None,)
        or (name is not None and any(same_supplier(name.value, other) for other in paper.other_names if other)),
        "date": facts.date is not None and facts.date.value.isoformat() == held["date"],
        "total": facts.gross is not None and _size(facts.gross.value) == paper.total,
        "number": held["number"] is None
        or (facts.number is not None and same_number(facts.number.value, held["number"])),
        "currency": facts.currency is not None and facts.currency.value == held["currency"],
        "VAT": held["vat"] is None or _size(_value(facts.vat)) == _pence(held["vat"]),
        "VAT by rate": not held["vat_by_rate"] or rates == paper.charged,
        "side": sold == paper.is_sold,
        "type": (facts.type.value is DocumentType.CREDIT_NOTE) == (held["kind"] == "credit_note")
        and facts.type.value.value in BOOKED,
    }
    return tuple(field for field, ok in right.items() if not ok)


def _value(fact: Fact[int] | None) -> int | None:
    return None if fact is None else fact.value


def _size(pence: int | None) -> int:
    """A credit note may be printed with a minus or without."""
    return max(pence or 0, -(pence or 0))


def main() -> None:
    """Say how each paper fares that is wrong or waits."""
    count: Counter[str] = Counter()
    for paper in kept_papers():
        outcome = read(paper)
        assert outcome.facts is not None, "every sheet has rows"
        wrong, through = wrong_in(outcome.facts, paper), outcome.status is ReadStatus.PROCESSED
        count.update(["papers", *wrong, *(["through"] if through else [])])
        count.update(["through and wrong"] if through and wrong else ["in vain"] if not through and not wrong else [])
        if wrong or not through:
            sys.stdout.write(f"{paper.name} {'THROUGH ' if through else ''}{', '.join(wrong) or 'in vain'}: {outcome.reason}\n")
    sys.stdout.write(f"{dict(count)}\n")


if __name__ == "__main__":
    main()
