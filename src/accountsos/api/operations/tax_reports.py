"""Reports for tax and the register, with their workings line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import KNOWN_AT, known_at, today
from accountsos.api.operations.reports import FORMATS, as_text, report_reply
from accountsos.api.operations.run import answered
from accountsos.api.parameters import Day, OneOf
from accountsos.api.query import QueryParameter
from accountsos.api.request import ApiRequest, Reply
from accountsos.wire.shapes.tax_reports import OneTaxReport, tax_report, tax_table
from accountsos.workflows.tax_reports import KINDS, TAX, TaxQuestion, TaxReport

_EXAMPLE: dict[str, Any] = {
    "report": {
        "type": "corporation_tax",
        "from": "2025-04-01",
        "to": "2026-03-31",
        "currency": "GBP",
        "sections": [
            {
                "title": "Computation",
                "lines": [
                    {
                        "label": "Profit before tax, as in the profit and loss",
                        "amount": Decimal("9000.00"),
                        "category_id": None,
                    },
                    {
                        "label": "Add back: Business Entertaining (not allowable)",
                        "amount": Decimal("1000.00"),
                        "category_id": "cat_entertaining",
                    },
                    {"label": "Corporation tax", "amount": Decimal("1900.00"), "category_id": None},
                ],
            }
        ],
        "total": Decimal("1900.00"),
        "warnings": [],
        "known_at": None,
    }
}


async def show_tax_report(request: ApiRequest) -> Reply:
    """One report of one financial year."""
    query, moment = request.query, known_at(request)

    def shape(report: TaxReport) -> Reply:
        name = report.kind.replace("_", "-")
        return report_reply(request, name, lambda: tax_report(report, as_text(request)), lambda: tax_table(report))

    return await answered(request, TAX, TaxQuestion(query["report"], today(request), query["as_of"], moment), shape)


OPERATIONS = (
    Operation(
        name="tax_report",
        method="GET",
        path="/api/reports/tax",
        summary="Tax and statutory reports",
        tag="Reports",
        description=(
            "`corporation_tax`: the estimate with its workings. `statutory_accounts`: the formats of FRS 105. "
            "`self_employment`: the boxes of SA103F, of a sole trader. `directors_loan`: each director's account with "
            "section 455. `dividends`: what may be distributed."
        ),
        handler=show_tax_report,
        replies={200: ReplyShape("The report.", OneTaxReport, example=_EXAMPLE)},
        query=(
            QueryParameter("report", OneOf(KINDS), "Which report.", required=True, example="corporation_tax"),
            QueryParameter(
                "as_of", Day(), "A day of the financial year; today where it is left out.", example=date(2026, 3, 31)
            ),
            KNOWN_AT,
        ),
        formats=FORMATS,
    ),
)
