"""How well documents are read: a figure for each field and set, against their truth."""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from accountsos.documents.einvoice.embedded import embedded_einvoice
from accountsos.documents.einvoice.read import facts_from_xml
from accountsos.documents.einvoice.xml import UnreadableXml
from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.issue_day import day_candidates
from accountsos.documents.extract.number import number_candidates
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.supplier import name_candidates
from accountsos.documents.extract.total import total_candidates
from accountsos.documents.facts import Box, DocumentFacts, ReadOutcome
from accountsos.documents.names import core_name
from accountsos.documents.pdf_text import text_of_pdf
from accountsos.documents.read import read_document
from accountsos.documents.streams import UnreadablePdf, opened
from benchmarks.generate_documents import documents, photographed

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


@dataclass(frozen=True)
class Example:
    """A document as text with its truth, for training and for measuring."""

    name: str
    set_name: str
    sheet: Sheet
    truth: Truth
    weight: float = 1.0

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
            names, features = name_candidates(self.sheet)
            return tuple(n.name for n in names), [same_supplier(n.name, truth.supplier) for n in names], features
        if field == "number" and truth.number is not None:
            numbers, features = number_candidates(self.sheet)
            return tuple(n.text for n in numbers), [same_number(n.text, truth.number) for n in numbers], features
        return None

    @cached_property
    def facts(self) -> DocumentFacts:
        return facts_from_sheet(self.sheet, today=TODAY)


def same_supplier(read: str, truth: str) -> bool:
    """Nine tenths alike, case and punctuation aside."""
    one, other = (re.sub(r"[^a-z0-9]+", " ", text.lower()).strip() for text in (read, truth))
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.9


def same_number(read: str, truth: str) -> bool:
    """Equal but for spaces and capitals."""
    return re.sub(r"\s", "", read).upper() == re.sub(r"\s", "", truth).upper()


def group_of(example: Example) -> str:
    """The shop, so loosely that branches and spellings of one chain fall together."""
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
            Piece(words, 1, Box(x0 / width, y0 / height, x1 / width, y1 / height), (y1 - y0) / width)
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
        page = text_of_pdf(content)
        truth = truth_from(held)
        exact = Truth(truth.supplier, date.fromisoformat(held["day"]), truth.total, truth.number, truth.net, truth.vat)
        yield Example(name, "UK text", sheet_of(page.pieces), exact)


def shared_folder() -> Path:
    """Where the samples are: ACCOUNTSOS_SHARED, else the folder `shared` beside the checkout."""
    return Path(os.environ.get("ACCOUNTSOS_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def examples(today: date) -> Iterator[Example]:
    """All text sets, for training: receipts, hybrid PDFs, and other made-up UK documents than those measured."""
    samples = shared_folder() / "samples"
    yield from examples_from_lines(samples / "receipts/lines.jsonl")
    for example in examples_from_pdfs(samples / "einvoices"):
        yield Example(example.name, example.set_name, example.sheet, example.truth, 1.0)
    for example in examples_generated(20, seed=77):
        yield Example(example.name, example.set_name, example.sheet, example.truth, 0.5)


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
        if confidence is not None and confidence >= 0.95:
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


FIELDS = ("total", "date", "supplier", "number", "net", "vat")


def tallied(pairs: Iterable[tuple[DocumentFacts | None, Truth]]) -> dict[str, Tally]:
    """Each field's figures, and `all three` for total, date and supplier together."""
    tallies: dict[str, Tally] = {name: Tally() for name in (*FIELDS, "all three")}
    for facts, truth in pairs:
        got = {field: _judged(field, facts, truth) for field in FIELDS}
        for field, result in got.items():
            if result is not None:
                tallies[field].add(result[1], right=result[0])
        three = [got[field] for field in ("total", "date", "supplier")]
        if all(result is not None for result in three):
            tallies["all three"].add(None, right=all(result[0] for result in three if result))
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


def table(name: str, tallies: dict[str, Tally], seconds: float) -> str:
    """One set as rows of a markdown table."""
    lines = [f"| {name} | {field} | {t.share} | {t.asked} | {t.sureness} |" for field, t in tallies.items() if t.asked]
    documents_read = max((t.asked for t in tallies.values()), default=1) or 1
    lines.append(f"| {name} | CPU ms a document | {1000 * seconds / documents_read:.0f} | {documents_read} | |")
    return "\n".join(lines)


HEAD = "| set | field | right % | of | sure (≥ .95): right % @ covered % |\n|---|---|---|---|---|"


def measure_lines(path: Path, name: str = "receipt text") -> str:
    """Receipts given as text lines."""
    started = time.process_time()
    pairs = [(example.facts, example.truth) for example in examples_from_lines(path)]
    return table(name, tallied(pairs), time.process_time() - started)


def measure_images(folder: Path, truth: dict[str, Any], name: str = "receipt photos") -> str:
    """Photos with a truth file, read as a user's upload would be."""
    started = time.process_time()
    pairs = []
    for file_name, held in truth.items():
        outcome = _read((folder / file_name).read_bytes(), file_name)
        pairs.append((outcome.facts, truth_from(held)))
    return table(name, tallied(pairs), time.process_time() - started)


def _read(content: bytes, file_name: str) -> ReadOutcome:
    return read_document(content, file_name=file_name, today=TODAY)


def measure_pdfs(folder: Path) -> str:
    """The pages of hybrid PDFs against the XML inside, which the page reader does not see."""
    started = time.process_time()
    pairs = [(example.facts, example.truth) for example in examples_from_pdfs(folder)]
    return table("PDF pages", tallied(pairs), time.process_time() - started)


def measure_generated(*, photos: bool) -> Iterator[str]:
    """The made-up UK documents, as PDF text and as photos."""
    made = documents()
    started = time.process_time()
    pairs: list[tuple[DocumentFacts | None, Truth]] = []
    for name, content, held in made:
        pairs.append((_read(content, f"{name}.pdf").facts, _exact(held)))
    yield table("UK PDF (generated)", tallied(pairs), time.process_time() - started)
    if photos:
        pictures = [(photographed(content, random.Random(name)), held) for name, content, held in made]
        started = time.process_time()
        pairs = [(_read(picture, "photo.jpg").facts, _exact(held)) for picture, held in pictures]
        yield table("UK photo (generated)", tallied(pairs), time.process_time() - started)


def _exact(held: dict[str, Any]) -> Truth:
    truth = truth_from(held)
    return Truth(truth.supplier, date.fromisoformat(held["day"]), truth.total, truth.number, truth.net, truth.vat)


def measure_einvoices(folder: Path) -> str:
    """Valid e-invoices: how many give every header field with sums that hold, and what becomes of the broken ones."""
    counts: dict[str, int] = {}
    for path in sorted(p for p in folder.rglob("*.*") if p.suffix in (".xml", ".pdf")):
        outcome = _read(path.read_bytes(), path.name)
        where = "fail folder" if "fail" in path.parts else "valid"
        key = f"{where}: {outcome.status.value}"
        counts[key] = counts.get(key, 0) + 1
        if where == "valid" and outcome.status.value != "processed":
            print(f"  {path.name}: {outcome.reason}", file=sys.stderr)
    return "\n".join(f"| e-invoices | {key} | {count} | | |" for key, count in sorted(counts.items()))


def main() -> None:
    """Measure what the arguments name, else every set that is there."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--images", type=Path, help="a folder of photos, with --truth")
    reader.add_argument("--truth", type=Path, help="the truth file of the photos")
    reader.add_argument("--lines", type=Path, help="receipts as text lines")
    reader.add_argument("--pdfs", type=Path, help="a folder of hybrid PDFs, judged by the XML inside")
    reader.add_argument("--no-photos", action="store_true", help="leave out what needs the OCR")
    choice = reader.parse_args()
    if (choice.images is None) != (choice.truth is None):
        reader.error("--images and --truth go together")
    print(HEAD, flush=True)
    if choice.images or choice.lines or choice.pdfs:
        if choice.images:
            print(measure_images(choice.images, json.loads(choice.truth.read_text(encoding="utf-8"))))
        if choice.lines:
            print(measure_lines(choice.lines))
        if choice.pdfs:
            print(measure_pdfs(choice.pdfs))
        return
    samples = shared_folder() / "samples"
    if samples.is_dir():
        print(measure_einvoices(samples / "einvoices"), flush=True)
        print(measure_lines(samples / "receipts/lines.jsonl"), flush=True)
        print(measure_pdfs(samples / "einvoices"), flush=True)
    for rows in measure_generated(photos=not choice.no_photos):
        print(rows, flush=True)
    if samples.is_dir() and not choice.no_photos:
        truth = json.loads((samples / "receipts/truth.json").read_text(encoding="utf-8"))
        print(measure_images(samples / "receipts/images", truth), flush=True)


if __name__ == "__main__":
    main()
