"""The standard library's SQLite, in a process of its own: two SQLite libraries in one lose each other's locks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_CHILD = """
import json, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
for line in sys.stdin:
    try:
        rows = connection.execute(json.loads(line)).fetchall()
        answer = {"rows": [[repr(v) if isinstance(v, bytes) else v for v in row] for row in rows]}
    except sqlite3.Error as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
"""


class RefusedBySqlite(Exception):
    """What the other library answered."""


class Rows(list[list[Any]]):
    """Rows with the words of a cursor."""

    def fetchall(self) -> list[list[Any]]:
        return self


@contextmanager
def standard_library(file: Path) -> Iterator[Any]:
    """A function that runs one statement on the file, without any of the store's settings."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    into, out = child.stdin, child.stdout

    def run(statement: str) -> Rows:
        into.write(json.dumps(statement) + "\n")
        into.flush()
        answer = json.loads(out.readline())
        if "error" in answer:
            raise RefusedBySqlite(answer["error"])
        return Rows(answer["rows"])

    try:
        yield run
    finally:
        into.close()
        child.wait(10)
        out.close()
