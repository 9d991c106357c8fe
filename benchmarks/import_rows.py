"""Importing statements: lines per CPU second over the whole way, memory, bytes on disk, and the categoriser alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accountsos.bookkeeping.categorise_line import categoriser_for
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.categoriser.suggestion import BankLine
from accountsos.generator import generate
from accountsos.statements.read import read_statement
from accountsos.store.engine.sql import Reader
from accountsos.workflows.unit_of_work import ReadWorkflow
from benchmarks.bench import Bench
from benchmarks.processes import child
from benchmarks.rows import Row, above, at_most, below, told
from benchmarks.sets import LARGE, SCRATCH, SEED
from benchmarks.timing import alternating

LARGE_FILE, SMALL_FILE, SHARE_FILE = 100_000, 10_000, 20_000
ARCHETYPES = ("cafe", "contractor")
"""NatWest and Starling: a file with a description only, and one with payee, reference and type apart."""


def statement(bench: Bench, archetype: str, lines: int) -> Path:
    """A bank's file with about so many lines."""
    file = bench.folder / f"{archetype}_{lines}"
    if not file.exists():
        company = generate(SEED, 0, archetype=archetype, transactions=lines)
        with file.open("wb") as out:
            for chunk in company.statement_chunks("ba_main", company.start, company.end):
                out.write(chunk)
    return file


def imported(bench: Bench, file: Path, *more: str) -> dict[str, Any]:
    """Import the file into new books in a process of its own."""
    folder = bench.folder / "imported"
    shutil.rmtree(folder, ignore_errors=True)
    done = child("import", str(folder), str(file), *more)
    assert done["new"] == done["lines"], f"{done['lines'] - done['new']} lines of {file.name} were taken for known ones"
    assert not done["difference"], f"{file.name} does not prove: {done['difference']}p"
    return done


def imports(bench: Bench) -> Iterator[Row]:
    """The whole way: read, tell new lines from known ones, categorise, post, audit."""
    for archetype in ARCHETYPES:
        large = imported(bench, statement(bench, archetype, bench.count(LARGE_FILE)))
        plain = child("plain", str(bench.folder / "imported"), str(bench.folder / "plain"))
        shutil.rmtree(bench.folder / "plain")
        small = imported(bench, statement(bench, archetype, bench.count(SMALL_FILE)))
        lines = large["lines"]
        name = f"{large['format']}, {lines:,} lines"
        per_second, floor = lines / large["cpu"], f"executemany: {lines / plain['cpu']:,.0f}/s"
        yield above(f"statement import, whole way, {name}", per_second, 9_000, "lines/CPU s", floor)
        yield at_most(
            f"its peak memory against {small['lines']:,} lines", large["peak_kb"], small["peak_kb"], 1.25, "kB"
        )
        size = large["bytes"] / lines
        yield below(
            f"disk of imported books for 1 M lines, {large['format']}", size, 350, "MB", f"{size:.0f} bytes/line"
        )


def keeping(bench: Bench) -> Iterator[Row]:
    """The share of an import that keeping balances and counters takes: with and without, in turns."""
    file = statement(bench, ARCHETYPES[0], bench.count(SHARE_FILE))
    spent: dict[str, list[float]] = {"kept": [], "not": []}
    for _ in range(bench.rounds):
        spent["kept"].append(imported(bench, file)["cpu"])
        spent["not"].append(imported(bench, file, "--not-kept")["cpu"])
    kept, without = min(spent["kept"]), min(spent["not"])  # the least disturbed of each: they differ by little
    floor = f"{kept:.2f} s with, {without:.2f} s without"
    yield below(
        "keeping balances and counters, share of an import's CPU", (kept - without) / kept * 100, 20, "%", floor
    )


def categoriser(bench: Bench) -> Iterator[Row]:
    """The categoriser alone, on the lines of a statement."""
    company = bench.sets.company(SCRATCH)
    for archetype in ARCHETYPES:
        content = statement(bench, archetype, bench.count(SMALL_FILE)).read_bytes()
        read = read_statement(content, file_name=None, today=company.truth.end)
        lines = [
            BankLine(
                n.booked_on, n.amount, n.currency, n.description, n.payee, n.reference, n.kind, account_kind="current"
            )
            for n in read.lines()
        ]

        def suggest(db: Reader, number: int, chosen: list[BankLine]) -> None:
            known = categoriser_for(db, company_or_refuse(db, number))
            for line in chosen:
                known.suggest(line)

        workflow = ReadWorkflow("bench.suggest", suggest)

        def work(chosen: list[BankLine] = lines, workflow: Any = workflow) -> None:
            bench.sets.books.read(workflow, company.number, chosen)

        took = alternating({"suggest": work}, rounds=bench.rounds, seconds=0)["suggest"] / len(lines) / 1e3
        yield below(f"categoriser, a line of {read.format}", took, 0.5, "ms")


def disk(bench: Bench) -> Iterator[Row]:
    """The file of the largest company."""
    lines = bench.sets.company(LARGE).lines
    each = bench.sets.bytes_of_largest / lines
    yield below("disk at 1 M transactions", each, 350, "MB", f"{each:.0f} bytes/line")
    yield told("lines in that company", f"{lines:,}")
