"""A desk on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.owed.desk import Desk, sat_down


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    seated = sat_down(place)
    yield seated
    assert seated.keeper.faults() == [], "verify is clean after every test"
    seated.world.books.close()
