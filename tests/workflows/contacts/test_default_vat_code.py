"""The VAT code kept for a contact holds for its next lines, on its side of the business, and unblocks nothing."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.workflows.contacts.manage_contacts import ADD, CHANGE, ContactChange, NewContact
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper
from tests.workflows.documents.clerk_of_invoices import vat_clerk

DAY = date(2026, 5, 4)


def _vat_of(keeper: Bookkeeper, category: str, amount: int = -120_00) -> int:
    """What entering a line of the contact adds to the VAT account."""
    before = keeper.balances(DAY).get("cat_vat", 0)
    keeper.enter(DAY, amount, "ORRELBY FENWICH TRADING", category=category)
    return keeper.balances(DAY).get("cat_vat", 0) - before


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return vat_clerk(books).keeper


def test_a_supplier_without_vat_takes_none_until_it_is_taken_away(keeper: Bookkeeper) -> None:
    assert _vat_of(keeper, "cat_repairs") == 20_00
    number = keeper.state(keeper.numbers()[-1]).row.contact_no
    assert number is not None
    contact = ids.public_id("con_", keeper.company, number)
    keeper.do(CHANGE, ContactChange(contact, {}, {"vat_code": "P0"}))
    assert _vat_of(keeper, "cat_repairs") == 0
    keeper.do(CHANGE, ContactChange(contact, {}, {"vat_code": None}))
    assert _vat_of(keeper, "cat_repairs") == 20_00
    assert keeper.faults() == []


def test_a_supplier_with_vat_has_it_also_where_the_category_usually_takes_none(keeper: Bookkeeper) -> None:
    """A taxi of £120 holds £20, though travel is zero-rated as a rule."""
    keeper.do(ADD, NewContact("Orrelby Fenwich Trading", default_vat_code="P20"))
    assert _vat_of(keeper, "cat_travel") == 20_00
    assert keeper.faults() == []


def test_it_changes_neither_sales_nor_what_the_category_blocks(keeper: Bookkeeper) -> None:
    keeper.do(ADD, NewContact("Orrelby Fenwich Trading", default_vat_code="P20"))
    assert _vat_of(keeper, "cat_entertaining") == 0
    assert _vat_of(keeper, "cat_sales", 120_00) == -20_00
    assert _vat_of(keeper, "cat_wages") == 0
    assert keeper.faults() == []
