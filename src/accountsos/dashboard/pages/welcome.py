"""What was worked out from the answers at sign-up: the first year, and the one we are in."""

from __future__ import annotations

from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.uk_rules.companies_house import default_reference_date
from accountsos.workflows.companies.manage_company import SHOW, CompanyState


async def show(request: Request) -> Answer:
    """The years in words."""

    def shape(state: CompanyState) -> Shown:
        today, day = request.today, state.company.incorporated_on
        now = next((year for year in state.years if today in year), state.years[-1])
        return Shown(
            {
                "company": state.company,
                "ltd": state.company.entity_type == "ltd" and state.company.incorporated_on is not None,
                "first": state.years[0],
                "by_law": day is not None and state.years[0].end == default_reference_date(day),
                "now": now,
                "earlier": state.years[0] != now,
            }
        )

    return await request.ask(SHOW, None, shape)


PAGES = (Page(name="welcome", path="/{company}/welcome", title="Your books are open", show=show),)
