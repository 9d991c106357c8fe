"""Whatever a page says, it is read to an outcome: a fault would leave the paper without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from benchmarks.document_sets import examples_from_lines
from benchmarks.post_room.papers import SETS, kept_papers

from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.judge_sheet import outcome_of_sheet
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import read_document
from tests.documents.shared import samples
from tests.workflows.documents.papers import page

TODAY = date(2026, 12, 1)
US = KnownSuppliers(own_names=("Marsh & Lyle Upholstery Ltd",), own_vat_numbers=("GB412738660",))
STEP = 20


def is_read(sheet: Sheet) -> bool:
    source = "picture" if sheet.is_by_eye else "text"
    return outcome_of_sheet(sheet, source, known=US, templates=(), today=TODAY).facts is not None


@pytest.mark.parametrize(
    "tax", ["GST 6% 6.79", "Tax 6% 6.79", "VAT 20% 20.00", "VAT 5% 5.71", "MwSt 7% 7.85", "TVA 20,00"]
)
@pytest.mark.parametrize("goods", [(("Boards", "120.00"),), (("Boards", "100.00"), ("Post", "20.00")), ()])
def test_vat_within_a_total_is_read_beside_any_goods(tax: str, goods: tuple[tuple[str, ...], ...]) -> None:
    words, _, sum_ = tax.rpartition(" ")
    for said in ((tax,), (words, sum_)):
        rows = (("Harrow Tools",), *goods, said, ("TOTAL", "120.00"))
        assert read_document(page(*rows), known_suppliers=US, today=TODAY).facts is not None


def _parts_of(sheet: Sheet) -> Iterator[Sheet]:
    """It as a whole, and as it is where its head, its foot or every third row is torn off."""
    pieces = [piece for row in sheet.rows for piece in row.pieces]
    half = len(pieces) // 2
    yield from (sheet_of(part) for part in (pieces, pieces[:half], pieces[half:], [*pieces[::3], *pieces[1::3]]))


@pytest.mark.parametrize("which", SETS)
def test_every_stranger_s_paper_is_read_whole_and_torn(which: str) -> None:
    read = [is_read(part) for paper in list(kept_papers(which))[::STEP] for part in _parts_of(paper.sheet)]
    assert len(read) > 10
    assert all(read)


def test_real_receipts_are_read_whole_and_torn() -> None:
    found = list(examples_from_lines(samples("receipts") / "lines.jsonl"))
    read = [is_read(part) for example in found[::STEP] for part in _parts_of(example.sheet)]
    assert len(read) > 10
    assert all(read)
