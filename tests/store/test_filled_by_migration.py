"""Books of an earlier release: what a migration fills in is what this release would have kept itself."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Row, Sql
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found, simple_file
from tests.support.engines import opened

REFERENCES = Sql(
    """SELECT payee_key, money_in, category_no, stem, lines, last_on FROM payee_reference WHERE lines > 0
       ORDER BY payee_key, money_in, category_no, stem"""
)
RUN_AGAIN = """
import importlib, sys
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

url, module, table = sys.argv[1:]
with sa.create_engine(url).begin() as connection:
    with Operations.context(MigrationContext.configure(connection)):
        connection.exec_driver_sql(f"DROP TABLE {table}")
        importlib.import_module(f"accountsos.store.migrations.versions.{module}").upgrade()
"""
"""One migration once more, in a process of its own, as the migrator itself runs."""


def test_references_are_learnt_from_the_lines_that_people_have_filed(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(simple_file([(date(2025, 5, 1), -100, "ACME"), (date(2025, 6, 1), -200, "ACME")]))
        for number in keeper.numbers():
            keeper.change(number, category_id="cat_rent")
        kept = references(installation.books)
    assert [row[3:] for row in kept] == [("REF", 2, 20250601)]
    _migrated_again(place, "0013_payee_references", "payee_reference")
    with opened(place) as again:
        assert references(again.books) == kept
        keeper.books = again.books
        assert keeper.faults() == []


def references(books: Books) -> list[Row]:
    return books.look(lambda db: db.rows(REFERENCES))


def _migrated_again(place: Place, module: str, table: str) -> None:
    url = f"sqlite:///{place.data / BOOKS_FILE}"
    if place.owner_url is not None:
        url = place.owner_url.replace("postgresql://", "postgresql+psycopg://", 1)
    subprocess.run([sys.executable, "-c", RUN_AGAIN, url, module, table], check=True)
