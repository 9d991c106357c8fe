"""All companies of a person side by side, from kept sums: three statements, however many there are.

The next deadline of each is worked out once for each state of its books and each day, and remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.errors import Refused
from accountsos.store.company_sums import LinesWaiting, lines_of_all, money_of_all, writes_of_all
from accountsos.store.engine.sql import Reader
from accountsos.store.remembered import remembered_at
from accountsos.store.users import Membership, memberships_of
from accountsos.uk_rules.obligation import Status
from accountsos.workflows.deadlines.list_deadlines import Deadline, next_deadline
from accountsos.workflows.unit_of_work import ReadWorkflow

NOTHING = LinesWaiting(0, 0, 0)
DAYS_AHEAD = 400
COMPANIES_AT_HAND = 5_000
"""Whose next deadline is kept in memory: a few hundred bytes each."""


@dataclass(frozen=True, slots=True)
class CompaniesOf:
    """Whose companies are asked for, on which day."""

    user_id: str
    today: date


@dataclass(frozen=True, slots=True)
class CompanyAtAGlance:
    """One of them."""

    member: Membership
    held: int
    """In pence, in accounts of money."""
    waiting: LinesWaiting
    deadline: Deadline | None
    """The next one, or the oldest that is overdue."""
    deadline_known: bool = True
    """Whether it could be worked out: a company's own page says why not."""


def all_companies(db: Reader, _: int, asked: CompaniesOf) -> list[CompanyAtAGlance]:
    """By consequence: what is overdue by law, overdue by one's own list, due soon; then where most questions wait."""
    user = asked.user_id
    money, lines, writes = money_of_all(db, user), lines_of_all(db, user), writes_of_all(db, user)
    found = []
    for member in memberships_of(db, user):
        company = member.company
        deadline, known = _remembered(db, company, writes.get(company, 0), asked.today)
        at_a_glance = money.get(company, 0), lines.get(company, NOTHING)
        found.append(CompanyAtAGlance(member, *at_a_glance, deadline, known))
    return sorted(found, key=_consequence)


def _remembered(db: Reader, company: int, seq: int, today: date) -> tuple[Deadline | None, bool]:
    def work() -> tuple[Deadline | None, bool]:
        try:
            return next_deadline(db, company, today, DAYS_AHEAD), True
        except Refused:  # one company whose books cannot say it must not hide all the others
            return None, False

    return remembered_at(db, "next_deadline", company, (seq, today), work, most=COMPANIES_AT_HAND)


def _consequence(each: CompanyAtAGlance) -> tuple[int, int, int]:
    """What is due later is no hurry: there the questions come first."""
    due, questions = each.deadline, -each.waiting.questions
    day = date.max.toordinal() if due is None else due.due_date.toordinal()
    if due is not None and due.late:
        return (0 if due.authority else 1), day, questions
    if due is not None and due.status == Status.DUE_SOON:
        return 2, day, questions
    return 3, questions, day


ALL_COMPANIES = ReadWorkflow("overview.all_companies", all_companies)
