"""What a paper says, as a page shows it: facts with their places, marks on its pages, what may be put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accountsos import ids
from accountsos.dashboard.figures import full_day, money
from accountsos.dashboard.forms import Choice, Field, Form, Hidden, Option
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Signed, WorkingDay, day_typed
from accountsos.documents.facts import Doubt, Fact, PageTurn, Place, ReadOutcome
from accountsos.documents.kinds import Kind
from accountsos.documents.outcome import SURE
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.list_documents import DocumentState

LABELS = {
    "supplier": "From",
    "doc_number": "Number",
    "issued_on": "Date",
    "due_on": "Due",
    "currency": "Currency",
    "net": "Before VAT",
    "vat": "VAT",
    "gross": "Total",
}
_ASKED = {"supplier": "supplier", "customer": "supplier", "date": "issued_on", "total": "gross", "number": "doc_number"}
_ASKED |= {"currency": "currency", "VAT": "vat", "kind of document": "type"}
"""Which field a question of the reader is about."""
MONEY = ("net", "vat", "gross")
KINDS = (
    Option("receipt", "Receipt: it was paid on the spot"),
    Option("invoice", "Invoice or bill"),
    Option("credit_note", "Credit note"),
    Option("statement", "Statement of account"),
    Option("contract", "Contract"),
    Option("other", "Something else, not for the books"),
)
CORRECTED = Form(
    (
        Hidden(name="version", most=20),
        Choice(name="type", label="What is it?", options=KINDS, as_list=True),
        Choice(
            name="direction",
            label="Which way?",
            options=(Option("purchase", "You bought"), Option("sale", "You sold")),
            as_list=True,
            preset="purchase",
        ),
        Field(name="supplier", label="From", most=200),
        Field(name="doc_number", label="Number", most=100, optional=True),
        WorkingDay(name="issued_on", label="Date"),
        WorkingDay(name="due_on", label="Due", optional=True),
        Field(name="currency", label="Currency", most=3, hint="Three letters, like GBP"),
        Signed(name="net", label="Before VAT", optional=True),
        Signed(name="vat", label="VAT", optional=True),
        Signed(name="gross", label="Total"),
        Field(name="category", label="Category", most=70, optional=True),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words."""

    name: str
    label: str
    value: str
    unsure: bool
    mark: str
    """The id of its place on the page; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page, in hundredths of its width and height."""

    id: str
    x: str
    y: str
    width: str
    height: str
    ask: bool
    title: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the paper."""

    number: int
    address: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A field that somebody is asked about, with the best readings."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str


def facts_said(state: DocumentState) -> list[Said]:
    """What it says now, each with its place where that was read."""
    return [
        Said(name, _label(state, name), value, unsure=name in _unsure(state), mark=_mark_of(state, name))
        for name in LABELS
        if (value := shown(state, name))
    ]


def _label(state: DocumentState, name: str) -> str:
    return "To" if name == "supplier" and state.document.direction == "sale" else LABELS[name]


def shown(state: DocumentState, name: str) -> str:
    """The value of a field in words; empty where it has none."""
    document = state.document
    value = getattr(document, name)
    if name == "currency":
        return "" if value in (None, "GBP") else str(value)
    if value is None:
        return ""
    if isinstance(value, date):
        return full_day(value)
    if name in MONEY:
        in_pounds = document.currency in (None, "GBP")
        return money(value, pounds=True) if in_pounds else f"{money(value)} {document.currency}"
    return str(value)


def _read_facts(state: DocumentState) -> dict[str, Fact[Any]]:
    outcome, document = state.outcome, state.document
    facts = None if outcome is None else outcome.facts
    if facts is None:
        return {}
    party = facts.customer if document.direction == "sale" else facts.supplier
    found: Mapping[str, Fact[Any] | None] = {
        "supplier": party.name,
        "doc_number": facts.number,
        "issued_on": facts.date,
        "due_on": facts.due_date,
        "currency": facts.currency,
        "net": facts.net,
        "vat": facts.vat,
        "gross": facts.gross,
    }
    return {name: fact for name, fact in found.items() if fact is not None}


def _standing(state: DocumentState) -> Iterator[tuple[str, Fact[Any]]]:
    """The facts that still say what was read."""
    for name, fact in _read_facts(state).items():
        if fact.value == getattr(state.document, name):
            yield name, fact


def _unsure(state: DocumentState) -> frozenset[str]:
    """What a person should look at."""
    said = state.document.corrections.fields_said
    unsure = {name for name, fact in _standing(state) if fact.confidence < SURE and name not in said}
    return frozenset(unsure | {question.name for question in questions(state)})


def _mark_of(state: DocumentState, name: str) -> str:
    facts = dict(_standing(state))
    return f"mark-{name}" if name in facts and _on_page(facts[name].place) else ""


def _on_page(place: Place | None) -> bool:
    return place is not None and place.page is not None and place.box is not None


def leaves(request: Request, state: DocumentState) -> list[Leaf]:
    """The pages that were read, with what was read of each; none where it is no picture of a page."""
    if not has_pages(state):
        return []
    numbers = {1, *(piece[1] for piece in state.outcome.pieces)} if state.outcome is not None else {1}
    marks = list(_marks(state))
    number = ids.public_id("doc_", request.company, state.document.number)
    base = f"/{request.company_id}/documents/{number}"
    return [
        Leaf(page, f"{base}/page-{page}.png", tuple(mark for on, mark in marks if on == page))
        for page in sorted(numbers | {on for on, _ in marks})
    ]


def has_pages(state: DocumentState) -> bool:
    """Whether there is something to look at: an e-invoice is no picture, nor is an e-mail without attachment."""
    kind, outcome = state.document.content_type, state.outcome
    if state.document.is_typed or kind == Kind.EINVOICE or state.document.status == "failed":
        return False
    attached = outcome is not None and outcome.read_from is not None and outcome.source != "e-invoice"
    return kind != Kind.EMAIL or attached


def turn_of(outcome: ReadOutcome | None, page: int) -> PageTurn | None:
    """How that page was turned to be read."""
    return next((turn for turn in outcome.turns if turn.page == page), None) if outcome is not None else None


def _marks(state: DocumentState) -> Iterator[tuple[int, Mark]]:
    unsure = _unsure(state)
    for name, fact in _standing(state):
        place = fact.place
        if place is not None and place.page is not None and place.box is not None:
            title = f"{_label(state, name)}: {shown(state, name) or fact.value}"
            yield place.page, _mark(f"mark-{name}", place, title, ask=name in unsure)
    seen = {(name, fact.value) for name, fact in _standing(state)}
    for doubt in _doubts(state):
        name = _ASKED.get(doubt.field, "")
        for number, reading in enumerate(doubt.readings):
            place = reading.place
            value = date.fromisoformat(reading.value) if name == "issued_on" else reading.value  # type: ignore[arg-type]  # days are text
            if place is None or place.page is None or place.box is None or (name, value) in seen:
                continue
            title = f"{LABELS.get(name, 'It')} may be {_reading_said(state, name, reading.value)}"
            yield place.page, _mark(f"maybe-{name}-{number}", place, title, ask=True)


def _mark(name: str, place: Place, title: str, *, ask: bool) -> Mark:
    box = place.box
    assert box is not None
    width, height = max(box.right - box.left, 0.0), max(box.bottom - box.top, 0.0)
    shares = (box.left - 0.006, box.top - 0.004, width + 0.012, height + 0.008)
    x, y, wide, high = (f"{share * 100:.2f}" for share in shares)
    return Mark(name, x, y, wide, high, ask, title)


def _doubts(state: DocumentState) -> Iterable[Doubt]:
    if state.outcome is None or state.document.status != "needs_review":
        return ()
    return state.outcome.doubts


def questions(state: DocumentState) -> list[Question]:
    """What somebody is asked, with what may be answered; a field without a reading is only typed."""
    found = []
    for doubt in _doubts(state):
        name = _ASKED.get(doubt.field, "")
        if name not in LABELS:
            continue
        options = tuple(
            Option(_typed_value(name, reading.value), _reading_said(state, name, reading.value))
            for reading in doubt.readings
        )
        now = typed_now(state, name)
        chosen = now if now in {option.value for option in options} or not options else ""
        found.append(Question(name, _label(state, name), options, chosen))
    return found


def _typed_value(name: str, value: int | str) -> str:
    if name in MONEY and isinstance(value, int):
        return money(value)
    return full_day(date.fromisoformat(str(value))) if name == "issued_on" else str(value)


def _reading_said(state: DocumentState, name: str, value: int | str) -> str:
    typed = _typed_value(name, value)
    return f"£{typed}" if name in MONEY and state.document.currency in (None, "GBP") else typed


def typed_now(state: DocumentState, name: str) -> str:
    """What stands in a field of the form before anybody typed."""
    value = getattr(state.document, name)
    if name in MONEY:
        return "" if value is None else money(value)
    if isinstance(value, date):
        return full_day(value)
    return str(value or ("GBP" if name == "currency" else ""))


def correction_of(request: Request, state: DocumentState, document_id: str) -> DocumentCorrection:
    """What the form says of the paper; of one that asks for somebody everything that stands there is confirmed."""
    given, document = request.state.values, state.document
    confirms = document.status == "needs_review"
    days = {name: day_typed(given[name], request.today) if given[name] else None for name in ("issued_on", "due_on")}
    said: dict[str, object] = {
        "type": given["type"],
        "direction": given["direction"],
        "supplier": given["supplier"],
        "doc_number": given["doc_number"],
        "currency": given["currency"].upper(),
        **days,
    }
    changes = {name: value for name, value in said.items() if confirms or value != getattr(document, name)}
    amounts = {
        name: None if given[name] is None else Decimal(given[name]).scaleb(-2)
        for name in MONEY
        if confirms or given[name] != getattr(document, name)
    }
    filing = None
    if "category" in request.typed and given["category"] != document.corrections.category_id:
        filing = {"category_id": given["category"]}
    return DocumentCorrection(document_id, changes, amounts, filing=filing, if_match=frozenset({given["version"]}))
