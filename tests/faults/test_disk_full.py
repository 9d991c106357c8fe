"""A full disk refuses writes in words, leaves the books balanced and readable, and is forgotten once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import apsw
import pytest

from accountsos.errors import Unavailable
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sqlite import CACHE_BYTES, SqliteEngine
from accountsos.workflows.unit_of_work import Books
from tests.faults.figures import note
from tests.support.bookkeeper import Bookkeeper, found, simple_file
from tests.support.engines import Clock, copied, opened

MEGABYTE = 1024 * 1024
ROOM, BALLAST = 12 * MEGABYTE, 5 * MEGABYTE


def _file(n: int, lines: int = 400) -> bytes:
    day = date(2024, 5, 1) + timedelta(days=n)
    return simple_file([(day, -100 - k, f"FILE {n} LINE {k} {'x' * 120}") for k in range(lines)])


def _fill_up(keeper: Bookkeeper, most: int = 60) -> int:
    """Import until the disk is full; how many files went in."""
    for n in range(most):
        try:
            keeper.load(_file(n))
        except Unavailable:
            return n
    pytest.fail("the disk never filled up")


def _still_good(keeper: Bookkeeper, files: int) -> None:
    assert len(keeper.numbers()) == 400 * files
    assert keeper.bank_balance() == -files * sum(100 + k for k in range(400))
    assert keeper.balance_sheet().balanced
    assert keeper.faults() == []


@contextmanager
def _small_disk(where: Path) -> Iterator[Path]:
    """A file system of a few megabytes; None of it where mounting is not allowed."""
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=700", "tmpfs", str(where)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield where
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(where)], check=False, capture_output=True)


def test_a_full_disk_refuses_writes_and_reads_go_on(sqlite_template: Path, tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk") as disk:
        is_small = os.statvfs(disk).f_blocks * os.statvfs(disk).f_frsize <= 2 * ROOM
        if not is_small:
            _by_page_count(sqlite_template, tmp_path)
            return
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(BALLAST))
        data = copied(sqlite_template, disk / "data")
        with opened(Place(data)) as whole:
            keeper = found(whole.books)
            files = _fill_up(keeper)
            _still_good(keeper, files)
            with pytest.raises(Unavailable, match="try again"):
                keeper.load(_file(files))
            _still_good(keeper, files)
        with opened(Place(data)) as whole:
            keeper = Bookkeeper(whole.books, keeper.company)
            _still_good(keeper, files)
            with pytest.raises(Unavailable):
                keeper.load(_file(files))
            ballast.unlink()
            keeper.load(_file(files))
            _still_good(keeper, files + 1)
    note("disk full", "tmpfs of 12 MB, 5 MB freed, no restart", files_before_it_was_full=files)


def _by_page_count(sqlite_template: Path, tmp_path: Path) -> None:
    with _limited(sqlite_template, tmp_path, 500) as (keeper, engine):
        files = _fill_up(keeper)
        _still_good(keeper, files)
        engine.pages = 5000
    note("disk full", "max_page_count, for a tmpfs could not be mounted", files_before_it_was_full=files)


class _LimitedEngine(SqliteEngine):
    """As the store's own, with a file that may not grow beyond so many pages."""

    pages = 0

    def connect(self, *, cache: int = CACHE_BYTES) -> apsw.Connection:
        connection = super().connect(cache=cache)
        connection.execute(f"PRAGMA max_page_count={self.pages}").fetchall()
        return connection


@contextmanager
def _limited(template: Path, tmp_path: Path, pages: int) -> Iterator[tuple[Bookkeeper, _LimitedEngine]]:
    data = copied(template, tmp_path / "limited")
    engine = _LimitedEngine(data / BOOKS_FILE)
    engine.pages = pages
    with closing(engine):
        yield found(Books(engine, Clock())), engine


def test_a_file_that_cannot_grow_refuses_the_import_that_does_not_fit(sqlite_template: Path, tmp_path: Path) -> None:
    with _limited(sqlite_template, tmp_path, 400) as (keeper, _):
        files = _fill_up(keeper)
        assert files >= 1
        _still_good(keeper, files)
        for n in range(3):
            with pytest.raises(Unavailable):
                keeper.load(_file(files + n))
        _still_good(keeper, files)
