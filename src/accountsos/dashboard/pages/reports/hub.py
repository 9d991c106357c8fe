"""All reports, by what one wants to know."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.workflows.companies.manage_company import SHOW


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as the hub names it."""

    address: str
    title: str
    said: str


async def show(request: Request) -> Answer:
    """The reports of this kind of business."""
    company = await request.ask(SHOW, None, lambda state: state.company)
    start = f"/{request.company_id}/reports"
    statements = (
        Entry(f"{start}/profit-and-loss", "Profit and loss", "What you earned and what it cost: did we make money?"),
        Entry(f"{start}/balance-sheet", "Balance sheet", "What the business owns and owes on a day."),
        Entry(f"{start}/trial-balance", "Trial balance", "Every account with its balance, for your accountant."),
        Entry(f"{start}/ledger", "Ledger of a category", "Every posting of one category or account, with the balance."),
    )
    return Shown({"company": company, "groups": [("Statements", statements)]})


PAGES = (
    Page(
        name="reports",
        path="/{company}/reports",
        title="Reports",
        show=show,
        menu=MenuEntry("Reports", "report", group=2, key="p", phone=False),
    ),
)
