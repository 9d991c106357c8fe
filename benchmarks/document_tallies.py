"""Right answers by field, and how the sure ones fared: the arithmetic of the tables about documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accountsos.documents.facts import DocumentFacts
from benchmarks.document_sets import Truth, same_number, same_supplier
from benchmarks.document_training import SURE

FIELDS = ("total", "date", "supplier", "number", "net", "vat", "type", "direction")
HEAD = "| set | field | right % | of | sure (≥ .95): right % @ covered % |\n|---|---|---:|---:|---:|"


@dataclass
class Tally:
    """Right answers of a field, and how the sure ones fared."""

    right: int = 0
    asked: int = 0
    sure: int = 0
    sure_right: int = 0

    def add(self, confidence: float | None, *, right: bool) -> None:
        self.asked += 1
        self.right += right
        if confidence is not None and confidence >= SURE:
            self.sure += 1
            self.sure_right += right

    @property
    def share(self) -> str:
        return f"{100 * self.right / self.asked:.1f}" if self.asked else "-"

    @property
    def sureness(self) -> str:
        if not self.sure:
            return "- @ 0"
        return f"{100 * self.sure_right / self.sure:.1f} @ {100 * self.sure / self.asked:.0f}"


def tallied(pairs: Iterable[tuple[DocumentFacts | None, Truth]]) -> dict[str, Tally]:
    """Each field's figures, and `all three` for total, date and supplier together."""
    tallies: dict[str, Tally] = {name: Tally() for name in (*FIELDS, "all three")}
    for facts, truth in pairs:
        got = {field: _judged(field, facts, truth) for field in FIELDS}
        for field, result in got.items():
            if result is not None:
                tallies[field].add(result[1], right=result[0])
        three = [result for field in ("total", "date", "supplier") if (result := got[field]) is not None]
        if len(three) == 3:
            tallies["all three"].add(min(sure or 0.0 for _, sure in three), right=all(right for right, _ in three))
    return tallies


def _judged(field: str, facts: DocumentFacts | None, truth: Truth) -> tuple[bool, float | None] | None:
    """Whether the field is right and how sure the reader was; None where the truth does not tell."""
    wanted: Any = getattr(truth, {"date": "day"}.get(field, field))
    if wanted is None:
        return None
    if facts is None:
        return False, None
    fact: Any = facts.supplier.name if field == "supplier" else getattr(facts, {"total": "gross"}.get(field, field))
    if fact is None:
        return False, None
    same: dict[str, Callable[[Any, Any], bool]] = {"supplier": same_supplier, "number": same_number}
    return same.get(field, _same_value)(fact.value, wanted), fact.confidence


def _same_value(read: Any, truth: Any) -> bool:
    """Equal; a credit note's amounts count whichever sign they carry."""
    return abs(read) == abs(truth) if isinstance(read, int) else bool(read == truth)


def table(name: str, tallies: dict[str, Tally], seconds: float | None = None) -> str:
    """One set as rows of a markdown table."""
    lines = [f"| {name} | {field} | {t.share} | {t.asked} | {t.sureness} |" for field, t in tallies.items() if t.asked]
    count = max((t.asked for t in tallies.values()), default=1) or 1
    if seconds is not None:
        lines.append(f"| {name} | CPU ms a document | {1000 * seconds / count:.0f} | {count} | |")
    return "\n".join(lines)
