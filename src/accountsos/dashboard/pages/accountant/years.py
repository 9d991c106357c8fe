"""Financial years: closed, opened again, changed; and what is locked by it and by filed VAT returns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accountsos.access.roles import Right
from accountsos.dashboard.figures import days, full_day, money
from accountsos.dashboard.forms import DayOfLetter, Field, Form, Option, Tick
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.report_words import Told, warnings_told
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import day_typed
from accountsos.dates import ONE_DAY
from accountsos.ledger.years import FinancialYear
from accountsos.workflows.assets import post_depreciation
from accountsos.workflows.assets.post_depreciation import DepreciationQuestion
from accountsos.workflows.companies.manage_company import SHOW
from accountsos.workflows.companies.manage_years import (
    CHANGE,
    CLOSE,
    LIST,
    LOCKS,
    REOPEN,
    Closing,
    Reopening,
    YearChange,
)
from accountsos.workflows.reports.financial_statements import BALANCE_SHEET, SheetQuestion

THROUGH = Field(name="through", label="Close the books through", most=10)
CLOSED = Form(
    (
        THROUGH,
        Tick(
            name="sure",
            label="The accounts of that year are final",
            wrong="Tick that the accounts of that year are final",
        ),
    )
)
REOPENED = Form(
    (
        Field(name="back", label="What stays closed?", most=10, optional=True),
        Field(name="reason", label="Why is it opened again?", hint="Kept in the audit log", most=300),
    )
)
CHANGED = Form(
    (
        Field(name="starts", label="Which year?", most=10),
        DayOfLetter(name="ends", label="Its last day", hint="For example 31 3 2027", past=False),
        Field(
            name="exception",
            label="Longer again within five years: which exception is it?",
            hint="Administration, the same year end as a parent or subsidiary, or a direction",
            most=300,
            optional=True,
            marked=False,
        ),
        DayOfLetter(
            name="notice",
            label="When had Companies House the notice of a shorter year?",
            hint="Form AA01: accounts are then due 3 months later at the earliest",
            optional=True,
        ),
    )
)
TOLD = {
    "closed": "The year is closed. What is found later is posted on the first open day, and says what it corrects.",
    "reopened": "The books are open again. Close them once you are done.",
    "changed": "The years are as you said. Deadlines follow them.",
}
_AHEAD = timedelta(days=366)


async def show(request: Request) -> Answer:
    """Every year and what may be done with it."""
    years = await request.ask(LIST, request.today, lambda found: found)
    locks = await request.ask(LOCKS, None, lambda found: found)
    entity = await request.ask(SHOW, None, lambda state: state.company.entity_type)
    through = locks.books_closed_through
    over = [y for y in years if not y.closed and y.period.end < request.today]
    more = {
        "here": request.path,
        "sentence": _sentence(through, over),
        "rows": [_row(request, year) for year in reversed(years)],
        "locks": _locks(request, through, locks.vat_filed_through),
        "closable": [_option(year) for year in over],
        "before": await _before(request, over) if over else [],
        "last_over": full_day(over[-1].period.end) if over else "",
        "stays": [_option(y) for y in reversed(years) if through is not None and y.period.end < through],
        "closed_through": "" if through is None else full_day(through),
        "close_form": CLOSED,
        "reopen_form": REOPENED,
        "change_form": CHANGED.fields if entity == "ltd" else CHANGED.fields[:2],
        "open_years": [_start(y) for y in years if not y.closed] + [_next(years)],
        "may": request.may(Right.CLOSE_YEARS),
        "told": TOLD.get(request.query.get("done", ""), ""),
    }
    return Shown(more)


def _sentence(through: date | None, over: list[FinancialYear]) -> str:
    closed = "No year is closed." if through is None else f"Closed through {full_day(through)}."
    if not over:
        return f"{closed} The year at hand is open."
    ends = " and ".join(full_day(year.period.end) for year in over)
    return f"{closed} Over and not closed: the year{'s' if len(over) > 1 else ''} to {ends}."


def _row(request: Request, year: FinancialYear) -> dict[str, Any]:
    period, start = year.period, f"/{request.company_id}"
    running = request.today in period
    return {
        "days": days(period.start, period.end),
        "word": "closed" if year.closed else "running" if running else "open",
        "tag": " good" if year.closed else "" if running else " ask",
        "profit": f"{start}/reports/profit-and-loss?from={period.start}&to={min(period.end, request.today)}",
        "sheet": f"{start}/reports/balance-sheet?as_of={min(period.end, request.today)}",
    }


def _locks(request: Request, books: date | None, vat: date | None) -> list[tuple[str, str, str]]:
    """What is locked: word, what it means, address."""
    start = f"/{request.company_id}"
    return [
        (
            "Books",
            "nothing is closed"
            if books is None
            else f"closed through {full_day(books)}: nothing is dated in that time any more",
            "",
        ),
        (
            "VAT",
            "nothing is filed"
            if vat is None
            else f"filed through {full_day(vat)}: what is found later goes into the next return",
            f"{start}/vat",
        ),
    ]


async def _before(request: Request, years: list[FinancialYear]) -> list[Told]:
    """What a person should have looked at before those years are closed."""
    found = []
    for end in (year.period.end for year in years):
        asked = DepreciationQuestion(request.today, end)
        depreciation = await request.read(post_depreciation.LOOK, asked)
        if depreciation.total != depreciation.posted:
            left = money(depreciation.total - depreciation.posted, pounds=True)
            said = f"Depreciation of {left} of the year to {full_day(end)} is not posted."
            found.append(Told(said, f"/{request.company_id}/assets?year={end}#depreciation", "Post it"))
    last = SheetQuestion(request.today, years[-1].period.end)
    sheet, _ = await request.read(BALANCE_SHEET, last)
    return [*found, *warnings_told(sheet.warnings, request.company_id)]


def _option(year: FinancialYear) -> Option:
    return Option(year.period.end.isoformat(), full_day(year.period.end))


def _start(year: FinancialYear) -> Option:
    return Option(year.period.start.isoformat(), f"that from {full_day(year.period.start)}")


def _next(years: list[FinancialYear]) -> Option:
    first = years[-1].period.end + ONE_DAY
    return Option(first.isoformat(), f"that from {full_day(first)}, which comes next")


def _day(request: Request, text: str | None) -> date | None:
    return day_typed(text, request.today + _AHEAD) if text else None


async def do_close(request: Request) -> Answer:
    """Nothing is dated in it any more."""
    through = _day(request, request.state.values["through"])
    if through is None:
        CLOSED.wrong(request.state, "through", "Choose one of the years in the list")
        return await show(request)
    return await request.change(CLOSE, Closing(through), lambda _: f"{request.path}?done=closed")


async def do_reopen(request: Request) -> Answer:
    """Back to what stays closed, with the reason."""
    given = request.state.values
    command = Reopening(_day(request, given["back"]), given["reason"])
    return await request.change(REOPEN, command, lambda _: f"{request.path}?done=reopened")


async def do_change(request: Request) -> Answer:
    """Another last day; the years behind it follow."""
    given = request.state.values
    starts = _day(request, given["starts"])
    if starts is None:
        CHANGED.wrong(request.state, "starts", "Choose one of the years in the list")
        return await show(request)
    reason = given["exception"]
    command = YearChange(starts, given["ends"], bool(reason), reason, notice_on=given["notice"])
    return await request.change(CHANGE, command, lambda _: f"{request.path}?done=changed")


PAGES = (
    Page(
        name="years",
        path="/{company}/accountant/years",
        title="Years",
        show=show,
        actions={
            "close": Action(form=CLOSED, do=do_close, right=Right.CLOSE_YEARS),
            "reopen": Action(form=REOPENED, do=do_reopen, right=Right.CLOSE_YEARS, proof=True),
            "change": Action(form=CHANGED, do=do_change, right=Right.CLOSE_YEARS),
        },
        under="reports",
    ),
)
