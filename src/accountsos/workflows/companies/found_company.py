"""Found a company: profile, chart, first financial year, main bank account and, if wanted, its first user."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from accountsos import ids
from accountsos.access.roles import Role
from accountsos.dates import Period, month_end
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.chart import CONTROL_OF_KIND, standard_chart
from accountsos.ledger.years import check_years, next_year, year_ending_on
from accountsos.store.audit import events_of_write
from accountsos.store.companies import Company, add_company, company_of, set_years
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.head import Cause
from accountsos.store.names import BankAccount, add_bank_account, add_categories
from accountsos.store.users import User, add_member, add_user, claim_first, user_by_email
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

ENTITY_TYPES = ("ltd", "sole_trader")


@dataclass(frozen=True, slots=True)
class FoundCompany:
    """What is known of the company at its start."""

    name: str
    today: date
    entity_type: str = "ltd"
    incorporated_on: date | None = None
    company_number: str | None = None
    trade: str | None = None
    people: tuple[str, ...] = ()
    year_end: tuple[int, int] | None = None
    """(month, day); the default is the law's: the month end of incorporation, or 5 April of a sole trader."""
    basis: str | None = None
    sandbox: bool = False
    owner: User | None = None
    """Who shall own it. Somebody who is known by the e-mail address stays who he is."""
    first_of_all: bool = False
    """Whether the owner signs up where nobody is known yet; refused where somebody is."""
    number: int = 0
    """The company's number, which the caller has asked for by NUMBER."""
    once: str = ""
    """The word that its number was drawn by."""


@dataclass(frozen=True, slots=True)
class NumberFor:
    """Under which number a company is to be founded, or was."""

    number: int
    is_founded: bool


@dataclass(frozen=True, slots=True)
class CompanyFounded:
    """The ids to go on with."""

    company_id: str
    bank_account_id: str
    user_id: str | None
    first_year: Period


def prepare(db: Reader, company: int, command: FoundCompany) -> FoundCompany:
    """Check what was given."""
    if not command.name.strip():
        raise BadRequest("name: a company needs a name", param="name")
    if command.entity_type not in ENTITY_TYPES:
        raise BadRequest(f"entity_type: {command.entity_type!r} is not one of {', '.join(ENTITY_TYPES)}")
    if command.incorporated_on and command.incorporated_on > command.today:
        raise BadRequest(f"incorporated: {command.incorporated_on} is in the future", param="incorporated_on")
    if command.basis == "cash" and command.entity_type == "ltd":
        raise BadRequest("basis: a limited company keeps its books on the accruals basis", param="basis")
    if company_of(db, company) is not None:
        raise BadRequest("the company's number is taken; try again")
    years = first_years(command)
    check_years(years, company=command.entity_type == "ltd")
    return replace(command, number=company)


def apply(db: Writer, company: int, plan: FoundCompany, cause: Cause) -> CompanyFounded:
    """Record the company with everything it needs to take its first bank statement."""
    now = moment_from(cause.recorded_at)
    add_company(
        db,
        Company(
            number=company,
            name=plan.name.strip(),
            entity_type=plan.entity_type,
            company_number=plan.company_number,
            incorporated_on=plan.incorporated_on,
            trade=plan.trade,
            currency="GBP",
            basis=plan.basis or ("cash" if plan.entity_type == "sole_trader" else "accruals"),
            sandbox=plan.sandbox,
            people=plan.people,
            created_at=now,
        ),
    )
    chart = list(standard_chart().categories.values())
    add_categories(db, cause, chart, first_number=1)
    numbers = {c.category_id: n for n, c in enumerate(chart, 1)}
    cause.last_number = 1000  # below it: the standard chart, with room for categories that later releases add
    account = BankAccount(cause.next_number(), "ba_main", "Main account", "current", "GBP", CONTROL_OF_KIND["current"])
    add_bank_account(db, cause, account, numbers[account.category_id])
    years = first_years(plan)
    set_years(db, cause, years)
    user_id = None if plan.owner is None else _let_in(db, company, plan.owner, first_of_all=plan.first_of_all)
    company_id = ids.company_id(company)
    told = {"name": plan.name, "entity_type": plan.entity_type}
    cause.note("company.found", company_id, after=told | ({"once": _digest(plan.once)} if plan.once else {}))
    return CompanyFounded(company_id, account.bank_account_id, user_id, years[0])


def _let_in(db: Writer, company: int, owner: User, *, first_of_all: bool) -> str:
    """Make the person its owner; the user's id."""
    if first_of_all and not claim_first(db, owner.user_id):
        raise Conflict("somebody has signed up here already; log in, or ask the owner to add you")
    known = user_by_email(db, owner.email)
    if known is None:
        add_user(db, owner)
    user_id = owner.user_id if known is None else known.user_id
    add_member(db, company, user_id, Role.OWNER)
    return user_id


def first_years(command: FoundCompany) -> list[Period]:
    """The financial years from the start to the one with today in it.

    A company's first period runs from incorporation to its accounting reference date: the last day of the month of
    the anniversary (CA 2006 s391(4)), or the chosen year end if that falls more than 6 months after incorporation.
    A sole trader's first year is the one in which the trade began.
    """
    month, day = _year_end(command)
    start = command.incorporated_on
    if start is None or command.entity_type == "sole_trader":
        began = start or command.today
        end = _on(began.year, month, day)
        years = [year_ending_on(end if end >= began else _on(began.year + 1, month, day))]
    else:
        years = [Period(start, _first_end(start, month, day, chosen=command.year_end is not None))]
    while years[-1].end < command.today:
        years.append(next_year(years[-1]))
    return years


def _year_end(command: FoundCompany) -> tuple[int, int]:
    if command.year_end:
        month, day = command.year_end
        if not 1 <= month <= 12 or not 1 <= day <= 31 or day > monthrange(2024, month)[1]:
            raise BadRequest(f"year_end: {month:02d}-{day:02d} is no day of the year", param="year_end")
        return command.year_end
    if command.entity_type == "sole_trader":
        return 4, 5
    if command.incorporated_on:
        return command.incorporated_on.month, 31
    return 3, 31


def _on(year: int, month: int, day: int) -> date:
    """That day of the year; the 31st of a shorter month (and 29 February) is its last day."""
    last = monthrange(year, month)[1]
    is_month_end = day >= monthrange(2024, month)[1] or (month == 2 and day >= 28)
    return date(year, month, last if is_month_end else min(day, last))


def _first_end(start: date, month: int, day: int, *, chosen: bool) -> date:
    if not chosen:
        return month_end(start.replace(year=start.year + 1, day=1))
    end = _on(start.year, month, day)
    while (end - start).days <= 183:
        end = _on(end.year + 1, month, day)
    return end


def number_for(db: Reader, _: int, once: str) -> NumberFor:
    """A number that is free; or that of the company which was founded by this very word."""
    for attempt in count():
        number = ids.drawn_company_number(once, attempt)
        if company_of(db, number) is None:
            return NumberFor(number, is_founded=False)
        if any(f'"once":"{_digest(once)}"' in (told.after or "") for told in events_of_write(db, number, 1)):
            return NumberFor(number, is_founded=True)
    raise AssertionError("it draws until one is free")


def _digest(once: str) -> str:
    """What is told of the word: enough to know it again."""
    return hashlib.sha256(once.encode()).hexdigest()[:16]


NUMBER = ReadWorkflow("company.number", number_for, short=True)
FOUND = WriteWorkflow("company.found", prepare, apply, founds_company=True)
