"""Writes: one durable change at a time, and many clients at once. Every one is on disk before it is answered."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from statistics import median

import apsw

from accountsos import ids
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.store.engine.opening import BOOKS_FILE
from accountsos.workflows.bank import change_transaction, list_transactions
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.upkeep import verify_books
from benchmarks.bench import Bench, first_page
from benchmarks.books import ACTOR
from benchmarks.load import Next, drive, request
from benchmarks.processes import Server, product, running
from benchmarks.rows import Row, above, amount, below
from benchmarks.sets import SCRATCH, Kept

CATEGORIES = ("cat_software", "cat_travel", "cat_office")
CLIENTS = 64
LEAST_RATE, MOST_CPU = 0.35, 1.0
_CHANGE_COUNTER = slice(8, 12)
"""Of the WAL's index: SQLite counts there every transaction that was committed."""


def commits(books: Path) -> int:
    """How many transactions were committed to the file since its WAL was opened, by whichever process."""
    with Path(f"{books}-shm").open("rb") as index:
        return int(struct.unpack("=I", index.read(16)[_CHANGE_COUNTER])[0])


def transactions(bench: Bench, company: Kept, number: int) -> list[str]:
    """Ids of transactions to change."""
    found: list[str] = []
    while len(found) < number:
        asked = TransactionQuestion(limit=200, offset=len(found))
        rows = bench.sets.books.read(list_transactions.LIST, company.number, asked).rows
        assert rows, f"the company has only {len(found)} transactions"
        found += [ids.public_id("txn_", company.number, row.number) for row in rows]
    return found[:number]


def one_at_a_time(bench: Bench) -> Iterator[Row]:
    """A change of category, each waiting for its commit, against the barest commit that is as durable."""
    company, books, number = bench.sets.company(SCRATCH), bench.sets.books, bench.count(300)
    chosen = cycle(zip(transactions(bench, company, company.lines), cycle(CATEGORIES), strict=False))
    bare = _bare(bench.sets.data / "floor.db")

    def change() -> None:
        transaction, category = next(chosen)
        command = TransactionChange(transaction_id=transaction, category_id=category)
        books.write(change_transaction.CHANGE, company.number, command, ACTOR)

    wall: dict[str, list[float]] = {"ours": [], "bare": []}
    cpu: list[float] = []
    for _ in range(bench.rounds):
        wall["bare"].append(_seconds(bare, number) / number)
        before = time.process_time()
        wall["ours"].append(_seconds(change, number) / number)
        cpu.append((time.process_time() - before) / number * 1e3)
    ours, floor, spent = median(wall["ours"]), median(wall["bare"]), median(cpu)
    yield _durable("one durable change at a time, in the store", ours, floor, spent)
    bench.sets.close()
    with running(product(bench.sets.data), first_page(company)) as server:
        seconds, spent = _changes(bench, server, company, number)
    yield _durable("the same over HTTP, one client", seconds, floor, spent)


def _durable(figure: str, seconds: float, floor: float, cpu: float) -> Row:
    ratio = floor / seconds
    ours = f"{amount(1 / seconds, '/s')}, {amount(cpu, 'ms')} CPU"
    target = f"≥ {LEAST_RATE}× or ≤ {MOST_CPU:g} ms CPU"
    ok = ratio >= LEAST_RATE or cpu <= MOST_CPU
    return Row(figure, ours, amount(1 / floor, "/s"), f"{ratio:.2f}×", target, ok)


def _bare(path: Path) -> Callable[[], object]:
    """The least that is a durable commit: one row into a table, in the same mode, on the same disk."""
    path.unlink(missing_ok=True)
    connection = apsw.Connection(str(path))
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
    numbers = count(1)
    return lambda: connection.execute("INSERT INTO t VALUES (?, ?)", (next(numbers), "x" * 100)).fetchall()


def _seconds(work: Callable[[], object], number: int) -> float:
    began = time.perf_counter()
    for _ in range(number):
        work()
    return time.perf_counter() - began


def _changes(bench: Bench, server: Server, company: Kept, number: int) -> tuple[float, float]:
    """Median seconds and CPU ms per PATCH from one client."""
    wall, cpu, ask = [], [], patches(server, company)
    for _ in range(bench.rounds):
        before = server.cpu_seconds()
        wall.append(drive(server.port, ask, number, 1) / number)
        cpu.append((server.cpu_seconds() - before) / number * 1e3)
    return median(wall), median(cpu)


def patches(server: Server, company: Kept) -> Next:
    """PATCH after PATCH over all lines of the company: every one moves a line to another category."""
    found = _listed(server, company)
    changes = ((transaction, category) for category in cycle(CATEGORIES) for transaction in found)

    def ask(_: int) -> bytes:
        transaction, category = next(changes)
        body = f'{{"category_id":"{category}"}}'.encode()
        return request("PATCH", f"/api/transactions/{transaction}", company.secret, body)

    return ask


def _listed(server: Server, company: Kept) -> list[str]:
    connection = HTTPConnection("127.0.0.1", server.port)
    found: list[str] = []
    while len(found) < company.lines:
        path = f"/api/transactions?limit=200&offset={len(found)}"
        connection.request("GET", path, headers={"Authorization": f"Bearer {company.secret}"})
        found += [row["id"] for row in json.loads(connection.getresponse().read())["transactions"]]
    connection.close()
    return found


def together(bench: Bench) -> Iterator[Row]:
    """Sixty-four clients: lines entered without a category, so that each is read, categorised, posted and kept."""
    company = bench.sets.company(SCRATCH)
    lines = [line for line in company.truth.lines() if line.account == "ba_main"][:1_000]
    run = f"{time.time_ns()}"

    def entry(n: int) -> bytes:
        line = lines[n % len(lines)]
        pounds = f"{'-' if line.amount < 0 else ''}{abs(line.amount) // 100}.{abs(line.amount) % 100:02d}"
        text = line.description.replace("\\", " ").replace('"', " ").encode("ascii", "replace").decode()
        body = f'{{"date":"{line.booked_on}","description":"{text}","amount":{pounds},"bank_account_id":"ba_main"}}'
        key = f"bench-{run}-{next(keys)}"
        return request("POST", "/api/transactions", company.secret, body.encode(), Idempotency_Key=key)

    keys = count()
    books_file = bench.sets.data / BOOKS_FILE
    bench.sets.close()
    with running(product(bench.sets.data), first_page(company)) as server:
        for name, ask in (("PATCH of a category", patches(server, company)), ("POST of a line, idempotent", entry)):
            drive(server.port, ask, bench.count(600), CLIENTS)
            number, cpu, rate, grouped = bench.count(3_000), [], [], []
            for _ in range(bench.rounds):
                before, committed = server.cpu_seconds(), commits(books_file)
                seconds = drive(server.port, ask, number, CLIENTS)
                cpu.append((server.cpu_seconds() - before) / number * 1e3)
                rate.append(number / seconds)
                grouped.append(number / (commits(books_file) - committed))
            figure = f"{CLIENTS} clients, {name}"
            yield above(f"{figure}: writes per commit", median(grouped), 8, "", f"{median(rate):,.0f} writes/s")
            yield below(f"{figure}: CPU per write", median(cpu), MOST_CPU, "ms")
    found = bench.sets.books.read(verify_books.VERIFY, company.number, None)
    figure = "verify after these writes"
    yield Row(figure, f"{len(found)} findings", "", "", "0 findings", not found, hard=True)
