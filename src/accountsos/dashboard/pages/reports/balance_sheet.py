"""Balance sheet: what the business owns and owes on a day, beside an earlier one, each figure with its postings."""

from __future__ import annotations

from collections.abc import Mapping

from accountsos.dashboard.figures import full_day, money, short_day
from accountsos.dashboard.forms import Option
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_days import AskedDay, day_asked
from accountsos.dashboard.report_files import downloaded
from accountsos.dashboard.report_words import findings_told, warnings_told
from accountsos.dashboard.request import Request
from accountsos.dashboard.statement import Column, Layout, Line, figure_of, laid_out, with_behind
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.figures import AFTER_ONE_YEAR, BALANCE_SHEET, CAPITAL, WITHIN_ONE_YEAR
from accountsos.reports.statement_rows import SHEET_ORDER, statement_rows
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.reports.financial_statements import SheetQuestion

COMPARE: Mapping[str, str] = {
    "previous_period": "The end of last year",
    "previous_year": "The same day a year before",
    "nothing": "Nothing",
}
_IN_CREDIT = frozenset({WITHIN_ONE_YEAR, AFTER_ONE_YEAR, "total_liabilities", CAPITAL})
_ALWAYS = frozenset({CAPITAL})


async def show(request: Request) -> Answer:
    """The sheet of the day that the address asks for."""
    asked = day_asked(request)
    ignored, compare = list(asked.ignored), request.query.get("compare", "previous_period")
    if compare not in COMPARE:
        ignored.append("compare")
        compare = "previous_period"
    beside = None if compare == "nothing" else compare
    file = await downloaded(
        request, "balance-sheet", {"as_of": asked.as_of, "compare": beside, "known_at": asked.known_at}
    )
    if file is not None:
        return file
    question = SheetQuestion(request.today, asked.as_of, beside, asked.known_at)
    sheet, _ = await request.read(financial_statements.BALANCE_SHEET, question)
    sheets = [sheet, *([sheet.comparison] if sheet.comparison else [])]

    async def made() -> tuple[Line, ...]:
        return laid_out(request, statement_rows(sheets, SHEET_ORDER), _layout(request, sheets, asked))

    lines = await request.once(("balance sheet", question, request.company), made)
    heads = [short_day(each.as_of, year=True) for each in sheets]
    return Shown(
        {
            "lines": await with_behind(request, lines),
            "heads": [*heads, "Difference"] if sheet.comparison else heads,
            "sentence": _sentence(sheet),
            "balanced": sheet.balanced,
            "facts": f"On {full_day(asked.as_of)} · in pounds{asked.known_said}",
            "warnings": warnings_told(sheet.warnings, request.company_id),
            "findings": findings_told(sheet.findings, request.company),
            "asked": asked,
            "ignored": ignored,
            "compares": [Option(value, label) for value, label in COMPARE.items()],
            "compare": compare,
        }
    )


def _layout(request: Request, sheets: list[BalanceSheet], asked: AskedDay) -> Layout:
    def column(of: BalanceSheet) -> Column:
        day = {"end": of.as_of, "known_at": asked.known}
        head = short_day(of.as_of, year=True)
        return Column(head, lambda row, line: figure_of(request, BALANCE_SHEET, row, line, **day))

    return Layout(
        columns=[column(each) for each in sheets],
        compared=len(sheets) > 1,
        credit=lambda row: row in _IN_CREDIT,
        always=_ALWAYS,
        never=frozenset(),
        ledger=f"/{request.company_id}/reports/ledger?to={sheets[0].as_of}&account=",
    )


def _sentence(sheet: BalanceSheet) -> list[str]:
    """What it comes to, in pieces: every second one is an amount."""
    when = f"On {full_day(sheet.as_of)} the business"
    if not sheet.total_assets and not sheet.total_liabilities:
        return [f"{when} owned nothing and owed nothing."]
    net = sheet.net_assets
    return [
        f"{when} had and was owed ",
        money(sheet.total_assets, pounds=True),
        " and owed ",
        money(sheet.total_liabilities, pounds=True),
        ". That leaves " if net >= 0 else ". It owed more than it had, by ",
        money(abs(net), pounds=True),
        " for its owners." if net >= 0 else ".",
    ]


PAGES = (
    Page(
        name="balance-sheet",
        path="/{company}/reports/balance-sheet",
        title="Balance sheet",
        show=show,
        under="reports",
    ),
)
