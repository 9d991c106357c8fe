"""Every other report, from its declaration: what may be asked as a form, its table, what it is of, its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountsos.dashboard.figures import counted, short_day
from accountsos.dashboard.forms import Option
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_files import asked_of, downloaded, report_named
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import day_typed
from accountsos.dates import end_of_london_day
from accountsos.errors import BadRequest, NotFound
from accountsos.web.parameters import Day, Id, Moment, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.report import OfferedReport, Tabled
from accountsos.wire.readable_table import WHOLE, cell_said, head_said, shown_columns, span_said

_PAGING = frozenset({"limit", "offset"})
LABELS = {
    "from": "From",
    "to": "To",
    "as_of": "On",
    "known_at": "As the books stood on",
    "month": "A day of the tax month",
    "tax_year": "Tax year, like 2025-26",
    "report": "Which",
    "series": "Which",
    "by": "A line for each",
    "person": "Person",
}
FACTS = ("period", "basis", "scheme", "status")


@dataclass(frozen=True, slots=True)
class Asked:
    """One parameter as a field of the form."""

    name: str
    label: str
    value: str
    options: tuple[Option, ...] = ()


async def show(request: Request) -> Answer:
    """The report of that name, as the address asks for it."""
    report = report_named(request, request.holes["report"])
    values, ignored = _values(request, report)
    frame = {
        "title": title_of(report, values.get("report")),
        "fields": [_field(each, request, values) for each in _asked_for(report)],
        "ignored": ignored,
    }
    try:
        file = await downloaded(request, report.name, values)
        if file is not None:
            return file
        return Shown({**frame, **await _table(request, report, values)})
    except (BadRequest, NotFound):
        return Shown({**frame, "facts": "", "sentence": NOT_SO, "warnings": [], "columns": [], "rows": []})


async def _table(request: Request, report: OfferedReport, values: dict[str, Any]) -> dict[str, Any]:
    """Its words and rows, which say nothing of who asks: made once for each state of the books and each day."""

    async def made() -> dict[str, Any]:
        return _shape(await report.tabled(asked_of(request, report, values)))

    return await request.once(("report", report.name, tuple(sorted(values.items())), request.company), made)


NOT_SO = "There is no such report for this business, or not for what is asked above."


def title_of(report: OfferedReport, kind: str | None) -> str:
    """Its heading; of one that is several, that of the kind."""
    return report.title if kind is None else KINDS.get(kind, kind.replace("_", " ").capitalize())


KINDS = {
    "self_employment": "Self-employment (SA103)",
    "directors_loan": "Director\u2019s loan",
    "income_tax": "Income tax",
    "mtd_updates": "Quarterly updates",
    "in_and_out": "Money in and out",
    "vat": "VAT by return",
}


def _asked_for(report: OfferedReport) -> list[QueryParameter]:
    """What a person can type: no id, and no page of a list."""
    return [each for each in report.parameters if each.name not in _PAGING and not isinstance(each.kind, Id)]


def _values(request: Request, report: OfferedReport) -> tuple[dict[str, Any], list[str]]:
    """What was understood, and the names of what was not."""
    values: dict[str, Any] = {}
    ignored: list[str] = []
    for each in report.parameters:
        text = request.query.get(each.name, "").strip()
        if each.required and isinstance(each.kind, OneOf):
            values[each.name] = each.kind.values[0]
        if not text or each.name in _PAGING:
            continue
        try:
            values[each.name] = _value(each, text, request.today)
        except ValueError:
            ignored.append(each.name)
    return values, ignored


def _value(parameter: QueryParameter, text: str, today: date) -> object:
    if not isinstance(parameter.kind, Day | Moment):
        return parameter.kind.read(text)
    day = day_typed(text, today)
    if day is None or (isinstance(parameter.kind, Moment) and day > today):
        raise ValueError(text)
    if isinstance(parameter.kind, Day):
        return day
    return end_of_london_day(day) if day < today else None


def _field(parameter: QueryParameter, request: Request, values: dict[str, Any]) -> Asked:
    label = LABELS.get(parameter.name, parameter.name.replace("_", " ").capitalize())
    value = values.get(parameter.name)
    if isinstance(parameter.kind, OneOf):
        words = [Option(each, title_words(each)) for each in parameter.kind.values]
        if not parameter.required and parameter.default is None:
            words.insert(0, Option("", "Nothing"))
        return Asked(parameter.name, label, str(value or parameter.default or ""), tuple(words))
    said = short_day(value, year=True) if isinstance(value, date) else request.query.get(parameter.name, "")
    return Asked(parameter.name, label, said)


def title_words(kind: str) -> str:
    """A word of the API as a person reads it."""
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def _shape(table: Tabled) -> dict[str, Any]:
    facts = dict(table.facts)
    warnings = [str(text) for name, text in table.facts if name == "warning" and text != "none"]
    shown = shown_columns(table.columns)
    rows = [[cell_said(row[n]) for n in shown] for row in table.rows]
    numbers = [any(row[n].number for row in rows) for n in range(len(shown))]
    said = [span_said(str(facts[name])) for name in FACTS if facts.get(name)]
    lines = sum(1 for row in table.rows if not any(str(row[n]).lower() in WHOLE for n in shown))
    return {
        "facts": " · ".join(said),
        "sentence": f"{counted(lines, 'line')} for {span_said(str(facts.get('period', 'all')))}."
        if lines
        else f"Nothing stands here for {span_said(str(facts.get('period', 'all')))}.",
        "warnings": warnings,
        "columns": list(zip([head_said(table.columns[n]) for n in shown], numbers, strict=True)),
        "rows": rows,
    }


def reports_of(reports: Sequence[OfferedReport]) -> list[tuple[str, str]]:
    """Each report with its heading and the end of its address; one that is several, each."""
    found: list[tuple[str, str]] = []
    for report in reports:
        which = next((p.kind for p in report.parameters if p.name == "report" and isinstance(p.kind, OneOf)), None)
        if which is None:
            found.append((report.title, report.name))
        else:
            found += [(title_words(kind), f"{report.name}?report={kind}") for kind in which.values]
    return found


PAGES = (
    Page(
        name="report",
        path="/{company}/reports/{report}",
        title="Report",
        show=show,
        under="reports",
    ),
)
