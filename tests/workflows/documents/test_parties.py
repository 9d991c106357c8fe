"""Who is who on a paper: our VAT number is never the supplier's, and whom the books know is recognised."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.documents.facts import Party
from accountsos.store.contacts import ContactBook
from accountsos.store.documents import PARTIES_KNOWN
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import NewContact
from accountsos.workflows.documents.document_parties import known_suppliers
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from tests.support.bookkeeper import found
from tests.workflows.documents.papers import Clerk, einvoice, page
from tests.workflows.vat.keeping import registered

OURS, THEIRS = "GB 999 9999 73", "GB 980 7806 84"


def paper(*rows: str) -> bytes:
    goods = (("Subtotal", "100.00"), ("VAT 20%", "20.00"), ("Total due", "£120.00"))
    return page(*[(row,) for row in rows], ("Invoice date: 4 March 2026",), *goods)


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(registered(books, vat_number="GB999999973").keeper)


def supplier_of(state: DocumentState) -> Party:
    assert state.outcome is not None
    assert state.outcome.facts is not None
    return state.outcome.facts.supplier


def test_the_reader_is_told_the_companys_name_and_vat_number(clerk: Clerk) -> None:
    with clerk.keeper.books.engine.reading() as db:
        known = known_suppliers(db, clerk.keeper.company)
    assert (known.own_names, known.own_vat_numbers) == (("Teasel & Co Ltd",), ("999999973",))


def test_our_number_on_a_bill_is_not_the_suppliers(clerk: Clerk) -> None:
    bill = paper(
        "Quay Timber Ltd", "2 Quay Street, Falmouth TR11 3LG", "INVOICE Q-1", f"VAT No {OURS}", f"VAT No {THEIRS}"
    )
    read = clerk.uploaded_and_read(bill, "a.pdf")
    number = supplier_of(read).vat_number
    assert number is not None
    assert (number.value, read.document.direction) == ("GB980780684", "purchase")


def test_a_bill_that_names_only_our_number_has_a_supplier_without_one(clerk: Clerk) -> None:
    bill = paper("Quay Timber Ltd", "2 Quay Street, Falmouth TR11 3LG", "INVOICE Q-1", f"Customer VAT No {OURS}")
    read = clerk.uploaded_and_read(bill, "a.pdf")
    assert (supplier_of(read).vat_number, read.document.direction) == (None, "purchase")


def test_our_own_invoice_is_a_sale_to_the_customer_that_it_names(clerk: Clerk) -> None:
    sale = paper("Teasel & Co Ltd", "1 Mill Lane, Truro TR1 2AB", "INVOICE T-1", f"VAT No {OURS}", "To: Mr Penrose")
    read = clerk.uploaded_and_read(sale, "a.pdf")
    assert (read.document.direction, read.document.status) == ("sale", "processed")
    assert read.outcome is not None
    assert read.outcome.facts is not None
    customer = read.outcome.facts.customer.name
    assert customer is not None
    assert customer.value == "Mr Penrose"


def test_our_own_invoice_that_names_nobody_asks_for_its_customer(clerk: Clerk) -> None:
    sale = paper("Teasel & Co Ltd", "1 Mill Lane, Truro TR1 2AB", "INVOICE T-1", f"VAT No {OURS}")
    read = clerk.uploaded_and_read(sale, "a.pdf").document
    assert (read.direction, read.status) == ("sale", "needs_review")
    assert "customer" in (read.reason or "")


def test_our_name_over_anothers_number_is_a_bill_to_us_not_a_sale(clerk: Clerk) -> None:
    bill = paper("Teasel & Co Ltd", "1 Mill Lane, Truro TR1 2AB", "INVOICE Q-1", f"VAT No {THEIRS}")
    read = clerk.uploaded_and_read(bill, "a.pdf")
    assert (read.document.direction, read.document.supplier) == ("purchase", None)


def test_a_contact_is_recognised_by_its_vat_number_where_the_name_was_hardly_read(clerk: Clerk) -> None:
    made = clerk.keeper.do(manage_contacts.ADD, NewContact("Quay Timber Ltd", "supplier", vat_number="GB980780684"))
    bill = paper("Welcome to the yard", "INVOICE Q-1", f"VAT No {THEIRS}")
    read = clerk.uploaded_and_read(bill, "a.pdf")
    assert (read.document.supplier, read.document.contact_no) == ("Quay Timber Ltd", made.contact.number)


def test_a_supplier_is_recognised_by_the_name_that_the_bank_gives_it(books: Books) -> None:
    clerk = Clerk(found(books))
    line = clerk.keeper.enter(date(2026, 3, 4), -5000, "HARBOUR STATIONERS")
    read = clerk.uploaded_and_read(einvoice())
    assert read.document.contact_no == line.row.contact_no


def test_a_vat_number_that_was_read_once_recognises_its_supplier_again(clerk: Clerk) -> None:
    clerk.uploaded_and_read(einvoice("Quay Timber Ltd", vat_number="GB980780684"))
    read = clerk.uploaded_and_read(paper("Welcome to the yard", "INVOICE Q-2", f"VAT No {THEIRS}"), "b.pdf")
    assert read.document.supplier == "Quay Timber Ltd"


def test_of_more_contacts_than_are_known_those_with_most_lines_are_known_by_all_their_names(clerk: Clerk) -> None:
    keeper = clerk.keeper
    line = keeper.enter(date(2026, 3, 4), -12000, "ZENITH HOSTING LTD").row
    assert line.contact_no is not None

    def many(db: Writer, _company: int, contact: int, cause: Cause) -> None:
        book = ContactBook(db, cause)
        for n in range(PARTIES_KNOWN + 3_100):
            book.make(f"AAA {n}", f"Aaa {n}")
        book.learn("ZEN SERVERS", contact)
        book.write()

    keeper.do(WriteWorkflow("test.many", lambda _db, _company, contact: contact, many), line.contact_no)
    with keeper.books.engine.reading() as db:
        known = known_suppliers(db, keeper.company).suppliers
    assert len(known) == PARTIES_KNOWN
    assert {"ZENITH HOSTING", "ZEN SERVERS"} <= set(known[0].names)
