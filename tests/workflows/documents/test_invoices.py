"""An accepted invoice is in the books from its own day; the bank line settles it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest, Conflict
from accountsos.workflows.documents import delete_document
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.reports import trace
from accountsos.workflows.reports.trace import SourcesQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, found
from tests.workflows.documents.clerk_of_invoices import (
    END_OF_MARCH,
    LATER,
    PAID_ON,
    bill,
    boxes,
    correct,
    file_under,
    lines_of,
    pay,
    standing,
    vat_clerk,
)
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper


def test_an_unpaid_bill_is_a_cost_of_its_day_and_owed(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    assert clerk.keeper.balances(LATER) == {"cat_office": 10000, "cat_vat": 2000, "cat_creditors": -12000}
    assert boxes(clerk, "2026-Q1") == {4: 2000, 5: 2000, 7: 10000}
    assert standing(clerk.keeper, state).open_amount == -12000
    assert clerk.keeper.faults() == []


def test_its_payment_settles_it_and_brings_no_cost_of_its_own(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    number = pay(clerk, category="cat_office")
    correct(clerk, state, transactions=lines_of(clerk, number))
    assert clerk.keeper.balances(LATER) == {"cat_office": 10000, "cat_vat": 2000, "ba_main": -12000}
    assert clerk.keeper.balances(END_OF_MARCH) == {"cat_office": 10000, "cat_vat": 2000, "cat_creditors": -12000}
    assert boxes(clerk, "2026-Q1") == {4: 2000, 5: 2000, 7: 10000}
    assert boxes(clerk, "2026-Q2") == {}
    invoice = standing(clerk.keeper, state)
    assert (invoice.open_amount, invoice.settled_on) == (0, PAID_ON)
    assert clerk.keeper.faults() == []


def test_a_new_category_of_the_payment_is_the_bills_too(books: Books) -> None:
    clerk = vat_clerk(books)
    number = pay(clerk, category="cat_office")
    clerk.uploaded_and_read(bill())
    assert clerk.keeper.balances(LATER) == {"cat_office": 10000, "cat_vat": 2000, "ba_main": -12000}
    clerk.keeper.change(number, category_id="cat_software")
    assert clerk.keeper.balances(LATER) == {"cat_software": 10000, "cat_vat": 2000, "ba_main": -12000}
    assert clerk.keeper.faults() == []


def test_the_persons_category_of_the_bill_shows_on_its_payment(books: Books) -> None:
    clerk = vat_clerk(books)
    number = pay(clerk, category="cat_office")
    state = clerk.uploaded_and_read(bill())
    file_under(clerk, state, "cat_software")
    assert clerk.keeper.numbers(category="cat_software") == [number]
    assert clerk.keeper.balances(LATER) == {"cat_software": 10000, "cat_vat": 2000, "ba_main": -12000}


def test_what_a_line_pays_beyond_the_bill_keeps_its_own_category(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    number = pay(clerk, -12500, category="cat_bank_charges")
    correct(clerk, state, transactions=lines_of(clerk, number), filing={"category_id": "cat_office"})
    assert clerk.keeper.balances(LATER) == {
        "cat_office": 10000,
        "cat_vat": 2000,
        "cat_bank_charges": 500,
        "ba_main": -12500,
    }
    assert clerk.keeper.faults() == []


def test_part_payments_leave_the_rest_owed(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    first, second = pay(clerk, -5000), pay(clerk, -4000, date(2026, 5, 4))
    correct(clerk, state, transactions=lines_of(clerk, first, second))
    assert standing(clerk.keeper, state).open_amount == -3000
    assert clerk.keeper.balances(LATER)["cat_creditors"] == -3000
    assert boxes(clerk, "2026-Q1") == {4: 2000, 5: 2000, 7: 10000}


def test_under_cash_accounting_the_vat_follows_each_payment(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    assert boxes(clerk, "2026-Q1") == {}
    assert clerk.keeper.balances(END_OF_MARCH) == {
        "cat_office": 10000,
        "cat_vat_deferred": 2000,
        "cat_creditors": -12000,
    }
    first, second = pay(clerk, -4000), pay(clerk, -8000, date(2026, 7, 6))
    correct(clerk, state, transactions=lines_of(clerk, first, second))
    # A third of 100.00 + 20.00 is 33.33 + 6.67; the second payment brings what is left.
    assert boxes(clerk, "2026-Q2") == {4: 667, 5: 667, 7: 3300}
    assert boxes(clerk, "2026-Q3") == {4: 1333, 5: 1333, 7: 6600}
    assert clerk.keeper.balances(date(2026, 9, 30)) == {"cat_office": 10000, "cat_vat": 2000, "ba_main": -12000}
    assert clerk.keeper.faults() == []


def test_vat_that_waits_is_due_when_cash_accounting_ends(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    first = pay(clerk, -6000)
    correct(clerk, state, transactions=lines_of(clerk, first))
    VatKeeper(clerk.keeper).scheme("standard", date(2026, 7, 1))
    assert boxes(clerk, "2026-Q2") == {4: 2000, 5: 2000, 7: 10000}
    second = pay(clerk, -6000, date(2026, 8, 3))
    correct(clerk, state, transactions=lines_of(clerk, first, second))
    assert boxes(clerk, "2026-Q3") == {}
    assert clerk.keeper.balances(date(2026, 9, 30)) == {"cat_office": 10000, "cat_vat": 2000, "ba_main": -12000}
    assert clerk.keeper.faults() == []


def test_a_sale_owes_its_vat_at_the_invoice_and_its_payment_none(books: Books) -> None:
    clerk = vat_clerk(books)
    state = correct(clerk, clerk.uploaded_and_read(bill()), changes={"direction": "sale"})
    assert boxes(clerk, "2026-Q1") == {1: 2000, 3: 2000, 5: 2000, 6: 10000}
    assert clerk.keeper.balances(LATER) == {"cat_sales": -10000, "cat_vat": -2000, "cat_debtors": 12000}
    number = pay(clerk, 12000, category="cat_sales")
    correct(clerk, state, transactions=lines_of(clerk, number))
    assert clerk.keeper.balances(LATER) == {"cat_sales": -10000, "cat_vat": -2000, "ba_main": 12000}
    assert boxes(clerk, "2026-Q2") == {}


def test_money_for_a_sale_before_its_invoice_has_its_own_tax_point(books: Books) -> None:
    clerk = vat_clerk(books)
    state = correct(clerk, clerk.uploaded_and_read(bill(day=date(2026, 4, 9))), changes={"direction": "sale"})
    deposit = pay(clerk, 3000, date(2026, 3, 20), category="cat_sales")
    correct(clerk, state, transactions=lines_of(clerk, deposit))
    # A quarter of 100.00 + 20.00 was paid in March.
    assert boxes(clerk, "2026-Q1") == {1: 500, 3: 500, 5: 500, 6: 2500}
    assert boxes(clerk, "2026-Q2") == {1: 1500, 3: 1500, 5: 1500, 6: 7500}


def test_a_flat_rate_sale_bears_the_percentage_at_the_invoice(books: Books) -> None:
    clerk = vat_clerk(books, "flat_rate", sector="computer_it")
    correct(clerk, clerk.uploaded_and_read(bill()), changes={"direction": "sale"})
    # 14.5 % of 120.00.
    assert boxes(clerk, "2026-Q1") == {1: 1740, 3: 1740, 5: 1740, 6: 12000}


def test_a_flat_rate_trader_on_cash_turnover_bears_it_when_paid(books: Books) -> None:
    clerk = vat_clerk(books, "flat_rate", sector="computer_it", cash_turnover=True)
    state = correct(clerk, clerk.uploaded_and_read(bill()), changes={"direction": "sale"})
    assert boxes(clerk, "2026-Q1") == {}
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 12000, category="cat_sales")))
    assert boxes(clerk, "2026-Q2") == {1: 1740, 3: 1740, 5: 1740, 6: 12000}


def test_a_credit_note_of_a_supplier_takes_cost_and_vat_back(books: Books) -> None:
    clerk = vat_clerk(books)
    state = correct(clerk, clerk.uploaded_and_read(bill()), changes={"type": "credit_note"})
    file_under(clerk, state, "cat_office")
    assert clerk.keeper.balances(LATER) == {"cat_office": -10000, "cat_vat": -2000, "cat_creditors": 12000}
    assert boxes(clerk, "2026-Q1") == {4: -2000, 5: 2000, 7: -10000}


def test_several_rates_are_kept_apart(books: Books) -> None:
    clerk = vat_clerk(books)
    rates = [("50.00", "10.00", "20"), ("50.00", "0.00", "0")]
    content = bill(net="100.00", vat="10.00", gross="110.00", rates=rates)
    file_under(clerk, clerk.uploaded_and_read(content), "cat_office")
    assert boxes(clerk, "2026-Q1") == {4: 1000, 5: 1000, 7: 10000}
    assert clerk.keeper.balances(LATER) == {"cat_office": 10000, "cat_vat": 1000, "cat_creditors": -11000}


def test_a_bill_without_a_purpose_waits_and_says_so(books: Books) -> None:
    clerk = vat_clerk(books)
    state = clerk.uploaded_and_read(bill(supplier="Qzx Wvut Ltd"))
    invoice = standing(clerk.keeper, state)
    assert invoice.state == "waiting"
    assert "category_id" in (invoice.reason or "")
    assert clerk.keeper.balances(LATER) == {}


def test_what_turns_out_to_be_no_invoice_leaves_the_books(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    correct(clerk, state, changes={"type": "other"})
    assert clerk.keeper.balances(LATER) == {}
    assert clerk.keeper.faults() == []


def test_a_bill_of_an_open_period_may_be_deleted_and_one_of_a_filed_return_may_not(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    filed = file_under(clerk, clerk.uploaded_and_read(bill(number="HS-2", day=date(2025, 12, 1))), "cat_office")
    VatKeeper(clerk.keeper).file("2025-Q4")
    with pytest.raises(Conflict, match="filed VAT return"):
        clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(filed)))
    clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
    assert clerk.keeper.balances(LATER) == {"cat_office": 10000, "cat_vat_filed": 2000, "cat_creditors": -12000}
    assert clerk.keeper.faults() == []


def test_an_undone_import_opens_the_bill_again(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    done = clerk.keeper.load(b"Date,Description,Amount,Balance\n2026-04-20,HARBOUR STATIONERS HS-1041,-120.00,380.00\n")
    (number,) = clerk.keeper.numbers()
    correct(clerk, state, transactions=lines_of(clerk, number))
    assert standing(clerk.keeper, state).open_amount == 0
    clerk.keeper.undo(done)
    assert standing(clerk.keeper, state).open_amount == -12000
    assert clerk.keeper.balances(LATER) == {"cat_office": 10000, "cat_vat": 2000, "cat_creditors": -12000}
    assert clerk.keeper.faults() == []


def test_a_late_bill_claims_its_vat_where_the_return_is_open(books: Books) -> None:
    clerk = vat_clerk(books)
    VatKeeper(clerk.keeper).file("2026-Q1")
    file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    assert boxes(clerk, "2026-Q1") == {}
    # Today is in the fourth quarter; the document held now is no error of the first.
    assert boxes(clerk, "2026-Q4") == {4: 2000, 5: 2000, 7: 10000}
    assert clerk.keeper.balances(END_OF_MARCH)["cat_office"] == 10000


def test_a_sole_trader_on_the_cash_basis_books_the_bill_when_it_is_paid(books: Books) -> None:
    clerk = Clerk(found(books, entity_type="sole_trader"))
    state = file_under(clerk, clerk.uploaded_and_read(bill(day=date(2026, 4, 10))), "cat_office")
    assert clerk.keeper.balances(LATER) == {}
    assert standing(clerk.keeper, state).state == "memo"
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, category="cat_office")))
    assert clerk.keeper.balances(LATER) == {"cat_office": 12000, "ba_main": -12000}
    assert standing(clerk.keeper, state).open_amount == 0


def test_a_euro_bill_is_worth_what_the_bank_took_for_it(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill(currency="EUR", vat_number="DE136695976")), "cat_software")
    assert standing(clerk.keeper, state).state == "waiting"
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -10400, category="cat_software")))
    # Services from abroad: 20 % of 104.00 is due and reclaimed.
    assert boxes(clerk, "2026-Q1") == {1: 2080, 3: 2080, 4: 2080, 6: 10400, 7: 10400}
    assert clerk.keeper.balances(LATER) == {"cat_software": 10400, "ba_main": -10400}


@pytest.mark.parametrize("category", ["cat_transfer", "cat_uncategorised", "cat_creditors", "cat_bank", "cat_nothing"])
def test_a_category_that_says_nothing_of_the_purpose_is_refused(books: Books, category: str) -> None:
    clerk = vat_clerk(books)
    state = clerk.uploaded_and_read(bill())
    with pytest.raises(BadRequest):
        file_under(clerk, state, category)


def test_a_figure_leads_to_the_paper_behind_it(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    asked = SourcesQuestion("profit_loss", "cat_office", TODAY, limit=10, start=date(2026, 1, 1), end=END_OF_MARCH)
    (source,) = clerk.keeper.ask(trace.SOURCES, asked).rows
    assert source.documents == (state.document.number,)


def test_vat_that_a_bill_proves_is_not_without_evidence(books: Books) -> None:
    clerk = vat_clerk(books)
    file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    vat = VatKeeper(clerk.keeper)
    assert "without_evidence" not in vat.codes("2026-Q1")
    vat.line(date(2026, 3, 9), -6000, "cat_office")
    assert "without_evidence" in vat.codes("2026-Q1")
    assert vat.boxes("2026-Q1") == {4: 3000, 5: 3000, 7: 15000}


def test_the_next_bill_of_a_supplier_is_filed_like_the_last_one(books: Books) -> None:
    clerk = vat_clerk(books)
    unknown = "Qzx Wvut Ltd"
    file_under(clerk, clerk.uploaded_and_read(bill(supplier=unknown)), "cat_repairs")
    second = standing(clerk.keeper, clerk.uploaded_and_read(bill(supplier=unknown, number="HS-2", day=END_OF_MARCH)))
    assert (second.state, second.category_source) == ("posted", "suggested")
    assert clerk.keeper.balances(LATER)["cat_repairs"] == 20000


def test_a_bill_from_before_the_first_year_waits(books: Books) -> None:
    clerk = vat_clerk(books)
    state = file_under(clerk, clerk.uploaded_and_read(bill(day=date(2015, 5, 4))), "cat_office")
    invoice = standing(clerk.keeper, state)
    assert invoice.state == "waiting"
    assert "before the first financial year" in (invoice.reason or "")
