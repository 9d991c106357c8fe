"""Report mileage with its workings, and post what is not claimed yet as a journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse, contact_number
from accountsos.bookkeeping.post_manual_journal import post_manual_journal
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.dates import FIRST_DAY, ONE_DAY, Period
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.category_ids import MILEAGE
from accountsos.ledger.journal_template import FieldValue
from accountsos.ledger.journal_templates import journal_from_template
from accountsos.ledger.journals import Journal
from accountsos.money import Pence, text_from_pence
from accountsos.reports.mileage import (
    KeptTrip,
    MileageReport,
    PersonMileage,
    mileage_paid_warnings,
    mileage_report,
    person_key,
)
from accountsos.reports.warnings import ReportWarning
from accountsos.store.balances import movements
from accountsos.store.companies import Company
from accountsos.store.contacts import contact_names
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.mileage import mark_claimed, trips_between
from accountsos.store.names import names_of
from accountsos.uk_rules.periods import tax_year_of
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import MANUAL, JournalState, PostJournal, state_of_journal
from accountsos.workflows.reports.old_rates import report_read
from accountsos.workflows.unit_of_work import WriteWorkflow

TEMPLATE = "mileage"


@dataclass(frozen=True, slots=True)
class MileageQuestion:
    """Whose mileage of which days."""

    period: Period
    person: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimMileage:
    """Post what one person has not claimed yet, up to a day."""

    today: date
    person: str
    through: date
    entry_date: date | None = None
    """The day of the journal; `through` where nothing is said."""
    contact_id: str | None = None
    """The director's contact; of a company only. Found by name where it is left out."""


@dataclass(frozen=True, slots=True)
class ClaimPlan:
    """The journal, and the trips that it claims."""

    command: ClaimMileage
    journal: Journal
    trips: tuple[int, ...]
    amount: Pence


def report(db: Reader, company: int, asked: MileageQuestion) -> MileageReport:
    """The trips of those days, each at the rates of its own."""
    profile = company_or_refuse(db, company)
    # The threshold counts whole tax years, so the trips around the period are read as well.
    first, last = tax_year_of(asked.period.start).start, tax_year_of(asked.period.end).end
    key = None if asked.person is None else person_key(asked.person)
    trips = [t for t in trips_between(db, company, first, last) if key is None or t.person_key == key]
    made = mileage_report(trips, asked.period, entity_type=profile.entity_type)
    if profile.entity_type != "ltd" or key is not None:
        return made
    return replace(made, warnings=(*made.warnings, *_against_what_was_paid(db, company, trips, Period(first, last))))


def _against_what_was_paid(
    db: Reader, company: int, trips: Sequence[KeptTrip], days: Period
) -> Iterator[ReportWarning]:
    """Where one person drove in a tax year, what the company bore for it against what is approved."""
    year = tax_year_of(days.start)
    while year.start <= days.end:
        of_year = [kept for kept in trips if kept.trip.made_on in year]
        moved = movements(db, company, names_of(db, company), year.start, year.end)
        paid = sum(m.amount for m in moved if m.category_id == MILEAGE)
        if len({kept.person_key for kept in of_year}) == 1 and paid > 0:
            yield from mileage_paid_warnings(of_year, paid, year)
        year = tax_year_of(year.end + ONE_DAY)


def prepare(db: Reader, company: int, command: ClaimMileage) -> ClaimPlan:
    """What is to be claimed, and the journal for it."""
    profile = company_or_refuse(db, company)
    if command.through > command.today:
        raise BadRequest(f"through: {command.through} is still to come", param="through")
    credit = _credit(db, profile, command)
    found = _trips_of(db, company, command)
    open_lines = [line for line in found.lines if line.kept.claim is None] if found else []
    amount = sum(line.working.amount for line in open_lines)
    if found is None or amount <= 0:
        raise Conflict(
            f"{command.person!r} has no unclaimed trip up to {command.through}",
            see="list_trips",
        )
    day = command.entry_date or command.through
    values: dict[str, FieldValue] = {"amount": amount, **credit}
    chart = names_of(db, company).chart
    first, last = open_lines[0].kept.trip.made_on, open_lines[-1].kept.trip.made_on
    journal = replace(
        journal_from_template(chart, TEMPLATE, day, values), narration=f"Mileage of {found.person}, {first} to {last}"
    )
    plain = PostJournal(day, journal.narration, journal.lines)
    trips = tuple(line.kept.number for line in open_lines)
    return ClaimPlan(command, post_journal.prepare(db, company, plain), trips, amount)


def _trips_of(db: Reader, company: int, command: ClaimMileage) -> PersonMileage | None:
    first = trips_between(db, company, FIRST_DAY, command.through)
    if not first:
        return None
    whole = Period(first[0].trip.made_on, command.through)
    people = report(db, company, MileageQuestion(whole, command.person)).people
    return people[0] if people else None


def _credit(db: Reader, profile: Company, command: ClaimMileage) -> dict[str, FieldValue]:
    """To whom the claim is owed: a director by name, or a sole trader's own capital."""
    if profile.entity_type == "sole_trader":
        if command.contact_id is not None:
            what = "contact_id: a sole trader's mileage is capital introduced; leave it out"
            raise BadRequest(what, param="contact_id")
        return {"credit_to": "capital_introduced"}
    if command.contact_id is not None:
        contact = contact_number(db, profile.number, command.contact_id, "contact_id")
        return {"credit_to": "directors_loan", "contact": contact}
    wanted = person_key(command.person)
    known = [number for number, name in contact_names(db, profile.number) if person_key(name) == wanted]
    if len(known) != 1:
        raise BadRequest(
            f"contact_id: no contact is called {command.person!r}, and the claim stands on the loan account of one "
            "director; give the contact, or add one",
            param="contact_id",
            see="add_contact",
        )
    return {"credit_to": "directors_loan", "contact": known[0]}


def apply(db: Writer, company: int, plan: ClaimPlan, cause: Cause) -> JournalState:
    """Post the journal and mark the trips; both or neither."""
    now = prepare(db, company, plan.command)
    books = books_of(db, company)
    journal = post_manual_journal(books, cause, now.journal, MANUAL)
    mark_claimed(db, cause, now.trips, journal.number)
    filed = what_is_owed_changed(books, cause, {line.category_id for line in now.journal.lines})
    cause.note(
        "mileage.claim",
        ids.public_id("je_", company, journal.entry_no),
        after={"person": plan.command.person, "trips": len(now.trips), "amount": text_from_pence(now.amount)},
    )
    for line in filed:
        line.note(cause)
    return state_of_journal(db, company, journal)


REPORT = report_read("report.mileage", report, short=True)
CLAIM = WriteWorkflow("mileage.claim", prepare, apply)
