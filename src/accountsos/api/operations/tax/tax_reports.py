"""Reports for tax and the register, with their workings line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bodies import given
from accountsos.api.operations.parameters import KNOWN_AT, known_at, today
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.api.operations.run import answered, changed
from accountsos.web.parameters import Day, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.shapes.tax.tax_reports import (
    OneTaxReport,
    TaxFactsList,
    tax_facts_list,
    tax_report,
    tax_table,
)
from accountsos.workflows.tax import report_capital_allowances, state_tax_facts
from accountsos.workflows.tax.estimate_corporation_tax import STATED
from accountsos.workflows.tax.state_tax_facts import StateFacts, YearFacts
from accountsos.workflows.tax.tax_reports import KINDS, TAX, TaxQuestion

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


_FACTS: dict[str, Any] = {
    "corporation_tax_facts": [
        {
            "year_starts_on": "2025-04-01",
            "year_ends_on": "2026-03-31",
            "losses_brought_forward": Decimal("4000.00"),
            "losses_claimed": Decimal("4000.00"),
            "main_pool_brought_forward": Decimal("1250.00"),
            "special_pool_brought_forward": None,
            "main_pool_disposals": None,
            "special_pool_disposals": None,
        }
    ]
}


class TaxFactsBody(Body, frozen=True):
    """Everything that is stated of one year: what is left out or null is not stated any more."""

    year_starts_on: DateField
    """The first day of the financial year; of a sole trader 6 April, or when accounts to 31 March begin."""
    losses_brought_forward: MoneyField | UnsetType | None = UNSET
    """Trading losses made since 1 April 2017 and not used; left out, as the earlier years in the books leave them."""
    losses_claimed: MoneyField | UnsetType | None = UNSET
    """What of them is claimed against this year's profits: nothing is set off without a claim (CTA 2010 s45A)."""
    main_pool_brought_forward: MoneyField | UnsetType | None = UNSET
    """The written-down value; left out, as the year before leaves it."""
    special_pool_brought_forward: MoneyField | UnsetType | None = UNSET
    main_pool_disposals: MoneyField | UnsetType | None = UNSET
    """Proceeds of plant sold that are not on plant accounts, never more than its cost."""
    special_pool_disposals: MoneyField | UnsetType | None = UNSET


async def show_tax_facts(request: ApiRequest) -> Reply:
    """What is stated."""
    return await answered(request, state_tax_facts.SHOW, None, _facts_reply)


async def state_facts(request: ApiRequest) -> Reply:
    """State a year's losses and pools."""
    body: TaxFactsBody = request.body
    amounts = {name: money.pence for name in STATED if (money := given(getattr(body, name))) is not None}
    return await changed(request, state_tax_facts.STATE, StateFacts(body.year_starts_on, amounts), _facts_reply)


def _facts_reply(years: list[YearFacts]) -> Reply:
    return Reply(tax_facts_list(years))


_FACTS_REPLY = ReplyShape("Every year of which something is stated, oldest first.", TaxFactsList, example=_FACTS)

_COMMANDS = {
    "corporation_tax": "The corporation tax of a financial year, estimated line by line.",
    "statutory_accounts": "The figures of a financial year by the lines of the statutory accounts.",
    "self_employment": "The self-employment pages of a sole trader's tax return.",
    "directors_loan": "What directors owe the company and are owed, and what follows from it.",
    "income_tax": "Income tax and Class 4 of a sole trader's tax year, and payments on account.",
    "mtd_updates": "The quarterly updates of Making Tax Digital by SA103 box, each from the start of the tax year.",
    "dividends": "Dividends of a financial year, and what there is to pay them from.",
}
TAX_SPEC = ReportSpec(
    name="tax",
    operation_name="tax_report",
    title="Tax and statutory reports",
    description=(
        "`corporation_tax`: the estimate with its workings. `statutory_accounts`: the formats of FRS 105. "
        "`self_employment`: the boxes of SA103F, of a sole trader. `directors_loan`: each director's account with "
        "section 455. `dividends`: what may be distributed. `income_tax`: a sole trader's tax and Class 4 of a tax "
        "year with payments on account. `mtd_updates`: its quarterly updates by SA103 box, of both kinds of quarters."
    ),
    parameters=(
        QueryParameter("report", OneOf(KINDS), "Which report.", required=True, example="corporation_tax"),
        QueryParameter(
            "as_of", Day(), "A day of the financial year; today where it is left out.", example=date(2026, 3, 31)
        ),
        KNOWN_AT,
    ),
    question=lambda request: TaxQuestion(
        request.query["report"], today(request), request.query["as_of"], known_at(request)
    ),
    make=TAX,
    shape=lambda report, shown: tax_report(report, shown.known_at),
    table=tax_table,
    reply=OneTaxReport,
    example=_EXAMPLE,
    download=lambda report: report.kind.replace("_", "-"),
    commands=tuple(
        ReportCommand(
            name=kind.replace("_", "-"),
            summary=_COMMANDS[kind],
            title="{type}, {from} to {to}",
            examples=("", "--as-of 2026-03-04 --format csv"),
            fixed={"report": kind},
        )
        for kind in KINDS
    ),
)
ALLOWANCES_SPEC = ReportSpec(
    name="capital-allowances",
    operation_name="capital_allowance_report",
    title="Capital allowances",
    description=(
        "What was given at once and each pool from its start to its end, as the corporation tax estimate takes it, by "
        "accounting period; of a sole trader those of the tax year. From the register of fixed assets; plant that is "
        "not in it has the annual investment allowance."
    ),
    parameters=(
        QueryParameter("as_of", Day(), "A day of the year; today where it is left out.", example=date(2026, 3, 31)),
        KNOWN_AT,
    ),
    question=lambda request: TaxQuestion(
        report_capital_allowances.KIND, today(request), request.query["as_of"], known_at(request)
    ),
    make=report_capital_allowances.REPORT,
    shape=lambda report, shown: tax_report(report, shown.known_at),
    table=tax_table,
    reply=OneTaxReport,
    example={
        "report": {
            **_EXAMPLE["report"],
            "type": "capital_allowances",
            "sections": [
                {
                    "title": "Main pool, 1 April 2025 to 31 March 2026",
                    "lines": [
                        {"label": "Brought forward", "amount": Decimal("5000.00"), "category_id": None},
                        {
                            "label": "Writing-down allowance, 18% a year",
                            "amount": Decimal("900.00"),
                            "category_id": None,
                        },
                        {"label": "Carried forward", "amount": Decimal("4100.00"), "category_id": None},
                    ],
                }
            ],
            "total": Decimal("900.00"),
        }
    },
    commands=(
        ReportCommand(
            summary="Capital allowances of a year, pool by pool.",
            title="Capital allowances, {from} to {to}",
            examples=("", "--as-of 2026-03-04 --format csv"),
        ),
    ),
)
SPECS = (TAX_SPEC, ALLOWANCES_SPEC)
OPERATIONS = (
    TAX_SPEC.operation(),
    ALLOWANCES_SPEC.operation(),
    Operation(
        name="show_corporation_tax_facts",
        method="GET",
        kept=True,
        path="/api/reports/corporation-tax/facts",
        summary="Losses and pools brought forward",
        tag="Reports",
        handler=show_tax_facts,
        replies={200: _FACTS_REPLY},
    ),
    Operation(
        name="state_corporation_tax_facts",
        method="PUT",
        path="/api/reports/corporation-tax/facts",
        summary="State losses and pools brought forward",
        tag="Reports",
        description=(
            "What the estimate of a year needs and the books do not know. It replaces what was stated of that year "
            "before; the report as known earlier keeps it. Of a sole trader it is the pools, at the first day of a tax "
            "year (or of accounts that count as one): they are written down from there."
        ),
        scope="write",
        handler=state_facts,
        replies={200: _FACTS_REPLY},
        body=TaxFactsBody,
        body_example={
            "year_starts_on": "2025-04-01",
            "losses_brought_forward": 4000.00,
            "losses_claimed": 4000.00,
            "main_pool_brought_forward": 1250.00,
        },
    ),
)
