"""The command line from nothing: CPU of a process that answers one command, imports and all."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence

from accountsos import ids
from benchmarks.bench import Bench
from benchmarks.processes import environment
from benchmarks.rows import Row, below, told
from benchmarks.sets import MIDDLE

HELP_MS, REPORT_MS = 150, 250
TIMES, TIMES_QUICK = 9, 3
PROGRAM = (sys.executable, "-m", "accountsos.main")


def commands(bench: Bench) -> Iterator[Row]:
    """Help, a usage error, and a report, each the least of several: other work on the machine only ever adds.

    With compiled modules, as an installation has them.
    """
    company = ids.company_id(bench.sets.company(MIDDLE).number)
    books = ("--company", company, "--data", str(bench.sets.data))
    times = TIMES_QUICK if bench.quick else TIMES
    yield told("an interpreter that does nothing", f"{_least((sys.executable, '-c', 'pass'), times):.0f} ms CPU")
    for name, words in {
        "accountsos --help": ("--help",),
        "accountsos report profit-loss --help": ("report", "profit-loss", "--help"),
        "a usage error": ("report", "profit-loss", "--colour", "red"),
    }.items():
        yield below(f"command line: {name}", _least((*PROGRAM, *words), times), HELP_MS, "ms CPU")
    report = _least((*PROGRAM, "report", "profit-loss", *books), times)
    yield below("command line: accountsos report profit-loss", report, REPORT_MS, "ms CPU")


def _least(command: Sequence[str], times: int) -> float:
    return min(_cpu_milliseconds(command) for _ in range(times))


def _cpu_milliseconds(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=False, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000
