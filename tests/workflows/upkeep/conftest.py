"""Full books on each database, open for somebody with the file, spoilt inside transactions that are taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import psycopg
import pytest

from accountsos.store.checks.fault import Finding
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.postgres import PostgresReader
from accountsos.store.engine.sql import Reader
from accountsos.store.engine.sqlite import SqliteReader
from accountsos.store.maintenance import verify_database
from accountsos.workflows.upkeep import verify_books
from tests.support.engines import ENGINES, copied, opened, postgres_place
from tests.workflows.upkeep.full_books import full_books


@dataclass
class Full:
    """Full books, open for somebody with the file."""

    company: int
    reader: Reader
    run: Callable[[str], Any]
    engine: str

    def found(self) -> list[Finding]:
        """What verify says of the installation."""
        companies = verify_books.companies(self.reader, 0, None)
        own = [f for number in companies for f in verify_books.verify(self.reader, number, None)]
        return [*verify_database(self.reader), *own]


@pytest.fixture(scope="module", params=ENGINES)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """Made once; each test spoils them inside a transaction that is taken back."""
    data: Path = tmp_path_factory.mktemp("full") / "data"
    if request.param == "sqlite":
        place = Place(copied(request.getfixturevalue("sqlite_template"), data))
        with opened(place) as whole:
            company = full_books(whole.books).company
        with _sqlite(place, company) as books:
            yield books
        return
    with postgres_place(request.getfixturevalue("postgres_server"), data) as place:
        with opened(place) as whole:
            company = full_books(whole.books).company
        assert place.owner_url is not None
        with psycopg.connect(place.owner_url, autocommit=True, prepare_threshold=1) as connection:
            reader = PostgresReader(connection, {})
            yield Full(company, reader, lambda text: connection.execute(text.encode()), "postgresql")


@contextmanager
def _sqlite(place: Place, company: int) -> Iterator[Full]:
    file = apsw.Connection(str(place.data / BOOKS_FILE))
    for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        file.execute(f"DROP TRIGGER {name}")
    yield Full(company, SqliteReader(file, {}), file.execute, "sqlite")
    file.close()


@contextmanager
def spoiling(full: Full) -> Iterator[None]:
    full.run("BEGIN")
    try:
        yield
    finally:
        full.run("ROLLBACK")


def as_written(full: Full, to: str) -> str:
    """The SQL of bytes is the one thing in which the two databases differ."""
    blob = "'\\x{0}'::bytea" if full.engine == "postgresql" else "x'{0}'"
    return (
        to.replace("{blob}", blob.format("00"))
        .replace("{empty}", blob.format(""))
        .replace("{other}", blob.format("11" * 32))
    )


def spoil(full: Full, name: str, to: str) -> None:
    """Set the column of every row to that SQL."""
    table, column = name.split(".")
    value = as_written(full, to)
    full.run(f"UPDATE {table} SET {column} = {value} WHERE {column} IS DISTINCT FROM {value}")
