"""On PostgreSQL too a page is read by the index that fits its filter, among many companies and after ANALYZE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.store import document_list, manual_journals
from accountsos.store.changed_things import MOMENTS
from accountsos.store.engine.in_list import only
from accountsos.store.engine.sql import Sql, Value
from accountsos.store.external_references import HOLDER
from accountsos.store.line_filter import Filter, values_of
from accountsos.store.transaction_list import NEWEST_FIRST, OLDEST_FIRST, Way, _statements_for
from tests.support.engines import postgres_place
from tests.support.postgres import PostgresServer

COMPANIES, LINES, OURS = 40, 2_000, 17
"""Every company has as many lines: an index that does not begin with the company would read forty times too much."""
FILLED = f"""
INSERT INTO bank_transaction (company_id, transaction_no, account_no, booked_on, amount, description, line_key,
    import_no, recorded_seq, status, category_no, confidence, source, contact_no, reviewed, parts, version)
  SELECT c, n, 1 + n % 2, 20240101 + n % 28 + 100 * (n % 12) + 10000 * (n % 3), n * 7 % 9000 - 4500, 'LINE ' || n, n,
    n / 100, n / 100, 1, n % 50, 9000, CASE WHEN n % 9 = 0 THEN 'u' ELSE 'y' END, n % 200, n % 2, 0, 1
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, {LINES}) AS n;
INSERT INTO contact (company_id, contact_no, name, payee_key, archived, lines, total_in, total_out)
  SELECT c, n, 'Party ' || n, 'PARTY ' || n, 0, 10, 1, 1
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(0, 199) AS n;
INSERT INTO document (company_id, document_no, digest, status, type, type_given, file_name, content_type, size,
    uploaded_at, recorded_seq, version, contact_no, issued_on, warnings)
  SELECT c, n, decode(lpad(to_hex(c * 10000 + n), 64, '0'), 'hex'), 'processed', 'receipt', 0, 'r.pdf',
    'application/pdf', 9, n, n, 1, n % 200, 20240101 + n % 28 + 100 * (n % 12), ''
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, 400) AS n;
INSERT INTO document_link (company_id, document_no, transaction_no, amount, score, source, reason, recorded_seq)
  SELECT c, n, n * 5, 1, 100, 'matched', '', n FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, 300) AS n;
INSERT INTO manual_journal (company_id, journal_no, template, entry_date, entry_no, recorded_seq)
  SELECT c, n, CASE WHEN n % 3 = 0 THEN 'depreciation' ELSE 'manual' END, 20240101 + n % 28 + 100 * (n % 12), n, n
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, 300) AS n;
INSERT INTO company_head SELECT c, 5000, 5000, ''::bytea, 1, 9, {LINES}, 9 FROM generate_series(1, {COMPANIES}) AS c;
INSERT INTO audit_event (company_id, seq, part, recorded_at, actor, action, subject, last_entry, entries_digest,
    text_digest, digest)
  SELECT c, n, 0, n, 'cli', 'transaction.change', 'txn', 1, ''::bytea, ''::bytea, ''::bytea
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, 3000) AS n;
INSERT INTO changed_thing (company_id, seq, kind, first_no, last_no, change, version, recorded_at)
  SELECT c, n, 1, 1 + n % {LINES}, 1 + n % {LINES}, 2, 2, n
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, 3000) AS n;
INSERT INTO external_reference (company_id, kind, thing_no, external_id)
  SELECT c, k, n, 'ours ' || n
  FROM generate_series(1, {COMPANIES}) AS c, generate_series(1, 2) AS k, generate_series(1, 200) AS n;
ANALYZE;
"""
Asking = psycopg.Connection[tuple[str]]


@pytest.fixture(scope="module")
def filled(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """Books of many companies, with what the planner knows of them."""
    folder: Path = tmp_path_factory.mktemp("plans")
    with postgres_place(postgres_server, folder / "data") as place:
        assert place.owner_url is not None
        with psycopg.connect(place.owner_url, autocommit=True) as connection:
            connection.execute(FILLED.encode())
            yield connection


def plan_of(filled: Asking, sql: Sql, **values: Value) -> str:
    """The planner's steps, one a line."""
    asked = dict.fromkeys(sql.names, 1) | {name: value for name, value in values.items() if name in sql.names}
    rows = filled.execute(f"EXPLAIN {sql.postgres}".encode(), asked)
    return "\n".join(row[0] for row in rows)


def page_plan(filled: Asking, chosen: Filter, *, way: Way = NEWEST_FIRST, after: bool = False) -> str:
    statements = _statements_for(chosen, after=after, way=way)
    where = {"after_day": 20250615, "after_number": 900} if after else {}
    return plan_of(filled, statements.page, **values_of(chosen) | where, company=OURS, limit=50, offset=0)


FILTERS = {
    "all": (Filter(), "bank_transaction_day"),
    "amounts": (Filter(amount_from=-100, amount_to=900), "bank_transaction_day"),
    "source": (Filter(source="rule"), "bank_transaction_day"),
    "import": (Filter(import_no=3, first=20240101, last=20240131), "bank_transaction_day"),
    "updated": (Filter(since=2_900), "bank_transaction_day"),
    "papers": (Filter(has_document=True), "bank_transaction_day"),
    "no papers": (Filter(has_document=False), "bank_transaction_day"),
    "no papers in a category": (Filter(has_document=False, category=3), "bank_transaction_category"),
    "category": (Filter(category=3), "bank_transaction_category"),
    "contact": (Filter(contact=3), "bank_transaction_contact"),
    "ids": (Filter(numbers=(1, 2, 3)), "bank_transaction_pkey"),
    "few papers": (Filter(has_document=True, few_papers=True), "bank_transaction_pkey"),
}
IN_ORDER = ("all", "amounts", "papers", "no papers")
"""Filters that let so many lines through that the page is read in the order of the index, and not sorted."""
WAYS = pytest.mark.parametrize("way", [NEWEST_FIRST, OLDEST_FIRST], ids=["newest first", "oldest first"])


def walked(steps: str) -> list[str]:
    """Tables that are read from end to end; that of heads has a row a company, and is as small as its index."""
    return [table for table in re.findall(r"Seq Scan on (\w+)", steps) if table != "company_head"]


@WAYS
@pytest.mark.parametrize("after", [False, True], ids=["offset", "cursor"])
@pytest.mark.parametrize("name", FILTERS)
def test_a_page_comes_from_its_own_index(filled: Asking, name: str, after: bool, way: Way) -> None:
    chosen, index = FILTERS[name]
    steps = page_plan(filled, chosen, way=way, after=after)
    assert re.search(rf"(Index Scan|Index Scan Backward) using {index} on bank_transaction t\b", steps), steps
    assert walked(steps) == []
    if name in IN_ORDER:
        assert "Sort" not in steps


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "updated"])
def test_the_total_reads_no_other_company(filled: Asking, name: str) -> None:
    statements = _statements_for(FILTERS[name][0], after=False, way=NEWEST_FIRST)
    steps = plan_of(filled, statements.total, **values_of(FILTERS[name][0]), company=OURS)
    assert [table for table in walked(steps) if not table.startswith("line_count")] == []  # these are empty here


ALL_DOCUMENTS: dict[str, Value] = {
    **dict.fromkeys(("type", "status", "search"), ""),
    **dict.fromkeys(("transaction", "unmatched", "since", "contact", "dated", "first", "last", "offset"), 0),
    "company": OURS,
    "limit": 50,
    "below": ABOVE_ALL,
}
DOCUMENTS: dict[str, dict[str, Value]] = {
    "all": {},
    "contact": {"contact": 7},
    "days": {"dated": 1, "first": 20240101, "last": 20240131},
    "days of a contact": {"contact": 7, "dated": 1, "first": 20240101, "last": 20240131},
    "updated": {"since": 2_990},
    "beside a line": {"transaction": 15},
    "beside no line": {"unmatched": 1},
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_read_of_one_company_alone(filled: Asking, name: str) -> None:
    steps = plan_of(filled, only(document_list.PAGE, "d.document_no", None), **ALL_DOCUMENTS | DOCUMENTS[name])
    assert re.search(r"(Index Scan Backward using|Bitmap Index Scan on) document_pkey\b", steps), steps
    assert walked(steps) == []


ALL_JOURNALS: dict[str, Value] = {"company": OURS, "first": 0, "last": NO_DAY_IS_LATER, "template": "", "since": 0}
JOURNALS: dict[str, dict[str, Value]] = {
    "all": {},
    "kind": {"template": "depreciation"},
    "days": {"first": 20240101, "last": 20240131},
    "updated": {"since": 2_990},
}


@pytest.mark.parametrize("name", JOURNALS)
def test_journals_are_read_of_one_company_alone(filled: Asking, name: str) -> None:
    page: dict[str, Value] = {"day": NO_DAY_IS_LATER, "number": ABOVE_ALL, "limit": 50, "offset": 0}
    steps = plan_of(filled, only(manual_journals.PAGE, "entry_no", None), **ALL_JOURNALS | page | JOURNALS[name])
    assert re.search(r"(Index Scan using|Bitmap Index Scan on) manual_journal_pkey\b", steps), steps
    assert walked(steps) == []


def test_what_another_system_calls_a_thing_is_looked_up_both_ways(filled: Asking) -> None:
    asked: dict[str, Value] = {"company": OURS, "kind": 2, "called": 2, "number": 7, "external_id": "ours 7"}
    assert "Index Scan using external_reference_by_id" in plan_of(filled, HOLDER, **asked)
    steps = plan_of(filled, MOMENTS, **asked)
    assert "Index Scan using external_reference_pkey" in steps
    assert walked(steps) == []
