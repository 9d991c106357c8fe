"""The VAT on a paper is the VAT of what it paid for, where the paper is a VAT invoice."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.workflows.documents import correct_document, list_documents
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.list_documents import DocumentQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found
from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.vat.keeping import VatKeeper, registered

PAID_ON = date(2026, 3, 4)
BRITISH = "GB980780684"
# Half of the goods are zero-rated: 100.00 of goods with 10.00 of VAT. By its category the line would hold 18.33.


def mixed(vat_number: str | None = BRITISH) -> bytes:
    rates = [("50.00", "10.00", "20"), ("50.00", "0.00", "0")]
    return einvoice(vat_number=vat_number, net="100.00", vat="10.00", gross="110.00", rates=rates)


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(registered(books).keeper)


def input_vat(keeper: Bookkeeper) -> int:
    """Box 4 of the quarter."""
    return VatKeeper(keeper).boxes("2026-Q1").get(4, 0)


def pay(clerk: Clerk, amount: int = -11000) -> int:
    return clerk.keeper.enter(PAID_ON, amount, "HARBOUR STATIONERS HS-1041", category="cat_office").row.number


def test_the_vat_of_the_paper_replaces_the_fraction_of_the_money(clerk: Clerk) -> None:
    pay(clerk)
    assert input_vat(clerk.keeper) == 1833
    state = clerk.uploaded_and_read(mixed())
    assert len(state.links) == 1
    assert input_vat(clerk.keeper) == 1000
    assert clerk.keeper.faults() == []


def test_an_invoice_taken_from_its_payment_is_a_bill_of_its_own(clerk: Clerk) -> None:
    pay(clerk)
    state = clerk.uploaded_and_read(mixed())
    clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), transactions=()))
    assert input_vat(clerk.keeper) == 1833 + 1000
    assert clerk.keeper.faults() == []


def test_a_receipt_taken_away_takes_its_vat_along(clerk: Clerk) -> None:
    pay(clerk)
    clerk.upload(mixed(), type_="receipt")
    clerk.read_all()
    assert input_vat(clerk.keeper) == 1000
    state = clerk.keeper.ask(list_documents.LIST, DocumentQuestion(limit=1)).rows[0]
    clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), transactions=()))
    assert input_vat(clerk.keeper) == 1833
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize("number", [None, "DE136695976", "GB980780685"])
def test_an_invoice_without_a_british_vat_number_proves_no_input_tax(clerk: Clerk, number: str | None) -> None:
    pay(clerk)
    clerk.uploaded_and_read(mixed(number))
    assert input_vat(clerk.keeper) == 0


def test_what_a_person_said_of_the_vat_stays(clerk: Clerk) -> None:
    number = pay(clerk)
    clerk.keeper.change(number, vat_amount=500)
    clerk.uploaded_and_read(mixed())
    assert input_vat(clerk.keeper) == 500


def test_the_vat_of_an_invoice_is_claimed_whole_whatever_is_paid_of_it(clerk: Clerk) -> None:
    number = pay(clerk, -5500)
    state = clerk.uploaded_and_read(mixed())
    line = ids.public_id("txn_", clerk.keeper.company, number)
    clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), transactions=(line,)))
    assert input_vat(clerk.keeper) == 1000


def test_a_company_that_is_not_registered_has_no_vat_from_papers(books: Books) -> None:
    clerk = Clerk(found(books))
    pay(clerk)
    state = clerk.uploaded_and_read(mixed())
    assert len(state.links) == 1
    assert input_vat(clerk.keeper) == 0
    assert clerk.keeper.faults() == []


def test_a_receipt_tells_a_line_that_says_nothing_what_it_was_for(clerk: Clerk) -> None:
    number = clerk.keeper.enter(PAID_ON, -11000, "CARD PAYMENT 4471").row.number
    assert clerk.keeper.numbers(category="cat_uncategorised") == [number]
    content = einvoice("Trainline", net="100.00", vat="10.00", gross="110.00", vat_number=BRITISH)
    state = clerk.upload(content, type_="receipt")
    clerk.read_all()
    line = ids.public_id("txn_", clerk.keeper.company, number)
    clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), transactions=(line,)))
    row = clerk.keeper.state(number).row
    assert clerk.keeper.numbers(category="cat_travel") == [number]
    assert (row.source, row.reviewed) == ("document", 0)
    assert "Trainline" in (row.reason or "")
    assert clerk.keeper.faults() == []
