"""Entries cannot be changed by raw SQL: not through the store, not past it, on neither database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import apsw
import psycopg
import pytest

from accountsos.store.engine.opening import BOOKS_FILE
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened
from tests.support.other_sqlite import RefusedBySqlite, standard_library

APPEND_ONLY = ("journal_entry", "posting", "audit_event", "lock_event", "category")
FROZEN_FACTS = ("amount", "booked_on", "description", "line_key", "account_no", "recorded_seq")
Run = Callable[[str], Any]


@pytest.fixture
def keeper(installation: Opened) -> Bookkeeper:
    """A company with a row in every append-only table."""
    keeper = found(installation.books)
    keeper.enter(date(2023, 6, 1), -12000, category="cat_rent")
    keeper.close_through(date(2024, 3, 31))
    return keeper


@contextmanager
def _standard_library(opened: Opened) -> Iterator[Run]:
    with standard_library(opened.place.data / BOOKS_FILE) as run:
        yield run


@contextmanager
def _apsw(opened: Opened) -> Iterator[Run]:
    with closing(apsw.Connection(str(opened.place.data / BOOKS_FILE))) as connection:
        yield connection.execute


@contextmanager
def _application(opened: Opened) -> Iterator[Run]:
    url = opened.place.database_url
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        yield lambda text: connection.execute(text.encode())


def _ways_in(opened: Opened) -> list[Callable[[Opened], Any]]:
    """Raw connections without the store's pragmas."""
    return [_application] if opened.place.database_url else [_standard_library, _apsw]


REFUSED = (RefusedBySqlite, apsw.ConstraintError, psycopg.errors.InsufficientPrivilege)


def _contents(run: Run, table: str) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, run(f"SELECT * FROM {table}").fetchall()), key=repr)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_are_neither_updated_nor_deleted(installation: Opened, keeper: Bookkeeper, table: str) -> None:
    for way in _ways_in(installation):
        with way(installation) as run:
            before = _contents(run, table)
            assert before, f"{table} has a row to protect"
            columns = [row[0] for row in run(_columns(installation, table)).fetchall()]
            for column in columns:
                with pytest.raises(REFUSED):
                    run(f"UPDATE {table} SET {column} = {column}")
            with pytest.raises(REFUSED):
                run(f"DELETE FROM {table}")
            assert _contents(run, table) == before
    assert keeper.faults() == []


def _columns(opened: Opened, table: str) -> str:
    if opened.place.database_url:
        return f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
    return f"SELECT name FROM pragma_table_info('{table}')"


@pytest.mark.parametrize("table", [*APPEND_ONLY, "bank_transaction"])
def test_rows_are_not_replaced_in_sqlite(installation: Opened, keeper: Bookkeeper, table: str) -> None:
    """INSERT OR REPLACE deletes silently, without firing delete triggers; so the insert itself is refused."""
    if installation.place.database_url:
        with _application(installation) as run, pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(f"TRUNCATE {table}")
        return
    for way in _ways_in(installation):
        with way(installation) as run:
            for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"):
                with pytest.raises(REFUSED):
                    run(f"{verb} INTO {table} SELECT * FROM {table}")
    assert keeper.faults() == []


@pytest.mark.parametrize("column", FROZEN_FACTS)
def test_what_the_bank_said_never_changes(installation: Opened, keeper: Bookkeeper, column: str) -> None:
    for way in _ways_in(installation):
        with way(installation) as run:
            with pytest.raises(REFUSED):
                run(f"UPDATE bank_transaction SET {column} = {column}")
            with pytest.raises(REFUSED):
                run("DELETE FROM bank_transaction")
            run("UPDATE bank_transaction SET notes = 'ours to change'")
    assert keeper.faults() == []


def test_the_owner_role_and_a_superuser_are_no_application(installation: Opened) -> None:
    if not installation.place.owner_url:
        return
    with _application(installation) as run:
        assert run("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run("DROP TABLE posting")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run("ALTER TABLE posting ADD COLUMN mine INTEGER")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run("CREATE TABLE mine (n INTEGER)")
