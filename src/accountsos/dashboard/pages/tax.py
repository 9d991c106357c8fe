"""Tax: what to set aside, why and by when."""

from __future__ import annotations

from typing import Any

from accountsos.dashboard.figures import days, full_day, money, short_day
from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.report_words import warnings_told
from accountsos.dashboard.request import Request
from accountsos.workflows.deadlines.list_deadlines import Deadline
from accountsos.workflows.overview.set_aside import SET_ASIDE, SetAside

WORKINGS = {"corporation_tax": "Corporation tax", "income_tax": "Income tax and National Insurance"}


async def show(request: Request) -> Answer:
    """As the books stand today."""
    return Shown(_shape(request, await request.read(SET_ASIDE, request.today)))


def _shape(request: Request, found: SetAside) -> dict[str, Any]:
    working = found.working
    return {
        "sentence": _sentence(found),
        "rows": [_row(request, each) for each in found.dues],
        "held": money(found.held),
        "total": money(-found.total),
        "left": money(found.left),
        "short": found.left < 0,
        "working": WORKINGS[working.kind],
        "working_days": days(working.period.start, working.period.end),
        "tax": money(working.total, pounds=True),
        "sections": [
            (section.title, [(line.label, "" if line.amount is None else money(line.amount)) for line in section.lines])
            for section in working.sections
        ],
        "warnings": warnings_told(working.warnings, request.company_id),
    }


def _sentence(found: SetAside) -> str:
    if not found.dues:
        return "The books know of no tax to pay. Deadlines tell what may still come."
    last = full_day(max(each.due_date for each in found.dues))
    what = (
        f"Set aside {money(found.total, pounds=True)} for tax until {last}"
        if found.total > 0
        else (f"HMRC owes you {money(-found.total, pounds=True)} more than you owe until {last}")
    )
    if found.left < 0:
        return f"{what}. That is {money(-found.left, pounds=True)} more than there is in the bank today."
    return f"{what}. That leaves {money(found.left, pounds=True)} of the {money(found.held, pounds=True)} in the bank."


def _row(request: Request, each: Deadline) -> dict[str, str]:
    so_far = each.period is not None and each.period.end >= request.today
    return {
        "day": each.due_date.isoformat(),
        "day_said": short_day(each.due_date, year=each.due_date.year != request.today.year),
        "title": each.title,
        "why": " ".join(filter(None, ("So far: the time is not over." if so_far else "", each.advice, each.rule))),
        "amount": money(each.amount or 0),
    }


PAGES = (
    Page(
        name="tax",
        path="/{company}/tax",
        title="Tax",
        show=show,
        menu=MenuEntry("Tax", "coins", group=2, phone=False),
    ),
)
