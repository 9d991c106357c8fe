"""Reports: profit and loss, balance sheet, trial balance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from accountsos.api.csv_reply import csv_reply
from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import FROM, KNOWN_AT, TO, known_at, today
from accountsos.api.operations.reports.report_examples import (
    BALANCE_SHEET_REPORT,
    PROFIT_LOSS_REPORT,
    TRIAL_BALANCE_REPORT,
)
from accountsos.api.operations.run import answered
from accountsos.dates import rfc3339
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.periods import COLUMN_STEPS, COMPARISONS
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.trial_balance import TrialBalance
from accountsos.web.parameters import Day, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.reports.report_tables import (
    Table,
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
    BooksAsKnown,
    ProfitQuestion,
    SheetQuestion,
)

FORMATS = ("json", "csv")
_COMPARE = QueryParameter("compare", OneOf(COMPARISONS), "What to set it beside.")
_AS_OF = QueryParameter("as_of", Day(), "The day; today where it is left out.", example=date(2026, 3, 31))


async def profit_loss(request: ApiRequest) -> Reply:
    """The profit and loss of a period."""
    query, moment = request.query, known_at(request)

    def shape(found: tuple[ProfitAndLoss, BooksAsKnown]) -> Reply:
        statement, books = found
        return report_reply(
            request,
            "profit-loss",
            lambda: profit_loss_report(request.caller.company, statement, books.profile.currency, as_text(request)),
            lambda: profit_loss_table(statement),
        )

    question = ProfitQuestion(today(request), query["from"], query["to"], query["compare"], query["by"], moment)
    return await answered(request, PROFIT_AND_LOSS, question, shape)


async def balance_sheet(request: ApiRequest) -> Reply:
    """The balance sheet on a day."""
    query, moment = request.query, known_at(request)

    def shape(found: tuple[BalanceSheet, BooksAsKnown]) -> Reply:
        sheet, books = found
        return report_reply(
            request,
            "balance-sheet",
            lambda: balance_sheet_report(request.caller.company, sheet, books.profile.currency, as_text(request)),
            lambda: balance_sheet_table(sheet),
        )

    question = SheetQuestion(today(request), query["as_of"], query["compare"], moment)
    return await answered(request, BALANCE_SHEET, question, shape)


async def trial_balance(request: ApiRequest) -> Reply:
    """Every account's balance on a day."""
    moment = known_at(request)

    def shape(found: tuple[TrialBalance, BooksAsKnown]) -> Reply:
        balance, books = found
        return report_reply(
            request,
            "trial-balance",
            lambda: trial_balance_report(request.caller.company, balance, books.profile.currency, as_text(request)),
            lambda: trial_balance_table(balance),
        )

    question = SheetQuestion(today(request), request.query["as_of"], known_at=moment)
    return await answered(request, TRIAL_BALANCE, question, shape)


def report_reply(
    request: ApiRequest, name: str, report: Callable[[], msgspec.Struct], table: Callable[[], Table]
) -> Reply:
    """The report in the form that was asked for."""
    if request.reply_format == "csv":
        return csv_reply(*table(), file_name=f"{name}.csv")
    return Reply(report())


def as_text(request: ApiRequest) -> str | None:
    """The `known_at` of the request as reports and their links show it."""
    moment = known_at(request)
    return None if moment is None else rfc3339(moment)


OPERATIONS = (
    Operation(
        name="profit_loss",
        method="GET",
        path="/api/reports/profit-loss",
        summary="Profit and loss",
        tag="Reports",
        description=(
            "Income and costs of a period, both positive in their own block; a refund makes a line smaller, even "
            "negative. Without `from` and `to`, the current financial year to date."
        ),
        handler=profit_loss,
        replies={200: ReplyShape("The report.", ProfitLossReport, example=PROFIT_LOSS_REPORT)},
        query=(
            FROM,
            TO,
            _COMPARE,
            QueryParameter("by", OneOf(tuple(COLUMN_STEPS)), "A column for each month or quarter, in `columns`."),
            KNOWN_AT,
        ),
        formats=FORMATS,
    ),
    Operation(
        name="balance_sheet",
        method="GET",
        path="/api/reports/balance-sheet",
        summary="Balance sheet",
        tag="Reports",
        description=(
            "What the business owns and owes on a day. An account that changes sign changes sides per bank account, "
            "per director and per contact, never netted. `previous_period` is the close of the year before."
        ),
        handler=balance_sheet,
        replies={200: ReplyShape("The report.", BalanceSheetReport, example=BALANCE_SHEET_REPORT)},
        query=(_AS_OF, _COMPARE, KNOWN_AT),
        formats=FORMATS,
    ),
    Operation(
        name="trial_balance",
        method="GET",
        path="/api/reports/trial-balance",
        summary="Trial balance",
        tag="Reports",
        description="Every account's balance on a day; income and costs are those of the financial year.",
        handler=trial_balance,
        replies={200: ReplyShape("The report.", TrialBalanceReport, example=TRIAL_BALANCE_REPORT)},
        query=(_AS_OF, KNOWN_AT),
        formats=FORMATS,
    ),
)
