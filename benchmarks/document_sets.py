"""Documents with their truth, a set each: receipts as text, pages of hybrid PDFs, made-up UK documents."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from accountsos.documents.einvoice.embedded import embedded_einvoice
from accountsos.documents.einvoice.read import facts_from_xml
from accountsos.documents.einvoice.xml import UnreadableXml
from accountsos.documents.email_body import pieces_of_body
from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.issue_day import day_candidates
from accountsos.documents.extract.number import number_candidates
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.supplier import name_candidates, parties_of
from accountsos.documents.extract.total import total_candidates
from accountsos.documents.facts import Box, DocumentFacts
from accountsos.documents.names import core_name
from accountsos.documents.pdf_text import text_of_pdf
from accountsos.documents.streams import UnreadablePdf, opened
from benchmarks.document_families import in_families
from benchmarks.generate_documents import documents
from benchmarks.letterbox.papers import TAUGHT, papers
from benchmarks.post_room import papers as post_room

TODAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Truth:
    """What is known of a document; None where the set does not tell."""

    supplier: str | None = None
    day: date | None = None
    total: int | None = None
    number: str | None = None
    net: int | None = None
    vat: int | None = None
    type: str | None = None
    direction: str | None = None
    also: tuple[str, ...] = ()
    """What else the supplier is called on the page, each as right."""

    def is_supplier(self, read: str) -> bool:
        """Whether a name that was read is one of the supplier's."""
        return any(same_supplier(read, name) for name in (self.supplier, *self.also) if name is not None)


@dataclass(frozen=True)
class Example:
    """A document as text with its truth, for training and for measuring."""

    name: str
    set_name: str
    sheet: Sheet
    truth: Truth
    weight: float = 1.0
    own_names: tuple[str, ...] = ()
    """What the company is called whose books these are."""

    def candidates(self, field: str) -> tuple[tuple[object, ...], list[bool], Numbers] | None:
        """The keys of the candidates for a field, which are right, and their features; None without truth."""
        truth = self.truth
        if field == "total" and truth.total is not None:
            totals, features = total_candidates(self.sheet)
            keys = [abs(found.pence) for found in totals]
            return tuple(keys), [key == abs(truth.total) for key in keys], features
        if field == "date" and truth.day is not None:
            days, features = day_candidates(self.sheet, TODAY)
            return tuple(c.day for c in days), [c.day == truth.day for c in days], features
        if field == "supplier" and truth.supplier is not None:
            names, features = name_candidates(self.sheet, self.own_names)
            return (
                tuple(parties_of(names, self.sheet)),
                [truth.is_supplier(n.name) for n in names],
                features,
            )
        if field == "number" and truth.number is not None:
            numbers, features = number_candidates(self.sheet)
            return tuple(n.text for n in numbers), [same_number(n.text, truth.number) for n in numbers], features
        return None

    @cached_property
    def facts(self) -> DocumentFacts:
        return facts_from_sheet(self.sheet, today=TODAY, own_names=self.own_names)


def same_supplier(read: str, truth: str) -> bool:
    """Nine tenths alike, case and punctuation aside."""
    one, other = (re.sub(r"[^a-z0-9]+", " ", text.lower()).strip() for text in (read, truth))
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.9


def same_number(read: str, truth: str) -> bool:
    """Equal but for spaces, capitals and a sign for "number" before it: `#2096`, `No. 2096`."""
    one, other = (re.sub(r"\s", "", _NUMBER_SIGN.sub("", text)).upper() for text in (read, truth))
    return one == other


_NUMBER_SIGN = re.compile(r"^\s*(?:#|№|n[o°º](?:\.\s*|\s+|:\s*))\s*(?=\w)", re.IGNORECASE)


PHOTOS = " photos"
"""How the name of a set ends whose papers were read off pictures."""
HANDS = {
    "UK text": "forms",
    "families": "families",
    "letterbox": "letterbox",
    **{f"{which}{photos}": which for which in post_room.TAUGHT for photos in ("", PHOTOS)},
}
"""Who wrote each set of made-up papers. A layout is unseen only where all that its hand wrote is."""


def group_of(example: Example) -> str:
    """The hand that wrote it; of a real paper the shop, so loosely that branches and spellings of a chain are one."""
    if example.set_name in HANDS:
        return HANDS[example.set_name]
    return example.set_name[:2] + core_name(example.truth.supplier or example.name)[:6]


def truth_from(held: dict[str, Any]) -> Truth:
    """From the fields of a truth file, as printed on the document."""
    amounts = list(amounts_in(held["total"])) if held.get("total") else []
    days = list(days_in(held["date"])) if held.get("date") else []
    return Truth(
        supplier=held.get("company"),
        day=days[0].day if days else None,
        total=max(abs(amount.pence) for amount in amounts) if amounts else None,
        number=held.get("number"),
        net=_hundredths(held.get("net")),
        vat=_hundredths(held.get("vat")),
    )


def _hundredths(text: str | None) -> int | None:
    return None if text is None else round(float(text.replace(",", "")) * 100)


def examples_from_lines(path: Path) -> Iterator[Example]:
    """Receipts as text lines with boxes, one JSON object a line."""
    for text in path.read_text(encoding="utf-8").splitlines():
        held = json.loads(text)
        width, height = held["image_size"]["width"], held["image_size"]["height"]
        # Some sizes are those of the paper before cropping: the boxes decide.
        width = max(width, *(box[2] for box in held["bboxes"]))
        height = max(height, *(box[3] for box in held["bboxes"]))
        pieces = [
            Piece(words, 1, Box(x0 / width, y0 / height, x1 / width, y1 / height), (y1 - y0) / width, by_eye=True)
            for words, (x0, y0, x1, y1) in zip(held["words"], held["bboxes"], strict=True)
        ]
        yield Example(held["key"], "receipt text", sheet_of(pieces), truth_from(held["entities"]))


def examples_from_pdfs(folder: Path) -> Iterator[Example]:
    """The pages of hybrid PDFs, with the XML inside as their truth."""
    for path in sorted(folder.rglob("*.pdf")):
        content = path.read_bytes()
        try:
            embedded = embedded_einvoice(opened(content))
            inside = facts_from_xml(embedded)[0] if embedded else None
            page = text_of_pdf(content)
        except (UnreadableXml, UnreadablePdf):
            continue
        if inside is None:
            continue
        truth = Truth(
            supplier=inside.supplier.name.value if inside.supplier.name else None,
            day=inside.date.value if inside.date else None,
            total=abs(inside.gross.value) if inside.gross else None,
            number=inside.number.value if inside.number else None,
        )
        yield Example(path.name, "PDF pages", sheet_of(page.pieces), truth)


def examples_generated(each: int, seed: int) -> Iterator[Example]:
    """The made-up UK documents, by the text of their PDF."""
    for name, content, held in documents(each, seed):
        yield Example(name, "UK text", sheet_of(text_of_pdf(content).pieces), exact_truth(held))


def examples_in_families(each: int, seed: int) -> Iterator[Example]:
    """Made-up papers in families of layout, by the text of their PDF; three of four know whose books these are."""
    for n, (name, content, held) in enumerate(in_families(each, seed)):
        own = (held["customer"],) if n % 4 else ()
        yield Example(name, "families", sheet_of(text_of_pdf(content).pieces), exact_truth(held), own_names=own)


def examples_of_letterbox() -> Iterator[Example]:
    """The letterbox's papers that do not have to wait, as its customer gets them: PDFs and mails."""
    for which in TAUGHT:
        for name, content, held in papers(which):
            if held["waits"]:
                continue
            pieces = pieces_of_body(content) if "file" in held else text_of_pdf(content).pieces
            truth = replace(exact_truth(held), also=held["names"][1:])
            own = (held["customer"],)
            yield Example(f"{which}/{name}", "letterbox", sheet_of(pieces), truth, own_names=own)


def examples_of_post_room() -> Iterator[Example]:
    """The papers of strangers. On our own sales the name to find is ours, for so they are known."""
    for which in post_room.TAUGHT:
        for kept in post_room.kept_papers(which):
            if kept.is_booked:
                yield shown_on_page(_of_stranger(which, kept))


def _of_stranger(which: str, kept: post_room.KeptPaper) -> Example:
    held = kept.held
    names = [name for name in (kept.our_names if kept.is_sold else kept.other_names) if name is not None]
    truth = Truth(
        supplier=names[0] if names else None,
        day=date.fromisoformat(held["date"]) if held["date"] else None,
        total=kept.total,
        number=held["number"],
        type=held["kind"],
        also=tuple(names[1:]),
    )
    own = () if kept.is_sold else kept.us.own_names
    return Example(kept.name, f"{which}{PHOTOS if held['by_eye'] else ''}", kept.sheet, truth, own_names=own)


def exact_truth(held: dict[str, Any]) -> Truth:
    """The truth of a made-up document, whose day and type stand in it as such."""
    return replace(truth_from(held), day=date.fromisoformat(held["day"]), type=held["type"])


def shown_on_page(example: Example) -> Example:
    """The same, without the facts that its page does not show: some pages contradict the XML inside them."""
    truth = example.truth
    for field, name in (("total", "total"), ("date", "day"), ("supplier", "supplier"), ("number", "number")):
        candidates = example.candidates(field)
        if candidates is not None and not any(candidates[1]):
            without: dict[str, Any] = {name: None}
            truth = replace(truth, **without)
    return replace(example, truth=truth)


def shared_folder() -> Path:
    """Where the samples are: ACCOUNTSOS_SHARED, else the folder `shared` beside the checkout."""
    return Path(os.environ.get("ACCOUNTSOS_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def training_examples() -> Iterator[Example]:
    """All text sets, for training: receipts, hybrid PDFs, and other made-up UK documents than those measured."""
    samples = shared_folder() / "samples"
    yield from examples_from_lines(samples / "receipts/lines.jsonl")
    for example in examples_from_pdfs(samples / "einvoices"):
        yield shown_on_page(example)
    for example in examples_generated(20, seed=77):
        yield replace(example, weight=0.5)
    for example in examples_in_families(12, seed=77):
        yield replace(example, weight=0.7)
    yield from examples_of_letterbox()
    yield from examples_of_post_room()
