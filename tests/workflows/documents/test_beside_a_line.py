"""What a paper says of the line beside it: its contact, the VAT that it proves, and none that it cannot prove."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.workflows.documents.clerk_of_invoices import bill, correct, lines_of, vat_clerk
from tests.workflows.documents.papers import page

DAY = date(2026, 3, 4)
NAMELESS = "000417"
"""A cheque's number: nothing that tells a payee or a purpose."""


def test_a_line_without_a_payee_gets_the_papers(books: Books) -> None:
    clerk = vat_clerk(books)
    line = clerk.keeper.enter(DAY, -12000, NAMELESS).row.number
    assert clerk.keeper.state(line).row.contact_no is None
    state = clerk.upload(bill(), type_="receipt")
    clerk.read_all()
    correct(clerk, clerk.show(state), transactions=lines_of(clerk, line))
    told = clerk.keeper.state(line)
    assert told.row.contact_no == clerk.show(state).document.contact_no
    assert told.row.contact_no is not None
    assert clerk.keeper.faults() == []


def test_a_paper_that_could_not_be_read_says_nothing_of_the_line(books: Books) -> None:
    clerk = vat_clerk(books)
    line = clerk.keeper.enter(DAY, -12000, NAMELESS).row.number
    before = clerk.keeper.state(line).row
    state = clerk.uploaded_and_read(page(("Thank you for your custom",)), "note.pdf")
    assert state.document.gross is None
    correct(clerk, state, transactions=lines_of(clerk, line))
    assert clerk.keeper.state(line).row.category_no == before.category_no
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize(("net", "vat", "proven"), [("100.00", "20.00", [2000]), ("80.00", "40.00", [])])
def test_more_vat_than_any_rate_makes_proves_nothing(books: Books, net: str, vat: str, proven: list[int]) -> None:
    clerk = vat_clerk(books)
    line = clerk.keeper.enter(DAY, -12000, NAMELESS).row.number
    state = clerk.upload(bill(net=net, vat=vat), type_="receipt")
    clerk.read_all()
    correct(clerk, clerk.show(state), transactions=lines_of(clerk, line))
    assert [-part.vat_amount for part in clerk.keeper.state(line).parts if part.vat_proven] == proven
    assert clerk.keeper.faults() == []


def test_vat_that_a_person_said_stays_when_the_paper_is_taken_away(books: Books) -> None:
    clerk = vat_clerk(books)
    line = clerk.keeper.enter(DAY, -12000, NAMELESS, category="cat_office").row.number
    clerk.keeper.change(line, vat_amount=1500)
    state = clerk.upload(bill(), type_="receipt")
    clerk.read_all()
    for beside in (lines_of(clerk, line), ()):
        correct(clerk, clerk.show(state), transactions=beside)
        assert [(part.vat_amount, part.vat_proven) for part in clerk.keeper.state(line).parts] == [(-1500, False)]
    assert clerk.keeper.faults() == []


def test_a_line_beside_a_bill_is_for_what_the_other_payment_of_that_bill_was(books: Books) -> None:
    clerk = vat_clerk(books)
    known = clerk.keeper.enter(DAY, -7000, NAMELESS, category="cat_office").row.number
    unknown = clerk.keeper.enter(DAY, -5000, NAMELESS).row.number
    state = clerk.uploaded_and_read(bill(supplier="Zorbil Quandary Ltd"))
    correct(clerk, state, transactions=lines_of(clerk, unknown, known))
    told = [clerk.keeper.state(number).row for number in (unknown, known)]
    assert told[0].category_no == told[1].category_no
    assert clerk.keeper.faults() == []
