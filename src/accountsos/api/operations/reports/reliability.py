"""Reports: how far the categoriser can be relied on."""

from __future__ import annotations

from typing import Any

from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.wire.shapes.reports.reliability import (
    OneCategorisationReport,
    categorisation_report,
    reliability_table,
)
from accountsos.workflows.reports.categorisation import REPORT

_ROW: dict[str, Any] = {
    "answered_by": "history",
    "lines": 420,
    "coverage": 0.91,
    "suggested": 0.97,
    "judged": 310,
    "accuracy": 0.984,
    "accuracy_when_sure": 0.996,
    "said": 0.971,
}

CATEGORISATION_SPEC = ReportSpec(
    name="categorisation",
    operation_name="categorisation_report",
    title="Reliability of the categoriser",
    description=(
        "What the categoriser said of lines that people then accepted or corrected: how many it answers, how many of "
        "its answers were right, and whether its confidence is true. By stage and by confidence."
    ),
    parameters=(),
    question=lambda request: None,
    make=REPORT,
    shape=lambda report, shown: OneCategorisationReport(categorisation_report(report)),
    table=reliability_table,
    reply=OneCategorisationReport,
    example={
        "report": {
            "total": {**_ROW, "answered_by": "all"},
            "calibration_error": 0.018,
            "stages": [_ROW],
            "confidences": [{**_ROW, "answered_by": "0.9 to 1.0"}],
        }
    },
    commands=(
        ReportCommand(
            summary="How many lines the categoriser answers, how many it had right, whether its confidence is true.",
            title="Reliability of the categoriser",
            examples=("", "--format csv", "--json"),
            also=("categorise", "report"),
        ),
    ),
)
SPECS = (CATEGORISATION_SPEC,)
OPERATIONS = tuple(spec.operation() for spec in SPECS)
