"""The power goes at any moment: no answered write is lost, and the books that are found are whole."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import apsw
import pytest

from accountsos.errors import Refused
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.workflows.bank.list_transactions import LIST, TransactionQuestion
from accountsos.workflows.unit_of_work import Books
from tests.faults.figures import LONG, note
from tests.faults.unsynced import Disk, UnsyncedVFS
from tests.support.bookkeeper import Bookkeeper, found, simple_file
from tests.support.engines import Clock, copied, opened

CUTS = 1000 if LONG else 50


@contextmanager
def _on_disk(data: Path, disk: Disk, name: str, clock: Clock) -> Iterator[Books]:
    vfs = UnsyncedVFS(name, disk)
    engine = SqliteEngine(data / BOOKS_FILE, vfs=name)
    try:
        yield Books(engine, clock)
    finally:
        try:
            engine.close()
        except apsw.Error:
            pass
        vfs.unregister()


def _work(keeper: Bookkeeper, round_: int) -> set[str]:
    """Write from two threads until the power goes; the texts of the lines that were answered."""
    answered: set[str] = set()

    def by_hand(thread: int) -> None:
        for n in range(40):
            text = f"R{round_} T{thread} N{n}"
            keeper.enter(date(2026, 5, 1), -100 - n, text, category="cat_rent")
            answered.add(text)

    def by_file() -> None:
        for n in range(8):
            rows = [(date(2026, 5, 2), -200 - 12 * n - k, f"R{round_} F{n} K{k}") for k in range(12)]
            keeper.load(simple_file(rows))
            answered.update(text for _, _, text in rows)

    with ThreadPoolExecutor(3) as together:
        for future in [together.submit(by_hand, 1), together.submit(by_hand, 2), together.submit(by_file)]:
            try:
                future.result()
            except (Refused, apsw.Error):
                continue
    return answered


def _texts(keeper: Bookkeeper) -> list[str]:
    """The lines that are there, by their own words."""
    return [row.description.split(" / ")[0] for row in keeper.ask(LIST, TransactionQuestion(limit=100_000)).rows]


def test_no_answered_write_is_lost_and_the_books_are_whole(sqlite_template: Path, tmp_path: Path) -> None:
    chance = random.Random(31)
    answered_all = cut = corrupt = lost = torn_away = 0
    start = copied(sqlite_template, tmp_path / "start")
    with opened(Place(start)) as whole:
        company = found(whole.books).company
    for round_ in range(CUTS):
        data, after = tmp_path / f"before{round_}", tmp_path / f"after{round_}"
        copied(start, data)
        after.mkdir(mode=0o700)
        disk = Disk(round_)
        disk.cut_after = chance.randrange(5, 500)
        with _on_disk(data, disk, f"unsynced{round_}", Clock()) as books:
            answered = _work(Bookkeeper(books, company), round_)
            cut += disk.cut
            torn_away += sum(map(len, disk.pending.values()))
        disk.after_the_cut(after)
        (after / f"{BOOKS_FILE}-shm").unlink(missing_ok=True)
        with opened(Place(after)) as whole:
            keeper = Bookkeeper(whole.books, company)
            texts = _texts(keeper)
            lost += len(answered - set(texts))
            answered_all += len(answered)
            corrupt += keeper.faults() != [] or len(texts) != len(set(texts))
            whole_file = _integrity(after)
            assert whole_file == "ok", whole_file
        assert (lost, corrupt) == (0, 0), f"in cut {round_}"
        shutil.rmtree(data)
        shutil.rmtree(after)
    assert cut >= CUTS * 0.8, "most rounds must lose their power inside the work"
    assert torn_away, "nothing unsynced was ever dropped: nothing was proved"
    note("power cut", f"{cut} cuts in {CUTS} rounds", answered=answered_all, lost=lost, corrupt=corrupt)


def _integrity(data: Path) -> str:
    connection = apsw.Connection(str(data / BOOKS_FILE))
    try:
        return str(connection.execute("PRAGMA integrity_check").get)
    finally:
        connection.close()


def test_the_test_would_notice_a_writer_that_does_not_sync(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With synchronous=NORMAL, which does not sync each commit, answered writes are lost within a few cuts."""
    execute = apsw.Connection.execute
    lost = 0
    start = copied(sqlite_template, tmp_path / "start")
    with opened(Place(start)) as whole:
        company = found(whole.books).company
    connect = SqliteEngine.connect

    def careless(engine: SqliteEngine, **how: Any) -> apsw.Connection:
        connection = connect(engine, **how)
        execute(connection, "PRAGMA synchronous=NORMAL").fetchall()
        return connection

    monkeypatch.setattr(SqliteEngine, "connect", careless)
    for round_ in range(100):
        data, after = tmp_path / f"before{round_}", tmp_path / f"after{round_}"
        copied(start, data)
        after.mkdir(mode=0o700)
        disk = Disk(round_)
        disk.cut_after = 150 + 20 * (round_ % 12)
        with _on_disk(data, disk, f"careless{round_}", Clock()) as books:
            answered = _work(Bookkeeper(books, company), round_)
        disk.after_the_cut(after)
        (after / f"{BOOKS_FILE}-shm").unlink(missing_ok=True)
        with opened(Place(after)) as whole:
            lost += len(answered - set(_texts(Bookkeeper(whole.books, company))))
        if lost:
            break
    assert lost > 0
