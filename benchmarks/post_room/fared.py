"""How the reader fares on strangers' papers. python -m benchmarks.post_room.fared [SET …]"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from accountsos.documents.facts import Direction, DocumentFacts, DocumentType, Fact, ReadOutcome, ReadStatus
from accountsos.documents.judge_sheet import outcome_of_sheet
from accountsos.documents.outcome import SURE
from benchmarks.document_sets import same_number, same_supplier
from benchmarks.post_room.papers import BOOKED, KEPT_ASIDE, SETS, TODAY, KeptPaper, kept_papers, pence_of


def read(paper: KeptPaper) -> ReadOutcome:
    """As the company gets it."""
    return outcome_of_sheet(
        paper.sheet, "picture" if paper.held["by_eye"] else "text", known=paper.us, templates=(), today=TODAY
    )


def wrong_in(facts: DocumentFacts, paper: KeptPaper) -> tuple[str, ...]:
    """The fields that are not as the paper has them. Its number counts too, where it has one."""
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
        "VAT": held["vat"] is None or _size(_value(facts.vat)) == pence_of(held["vat"]),
        "VAT by rate": not held["vat_by_rate"] or rates == paper.charged,
        "side": sold == paper.is_sold,
        "type": (facts.type.value is DocumentType.CREDIT_NOTE) == (held["kind"] == "credit_note")
        and facts.type.value.value in BOOKED,
    }
    return tuple(field for field, ok in right.items() if not ok)


def matters(wrong: tuple[str, ...], facts: DocumentFacts, paper: KeptPaper) -> bool:
    """Whether something is wrong that the books need. A receipt's number they do not: it counts where it is sure."""
    is_guess = paper.held["kind"] == "receipt" and (facts.number is None or facts.number.confidence < SURE)
    return bool(set(wrong) - ({"number"} if is_guess else set()))


def _value(fact: Fact[int] | None) -> int | None:
    return None if fact is None else fact.value


def _size(pence: int | None) -> int:
    """A credit note may be printed with a minus or without."""
    return max(pence or 0, -(pence or 0))


_FIELDS = ("supplier", "date", "total", "number", "VAT", "VAT by rate")


def told() -> Iterator[str]:
    """The rows of all sets."""
    for which in SETS:
        yield from _told(f"papers of {which}{', not trained on' if which in KEPT_ASIDE else ''}", which)


def _told(name: str, which: str) -> Iterator[str]:
    """A row for each field that a bookable paper has, and for how they ended."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    through = wrongly = vain = papers = 0
    for paper in kept_papers(which):
        facts = (outcome := read(paper)).facts
        assert facts is not None, "every sheet has rows"
        wrong, went = wrong_in(facts, paper), outcome.status is ReadStatus.PROCESSED
        has = [field for field in _FIELDS if paper.is_booked and _has(paper, field)]
        asked.update(has)
        right.update(field for field in has if field not in wrong)
        papers, through = papers + 1, through + went
        wrongly, vain = wrongly + (went and matters(wrong, facts, paper)), vain + (not went and not wrong)
    for field in _FIELDS:
        yield f"| {name} | {field} | {100 * right[field] / asked[field]:.1f} | {asked[field]} | |"
    yield f"| {name} | processed, of them wrong | {100 * wrongly / through:.1f} | {through} | |"
    yield f"| {name} | asked in vain | {100 * vain / papers:.1f} | {papers} | |"


def _has(paper: KeptPaper, field: str) -> bool:
    held = {"VAT": "vat", "VAT by rate": "vat_by_rate", "supplier": "customer" if paper.is_sold else "supplier"}
    return bool(paper.held[held.get(field, field)])


def main() -> None:
    """Say how each paper fares that is wrong or waits."""
    count: Counter[str] = Counter()
    for paper in (each for which in sys.argv[1:] or SETS for each in kept_papers(which)):
        outcome = read(paper)
        assert outcome.facts is not None, "every sheet has rows"
        wrong, through = wrong_in(outcome.facts, paper), outcome.status is ReadStatus.PROCESSED
        count.update(["papers", *wrong, *(["through"] if through else [])])
        count.update(["through and wrong"] if through and matters(wrong, outcome.facts, paper) else [])
        count.update(["in vain"] if not through and not wrong else [])
        if wrong or not through:
            sys.stdout.write(
                f"{paper.name} {'THROUGH ' if through else ''}{', '.join(wrong) or 'in vain'}: {outcome.reason}\n"
            )
    sys.stdout.write(f"{dict(count)}\n")


if __name__ == "__main__":
    main()
