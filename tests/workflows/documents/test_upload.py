"""A document is kept once, read once, and its facts stand in the list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.errors import BadRequest, Conflict, NotFound, UnsupportedMediaType
from accountsos.jobs.worker import Worker
from accountsos.workflows.documents import correct_document, delete_document, list_documents
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.delete_document import DeleteDocument, retained_through
from accountsos.workflows.documents.list_documents import DocumentQuestion, FileWanted
from accountsos.workflows.invoices.enter_invoice import ENTER, EnterInvoice
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found, simple_file
from tests.workflows.documents.papers import Clerk, einvoice


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(found(books))


def listed(clerk: Clerk, **wanted: object) -> list[int]:
    page = clerk.keeper.ask(list_documents.LIST, DocumentQuestion(limit=50, **wanted))  # type: ignore[arg-type]  # a test's keywords
    assert page.total == len(page.rows)
    return [row.document.number for row in page.rows]


def test_an_upload_waits_with_one_job_and_its_bytes_are_kept(clerk: Clerk) -> None:
    state = clerk.upload(einvoice())
    assert (state.document.status, state.is_new) == ("pending", True)
    assert [job.subject for job in clerk.waiting()] == [clerk.id_of(state)]
    file = clerk.keeper.ask(list_documents.FILE, FileWanted(clerk.id_of(state), clerk.keeper.books.objects))
    assert (file.content, file.document.content_type) == (einvoice(), "application/xml")


def test_the_same_bytes_again_are_the_document_that_is_there(clerk: Clerk) -> None:
    first, again = clerk.upload(einvoice()), clerk.upload(einvoice(), "another name.xml")
    assert (again.document.number, again.is_new) == (first.document.number, False)
    assert len(clerk.waiting()) == 1
    assert clerk.keeper.faults() == []


def test_another_company_has_a_document_of_its_own(clerk: Clerk, books: Books) -> None:
    first, theirs = clerk.upload(einvoice()), Clerk(found(books, "Mill Street Ltd"))
    assert theirs.upload(einvoice()).is_new
    with pytest.raises(NotFound):
        theirs.show(clerk.id_of(first))


def test_what_is_not_accepted_leaves_nothing(clerk: Clerk) -> None:
    with pytest.raises(UnsupportedMediaType, match="GIF"):
        clerk.upload(b"GIF89a%PDF-1.4")
    with pytest.raises(BadRequest):
        clerk.upload(b"")
    assert (listed(clerk), clerk.waiting()) == ([], [])
    assert list(clerk.keeper.books.objects.digests(clerk.keeper.company)) == []


def test_a_read_invoice_has_its_facts_and_makes_its_supplier_a_contact(clerk: Clerk) -> None:
    state = clerk.uploaded_and_read(einvoice())
    d = state.document
    assert (d.status, d.type, d.supplier, d.doc_number) == ("processed", "invoice", "Harbour Stationers Ltd", "HS-1041")
    assert (d.issued_on, d.currency, d.net, d.vat, d.gross) == (date(2026, 3, 2), "GBP", 10000, 2000, 12000)
    assert state.contact is not None
    assert state.contact.name == "Harbour Stationers Ltd"
    assert state.outcome is not None
    assert clerk.waiting() == []
    assert clerk.keeper.faults() == []


def test_the_list_is_filtered_by_type_status_search_and_match(clerk: Clerk) -> None:
    first = clerk.uploaded_and_read(einvoice()).document.number
    second = clerk.upload(einvoice("Quay Coffee Ltd", number="Q7", gross="60.00", net="50.00", vat="10.00"))
    waiting = second.document.number
    assert listed(clerk) == [waiting, first]
    assert listed(clerk, status="pending") == [waiting]
    assert listed(clerk, type="invoice") == [first]
    assert listed(clerk, search="Stationers") == [first]
    assert listed(clerk, search="hs-10") == [first]
    assert listed(clerk, unmatched=True) == [waiting, first]
    assert listed(clerk, unmatched=False) == []
    assert listed(clerk, transaction="txn_nonsense") == []


def test_the_same_invoice_as_another_file_asks_for_a_person(clerk: Clerk) -> None:
    clerk.uploaded_and_read(einvoice())
    again = clerk.uploaded_and_read(einvoice() + b"\n").document
    assert again.status == "needs_review"
    assert "already in the books" in (again.reason or "")


def test_a_deleted_document_is_gone_and_may_be_uploaded_again(clerk: Clerk) -> None:
    state = clerk.uploaded_and_read(einvoice())
    clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
    with pytest.raises(NotFound):
        clerk.show(state)
    assert [job.kind for job in clerk.waiting()] == ["erase_file"]
    assert clerk.upload(einvoice()).is_new


def test_a_booked_document_is_kept_for_six_years_after_its_financial_year(clerk: Clerk) -> None:
    clerk.keeper.enter(date(2026, 3, 4), -12000, "HARBOUR STATIONERS HS-1041")
    state = clerk.uploaded_and_read(einvoice())
    assert len(state.links) == 1
    with pytest.raises(Conflict, match="2032-03-31"):
        clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
    assert clerk.show(state).links == state.links


@pytest.mark.parametrize(
    ("year_end", "kept"),
    [(date(2026, 3, 31), date(2032, 3, 31)), (date(2024, 2, 29), date(2030, 2, 28))],
)
def test_retention_counts_six_years_from_the_year_end(year_end: date, kept: date) -> None:
    assert retained_through(year_end) == kept


def test_a_line_that_comes_later_finds_its_document(clerk: Clerk, books: Books) -> None:
    state = clerk.uploaded_and_read(einvoice())
    assert state.links == ()
    rows = [(date(2026, 3, 4), -12000, "HARBOUR STATIONERS HS-1041"), (date(2026, 3, 5), -500, "BISCUITS")]
    clerk.keeper.load(simple_file(rows))
    assert Worker(books).run_once() == 1
    (link,) = clerk.show(state).links
    assert (link.line_amount, link.source) == (-12000, "matched")
    assert clerk.keeper.faults() == []


def test_an_import_without_open_documents_asks_for_nothing(clerk: Clerk) -> None:
    clerk.keeper.load(simple_file([(date(2026, 3, 4), -12000, "HARBOUR STATIONERS")]))
    assert clerk.waiting() == []


def test_two_documents_that_claim_one_line_wait_for_a_person(clerk: Clerk, books: Books) -> None:
    # The same bill twice, once with a number that nobody wrote: no duplicate by number, but one payment only.
    first = clerk.uploaded_and_read(einvoice(number="HS-1041"))
    second = clerk.uploaded_and_read(einvoice(number="HS-1042", day=date(2026, 3, 3)))
    clerk.keeper.load(simple_file([(date(2026, 3, 4), -12000, "HARBOUR STATIONERS")]))
    Worker(books).run_once()
    assert (clerk.show(first).links, clerk.show(second).links) == ((), ())


def test_a_bill_that_comes_twice_is_told_among_hundreds_of_the_same_total(clerk: Clerk) -> None:
    for n in range(205):
        lines = (GivenLine("cat_office", 12_000, "Subscription"),)
        typed = EnterInvoice("purchase", date(2026, 1, 5), lines, "gross", contact_name="Kestrel Ltd", number=f"K-{n}")
        clerk.keeper.do(ENTER, typed)
    clerk.uploaded_and_read(einvoice())
    again = clerk.uploaded_and_read(einvoice() + b"<!-- sent again -->").document
    assert again.status == "needs_review"
    assert "HS-1041" in str(again.reason)


def test_a_line_entered_by_hand_finds_its_document(clerk: Clerk, books: Books) -> None:
    state = clerk.uploaded_and_read(einvoice())
    clerk.keeper.enter(date(2026, 3, 4), -12000, "HARBOUR STATIONERS HS-1041")
    assert Worker(books).run_once() == 1
    (link,) = clerk.show(state).links
    assert (link.line_amount, link.source) == (-12000, "matched")
    clerk.keeper.enter(date(2026, 3, 5), -500, "BISCUITS")
    assert clerk.waiting() == []
    assert clerk.keeper.faults() == []


def test_a_document_put_right_by_hand_finds_its_line(clerk: Clerk) -> None:
    clerk.keeper.enter(date(2026, 3, 4), -12000, "HARBOUR STATIONERS HS-1041")
    state = clerk.uploaded_and_read(einvoice(net="100.00", vat="20.00", gross="150.00"))
    assert (state.document.status, state.links) == ("needs_review", ())
    command = DocumentCorrection(clerk.id_of(state), amounts={"gross": Decimal("120.00")})
    (link,) = clerk.keeper.do(correct_document.CORRECT, command).links
    assert (link.line_amount, link.source) == (-12000, "matched")
