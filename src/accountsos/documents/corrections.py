"""What people corrected teaches a template for the supplier: which label stands beside the right figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import DocumentFacts, Fact, Place
from accountsos.documents.names import core_name, same_name, same_vat_number
from accountsos.money import Pence

T = TypeVar("T")
_LABEL_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Correction:
    """A document that a person put right: what it said (its rows of text) and what is right."""

    supplier: str
    sheet: Sheet
    vat_number: str | None = None
    gross: Pence | None = None
    day: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """How one supplier's documents are read: the labels beside total, day and number, and how often they held."""

    supplier: str
    vat_number: str | None
    marks: tuple[str, ...]
    """Lines that stand on every document of this supplier: how it is recognised where its name is misread."""
    gross_label: str | None = None
    date_label: str | None = None
    month_first: bool = False
    number_label: str | None = None
    seen: int = 0


def learned(corrections: Iterable[Correction]) -> tuple[Template, ...]:
    """One template a supplier. A label is learned only where it led to the right answer on most of its documents."""
    by_supplier: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_supplier.setdefault(core_name(correction.supplier), []).append(correction)
    return tuple(_template(group) for group in by_supplier.values())


def _template(group: Sequence[Correction]) -> Template:
    last = group[-1]
    return Template(
        supplier=last.supplier,
        vat_number=next((c.vat_number for c in reversed(group) if c.vat_number), None),
        marks=_marks(group),
        gross_label=_common(_gross_labels(c) for c in group),
        date_label=_common(_date_labels(c) for c in group),
        month_first=sum(_is_month_first(c) for c in group) * 2 > len(group),
        number_label=_common(_number_labels(c) for c in group),
        seen=len(group),
    )


def _common(labels: Iterable[frozenset[str]]) -> str | None:
    """The label on most of the documents; among equals the longest, which says most."""
    counts: Counter[str] = Counter()
    documents = 0
    for found in labels:
        documents += 1
        counts.update(found)
    best = max(counts, key=lambda label: (counts[label], len(label)), default=None)
    return best if best is not None and counts[best] * 2 > documents else None


def _marks(group: Sequence[Correction]) -> tuple[str, ...]:
    tops = [[row.compact for row in c.sheet.rows[:12] if len(row.compact) >= 8] for c in group]
    shared = [text for text in tops[-1] if all(text in top for top in tops)]
    return tuple(shared[:4])


def _gross_labels(correction: Correction) -> frozenset[str]:
    return frozenset(
        label
        for found in correction.sheet.amounts
        if correction.gross is not None and abs(found.pence) == abs(correction.gross)
        if (label := compact(found.label)[-_LABEL_LENGTH:])
    )


def _days(sheet: Sheet, *, month_first: bool) -> Iterable[tuple[str, date, Place]]:
    for row in sheet.rows:
        for column, piece in enumerate(row.pieces):
            for found in days_in(piece.text, month_first=month_first):
                left = " ".join(p.text for p in row.pieces[:column]) + piece.text[: found.start]
                yield compact(left)[-_LABEL_LENGTH:], found.day, piece.place


def _date_labels(correction: Correction) -> frozenset[str]:
    first = _is_month_first(correction)
    return frozenset(
        label for label, day, _ in _days(correction.sheet, month_first=first) if day == correction.day and label
    )


def _is_month_first(correction: Correction) -> bool:
    """Whether only the reading month-first gives the day that the person said."""
    if correction.day is None:
        return False
    if any(day == correction.day for _, day, _ in _days(correction.sheet, month_first=False)):
        return False
    return any(day == correction.day for _, day, _ in _days(correction.sheet, month_first=True))


def _tokens(sheet: Sheet) -> Iterable[tuple[str, str, Place]]:
    for row in sheet.rows:
        words = [(word, piece) for piece in row.pieces for word in piece.text.split()]
        for position, (word, piece) in enumerate(words):
            if any(c.isdigit() for c in word):
                left = compact(" ".join(text for text, _ in words[:position]))[-_LABEL_LENGTH:]
                yield left, word.strip(".,:;#"), piece.place


def _number_labels(correction: Correction) -> frozenset[str]:
    wanted = (correction.number or "").upper()
    return frozenset(label for label, word, _ in _tokens(correction.sheet) if label and word.upper() == wanted)


def template_for(templates: Iterable[Template], facts: DocumentFacts, sheet: Sheet) -> Template | None:
    """The template of the document's supplier: by VAT number, by name, or by the lines at its head."""
    number = facts.supplier.vat_number.value if facts.supplier.vat_number else None
    name = facts.supplier.name.value if facts.supplier.name else None
    heads = {row.compact for row in sheet.rows[:14]}
    for template in templates:
        if number and template.vat_number and same_vat_number(number, template.vat_number):
            return template
        if name and same_name(name, template.supplier):
            return template
        if template.seen > 1 and len(template.marks) >= 2 and all(mark in heads for mark in template.marks):
            return template
    return None


def applied(templates: Sequence[Template], facts: DocumentFacts, sheet: Sheet) -> DocumentFacts:
    """The facts as the supplier's template reads them; without a template they stay as they are."""
    template = template_for(templates, facts, sheet)
    if template is None:
        return facts
    name = facts.supplier.name
    place = name.place if name and same_name(name.value, template.supplier) else None
    facts = replace(facts, supplier=replace(facts.supplier, name=Fact(template.supplier, 0.97, place)))
    # One correction is a hint, three that agree are a habit.
    sureness = 0.9 + 0.02 * min(4, template.seen)
    gross = {abs(f.pence): f for f in sheet.amounts if template.gross_label == compact(f.label)[-_LABEL_LENGTH:]}
    if len(gross) == 1:
        ((value, found),) = gross.items()
        facts = replace(facts, gross=_agreed(facts.gross, value, sureness, found.place))
        if facts.net is not None and facts.vat is not None and facts.net.value + facts.vat.value != value:
            facts = replace(facts, net=None, vat=None, vat_by_rate=())
    days = {day: p for label, day, p in _days(sheet, month_first=template.month_first) if label == template.date_label}
    if len(days) == 1:
        ((day, where),) = days.items()
        facts = replace(facts, date=_agreed(facts.date, day, sureness, where))
    numbers = {word: p for label, word, p in _tokens(sheet) if label == template.number_label}
    if len(numbers) == 1:
        ((word, where),) = numbers.items()
        facts = replace(facts, number=_agreed(facts.number, word, sureness, where))
    return facts


def _agreed(read: Fact[T] | None, value: T, sureness: float, place: Place) -> Fact[T]:
    """The template's value; surer where the reader found the same."""
    if read is not None and read.value == value:
        return Fact(value, max(read.confidence, 0.98), place)
    return Fact(value, sureness, place)
