"""Finds the sample files, and compares a statement with what was worked out by hand."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accountsos.statements.line import StatedBalance, Statement, StatementLine, UnreadableStatement
from accountsos.statements.read import FileStatement, read_statement

SAMPLES = Path(__file__).parent.parent / "samples" / "statements"
TODAY = date(2026, 9, 30)
_LINE_FIELDS = tuple(
    field for field in StatementLine.__struct_fields__ if field not in {"line", "booked_on", "currency"}
)


def shared_samples(folder: str) -> list[Path]:
    """Sample files kept beside the checkout; without them the test is skipped, but never in CI."""
    root = Path(os.environ.get("ACCOUNTSOS_SHARED") or Path(__file__).parents[3] / "shared")
    found = sorted((root / "samples" / "statements" / folder).glob("*"))
    if not found:
        assert not os.environ.get("CI"), f"no samples under {root}: set ACCOUNTSOS_SHARED"
        pytest.skip(f"the shared sample files are not at {root}")
    return found


def expected_of(sample: Path) -> dict[str, Any]:
    """What the sample's `.expected.json` says."""
    found: dict[str, Any] = json.loads(sample.with_suffix("").with_suffix(".expected.json").read_text("utf-8"))
    return found


def read_or_refused(content: bytes) -> FileStatement | None:
    """The statement, or None where it was refused in words; any other exception fails the test."""
    try:
        return read_statement(content, today=TODAY)
    except UnreadableStatement as refused:
        return None if refused.message else pytest.fail("a refusal without a message")


def as_worked_by_hand(statement: Statement) -> dict[str, Any]:
    """The statement in the shape of an `.expected.json`: what a line does not have is left out."""
    return {
        "format": statement.format,
        "currency": statement.currency,
        "newest_first": statement.newest_first,
        "account_number": statement.account_number,
        "sort_code": statement.sort_code,
        "opening": _balance(statement.opening),
        "closing": _balance(statement.closing),
        "warnings": list(statement.warnings),
        "lines": [_line(line, statement.currency) for line in statement.lines()],
    }


def _balance(stated: StatedBalance | None) -> list[object] | None:
    return None if stated is None else [stated.on.isoformat(), stated.amount]


def _line(line: StatementLine, currency: str) -> dict[str, Any]:
    found: dict[str, Any] = {"line": line.line, "date": line.booked_on.isoformat()}
    found |= {name: value for name in _LINE_FIELDS if (value := getattr(line, name)) not in (None, False)}
    found["amount"] = line.amount
    if line.currency != currency:
        found["currency"] = line.currency
    return found
