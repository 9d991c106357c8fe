"""Settings: what was stated about the company, and the way to its keys."""

from __future__ import annotations

from accountsos.access.roles import Right
from accountsos.dashboard.figures import days
from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.workflows.companies.manage_company import SHOW, CompanyState


async def show(request: Request) -> Answer:
    """The company as it is known, and what can be set."""

    def shape(state: CompanyState) -> Shown:
        now = next((year for year in state.years if request.today in year), None)
        year = days(now.start, now.end) if now else ""
        return Shown({"company": state.company, "year": year, "model": request.context.books.language_model})

    return await request.ask(SHOW, None, shape)


PAGES = (
    Page(
        name="settings",
        path="/{company}/settings",
        title="Settings",
        show=show,
        right=Right.GOVERN,
        menu=MenuEntry("Settings", "settings", group=3, key="s", phone=False),
    ),
)
