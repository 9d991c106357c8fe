"""Fixtures for every test: empty books on both databases, and how hypothesis runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import apsw
import pytest
from hypothesis import HealthCheck, settings

from accountsos.store.engine import postgres
from accountsos.store.engine.opening import Place
from accountsos.workflows.unit_of_work import Books
from tests.support.engines import ENGINES, Clock, Opened, copied, migrated_sqlite, opened, postgres_place
from tests.support.postgres import PostgresServer, binaries
from tests.support.quick_place import quick_place
from tests.support.shorter import add_option, is_shorter, left_to_ci
from tests.support.turns import by_path, in_turn
from tests.support.workers import ByFile

IN_CI = bool(os.environ.get("CI"))

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if IN_CI else "here")


SLOW_FIRST = (
    "tests/dashboard/test_all_pages.py",
    "tests/dashboard/test_in_the_browser.py",
    "tests/workflows/reports/test_reports_of_truth.py",
    "tests/workflows/bank/test_imports.py",
    "tests/jobs/test_processes.py",
    "tests/documents/test_picture.py",
    "tests/faults/test_disk_full.py",
    "tests/workflows/upkeep/test_kept_columns.py",
    "tests/api/operations/test_every_operation.py",
    "tests/cli/test_every_command.py",
    "tests/dashboard/test_every_page.py",
    "tests/workflows/vat/test_generated.py",
    "tests/store/test_opening.py",
    "tests/jobs/test_dangers.py",
)
"""A file is one worker's, so that what it sets up is set up once; those that take long begin early."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the whole suite can be asked."""
    add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    """`tmp_path` in memory where there is room; where somebody said where it shall be, there."""
    in_turn(config)
    place = quick_place()
    if place is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow files before the others, which keep their order. Of a shorter run, what is left to CI goes."""
    place = {path: n for n, path in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: (place.get(item.nodeid.partition("::")[0], len(place)), by_path(item.nodeid)))
    if is_shorter(config):
        left = left_to_ci([item.nodeid for item in items])
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    """By file, as asked for, but for the folders that stay together."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated SQLite books, made once per worker."""
    return migrated_sqlite(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this worker's own."""
    programs = binaries()
    if programs is None:
        reason = "no PostgreSQL binaries (initdb, postgres) on PATH or in /usr/lib/postgresql"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    server = PostgresServer.create(programs)
    with patch.object(postgres, "ConnectionPool", server.pool):
        yield server
    server.remove()


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Empty books of this release, on each database."""
    if request.param == "sqlite":
        yield Place(copied(request.getfixturevalue("sqlite_template"), tmp_path / "data"))
    else:
        with postgres_place(request.getfixturevalue("postgres_server"), tmp_path / "data") as where:
            yield where


@pytest.fixture
def sqlite_place(sqlite_template: Path, tmp_path: Path) -> Place:
    """Empty books of this release in SQLite, for what only concerns SQLite."""
    return Place(copied(sqlite_template, tmp_path / "data"))


@pytest.fixture
def installation(place: Place) -> Iterator[Opened]:
    """Open books with their clock and counters."""
    with opened(place) as whole:
        yield whole


@pytest.fixture
def books(installation: Opened) -> Books:
    """Empty books."""
    return installation.books


@pytest.fixture
def clock(installation: Opened) -> Clock:
    """The clock of the books."""
    return installation.clock


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What is executed on SQLite connections that are opened from now on."""
    executed: list[str] = []

    def note(_cursor: object, sql: str, _values: object) -> bool:
        executed.append(sql)
        return True

    def follow(connection: apsw.Connection) -> None:
        connection.exec_trace = note

    apsw.connection_hooks.append(follow)
    yield executed
    apsw.connection_hooks.remove(follow)
