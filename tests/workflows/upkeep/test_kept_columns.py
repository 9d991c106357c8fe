"""Whatever column is spoilt by raw SQL, verify names it; what follows from postings and facts, a repair rebuilds."""

from __future__ import annotations

import pytest

from accountsos.store.checks.fault import Finding
from accountsos.store.checks.rules import Rows
from accountsos.store.engine.sql import Sql
from accountsos.store.maintenance import OF_A_COMPANY, faults_of
from accountsos.workflows.upkeep.verify_books import EVERY_CHECK
from tests.workflows.upkeep.conftest import Full, spoil, spoiling
from tests.workflows.upkeep.kept_columns import TABLES as FIRST
from tests.workflows.upkeep.kept_columns import Table
from tests.workflows.upkeep.kept_columns_more import TABLES as FURTHER

TABLES: dict[str, Table] = {**FIRST, **FURTHER}
NOT_OF_THE_BOOKS = {
    "alembic_version": "kept by the migrations; books of another schema are not opened",
    "session": "who is logged in; it ends by itself and nothing in the books follows from it",
    "second_step": "what a person shares with a device; nothing in the books follows from it",
    "recovery_code": "the same",
    "password_reset": "a link that opens for half an hour; nothing in the books follows from it",
    "invitation": "a link that opens for seven days; what came of it is in the audit log",
    "first_user": "that somebody was the first to sign up; nothing in the books follows from it",
    "rate_window": "counts the requests of an hour; nothing in it matters after a power cut",
}
SPOILT = [
    pytest.param(table, column, to, id=f"{table}.{column}={to}")
    for table, columns in TABLES.items()
    for column, to in columns.found.items()
]
NONSENSE = [
    pytest.param(table, column, to, id=f"{table}.{column}={to}")
    for table, columns in TABLES.items()
    for column, to in columns.nonsense.items()
]
IN_WORDS = {"chain", "digest", "balance", "bank", "orphan", "stray", "entries", "standing", "damage", "vat"}
"""Checks of which the message itself says what should be: that nothing was changed, or that something is there."""


def columns_of(full: Full) -> dict[str, set[str]]:
    """Every column of every table there is."""
    listed = (
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        if full.engine == "sqlite"
        else "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    found: dict[str, set[str]] = {}
    for table, column in full.reader.rows(Sql(listed)):
        found.setdefault(table, set()).add(column)
    return found


def test_every_column_is_checked_or_is_a_fact_with_a_reason(full: Full) -> None:
    there = {table: columns for table, columns in columns_of(full).items() if table not in NOT_OF_THE_BOOKS}
    listed = {}
    for table, columns in TABLES.items():
        facts = [name for names in columns.facts.values() for name in names.split()]
        assert set(columns.found).isdisjoint(facts), f"{table}: a column is checked and a fact"
        assert all(columns.facts), f"{table}: a fact without a reason"
        listed[table] = {*columns.found, *facts}
    assert listed == there


def test_the_books_of_this_test_have_a_row_in_every_table_and_agree(full: Full) -> None:
    with spoiling(full):
        assert full.found() == []
    empty = [t for t in TABLES if not full.reader.rows(Sql(f"SELECT 1 FROM {t} LIMIT 1"))]
    assert empty == []


def test_rows_of_no_company_are_looked_for_in_every_table(full: Full) -> None:
    with_company = {table for table, columns in columns_of(full).items() if "company_id" in columns}
    assert with_company == {*OF_A_COMPANY, "company"}


@pytest.mark.parametrize(("table", "column", "to"), SPOILT)
def test_a_spoilt_column_is_named(full: Full, table: str, column: str, to: str) -> None:
    name = f"{table}.{column}"
    with spoiling(full):
        spoil(full, name, to)
        is_named(name, full.found())


@pytest.mark.parametrize(("table", "column", "to"), NONSENSE)
def test_nonsense_in_a_fact_is_named_by_the_rules_of_its_table(full: Full, table: str, column: str, to: str) -> None:
    name, rules = f"{table}.{column}", [c for c in EVERY_CHECK if isinstance(c, Rows) and c.table == table]
    with spoiling(full):
        spoil(full, name, to)
        is_named(name, [fault.finding for fault in faults_of(full.reader, full.company, rules)])


def is_named(name: str, findings: list[Finding]) -> None:
    """Which thing, which column, what it should be."""
    named = [f for f in findings if name in f.columns]
    assert named, f"verify says only {[(f.check, f.message) for f in findings][:5]}"
    assert all(f.thing and f.message for f in named)
    assert any(f.expected is not None or f.check in IN_WORDS for f in named)
