"""State what loans to a director were arranged when an older one was repaid: what the books cannot know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.directors_loans import ARRANGED, arrangements
from accountsos.bookkeeping.look_ups import company_or_refuse, contact_number
from accountsos.errors import BadRequest
from accountsos.money import PENCE_MAX, Pence, text_from_pence
from accountsos.store.deadlines import record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class Arrangement:
    """New loans that were arranged by the day of a repayment; nothing takes back what was said of that day."""

    repaid_on: date
    new_loans: Pence
    contact_id: str | None = None
    """Whose account it is; None: the one that names nobody."""


def show(db: Reader, company: int, _: None) -> list[Arrangement]:
    """Every one, oldest first."""
    company_or_refuse(db, company)
    found = [
        Arrangement(day, amount, None if contact is None else ids.public_id("con_", company, contact))
        for (contact, day), amount in arrangements(db, company).items()
    ]
    return sorted(found, key=lambda each: (each.repaid_on, each.contact_id or ""))


def prepare(db: Reader, company: int, command: Arrangement) -> Arrangement:
    """Of a company's director; whether something was repaid that day is told by the report."""
    if company_or_refuse(db, company).entity_type != "ltd":
        raise BadRequest("a sole trader has no director's loan", param="repaid_on")
    if not 0 <= command.new_loans <= PENCE_MAX:
        told = text_from_pence(command.new_loans)
        raise BadRequest(f"new_loans: {told} is negative; state it without a sign", param="new_loans")
    _contact(db, company, command)
    return command


def _contact(db: Reader, company: int, command: Arrangement) -> int | None:
    return None if command.contact_id is None else contact_number(db, company, command.contact_id, "contact_id")


def apply(db: Writer, company: int, plan: Arrangement, cause: Cause) -> list[Arrangement]:
    """Record a new version; the same again changes nothing."""
    prepare(db, company, plan)
    before = dict(arrangements(db, company))
    after, place = dict(before), (_contact(db, company, plan), plan.repaid_on)
    after.pop(place, None)
    if plan.new_loans:
        after[place] = plan.new_loans
    if after != before:
        by_day: dict[str, dict[str, Pence]] = {}
        for (contact, day), amount in after.items():
            by_day.setdefault(day.isoformat(), {})["" if contact is None else str(contact)] = amount
        record_fact(db, cause, ARRANGED, by_day)
        told = [None if amount is None else {"new_loans": amount} for amount in (before.get(place), plan.new_loans)]
        cause.note("directors_loan.arrangement", str(plan.repaid_on), before=told[0], after=told[1])
    return show(db, company, None)


SHOW = ReadWorkflow("directors_loan.arrangements", show, short=True)
STATE = WriteWorkflow("directors_loan.arrangement", prepare, apply)
