"""Templates: how each supplier that a person has put right is recognised again, and where its papers say what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import DocumentFacts, DocumentType
from accountsos.documents.names import same_name, same_vat_number

RECOGNISED, HABIT, HINT = 0.97, 0.96, 0.9
"""How sure a name is: known by name or VAT number; by several marks that agree; by one alone."""
HEAD_ROWS = 14
_SURE_NAME = 0.95


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside (or, after a ^, above) a supplier's value, and on how many corrected documents they stood so."""

    field: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Template:
    """How one supplier is recognised, and where its documents say what."""

    supplier: str
    vat_number: str | None = None
    misread: tuple[str, ...] = ()
    """Names that the reader took for the supplier's, and a person did not."""
    anchors: tuple[str, ...] = ()
    """Telephone numbers, web and e-mail addresses that stand on every one of its documents."""
    marks: tuple[str, ...] = ()
    """Lines at the head of every one of its documents."""
    labels: tuple[Label, ...] = ()
    month_first: bool = False
    type: DocumentType | None = None
    currency: str | None = None
    seen: int = 0
    """How many documents a person has put right."""


_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_WEB = re.compile(r"(?:https?://|www\.)(?:www\.)?([\w-]+(?:\.[\w-]+)+)")
_PHONE = re.compile(r"(?<![\w+])(?:\+44|0)(?:[\s().-]{0,2}\d){9,10}(?!\d)")
_EVERYBODYS = re.compile(r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|ymail|icloud|me|aol|btinternet|sky)\.")


def anchors_in(texts: Iterable[str]) -> frozenset[str]:
    """What belongs to one party only: telephone numbers, and web and e-mail addresses."""
    text = "\n".join(texts).lower()
    found = {match.group(1) for match in _WEB.finditer(text)}
    for match in _MAIL.finditer(text):
        found.add(match.group() if _EVERYBODYS.match(match.group(1)) else match.group(1))
    for match in _PHONE.finditer(text):
        digits = "".join(c for c in match.group() if c.isdigit())
        found.add("0" + digits.removeprefix("44").lstrip("0"))
    return frozenset(found)


def template_for(templates: Iterable[Template], facts: DocumentFacts, sheet: Sheet) -> tuple[Template, float] | None:
    """The template of the document's supplier and how sure that is: by name, number, or looks."""
    every = tuple(templates)
    number = facts.supplier.vat_number.value if facts.supplier.vat_number else None
    name = facts.supplier.name
    misread = None
    if name is not None:
        for template in every:
            if same_name(name.value, template.supplier) and not _clash(number, template):
                return template, RECOGNISED
        misread = next((t for t in every if any(same_name(name.value, known) for known in t.misread)), None)
        if name.confidence >= _SURE_NAME and misread is None:
            # Companies of one group share a VAT number: a name that was surely read stays.
            return None
    for template in every:
        if number and template.vat_number and same_vat_number(number, template.vat_number):
            return template, RECOGNISED
    found = _by_looks([t for t in every if not _clash(number, t)], sheet)
    if found is None and misread is not None and name is not None and name.confidence >= _SURE_NAME:
        return None if _clash(number, misread) else (misread, HINT)
    return found


def _clash(number: str | None, template: Template) -> bool:
    """Whether the page names a VAT number, and it is another's."""
    return bool(number and template.vat_number and not same_vat_number(number, template.vat_number))


def _by_looks(templates: Sequence[Template], sheet: Sheet) -> tuple[Template, float] | None:
    """By what else stands on the page, where that fits one supplier only."""
    shared = Counter(anchor for template in templates for anchor in template.anchors)
    here = {anchor for anchor in anchors_in(row.text for row in sheet.rows) if shared[anchor] == 1}
    heads = {piece.compact for row in sheet.rows[:HEAD_ROWS] for piece in row.pieces}
    best: tuple[Template, float] | None = None
    for template in templates:
        anchored = bool(here & set(template.anchors))
        by_head = len(template.marks) >= (2 if template.seen > 1 else 3) and heads.issuperset(template.marks)
        if anchored or by_head:
            if best is not None:
                return None
            best = template, HABIT if by_head and (anchored or template.seen > 1) else HINT
    return best
