"""PostgreSQL: the same questions must cost the same whatever the size of the company."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

import psycopg
from tests.support.engines import postgres_place
from tests.support.postgres import PostgresServer, binaries

from accountsos.generator import generate
from accountsos.store.engine.opening import open_store
from accountsos.workflows.bank import list_transactions
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.unit_of_work import Books
from benchmarks.bench import Bench
from benchmarks.books import TODAY, record_company
from benchmarks.rows import Row, at_most
from benchmarks.sets import ARCHETYPE, MIDDLE, SEED, SMALL
from benchmarks.store_rows import YEAR
from benchmarks.timing import Work

CALLS = 200


def postgres(bench: Bench) -> Iterator[Row]:
    """The list and the profit and loss; nothing where PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        return
    server = PostgresServer.create(programs)
    try:
        with postgres_place(server, bench.folder / "postgres") as place:
            books = Books(open_store(place).engine, lambda: datetime.now(UTC))
            try:
                yield from _rows(bench, books, place.owner_url or "")
            finally:
                books.close()
    finally:
        server.remove()


def _rows(bench: Bench, books: Books, owner_url: str) -> Iterator[Row]:
    sizes = {name: bench.sets.sizes[name] for name in (SMALL, MIDDLE)}
    numbers = {
        name: record_company(books, generate(SEED, n, archetype=ARCHETYPE, transactions=lines)).number
        for n, (name, lines) in enumerate(sizes.items())
    }
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")  # as autovacuum does elsewhere; the private server has it switched off
    page, profit = TransactionQuestion(limit=10), financial_statements.ProfitQuestion(TODAY, *YEAR)

    def list_of(name: str) -> Work:
        return lambda: books.read(list_transactions.LIST, numbers[name], page)

    def profit_of(name: str) -> Work:
        return lambda: books.read(financial_statements.PROFIT_AND_LOSS, numbers[name], profit)

    versions = f"PostgreSQL {books.engine.version()}, {sizes[MIDDLE]:,} against {sizes[SMALL]:,} lines"
    for figure, work in (("list limit=10", list_of), ("profit and loss", profit_of)):
        took: dict[str, list[float]] = {name: [] for name in sizes}
        for _ in range(bench.rounds):
            for name in sizes:
                took[name].append(_wall(work(name)))
        yield at_most(f"{figure}, store, {versions}", median(took[MIDDLE]), median(took[SMALL]), 1.2)


def _wall(work: Work) -> float:
    """Microseconds a call by the clock: most of the work is done by the database's own process."""
    work()
    began = time.perf_counter()
    for _ in range(CALLS):
        work()
    return (time.perf_counter() - began) / CALLS * 1e6
