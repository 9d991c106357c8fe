"""Books of an earlier release: what a migration fills in is what this release would have kept itself."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Row, Sql
from accountsos.store.line_counter import COUNTED
from accountsos.workflows.unit_of_work import Books
from tests.store.test_treatment_of_older_books import WAITING_UNMADE
from tests.support.bookkeeper import found, simple_file
from tests.support.engines import opened
from tests.support.older_lines import write_as_before

REFERENCES = Sql(
    """SELECT payee_key, money_in, category_no, stem, lines, last_on FROM payee_reference WHERE lines > 0
       ORDER BY payee_key, money_in, category_no, stem"""
)
WAITING = {
    span: Sql(f"SELECT category_no, {span}, {', '.join(COUNTED)} FROM line_count_{span} WHERE lines > 0 ORDER BY 1, 2")
    for span in ("month", "day")
}
RUN_AGAIN = """
import importlib, sys
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

url, module, *unmade = sys.argv[1:]
with sa.create_engine(url).begin() as connection:
    with Operations.context(MigrationContext.configure(connection)):
        for statement in unmade:
            connection.exec_driver_sql(statement)
        importlib.import_module(f"accountsos.store.migrations.versions.{module}").upgrade()
"""
"""One migration once more, in a process of its own, as the migrator itself runs."""


def test_references_are_learnt_from_the_lines_that_people_have_filed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_as_before(monkeypatch)
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(simple_file([(date(2025, 5, 1), -100, "ACME"), (date(2025, 6, 1), -200, "ACME")]))
        for number in keeper.numbers():
            keeper.change(number, category_id="cat_rent")
        kept = references(installation.books)
    assert [row[3:] for row in kept] == [("REF", 2, 20250601)]
    migrated_again(place, "0013_payee_references", "DROP TABLE payee_reference")
    with opened(place) as again:
        assert references(again.books) == kept
        keeper.books = again.books
        assert keeper.faults() == []


def test_what_waits_is_counted_of_the_lines_that_are_there(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(
            simple_file(
                [
                    (date(2025, 5, 1), -100, "ACME"),
                    (date(2025, 6, 1), 200, "ACME"),
                    (date(2025, 6, 1), -300, "HMRC VAT"),
                    (date(2025, 6, 9), -700, "TESCO STORES 1234"),
                ]
            )
        )
        keeper.change(keeper.numbers()[0], category_id="cat_rent")
        kept = waiting(installation.books)
    assert sum(row[5] + row[8] for row in kept["month"] if row[0] == 0) == 3
    migrated_again(place, "0019_waiting_lines", *WAITING_UNMADE)
    with opened(place) as again:
        assert waiting(again.books) == kept
        keeper.books = again.books
        assert keeper.faults() == []


def waiting(books: Books) -> dict[str, list[Row]]:
    return books.look(lambda db: {span: db.rows(sql) for span, sql in WAITING.items()})


def references(books: Books) -> list[Row]:
    return books.look(lambda db: db.rows(REFERENCES))


def migrated_again(place: Place, module: str, *unmade: str) -> None:
    """Run the migration once more, after what it made was taken away by these statements."""
    url = f"sqlite:///{place.data / BOOKS_FILE}"
    if place.owner_url is not None:
        url = place.owner_url.replace("postgresql://", "postgresql+psycopg://", 1)
    subprocess.run([sys.executable, "-c", RUN_AGAIN, url, module, *unmade], check=True)
