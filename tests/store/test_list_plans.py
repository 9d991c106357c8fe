"""A page of the list is read from the index that fits its filter, however deep it is."""

from __future__ import annotations

import apsw
import pytest

from accountsos.store import journal, open_items, payees, pending_lines, transactions, vat
from accountsos.store.audit import OF_SUBJECT
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Sql
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.line_filter import Filter
from accountsos.store.transaction_list import NEWEST_FIRST, OLDEST_FIRST, Way, _statements_for
from accountsos.store.transactions import TRANSFER_CANDIDATES
from accountsos.store.vat import NOT_REVIEWED

FILTERS = {
    "all": (Filter(), "bank_transaction_day"),
    "search": (Filter(search="%x%"), "bank_transaction_day"),
    "reviewed": (Filter(reviewed=1), "bank_transaction_day"),
    "not reviewed": (Filter(reviewed=0), "bank_transaction_day"),
    "questions": (Filter(waiting="questions"), "bank_transaction_question"),
    "sure": (Filter(waiting="sure"), "bank_transaction_day"),
    "category": (Filter(category=1), "bank_transaction_category"),
    "account": (Filter(account=1), "bank_transaction_account"),
    "contact": (Filter(contact=1), "bank_transaction_contact"),
    "amounts": (Filter(amount_from=1, amount_to=2), "bank_transaction_day"),
    "source": (Filter(source="rule"), "bank_transaction_day"),
    "import": (Filter(import_no=1), "bank_transaction_day"),
    "papers": (Filter(has_document=True), "bank_transaction_day"),
    "no papers": (Filter(has_document=False), "bank_transaction_day"),
    "no papers in a category": (Filter(has_document=False, category=1), "bank_transaction_category"),
}
LOOKED_UP = {
    "ids": Filter(numbers=(1, 2, 3)),
    "ids in a category": Filter(numbers=(1, 2, 3), category=1, reviewed=0),
    "few papers": Filter(has_document=True, few_papers=True),
    "few papers of an account": Filter(has_document=True, few_papers=True, account=1, contact=1),
}


def plan(place: Place, chosen: Filter, *, after: bool, way: Way = NEWEST_FIRST, total: bool = False) -> str:
    statements = _statements_for(chosen, after=after, way=way)
    asked = statements.total if total else statements.page
    engine = SqliteEngine(place.data / BOOKS_FILE)
    try:
        steps = engine.connect().execute("EXPLAIN QUERY PLAN " + asked.sqlite, (1,) * len(asked.names)).fetchall()
    finally:
        engine.close()
    return " / ".join(str(step[3]) for step in steps)


WAYS = pytest.mark.parametrize("way", [NEWEST_FIRST, OLDEST_FIRST], ids=["newest first", "oldest first"])


@WAYS
@pytest.mark.parametrize("after", [False, True], ids=["offset", "cursor"])
@pytest.mark.parametrize("name", FILTERS)
def test_a_page_comes_in_order_from_its_own_index(sqlite_place: Place, name: str, after: bool, way: Way) -> None:
    chosen, index = FILTERS[name]
    steps = plan(sqlite_place, chosen, after=after, way=way)
    assert f"SEARCH t USING INDEX {index} (company_id=?" in steps
    assert "TEMP B-TREE" not in steps


BY_DAY = ["all", "search", "reviewed", "questions", "amounts", "import", "papers", "no papers"]


@pytest.mark.parametrize("name", BY_DAY)
def test_a_cursor_enters_the_index_of_days_at_its_row(sqlite_place: Place, name: str) -> None:
    assert "(booked_on,transaction_no)<(?,?)" in plan(sqlite_place, FILTERS[name][0], after=True)
    upwards = plan(sqlite_place, FILTERS[name][0], after=True, way=OLDEST_FIRST)
    assert "(booked_on,transaction_no)>(?,?)" in upwards


@WAYS
@pytest.mark.parametrize("after", [False, True], ids=["offset", "cursor"])
@pytest.mark.parametrize("name", LOOKED_UP)
def test_what_is_named_is_looked_up_and_nothing_walked(sqlite_place: Place, name: str, after: bool, way: Way) -> None:
    for total in (False, True):
        steps = plan(sqlite_place, LOOKED_UP[name], after=after, way=way, total=total)
        assert "SEARCH t USING PRIMARY KEY (company_id=? AND transaction_no=?)" in steps


def test_a_search_of_all_days_goes_through_the_table_and_one_of_some_days_through_these(sqlite_place: Place) -> None:
    whole = plan(sqlite_place, Filter(search="%x%"), after=False, total=True)
    assert "SEARCH t USING PRIMARY KEY (company_id=?)" in whole
    month = plan(sqlite_place, Filter(search="%x%", first=20260501, last=20260531), after=False, total=True)
    assert "SEARCH t USING INDEX bank_transaction_day (company_id=? AND booked_on>? AND booked_on<?)" in month
    rare = _statements_for(Filter(search="%x%"), after=False, few=True).page
    engine = SqliteEngine(sqlite_place.data / BOOKS_FILE)
    steps = engine.connect().execute("EXPLAIN QUERY PLAN " + rare.sqlite, (1,) * len(rare.names)).fetchall()
    engine.close()
    assert str(steps[0][3]) == "SEARCH t USING PRIMARY KEY (company_id=?)"


def test_lines_without_papers_are_all_less_those_with(sqlite_place: Place) -> None:
    steps = plan(sqlite_place, Filter(has_document=False), after=False, total=True)
    assert "SEARCH line_count_month USING PRIMARY KEY" in steps
    assert "SEARCH t USING PRIMARY KEY (company_id=? AND transaction_no=?)" in steps
    assert "bank_transaction_day" not in steps


@WAYS
@pytest.mark.parametrize("after", [False, True], ids=["offset", "cursor"])
@pytest.mark.parametrize("name", ["not reviewed", "sure"])
def test_of_lines_that_wait_only_the_days_are_entered_that_have_some(
    sqlite_place: Place, name: str, after: bool, way: Way
) -> None:
    steps = plan(sqlite_place, FILTERS[name][0], after=after, way=way)
    assert "SEARCH t USING INDEX bank_transaction_day (company_id=? AND booked_on=?" in steps
    assert "SEARCH w USING PRIMARY KEY (company_id=? AND category_no=? AND day>? AND day<?)" in steps


@pytest.mark.parametrize("chosen", [Filter(reviewed=0), Filter(reviewed=1), Filter(waiting="sure")])
def test_how_many_wait_is_known_without_a_look_at_the_lines(sqlite_place: Place, chosen: Filter) -> None:
    assert "bank_transaction" not in plan(sqlite_place, chosen, after=False, total=True)


def test_reviewed_lines_are_not_walked_to_find_the_others(sqlite_place: Place) -> None:
    engine = SqliteEngine(sqlite_place.data / BOOKS_FILE)
    found = []
    for statement in (NOT_REVIEWED, TRANSFER_CANDIDATES):
        text = "EXPLAIN QUERY PLAN " + statement.sqlite
        steps = engine.connect().execute(text, (1,) * len(statement.names)).fetchall()
        found.append(" / ".join(str(step[3]) for step in steps))
    engine.close()
    assert "SEARCH t " not in found[0]
    assert "SEARCH line_count_month USING PRIMARY KEY" in found[0]
    assert "USING INDEX bank_transaction_category (company_id=? AND category_no=? AND booked_on>?" in found[1]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (journal.OF_CATEGORY, "posting_category"),
        (journal.COUNT_OF_CATEGORY, "posting_category"),
        (open_items.MOVED, "posting_category"),
        (transactions.WAITING_AS_KNOWN, "posting_category"),
        (vat.POSTINGS, "posting_vat"),
    ],
)
def test_postings_of_one_account_or_period_are_not_looked_for_in_all(
    sqlite_place: Place, statement: Sql, index: str
) -> None:
    engine = SqliteEngine(sqlite_place.data / BOOKS_FILE)
    steps = engine.connect().execute("EXPLAIN QUERY PLAN " + statement.sqlite, (1,) * len(statement.names)).fetchall()
    engine.close()
    texts = [str(step[3]) for step in steps]
    assert [text.split(" (")[0] for text in texts if "posting" in text or " p " in text] in (
        [f"SEARCH p USING INDEX {index}"],
        [f"SEARCH posting USING INDEX {index}"],
    )


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        (pending_lines.OF_COMPANY, "bank_transaction_pending (company_id>? AND company_id<?)"),
        (pending_lines.OF_IMPORT, "bank_transaction_pending (company_id>? AND company_id<?)"),
        (payees.LATELY_OF_PAYEE, "bank_transaction_contact (company_id=? AND contact_no=? AND booked_on>?"),
        (payees.LAST_OF_PAYEE, "bank_transaction_contact (company_id=? AND contact_no=? AND booked_on<?)"),
    ],
)
def test_what_an_import_asks_of_the_books_does_not_walk_the_company(
    sqlite_place: Place, statement: Sql, step: str
) -> None:
    connection = apsw.Connection(str(sqlite_place.data / BOOKS_FILE))
    text = "EXPLAIN QUERY PLAN " + statement.sqlite
    steps = connection.execute(text, (1,) * len(statement.names)).fetchall()
    connection.close()
    assert f"INDEX {step}" in str(steps[0][3])


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        (open_items.FILED_UNDER, "t USING INDEX bank_transaction_category (company_id=? AND category_no=?"),
        (open_items.OPEN_INVOICES, "i USING INDEX invoice_unsettled (company_id=? AND side=? AND settled_on=?"),
        (open_items.READ_AS_OWED, "t USING INDEX bank_transaction_owed"),
        (open_items.PAID_AFTER, "t USING INDEX bank_transaction_owed (company_id=? AND booked_on>?"),
        (open_items.TOUCHED, "posting USING PRIMARY KEY (company_id=? AND entry_no>?)"),
    ],
)
def test_what_is_owed_is_not_looked_for_in_all_that_a_company_has(
    sqlite_place: Place, statement: Sql, step: str
) -> None:
    connection = apsw.Connection(str(sqlite_place.data / BOOKS_FILE))
    steps = connection.execute("EXPLAIN QUERY PLAN " + statement.sqlite, (1,) * len(statement.names)).fetchall()
    connection.close()
    assert any(str(each[3]).startswith(f"SEARCH {step}") for each in steps), steps


def test_the_history_of_one_thing_is_not_searched_in_the_whole_log(sqlite_place: Place) -> None:
    connection = apsw.Connection(str(sqlite_place.data / BOOKS_FILE))
    steps = connection.execute("EXPLAIN QUERY PLAN " + OF_SUBJECT.sqlite, (1, "txn_x")).fetchall()
    connection.close()
    texts = [str(step[3]) for step in steps]
    walked = [text for text in texts if "audit_event" in text or text.startswith("SEARCH e ")]
    assert walked == [
        "SEARCH e USING PRIMARY KEY (company_id=? AND seq=?)",
        "SEARCH audit_event USING COVERING INDEX audit_event_subject (company_id=? AND subject=?)",
    ]
