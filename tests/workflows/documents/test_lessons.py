"""One correction teaches how the supplier's next paper is read; it stays in the company and can be taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.jobs.worker import Worker
from accountsos.workflows.documents import correct_document, delete_document
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.supplier_lessons import templates_of
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.workflows.documents.papers import Clerk, einvoice, page

BRITISH = "GB 980 7806 84"


def slip(total: str, day: str, number: str, year: str) -> bytes:
    """A paper whose name is a heading and whose largest sum, called a total, is not what was paid."""
    return page(
        ("Members' account",),
        ("Skelton Row 4, Leeds LS1 4AB",),
        ("Tel 0113 496 0731",),
        (f"Ref day {day}",),
        ("Slip", number),
        ("Settled here", total),
        ("Total this year", year),
    )


FIRST = slip("12.40", "05/03/2026", "K-31", "950.00")
SECOND = slip("44.90", "06/03/2026", "K-32", "994.90")


def bill(net: str, vat: str, total: str, number: str, paid: str = "") -> bytes:
    """A plain bill whose figures prove each other."""
    return page(
        ("Quay Timber Ltd",),
        ("2 Quay Street, Falmouth TR11 3LG",),
        (f"VAT No {BRITISH}",),
        ("INVOICE",),
        (f"Invoice number: {number}",),
        ("Invoice date: 4 March 2026",),
        ("Subtotal", net),
        ("VAT 20%", vat),
        ("Total due", f"£{total}"),
        *([("Paid so far", paid)] if paid else []),
    )


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(found(books))


def correct(clerk: Clerk, state: DocumentState, *, gross: str | None = None, **changes: object) -> DocumentState:
    amounts = {} if gross is None else {"gross": Decimal(gross)}
    command = DocumentCorrection(clerk.id_of(state), changes=changes, amounts=amounts)
    return clerk.keeper.do(correct_document.CORRECT, command)


def put_right(clerk: Clerk, state: DocumentState) -> DocumentState:
    return correct(clerk, state, supplier="QX Klub", gross="12.40")


def told(state: DocumentState) -> tuple[object, ...]:
    d = state.document
    return d.supplier, d.gross, d.issued_on, d.doc_number


def lessons(clerk: Clerk) -> list[str]:
    with clerk.keeper.books.engine.reading() as db:
        return [template.supplier for template in templates_of(db, clerk.keeper.company)]


def test_after_one_correction_the_next_paper_of_that_layout_is_read_right(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(FIRST, "a.pdf")
    assert told(first)[:2] == ("Members' account", 95000), "the reader needs the lesson, or nothing is shown here"
    put_right(clerk, first)
    second = clerk.uploaded_and_read(SECOND, "b.pdf")
    assert told(second) == ("QX Klub", 4490, date(2026, 3, 6), "K-32")
    assert second.contact is not None
    assert second.contact.name == "QX Klub"
    assert clerk.keeper.faults() == []


def test_the_worker_gives_the_reader_process_what_was_learnt(clerk: Clerk, books: Books) -> None:
    put_right(clerk, clerk.uploaded_and_read(FIRST, "a.pdf"))
    second = clerk.upload(SECOND, "b.pdf")
    worker = Worker(books)
    worker.run_once()
    worker.reader.close()
    assert told(clerk.show(second))[:2] == ("QX Klub", 4490)


def test_a_person_who_says_what_stands_there_confirms_it_and_the_reader_becomes_sure(clerk: Clerk) -> None:
    put_right(clerk, clerk.uploaded_and_read(FIRST, "a.pdf"))
    second = clerk.uploaded_and_read(SECOND, "b.pdf")
    assert second.document.status == "needs_review"
    assert correct(clerk, second, gross="44.90").document.status == "processed"
    third = clerk.uploaded_and_read(slip("7.00", "02/04/2026", "K-40", "1001.90"), "c.pdf")
    correct(clerk, third, gross="7.00", issued_on=date(2026, 4, 2), type="receipt")
    fourth = clerk.uploaded_and_read(slip("8.00", "03/04/2026", "K-41", "1009.90"), "d.pdf").document
    assert (fourth.supplier, fourth.gross, fourth.reason) == ("QX Klub", 800, None)
    assert fourth.status == "processed"


def test_what_one_company_taught_never_reaches_another(clerk: Clerk, books: Books) -> None:
    put_right(clerk, clerk.uploaded_and_read(FIRST, "a.pdf"))
    theirs = Clerk(found(books, "Mill Street Ltd"))
    assert told(theirs.uploaded_and_read(SECOND, "b.pdf"))[:2] == ("Members' account", 99490)
    assert (lessons(clerk), lessons(theirs)) == (["QX Klub"], [])


def test_a_wrong_lesson_does_not_beat_figures_that_prove_each_other(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(bill("100.00", "20.00", "120.00", "Q-1", paid="30.00"), "a.pdf")
    assert told(first)[:2] == ("Quay Timber Ltd", 12000)
    command = DocumentCorrection(clerk.id_of(first), amounts={"gross": Decimal("30.00"), "net": None, "vat": None})
    clerk.keeper.do(correct_document.CORRECT, command)
    second = clerk.uploaded_and_read(bill("200.00", "40.00", "240.00", "Q-2", paid="50.00"), "b.pdf").document
    assert (second.gross, second.net, second.vat) == (24000, 20000, 4000)
    assert (second.status, second.reason) == ("needs_review", "please check: total")


def test_a_wrong_lesson_does_not_beat_an_einvoice(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(bill("100.00", "20.00", "120.00", "Q-1", paid="30.00"), "a.pdf")
    command = DocumentCorrection(clerk.id_of(first), amounts={"gross": Decimal("30.00"), "net": None, "vat": None})
    clerk.keeper.do(correct_document.CORRECT, command)
    second = clerk.uploaded_and_read(einvoice("Quay Timber Ltd", number="Q-2")).document
    assert (second.gross, second.status) == (12000, "processed")


def test_the_newest_correction_replaces_what_was_learnt_before(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(FIRST, "a.pdf")
    correct(clerk, first, supplier="QX Klub", gross="950.01")
    correct(clerk, clerk.show(first), gross="950.00")
    second = clerk.uploaded_and_read(SECOND, "b.pdf")
    assert told(second)[:2] == ("QX Klub", 99490)
    correct(clerk, second, gross="44.90")
    third = clerk.uploaded_and_read(slip("7.00", "02/04/2026", "K-40", "1001.90"), "c.pdf")
    assert told(third)[:2] == ("QX Klub", 700)


def test_a_paper_that_is_given_to_another_supplier_teaches_only_that_one(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(FIRST, "a.pdf")
    put_right(clerk, first)
    correct(clerk, clerk.show(first), supplier="Skelton Club Ltd")
    assert lessons(clerk) == ["Skelton Club Ltd"]


def test_what_a_deleted_paper_taught_is_forgotten(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(FIRST, "a.pdf")
    put_right(clerk, first)
    clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(first)))
    assert lessons(clerk) == []
    assert told(clerk.uploaded_and_read(SECOND, "b.pdf"))[:2] == ("Members' account", 99490)


def test_a_sum_that_is_nowhere_on_the_page_teaches_nothing_about_sums(clerk: Clerk) -> None:
    correct(clerk, clerk.uploaded_and_read(FIRST, "a.pdf"), supplier="QX Klub", gross="13.99")
    assert told(clerk.uploaded_and_read(SECOND, "b.pdf"))[:2] == ("QX Klub", 99490)
