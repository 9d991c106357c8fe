"""How far the categoriser can be relied on, as it is sent."""

from __future__ import annotations

import msgspec

from accountsos.reports.reliability import FULL, Reliability, ReliabilityReport
from accountsos.wire.shapes.reports.report_tables import Table

_TENTH = FULL // 10


class ReliabilityOut(msgspec.Struct, frozen=True):
    """One row."""

    answered_by: str
    """The stage that answered (`history`, `knowledge`, `hmrc` …), a range of confidences, or `all`."""
    lines: int
    coverage: float | None
    """The share of its lines that are sure enough to need no look."""
    suggested: float | None
    """The share of its lines that have an answer at all."""
    judged: int
    """Lines that a person accepted or corrected."""
    accuracy: float | None
    """Of these, the share that was right."""
    accuracy_when_sure: float | None
    """The same of the lines that needed no look."""
    said: float | None
    """The mean confidence of the judged lines: near `accuracy` where it holds what it says."""


class CategorisationReport(msgspec.Struct, frozen=True):
    """Coverage, accuracy and calibration of what the categoriser said, from what people accepted and corrected."""

    total: ReliabilityOut
    calibration_error: float | None
    """How far, over ten ranges of confidence, the mean confidence is from the share that was right."""
    stages: list[ReliabilityOut]
    confidences: list[ReliabilityOut]


class OneCategorisationReport(msgspec.Struct, frozen=True):
    """The report on the categoriser."""

    report: CategorisationReport


def categorisation_report(report: ReliabilityReport) -> CategorisationReport:
    """The report by itself."""
    error = report.calibration_error
    return CategorisationReport(
        _row("all", report.whole),
        None if error is None else error / FULL,
        [_row(stage, row) for stage, row in report.stages],
        [_row(_range(band), row) for band, row in report.bands],
    )


def reliability_table(report: ReliabilityReport) -> Table:
    """The rows under each other, one heading for all."""
    told = categorisation_report(report)
    rows = [*told.stages, *told.confidences, told.total]
    return list(ReliabilityOut.__struct_fields__), [list(msgspec.structs.astuple(row)) for row in rows]


def _row(called: str, row: Reliability) -> ReliabilityOut:
    return ReliabilityOut(
        called,
        row.lines,
        _share(row.ready, row.lines),
        _share(row.suggested, row.lines),
        row.judged,
        _share(row.right, row.judged),
        _share(row.right_ready, row.judged_ready),
        _share(row.said, row.judged * FULL),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _range(band: int) -> str:
    return f"0.{band} to {(band + 1) * _TENTH / FULL:.1f}"
