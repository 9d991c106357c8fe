"""What holds for every list, found by walking the operations: a limit, a cursor, filters that are told and refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec import inspect

from accountsos.api.operation import Operation
from accountsos.api.operations.registry import OPERATIONS
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import Text
from accountsos.wire.shapes.common import CursorPageOut
from tests.api.operations.test_every_operation import (
    example,
    named,
    our_id,
    read_document,
    required_query,
    typed_invoice,
)
from tests.api.operations.world import Client, World

BOUNDED = {
    "/api/categorisation-rules": "asked in their order, before each line: they are shown whole",
    "/api/categorisation-rules/proposals": "made of the last three corrections of a payee, never many",
    "/api/vat-schemes": "one for each change of scheme",
    "/api/vat-codes": "a closed list",
    "/api/vat-schemes/sectors": "a closed list",
    "/api/reports/corporation-tax/facts": "one for each year",
    "/api/simplified-expenses": "one for each month",
    "/api/directors-loan/arrangements": "one for each repayment that was followed by a loan",
    "/api/deadlines": "those due within `days`, by contract without pages",
    "/api/documents/{document_id}/matches": "the best proposals for one document",
    "/api/years": "one for each year",
    "/api/changes": "a feed: followed by `after`, from the cursor that each answer ends with",
    "/api/events": "the same feed",
    "/api/reports/sources": "a report, whole as CSV; its pages are of one view by `known_at`",
}
"""Lists that do not grow with the books, or are a report."""


def lists() -> list[Operation]:
    found = []
    for operation in OPERATIONS:
        body = operation.replies[200].body if operation.method == "GET" and 200 in operation.replies else None
        kinds = [inspect.type_info(f.type) for f in msgspec.structs.fields(body)] if body is not None else []
        if any(isinstance(kind, inspect.ListType) for kind in kinds):
            found.append(operation)
    return found


GROWING = [operation for operation in lists() if operation.path not in BOUNDED]
OTHERS = {"limit", "offset", "cursor", "format", "order", "include"}


def test_every_list_is_looked_at() -> None:
    assert {operation.path for operation in lists()} >= set(BOUNDED)
    assert len(GROWING) >= 19


@pytest.mark.parametrize("operation", named(GROWING))
def test_a_list_that_can_grow_has_limit_cursor_and_says_what_its_filters_are(operation: Operation) -> None:
    names = {parameter.name for parameter in operation.parameters}
    assert {"limit", "offset", "cursor"} <= names
    assert ("cursor", "offset") in operation.exclusive
    assert operation.replies[200].body is not None
    fields = {field.name: field.type for field in msgspec.structs.fields(operation.replies[200].body)}
    assert fields["pagination"] is CursorPageOut
    for parameter in operation.parameters:
        assert len(parameter.description) > 10, parameter.name
        assert parameter.kind.accepted, parameter.name


def path_with(operation: Operation, query: str) -> str:
    needed = [f"{name}={value}" for name, value in required_query(operation).items()]
    return f"{operation.path}?{'&'.join([*needed, query])}"


MALFORMED = [
    pytest.param(operation, parameter.name, id=f"{operation.name}-{parameter.name}")
    for operation in lists()
    for parameter in operation.query
    if not isinstance(parameter.kind, Text)
]


@pytest.mark.parametrize(("operation", "name"), MALFORMED)
def test_a_malformed_filter_is_refused_by_its_name(world: World, operation: Operation, name: str) -> None:
    path = operation.path.replace("{document_id}", "doc_00000000000000")
    needed = "&".join(f"{n}={value}" for n, value in required_query(operation).items() if n != name)
    error = world.ours.refused(
        "GET", f"{path}?{needed}&{name}=%21%21" if needed else f"{path}?{name}=%21%21", scope="admin"
    )
    assert (error["status"], error["param"]) == (400, name)


@pytest.mark.parametrize("operation", named(GROWING))
def test_a_cursor_of_another_list_is_refused(world: World, operation: Operation) -> None:
    for stranger in (encode_cursor("surely another", Cursor("", 7)), "A" * 20):
        error = world.ours.refused("GET", path_with(operation, f"cursor={stranger}"), scope="admin")
        assert (error["status"], error["param"]) == (400, "cursor")


def fill(world: World) -> None:
    """Several things of every kind."""
    ours = world.ours
    for n in range(3):
        line = {"date": f"2026-02-0{n + 1}", "description": f"PAYEE NUMBER {'ABC'[n]}", "amount": -30.0 - n}
        ours.post("/api/transactions", {**line, "bank_account_id": "ba_main", "category_id": "cat_office"})
        ours.post("/api/journals", {**example(world, "post_journal"), "date": f"2026-01-1{n}"})
        ours.post("/api/contacts", {"name": f"Contact {n}"})
        ours.post("/api/mileage", {**example(world, "add_trip"), "date": f"2026-02-1{n}"})
        ours.post("/api/assets", {**example(world, "register_asset"), "description": f"Lathe {n}"})
        rates = [{"currency": code, "rate": 1.1 + n} for code in ("EUR", "USD")]
        ours.post("/api/exchange-rates", {"month": f"2026-0{n + 1}", "rates": rates}, status=200)
        typed_invoice(world)
        our_id(world, "dlv_")
        ours.post("/api/webhooks", example(world, "add_webhook"), scope="admin")
    read_document(world)


@pytest.fixture
def full(world: World) -> Client:
    fill(world)
    return world.ours


def listed(client: Client, operation: Operation, query: str) -> dict[str, Any]:
    path = path_with(operation, query)
    if "{webhook_id}" in path:
        path = path.replace("{webhook_id}", client.get("/api/webhooks", scope="admin")["webhooks"][0]["id"])
    found: dict[str, Any] = client.get(path, scope="admin")
    return found


def test_page_after_page_by_cursor_neither_skips_nor_repeats(full: Client) -> None:
    """Every list, one thing at a time, is what it is at once."""
    several = 0
    for operation in GROWING:
        whole = listed(full, operation, "limit=200")
        (things,) = [name for name, value in whole.items() if isinstance(value, list) and name != "not_covered"]
        while len(whole[things]) < whole["pagination"]["total"]:
            whole[things] += listed(full, operation, f"limit=200&offset={len(whole[things])}")[things]
        step = 1 if len(whole[things]) < 20 else 37
        walked: list[Any] = []
        query = f"limit={step}"
        while True:
            page = listed(full, operation, query)
            walked += page[things]
            assert page["pagination"]["total"] == whole["pagination"]["total"], operation.path
            assert page["pagination"]["has_more"] is (page["pagination"]["next_cursor"] is not None)
            if not page["pagination"]["has_more"]:
                break
            query = f"limit={step}&cursor={page['pagination']['next_cursor']}"
        assert walked == whole[things][: len(walked)], operation.path
        assert len(walked) == len(whole[things]), operation.path
        several += len(whole[things]) > 1
    assert several >= 13


def test_what_is_added_meanwhile_moves_no_page(full: Client) -> None:
    for path, things, name, body in (
        ("/api/journals", "journals", "date", {"date": "2026-02-28"}),
        ("/api/contacts", "contacts", "name", {"name": "AAA first of all"}),
    ):
        first = full.get(f"{path}?limit=2")
        rest = full.get(f"{path}?limit=200&offset=2")[things]
        new = body if path.endswith("contacts") else {**full.get(f"{path}?limit=1")[things][0], **body}
        if path.endswith("journals"):
            sides = [{"category_id": "cat_travel", "debit": 5}, {"category_id": "cat_directors_loan", "credit": 5}]
            new = {"narration": "Later", "lines": sides, **body}
        full.post(path, new)
        after = full.get(f"{path}?limit=200&cursor={first['pagination']['next_cursor']}")[things]
        assert [one["id"] for one in after] == [one["id"] for one in rest], name


def test_a_rate_stated_of_an_earlier_month_neither_skips_nor_repeats_one_that_was_not_seen_yet(full: Client) -> None:
    first = full.get("/api/exchange-rates?limit=3")
    rest = full.get("/api/exchange-rates?offset=3")["exchange_rates"]
    earlier = {"month": "2025-12", "rates": [{"currency": "EUR", "rate": 1.2}]}
    full.post("/api/exchange-rates", earlier, status=200)
    after = full.get(f"/api/exchange-rates?cursor={first['pagination']['next_cursor']}")
    assert after["exchange_rates"] == rest
    assert after["pagination"]["total"] == first["pagination"]["total"] + 1


def test_documents_are_filtered_by_day_and_contact(full: Client) -> None:
    whole = full.get("/api/documents?limit=200")["documents"]
    days = sorted({one["date"] for one in whole if one["date"] is not None})
    found = full.get(f"/api/documents?from={days[0]}&to={days[0]}&limit=200")["documents"]
    assert found == [one for one in whole if one["date"] == days[0]]
    assert full.get(f"/api/documents?from={days[-1]}")["pagination"]["total"] == sum(
        one["date"] is not None and one["date"] >= days[-1] for one in whole
    )
    contact = next(one["contact"]["id"] for one in whole if one["contact"] is not None)
    found = full.get(f"/api/documents?contact={contact}&limit=200")["documents"]
    assert found == [one for one in whole if one["contact"] is not None and one["contact"]["id"] == contact]
    assert full.get("/api/documents?contact=con_00000000000000")["documents"] == []


def test_journals_are_filtered_by_day_and_kind(full: Client) -> None:
    whole = full.get("/api/journals?limit=200")["journals"]
    day = whole[1]["date"]
    assert full.get(f"/api/journals?from={day}&to={day}")["journals"] == [one for one in whole if one["date"] == day]
    assert full.get("/api/journals?kind=manual&limit=200")["journals"] == [
        one for one in whole if one["kind"] == "manual"
    ]
    assert full.get("/api/journals?kind=opening_balances")["pagination"]["total"] == 0


@pytest.mark.parametrize(
    ("path", "things", "prefix"),
    [("documents", "documents", "doc_"), ("invoices", "invoices", "doc_"), ("contacts", "contacts", "con_"),
     ("journals", "journals", "je_"), ("transactions", "transactions", "txn_")],
)  # fmt: skip
def test_some_are_asked_for_by_their_ids(full: Client, world: World, path: str, things: str, prefix: str) -> None:
    whole = full.get(f"/api/{path}?limit=200")[things]
    some = [one["id"] for one in whole][1::2] or [whole[0]["id"]]
    asked = ",".join([*some, world.their_ids[prefix], prefix + "0" * 14])
    page = full.get(f"/api/{path}?ids={asked}&limit=200")
    assert page[things] == [one for one in whole if one["id"] in some]
    assert page["pagination"]["total"] == len(some)
    error = full.refused("GET", f"/api/{path}?ids=" + ",".join(f"{prefix}{n}" for n in range(101)))
    assert (error["status"], error["param"]) == (400, "ids")
