"""Fixtures: a counter on the standard scheme, and one on cash accounting, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.invoices.counter import Counter, opened_counter


@pytest.fixture
def counter(place: Place) -> Iterator[Counter]:
    with opened_counter(place) as found:
        yield found


@pytest.fixture
def on_cash(place: Place) -> Iterator[Counter]:
    with opened_counter(place, scheme="cash") as found:
        yield found


@pytest.fixture
def unregistered(place: Place) -> Iterator[Counter]:
    with opened_counter(place, scheme=None) as found:
        yield found
