"""A working day over the door, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place, open_store
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.verify_books import VERIFY
from tests.api.operations.world import FORM_TYPE, NOON, STATEMENT, World, form, found, open_world


@pytest.fixture
def each_world(place: Place) -> Iterator[World]:
    books = Books(open_store(place).engine, lambda: NOON)
    tenants = [found(books, "Harbour Lane Ltd"), found(books, "Mill Street Ltd", lines=False)]
    books.close()
    opened = open_world(place, tenants)
    yield opened
    opened.books.close()


def test_a_day_of_bookkeeping_gives_the_same_books_on_every_database(each_world: World) -> None:
    client, key = each_world.ours, [("Idempotency-Key", "tour")]
    path = f"/api/transactions/{each_world.transactions[6]}"

    version = client.ask("GET", path).headers["etag"]
    first = client.ask("PATCH", path, {"category_id": "cat_travel"}, headers=[*key, ("If-Match", version)])
    again = client.ask("PATCH", path, {"category_id": "cat_travel"}, headers=[*key, ("If-Match", version)])
    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert client.refused("PATCH", path, {"category_id": "cat_sales"}, headers=key)["code"] == "idempotency_mismatch"
    assert client.refused("PATCH", path, {}, headers=[("If-Match", version)])["code"] == "precondition_failed"

    gone = client.ask("PATCH", "/api/transactions/txn_00000000000000", {}, headers=[("Idempotency-Key", "gone")])
    assert gone.status == 404
    repeated = client.ask("PATCH", "/api/transactions/txn_00000000000000", {}, headers=[("Idempotency-Key", "gone")])
    assert repeated.body == gone.body

    statement = form(STATEMENT, bank_account_id="ba_main", mode="commit")
    imported = client.ask("POST", "/api/imports", statement, headers=[FORM_TYPE])
    assert (imported.status, imported.json()["import"]["new"]) == (201, 2)
    page = client.get("/api/transactions?limit=4")
    rest = client.get(f"/api/transactions?cursor={page['pagination']['next_cursor']}")
    assert [len(page["transactions"]), len(rest["transactions"]), page["pagination"]["total"]] == [4, 5, 9]
    assert client.ask("DELETE", f"/api/imports/{imported.json()['import']['id']}").status == 204

    report = client.get("/api/reports/profit-loss?from=2025-04-01&to=2026-03-31")["report"]
    assert (report["net_profit"], report["warnings"]) == (2792.23, [])
    line = next(line for line in report["expenses"]["lines"] if line["category"]["id"] == "cat_travel")
    assert sum(round(p["amount"] * 100) for p in client.get(line["link"])["postings"]) == 10_777
    sheet = client.get("/api/reports/balance-sheet?as_of=2026-03-31")["report"]
    assert (sheet["net_assets"], sheet["balanced"]) == (2792.23, True)
    assert client.get("/api/contacts?search=acme")["pagination"]["total"] == 1
    assert each_world.theirs.get("/api/transactions")["pagination"]["total"] == 0
    assert each_world.books.read(VERIFY, client.tenant.number, None) == []
