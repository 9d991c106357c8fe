"""What a file of books looks like changes with every commit, by whichever thread or process, and with nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from accountsos.store.engine import wal_index
from accountsos.store.engine.sql import Reader, Sql, Writer
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.engine.wal_index import WalIndex

COUNT = Sql("SELECT COUNT(*) FROM t")
ADD = Sql("INSERT INTO t VALUES (:n)")
ADDED_ELSEWHERE = """
import apsw, sys
connection = apsw.Connection(sys.argv[1])
connection.execute("INSERT INTO t VALUES (7)")
"""


@pytest.fixture
def engine(tmp_path: Path) -> SqliteEngine:
    engine = SqliteEngine(tmp_path / "books.db")
    engine.submit(lambda db: db._connection.execute("CREATE TABLE t (n INTEGER)")).result()
    return engine


def _counted(engine: SqliteEngine) -> int:
    with engine.glancing() as db:
        return _count_in(db)


def _count_in(db: Reader) -> int:
    row = db.row(COUNT)
    assert row is not None
    return int(row[0])


def _add(db: Writer) -> None:
    db.run(ADD, n=1)


def test_who_has_not_read_the_file_is_told_nothing_of_it(engine: SqliteEngine) -> None:
    assert engine.looks() is None
    assert _counted(engine) == 0
    assert engine.looks() is not None
    engine.close()
    assert engine.looks() is None


def test_it_looks_otherwise_after_each_commit_and_after_nothing_else(engine: SqliteEngine) -> None:
    assert _counted(engine) == 0
    seen = {engine.looks()}
    for rows in range(1, 8):
        engine.submit(_add).result()
        seen.add(engine.looks())
        assert _counted(engine) == rows
        seen.add(engine.looks())
        assert len(seen) == rows + 1
    assert None not in seen


def test_it_looks_otherwise_after_a_commit_of_another_process(engine: SqliteEngine) -> None:
    assert _counted(engine) == 0
    before = engine.looks()
    subprocess.run([sys.executable, "-c", ADDED_ELSEWHERE, engine.path], check=True)
    assert engine.looks() != before
    assert _counted(engine) == 1


def test_it_looks_otherwise_after_the_log_was_begun_anew(engine: SqliteEngine) -> None:
    """The log's first page after that is again its first page: but under another salt."""
    assert _counted(engine) == 0
    seen = []
    for _ in range(5):
        engine.submit(_add).result()
        seen.append(engine.looks())
        engine.connect().wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        engine.submit(_add).result()
        seen.append(engine.looks())
    assert len(set(seen)) == 10


def test_looking_leaves_the_locks_of_sqlite_alone(engine: SqliteEngine) -> None:
    """It opens nothing: whoever closes a file of their own drops the locks that SQLite has on it."""
    assert _counted(engine) == 0
    before = sorted(os.listdir("/proc/self/fd"))
    assert engine.looks() is not None
    assert sorted(os.listdir("/proc/self/fd")) == before
    with engine.reading() as db:
        assert _count_in(db) == 0
        engine.submit(_add).result()
        engine.looks()
        checkpointed = engine.connect().wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        assert checkpointed[1] < checkpointed[0], "what is being read is not folded back"
        assert _count_in(db) == 0


def test_a_descriptor_that_is_another_file_meanwhile_is_told_by_what_stands_there(
    engine: SqliteEngine, tmp_path: Path
) -> None:
    assert _counted(engine) == 0
    index = WalIndex(engine.path)
    assert index.head() is not None
    with (tmp_path / "other").open("w+b") as other:
        other.write(bytes(200))
        other.flush()
        index._descriptor = other.fileno()
        assert index.head() is None
        assert index.head() is not None, "looked for again"
    index._descriptor = 10**6
    assert index.head() is None


def test_where_descriptors_cannot_be_listed_nothing_is_told(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wal_index, "DESCRIPTORS", "/nowhere")
    assert _counted(engine) == 0
    assert engine.looks() is None
