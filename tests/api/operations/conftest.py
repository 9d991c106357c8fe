"""Fixtures: two companies are founded once, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from accountsos.store.engine.opening import open_store
from accountsos.workflows.unit_of_work import Books
from tests.api.operations.world import NOON, Tenant, World, found, furnish, open_world, place_in


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Tenant]]:
    folder = tmp_path_factory.mktemp("template")
    books = Books(open_store(place_in(folder)).engine, lambda: NOON)
    tenants = [found(books, "Harbour Lane Ltd"), found(books, "Mill Street Ltd")]
    books.close()
    furnished = open_world(place_in(folder), tenants)
    tenants[1].furniture.update(furnish(furnished.theirs, "Mill"))
    furnished.books.close()
    return folder, tenants


@pytest.fixture
def world(template: tuple[Path, list[Tenant]], tmp_path: Path) -> Iterator[World]:
    folder, tenants = template
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    found_world = open_world(place_in(data), tenants)
    yield found_world
    found_world.books.close()
