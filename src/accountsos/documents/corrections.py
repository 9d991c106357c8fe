"""What people corrected teaches a template for the supplier: which label stands beside the right figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import Piece, Row, compact
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import Box, Direction, DocumentFacts, DocumentType, Fact, KeptPiece, Place
from accountsos.documents.names import core_name, same_name
from accountsos.documents.templates import HABIT, RECOGNISED, Label, Template, anchors_in, template_for
from accountsos.money import Pence, minor_units

T = TypeVar("T")
_LABEL_LENGTH = 24
_HEAD_PIECES, _MARK_LENGTH, _MARKS = 24, 8, 4
_OWN_NAME_LENGTH, _ADDRESS_HEIGHT = 5, 0.12
_PIECES_KEPT, _TEXT_KEPT = 800, 200
_SCALE = 10_000
MONEY = ("gross", "net", "vat")
SAME_AS_READ, DOUBTED = 0.98, 0.94
"""How sure a value is that reader and lesson agree on; and one that is proved but contradicts a lesson."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A document that a person put right: its rows of text, and what they said of it. None was not said."""

    supplier: str
    sheet: Sheet
    vat_number: str | None = None
    gross: Pence | None = None
    net: Pence | None = None
    vat: Pence | None = None
    day: date | None = None
    due: date | None = None
    number: str | None = None
    type: DocumentType | None = None
    currency: str | None = None
    read_as: str | None = None
    """The supplier's name as the reader had it."""
    own_names: tuple[str, ...] = ()
    """The company's own names: what stands under them on the page is its address, not the supplier's."""
    confirmed: bool = True
    """Whether a person looked at it; else it only tells whose VAT number it is."""


def kept(sheet: Sheet) -> tuple[KeptPiece, ...]:
    """The text of a document with its places, small enough to be stored beside what was read from it."""
    pieces = [piece for row in sheet.rows for piece in row.pieces][:_PIECES_KEPT]
    return tuple(_kept_piece(piece) for piece in pieces)


def _kept_piece(p: Piece) -> KeptPiece:
    left, top, right, bottom = (round(edge * _SCALE) for edge in (p.box.left, p.box.top, p.box.right, p.box.bottom))
    return p.text[:_TEXT_KEPT], p.page, left, top, right, bottom, round(p.height * _SCALE)


def sheet_kept(pieces: Iterable[KeptPiece], *, by_eye: bool) -> Sheet:
    """The document as it was kept; what was read off a picture stays as unsure as it was."""
    return sheet_of(
        Piece(text, page, Box(left / _SCALE, top / _SCALE, right / _SCALE, bottom / _SCALE), height / _SCALE, by_eye)
        for text, page, left, top, right, bottom, height in pieces
    )


def learned(corrections: Iterable[Correction]) -> tuple[Template, ...]:
    """One template a supplier, from its corrections, oldest first. Where they disagree the newest holds."""
    by_supplier: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_supplier.setdefault(core_name(correction.supplier), []).append(correction)
    return tuple(_template(group) for group in by_supplier.values())


def _template(group: Sequence[Correction]) -> Template:
    confirmed = [c for c in group if c.confirmed]
    last = (confirmed or group)[-1]
    return Template(
        supplier=last.supplier,
        vat_number=_newest(c.vat_number for c in group),
        misread=tuple(sorted({c.read_as for c in confirmed if c.read_as and not same_name(c.read_as, c.supplier)})),
        anchors=_anchors_of_all(confirmed),
        marks=_marks(confirmed),
        labels=tuple(label for field in _FIELDS if (label := _label(field, confirmed)) is not None),
        month_first=any(_is_month_first(c) for c in confirmed[-1:]),
        type=_newest(c.type for c in confirmed),
        currency=_newest(c.currency for c in confirmed),
        seen=len(confirmed),
    )


def _newest(values: Iterable[T | None]) -> T | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _label(field: str, group: Sequence[Correction]) -> Label | None:
    """The label that the newest document taught; older ones that agree make it surer, and choose among several."""
    left: set[str] = set()
    seen = 0
    for correction in reversed(group):
        taught = _labels(field, correction)
        if not seen:
            left, seen = taught, int(bool(taught))
        elif left & taught:
            left, seen = left & taught, seen + 1
    return Label(field, max(left, key=lambda text: (len(text), text)), seen) if left else None


def _labels(field: str, correction: Correction) -> set[str]:
    """The labels that lead to what the person said, and to nothing else on that page."""
    wanted = _wanted(field, correction)
    if wanted is None:
        return set()
    led: dict[str, set[object]] = {}
    for label, value, _ in _values(field, correction.sheet, month_first=_is_month_first(correction)):
        led.setdefault(label, set()).add(value.upper() if isinstance(value, str) else value)
    return {label for label, values in led.items() if label and all(_alike(wanted, value) for value in values)}


def _wanted(field: str, correction: Correction) -> object:
    if field in MONEY:
        pence: Pence | None = getattr(correction, field)
        return pence
    if field == "number":
        return correction.number.upper() if correction.number else None
    return correction.day if field == "date" else correction.due


def _is_month_first(correction: Correction) -> bool:
    """Whether only the reading month-first gives the day that the person said."""
    day = correction.day
    if day is None or any(found == day for _, found, _ in _days(correction.sheet, month_first=False)):
        return False
    return any(found == day for _, found, _ in _days(correction.sheet, month_first=True))


def _values(field: str, sheet: Sheet, *, month_first: bool) -> Iterator[tuple[str, object, Place]]:
    if field in MONEY:
        return _amounts(sheet)
    return _words(sheet) if field == "number" else _days(sheet, month_first=month_first)


def _amounts(sheet: Sheet) -> Iterator[tuple[str, object, Place]]:
    for found in sheet.amounts:
        before = sum(1 for _ in amounts_in(found.label))
        label = _label_text(found.label, found.above)
        # The third figure of a row of sums stands beside the same word as the first.
        yield f"{label}#{before}" if before and label else label, found.pence, found.place


def _days(sheet: Sheet, *, month_first: bool) -> Iterator[tuple[str, object, Place]]:
    for row, column, piece in _pieces(sheet):
        for found in days_in(piece.text, month_first=month_first):
            left = " ".join(p.text for p in row.pieces[:column]) + " " + piece.text[: found.start]
            yield _label_text(left, _above(sheet, row, piece)), found.day, piece.place


_WORD = re.compile(r"[^\s:#]+")


def _words(sheet: Sheet) -> Iterator[tuple[str, object, Place]]:
    for row, column, piece in _pieces(sheet):
        left = " ".join(p.text for p in row.pieces[:column])
        for word in _WORD.finditer(piece.text):
            if any(c.isdigit() for c in word.group()):
                label = _label_text(f"{left} {piece.text[: word.start()]}", _above(sheet, row, piece))
                yield label, word.group().strip(".,;"), piece.place


def _pieces(sheet: Sheet) -> Iterator[tuple[Row, int, Piece]]:
    for row in sheet.rows:
        for column, piece in enumerate(row.pieces):
            yield row, column, piece


def _above(sheet: Sheet, row: Row, piece: Piece) -> str:
    """The text above that shares some of the piece's width."""
    if row.index == 0 or sheet.rows[row.index - 1].page != row.page:
        return ""
    over = sheet.rows[row.index - 1].pieces
    return " ".join(p.text for p in over if p.box.left < piece.box.right and p.box.right > piece.box.left)


def _label_text(left: str, above: str) -> str:
    beside = compact(left)[-_LABEL_LENGTH:]
    over = compact(above)[-_LABEL_LENGTH:]
    return beside or (f"^{over}" if over else "")


def _marks(group: Sequence[Correction]) -> tuple[str, ...]:
    if not group:
        return ()
    tops = [
        [piece.compact for piece in _not_ours(c) if len(piece.compact) >= _MARK_LENGTH and piece.page == 1]
        for c in group
    ]
    return tuple([text for text in dict.fromkeys(tops[-1][:_HEAD_PIECES]) if all(text in top for top in tops)][:_MARKS])


def _not_ours(correction: Correction) -> Iterator[Piece]:
    """The pieces that do not stand in the company's own name and address."""
    names = [name for own in correction.own_names if len(name := compact(core_name(own))) >= _OWN_NAME_LENGTH]
    blocks = [p for _, _, p in _pieces(correction.sheet) if any(name in p.compact for name in names)]
    for _, _, piece in _pieces(correction.sheet):
        if not any(_stands_under(piece, block) for block in blocks):
            yield piece


def _stands_under(piece: Piece, block: Piece) -> bool:
    below = -0.005 <= piece.box.top - block.box.top < _ADDRESS_HEIGHT
    return piece.page == block.page and below and piece.box.left < block.box.right and piece.box.right > block.box.left


def _anchors_of_all(group: Sequence[Correction]) -> tuple[str, ...]:
    if not group:
        return ()
    return tuple(sorted(frozenset.intersection(*(anchors_in(p.text for p in _not_ours(c)) for c in group))))


def applied(templates: Sequence[Template], facts: DocumentFacts, sheet: Sheet) -> DocumentFacts:
    """The facts as the supplier's template reads them; without a template they stay as they are."""
    sold = facts.direction is not None and facts.direction.value is Direction.SALE
    found = None if sold else template_for(templates, facts, sheet)
    if found is None:
        return facts
    template, sureness = found
    name = facts.supplier.name
    place = name.place if name and same_name(name.value, template.supplier) else None
    sureness = max(sureness, name.confidence) if name and place else sureness
    facts = replace(facts, supplier=replace(facts.supplier, name=Fact(template.supplier, sureness, place)))
    told = {label.field: _told(label, template, sheet) for label in template.labels}
    if minor_units(facts.currency.value if facts.currency else "GBP") == 2:
        facts = _with_money(facts, told)
    facts = replace(
        facts,
        date=_agreed(facts.date, told.get("date")),
        due_date=_agreed(facts.due_date, told.get("due_date")),
        number=_agreed(facts.number, told.get("number")),
    )
    if template.type is not None and facts.type.confidence < RECOGNISED:
        facts = replace(facts, type=Fact(template.type, _sureness(template.seen)))
    if template.currency is not None and (facts.currency is None or facts.currency.confidence < HABIT):
        facts = replace(facts, currency=Fact(template.currency, _sureness(template.seen)))
    return facts


def _told(label: Label, template: Template, sheet: Sheet) -> Fact[object] | None:
    """The one value that stands beside the label; several that differ are none."""
    values = _values(label.field, sheet, month_first=template.month_first)
    found = {value: place for text, value, place in values if text == label.text}
    if len(found) != 1:
        return None
    ((value, place),) = found.items()
    return Fact(value, _sureness(label.seen), place)


def _sureness(seen: int) -> float:
    """One correction is a hint, three that agree are a habit."""
    return 0.9 + 0.02 * min(4, seen)


def _with_money(facts: DocumentFacts, told: dict[str, Fact[object] | None]) -> DocumentFacts:
    """Figures that prove each other stand against any lesson; a contradiction is shown to a person."""
    lessons = {field: fact for field in MONEY if (fact := told.get(field)) is not None}
    if proved(facts):
        read = {field: getattr(facts, field) for field in MONEY}
        if all(_alike(read[field].value, fact.value) for field, fact in lessons.items()):
            return replace(facts, gross=_agreed(facts.gross, lessons.get("gross")))
        assert facts.gross is not None
        return replace(facts, gross=replace(facts.gross, confidence=min(facts.gross.confidence, DOUBTED)))
    new = replace(
        facts,
        gross=_agreed(facts.gross, lessons.get("gross")),
        net=_agreed(facts.net, lessons.get("net")),
        vat=_agreed(facts.vat, lessons.get("vat")),
    )
    gross, net, vat = new.gross, new.net, new.vat
    if gross is not None and net is not None and vat is not None and net.value + vat.value != gross.value:
        # What was learnt stays; what was only read and does not fit goes.
        new = replace(new, net=net if "net" in lessons else None, vat=vat if "vat" in lessons else None)
    if (new.net, new.vat) != (facts.net, facts.vat):
        new = replace(new, vat_by_rate=())
    return new


def proved(facts: DocumentFacts) -> bool:
    """Whether net and VAT, neither of them nothing, make the gross as read."""
    net, vat, gross = facts.net, facts.vat, facts.gross
    if net is None or vat is None or gross is None:
        return False
    return net.value != 0 and vat.value != 0 and net.value + vat.value == gross.value


def _agreed(read: Fact[T] | None, told: Fact[object] | None) -> Fact[T] | None:
    """The template's value; surer where the reader found the same."""
    if told is None:
        return read
    if read is not None and _alike(read.value, told.value):
        return Fact(read.value, max(read.confidence, SAME_AS_READ), told.place)
    return Fact(told.value, told.confidence, told.place)  # type: ignore[arg-type]  # a field's lesson has its type


def _alike(read: object, told: object) -> bool:
    """Whether two readings are one: of an amount whatever sign is printed, since a credit note may go without."""
    if isinstance(read, int) and isinstance(told, int):
        return abs(read) == abs(told)
    if isinstance(read, str):
        return read.upper() == str(told).upper()
    return read == told


_FIELDS = (*MONEY, "date", "due_date", "number")
