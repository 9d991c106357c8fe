"""State what a year's tax needs and the books do not know: losses and pools brought forward, disposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

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
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.estimate_corporation_tax import FACTS, STATED
from accountsos.workflows.tax.sole_trader_tax import basis_with
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

TRADERS = ("main_pool_brought_forward", "special_pool_brought_forward")
"""What of it can be stated of a sole trader's year."""


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
    year_with = _years(db, company)
    found = []
    for start, amounts in sorted(fact_of(db, company, FACTS).items()):
        day = date_from_iso(start)
        found.append(YearFacts(year_with(day), {name: amounts[name] for name in STATED if name in amounts}))
    return found


def _years(db: Reader, company: int) -> Callable[[date], Period]:
    """The year with a day in it: a company's financial years, a sole trader's basis periods."""
    if company_or_refuse(db, company).entity_type == "ltd":
        return partial(year_containing, years_of(db, company))
    return partial(basis_with, BooksAsKnown(db, company, None))


def prepare(db: Reader, company: int, command: StateFacts) -> StateFacts:
    """Refuse a day on which no year starts, and amounts that cannot be."""
    year = _years(db, company)(command.year_starts_on)
    if year.start != command.year_starts_on:
        raise BadRequest(
            f"year_starts_on: {command.year_starts_on} is inside the year {year.start} to {year.end}; give "
            f"{year.start}",
            param="year_starts_on",
        )
    trader = company_or_refuse(db, company).entity_type != "ltd"
    for name, amount in command.amounts.items():
        if trader and name not in TRADERS:
            raise BadRequest(
                f"{name}: of a sole trader only {' and '.join(TRADERS)} can be stated: losses are not worked out here, "
                "and a sale is entered in the register of assets",
                param=name,
            )
        if name not in STATED:
            raise BadRequest(f"{name}: not one of {', '.join(STATED)}", param=name)
        if not 0 <= amount <= PENCE_MAX:
            raise BadRequest(f"{name}: {text_from_pence(amount)} is negative; state it without a sign", param=name)
    if not trader and year.start < REFORM and {"losses_brought_forward", "losses_claimed"} & command.amounts.keys():
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
