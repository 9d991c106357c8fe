"""Importing into books that are already full, and how long somebody else's writes wait: python -m benchmarks.full_books

    fill FOLDER FILE              found a company in new books and import the file
    into FOLDER NUMBER FILE       import the file into that company, while another process writes to it
    writes FOLDER NUMBER          write small things to that company until standard input is closed

Each is a process of its own and prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from accountsos import ids
from accountsos.errors import Refused
from accountsos.generator import generate
from accountsos.store.engine.sql import Sql, Writer
from accountsos.store.head import Cause
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.import_plan import ImportPlan
from accountsos.workflows.bank.import_statement import ImportStatement, prepare_rows
from accountsos.workflows.companies import found_company
from accountsos.workflows.contacts.manage_contacts import ADD, NewContact
from accountsos.workflows.unit_of_work import WriteWorkflow
from benchmarks.bench import Bench
from benchmarks.books import ACTOR, TODAY, open_books
from benchmarks.processes import ROOT, environment, memory_kb
from benchmarks.rows import Row, above, at_least, below
from benchmarks.sets import SEED

THERE = (0, 200_000, 1_000_000)
IMPORTED = (10_000, 100_000)
LONGEST_WAIT = 3.0
NEW_TARGET, FULL_TARGET = 9_000, 5_500
LARGEST_MEMORY = 300
ARCHETYPE = "cafe"
_PAUSE = 0.02
COUNTED = Sql("SELECT COUNT(*) FROM bank_transaction WHERE company_id = :company")


def full_books(bench: Bench, archetype: str = ARCHETYPE) -> Iterator[Row]:
    """Import 10 k and 100 k lines into books of several sizes: what a line costs, and who waits meanwhile."""
    in_new_books: dict[int, float] = {}
    for there in map(bench.count, THERE) if not bench.quick else (0, bench.count(THERE[1])):
        full, folder = bench.folder / "full", bench.folder / "into"
        files = statements(bench.folder, archetype, there, [bench.count(n) for n in IMPORTED])
        filled = asked("fill", str(full), str(files[0]))
        number = str(filled["number"])
        if there == bench.count(THERE[-1]):
            peak = filled["peak_kb"] / 1024
            yield below(f"peak memory of an import of {filled['lines']:,} lines", peak, LARGEST_MEMORY, "MB")
        for lines, file in zip(IMPORTED, files[1:], strict=True):
            shutil.copytree(full, folder)
            done = asked("into", str(folder), number, str(file))
            shutil.rmtree(folder)
            assert done["new"] == done["lines"], f"{done['lines'] - done['new']} lines were taken for known ones"
            speed = done["lines"] / done["cpu"]
            name = f"{done['lines']:,} lines into books of {done['there']:,}"
            yield above(f"import of {name}", speed, FULL_TARGET if there else NEW_TARGET, "lines/CPU s")
            if there:
                yield at_least("  its speed against new books", speed, in_new_books[lines], 0.55, "lines/CPU s")
            else:
                in_new_books[lines] = speed
            yield below("  CPU for which it holds the books", done["held"], LONGEST_WAIT, "s")
            refused = f"{done['writes']} writes, {done['refused']} refused"
            yield below(
                "  the longest that another process's write waited", done["longest"], LONGEST_WAIT, "s", refused
            )
        shutil.rmtree(full)


def statements(folder: Path, archetype: str, there: int, imported: list[int]) -> list[Path]:
    """A statement of the lines that are there, and others of so many lines that follow it, of the same account."""
    company = generate(SEED, 0, archetype=archetype, transactions=there + sum(imported))
    first = company.start
    files: list[Path] = []
    days = (company.end - company.start).days
    done = 0
    for lines in [there, *imported]:
        done += lines
        last = company.start + timedelta(days=days * done // (there + sum(imported)))
        file = folder / f"{archetype}_{there}_{lines}_{len(files)}"
        with file.open("wb") as out:
            for chunk in company.statement_chunks("ba_main", first, last) if lines else ():
                out.write(chunk)
        files.append(file)
        first = last + timedelta(days=1) if lines else first
    return files


def fill(folder: Path, file: Path) -> dict[str, Any]:
    """A company in new books, with these lines."""
    books = open_books(folder)
    number = books.read(found_company.NUMBER, 0, ids.random_base62(16)).number
    books.write(found_company.FOUND, number, found_company.FoundCompany("Bench Ltd", TODAY, trade="café"), ACTOR)
    content = file.read_bytes()
    lines = 0
    if content:
        lines = books.write(commit_import.COMMIT, number, ImportStatement(content, "ba_main", TODAY), ACTOR).done.lines
    books.close()
    return {"number": number, "lines": lines, "peak_kb": memory_kb(os.getpid())}


def into(folder: Path, number: int, file: Path) -> dict[str, Any]:
    """Import into what is there, while another process writes."""
    books = open_books(folder)
    there = books.look(lambda db: int((db.row(COUNTED, company=number) or (0,))[0]))
    content = file.read_bytes()
    held: list[float] = []

    def apply(db: Writer, company: int, plan: ImportPlan, cause: Cause) -> commit_import.Imported:
        began = time.thread_time()
        result = commit_import.apply(db, company, plan, cause)
        held.append(time.thread_time() - began)
        return result

    workflow = WriteWorkflow("bench.import", prepare_rows, apply, short=False)
    with _writing(folder, number) as writing:
        cpu = time.process_time()
        done = books.write(workflow, number, ImportStatement(content, "ba_main", TODAY), ACTOR).done
        cpu = time.process_time() - cpu
        answer = writing()
    books.close()
    peak = memory_kb(os.getpid())
    told = {"there": there, "lines": done.lines, "new": done.lines_new, "cpu": cpu, "held": sum(held), "peak_kb": peak}
    return {**answer, **told}


@contextmanager
def _writing(folder: Path, number: int) -> Iterator[Callable[[], dict[str, Any]]]:
    """Another process that writes; what is yielded ends it and says how long its writes took."""
    command = [sys.executable, "-m", "benchmarks.full_books", "writes", str(folder), str(number)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"

    def ended() -> dict[str, Any]:
        said, _ = process.communicate("")
        found: dict[str, Any] = json.loads(said)
        return found

    try:
        yield ended
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def writes(folder: Path, number: int) -> dict[str, Any]:
    """Enter contacts one after the other until standard input is closed; the longest that one took."""
    books = open_books(folder)
    books.write(ADD, number, NewContact("Somebody 0"), ACTOR)
    print("ready", flush=True)
    longest, done, refused = 0.0, 0, 0
    while not select.select([sys.stdin], [], [], _PAUSE)[0]:
        began = time.monotonic()
        try:
            books.write(ADD, number, NewContact(f"Somebody {done + 1}"), ACTOR)
        except Refused:
            refused += 1
        else:
            done += 1
        longest = max(longest, time.monotonic() - began)
    books.close()
    return {"longest": longest, "writes": done, "refused": refused}


def asked(*arguments: str) -> dict[str, Any]:
    """Run one of these in a process of its own and read its answer."""
    command = [sys.executable, "-m", "benchmarks.full_books", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main(arguments: list[str]) -> None:
    """Print what the work took."""
    what, folder, *rest = arguments
    if what == "fill":
        answer = fill(Path(folder), Path(rest[0]))
    elif what == "into":
        answer = into(Path(folder), int(rest[0]), Path(rest[1]))
    else:
        answer = writes(Path(folder), int(rest[0]))
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
