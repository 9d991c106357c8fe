"""The cost of a question decides where it runs: what may take long is not read on the event loop."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.api.operations.world import World

REPORT = "/api/reports/profit-loss?from=2025-04-01&to=2026-03-31"


@pytest.fixture
def threads(world: World, monkeypatch: pytest.MonkeyPatch) -> set[threading.Thread]:
    """In which threads books are read; the event loop runs in this one."""
    found: set[threading.Thread] = set()
    read = Books.read

    def noted(books: Books, workflow: Any, company: int, question: Any) -> Any:
        if workflow.name != "books.how_they_stand":
            found.add(threading.current_thread())
        return read(books, workflow, company, question)

    monkeypatch.setattr(Books, "read", noted)
    return found


@pytest.mark.parametrize(
    "target",
    [
        "/api/transactions?search=nothing",
        "/api/transactions?reviewed=true",
        "/api/transactions?bank_account=ba_main",
        "/api/transactions?max_confidence=0.5",
        "/api/transactions?direction=in",
        "/api/transactions?updated_since=2026-01-01",
        "/api/transactions?amount_from=10.00",
        "/api/transactions?include=vat",
        f"{REPORT}&known_at=2026-01-31",
        "/api/reports/balance-sheet?known_at=2026-01-31",
        "/api/reports/trial-balance?known_at=2026-01-31",
        "/api/reports/vat",
        "/api/reports/sources?report=profit_loss&figure=income&from=2025-04-01&to=2026-03-31",
    ],
)
def test_what_grows_with_the_books_is_read_beside_the_event_loop(
    world: World, threads: set[threading.Thread], target: str
) -> None:
    world.ours.get(target)
    assert threads
    assert threading.current_thread() not in threads


@pytest.mark.parametrize(
    "target", ["/api/transactions", "/api/transactions?category=cat_travel&from=2025-05-01&to=2025-08-09", REPORT]
)
def test_what_counters_know_is_read_at_once(world: World, threads: set[threading.Thread], target: str) -> None:
    world.ours.get(target)
    assert threads == {threading.current_thread()}


@pytest.mark.parametrize(
    ("target", "most"),
    [
        ("/api/transactions?limit=10", 3),
        (REPORT, 14),
        ("/api/reports/balance-sheet?as_of=2026-03-31", 16),
        ("/api/reports/trial-balance?as_of=2026-03-31", 10),
    ],
)
def test_the_database_is_asked_so_often_at_most(statements: list[str], world: World, target: str, most: int) -> None:
    world.ours.get(target)
    statements.clear()
    world.ours.get(f"{target}&format=json")
    assert 0 < len(statements) <= most
