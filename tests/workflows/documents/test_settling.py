"""What becomes of an invoice that no bank line pays: set off, written off, its VAT after six months, its age."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.errors import BadRequest, Conflict
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.workflows.documents.clerk_of_invoices import (
    LATER,
    PAID_ON,
    ages,
    boxes,
    correct,
    credit_note,
    lines_of,
    pay,
    purchase,
    sale,
    settle,
    standing,
    undo,
    vat_clerk,
)
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper

# Dated 2 March 2026 without a due date: due after 30 days, on 1 April; six months later is 1 October.
DUE, SIX_MONTHS = date(2026, 4, 1), date(2026, 10, 1)
NOVEMBER = date(2026, 11, 2)


def test_a_credit_note_is_set_against_its_bill_and_the_rest_is_paid(books: Books) -> None:
    clerk = vat_clerk(books)
    state, note = purchase(clerk), credit_note(clerk)
    settle(clerk, state, "credit_note", PAID_ON, credit_note_id=clerk.id_of(note))
    assert (standing(clerk.keeper, state).open_amount, standing(clerk.keeper, note).open_amount) == (-9600, 0)
    assert clerk.keeper.balances(LATER)["cat_creditors"] == -9600
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -9600)))
    assert standing(clerk.keeper, state).open_amount == 0
    assert clerk.keeper.balances(LATER) == {"cat_office": 8000, "cat_vat": 1600, "ba_main": -9600}
    assert clerk.keeper.faults() == []


def test_no_more_is_set_off_than_is_open_on_either_side(books: Books) -> None:
    clerk = vat_clerk(books)
    state, note = purchase(clerk), credit_note(clerk)
    with pytest.raises(BadRequest, match=r"24\.00"):
        settle(clerk, state, "credit_note", PAID_ON, credit_note_id=clerk.id_of(note), amount=2401)
    settle(clerk, state, "credit_note", PAID_ON, credit_note_id=clerk.id_of(note))
    with pytest.raises(Conflict):
        settle(clerk, state, "credit_note", PAID_ON, credit_note_id=clerk.id_of(note))


def test_papers_of_two_parties_are_not_set_off(books: Books) -> None:
    clerk = vat_clerk(books)
    state, note = purchase(clerk), credit_note(clerk)
    correct(clerk, note, changes={"supplier": "Another Party Ltd"})
    with pytest.raises(BadRequest, match="another party"):
        settle(clerk, state, "credit_note", PAID_ON, credit_note_id=clerk.id_of(note))


def test_a_debt_written_off_after_six_months_brings_its_vat_back(books: Books) -> None:
    clerk = vat_clerk(books)
    state = sale(clerk)
    settle(clerk, state, "write_off", NOVEMBER, reason="insolvent")
    assert clerk.keeper.balances(NOVEMBER) == {"cat_sales": -10000, "cat_bad_debts": 10000}
    assert boxes(clerk, "2026-Q4") == {4: 2000, 5: 2000}
    assert boxes(clerk, "2026-Q1") == {1: 2000, 3: 2000, 5: 2000, 6: 10000}
    assert clerk.keeper.faults() == []


def test_before_that_the_vat_stays_and_is_relieved_later(books: Books) -> None:
    clerk = vat_clerk(books)
    state = sale(clerk)
    settle(clerk, state, "write_off", date(2026, 6, 1), reason="insolvent")
    assert clerk.keeper.balances(LATER) == {"cat_sales": -10000, "cat_vat": -2000, "cat_bad_debts": 12000}
    with pytest.raises(BadRequest, match="2026-10-01"):
        settle(clerk, state, "vat_adjustment", date(2026, 9, 30))
    settle(clerk, state, "vat_adjustment", SIX_MONTHS)
    assert boxes(clerk, "2026-Q4") == {4: 2000, 5: 2000}
    with pytest.raises(Conflict, match="nothing to adjust"):
        settle(clerk, state, "vat_adjustment", NOVEMBER)


def test_a_write_off_is_taken_back(books: Books) -> None:
    clerk = vat_clerk(books)
    state = settle(clerk, sale(clerk), "write_off", NOVEMBER, reason="insolvent")
    undo(clerk, state.settlements[0].number)
    assert standing(clerk.keeper, state).open_amount == 12000
    assert boxes(clerk, "2026-Q4") == {}
    assert clerk.keeper.balances(NOVEMBER) == {"cat_sales": -10000, "cat_vat": -2000, "cat_debtors": 12000}
    with pytest.raises(Conflict, match="already taken back"):
        undo(clerk, state.settlements[0].number)


def test_under_cash_accounting_a_write_off_needs_no_relief(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    settle(clerk, sale(clerk), "write_off", NOVEMBER, reason="insolvent")
    assert clerk.keeper.balances(NOVEMBER) == {"cat_sales": -10000, "cat_bad_debts": 10000}
    assert boxes(clerk, "2026-Q4") == {}


def test_the_vat_of_a_bill_unpaid_for_six_months_is_repaid_and_restored_when_it_is_paid(books: Books) -> None:
    clerk = vat_clerk(books)
    state = purchase(clerk)
    with pytest.raises(BadRequest, match="2026-10-01"):
        settle(clerk, state, "vat_adjustment", date(2026, 9, 30))
    settle(clerk, state, "vat_adjustment", SIX_MONTHS)
    assert boxes(clerk, "2026-Q4") == {4: -2000, 5: 2000}
    assert clerk.keeper.balances(SIX_MONTHS) == {"cat_office": 12000, "cat_creditors": -12000}
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -6000, NOVEMBER)))
    settle(clerk, state, "vat_adjustment", NOVEMBER)
    # Half of it was paid: half of the VAT is claimed again.
    assert boxes(clerk, "2026-Q4") == {4: -1000, 5: 1000}
    assert clerk.keeper.faults() == []


def test_a_settlement_of_a_filed_period_is_refused(books: Books) -> None:
    clerk = vat_clerk(books)
    state = sale(clerk)
    VatKeeper(clerk.keeper).file("2026-Q1")
    with pytest.raises(Conflict, match="2026-03-31 is filed"):
        settle(clerk, state, "write_off", date(2026, 3, 31), reason="insolvent")
    assert standing(clerk.keeper, state).open_amount == 12000


def test_a_write_off_says_why(books: Books) -> None:
    clerk = vat_clerk(books)
    with pytest.raises(BadRequest, match="reason"):
        settle(clerk, sale(clerk), "write_off", NOVEMBER)


@pytest.mark.parametrize(
    ("day", "column"),
    [
        (DUE, 0),
        (date(2026, 4, 2), 1),
        (date(2026, 5, 1), 1),
        (date(2026, 5, 2), 2),
        (date(2026, 5, 31), 2),
        (date(2026, 6, 1), 3),
        (date(2026, 6, 30), 3),
        (date(2026, 7, 1), 4),
    ],
)
def test_an_open_bill_ages_by_the_days_since_it_was_due(books: Books, day: date, column: int) -> None:
    clerk = vat_clerk(books)
    purchase(clerk)
    wanted = [0] * 5
    wanted[column] = 12000
    assert ages(clerk, "aged-creditors", day) == (tuple(wanted), 0, 12000)


def test_the_list_of_a_day_knows_nothing_of_later_payments(books: Books) -> None:
    clerk = vat_clerk(books)
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk)))
    assert ages(clerk, "aged-creditors", DUE) == ((12000, 0, 0, 0, 0), 0, 12000)
    assert ages(clerk, "aged-creditors", PAID_ON) == ((0, 0, 0, 0, 0), 0, 0)


def test_what_the_account_holds_beside_the_invoices_is_shown_apart(books: Books) -> None:
    clerk = vat_clerk(books)
    sale(clerk)
    clerk.keeper.journal(date(2026, 3, 5), {"cat_debtors": 5000, "cat_sales": -5000})
    assert ages(clerk, "aged-debtors", DUE) == ((12000, 0, 0, 0, 0), 5000, 17000)


def test_on_the_cash_basis_the_list_is_a_memorandum(books: Books) -> None:
    clerk = Clerk(found(books, entity_type="sole_trader"))
    purchase(clerk, day=date(2026, 4, 10))
    assert ages(clerk, "aged-creditors", PAID_ON) == ((12000, 0, 0, 0, 0), 0, 0)


def test_another_companys_credit_note_does_not_exist(books: Books) -> None:
    ours, theirs = vat_clerk(books), vat_clerk(books)
    state, note = purchase(ours), credit_note(theirs)
    foreign = ids.public_id("doc_", theirs.keeper.company, note.document.number)
    with pytest.raises(Exception, match="no document"):
        settle(ours, state, "credit_note", PAID_ON, credit_note_id=foreign)
