"""All companies of a person side by side, from kept sums: two statements, however many there are."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.store.company_sums import LinesWaiting, lines_of_all, money_of_all
from accountsos.store.engine.sql import Reader
from accountsos.store.users import Membership, memberships_of
from accountsos.workflows.unit_of_work import ReadWorkflow

NOTHING = LinesWaiting(0, 0, 0)


@dataclass(frozen=True, slots=True)
class CompanyAtAGlance:
    """One of them."""

    member: Membership
    held: int
    """In pence, in accounts of money."""
    waiting: LinesWaiting


def all_companies(db: Reader, _: int, user_id: str) -> list[CompanyAtAGlance]:
    """Those with questions first, the most of them at the top; then by name."""
    money, lines = money_of_all(db, user_id), lines_of_all(db, user_id)
    found = [
        CompanyAtAGlance(member, money.get(member.company, 0), lines.get(member.company, NOTHING))
        for member in memberships_of(db, user_id)
    ]
    return sorted(found, key=lambda each: -each.waiting.questions)


ALL_COMPANIES = ReadWorkflow("overview.all_companies", all_companies)
