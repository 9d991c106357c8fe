"""Reports tell of every rate that is older than usual, whichever rule asked for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar, cast

import msgspec

from accountsos.reports.warnings import ReportWarning
from accountsos.store.engine.sql import Reader
from accountsos.uk_rules.parameters import Row, old_rows_asked_for, warnings_for
from accountsos.workflows.unit_of_work import ReadWorkflow

Q = TypeVar("Q")
R = TypeVar("R")
CODE = "old_rate"


def report_read(
    name: str,
    run: Callable[[Reader, int, Q], R],
    *,
    short: bool = False,
    long_in: Callable[[Reader, int, Q], bool] | None = None,
) -> ReadWorkflow[Q, R]:
    """The read of a report: what it asks of the law beyond the rhythm of a rate stands among its warnings."""

    def told(db: Reader, company: int, asked: Q) -> R:
        with old_rows_asked_for() as old:
            found = run(db, company, asked)
        return with_old_rates(found, old.values())

    return ReadWorkflow(name, told, short, may_take_long=_as_known_before, long_in=long_in)


def _as_known_before(asked: object) -> bool:
    """What was posted since is taken off posting by posting: the more that is, the longer it takes."""
    return getattr(asked, "known_at", None) is not None


def with_old_rates(report: R, rows: Iterable[Row]) -> R:
    """The report, or the first of several things that come with it, with a warning for each row not told of yet."""
    if isinstance(report, tuple):
        first, *rest = report
        return cast(R, (with_old_rates(first, rows), *rest))
    told: Any = report
    if not hasattr(told, "warnings"):
        return report
    said = [warning.message for warning in told.warnings]
    new = [ReportWarning(CODE, text) for text in warnings_for(*rows) if text not in said]
    if not new:
        return report
    warnings = type(told.warnings)((*told.warnings, *new))
    if isinstance(told, msgspec.Struct):
        return cast(R, msgspec.structs.replace(told, warnings=warnings))
    return cast(R, replace(told, warnings=warnings))
