"""A company registered for VAT beside another, for papers that go through the door to the boxes of a return."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place
from tests.api.operations.world import NOON, World, found, open_world
from tests.support.engines import opened

SCHEME = {"scheme": "standard", "from": "2025-10-01", "vat_number": "GB 999 9999 73"}


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    with opened(place) as first:
        first.clock.now = NOON
        tenants = [found(first.books, name, lines=False) for name in ("Harbour Lane Ltd", "Mill Street Ltd")]
    whole = open_world(place, tenants)
    whole.ours.post("/api/vat-schemes", SCHEME, scope="admin", status=200)
    yield whole
    whole.books.close()
