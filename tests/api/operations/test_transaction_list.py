"""The list of transactions: its shape, its filters, its refusals, its pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.store.engine.sql import moment_from
from accountsos.store.names import names_of
from accountsos.store.transaction_list import ListedTransaction
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import money_out
from accountsos.wire.shapes.bank.transaction_list import TransactionList, TransactionRow, transaction_list
from accountsos.wire.shapes.common import CategoryRef, ContactRef, confidence_text, number_text
from accountsos.workflows.bank.list_transactions import TransactionPage
from tests.api.operations.world import World

QUICKSTART = ["id", "date", "description", "amount", "currency", "category", "confidence", "bank_account_id", "notes"]


def test_a_row_starts_with_the_fields_of_the_quickstart_in_their_order(world: World) -> None:
    answer = world.ours.ask(
        "GET", "/api/transactions?category=cat_software", headers=[("Content-Type", "application/json")]
    )
    row = answer.json()["transactions"][1]
    assert list(row)[:9] == QUICKSTART
    assert list(answer.json()) == ["transactions", "pagination"]
    assert {name: row[name] for name in QUICKSTART} == {
        "id": world.transactions[1],
        "date": "2025-06-10",
        "description": "AWS EMEA",
        "amount": -45.99,
        "currency": "GBP",
        "category": {"id": "cat_software", "name": "Software & Subscriptions"},
        "confidence": 1,
        "bank_account_id": "ba_main",
        "notes": None,
    }
    assert row["contact"]["id"].startswith("con_")
    assert (row["reviewed"], row["category_source"], row["direction"], row["split_count"]) == (True, "person", "out", 0)
    assert answer.json()["pagination"] == {"total": 2, "limit": 50, "offset": 0, "has_more": False, "next_cursor": None}


def test_amounts_are_written_with_two_decimals(world: World) -> None:
    body = world.ours.ask("GET", "/api/transactions?category=cat_sales").body
    assert b'"amount":2000.00,' in body
    assert b'"amount":1000.00,' in body


def test_the_list_encoded_by_hand_is_what_its_schema_says(world: World) -> None:
    made = (1_800_000_000_000_001, 1_800_000_100_000_000)
    odd = 'He said "no" \\ / \u2028 \x7f £ 名 \U0001f9fe\t'
    rows = [
        ListedTransaction(
            1,
            20250106,
            odd,
            -5,
            None,
            1,
            9500,
            1001,
            odd,
            7,
            odd,
            0,
            "history",
            0,
            1,
            *made,
        ),
        ListedTransaction(2**31 - 1, 19000101, "", 0, "JPY", 2, 10_000, 1001, None, None, None, 1, "person", 3, 1),
        ListedTransaction(62**4, 21991231, "x", 10**15, "KWD", 3, 0, 1001, "", 62**4 - 1, "", 1, "none", 0, 1),
        ListedTransaction(62**4 - 1, 20000229, "x", 199, "GBP", 3, 1, 1001, "", 1, "A", 0, "rule", 0, 1),
    ]
    company = world.ours.tenant.number
    with world.books.engine.reading() as db:
        names = names_of(db, company)
    page = TransactionPage(rows, 4, names, company)
    body = transaction_list(page, limit=4, offset=0, has_more=False, next_cursor=None)
    expected = [
        TransactionRow(
            ids.public_id("txn_", company, row.number),
            f"{row.booked_on // 10000}-{row.booked_on // 100 % 100:02d}-{row.booked_on % 100:02d}",
            row.description,
            money_out(row.amount, row.currency or "GBP"),
            row.currency or "GBP",
            CategoryRef(names.category_id[row.category_no], names.chart[names.category_id[row.category_no]].name),
            msgspec.Raw(confidence_text(row.confidence).encode()),
            "ba_main",
            row.notes,
            ContactRef(ids.public_id("con_", company, row.contact_no), row.contact_name or "")
            if row.contact_no
            else None,
            bool(row.reviewed),
            row.source,
            None if not row.amount else "in" if row.amount > 0 else "out",
            row.parts,
            rfc3339(moment_from(row.created_at)),
            rfc3339(moment_from(max(row.updated_at or 0, row.created_at))),
        )
        for row in rows
    ]
    assert msgspec.json.decode(body, type=TransactionList).transactions == msgspec.json.decode(
        encode_json(expected), type=list[TransactionRow]
    )


@pytest.mark.parametrize(
    ("stored", "shown"), [(0, "0"), (1, "0.0001"), (9500, "0.95"), (9000, "0.9"), (9999, "0.9999"), (10_000, "1")]
)
def test_a_confidence_is_as_short_as_it_can_be(stored: int, shown: str) -> None:
    assert confidence_text(stored) == shown


@pytest.mark.parametrize("number", [1, 61, 62, 3843, 3844, 62**4 - 1, 62**4, 2**31 - 1])
def test_the_short_way_to_an_id_is_the_same_id(number: int) -> None:
    assert number_text(number) == ids.base62(number, 8)


def found(world: World, query: str) -> list[int]:
    """Which of `LINES` the query lets through, newest first."""
    listed = world.ours.get(f"/api/transactions?{query}")
    assert listed["pagination"]["total"] == len(listed["transactions"])
    return [world.transactions.index(row["id"]) for row in listed["transactions"]]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("", [6, 5, 4, 3, 2, 1, 0]),
        ("from=2025-07-10", [6, 5, 4, 3, 2]),
        ("to=2025-07-10", [3, 2, 1, 0]),
        ("from=2025-07-10&to=2025-07-10", [3, 2]),
        ("from=2025-06-10&to=2025-08-02&category=cat_software", [2, 1]),
        ("category=cat_uncategorised", [6]),
        ("bank_account=ba_main&from=2026-01-01", [6]),
        ("search=trainline", [4, 3]),
        ("search=REFUND", [4]),
        ("search=100%25", []),
        ("search=_", []),
        ("reviewed=false", [6]),
        ("reviewed=true&to=2025-06-30", [1, 0]),
        ("direction=in", [5, 4, 0]),
        ("direction=out&from=2025-07-10", [6, 3, 2]),
        ("min_confidence=1&to=2025-05-31", [0]),
        ("max_confidence=0.9999", [6]),
        ("bank_account=ba_nothing", []),
        ("contact=con_nothing", []),
        ("contact=con_00000000000001", []),
    ],
)
def test_filters_let_through_what_they_say(world: World, query: str, lines: list[int]) -> None:
    assert found(world, query) == lines


def test_the_filter_by_contact_finds_its_lines(world: World) -> None:
    assert found(world, "contact=" + world.contact("acme")) == [5, 0]


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1_0", "limit"),
        ("limit=٣", "limit"),
        ("limit=", "limit"),
        ("limit=10&limit=10", "limit"),
        ("offset=-1", "offset"),
        ("from=20250105", "from"),
        ("from=2025-W01-1", "from"),
        ("to=2025-02-30", "to"),
        ("from=2025-02-01&to=2025-01-31", "from"),
        ("category=cat_nothing", "category"),
        ("category=software", "category"),
        ("reviewed=yes", "reviewed"),
        ("direction=up", "direction"),
        ("min_confidence=1.1", "min_confidence"),
        ("min_confidence=0.9&max_confidence=0.1", "min_confidence"),
        ("cursor=nonsense", "cursor"),
        ("cursor=nonsense&offset=1", None),
        ("colour=red", "colour"),
        ("search=%20", "search"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(world: World, query: str, param: str | None) -> None:
    error = world.ours.refused("GET", "/api/transactions?" + quote(query, safe="=&%"))
    assert (error["status"], error["code"]) == (400, "bad_request")
    assert param is None or error["param"] == param


def pages(world: World, query: str, step: Any) -> list[list[int]]:
    """Page after page by what the one before says, adding a line between them."""
    seen, more = [], query
    while True:
        page = world.ours.get(f"/api/transactions?{more}")
        seen.append([world.transactions.index(r["id"]) for r in page["transactions"] if r["id"] in world.transactions])
        assert page["pagination"]["has_more"] == (page["pagination"]["next_cursor"] is not None)
        if not page["pagination"]["has_more"]:
            return seen
        more = step(page["pagination"])


def test_offsets_walk_the_list_without_gap_or_repetition(world: World) -> None:
    walked = pages(world, "limit=3", lambda p: f"limit=3&offset={p['offset'] + 3}")
    assert walked == [[6, 5, 4], [3, 2, 1], [0]]


def test_a_cursor_neither_skips_nor_repeats_while_lines_are_added(world: World) -> None:
    def step(page: dict[str, Any]) -> str:
        for day in ("2026-02-01", "2025-07-10", "2025-01-01"):
            new = {"date": day, "description": "Late", "amount": -1, "bank_account_id": "ba_main"}
            world.ours.post("/api/transactions", new)
        return f"limit=2&cursor={page['next_cursor']}"

    walked = pages(world, "limit=2", step)
    assert [n for page in walked for n in page] == [6, 5, 4, 3, 2, 1, 0]


def test_a_cursor_says_whether_there_is_more_and_the_total_stays_exact(world: World) -> None:
    first = world.ours.get("/api/transactions?limit=5")["pagination"]
    rest = world.ours.get(f"/api/transactions?limit=2&cursor={first['next_cursor']}")
    assert (len(rest["transactions"]), rest["pagination"]["total"]) == (2, 7)
    assert (rest["pagination"]["has_more"], rest["pagination"]["next_cursor"]) == (False, None)


def test_an_offset_beyond_the_end_is_an_empty_page(world: World) -> None:
    page = world.ours.get("/api/transactions?offset=1000000000")
    assert page["transactions"] == []
    assert page["pagination"]["has_more"] is False
