"""The dashboard on empty books, and on books with two companies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place
from tests.dashboard.world import World, world_of
from tests.support.engines import Opened, opened


@pytest.fixture
def sqlite_world(sqlite_place: Place) -> Iterator[World]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    with opened(sqlite_place) as whole:
        yield world_of(whole)


@pytest.fixture
def world(installation: Opened) -> World:
    """Two companies, on each database."""
    return world_of(installation)
