"""State what a year's corporation tax needs and the books do not know: losses and pools brought forward, disposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.dates import Period, date_from_iso
from accountsos.errors import BadRequest
from accountsos.ledger.years import year_containing
from accountsos.money import PENCE_MAX, Pence, text_from_pence
from accountsos.store.companies import years_of
from accountsos.store.deadlines import fact_of, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.uk_rules.ct_losses import REFORM
from accountsos.workflows.tax.estimate_corporation_tax import FACTS, STATED
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class StateFacts:
    """Everything that is stated of one financial year; what is not there is not stated any more."""

    year_starts_on: date
    amounts: Mapping[str, Pence]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What is stated of one year."""

    year: Period
    amounts: Mapping[str, Pence]


def show(db: Reader, company: int, _: None) -> list[YearFacts]:
    """Every year of which something is stated, oldest first."""
    _company(db, company)
    years = years_of(db, company)
    found = []
    for start, amounts in sorted(fact_of(db, company, FACTS).items()):
        day = date_from_iso(start)
        found.append(
            YearFacts(year_containing(years, day), {name: amounts[name] for name in STATED if name in amounts})
        )
    return found


def _company(db: Reader, company: int) -> None:
    if company_or_refuse(db, company).entity_type != "ltd":
        raise BadRequest("a sole trader pays no corporation tax, so there is nothing to state for it", param="company")


def prepare(db: Reader, company: int, command: StateFacts) -> StateFacts:
    """Refuse a day on which no year starts, and amounts that cannot be."""
    _company(db, company)
    year = year_containing(years_of(db, company), command.year_starts_on)
    if year.start != command.year_starts_on:
        raise BadRequest(
            f"year_starts_on: {command.year_starts_on} is inside the financial year {year.start} to {year.end}; give "
            f"{year.start}",
            param="year_starts_on",
        )
    for name, amount in command.amounts.items():
        if name not in STATED:
            raise BadRequest(f"{name}: not one of {', '.join(STATED)}", param=name)
        if not 0 <= amount <= PENCE_MAX:
            raise BadRequest(f"{name}: {text_from_pence(amount)} is negative; state it without a sign", param=name)
    if year.start < REFORM and {"losses_brought_forward", "losses_claimed"} & command.amounts.keys():
        raise BadRequest(
            f"losses_brought_forward: the year starts before {REFORM}, under the older rules for losses, which are not "
            "worked out here",
            param="losses_brought_forward",
        )
    return command


def apply(db: Writer, company: int, plan: StateFacts, cause: Cause) -> list[YearFacts]:
    """Record a new version of what is stated; the same again changes nothing."""
    prepare(db, company, plan)
    before = fact_of(db, company, FACTS)
    start = plan.year_starts_on.isoformat()
    after = {day: amounts for day, amounts in before.items() if day != start}
    if plan.amounts:
        after[start] = dict(plan.amounts)
    if after != before:
        record_fact(db, cause, FACTS, after)
        cause.note("corporation_tax.facts", start, before=before.get(start), after=after.get(start))
    return show(db, company, None)


SHOW = ReadWorkflow("corporation_tax.facts.show", show, short=True)
STATE = WriteWorkflow("corporation_tax.facts", prepare, apply)
