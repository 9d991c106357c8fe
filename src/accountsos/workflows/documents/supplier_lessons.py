"""Learn from what people correct on documents, per supplier; unlearn what is corrected again or deleted."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from accountsos.documents.checks import vat_number_check
from accountsos.documents.corrections import Correction, learned, sheet_kept
from accountsos.documents.facts import PICTURE, DocumentType, ReadOutcome
from accountsos.documents.names import core_name
from accountsos.documents.templates import Template
from accountsos.money import minor_units
from accountsos.store.documents import Document, document_of, reading_kept
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.lessons import drop_lesson, lesson_of, lessons_of, put_lesson
from accountsos.workflows.documents.document_parties import own_names_of

TAUGHT = frozenset({"supplier", "gross", "net", "vat", "issued_on", "due_on", "doc_number", "type", "currency"})
"""What a person may say of a document that also tells how the supplier's next one is to be read."""
DOCUMENTS_MAX = 8
SUPPLIERS_MAX = 1_000
_KEY_MAX = 200


@dataclass(frozen=True, slots=True)
class SupplierLesson:
    """A supplier's template and the documents behind it, oldest first."""

    documents: tuple[int, ...]
    template: Template


def templates_of(db: Reader, company: int) -> tuple[Template, ...]:
    """What this company's corrections taught, for the reader."""
    return tuple(_lesson(text).template for text in lessons_of(db, company, limit=SUPPLIERS_MAX))


def teach(db: Writer, cause: Cause, old: Document, new: Document) -> None:
    """After a person's correction: the document speaks for its supplier, and no longer for the one it had before."""
    for key in dict.fromkeys([_key(old), _key(new)]):
        _learn_again(db, cause, key, new, speaks=key == _key(new) and bool(_said(new)))


def remember(db: Writer, cause: Cause, document: Document, outcome: ReadOutcome) -> None:
    """After a sure reading: whose VAT number that is, where nothing is known of this supplier yet."""
    number = outcome.facts.supplier.vat_number if outcome.facts else None
    if document.status != "processed" or number is None or vat_number_check(number.value).holds is not True:
        return
    if _key(document) and lesson_of(db, cause.company, _key(document)) is None:
        _learn_again(db, cause, _key(document), document, speaks=True)


def forget(db: Writer, cause: Cause, document: Document) -> None:
    """After a document was deleted: nothing of it stays in what was learnt."""
    _learn_again(db, cause, _key(document), document, speaks=False)


def _learn_again(db: Writer, cause: Cause, key: str, document: Document, *, speaks: bool) -> None:
    if not key:
        return
    stored = lesson_of(db, cause.company, key)
    known = _lesson(stored).documents if stored is not None else ()
    if not speaks and document.number not in known:
        return
    numbers = [number for number in known if number != document.number]
    if speaks:
        numbers.append(document.number)
    own_names = own_names_of(db, cause.company)
    found = {n: c for n in numbers[-DOCUMENTS_MAX:] if (c := _correction(db, cause.company, n, own_names)) is not None}
    templates = learned(found.values())
    if templates:
        lesson = SupplierLesson(tuple(found), templates[0])
        put_lesson(db, cause, key, msgspec.json.encode(lesson).decode())
    elif stored is not None:
        drop_lesson(db, cause.company, key)


def _correction(db: Reader, company: int, number: int, own_names: tuple[str, ...]) -> Correction | None:
    """What is known of a document, as a lesson; None where it was deleted, or not read from a page."""
    document, reading = document_of(db, company, number), reading_kept(db, company, number)
    if document is None or reading is None or not document.supplier or document.direction == "sale":
        return None
    outcome = msgspec.json.decode(reading, type=ReadOutcome)
    said = _said(document)
    party = outcome.facts.supplier if outcome.facts else None
    whole_pence = minor_units(document.currency or "GBP") == 2
    return Correction(
        supplier=document.supplier,
        sheet=sheet_kept(outcome.pieces, by_eye=outcome.source == PICTURE),
        vat_number=party.vat_number.value if party and party.vat_number else None,
        gross=document.gross if "gross" in said and whole_pence else None,
        net=document.net if "net" in said and whole_pence else None,
        vat=document.vat if "vat" in said and whole_pence else None,
        day=document.issued_on if "issued_on" in said else None,
        due=document.due_on if "due_on" in said else None,
        number=document.doc_number if "doc_number" in said else None,
        type=DocumentType(document.type) if "type" in said and document.type else None,
        currency=document.currency if "currency" in said else None,
        read_as=party.name.value if party and party.name else None,
        own_names=own_names,
        confirmed=bool(said),
    )


def _said(document: Document) -> frozenset[str]:
    """The fields that a person put right, of those that teach."""
    return document.corrections.fields_said & TAUGHT


def _key(document: Document) -> str:
    name = document.supplier or ""
    return (core_name(name) or name.casefold().strip())[:_KEY_MAX]


def _lesson(text: str) -> SupplierLesson:
    return msgspec.json.decode(text, type=SupplierLesson)
