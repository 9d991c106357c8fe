"""A statement is compiled when it is first run, and not again."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import apsw
import pytest

import accountsos.store
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Sql
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.line_filter import CONDITIONS, Filter
from accountsos.store.transaction_list import _statements_for

NOTHING = -1
"""Found in no row, and changes none."""


def statements() -> Iterator[tuple[str, str, int]]:
    """Every constant of the store that reads, changes or removes, and the pages of the list of transactions."""
    found: dict[str, Sql] = {}
    for module in pkgutil.iter_modules(accountsos.store.__path__):
        names = vars(importlib.import_module(f"accountsos.store.{module.name}"))
        found.update({f"{module.name}.{name}": value for name, value in names.items() if isinstance(value, Sql)})
    asked: dict[str, Any] = {**dict.fromkeys(CONDITIONS, 1), "reviewed": 0, "waiting": "questions", "search": "%sum%"}
    for condition, value in asked.items():
        for after in (False, True):
            asked_for = _statements_for(Filter(**{condition: value}), after=after)._asdict()
            found |= {f"{what} by {condition}, {after}": sql for what, sql in asked_for.items()}
    for name, sql in found.items():
        if sql.sqlite.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")) and "rate_window" not in sql.sqlite:
            yield name, sql.sqlite, len(sql.names)


def compiled_again(connection: apsw.Connection, sql: str, parameters: int) -> bool:
    """Whether running it once more compiles it once more: only then SQLite asks what it is allowed to do."""
    asked: list[int] = []

    def allow(action: int, *_: str | None) -> int:
        asked.append(action)
        return int(apsw.SQLITE_OK)

    connection.authorizer = allow
    try:
        connection.execute(sql, (NOTHING,) * parameters).fetchall()
        assert asked, "SQLite was not asked at all"
        asked.clear()
        connection.execute(sql, (NOTHING,) * parameters).fetchall()
        return bool(asked)
    finally:
        connection.authorizer = None


@pytest.fixture
def connection(sqlite_place: Place) -> Iterator[apsw.Connection]:
    engine = SqliteEngine(sqlite_place.data / BOOKS_FILE)
    yield engine.connect()
    engine.close()


def test_no_statement_is_compiled_again_when_it_is_run_again(connection: apsw.Connection) -> None:
    every = list(statements())
    assert len(every) > 100, "the store's statements were not found"
    assert [name for name, sql, parameters in every if compiled_again(connection, sql, parameters)] == []


def test_this_rule_notices_a_value_that_the_planner_looks_at(connection: apsw.Connection) -> None:
    assert compiled_again(connection, "SELECT * FROM company LIMIT ?1", 1)
    assert not compiled_again(connection, "SELECT * FROM company LIMIT +?1", 1)
