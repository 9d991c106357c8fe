"""A line entered by hand is put right by a newer version of it; the bank's own and what was filed stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import Conflict, NotFound, PreconditionFailed
from accountsos.workflows.bank.amend_transaction import AMEND, AmendTransaction, TransactionAmended
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat import file_vat_return, set_vat_scheme
from tests.support.bookkeeper import TODAY, Bookkeeper, found, simple_file

DAY = date(2026, 3, 2)


def txn(keeper: Bookkeeper, state: TransactionState) -> str:
    return ids.public_id("txn_", keeper.company, state.row.number)


def amend(keeper: Bookkeeper, state: TransactionState, **right: Any) -> TransactionAmended:
    return keeper.do(AMEND, AmendTransaction(txn(keeper, state), **right))


def test_an_amended_line_stands_with_its_new_day_and_amount_and_the_old_one_is_known_of_before(books: Books) -> None:
    keeper = found(books)
    wrong = keeper.enter(DAY, -1_260, "Stamps", category="cat_office")
    then = books.clock()
    done = amend(keeper, wrong, booked_on=date(2026, 2, 27), amount=-1_620)
    assert done.replaces == txn(keeper, wrong)
    assert keeper.balances(TODAY) == {"ba_main": -1_620, "cat_office": 1_620}
    assert keeper.balances(date(2026, 2, 28)) == {"ba_main": -1_620, "cat_office": 1_620}
    assert keeper.balances(TODAY, known_at=then) == {"ba_main": -1_260, "cat_office": 1_260}
    assert (done.state.row.source, done.state.row.reviewed) == ("person", 1)
    with pytest.raises(NotFound, match=f"it was amended, and is {txn(keeper, done.state)} now"):
        keeper.state(wrong.row.number)
    assert keeper.faults() == []


def test_taking_an_amendment_back_leaves_nothing_of_it(books: Books) -> None:
    keeper = found(books)
    cash = keeper.add_account("Petty cash", "cash")
    wrong = keeper.enter(DAY, -1_260, "Stamps", category="cat_office")
    before = keeper.balances(TODAY)
    second = amend(keeper, wrong, description="Stamps and paper", bank_account_id=cash)
    amend(keeper, second.state, amount=-5)
    assert keeper.balances(TODAY) == {cash: -5, "cat_office": 5}
    keeper.do(RESTORE, txn(keeper, wrong))
    assert keeper.balances(TODAY) == before
    assert keeper.numbers() == [wrong.row.number]
    assert keeper.state(wrong.row.number).row.description == "Stamps"
    assert keeper.faults() == []


def test_what_nobody_decided_is_read_anew_and_what_a_person_decided_stays(books: Books) -> None:
    keeper = found(books)
    undecided = keeper.enter(DAY, -999, "Qwxz")
    done = amend(keeper, undecided, description="Interest charged", amount=-1_000)
    assert done.state.row.source not in ("none", "person")
    decided = keeper.enter(DAY, -1_000, "Paper", category="cat_travel")
    parts = (SplitPart(category_id="cat_office", amount=-600), SplitPart(category_id="cat_travel", amount=-400))
    keeper.change(decided.row.number, splits=parts)
    with pytest.raises(Conflict, match="split into 2 parts"):
        amend(keeper, decided, amount=-1_100)
    moved = amend(keeper, decided, booked_on=date(2026, 3, 3))
    assert [(p.category_id, p.amount) for p in moved.state.parts] == [("cat_office", -600), ("cat_travel", -400)]
    assert keeper.faults() == []


def test_nothing_different_changes_nothing(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -999, "Paper", category="cat_office")
    done = amend(keeper, entered, amount=-999, booked_on=DAY)
    assert (done.replaces, done.state.row) == (None, keeper.state(entered.row.number).row)


def test_the_banks_own_line_is_never_amended(books: Books) -> None:
    keeper = found(books)
    keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    (number,) = keeper.numbers()
    with pytest.raises(Conflict, match="bank's own statement"):
        amend(keeper, keeper.state(number), amount=-4_600)


@pytest.mark.parametrize("right", [{"amount": -1}, {"booked_on": date(2026, 4, 2)}])
def test_a_line_in_a_closed_year_is_reopened_first(books: Books, right: dict[str, Any]) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -999, "Paper", category="cat_office")
    keeper.close_through(date(2026, 3, 31))
    with pytest.raises(Conflict, match="reopen the books") as refused:
        amend(keeper, entered, **right)
    assert refused.value.see == "reopen_years"
    keeper.reopen()
    later = amend(keeper, entered, booked_on=date(2026, 4, 2))
    keeper.close_through(date(2026, 3, 31))
    with pytest.raises(Conflict, match="reopen the books"):
        amend(keeper, later.state, booked_on=DAY)
    with pytest.raises(Conflict, match="reopen the books"):
        keeper.do(RESTORE, txn(keeper, entered))
    assert keeper.faults() == []


def test_a_filed_return_shows_what_it_showed(books: Books) -> None:
    """Another text leaves box 4 as it is; another amount would not: 120.00 at 20 % holds 20.00."""
    keeper = found(books)
    scheme = set_vat_scheme.SetVatScheme(date(2026, 1, 1), "standard", stagger="1")
    keeper.do(set_vat_scheme.SET, scheme)
    entered = keeper.enter(DAY, -12_000, "Paper", category="cat_office")
    keeper.change(entered.row.number, vat_code="P20")
    keeper.do(file_vat_return.FILE, file_vat_return.FileVatReturn(TODAY, "2026-Q1"))
    filed = keeper.balances(TODAY)
    assert filed["cat_office"] == 10_000
    moved = amend(keeper, entered, description="Printer paper")
    assert keeper.balances(TODAY) == filed
    with pytest.raises(Conflict, match="Open it again first") as refused:
        amend(keeper, moved.state, amount=-24_000)
    assert refused.value.see == "unfile_vat_return"
    keeper.do(RESTORE, txn(keeper, entered))
    assert keeper.balances(TODAY) == filed
    assert keeper.faults() == []


def test_a_version_that_is_no_longer_current_is_refused(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -999, "Paper", category="cat_office")
    with pytest.raises(PreconditionFailed):
        amend(keeper, entered, amount=-1, if_match=frozenset({"7"}))


def test_a_line_whose_amendment_was_taken_out_comes_back_alone(books: Books) -> None:
    keeper = found(books)
    entered = keeper.enter(DAY, -999, "Paper", category="cat_office")
    newer = amend(keeper, entered, amount=-1_000)
    keeper.do(REMOVE, txn(keeper, newer.state))
    keeper.do(RESTORE, txn(keeper, entered))
    assert keeper.balances(TODAY) == {"ba_main": -999, "cat_office": 999}
    assert keeper.faults() == []


def test_a_line_that_came_after_its_return_was_filed_is_amended_in_the_open_return_and_back(books: Books) -> None:
    """60.00 of sales with 10.00 of VAT, found after the first quarter was filed, then 90.00 with 15.00."""
    keeper = found(books)
    keeper.do(set_vat_scheme.SET, set_vat_scheme.SetVatScheme(date(2026, 1, 1), "standard", stagger="1"))
    keeper.do(file_vat_return.FILE, file_vat_return.FileVatReturn(TODAY, "2026-Q1"))
    late = keeper.enter(DAY, 6_000, "Market stall", category="cat_sales")
    before = keeper.balances(TODAY)
    assert before["cat_vat"] == -1_000
    amend(keeper, late, amount=9_000)
    assert keeper.balances(TODAY)["cat_vat"] == -1_500
    keeper.do(RESTORE, txn(keeper, late))
    assert keeper.balances(TODAY) == before
    assert keeper.faults() == []
