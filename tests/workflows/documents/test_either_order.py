"""Papers before the bank's lines or after them: what waits is judged again, and both orders link the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from accountsos.bookkeeping.ask_for_matching import MATCH_DOCUMENTS
from accountsos.store.engine.opening import Place
from accountsos.wire.shapes.documents.document import whole_document
from accountsos.workflows.documents import correct_document
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.match_open_documents import MATCH_OPEN
from accountsos.workflows.documents.upload_document import READ_DOCUMENT
from tests.support.bookkeeper import found, plain_file
from tests.support.engines import copied, opened
from tests.workflows.documents.papers import Clerk, einvoice, page


def slip(firm: str, fare: str, day: str) -> bytes:
    """A taxi's slip: who drove stands at its foot only, so that the page alone is not sure enough."""
    return page(
        ("RECEIPT",), (day,), ("From: Central Station",), ("To: Gosforth High Street",), ("Fare", fare),
        ("Paid (card)", fare), (firm,),
    )  # fmt: skip


UNSURE = slip("Blue Line Taxis Newcastle", "£18.60", "4 March 2026")
SURE = einvoice()
OF_ANOTHER = slip("Red Kite Taxis Gateshead", "£9.50", "9 March 2026")
PAPERS = {"unsure.pdf": UNSURE, "sure.xml": SURE, "another.pdf": OF_ANOTHER}
STATEMENT = plain_file(
    [
        (date(2026, 3, 6), -1860, "BLUE LINE TAXIS NEWCASTLE"),
        (date(2026, 3, 7), -12000, "HARBOUR STATIONERS HS-1041"),
        (date(2026, 3, 12), -950, "HALL GREEN BAKERY"),
    ]
)


def work(clerk: Clerk) -> None:
    """All jobs that wait, and those they bring."""
    for _ in range(5):
        clerk.read_all()
        for job in clerk.waiting(later_minutes=1):
            if job.kind == MATCH_DOCUMENTS:
                held = clerk.claim(job, later_minutes=1)
                assert held is not None
                clerk.keeper.do(MATCH_OPEN, held)
    assert not [job for job in clerk.waiting(later_minutes=1) if job.kind in (MATCH_DOCUMENTS, READ_DOCUMENT)]


def links_after(place: Place, steps: str) -> dict[str, tuple[str, list[str]]]:
    """Status and lines of each paper once papers (`p`) and statement (`s`) came in that order."""
    with opened(place) as store:
        clerk = Clerk(found(store.books))
        ids = {}
        for step in steps:
            if step == "p":
                ids = {name: clerk.id_of(clerk.upload(content, name)) for name, content in PAPERS.items()}
            else:
                clerk.keeper.load(STATEMENT)
            work(clerk)
        shown = {name: clerk.show(document_id) for name, document_id in ids.items()}
        assert clerk.keeper.faults() == []
        return {
            name: (state.document.status, sorted(link.description for link in state.links))
            for name, state in shown.items()
        }


def test_papers_first_and_statement_first_link_the_same(sqlite_places: tuple[Place, Place]) -> None:
    first, other = sqlite_places
    papers_first = links_after(first, "ps")
    assert papers_first == links_after(other, "sp")
    assert papers_first["unsure.pdf"] == ("processed", ["BLUE LINE TAXIS NEWCASTLE"]), "the bank names who was paid"
    assert papers_first["sure.xml"] == ("processed", ["HARBOUR STATIONERS HS-1041"])
    assert papers_first["another.pdf"] == ("needs_review", []), "a line of that amount to another is no witness"


def test_one_correction_lets_the_next_paper_of_that_supplier_through(sqlite_place: Place) -> None:
    with opened(sqlite_place) as store:
        clerk = Clerk(found(store.books))
        first = clerk.uploaded_and_read(UNSURE, "a.pdf")
        second = clerk.uploaded_and_read(slip("Blue Line Taxis Newcastle", "£11.20", "6 March 2026"), "b.pdf")
        assert (first.document.status, second.document.status) == ("needs_review", "needs_review")
        said = DocumentCorrection(clerk.id_of(first), {"supplier": "Blue Line Taxis Newcastle"})
        clerk.keeper.do(correct_document.CORRECT, said)
        work(clerk)
        assert clerk.show(second).document.status == "processed"
        assert clerk.show(second).document.contact_no == clerk.show(first).document.contact_no
        assert clerk.keeper.faults() == []


def test_what_a_person_looked_at_is_not_judged_again(sqlite_place: Place) -> None:
    with opened(sqlite_place) as store:
        clerk = Clerk(found(store.books))
        document = clerk.uploaded_and_read(UNSURE, "a.pdf")
        said = DocumentCorrection(clerk.id_of(document), {"supplier": None})
        clerk.keeper.do(correct_document.CORRECT, said)
        clerk.keeper.load(STATEMENT)
        work(clerk)
        assert clerk.show(document).document.status == "needs_review"


def test_the_question_names_the_field_and_offers_the_two_best_readings_with_their_places(sqlite_place: Place) -> None:
    with opened(sqlite_place) as store:
        clerk = Clerk(found(store.books))
        state = clerk.uploaded_and_read(UNSURE, "a.pdf")
        (question,) = whole_document(state).document.questions
        assert question.field == "supplier"
        assert len(question.readings) == 2
        best = question.readings[0]
        assert bytes(best.value) == b'"Blue Line Taxis Newcastle"'
        assert best.place is not None
        assert (best.place.page, best.place.top is not None) == (1, True)
        assert best.confidence != question.readings[1].confidence


@pytest.fixture
def sqlite_places(sqlite_template: Path, tmp_path: Path) -> tuple[Place, Place]:
    """Two installations without books."""
    return Place(copied(sqlite_template, tmp_path / "one")), Place(copied(sqlite_template, tmp_path / "other"))
