"""Reports: the series that the dashboard's charts draw."""

from __future__ import annotations

from accountsos.api.operations.parameters import FROM, KNOWN_AT, TO, known_at, today
from accountsos.api.operations.reports.report_examples import SERIES_REPORT
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.reports.series import CASH, MEASURES, STEPS
from accountsos.web.parameters import OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest
from accountsos.wire.shapes.reports.series import SeriesReport, series_report, series_table
from accountsos.workflows.overview.series import SERIES, SeriesQuestion


def _question(request: ApiRequest) -> SeriesQuestion:
    query = request.query
    return SeriesQuestion(today(request), query["series"], query["from"], query["to"], query["by"], known_at(request))


SERIES_SPEC = ReportSpec(
    name="series",
    operation_name="show_series",
    title="Series",
    description=(
        "Figures one beside another, as the charts of the dashboard draw them. `cash`: what the accounts of money held "
        "at the end of each day, month or quarter. `in_and_out`: bank lines without what moved between own accounts, "
        "by whole months or quarters. `profit`: earned, spent and the profit before tax. `spending`: by category, the "
        "most first. `vat`: what each return owes, below zero where it comes back. Without `from` and `to`, the "
        "current financial year to date; of `vat`, every return. `known_at` is for all that is made of postings: not "
        "for `in_and_out` and `vat`."
    ),
    parameters=(
        QueryParameter("series", OneOf(tuple(MEASURES)), "Which one.", default=CASH),
        FROM,
        TO,
        QueryParameter("by", OneOf(STEPS), "A point for each day (of cash, 400 at most), month or quarter."),
        KNOWN_AT,
    ),
    question=_question,
    make=SERIES,
    shape=lambda found, shown: series_report(found[0], found[1].profile.currency, shown),
    table=lambda found: series_table(found[0]),
    reply=SeriesReport,
    example=SERIES_REPORT,
    download=lambda found: f"series-{found[0].series.replace('_', '-')}",
    commands=(
        ReportCommand(
            summary="Cash by day, money in and out, profit, spending or VAT one beside another.",
            title="{series} from {from} to {to}",
            examples=(
                "--series cash --by day --from 2026-03-01 --to 2026-03-31",
                "--series profit --by quarter --format csv",
                "--series vat --json",
            ),
        ),
    ),
)
SPECS = (SERIES_SPEC,)
OPERATIONS = tuple(spec.operation() for spec in SPECS)
