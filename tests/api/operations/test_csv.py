"""A report as CSV is a paper of its own: it tells what it is of, and has every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from accountsos.api.operations.registry import OPERATIONS
from accountsos.workflows.reports import trace
from tests.api.operations.test_every_operation import required_query
from tests.api.operations.world import World

IN_CSV = tuple(operation for operation in OPERATIONS if "csv" in operation.formats)
MANY = 130
"""Two full pages and a bit."""


def rows_of(world: World, target: str) -> list[list[str]]:
    answer = world.ours.ask("GET", target)
    assert answer.status == 200, answer.body
    assert int(answer.headers["content-length"]) == len(answer.body)
    return list(csv.reader(io.StringIO(answer.body.decode(), newline="")))


def head_and_table(rows: list[list[str]]) -> tuple[list[tuple[str, str]], list[list[str]]]:
    head = [(row[0].removeprefix("# "), row[1]) for row in rows if row[0].startswith("# ")]
    table = rows[len(head) :]
    assert not any(row[0].startswith("#") for row in table)
    return head, table


@pytest.mark.parametrize("operation", [pytest.param(operation, id=operation.name) for operation in IN_CSV])
def test_every_csv_tells_company_period_basis_and_warnings_before_its_table(world: World, operation: Any) -> None:
    query = "&".join(f"{name}={value}" for name, value in {**required_query(operation), "format": "csv"}.items())
    head, table = head_and_table(rows_of(world, f"{operation.path}?{query}"))
    names = [name for name, _ in head]
    assert names[:2] == ["company", "report"]
    assert {"period", "basis", "currency", "made_at", "warning"} <= set(names)
    company = world.ours.get("/api/company")["company"]
    assert head[0] == ("company", f"Harbour Lane Ltd ({company['id']})")
    assert [len(row) for row in table] == [len(table[0])] * len(table)


def test_what_the_report_warns_of_stands_in_the_csv(world: World) -> None:
    for path in ("profit-loss?from=2025-04-01&to=2026-03-31", "balance-sheet?as_of=2026-03-05"):
        report = world.ours.get(f"/api/reports/{path}")["report"]
        head, _ = head_and_table(rows_of(world, f"/api/reports/{path}&format=csv"))
        told = [value for name, value in head if name == "warning"]
        assert len(told) == len(report["warnings"]) > 0
        assert all(warning["message"] in text for warning, text in zip(report["warnings"], told, strict=True))
    assert ("period", "2025-04-01..2026-03-31") in head_and_table(
        rows_of(world, "/api/reports/profit-loss?from=2025-04-01&to=2026-03-31&format=csv")
    )[0]


def test_vat_names_scheme_period_and_state(world: World) -> None:
    world.ours.post("/api/vat-schemes", {"scheme": "standard", "from": "2025-04-01"}, status=200, scope="admin")
    head = dict(head_and_table(rows_of(world, "/api/reports/vat?period=2026-Q1&format=csv"))[0])
    assert (head["period"], head["scheme"], head["status"]) == ("2026-01-01..2026-03-31", "standard", "open")


def many(world: World) -> None:
    for n in range(MANY):
        line = {"date": f"2025-11-{n % 28 + 1:02d}", "description": f"FARE {n}", "amount": round(-1.25 - n / 100, 2)}
        world.ours.post("/api/transactions", {**line, "bank_account_id": "ba_main", "category_id": "cat_travel"})


LISTS: dict[str, tuple[str, Callable[[Any], list[Any]]]] = {
    "ledger": ("ledger?account=cat_travel&from=2025-04-01&to=2026-03-31", lambda page: page["report"]["lines"]),
    "sources": (
        "sources?report=profit_loss&figure=cat_travel&from=2025-04-01&to=2026-03-31",
        lambda page: page["postings"],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_csv_has_every_row_in_order_unless_a_page_is_asked_for(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trace, "ROWS_AT_ONCE", 37)  # several pages behind one file
    many(world)
    path, rows_in = LISTS[name]
    listed: list[Any] = []
    while True:
        page = world.ours.get(f"/api/reports/{path}&limit=50&offset={len(listed)}")
        listed += rows_in(page)
        if not page["pagination"]["has_more"]:
            break
    assert len(listed) == page["pagination"]["total"] > MANY
    _, table = head_and_table(rows_of(world, f"/api/reports/{path}&format=csv"))
    columns, rows = table[0], table[1:]
    assert [row[columns.index("entry_id")] for row in rows] == [row["entry_id"] for row in listed]
    if name == "ledger":
        assert [float(row[columns.index("balance")]) for row in rows] == [row["balance"] for row in listed]
    _, part = head_and_table(rows_of(world, f"/api/reports/{path}&format=csv&limit=20&offset=60"))
    assert part[1:] == rows[60:80]
    assert len(rows_in(world.ours.get(f"/api/reports/{path}"))) == 50


def test_a_long_csv_is_sent_in_pieces_and_a_head_request_is_told_its_length(world: World) -> None:
    many(world)
    text = "x" * 480
    for n in range(150):
        line = {"date": "2025-12-01", "description": f"{n} {text}", "amount": -1, "bank_account_id": "ba_main"}
        world.ours.post("/api/transactions", {**line, "category_id": "cat_travel"})
    target = "/api/reports/ledger?account=cat_travel&format=csv"
    whole, asked = world.ours.ask("GET", target), world.ours.ask("HEAD", target, scope="read")
    assert len(whole.body) > 64 * 1024
    assert (asked.body, asked.headers["content-length"]) == (b"", str(len(whole.body)))
