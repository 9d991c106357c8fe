"""A reading of a bank line as the audit log tells it, whole, and back again: so that any change can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction

FOLLOWS = frozenset({"entry"})
"""What is told and yet no part of the reading: it follows from it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A reading as it was, to be put back."""

    category_id: str
    confidence: int
    source: str
    reason: str | None
    reviewed: int
    notes: str | None
    contact: int | None
    parts: tuple[CategorisationLine, ...]
    """Empty where the one category takes it all."""


def told(names: Names, row: BankTransaction, reading: tuple[CategorisationLine, ...]) -> dict[str, object]:
    """The reading whole. Its parts only where it has such: `parts` says how many there are."""
    said: dict[str, object] = {
        "category_id": names.category_id[row.category_no],
        "confidence": row.confidence / 10_000,
        "source": row.source,
        "reason": row.reason,
        "reviewed": bool(row.reviewed),
        "notes": row.notes,
        "contact": row.contact_no,
        "parts": row.parts,
        "entry": row.entry_no,
    }
    if row.parts:
        said["reading"] = [_part_told(part) for part in reading]
    return said


def restored_from(said: Mapping[str, Any]) -> Restored | None:
    """The reading that was told; None where it was told without its parts, as it once was."""
    if said["parts"] and len(said.get("reading", ())) != said["parts"]:
        return None
    return Restored(
        category_id=said["category_id"],
        confidence=round(said["confidence"] * 10_000),
        source=said["source"],
        reason=said.get("reason"),
        reviewed=int(said["reviewed"]),
        notes=said["notes"],
        contact=said["contact"],
        parts=tuple(CategorisationLine(**part) for part in said.get("reading", ())),
    )


def same_reading(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether both tell of the same reading; what an older log left out is not compared."""
    both = (one.keys() & other.keys()) - FOLLOWS
    return all(one[name] == other[name] for name in both)


def _part_told(part: CategorisationLine) -> dict[str, object]:
    return {
        "category_id": part.category_id,
        "amount": part.amount,
        "vat_code": part.vat_code,
        "vat_amount": part.vat_amount,
        "contact": part.contact,
        "business_percent": part.business_percent,
        "notes": part.notes,
        "vat_given": part.vat_given,
        "vat_proven": part.vat_proven,
    }
