"""The sets that this hand wrote, and how the reader fares on them. python -m benchmarks.letterbox.post"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountsos.documents.facts import DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import read_document
from benchmarks.document_sets import same_number, same_supplier
from benchmarks.letterbox.papers import SETS, papers

TODAY = date(2026, 6, 30)
UNBOOKED = (DocumentType.STATEMENT, DocumentType.OTHER, DocumentType.CONTRACT)


@dataclass(frozen=True)
class Fared:
    """What became of a paper: how it ended, and the fields that would be wrong in the books."""

    name: str
    outcome: ReadOutcome
    held: dict[str, Any]
    wrong: tuple[str, ...]
    seconds: float

    @property
    def went_through(self) -> bool:
        return self.outcome.status is ReadStatus.PROCESSED

    @property
    def silently_wrong(self) -> bool:
        """A paper of which nothing is booked, as it is no invoice, cannot be wrong in the books unless it is one."""
        facts = self.outcome.facts
        if facts is not None and facts.type.value in UNBOOKED:
            return self.went_through and not self.held["waits"]
        return self.went_through and (bool(self.wrong) or bool(self.held["waits"]))

    @property
    def in_vain(self) -> bool:
        return not self.went_through and not self.wrong and not self.held["waits"]


def wrong_in(facts: DocumentFacts | None, held: dict[str, Any]) -> tuple[str, ...]:
    """The fields that the books need and that are not as the paper has them."""
    if facts is None:
        return ("all",)
    found = []
    gross = facts.gross.value if facts.gross else None
    if gross is None or f"{max(gross, -gross) / 100:,.2f}" != held["total"]:
        found.append("total")
    if (facts.type.value is DocumentType.CREDIT_NOTE) != (held["type"] == "credit_note"):
        found.append("type")
    if facts.date is None or facts.date.value.isoformat() != held["day"]:
        found.append("date")
    name = facts.supplier.name
    if name is None or not any(same_supplier(name.value, known) for known in held["names"]):
        found.append("supplier")
    if facts.currency is None or facts.currency.value != held["currency"]:
        found.append("currency")
    if held["vat"] is not None:
        vat = facts.vat.value if facts.vat else 0
        if f"{max(vat, -vat) / 100:,.2f}" != held["vat"]:
            found.append("vat")
    return tuple(found)


def fared(which: str) -> list[Fared]:
    """Each paper of a set, as its customer uploads it."""
    done = []
    for name, content, held in papers(which):
        started = time.process_time()
        known = KnownSuppliers(own_names=(held["customer"],))
        outcome = read_document(content, file_name=held.get("file", "paper.pdf"), known_suppliers=known, today=TODAY)
        seconds = time.process_time() - started
        done.append(Fared(name, outcome, held, wrong_in(outcome.facts, held), seconds))
    return done


def told(which: str, results: list[Fared]) -> Iterator[str]:
    """The rows of the table about a set."""
    title, kept = f"UK papers of the letterbox, {which} set", [f for f in results if not f.held["waits"]]
    for field in ("total", "date", "supplier", "currency", "vat", "type"):
        asked = [f for f in kept if field != "vat" or f.held["vat"] is not None]
        right = sum(field not in f.wrong and "all" not in f.wrong for f in asked)
        yield f"| {title} | {field} | {_share(right, len(asked))} | {len(asked)} | |"
    numbered = [f for f in kept if f.held["number"]]
    right = 0
    for f in numbered:
        number = f.outcome.facts.number if f.outcome.facts else None
        right += number is not None and same_number(number.value, f.held["number"])
    yield f"| {title} | number | {_share(right, len(numbered))} | {len(numbered)} | |"
    through = sum(f.went_through for f in results)
    wrong, vain = (sum(getattr(f, what) for f in results) for what in ("silently_wrong", "in_vain"))
    yield f"| {title} | processed, of them wrong | {_share(wrong, through)} | {through} | |"
    yield f"| {title} | asked in vain | {_share(vain, len(results))} | {len(results)} | |"
    yield f"| {title} | CPU ms a paper | {1000 * sum(f.seconds for f in results) / len(results):.0f} | | |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def main() -> None:
    """Measure a set and say of each paper what became of it."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("which", nargs="*", default=list(SETS))
    for which in reader.parse_args().which:
        results = fared(which)
        for f in results:
            mark = "WRONG" if f.silently_wrong else "vain" if f.in_vain else "ok" if f.went_through else "asked"
            print(f"{mark:6}{f.name:20}{' '.join(f.wrong):24}{(f.outcome.reason or '')[:150]}")
        print(Counter(f.outcome.status.value for f in results))
        print("\n".join(told(which, results)))


if __name__ == "__main__":
    main()
