"""Reports: profit and loss, balance sheet, trial balance."""

from __future__ import annotations

from datetime import date

from accountsos.api.operations.parameters import FROM, KNOWN_AT, TO, known_at, today
from accountsos.api.operations.reports.report_examples import (
    BALANCE_SHEET_REPORT,
    PROFIT_LOSS_REPORT,
    TRIAL_BALANCE_REPORT,
)
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.reports.periods import COLUMN_STEPS, COMPARISONS
from accountsos.web.parameters import Day, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest
from accountsos.wire.shapes.reports.report_tables import (
    balance_sheet_table,
    profit_loss_table,
    trial_balance_table,
)
from accountsos.wire.shapes.reports.statements import (
    BalanceSheetReport,
    ProfitLossReport,
    TrialBalanceReport,
    balance_sheet_report,
    profit_loss_report,
    trial_balance_report,
)
from accountsos.workflows.reports.financial_statements import (
    BALANCE_SHEET,
    PROFIT_AND_LOSS,
    TRIAL_BALANCE,
    ProfitQuestion,
    SheetQuestion,
)

_COMPARE = QueryParameter("compare", OneOf(COMPARISONS), "What to set it beside.")
_AS_OF = QueryParameter("as_of", Day(), "The day; today where it is left out.", example=date(2026, 3, 31))


def _profit_question(request: ApiRequest) -> ProfitQuestion:
    query = request.query
    return ProfitQuestion(today(request), query["from"], query["to"], query["compare"], query["by"], known_at(request))


def _sheet_question(request: ApiRequest) -> SheetQuestion:
    return SheetQuestion(today(request), request.query["as_of"], request.query.get("compare"), known_at(request))


PROFIT_LOSS_SPEC = ReportSpec(
    name="profit-loss",
    operation_name="profit_loss",
    title="Profit and loss",
    description=(
        "Income and costs of a period, both positive in their own block; a refund makes a line smaller, even "
        "negative. Without `from` and `to`, the current financial year to date."
    ),
    parameters=(
        FROM,
        TO,
        _COMPARE,
        QueryParameter("by", OneOf(tuple(COLUMN_STEPS)), "A column for each month or quarter, in `columns`."),
        KNOWN_AT,
    ),
    question=_profit_question,
    make=PROFIT_AND_LOSS,
    shape=lambda found, shown: profit_loss_report(found[0], found[1].profile.currency, shown),
    table=lambda found: profit_loss_table(found[0]),
    reply=ProfitLossReport,
    example=PROFIT_LOSS_REPORT,
    commands=(
        ReportCommand(
            summary="Profit and loss of a period; default: the financial year to date.",
            title="Profit and loss {from} to {to}, {basis} basis",
            examples=(
                "--from 2025-04-01 --to 2026-03-31",
                "--by quarter --format csv",
                "--compare previous-year --json",
            ),
        ),
    ),
)
BALANCE_SHEET_SPEC = ReportSpec(
    name="balance-sheet",
    operation_name="balance_sheet",
    title="Balance sheet",
    description=(
        "What the business owns and owes on a day. An account that changes sign changes sides per bank account, "
        "per director and per contact, never netted. `previous_period` is the close of the year before."
    ),
    parameters=(_AS_OF, _COMPARE, KNOWN_AT),
    question=_sheet_question,
    make=BALANCE_SHEET,
    shape=lambda found, shown: balance_sheet_report(found[0], found[1].profile.currency, shown),
    table=lambda found: balance_sheet_table(found[0]),
    reply=BalanceSheetReport,
    example=BALANCE_SHEET_REPORT,
    commands=(
        ReportCommand(
            summary="Balance sheet on a day.",
            title="Balance sheet at {as_of}, {basis} basis",
            examples=("--as-of 2026-03-04", "--compare previous-period --known-at 2026-03-01"),
        ),
    ),
)
TRIAL_BALANCE_SPEC = ReportSpec(
    name="trial-balance",
    operation_name="trial_balance",
    title="Trial balance",
    description="Every account's balance on a day; income and costs are those of the financial year.",
    parameters=(_AS_OF, KNOWN_AT),
    question=_sheet_question,
    make=TRIAL_BALANCE,
    shape=lambda found, shown: trial_balance_report(found[0], found[1].profile.currency, shown),
    table=lambda found: trial_balance_table(found[0]),
    reply=TrialBalanceReport,
    example=TRIAL_BALANCE_REPORT,
    commands=(
        ReportCommand(
            summary="Every account's balance on a day.",
            title="Trial balance at {as_of}, {basis} basis",
            examples=("--as-of 2026-03-04",),
        ),
    ),
)
SPECS = (PROFIT_LOSS_SPEC, BALANCE_SHEET_SPEC, TRIAL_BALANCE_SPEC)
OPERATIONS = tuple(spec.operation() for spec in SPECS)
