"""An Idempotency-Key makes a request happen once, however often and from how many threads it is sent."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.errors import BadRequest, Conflict, IdempotencyMismatch, NotFound, PreconditionFailed, Refused
from accountsos.workflows.bank import add_transaction, change_transaction, commit_import
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import Answer, Books, IdempotencyKey, Request, Shaping, WriteWorkflow
from tests.support.bookkeeper import TESTER, TODAY, Bookkeeper, found, simple_file
from tests.support.engines import NOON

STATUS = {
    "not_found": 404,
    "conflict": 409,
    "bad_request": 400,
    "precondition_failed": 412,
    "unavailable": 503,
    "idempotency_mismatch": 422,
}
SHAPING: Shaping[Any] = Shaping(
    result=lambda result: Answer(201, repr(getattr(result, "number", "done")).encode(), {"X": "1"}),
    refusal=lambda refusal: Answer(STATUS[refusal.code], refusal.message.encode(), {}),
)
THREADS = 50


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def _answer(keeper: Bookkeeper, workflow: Any, command: Any, key: str | None, fingerprint: bytes = b"same") -> Answer:
    idempotency = IdempotencyKey(key, fingerprint) if key else None
    request = Request(TESTER, NOON, idempotency)
    return keeper.books.answer(workflow, keeper.company, command, request, SHAPING).result(30)


def _add(keeper: Bookkeeper, key: str | None, fingerprint: bytes = b"same") -> Answer:
    command = NewTransaction(date(2026, 5, 1), "Biscuits", -500, "ba_main")
    return _answer(keeper, add_transaction.ADD, command, key, fingerprint)


def _together(act: Any) -> list[Any]:
    """What fifty threads get that do it at the same moment; refusals as values."""
    start = threading.Barrier(THREADS)

    def one(n: int) -> Any:
        start.wait()
        try:
            return act(n)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(THREADS) as together:
        return [f.result() for f in [together.submit(one, n) for n in range(THREADS)]]


def test_fifty_threads_with_one_key_have_one_effect(keeper: Bookkeeper) -> None:
    answers = _together(lambda n: _add(keeper, "pay-biscuits"))
    assert {(a.status, a.body) for a in answers} == {(201, b"'done'")}
    assert [a.replayed for a in answers].count(False) == 1
    assert len(keeper.numbers()) == 1
    assert keeper.faults() == []


def test_fifty_threads_without_a_key_have_fifty_effects(keeper: Bookkeeper) -> None:
    _together(lambda n: _add(keeper, None))
    assert len(keeper.numbers()) == THREADS
    assert keeper.faults() == []


def test_a_key_used_for_another_request_is_refused(keeper: Bookkeeper) -> None:
    _add(keeper, "k", b"one")
    with pytest.raises(IdempotencyMismatch, match="already used"):
        _add(keeper, "k", b"other")
    assert len(keeper.numbers()) == 1


def test_keys_are_the_companys_own(keeper: Bookkeeper) -> None:
    other = found(keeper.books)
    assert not _add(keeper, "k").replayed
    assert not _add(other, "k").replayed


def test_a_replay_leaves_no_trace(keeper: Bookkeeper) -> None:
    first = _add(keeper, "k")
    before = keeper.balances(TODAY)
    again = _add(keeper, "k")
    assert (again.status, again.body, again.headers) == (first.status, first.body, first.headers)
    assert again.replayed
    assert keeper.balances(TODAY) == before
    assert keeper.faults() == []


def test_fifty_threads_whose_request_is_refused_are_refused_alike(keeper: Bookkeeper) -> None:
    command = TransactionChange(transaction_id=ids.public_id("txn_", keeper.company, 99), notes="x")
    answers = _together(lambda n: _answer(keeper, change_transaction.CHANGE, command, "k"))
    assert {getattr(a, "status", a) for a in answers} == {404}
    assert len({a.body for a in answers}) == 1


def test_a_remembered_refusal_stays_though_the_thing_appears(keeper: Bookkeeper) -> None:
    command = TransactionChange(transaction_id=ids.public_id("txn_", keeper.company, 1), notes="x")
    assert _answer(keeper, change_transaction.CHANGE, command, "k").status == 404
    _add(keeper, None)
    assert _answer(keeper, change_transaction.CHANGE, command, "k").status == 404
    assert _answer(keeper, change_transaction.CHANGE, command, "k2").status == 201


def test_a_refusal_stored_while_the_same_request_was_applied_stands(keeper: Bookkeeper) -> None:
    """Only PostgreSQL applies two at once: one saw the thing, the other did not."""
    if keeper.books.engine.name != "postgresql":
        return
    nothing = TransactionChange(transaction_id=ids.public_id("txn_", keeper.company, 99), notes="x")

    def apply(db: Any, company: int, plan: Any, cause: Any) -> str:
        assert _answer(keeper, change_transaction.CHANGE, nothing, "k").status == 404
        cause.note("test", "nothing")
        return "done"

    racing: WriteWorkflow[Any, Any, str] = WriteWorkflow("test.racing", lambda db, company, _: None, apply)
    answer = _answer(keeper, racing, None, "k")
    assert (answer.status, answer.replayed) == (404, True)
    assert keeper.faults() == []


def test_mistakes_in_the_request_are_not_remembered(keeper: Bookkeeper) -> None:
    wrong = NewTransaction(date(2026, 5, 1), "Biscuits", -500, "ba_main", category_id="cat_nowhere")
    with pytest.raises(BadRequest):
        _answer(keeper, add_transaction.ADD, wrong, "k")
    assert _add(keeper, "k").status == 201


def test_of_fifty_changes_of_one_version_one_wins(keeper: Bookkeeper) -> None:
    number = keeper.enter(date(2026, 5, 1), -500, category="cat_rent").row.number
    version = str(keeper.state(number).row.version)
    outcomes = _together(lambda n: keeper.change(number, notes=f"note {n}", if_match=frozenset({version})))
    refused = [o for o in outcomes if isinstance(o, PreconditionFailed)]
    won = [n for n, o in enumerate(outcomes) if not isinstance(o, Refused)]
    assert (len(won), len(refused)) == (1, 49)
    assert keeper.state(number).row.notes == f"note {won[0]}"
    assert keeper.faults() == []


def test_fifty_changes_without_a_version_all_count_and_none_is_lost(keeper: Bookkeeper) -> None:
    number = keeper.enter(date(2026, 5, 1), -500, category="cat_rent").row.number
    before = keeper.state(number).row.version
    choices = ("cat_rent", "cat_travel", "cat_software")
    _together(lambda n: keeper.change(number, category_id=choices[n % 3], notes=f"{n}"))
    assert keeper.state(number).row.version == before + THREADS
    assert sum(v for k, v in keeper.balances(TODAY).items() if k in choices) == 500
    assert keeper.faults() == []


FILE = simple_file([(date(2026, 5, 1), 1000, "ACME LTD"), (date(2026, 5, 2), -250, "TRAINLINE")])


def test_one_file_imported_by_many_at_once_is_imported_once(keeper: Bookkeeper) -> None:
    """Without a key: whoever comes second prepares again, and finds the file already there."""
    with ThreadPoolExecutor(6) as together:
        commands = [ImportStatement(FILE, "ba_main", TODAY) for _ in range(6)]
        futures = [together.submit(_answer, keeper, commit_import.COMMIT, c, None) for c in commands]
        outcomes = []
        for future in futures:
            try:
                outcomes.append(future.result().status)
            except Conflict:
                outcomes.append(409)
    assert outcomes.count(201) >= 1
    assert len(keeper.numbers()) == 2
    assert keeper.bank_balance() == 750
    assert keeper.faults() == []


def test_overlapping_files_imported_at_once_count_each_line_once(keeper: Bookkeeper) -> None:
    rows = [(date(2026, 5, day), -100 * day, f"SHOP {day}") for day in range(1, 15)]
    files = [simple_file(rows[:10]), simple_file(rows[5:], opening=-1500), simple_file(rows)]
    for round_ in range(3):
        with ThreadPoolExecutor(3) as together:
            futures = [together.submit(keeper.load, file, file_name=f"{round_}") for file in files]
            for future in futures:
                try:
                    future.result()
                except Conflict:
                    continue
    for file in files:
        keeper.load(file)
    assert len(keeper.numbers()) == 14
    assert keeper.bank_balance() == -100 * sum(range(1, 15))
    assert keeper.faults() == []


def test_a_company_that_is_not_there_is_not_found(keeper: Bookkeeper) -> None:
    nobody = Bookkeeper(keeper.books, keeper.company + 1)
    with pytest.raises(NotFound):
        nobody.enter(date(2026, 5, 1), -500)
