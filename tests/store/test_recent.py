"""What is kept in memory of companies does not grow with their number, and is never stale."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.store import names
from accountsos.store.engine.recent import Recent
from accountsos.store.names import Names, names_as_of, names_of
from accountsos.store.remembered import remembered
from accountsos.workflows.bank import bank_accounts
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found


def test_the_one_unused_for_longest_makes_room() -> None:
    kept: Recent[str, int] = Recent(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]
    kept.put("a", 4)
    assert (kept.get("a"), len(kept)) == (4, 2)


def test_names_of_so_many_companies_are_kept_and_always_the_present_ones(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "COMPANIES_AT_HAND", 3)
    keepers = [found(books) for _ in range(6)]
    for keeper in keepers[:2]:
        keeper.do(bank_accounts.ADD_ACCOUNT, bank_accounts.NewAccount("Petty cash", "cash"))
    for _ in range(2):
        for keeper in keepers:
            keeper.enter(date(2026, 5, 1), -100)
            with books.engine.reading() as db:
                known = names_of(db, keeper.company)
                assert len(known.accounts) == (2 if keeper in keepers[:2] else 1)
                assert names_as_of(db, keeper.company, 7) is known
                assert names_as_of(db, keeper.company, 7) is known
                kept: Recent[int, tuple[Names, int | None]] = db.cache["names"]
                assert len(kept) <= 3


def test_what_was_worked_out_is_remembered_until_the_company_is_written_again(books: Books) -> None:
    keeper, other = found(books), found(books, "Bramble Ltd")
    done: list[int] = []

    def worked_out(company: int) -> int:
        def work() -> int:
            done.append(company)
            return len(done)

        return books.look(lambda db: remembered(db, "tried", company, work, most=2))

    assert [worked_out(keeper.company), worked_out(keeper.company), worked_out(other.company)] == [1, 1, 2]
    keeper.enter(date(2026, 2, 3), -100)
    assert [worked_out(keeper.company), worked_out(other.company), worked_out(keeper.company)] == [3, 2, 3]
