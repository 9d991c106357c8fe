"""How well documents are read: a figure for each field and set, against their truth. python -m benchmarks.documents

Without arguments every set that is there is measured and docs/BENCHMARKS.md gets the table. A shop that the scorers
were trained on is easier than a new one: the rows "shops not seen" are judged by scorers that never saw the shop.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from accountsos.documents.facts import DocumentFacts, ReadStatus
from accountsos.documents.names import KnownSuppliers
from benchmarks import document_page, einvoice_truth
from benchmarks.document_others import others
from benchmarks.document_readings import in_turns, read, read_pictures
from benchmarks.document_sets import (
    HANDS,
    Truth,
    exact_truth,
    examples_from_lines,
    examples_from_pdfs,
    shared_folder,
    shown_on_page,
    training_examples,
    truth_from,
)
from benchmarks.document_strangers import strangers
from benchmarks.document_tallies import HEAD, Tally, table, tallied
from benchmarks.document_training import HIDDEN, Judged, by_hand, calibration, cases_for, folded
from benchmarks.generate_documents import documents, photographed
from benchmarks.letterbox import papers, post
from benchmarks.post_room import fared as post_room

Pairs = list[tuple[DocumentFacts | None, Truth]]


def measure_lines(path: Path) -> str:
    """Receipts given as text lines."""
    started = time.process_time()
    pairs: Pairs = [(example.facts, example.truth) for example in examples_from_lines(path)]
    return table("receipt text", tallied(pairs), time.process_time() - started)


def measure_images(folder: Path, truth: dict[str, Any]) -> str:
    """Photos with a truth file, read as a user's upload would be."""
    names = list(truth)
    found = list(read_pictures([(folder / name).read_bytes() for name in names], names))
    pairs: Pairs = [(outcome.facts, truth_from(truth[name])) for name, (outcome, _) in zip(names, found, strict=True)]
    seconds = [taken for _, taken in found]
    worst = sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    rows = table("receipt photos", tallied(pairs), sum(seconds))
    return f"{rows}\n| receipt photos | CPU ms, 95 of 100 at most | {1000 * worst:.0f} | {len(seconds)} | |"


def measure_pdfs(folder: Path) -> Iterator[str]:
    """The pages of hybrid PDFs against the XML inside, which the page reader does not see."""
    started = time.process_time()
    found = list(examples_from_pdfs(folder))
    pairs: Pairs = [(example.facts, example.truth) for example in found]
    yield table("PDF pages against their XML", tallied(pairs), time.process_time() - started)
    shown: Pairs = [(example.facts, shown_on_page(example).truth) for example in found]
    yield table("PDF pages, what the page shows of it", tallied(shown))


def measure_unseen(fields: Sequence[str] = tuple(HIDDEN)) -> str:
    """Each document judged by scorers and a calibration that never saw its shop, its sender or its hand."""
    found = list(training_examples())
    tallies: dict[str, dict[str, Tally]] = {}
    cases = {field: cases_for(field, found) for field in fields}
    jobs = [(field, split) for field in fields for split in SPLITS]
    shops = in_turns(folded, [cases[field] for field, _ in jobs], [HIDDEN[f] for f, _ in jobs], [s for _, s in jobs])
    dealt = dict(zip(jobs, cast("Iterator[list[Judged]]", shops), strict=True))
    hands = dict(zip(fields, in_turns(by_hand, [cases[f] for f in fields], [HIDDEN[f] for f in fields]), strict=True))
    for field, split in jobs:
        written = cast("list[Judged]", hands[field])
        for j, confidence in _with_confidence([*dealt[field, split], *written]):
            once = split == SPLITS[0] or j.case.set_name not in HANDS
            if once and j.case.set_name != "none there":
                name = HANDS.get(j.case.set_name, j.case.set_name)
                tallies.setdefault(name, {}).setdefault(field, Tally()).add(confidence, right=j.right)
    what = {"receipt text": "shops", "PDF pages": "senders"} | dict.fromkeys(HANDS.values(), "hand")
    return "\n".join(table(f"{name}, {what[name]} not seen", tallies[name]) for name in what if name in tallies)


SPLITS = (7, 8, 9)
"""Ways of dealing the shops out to the folds: which shops fall together moves a figure by a point."""


def _with_confidence(judged: Sequence[Judged]) -> Iterator[tuple[Judged, float]]:
    """Each with its confidence by the calibration of the other folds."""
    for number in sorted({j.fold for j in judged}):
        others = [j for j in judged if j.fold != number]
        curves = {by_eye: calibration(others, by_eye=by_eye) for by_eye in (False, True)}
        for j in judged:
            if j.fold == number:
                yield j, float(np.interp(j.probability, *curves[j.case.by_eye]))


def measure_generated(*, photos: bool) -> Iterator[str]:
    """The made-up UK documents, as PDF text and as photos; what is bought, what is sold, and what is no invoice."""
    made = [(name, content, held, exact_truth(held)) for name, content, held in documents()]
    started = time.process_time()
    pairs: Pairs = [(read(content, f"{name}.pdf").facts, truth) for name, content, _, truth in made]
    yield table("UK PDF (generated)", tallied(pairs), time.process_time() - started)
    sides: Pairs = []
    for name, content, held, truth in made:
        if truth.type != "receipt":
            for direction, own in (("purchase", held["customer"]), ("sale", held["company"])):
                facts = read(content, f"{name}.pdf", KnownSuppliers(own_names=(own,))).facts
                sides.append((facts, Truth(direction=direction)))
    yield table("UK PDF (generated), bought and sold", tallied(sides))
    strangers: Pairs = [(read(content, "paper.pdf").facts, Truth(type=held["type"])) for _, content, held in others()]
    yield table("UK papers that are no invoice (generated)", tallied(strangers))
    if photos:
        shown = made[::2]
        pictures = [photographed(content, random.Random(name)) for name, content, _, _ in shown]
        found = list(read_pictures(pictures, ["photo.jpg"] * len(pictures)))
        pairs = [(outcome.facts, truth) for (outcome, _), (*_, truth) in zip(found, shown, strict=True)]
        yield table("UK photo (generated)", tallied(pairs), sum(taken for _, taken in found))


def measure_strangers() -> Iterator[str]:
    """Layouts that no scorer was trained on, as their customer uploads them: right, silently wrong, asked in vain."""
    pairs: Pairs = []
    processed = wrong = vain = 0
    started = time.process_time()
    for _, content, held in strangers():
        truth = exact_truth(held)
        outcome = read(content, "paper.pdf", KnownSuppliers(own_names=(held["customer"],)))
        pairs.append((outcome.facts, truth))
        needed = tallied([(outcome.facts, replace(truth, number=None, net=None))])
        is_right = not held.get("waits") and all(t.right == t.asked for t in needed.values())
        if outcome.status is ReadStatus.PROCESSED:
            processed, wrong = processed + 1, wrong + (not is_right)
        else:
            vain += is_right
    yield table("UK PDF of layouts never trained on", tallied(pairs), time.process_time() - started)
    for what, part, whole in (("processed, of them wrong", wrong, processed), ("asked in vain", vain, len(pairs))):
        yield f"| UK PDF of layouts never trained on | {what} | {_percent(part, whole)} | {whole} | |"


def measure_letterbox() -> Iterator[str]:
    """The sets of the letterbox, each measured at first sight, then mended for; all but the fifth are trained on."""
    for which in papers.SETS:
        yield from post.told(which, post.fared(which))


def measure_post_room() -> Iterator[str]:
    """A stranger's papers, field by field with VAT by rate; mended for since they were measured at first sight."""
    yield from post_room.told()


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def measure_einvoices(folder: Path) -> str:
    """Valid e-invoices against a second, independent reading of their XML, and what becomes of the broken ones."""
    counts: dict[str, int] = {}
    for path in sorted(p for p in folder.rglob("*.*") if p.suffix in (".xml", ".pdf")):
        outcome = read(path.read_bytes(), path.name)
        where = "fail folder" if "fail" in path.parts else "valid"
        key = f"{where}: {outcome.status.value}"
        counts[key] = counts.get(key, 0) + 1
    rows = [f"| e-invoices | {key} | | {count} | |" for key, count in sorted(counts.items())]
    differing = einvoice_truth.differences(folder)
    for name, texts in differing.items():
        for text in texts:
            print(f"  {name}: {text}", file=sys.stderr)
    right = sum(not texts for texts in differing.values())
    share = f"{100 * right / len(differing):.1f}"
    return "\n".join([f"| e-invoices | header, VAT by rate and lines | {share} | {len(differing)} | |", *rows])


def every_set(*, photos: bool) -> Iterator[str]:
    """All sets that are on this machine."""
    samples = shared_folder() / "samples"
    if samples.is_dir():
        yield measure_einvoices(samples / "einvoices")
        yield measure_lines(samples / "receipts/lines.jsonl")
        yield from measure_pdfs(samples / "einvoices")
        yield measure_unseen()
    yield from measure_strangers()
    yield from measure_letterbox()
    yield from measure_post_room()
    yield from measure_generated(photos=photos)
    if samples.is_dir() and photos:
        truth = json.loads((samples / "receipts/truth.json").read_text(encoding="utf-8"))
        yield measure_images(samples / "receipts/images", truth)


def chosen_sets(choice: argparse.Namespace) -> Iterator[str]:
    """The sets that the arguments name."""
    if choice.images:
        yield measure_images(choice.images, json.loads(choice.truth.read_text(encoding="utf-8")))
    if choice.lines:
        yield measure_lines(choice.lines)
    if choice.pdfs:
        yield from measure_pdfs(choice.pdfs)


def main() -> None:
    """Measure what the arguments name, else every set that is there."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--images", type=Path, help="a folder of photos, with --truth")
    reader.add_argument("--truth", type=Path, help="the truth file of the photos")
    reader.add_argument("--lines", type=Path, help="receipts as text lines")
    reader.add_argument("--pdfs", type=Path, help="a folder of hybrid PDFs, judged by the XML inside")
    reader.add_argument("--no-photos", action="store_true", help="leave out what needs the OCR; writes no page")
    choice = reader.parse_args()
    if (choice.images is None) != (choice.truth is None):
        reader.error("--images and --truth go together")
    named = bool(choice.images or choice.lines or choice.pdfs)
    print(HEAD, flush=True)
    rows = []
    for text in chosen_sets(choice) if named else every_set(photos=not choice.no_photos):
        print(text, flush=True)
        rows.append(text)
    if not named and not choice.no_photos and shared_folder().is_dir():
        document_page.write("\n".join([HEAD, *rows]))


if __name__ == "__main__":
    main()
