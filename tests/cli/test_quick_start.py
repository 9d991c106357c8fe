"""Help and usage errors wait for nothing: which modules they import is fixed here; how long they take, by the bench."""

from __future__ import annotations

import subprocess
import sys

import pytest

from accountsos import ids
from accountsos.store.engine.opening import Place
from tests.support.bookkeeper import found
from tests.support.engines import opened

SLOW = {
    "accountsos.api", "accountsos.server", "accountsos.store.engine.sql", "accountsos.workflows", "accountsos.wire",
    "accountsos.ledger", "accountsos.uk_rules", "accountsos.documents", "accountsos.generator", "apsw", "argon2",
    "asyncio",
    "granian", "lxml", "numpy", "obstore", "PIL", "psycopg", "pypdfium2", "rich", "sqlalchemy", "structlog",
}  # fmt: skip
"""What only a command at work needs. Not msgspec: it is imported sooner than the dataclasses it spares are made."""
NOT_FOR_A_REPORT = {
    "accountsos.server", "accountsos.api.app", "accountsos.api.openapi", "accountsos.dashboard",
    "accountsos.generator", "accountsos.statements", "accountsos.workflows.bank",
    "accountsos.workflows.reports.trace", "accountsos.workflows.vat", "argon2", "granian", "holidays", "lxml", "numpy",
    "PIL", "prometheus_client", "psycopg", "pypdfium2", "sqlalchemy", "structlog",
}  # fmt: skip
"""What a statement of the year asks nothing of; papers and what is owed it asks for what may be counted twice."""
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
        (["report", "ledger"], 2),
        (["transactions", "change", "txn_08M0kX00000VDK", "--company", "co_08M0kX"], 2),
    ],
)
def test_help_and_usage_errors_import_nothing_that_only_a_command_at_work_needs(words: list[str], status: int) -> None:
    done = subprocess.run([sys.executable, "-c", IN_PASSING, *words], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    imported = set(done.stdout.rpartition("|")[2].split())
    assert "accountsos.cli.commands" in imported
    assert sorted(SLOW & imported) == []


@pytest.mark.parametrize("report", ["profit-loss", "balance-sheet", "trial-balance"])
def test_a_report_imports_nothing_that_it_does_not_ask(report: str, sqlite_place: Place) -> None:
    with opened(sqlite_place) as whole:
        company = ids.company_id(found(whole.books).company)
    words = ["report", report, "--company", company, "--data", str(sqlite_place.data)]
    done = subprocess.run([sys.executable, "-c", IN_PASSING, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.rpartition("|")[2].split())
    assert "accountsos.workflows.reports.financial_statements" in imported
    assert sorted(NOT_FOR_A_REPORT & imported) == []
