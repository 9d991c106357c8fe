"""Answers under Idempotency-Keys are kept for a day, those of imports for good, and forgotten a few at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.store.idempotency import answer_of
from accountsos.workflows.bank import add_transaction, change_transaction, commit_import
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import Answer, Books, IdempotencyKey, Request, Shaping
from accountsos.workflows.upkeep import forget_answers
from accountsos.workflows.upkeep.forget_answers import REST, OldAnswers
from tests.support.bookkeeper import TESTER, TODAY, Bookkeeper, found, simple_file
from tests.support.engines import NOON, Clock

SHAPING: Shaping[Any] = Shaping(
    result=lambda result: Answer(201, b"{}", {}), refusal=lambda refusal: Answer(404, refusal.message.encode(), {})
)
A_DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def send(keeper: Bookkeeper, key: str, workflow: Any, command: Any, now: datetime = NOON) -> Answer:
    request = Request(TESTER, now, IdempotencyKey(key, b"same"))
    return keeper.books.answer(workflow, keeper.company, command, request, SHAPING).result(30)


def add(keeper: Bookkeeper, key: str, now: datetime = NOON) -> Answer:
    return send(keeper, key, add_transaction.ADD, NewTransaction(date(2026, 5, 1), "Tea", -500, "ba_main"), now)


def known(keeper: Bookkeeper, key: str) -> bool:
    with keeper.books.engine.reading() as db:
        return answer_of(db, keeper.company, key) is not None


def test_an_answer_is_forgotten_a_day_later_and_not_before(keeper: Bookkeeper, clock: Clock) -> None:
    add(keeper, "yesterday")
    add(keeper, "today", NOON + 2 * SECOND)
    clock.now = NOON + A_DAY - SECOND
    assert OldAnswers(keeper.books).forget_some() == 0
    assert add(keeper, "yesterday").replayed
    clock.now = NOON + A_DAY + SECOND
    assert OldAnswers(keeper.books).forget_some() == 1
    assert (known(keeper, "yesterday"), known(keeper, "today")) == (False, True)
    assert keeper.faults() == []


def test_a_remembered_refusal_is_forgotten_too(keeper: Bookkeeper, clock: Clock) -> None:
    nothing = TransactionChange(transaction_id=ids.public_id("txn_", keeper.company, 99), notes="x")
    assert send(keeper, "k", change_transaction.CHANGE, nothing).status == 404
    clock.now = NOON + A_DAY + SECOND
    assert OldAnswers(keeper.books).forget_some() == 1
    assert not known(keeper, "k")


def test_the_answer_to_an_import_is_kept_for_good(keeper: Bookkeeper, clock: Clock) -> None:
    file = ImportStatement(simple_file([(date(2026, 5, 1), 1000, "ACME LTD")]), "ba_main", TODAY)
    assert not send(keeper, "july", commit_import.COMMIT, file).replayed
    clock.now = NOON + 4000 * A_DAY
    assert OldAnswers(keeper.books).forget_some() == 0
    assert send(keeper, "july", commit_import.COMMIT, file).replayed


def test_a_step_looks_at_so_many_answers_of_whichever_company(
    keeper: Bookkeeper, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget_answers, "STEP", 3)
    other = found(keeper.books)
    for n in range(4):
        add(keeper, f"old {n}")
        add(other, f"old {n}")
    clock.now = NOON + A_DAY + SECOND
    add(other, "new", clock.now)
    sweep = OldAnswers(keeper.books)
    forgotten = [sweep.forget_some() for _ in range(4)]
    assert (sorted(forgotten), forgotten[3]) == ([0, 2, 3, 3], 0)
    assert known(other, "new")


def test_after_the_rest_it_begins_again(keeper: Bookkeeper, clock: Clock) -> None:
    sweep = OldAnswers(keeper.books)
    add(keeper, "k")
    assert sweep.forget_some() == 0
    clock.now = NOON + REST / 2
    add(keeper, "older", NOON - 2 * A_DAY)
    assert sweep.forget_some() == 0
    clock.now = NOON + REST + SECOND
    assert sweep.forget_some() == 1
    assert (known(keeper, "k"), known(keeper, "older")) == (True, False)
