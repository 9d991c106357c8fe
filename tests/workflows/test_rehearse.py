"""What a change would do can be read before it is done; then nothing of it is there."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.access.actor import user_actor
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.errors import Conflict, Forbidden, NotFound
from accountsos.store.balances import movements
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of
from accountsos.workflows.bank import bank_accounts, change_transaction
from accountsos.workflows.bank.bank_accounts import NewAccount
from accountsos.workflows.companies import manage_years
from accountsos.workflows.companies.manage_company import AUDIT
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TESTER, TODAY, found

DAY = date(2026, 5, 12)


def software(db: Reader, company: int) -> int:
    """What stands in software now, in pence."""
    found = movements(db, company, names_of(db, company), None, TODAY)
    return sum(movement.amount for movement in found if movement.category_id == "cat_software")


def test_the_effect_is_read_from_the_books_as_they_would_be_and_nothing_stays(books: Books) -> None:
    keeper = found(books)
    number = keeper.enter(DAY, -4800, "FIGMA").row.number
    before = (keeper.balances(TODAY), keeper.state(number), keeper.ask(AUDIT, (100, 0)))
    change = TransactionChange(transaction_id=ids.public_id("txn_", keeper.company, number), category_id="cat_software")
    seen = books.rehearse(
        change_transaction.CHANGE,
        keeper.company,
        change,
        TESTER,
        lambda db, done: (software(db, keeper.company), done.state.row.category_no),
    )
    with books.engine.reading() as db:
        assert seen == (4800, names_of(db, keeper.company).category_no["cat_software"])
    assert (keeper.balances(TODAY), keeper.state(number), keeper.ask(AUDIT, (100, 0))) == before
    assert keeper.faults() == []
    done = keeper.change(number, category_id="cat_software")
    assert done.state.row.version == before[1].row.version + 1
    assert keeper.balances(TODAY)["cat_software"] == 4800


def test_names_that_were_only_rehearsed_are_not_remembered(books: Books) -> None:
    keeper = found(books)
    made = books.rehearse(
        bank_accounts.ADD_ACCOUNT,
        keeper.company,
        NewAccount("Savings", "savings"),
        TESTER,
        lambda db, account: (account.bank_account_id, sorted(names_of(db, keeper.company).accounts)),
    )
    assert made[0] == "ba_savings"
    with books.engine.reading() as db:
        assert sorted(names_of(db, keeper.company).accounts) == ["ba_main"]
    assert keeper.add_account("Till", "cash") == "ba_till"
    with books.engine.reading() as db:
        assert sorted(names_of(db, keeper.company).accounts) == ["ba_main", "ba_till"]


def test_what_would_be_refused_is_refused(books: Books) -> None:
    keeper = found(books)
    with pytest.raises(Conflict, match="the books are not closed"):
        books.rehearse(
            manage_years.REOPEN,
            keeper.company,
            manage_years.Reopening(None, "to see"),
            TESTER,
            lambda _db, years: years,
        )
    change = TransactionChange(transaction_id="txn_none", notes="x")
    with pytest.raises(NotFound, match="no transaction"):
        books.rehearse(change_transaction.CHANGE, keeper.company, change, TESTER, lambda _db, done: done)


def test_a_change_is_refused_to_whom_may_not_make_it_whatever_the_door(books: Books) -> None:
    keeper = found(books)
    reader, bookkeeper = user_actor("usr_1", "reader"), user_actor("usr_2", "bookkeeper")
    with pytest.raises(Forbidden, match="may only read"):
        books.write(bank_accounts.ADD_ACCOUNT, keeper.company, NewAccount("Till", "cash"), reader)
    with pytest.raises(Forbidden, match="administer the company"):
        books.write(manage_years.REOPEN, keeper.company, manage_years.Reopening(None, "x"), bookkeeper)
    books.write(bank_accounts.ADD_ACCOUNT, keeper.company, NewAccount("Till", "cash"), bookkeeper)
    assert keeper.ask(AUDIT, (1, 0)).rows[0].actor == "user:usr_2"
