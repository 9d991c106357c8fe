"""Oneself: all companies side by side, those with questions first."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.pages.people import role_of
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import asked
from accountsos.workflows.overview.all_companies import ALL_COMPANIES, CompanyAtAGlance


async def show(request: Request) -> Answer:
    """What each holds, and what waits there for this person."""

    def shape(found: list[CompanyAtAGlance]) -> Shown:
        rows = [_row(each) for each in found]
        waiting = sum(1 for row in rows if row["questions"])
        return Shown({"rows": rows, "waiting": waiting})

    return await asked(request.context.books, ALL_COMPANIES, 0, request.user_id, shape)


def _row(each: CompanyAtAGlance) -> dict[str, object]:
    """Work that waits is told to whoever may do it."""
    member, waiting = each.member, each.waiting
    may, newest = member.has(Right.KEEP_BOOKS), waiting.newest
    return {
        "address": f"/{ids.company_id(member.company)}/",
        "name": member.company_name,
        "role": role_of(member),
        "held": each.held,
        "questions": waiting.questions if may else 0,
        "to_look_over": waiting.to_look_over if may else 0,
        "newest": f"{date(newest // 100, newest % 100, 1):%B %Y}" if newest else "no lines yet",
    }


PAGES = (Page(name="companies", path="/me/companies", title="Your companies", show=show),)
