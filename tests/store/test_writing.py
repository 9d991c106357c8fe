"""Writers: what is queued together is committed together, and none of them hurts another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import apsw
import pytest

from accountsos.errors import Unavailable
from accountsos.store.companies import NEW_FACT
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Reader, Sql, Writer
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.workflows.companies import manage_company
from accountsos.workflows.unit_of_work import WriteWorkflow
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened

TRADE = Sql("SELECT trade FROM company WHERE company_id = :company")
RENAME = Sql("UPDATE company SET trade = :trade WHERE company_id = :company")
TEST_FACTS = Sql(
    """SELECT fact, recorded_seq, value FROM company_fact WHERE company_id = :company AND fact LIKE 'test.%'
       ORDER BY recorded_seq"""
)
THREADS = 64


class _Oops(Exception):
    pass


def _failing(db: Writer, company: int, plan: object, cause: Any) -> None:
    db.run(RENAME, company=company, trade="written and taken back")
    cause.note("company.change", "company")
    raise _Oops


FAILING: WriteWorkflow[object, object, None] = WriteWorkflow("test.failing", lambda db, company, _: None, _failing)


def _rename(keeper: Bookkeeper, trade: str) -> None:
    changes: dict[str, object] = {"trade": trade}
    keeper.do(manage_company.CHANGE, changes)


def _trade(keeper: Bookkeeper) -> str | None:
    return keeper.ask(manage_company.SHOW, None).company.trade


def test_sixty_four_writers_share_commits(installation: Opened) -> None:
    """Every thread writes one after another; what queues up during a commit goes into the next one together."""
    keeper = found(installation.books)
    before, writes_each = installation.store.engine.commits, 8

    def write(thread: int) -> None:
        for n in range(writes_each):
            _rename(keeper, f"trade {thread}/{n}")

    with ThreadPoolExecutor(THREADS) as together:
        for done in [together.submit(write, n) for n in range(THREADS)]:
            done.result()
    commits = installation.store.engine.commits - before
    if installation.store.engine.name == "sqlite":
        assert THREADS * writes_each / commits >= 8
    assert keeper.ask(manage_company.AUDIT, (1, 0)).total == THREADS * writes_each + 1
    assert keeper.faults() == []


def test_a_failing_write_does_not_hurt_those_beside_it(installation: Opened) -> None:
    keeper = found(installation.books)
    start = threading.Barrier(32)

    def write(n: int) -> str:
        start.wait()
        if n % 4 == 0:
            with pytest.raises(_Oops):
                keeper.do(FAILING, None)
            return "failed"
        _rename(keeper, f"trade {n}")
        return "done"

    with ThreadPoolExecutor(32) as together:
        done = [f.result() for f in [together.submit(write, n) for n in range(32)]]
    assert (done.count("failed"), done.count("done")) == (8, 24)
    assert keeper.ask(manage_company.AUDIT, (1, 0)).total == 24 + 1
    assert _trade(keeper) != "written and taken back"
    assert keeper.faults() == []


@pytest.mark.parametrize("failing", [{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}], ids=str)
def test_whichever_of_a_batch_fail_the_others_stay_and_are_committed_once(
    installation: Opened, failing: set[int]
) -> None:
    """On SQLite the first has no savepoint of its own: it may be the first, or behind one that failed."""
    company, engine = found(installation.books).company, installation.store.engine
    before, queued = engine.commits, threading.Event()

    def job(n: int) -> Callable[[Writer], int]:
        def work(db: Writer) -> int:
            queued.wait(10)
            db.run_many(NEW_FACT, [(company, f"test.{n}", n, None)])
            if n in failing:
                raise _Oops
            return n

        return work

    futures = [engine.submit(job(n)) for n in range(3)]
    queued.set()
    for n, future in enumerate(futures):
        if n in failing:
            assert isinstance(future.exception(10), _Oops)
        else:
            assert future.result(10) == n
    kept = [row[0] for row in installation.books.look(lambda db: db.rows(TEST_FACTS, company=company))]
    assert kept == [f"test.{n}" for n in range(3) if n not in failing]
    if engine.name == "sqlite":
        assert engine.commits - before == (1 if kept else 0)
    assert engine.submit(lambda _: "written").result(10) == "written"


def test_nothing_of_a_failed_write_remains(installation: Opened) -> None:
    keeper = found(installation.books, trade="tea")
    with pytest.raises(_Oops):
        keeper.do(FAILING, None)
    assert _trade(keeper) == "tea"
    assert keeper.faults() == []


def test_a_write_given_up_by_its_caller_does_not_stop_the_writer(installation: Opened) -> None:
    """A door may cancel what it waits for; the next write must still be answered."""
    engine, hold, running = installation.store.engine, threading.Event(), threading.Event()

    def slow(_: Any) -> None:
        running.set()
        hold.wait(10)

    first = engine.submit(slow)
    running.wait(10)
    given_up = [engine.submit(lambda _: "late") for _ in range(3)]
    for future in given_up:
        future.cancel()
    first.cancel()
    hold.set()
    assert engine.submit(lambda _: "next").result(10) == "next"


def test_reads_go_on_while_writes_wait_for_one_another(installation: Opened) -> None:
    keeper = found(installation.books, trade="tea")
    hold, running = threading.Event(), threading.Event()

    def slow(db: Writer, company: int, plan: object, cause: Any) -> None:
        running.set()
        hold.wait(20)

    blocking: WriteWorkflow[object, object, None] = WriteWorkflow("test.slow", lambda db, company, _: None, slow)
    with ThreadPoolExecutor(20) as together:
        writes: list[Future[Any]] = [together.submit(keeper.do, blocking, None)]
        running.wait(10)
        writes += [together.submit(_rename, keeper, f"{n}") for n in range(12)]
        threading.Event().wait(0.3)
        assert [together.submit(_trade, keeper).result(4) for _ in range(3)] == ["tea"] * 3
        hold.set()
        for done in writes:
            done.result(20)
    assert keeper.faults() == []


def test_books_that_cannot_be_opened_for_writing_answer_and_recover(tmp_path: Path, sqlite_place: Place) -> None:
    data = tmp_path / "away"
    engine = SqliteEngine(data / BOOKS_FILE)
    try:
        with pytest.raises(Unavailable):
            engine.submit(lambda _: None).result(10)
        with pytest.raises(Unavailable), engine.reading():
            pass
        sqlite_place.data.rename(data)
        assert engine.submit(lambda _: "written").result(10) == "written"
    finally:
        engine.close()


def test_another_process_that_holds_the_lock_for_long_is_told_as_unavailable(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accountsos.store.engine.sqlite.BUSY_MILLISECONDS", 100)
    engine = SqliteEngine(sqlite_place.data / BOOKS_FILE)
    other = apsw.Connection(engine.path)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="try again"):
            engine.submit(lambda _: None).result(10)
        other.execute("ROLLBACK")
        assert engine.submit(lambda _: "written").result(10) == "written"
    finally:
        other.close()
        engine.close()


def test_a_reading_sees_one_state_however_much_is_written_meanwhile(installation: Opened) -> None:
    keeper = found(installation.books, trade="tea")

    def twice(db: Reader) -> tuple[Any, Any]:
        first = db.rows(TRADE, company=keeper.company)
        other = threading.Thread(target=_rename, args=(keeper, "coffee"))
        other.start()
        other.join()
        return first, db.rows(TRADE, company=keeper.company)

    with installation.books.engine.reading() as db:
        first, second = twice(db)
    assert first == second == [("tea",)]
    assert _trade(keeper) == "coffee"


def test_closing_finishes_what_is_queued(installation: Opened) -> None:
    keeper = found(installation.books)
    futures = [installation.store.engine.submit(lambda _: "done") for _ in range(50)]
    keeper.books.close()
    assert [f.result(10) for f in futures] == ["done"] * 50


@pytest.mark.parametrize("many", [0, 1, 9, 10, 11, 99, 100, 101, 1_234])
def test_many_rows_are_inserted_each_once_and_as_given(installation: Opened, many: int) -> None:
    """SQLite takes a hundred a statement, and ten, and the last few one by one."""
    company = found(installation.books).company
    rows = [(company, f"test.{n}", n, None if n % 3 else f"value {n}") for n in range(many)]

    def inserted(db: Writer) -> list[Any]:
        db.run_many(NEW_FACT, iter(rows))
        return db.rows(TEST_FACTS, company=company)

    assert [tuple(row) for row in installation.books.tend(inserted)] == [row[1:] for row in rows]
