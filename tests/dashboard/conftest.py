"""The dashboard on empty books, and on books with two companies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from accountsos.store.engine.opening import Place
from tests.dashboard.browser import a_browser, a_server
from tests.dashboard.signed import Signed, signed_up
from tests.dashboard.world import World, world_again, world_of
from tests.support.engines import copied, opened
from tests.workflows.documents.papers import Clerk


@pytest.fixture(scope="session")
def first_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two companies on SQLite, made once per worker: closed, and copied for each test."""
    with opened(Place(copied(sqlite_template, tmp_path_factory.mktemp("first-world") / "data"))) as whole:
        return world_of(whole)


@pytest.fixture
def sqlite_world(sqlite_place: Place, first_world: World) -> Iterator[World]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    with _copy(first_world, sqlite_place) as world:
        yield world


@contextmanager
def _copy(first: World, place: Place) -> Iterator[World]:
    shutil.copytree(first.opened.place.data, place.data, dirs_exist_ok=True)
    with opened(place) as whole:
        yield world_again(whole, first)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file, and no longer: its loop runs in this thread, where others run theirs."""
    with a_browser() as found:
        yield found


@pytest.fixture(scope="module")
def signed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """One server for all tests of a file that look at pages."""
    folder = tmp_path_factory.mktemp("dashboard")
    with a_server(folder / "books") as served:
        yield signed_up(browser, served, folder)


@pytest.fixture(scope="module")
def looked_at(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same for all tests of a file that only look: made once."""
    with opened(Place(copied(sqlite_template, tmp_path_factory.mktemp("looked-at") / "data"))) as whole:
        world = world_of(whole)
        for company in (world.ours, world.theirs):
            Clerk(company.keeper).read_all()
        yield world


@pytest.fixture
def world(place: Place, request: pytest.FixtureRequest) -> Iterator[World]:
    """Two companies, on each database."""
    if place.database_url is None:
        with _copy(request.getfixturevalue("first_world"), place) as world:
            yield world
        return
    with opened(place) as whole:
        yield world_of(whole)
