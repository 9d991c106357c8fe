"""Profit and loss: what was earned, what it cost, beside another time or by month, each figure with its postings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accountsos.dashboard import charts
from accountsos.dashboard.charts import Chart, Point
from accountsos.dashboard.figures import days, full_day, money, span_head
from accountsos.dashboard.forms import Option
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_days import Asked, days_asked
from accountsos.dashboard.report_files import downloaded
from accountsos.dashboard.report_words import BASES, findings_told, warnings_told
from accountsos.dashboard.request import Request
from accountsos.dashboard.statement import Column, Layout, Line, figure_of, laid_out, with_behind
from accountsos.errors import BadRequest
from accountsos.reports.figures import INCOME_BLOCKS, PROFIT_LOSS
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.series import PROFIT, spending_points
from accountsos.reports.statement_rows import PROFIT_ORDER, statement_rows
from accountsos.workflows.overview.series import SERIES, SeriesQuestion
from accountsos.workflows.reports.financial_statements import PROFIT_AND_LOSS, ProfitQuestion

COMPARE: Mapping[str, str] = {
    "previous_year": "The same time a year before",
    "previous_period": "The time before",
    "nothing": "Nothing",
}
BY: Mapping[str, str] = {"": "One", "month": "A column a month", "quarter": "A column a quarter"}
_IN_CREDIT = INCOME_BLOCKS | {"gross_profit", "operating_profit", "net_profit"}
MONTHS_MOST = 18
SPENDING_SHOWN = 8
WAYS = ("earned", "spent")
_ALWAYS = frozenset({"income"})
_NO_GROSS = frozenset({"gross_profit"})


@dataclass(slots=True)
class _Wanted:
    """What the address asks for beside the days."""

    compare: str
    by: str
    ignored: list[str]


async def show(request: Request) -> Answer:
    """The statement that the address asks for."""
    asked = await days_asked(request)
    wanted = _wanted(request, asked)
    file = await downloaded(request, "profit-loss", _values(asked, wanted))
    if file is not None:
        return file
    statement = await _statement(request, asked, wanted)

    async def made() -> tuple[Line, ...]:
        return laid_out(request, _rows(statement), _layout(request, statement, asked))

    when = (request.today, asked.period, asked.known_at)
    lines = await request.once(("profit and loss", when, wanted.compare, wanted.by, request.company), made)
    drawn = await _drawn(request, asked)
    return Shown(
        {
            "lines": await with_behind(request, lines),
            "heads": _heads(statement),
            "drawn": drawn,
            "spent": _spent(request, statement),
            "sentence": _sentence(statement),
            "loss": statement.profit_before_tax < 0,
            "facts": _facts(asked, statement),
            "warnings": warnings_told(statement.warnings, request.company_id),
            "findings": findings_told(statement.findings, request.company),
            "asked": asked,
            "ignored": wanted.ignored,
            "compares": _options(COMPARE),
            "compare": wanted.compare,
            "steps": _options(BY),
            "by": wanted.by,
        }
    )


def _spent(request: Request, statement: ProfitAndLoss) -> list[tuple[str, str, str, str]]:
    """The categories that took most: name, where their postings are, the width of their bar and the amount."""
    found = spending_points(statement)
    period = f"from={statement.period.start}&to={statement.period.end}"
    return [
        (
            each.name,
            f"/{request.company_id}/reports/ledger?account={each.category_id}&{period}",
            charts.share(each.figures[0], found[0].figures[0]),
            money(each.figures[0]),
        )
        for each in found[:SPENDING_SHOWN]
    ]


async def _drawn(request: Request, asked: Asked) -> list[tuple[str, Chart]]:
    """In and out, and profit, by month; by quarter where that is too many to see. Each bar leads to its statement."""
    start, end = asked.period.start, asked.period.end
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if not 1 < months <= MONTHS_MOST * 3:
        return []
    by = "month" if months <= MONTHS_MOST else "quarter"
    question = SeriesQuestion(request.today, PROFIT, start, end, by, asked.known_at)
    series, _ = await request.read(SERIES, question)
    points = series.points
    if not any(any(point.figures) for point in points):
        return []
    both, profits = [], []
    for point in points:
        first, last = point.period.start, point.period.end
        name = f"{first:%b}" if by == "month" else span_head(first, last)
        address = request.here(period=None, by=None, open=None, **{"from": first.isoformat(), "to": last.isoformat()})
        earned, spent, profit = point.figures
        sums = (earned, spent)
        said = " and ".join(f"{money(each, pounds=True)} {word}" for each, word in zip(sums, WAYS, strict=True))
        both.append(Point(name, f"{span_head(first, last)}: {said}", address, sums))
        profits.append(Point(name, f"{span_head(first, last)}: {money(profit, pounds=True)}", address, (profit,)))
    heads = tuple(word.capitalize() for word in WAYS)
    return [
        (f"In and out by {by}", charts.bars(f"Earned and spent by {by}", heads, both, ("bar-in", "bar-out"))),
        (f"Profit by {by}", charts.bars(f"Profit before tax by {by}", ("Profit",), profits, ("bar-in",))),
    ]


def _wanted(request: Request, asked: Asked) -> _Wanted:
    compare, by = request.query.get("compare", "previous_year"), request.query.get("by", "")
    ignored = list(asked.ignored)
    if compare not in COMPARE:
        ignored.append("compare")
        compare = "previous_year"
    if by not in BY:
        ignored.append("by")
        by = ""
    return _Wanted(compare, by, ignored)


async def _statement(request: Request, asked: Asked, wanted: _Wanted) -> ProfitAndLoss:
    """In one column where so many do not fit."""
    start, end = asked.period.start, asked.period.end
    compare = None if wanted.compare == "nothing" or wanted.by else wanted.compare
    question = ProfitQuestion(request.today, start, end, compare, wanted.by or None, asked.known_at)
    try:
        statement: ProfitAndLoss
        statement, _ = await request.read(PROFIT_AND_LOSS, question)
        return statement
    except BadRequest:
        wanted.ignored.append("by")
        wanted.by = ""
        return await _statement(request, asked, wanted)


def _values(asked: Asked, wanted: _Wanted) -> dict[str, Any]:
    """As the API asks for the same."""
    return {
        "from": asked.period.start,
        "to": asked.period.end,
        "compare": None if wanted.compare == "nothing" or wanted.by else wanted.compare,
        "by": wanted.by or None,
        "known_at": asked.known_at,
    }


def _rows(statement: ProfitAndLoss) -> list[Any]:
    return statement_rows(_beside(statement), PROFIT_ORDER)


def _beside(statement: ProfitAndLoss) -> list[ProfitAndLoss]:
    return [statement, *([statement.comparison] if statement.comparison else statement.columns)]


def _layout(request: Request, statement: ProfitAndLoss, asked: Asked) -> Layout:
    def column(of: ProfitAndLoss) -> Column:
        period = {"start": of.period.start, "end": of.period.end, "known_at": asked.known}
        return Column(
            span_head(of.period.start, of.period.end),
            lambda row, line: figure_of(request, PROFIT_LOSS, row, line, **period),
        )

    period = f"from={statement.period.start}&to={statement.period.end}"
    return Layout(
        columns=[column(each) for each in _beside(statement)],
        compared=statement.comparison is not None,
        credit=lambda row: row in _IN_CREDIT,
        always=_ALWAYS,
        never=frozenset() if any(each.cost_of_sales.lines for each in _beside(statement)) else _NO_GROSS,
        ledger=f"/{request.company_id}/reports/ledger?{period}&account=",
    )


def _heads(statement: ProfitAndLoss) -> list[str]:
    heads = [span_head(each.period.start, each.period.end) for each in _beside(statement)]
    return [*heads, "Difference"] if statement.comparison else heads


def _sentence(statement: ProfitAndLoss) -> list[str]:
    """What it comes to, in pieces: every second one is an amount."""
    when = f"Between {full_day(statement.period.start)} and {full_day(statement.period.end)}"
    if not statement.earned and not statement.spent:
        return [f"{when} nothing was earned and nothing was spent."]
    profit = statement.profit_before_tax
    word = "a profit" if profit >= 0 else "a loss"
    return [
        f"{when} you earned ",
        money(statement.earned, pounds=True),
        " and it cost you ",
        money(statement.spent, pounds=True),
        f". That leaves {word} of ",
        money(abs(profit), pounds=True),
        " before tax.",
    ]


def _facts(asked: Asked, statement: ProfitAndLoss) -> str:
    when = days(statement.period.start, statement.period.end)
    return f"{when} · {BASES[statement.basis]} · in pounds{asked.known_said}"


def _options(choices: Mapping[str, str]) -> list[Option]:
    return [Option(value, label) for value, label in choices.items()]


PAGES = (
    Page(
        name="profit-and-loss",
        path="/{company}/reports/profit-and-loss",
        title="Profit and loss",
        show=show,
        under="reports",
    ),
)
