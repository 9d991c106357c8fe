"""Clock, environment, money, postings and SQL each have one place."""

from __future__ import annotations

import ast
import re

import pytest

from tests.tidy.tree import dotted, files, parsed, texts, walk, without

CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"} | {
    f"{module}{name}"
    for module in ("time.", "")
    for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")
    if module or name != "time"
}
SURROUNDINGS = {"os.environ", "os.getenv", "os.environb", "environ", "getenv"}

MAY_READ_CLOCK_OR_ENVIRONMENT = {
    "src/accountsos/main.py": "the one place that reads both and hands them on",
    "src/accountsos/api/app.py": "how long a request took, for log and meters; nothing is decided by it",
    "src/accountsos/api/calendar_feed.py": "the same, for the meters",
    "src/accountsos/dashboard/app.py": "the same",
    "src/accountsos/jobs/kinds.py": "the same of reading a document",
    "src/accountsos/jobs/beside_server.py": "how long a worker that was told to end has had, by the clock of no day",
    "src/accountsos/jobs/limits.py": "which folder the reader was given for itself, before anything else is loaded",
    "src/accountsos/jobs/worker.py": "when to look again whose turn it is, by the clock of no day",
    "src/accountsos/store/engine/postgres_watch.py": "how long a statement has waited, by the clock of no day",
    "src/accountsos/store/engine/sqlite_counter.py": "when to try a file again, by the clock of no day",
    "src/accountsos/store/engine/call_file.py": "the same, and how long another process has held it",
    "src/accountsos/workflows/access/manage_keys.py": "the age of a remembered key, by the clock that no one can set",
    "src/accountsos/workflows/access/session_ring.py": "the same of a session",
    "src/accountsos/store/engine/database_copy.py": "hands its own environment, with the password, to pg_dump",
    "src/accountsos/store/engine/migrate.py": "hands its own environment to the child that migrates",
    "src/accountsos/store/migrations/versions/0001_books.py": "runs in that child; which role is granted the tables",
    "src/accountsos/store/migrations/versions/0002_vat.py": "the same",
    "src/accountsos/store/migrations/versions/0003_documents.py": "the same",
    "src/accountsos/store/migrations/versions/0004_invoices.py": "the same",
    "src/accountsos/store/migrations/versions/0005_mileage.py": "the same",
    "src/accountsos/store/migrations/versions/0010_people.py": "the same",
    "src/accountsos/store/migrations/versions/0011_gone_lines.py": "the same",
    "src/accountsos/store/migrations/versions/0013_payee_references.py": "the same",
    "src/accountsos/store/migrations/versions/0015_refilings.py": "the same",
    "src/accountsos/store/migrations/versions/0018_fixed_assets.py": "the same",
    "src/accountsos/store/migrations/versions/0020_column_layouts.py": "the same",
    "src/accountsos/store/migrations/versions/0022_changed_things.py": "the same",
    "src/accountsos/store/migrations/versions/0024_invited.py": "the same",
    "src/accountsos/store/migrations/versions/0023_webhooks.py": "the same",
    "src/accountsos/store/migrations/versions/0025_external_references.py": "the same",
    "src/accountsos/store/migrations/versions/0026_foreign_lines.py": "the same",
    "src/accountsos/jobs/deliver_webhooks.py": "when to write down and to forget, by the clock of no day",
    "src/accountsos/store/migrations/versions/0028_model_answers.py": "the same",
    "src/accountsos/outbound/connection.py": "how long an attempt may still take, by the clock of no day",
    "src/accountsos/outbound/send.py": "the same",
    "src/accountsos/outbound/ask_model.py": "the same",
    "src/accountsos/documents/picture.py": "tells the reader's library, before it loads, to use one thread",
}
EXACT = ("ledger", "reports", "store", "uk_rules", "statements", "money.py")
"""Rooms in which no binary float may stand."""

MAY_HOLD_SQL: dict[str, str] = {}
_CHANGES = re.compile(r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\b")
_READS = re.compile(r"\bSELECT\b.*\bFROM\b", re.DOTALL)
_JOURNAL = re.compile(r"\b(INTO|UPDATE|FROM)\s+(posting|journal_entry)\b")
JOURNAL = "src/accountsos/store/journal.py"
JOURNAL_TABLES = ("posting", "journal_entry")


def outside_readings(path: str, tree: ast.Module) -> list[str]:
    """Every use of the clock or of the environment."""
    return [
        f"{path}:{node.lineno} reads {dotted(node)}; take it as an argument"
        for node in walk(tree)
        if (isinstance(node, ast.Attribute) and dotted(node) in CLOCKS | SURROUNDINGS)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in CLOCKS | SURROUNDINGS)
    ]


MAY_TAKE_A_DAY = {
    "src/accountsos/dates.py": "London's day, in one place",
    "src/accountsos/dashboard/figures.py": "of a moment that it has brought to London, whose hour it says too",
    "src/accountsos/wire/shapes/companies/audit_table.py": "the same",
    "src/accountsos/statements/hmrc_rates.py": "what a file says, which has a day and no zone",
    "src/accountsos/documents/einvoice/xml.py": "the same",
    "src/accountsos/store/exchange_rates.py": "the same of a month",
}


def days_of_moments(path: str, tree: ast.Module) -> list[str]:
    """Every `moment.date()`: the day of a moment is London's, which in summer begins an hour before UTC's."""
    return [
        f"{path}:{node.lineno} takes a moment's day by itself; london_day does"
        for node in walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
    ]


def floats(path: str, tree: ast.Module) -> list[str]:
    """Calls of float() and numbers written with a point."""
    return [
        f"{path}:{node.lineno} has a binary float; money is whole pence, a rate is a Decimal"
        for node in walk(tree)
        if (isinstance(node, ast.Call) and dotted(node.func) == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]


def changing_sql(path: str, tree: ast.Module) -> list[str]:
    return [f"{path}:{line} changes the database; that is the store's" for line, t in texts(tree) if _CHANGES.search(t)]


def any_sql(path: str, tree: ast.Module) -> list[str]:
    return [
        f"{path}:{line} holds SQL; that is the store's"
        for line, t in texts(tree)
        if _CHANGES.search(t) or _READS.search(t)
    ]


def journal_writes(path: str, tree: ast.Module) -> list[str]:
    """Statements, and `Insert(…)` values, that write entries or postings."""
    found = [
        f"{path}:{line} writes {match[2]}"
        for line, t in texts(tree)
        if (match := _JOURNAL.search(t)) and _CHANGES.search(t)
    ]
    for node in walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "Insert" and node.args:
            table = node.args[0]
            if isinstance(table, ast.Constant) and table.value in JOURNAL_TABLES:
                found.append(f"{path}:{node.lineno} inserts into {table.value}")
    return found


def test_only_main_reads_the_clock_and_the_environment() -> None:
    found = [c for path in files("src") for c in outside_readings(path, parsed(path))]
    assert without(found, MAY_READ_CLOCK_OR_ENVIRONMENT) == []


def test_the_day_of_a_moment_is_london_s() -> None:
    found = [c for path in files("src") if "/generator/" not in path for c in days_of_moments(path, parsed(path))]
    assert without(found, MAY_TAKE_A_DAY) == []


@pytest.mark.parametrize("room", EXACT)
def test_no_binary_float_where_money_is_kept_or_added_up(room: str) -> None:
    assert [c for path in files(f"src/accountsos/{room}") for c in floats(path, parsed(path))] == []


def test_only_the_store_changes_the_database() -> None:
    elsewhere = [path for path in files("src") if not path.startswith("src/accountsos/store/")]
    assert [c for path in elsewhere for c in changing_sql(path, parsed(path))] == []


def test_sql_stands_in_the_store() -> None:
    elsewhere = [path for path in files("src") if not path.startswith("src/accountsos/store/")]
    assert without([c for path in elsewhere for c in any_sql(path, parsed(path))], MAY_HOLD_SQL) == []


def test_only_the_journal_writes_entries_and_postings() -> None:
    writers = {c.partition(":")[0] for path in files("src") for c in journal_writes(path, parsed(path))}
    assert writers == {JOURNAL}


@pytest.mark.parametrize(
    ("rule", "forbidden"),
    [
        (outside_readings, "import time\nnow = time.time()"),
        (outside_readings, "from time import monotonic\nage = monotonic()"),
        (outside_readings, "import os\nhome = os.environ['HOME']"),
        (outside_readings, "from datetime import date\ntoday = date.today()"),
        (days_of_moments, "day = cause.now.date()"),
        (floats, "share = float('0.2')"),
        (floats, "share = 0.2"),
        (changing_sql, "text = f'DELETE FROM {table}'"),
        (changing_sql, "text = 'UPDATE company SET name = 1'"),
        (any_sql, "text = 'SELECT 1 FROM company'"),
        (journal_writes, "NEW = Insert('posting', 'company_id')"),
        (journal_writes, "text = 'DELETE FROM journal_entry'"),
        (journal_writes, "text = 'UPDATE posting SET amount = 0'"),
    ],
)
def test_these_rules_notice_what_they_forbid(rule: object, forbidden: str) -> None:
    assert callable(rule)
    assert rule("x.py", ast.parse(forbidden)) != []


def test_a_docstring_may_speak_of_sql() -> None:
    assert changing_sql("x.py", ast.parse('"""An INSERT INTO a table."""')) == []


def positional(path: str, tree: ast.Module) -> list[str]:
    """Every `row[7]`: a stored row has names, and only the store knows its order."""
    return [
        f"{path}:{node.lineno} takes column {node.slice.value} of a stored row; give the row names in the store"
        for node in walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("row", "r", "stored")
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, int)
    ]


def test_only_the_store_knows_the_order_of_columns() -> None:
    rooms = ("workflows", "bookkeeping", "jobs", "api", "cli", "web", "dashboard", "wire", "reports")
    assert [
        c for room in rooms for path in files(f"src/accountsos/{room}") for c in positional(path, parsed(path))
    ] == []


def test_the_order_of_columns_is_noticed() -> None:
    assert len(positional("x.py", ast.parse("a = row[7]\nb = rows[0]\nc = row['name']"))) == 1


ROOMS_OF_DATA = ("generator", "categoriser", "store/migrations", "api/operations")
"""Rooms in which category ids are data or examples: what companies buy, what words mean, what a reply looks like."""


def category_literals(path: str, tree: ast.Module, known: frozenset[str]) -> list[str]:
    return [
        f"{path}:{node.lineno} says {node.value!r}; ledger/category_ids.py names it"
        for node in walk(tree)
        if isinstance(node, ast.Constant) and node.value in known
    ]


def test_an_id_of_the_chart_that_code_treats_by_itself_is_named_in_one_place() -> None:
    home = "src/accountsos/ledger/category_ids.py"
    known = frozenset(text for _, text in texts(parsed(home)) if text.startswith("cat_"))
    assert len(known) > 40
    others = [
        path
        for path in files("src")
        if path != home and not path.startswith(tuple(f"src/accountsos/{room}/" for room in ROOMS_OF_DATA))
    ]
    assert [c for path in others for c in category_literals(path, parsed(path), known)] == []


def test_a_category_id_in_the_code_is_noticed() -> None:
    assert len(category_literals("x.py", ast.parse("a = 'cat_vat'\nb = 'cat_van_hire'"), frozenset({"cat_vat"}))) == 1
