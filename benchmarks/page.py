"""docs/BENCHMARKS.md: the table with the day and the machine that it was measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import apsw

from benchmarks.causes import causes
from benchmarks.rows import Row, markdown_table, missed

WORDS = """# Benchmarks

Written by `make bench`; do not edit. Absolute times move with the machine, so what counts is the ratio to a floor that
was measured in the same run, in turns with the figure itself. CPU is user and system time of the server's whole process
tree divided by the requests; medians of several rounds. The books come from the generator of test companies:
one company of a million lines, one of 120,000 and one of 10,000 in one file; for the rows about VAT and deadlines, two
that are registered for VAT, with their past returns filed, in another; for the rows about every page of the
dashboard, a copy of the larger of these with papers, invoices, contacts, assets, trips, journals and rules besides.

- The floor of a list is a bare ASGI application that answers a constant body, on the same server with one worker.
- The floor of a durable write is one row into an empty table, in the same mode, on the same disk.
- The floor of an import is `executemany` of the very rows that the import makes.
- A page "made anew" is asked at an address that nobody asked before. What the books answered to its questions is kept
  until they are written to, so what it costs first after a write of another process is told beside it.
- "Reports equal the truth", "verify" and "exactly" are no speeds: the run fails where they do not hold.
"""


def page(rows: Sequence[Row]) -> str:
    """The whole page."""
    machine = f"{os.cpu_count()} cores, {processor()}, {platform.system()} {platform.machine()}"
    versions = f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}"
    slow = missed(rows)
    reached = f"{len(rows) - len(slow)} of {len(rows)} rows reach their target."
    day = f"Measured on {datetime.now(UTC).date()}: {machine}; {versions}. {reached}"
    return f"{WORDS}\n{day}\n\n{markdown_table(rows)}\n{causes(rows)}"


def processor(listing: Path = Path("/proc/cpuinfo")) -> str:
    """What the processor calls itself."""
    if listing.exists():
        for line in listing.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or "unknown processor"
