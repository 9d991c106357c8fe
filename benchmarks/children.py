"""Work that has a process of its own, so that its CPU and its memory are its own: python -m benchmarks.children …

    import FOLDER FILE [--not-kept]   found a company in new books and import the file
    plain FOLDER COPY                 the rows of those books by plain executemany into other new books

Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import apsw

from accountsos import ids
from accountsos.store.balances import BalanceKeeper
from accountsos.store.engine.opening import BOOKS_FILE
from accountsos.store.line_counter import LineCounter
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.companies import found_company
from benchmarks.books import ACTOR, TODAY, open_books
from benchmarks.processes import memory_kb

TABLES = (
    "contact", "contact_key", "bank_transaction", "journal_entry", "posting", "balance_month", "balance_day",
    "line_count_month", "line_count_day",
)  # fmt: skip


def import_file(folder: Path, file: Path, *, kept: bool) -> dict[str, Any]:
    """The whole way of a statement into the books."""
    books = open_books(folder)
    number = books.read(found_company.NUMBER, 0, ids.random_base62(16)).number
    founding = found_company.FoundCompany("Bench Ltd", TODAY, trade="café")
    books.write(found_company.FOUND, number, founding, ACTOR)
    if not kept:
        keep_nothing()
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as content:  # as the command maps it
        began, cpu = time.perf_counter(), time.process_time()
        done = books.write(commit_import.COMMIT, number, ImportStatement(content, "ba_main", TODAY), ACTOR).done
    answer = {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    books.close()
    return {
        **answer,
        "lines": done.lines,
        "new": done.lines_new,
        "difference": done.difference,
        "format": done.format,
        "peak_kb": memory_kb(os.getpid()),
        "bytes": (folder / BOOKS_FILE).stat().st_size,
    }


def keep_nothing() -> None:
    """Balances and counters are neither added up nor written: what they cost is the difference."""

    def nothing(*_: object, **__: object) -> None:
        return None

    for keeper, names in ((BalanceKeeper, ("add", "write")), (LineCounter, ("add", "write"))):
        for name in names:
            setattr(keeper, name, nothing)


def plain(folder: Path, copy: Path) -> dict[str, Any]:
    """The floor of an import: the same rows, by nothing but executemany, in one durable transaction."""
    open_books(copy).close()
    source = apsw.Connection(str(folder / BOOKS_FILE))
    target = apsw.Connection(str(copy / BOOKS_FILE))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000"):
        target.execute(f"PRAGMA {pragma}").fetchall()
    tables = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    began = time.process_time()
    with target:
        for name, rows in tables.items():
            _insert(target, name, rows)
    return {"cpu": time.process_time() - began, "rows": sum(map(len, tables.values()))}


def _insert(target: apsw.Connection, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if rows:
        target.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def main(arguments: list[str]) -> None:
    """Print what the work took."""
    what, *rest = arguments
    if what == "import":
        answer = import_file(Path(rest[0]), Path(rest[1]), kept="--not-kept" not in rest)
    else:
        answer = plain(Path(rest[0]), Path(rest[1]))
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
