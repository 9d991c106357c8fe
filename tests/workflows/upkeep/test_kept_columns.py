"""Whatever column is spoilt by raw SQL, verify names it; what follows from postings and facts, a repair rebuilds."""

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
from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.engine.sqlite import SqliteReader
from accountsos.store.maintenance import OF_A_COMPANY, verify_database
from accountsos.workflows.upkeep import verify_books
from tests.support.engines import ENGINES, copied, opened, postgres_place
from tests.workflows.upkeep.full_books import full_books
from tests.workflows.upkeep.kept_columns import TABLES as FIRST
from tests.workflows.upkeep.kept_columns import Table
from tests.workflows.upkeep.kept_columns_more import TABLES as FURTHER

TABLES: dict[str, Table] = {**FIRST, **FURTHER}
NOT_OF_THE_BOOKS = {
    "alembic_version": "kept by the migrations; books of another schema are not opened",
    "rate_window": "counts the requests of an hour; nothing in it matters after a power cut",
}
SPOILT = [
    pytest.param(table, column, to, id=f"{table}.{column}={to}")
    for table, columns in TABLES.items()
    for column, to in [*columns.found.items(), *columns.nonsense.items()]
]
IN_WORDS = {"chain", "digest", "balance", "bank", "orphan", "stray", "entries", "standing", "damage", "vat"}
"""Checks of which the message itself says what should be: that nothing was changed, or that something is there."""


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


def columns_of(full: Full) -> dict[str, set[str]]:
    """Every column of every table there is."""
    listed = (
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        if full.engine == "sqlite"
        else "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    found: dict[str, set[str]] = {}
    for table, column in full.reader.rows(Sql(listed)):
        found.setdefault(table, set()).add(column)
    return found


def test_every_column_is_checked_or_is_a_fact_with_a_reason(full: Full) -> None:
    there = {table: columns for table, columns in columns_of(full).items() if table not in NOT_OF_THE_BOOKS}
    listed = {}
    for table, columns in TABLES.items():
        facts = [name for names in columns.facts.values() for name in names.split()]
        assert set(columns.found).isdisjoint(facts), f"{table}: a column is checked and a fact"
        assert all(columns.facts), f"{table}: a fact without a reason"
        listed[table] = {*columns.found, *facts}
    assert listed == there


def test_the_books_of_this_test_have_a_row_in_every_table_and_agree(full: Full) -> None:
    with spoiling(full):
        assert full.found() == []
    empty = [t for t in TABLES if not full.reader.rows(Sql(f"SELECT 1 FROM {t} LIMIT 1"))]
    assert empty == []


def test_rows_of_no_company_are_looked_for_in_every_table(full: Full) -> None:
    with_company = {table for table, columns in columns_of(full).items() if "company_id" in columns}
    assert with_company == {*OF_A_COMPANY, "company"}


@pytest.mark.parametrize(("table", "column", "to"), SPOILT)
def test_a_spoilt_column_is_named(full: Full, table: str, column: str, to: str) -> None:
    value = as_written(full, to)
    with spoiling(full):
        full.run(f"UPDATE {table} SET {column} = {value} WHERE {column} IS DISTINCT FROM {value}")
        findings = full.found()
    named = [f for f in findings if f"{table}.{column}" in f.columns]
    assert named, f"verify says only {[(f.check, f.message) for f in findings][:5]}"
    assert all(f.thing and f.message for f in named)
    assert any(f.expected is not None or f.check in IN_WORDS for f in named)
