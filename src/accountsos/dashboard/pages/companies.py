"""Oneself: all companies side by side, by consequence: what is overdue, what is due soon, where questions wait."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import short_day
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.pages.people import role_of
from accountsos.dashboard.request import Request
from accountsos.uk_rules.obligation import Status
from accountsos.web.run_workflow import asked
from accountsos.workflows.overview.all_companies import ALL_COMPANIES, CompaniesOf, CompanyAtAGlance

LATE = " late"


async def show(request: Request) -> Answer:
    """What each holds, and what waits there for this person."""

    def shape(found: list[CompanyAtAGlance]) -> Shown:
        rows = [_row(each, request.today) for each in found]
        waiting = sum(1 for row in rows if row["questions"])
        late = sum(1 for row in rows if row["tag"] == LATE)
        return Shown({"rows": rows, "waiting": waiting, "late": late})

    question = CompaniesOf(request.user_id, request.today)
    return await asked(request.context.books, ALL_COMPANIES, 0, question, shape)


def _row(each: CompanyAtAGlance, today: date) -> dict[str, object]:
    """Work that waits is told to whoever may do it."""
    member, waiting = each.member, each.waiting
    may, newest = member.has(Right.KEEP_BOOKS), waiting.newest
    due, when, tag = _due(each, today)
    return {
        "address": f"/{ids.company_id(member.company)}/",
        "name": member.company_name,
        "role": role_of(member),
        "held": each.held,
        "questions": waiting.questions if may else 0,
        "to_look_over": waiting.to_look_over if may else 0,
        "newest": f"{date(newest // 100, newest % 100, 1):%b %Y}" if newest else "no lines yet",
        "due": due,
        "when": when,
        "tag": tag,
    }


def _due(each: CompanyAtAGlance, today: date) -> tuple[str, str, str]:
    """What is due, when, and the class of its sign."""
    deadline = each.deadline
    if deadline is None:
        return ("nothing within a year" if each.deadline_known else "see its page"), "", ""
    day = short_day(deadline.due_date, year=deadline.due_date.year != today.year)
    if deadline.late:
        return deadline.title, f"since {day}", LATE
    return deadline.title, day, " soon" if deadline.status == Status.DUE_SOON else ""


PAGES = (Page(name="companies", path="/me/companies", title="Your companies", show=show),)
