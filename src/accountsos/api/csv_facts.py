"""What a report's CSV is of, in rows before its table: company, period, basis, warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from accountsos.dates import rfc3339
from accountsos.web.parameters import Amount, Kind
from accountsos.web.query import QueryParameter
from accountsos.workflows.reports.for_a_file import Whose

_OF_THE_FORM = frozenset(
    {
        *("format", "limit", "offset", "cursor", "include", "order"),
        *("from", "to", "as_of", "known_at", "period", "month", "tax_year"),
    }
)
"""Parameters that are told in another way, or not at all."""
_TOLD = ("scheme", "status", "currency", "known_at")


def csv_facts(
    company: Whose, title: str, told: Mapping[str, Any], query: Mapping[str, Any], made_at: datetime
) -> list[tuple[str, object]]:
    """Name and value of each fact; `told` is the report as JSON has it, from which the same is read."""
    report, kind = told.get("report", told), query.get("report")
    facts: list[tuple[str, object]] = [
        ("company", f"{company.name} ({company.company_id})"),
        ("report", title if kind is None else f"{title}: {kind}"),
        *((name, value) for name, value in query.items() if value is not None and name not in _OF_THE_FORM),
        ("period", _period(report, query)),
        ("basis", report.get("basis") or company.basis),
        *((name, report[name]) for name in _TOLD if isinstance(report.get(name), str)),
        ("made_at", rfc3339(made_at)),
    ]
    if "currency" not in report:
        facts.append(("currency", company.currency))
    warnings = [*_warnings(told.get("warnings", ())), *_warnings(report.get("warnings", ()))]
    warnings += [f"{one['message']} {one['action']}" for one in report.get("findings", ())]
    return [*facts, *(("warning", text) for text in warnings or ["none"])]


def told_in_words(parameters: Sequence[QueryParameter], query: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for, each as it is written: amounts with their pennies, yes and no, ids one after the other."""
    kinds = {parameter.name: parameter.kind for parameter in parameters}
    return {name: None if query[name] is None else _as_written(kind, query[name]) for name, kind in kinds.items()}


def _as_written(kind: Kind, value: object) -> object:
    if isinstance(kind, Amount):
        return kind.told(value)
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, tuple | frozenset) else value


def _period(report: Mapping[str, Any], query: Mapping[str, Any]) -> str:
    """The days it is about: from its first to its last, or the one day as of which it stands."""
    within = report.get("period")
    for said in (within if isinstance(within, Mapping) else {}, report, query):
        if (last := said.get("to")) is not None:
            first = said.get("from")
            return f"{first}..{last}" if first is not None else f"..{last}"
        if (day := said.get("as_of")) is not None:
            return f"as of {day}"
        if (first := said.get("from")) is not None:
            return f"{first}.."
    return "all"


def _warnings(said: Sequence[Any]) -> Iterator[str]:
    for warning in said:
        if isinstance(warning, str):
            yield warning
        else:
            amount = warning.get("amount")
            yield warning["message"] + (f" ({amount})" if isinstance(amount, Decimal | int) else "")
