"""Prints the commands of all reports from their declarations; `make commands` writes what the command line reads."""

from __future__ import annotations

import json
import sys
from typing import Any

from accountsos.api.operations.registry import REPORTS
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.web.parameters import Day, Moment, OneOf, WholeNumber
from accountsos.web.query import QueryParameter

FAMILIES = "accountsos.api.operations."


def listed() -> list[dict[str, Any]]:
    """Every command of every report, in the order of the reports."""
    return [_command(spec, command) for spec in REPORTS for command in spec.commands]


def _command(spec: ReportSpec[Any, Any], command: ReportCommand) -> dict[str, Any]:
    whole = {
        "name": command.name or spec.name,
        "also": command.also,
        "asks": f"{_family_of(spec)}:{spec.operation_name}",
        "summary": command.summary,
        "title": command.title,
        "then": command.then,
        "each": command.each,
        "examples": command.examples,
        "fixed": dict(command.fixed),
        "parameters": [_parameter(p) for p in spec.parameters if p.name not in command.fixed],
    }
    return {name: value for name, value in whole.items() if value}


def _family_of(spec: ReportSpec[Any, Any]) -> str:
    """The module that declares the report, as a command names it."""
    return next(
        name.removeprefix(FAMILIES)
        for name, module in sys.modules.items()
        if name.startswith(FAMILIES) and spec in getattr(module, "SPECS", ())
    )


def _parameter(parameter: QueryParameter) -> dict[str, Any]:
    kind = parameter.kind
    found: dict[str, Any] = {"name": parameter.name, "about": parameter.description}
    if isinstance(kind, Day | Moment):
        found["kind"] = type(kind).__name__
    elif isinstance(kind, OneOf):
        found["one_of"] = kind.values
    elif isinstance(kind, WholeNumber):
        found["range"] = (kind.least, kind.most)
    if parameter.required:
        found["required"] = True
    if parameter.default is not None:
        found["default"] = parameter.default
    return found


def text() -> str:
    """The whole file."""
    return json.dumps(listed(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(text(), end="")  # noqa: T201  # it is this program's whole output
