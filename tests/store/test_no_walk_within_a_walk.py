"""No statement goes through all that a company has for each row of something else: that is what grows as its square.

SQLite keeps no statistics of the books, so it takes a company for ten rows and may think a walk through them cheap.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import apsw
import pytest

from accountsos import store
from accountsos.store.engine.opening import BOOKS_FILE
from accountsos.store.engine.sql import Sql

ALLOWED = {
    "checks.journal.NEIGHBOURS": "the three numbers of one entry",
    "checks.transactions.UNNAMED": "the postings, for a line that is found at fault",
    "company_sums.WRITES_OF_ALL": "the one head of each company that a person may see",
    "company_sums.MONEY_OF_ALL": "bank accounts of each company that a person may see",
    "maintenance.DUE_ENDPOINTS": "what was told since, up to the first",
    "work_due.WORK_DUE": "the same",
    "maintenance._STRAYS": "the next company of a table, found by its number",
    "pending_lines.OF_COMPANY": "imports, for each line that the bank has not booked",
    "second_steps.WITH_STEP": "second steps of each member",
    "users.COMPANIES_OF": "one person's companies",
    "users.MEMBER": "one person's memberships",
    "users.MEMBERS": "a company's members",
}
"""Statements that do, and through what: nothing that is many where it is asked."""
BESIDE_THE_BOOKS = ("accountsos.store.engine.", "accountsos.store.migrations")
_BOUND = re.compile(r"\((.*)\)")


def statements() -> Iterator[tuple[str, Sql]]:
    """Every statement that stands in a module of the store, alone or in a table of statements."""
    for found in pkgutil.walk_packages(store.__path__, "accountsos.store."):
        if found.name.startswith(BESIDE_THE_BOOKS):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            values: Iterable[object] = (value,)
            if isinstance(value, dict):
                values = value.values()
            elif isinstance(value, tuple | list):
                values = value
            for statement in values:
                if isinstance(statement, Sql) and not statement.sqlite.startswith("ORDER"):
                    yield f"{found.name.removeprefix('accountsos.store.')}.{name}", statement


ALL = dict(statements())


@pytest.fixture(scope="module")
def connection(sqlite_template: Path) -> Iterator[apsw.Connection]:
    opened = apsw.Connection(str(sqlite_template / BOOKS_FILE))
    yield opened
    opened.close()


def walked_within(connection: apsw.Connection, statement: str, values: int) -> list[str]:
    """The loops within others that are entered by the company alone, or by the company and a range."""
    loops: dict[int, list[str]] = {}
    again: set[int] = set()
    for step, parent, _, text in connection.execute("EXPLAIN QUERY PLAN " + statement, (1,) * values):
        if str(text).startswith("CORRELATED"):
            again.add(int(str(step)))
        if str(text).startswith(("SEARCH", "SCAN")):
            loops.setdefault(int(str(parent)), []).append(str(text))
    inner = [
        text
        for parent, each in loops.items()
        for text in each[parent not in again :]
        if _entered_by(text, ranges=parent in again) < 2
    ]
    return [text for text in inner if "AUTOMATIC" not in text]


def _entered_by(step: str, *, ranges: bool) -> int:
    """By how many columns a loop finds its rows at once: those with a value; a row's own number is enough.

    With `ranges`, those with both ends too: subqueries say `x BETWEEN t.x AND t.x` to choose an index.
    """
    bound = _BOUND.search(step)
    if bound is None:
        return 0
    ends = Counter(re.findall(r"(\w+)[<>]\?", bound[1])) if ranges else Counter()
    values = len(re.findall(r"(?<![<>])=\?", bound[1]))
    return 2 if "rowid" in bound[1] else values + sum(1 for each in ends.values() if each > 1)


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_inner_loop_walks_a_company(connection: apsw.Connection, name: str) -> None:
    statement = ALL[name]
    found = walked_within(connection, statement.sqlite, len(statement.names))
    assert bool(found) == (name in ALLOWED), found


def test_what_grows_as_its_square_is_noticed(connection: apsw.Connection) -> None:
    both_by_a_range = """SELECT DISTINCT e.entry_no, e.digest FROM posting p
        JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
        WHERE p.company_id = ? AND p.vat_period BETWEEN ? AND ? AND p.vat_code IS NOT NULL AND p.entry_no <= ?
        ORDER BY e.entry_no"""
    assert walked_within(connection, both_by_a_range, 4)


def test_every_exception_is_a_statement() -> None:
    assert ALL.keys() >= ALLOWED.keys()
