"""Help and usage errors wait for nothing: which modules they import is fixed here; how long they take, by the bench."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = {
    "accountsos.api", "accountsos.server", "accountsos.store.engine.sql", "accountsos.workflows", "accountsos.wire",
    "accountsos.ledger", "accountsos.uk_rules", "accountsos.documents", "accountsos.generator", "apsw", "argon2",
    "asyncio",
    "granian", "lxml", "msgspec", "numpy", "obstore", "PIL", "psycopg", "pypdfium2", "rich", "sqlalchemy", "structlog",
}  # fmt: skip
"""What only a command at work needs."""
IN_PASSING = """
import sys
from accountsos.main import main
try:
    main()
finally:
    print("|" + " ".join(sys.modules))
"""


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["transactions", "--help"], 0),
        (["report", "profit-loss", "--help"], 0),
        (["upload", "--help"], 0),
        (["nonsense"], 2),
        (["report", "profit-loss", "--colour", "red"], 2),
        (["report", "profit-loss", "--from", "2026-13-01"], 2),
        (["report", "profit-loss"], 2),
        (["transactions", "change", "txn_08M0kX00000VDK", "--company", "co_08M0kX"], 2),
    ],
)
def test_help_and_usage_errors_import_nothing_that_only_a_command_at_work_needs(words: list[str], status: int) -> None:
    done = subprocess.run([sys.executable, "-c", IN_PASSING, *words], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    imported = set(done.stdout.rpartition("|")[2].split())
    assert "accountsos.cli.commands" in imported
    assert sorted(SLOW & imported) == []
