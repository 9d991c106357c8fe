"""Commands of reports: a table to read, JSON as the API answers it, or CSV for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from accountsos.cli.command import (
    FROM,
    KNOWN_AT,
    LIMIT_OR_ALL,
    OFFSET,
    TO,
    Command,
    Day,
    Kind,
    Moment,
    OneOf,
    Parameter,
    WholeNumber,
    Words,
    option,
)
from accountsos.cli.show import Each, Listing, Report, Show, columns

DECLARED = Path(__file__).with_name("report_commands.json")
"""Made from the reports' own declarations, which bring the books with them: importing those would be a slow start."""
COMMON = {parameter.name: parameter for parameter in (FROM, TO, KNOWN_AT, LIMIT_OR_ALL, OFFSET)}
SOURCES_OF = ("profit_loss", "balance_sheet", "trial_balance", "ledger", "vat")
VAT_RETURN = Listing(
    "report.boxes",
    columns("box>", "name", "amount>"),
    title="VAT {report.scheme}, {report.period.from} to {report.period.to}, {report.status}",
    empty="Not registered for VAT",
    then=("{report.direction} {report.net_vat}, due {report.due_date}",),
)
OTHERWISE_SHOWN: Mapping[str, Show] = {"vat": VAT_RETURN}
"""Reports whose answer reads better than as their table."""


def _commands(declared: Mapping[str, Any]) -> Iterator[Command]:
    name = declared["name"]
    each = Each(*declared["each"]) if "each" in declared else None
    report = Report(declared["title"], tuple(declared.get("then", ())), each)
    for words in filter(None, (("report", name), tuple(declared.get("also", ())))):
        yield Command(
            words=words,
            summary=declared["summary"],
            asks=declared["asks"],
            parameters=tuple(_parameter(p) for p in declared.get("parameters", ())),
            show=OTHERWISE_SHOWN.get(name, report),
            examples=tuple(declared["examples"]),
            fixed=declared.get("fixed", {}),
            csv=True,
        )


def _parameter(declared: Mapping[str, Any]) -> Parameter:
    name = declared["name"]
    required = declared.get("required", False)
    return COMMON.get(name) or option(
        name, declared["about"], _kind(declared), required=required, default=declared.get("default")
    )


def _kind(declared: Mapping[str, Any]) -> Kind:
    if "one_of" in declared:
        return OneOf(tuple(declared["one_of"]))
    if "range" in declared:
        return WholeNumber(*declared["range"])
    if "kind" in declared:
        return Day() if declared["kind"] == "Day" else Moment()
    return Words(declared["name"].upper())


SOURCES = Command(
    words=("report", "sources"),
    summary="The postings behind one figure of a report.",
    asks="reports.tracing:list_sources",
    parameters=(
        option("report", "Which report.", OneOf(SOURCES_OF), required=True),
        option("figure", "Which figure: cat_software, income, box1 …", Words("NAME"), required=True),
        FROM,
        TO,
        option("bank_account", "Only of this account (ba_…).", Words("BA"), typed="account"),
        option("contact", "Only with this contact (con_…).", Words("CON")),
        KNOWN_AT,
        LIMIT_OR_ALL,
        OFFSET,
    ),
    show=Report("Sources of the figure"),
    csv=True,
    examples=("--report profit-loss --figure cat_software",),
)
COMMANDS = (*(c for declared in json.loads(DECLARED.read_bytes()) for c in _commands(declared)), SOURCES)
