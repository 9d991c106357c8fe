"""All reports, by what one wants to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.pages.reports.any_report import reports_of
from accountsos.dashboard.request import Request
from accountsos.workflows.companies.manage_company import SHOW

NOT_OF_A_COMPANY = ("self_employment", "income_tax", "mtd_updates")
ONLY_OF_A_COMPANY = ("corporation_tax", "statutory_accounts", "directors_loan", "dividends")
WITH_A_PAGE = frozenset({"profit-loss", "balance-sheet", "trial-balance", "ledger", "vat"})
"""Reports that have a page of their own."""
SAID: Mapping[str, str] = {
    "aged-debtors": "What customers owe you, by age.",
    "aged-creditors": "What you owe suppliers, by age.",
    "mileage": "Business trips at the rates of their day.",
    "cis": "Deductions of the construction industry scheme in a tax month.",
    "fixed-assets": "Cost, depreciation and book value of what you own for years.",
    "capital-allowances": "Tax relief on equipment, pool by pool.",
    "series": "What the charts draw: cash by day, in and out, profit, spending, VAT.",
    "categorisation": "How often the program files lines as you would.",
    "tax?report=corporation_tax": "The tax of the year, line by line.",
    "tax?report=statutory_accounts": "The figures of the accounts for Companies House.",
    "tax?report=directors_loan": "What directors owe the company and are owed.",
    "tax?report=dividends": "What was paid out, and what there is to pay it from.",
    "tax?report=self_employment": "The boxes of your tax return.",
    "tax?report=income_tax": "Income tax and Class 4, with payments on account.",
    "tax?report=mtd_updates": "What Making Tax Digital asks for each quarter.",
}


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
    others = [each for each in request.context.reports if each.name not in WITH_A_PAGE]
    more = tuple(
        Entry(f"{start}/{path}", title, SAID.get(path, ""))
        for title, path in reports_of(others)
        if path.partition("=")[2] not in (NOT_OF_A_COMPANY if company.entity_type == "ltd" else ONLY_OF_A_COMPANY)
    )
    kept, accountant = _kept(request), _for_the_accountant(request)
    groups = [("Statements", statements), ("Lists and tax", more), ("Kept by hand", kept)]
    return Shown({"company": company, "groups": [*groups, ("For the accountant", accountant)]})


def _kept(request: Request) -> tuple[Entry, ...]:
    """What a person enters and looks after."""
    start = f"/{request.company_id}"
    return (
        Entry(f"{start}/assets", "Register of fixed assets", "What you keep for years: how it wears out and leaves."),
        Entry(f"{start}/mileage", "Mileage claims", "Trips with your own car, and what you are owed for them."),
        Entry(f"{start}/settings/categories", "Categories", "What each means for VAT, tax and the accounts."),
    )


def _for_the_accountant(request: Request) -> tuple[Entry, ...]:
    start = f"/{request.company_id}/accountant"
    return (
        Entry(f"{start}/journals", "Journals", "Entries by hand: wages, accruals and what no bank line tells."),
        Entry(f"{start}/opening-balances", "Opening balances", "What stood before the books began here."),
        Entry(f"{start}/years", "Years", "Close a year once it is final, and open it again."),
        Entry(f"{start}/audit", "Audit log", "Who did what to these books, and when."),
    )


PAGES = (
    Page(
        name="reports",
        path="/{company}/reports",
        title="Reports",
        show=show,
        menu=MenuEntry("Reports", "report", group=2, key="p", phone=False),
    ),
)
