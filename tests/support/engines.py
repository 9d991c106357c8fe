"""An installation for each test: an empty place with migrated books, on SQLite or PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from accountsos.store.engine.limits import Limits
from accountsos.store.engine.opening import BOOKS_FILE, OpenedStore, Place, open_store
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.workflows.unit_of_work import Books
from tests.support.postgres import APPLICATION, OWNER, PostgresServer

ENGINES = ("sqlite", "postgresql")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that goes on by a millisecond whenever it is read, and can be set."""

    now: datetime = NOON
    _reading: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        with self._reading:
            self.now += timedelta(milliseconds=1)
            return self.now


def migrated_sqlite(folder: Path) -> Path:
    """A data directory with empty books of this release: made once, copied for each test."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    open_store(Place(folder)).engine.close()
    return folder


def copied(template: Path, data: Path) -> Path:
    """The template's books in a directory of their own."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    data.chmod(0o700)
    shutil.copyfile(template / BOOKS_FILE, data / BOOKS_FILE)
    (data / BOOKS_FILE).chmod(0o600)
    return data


@contextmanager
def postgres_place(server: PostgresServer, data: Path) -> Iterator[Place]:
    """A place whose books are in an empty database of the server."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with server.kept_database() as name:
        yield Place(data, server.url(APPLICATION, name), server.url(OWNER, name))


@dataclass
class Opened:
    """Open books together with what is beside them."""

    place: Place
    store: OpenedStore
    books: Books
    clock: Clock


@contextmanager
def opened(place: Place, clock: Clock | None = None) -> Iterator[Opened]:
    """Open the books of a place, and close them."""
    clock = clock or Clock()
    store = open_store(place)
    books = Books(store.engine, clock, store.objects, RateWindows(store.counter, Limits()).use_of)
    try:
        yield Opened(place, store, books, clock)
    finally:
        books.close()
