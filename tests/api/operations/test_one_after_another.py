"""Requests that follow from one another's answers, made up by schemathesis in its stateful phase, to a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from accountsos.store.engine.opening import Place
from tests.support.served import Served, served
from tests.workflows.documents.papers import einvoice

LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))
EXAMPLES = 400 if LONG else 100
CPU_SECONDS_MAX = 600 if LONG else 60
FEWEST_CASES, FEWEST_OPERATIONS = 300, 60
"""So that it cannot pass by trying nothing: 98 operations follow from others, fewer where a busy machine reads late."""
UNBOUND = {f"ACCOUNTSOS_RATE_LIMIT_{each}": "1000000" for each in ("HOUR", "MINUTE", "BAD_KEYS")}
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "use_after_free",
    "ensure_resource_availability",
)


@pytest.fixture
def server(sqlite_place: Place, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_place, environment=UNBOUND, log=tmp_path / "log") as running:
        _filled(running)
        yield running


def _filled(server: Served) -> None:
    """Things to go on from: lists that are empty lead nowhere."""
    kind = {"Content-Type": "application/json"}
    sides = [{"category_id": "cat_travel", "debit": 5}, {"category_id": "cat_directors_loan", "credit": 5}]
    line = {"date": "2026-03-02", "description": "AWS EMEA", "amount": -45.99, "bank_account_id": "ba_main"}
    for path, body in (
        ("transactions", line),
        ("contacts", {"name": "Harbour Joinery"}),
        ("journals", {"date": "2026-01-31", "narration": "Parking", "lines": sides}),
        ("deadlines", {"title": "Insurance", "due_date": "2026-09-01"}),
        ("categorisation-rules", {"category_id": "cat_travel", "payee": "Taxis"}),
    ):
        status, said = server.ask("POST", f"/api/{path}", json.dumps(body).encode(), **kind)
        assert status == 201, said
    assert server.upload(einvoice(), "invoice.xml")[0] == 201


def test_no_chain_of_requests_ends_in_a_fault_or_in_what_is_not_documented(server: Served, tmp_path: Path) -> None:
    report, before = tmp_path / "report.json", getrusage(RUSAGE_CHILDREN)
    words = [
        *("--phases", "stateful", "--max-examples", str(EXAMPLES), "--seed", "2"),
        *("--checks", ",".join(CHECKS), "--continue-on-failure", "--no-color", "--workers", "1"),
        *("--report", "json", "--report-json-path", str(report), "-H", f"Authorization: Bearer {server.key}"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{server.port}/api/openapi.json", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=CPU_SECONDS_MAX * 10,
    )
    after = getrusage(RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    told = json.loads(report.read_text("utf-8"))
    assert told["test_cases"]["generated"] >= FEWEST_CASES
    assert told["operations"]["tested"] >= FEWEST_OPERATIONS
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < CPU_SECONDS_MAX
