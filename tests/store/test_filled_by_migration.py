"""Books of an earlier release: what a migration fills in is what this release would have kept itself."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any

import apsw
import psycopg

from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Row, Sql
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found, simple_file
from tests.support.engines import opened

REFERENCES = Sql(
    "SELECT payee_key, money_in, category_no, stem, lines, last_on FROM payee_reference WHERE lines > 0 ORDER BY 1, 2, 3"
)
EARLIER = ("DROP TABLE payee_reference", "UPDATE alembic_version SET version_num = '0011'")


def test_references_are_learnt_from_the_lines_that_people_have_filed(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(simple_file([(date(2025, 5, 1), -100, "ACME"), (date(2025, 6, 1), -200, "ACME")]))
        for number in keeper.numbers():
            keeper.change(number, category_id="cat_rent")
        kept = references(installation.books)
    assert [row[3:] for row in kept] == [("REF", 2, 20250601)]
    _make_earlier(place)
    with opened(place) as again:
        assert references(again.books) == kept
        keeper.books = again.books
        assert keeper.faults() == []


def references(books: Books) -> list[Row]:
    return books.look(lambda db: db.rows(REFERENCES))


def _make_earlier(place: Place) -> None:
    if place.owner_url is None:
        with closing(apsw.Connection(str(place.data / BOOKS_FILE))) as file:
            run: Any = file.execute
            for statement in EARLIER:
                run(statement)
        return
    with psycopg.connect(place.owner_url) as server:
        for statement in EARLIER:
            server.execute(statement.encode())
