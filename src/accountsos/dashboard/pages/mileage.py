"""Mileage: business trips with one's own vehicle, entered, taken out, claimed; what was claimed is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.contact_named import NOBODY, contact_named
from accountsos.dashboard.figures import counted, days, full_day, money, short_day
from accountsos.dashboard.forms import Choice, Field, Form, Hidden, Option
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.report_files import downloaded
from accountsos.dashboard.report_words import warnings_told
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Number, WorkingDay, day_typed
from accountsos.dates import ONE_DAY, Period
from accountsos.errors import BadRequest
from accountsos.reports.mileage import MileageReport, PersonMileage, TripLine
from accountsos.uk_rules.mileage import Vehicle
from accountsos.uk_rules.periods import tax_year_name, tax_year_named, tax_year_of
from accountsos.workflows.companies.manage_company import SHOW
from accountsos.workflows.journals.post_journal import UNDO
from accountsos.workflows.mileage.claim_mileage import CLAIM, REPORT, ClaimMileage, MileageQuestion
from accountsos.workflows.mileage.record_trip import ADD, MOST_MILES, MOST_PASSENGERS, PREFIX, REMOVE, NewTrip

VEHICLES = {
    Vehicle.CAR: "Car",
    Vehicle.VAN: "Van",
    Vehicle.MOTORCYCLE: "Motorcycle",
    Vehicle.BICYCLE: "Bicycle",
}
TRIP = Form(
    (
        WorkingDay(name="day", label="When?", hint="Like 9 Oct"),
        Field(name="person", label="Who drove?", hint="A director as in your contacts", most=120),
        Choice(
            name="vehicle",
            label="With what?",
            hint="Their own, not the company’s",
            options=tuple(Option(value, label) for value, label in VEHICLES.items()),
            preset=Vehicle.CAR,
            as_list=True,
        ),
        Number(name="miles", label="How many miles?", hint="There and back", decimals=1, largest=MOST_MILES),
        Field(name="purpose", label="What for?", hint="Where to and why; not the way to work", most=300),
        Number(
            name="passengers",
            label="Colleagues in the car",
            optional=True,
            marked=False,
            most=2,
            largest=MOST_PASSENGERS,
        ),
    )
)
CLAIMED = Form(
    (
        Hidden(name="person", most=120),
        WorkingDay(name="through", label="Trips up to", hint="Like 31 Oct; it is posted on that day"),
        Field(
            name="whose",
            label="Onto whose loan account?",
            hint="If the director’s contact has another name",
            optional=True,
            marked=False,
        ),
    )
)
WHICH = Form((Hidden(name="trip", most=40),))
OF_CLAIM = Form((Hidden(name="journal", most=40),))
TOLD = {
    "entered": "The trip is entered. Nothing is posted until it is claimed.",
    "removed": "The trip is taken out.",
    "claimed": "It is claimed: a cost of the business, and owed to whoever drove.",
    "back": "The claim is taken back. Its trips wait to be claimed again.",
}


@dataclass(frozen=True, slots=True)
class Driven:
    """A trip as a row."""

    id: str
    day: str
    purpose: str
    said: str
    amount: int
    claimed: bool


async def show(request: Request) -> Answer:
    """The trips of a tax year, by who drove."""
    year, ignored = _year(request)
    file = await downloaded(request, "mileage", {"from": year.start, "to": year.end})
    if file is not None:
        return file
    report = await request.read(REPORT, MileageQuestion(year))
    entity = await request.ask(SHOW, None, lambda state: state.company.entity_type)
    people = [_person(request, each) for each in report.people]
    typed = request.state.typed
    if not request.typed:
        typed = {
            "day": "today",
            "person": people[0]["name"] if people else "",
            "through": full_day(min(request.today, year.end)),
        }
        request.state.typed = typed
    company = entity == "ltd"
    more = {
        "here": _list(request),
        "sentence": _sentence(report, year),
        "years": _years(request, year),
        "people": people,
        "ignored": ignored,
        "trip_form": TRIP.fields if company else TRIP.fields[:-1],
        "claim_fields": CLAIMED.fields[1:] if company else CLAIMED.fields[1:2],
        "claimed_person": request.typed.get("person", "") if request.typed.get("do") == "claim" else "",
        "company": company,
        "warnings": warnings_told(report.warnings, request.company_id),
        "told": TOLD.get(request.query.get("done", ""), ""),
        "may_change": request.may(Right.KEEP_BOOKS),
        "may_post": request.may(Right.POST_JOURNALS),
    }
    return Shown(more)


def _list(request: Request) -> str:
    return f"/{request.company_id}/mileage"


def _year(request: Request) -> tuple[Period, list[str]]:
    text = request.query.get("tax_year", "")
    try:
        return tax_year_named(text) if text else tax_year_of(request.today), []
    except BadRequest:
        return tax_year_of(request.today), ["tax_year"]


def _years(request: Request, year: Period) -> list[tuple[str, str]]:
    """The tax year before and, where it has begun, the one after."""
    before, after = tax_year_of(year.start - ONE_DAY), tax_year_of(year.end + ONE_DAY)
    shown = [before, *([after] if after.start <= request.today else [])]
    return [(tax_year_name(each), request.here(tax_year=tax_year_name(each), done=None)) for each in shown]


def _sentence(report: MileageReport, year: Period) -> str:
    unclaimed = sum(person.amount - person.claimed for person in report.people)
    trips = sum(len(person.lines) for person in report.people)
    when = f"in the tax year {tax_year_name(year)}, {days(year.start, year.end)}"
    if not trips:
        return f"No trip is entered {when}."
    waits = f"{money(unclaimed, pounds=True)} of it is not claimed yet." if unclaimed else "All of it is claimed."
    return f"{counted(trips, 'trip')} {when}: {money(report.total, pounds=True)} may be claimed. {waits}"


def _person(request: Request, person: PersonMileage) -> dict[str, Any]:
    return {
        "name": person.person,
        "trips": [_trip(request, line) for line in reversed(person.lines)],
        "amount": person.amount,
        "unclaimed": person.amount - person.claimed,
        "counts": [
            f"{count.miles:,f} of {count.threshold:,} miles at the higher rate in {count.name}"
            for count in person.years
            if count.miles
        ],
        "claims": _claims(request, person.lines),
    }


def _trip(request: Request, line: TripLine) -> Driven:
    kept, trip = line.kept, line.kept.trip
    rates = " + ".join(f"{each.miles:f} × {each.rate * 100:.0f}p" for each in line.working.rated)
    return Driven(
        id=ids.public_id(PREFIX, request.company, kept.number),
        day=short_day(trip.made_on, year=True),
        purpose=kept.purpose,
        said=f"{VEHICLES[trip.vehicle]}, {rates}",
        amount=line.working.amount,
        claimed=kept.claim is not None,
    )


def _claims(request: Request, lines: Iterable[TripLine]) -> list[dict[str, Any]]:
    """What was posted for these trips, each claim once."""
    sums: dict[int, int] = {}
    for line in lines:
        if line.kept.claim_entry is not None:
            sums[line.kept.claim_entry] = sums.get(line.kept.claim_entry, 0) + line.working.amount
    entries = [(ids.public_id("je_", request.company, entry), amount) for entry, amount in sums.items()]
    return [
        {"journal": entry, "address": f"/{request.company_id}/entries/{entry}", "amount": amount}
        for entry, amount in entries
    ]


async def do_add(request: Request) -> Answer:
    """Enter a trip."""
    given = request.state.values
    made_on = day_typed(given["day"], request.today)
    assert made_on is not None, "the form has read it"
    command = NewTrip(
        request.today,
        made_on,
        given["person"],
        given["vehicle"],
        given["miles"],
        purpose=given["purpose"],
        passengers=int(given["passengers"] or 0),
    )
    return await request.change(ADD, command, lambda _: _after(request, "entered"))


async def do_remove(request: Request) -> Answer:
    """Take one out."""
    return await request.change(REMOVE, request.state.values["trip"], lambda _: _after(request, "removed"))


async def do_claim(request: Request) -> Answer:
    """Post what that person has not claimed yet."""
    given, contact = request.state.values, None
    if given["whose"]:
        contact = await contact_named(request, given["whose"])
        if contact is None:
            CLAIMED.wrong(request.state, "whose", NOBODY)
            return await show(request)
    through = day_typed(given["through"], request.today)
    assert through is not None, "the form has read it"
    command = ClaimMileage(request.today, given["person"], through, None, contact)
    return await request.change(CLAIM, command, lambda _: _after(request, "claimed"))


async def do_take_back(request: Request) -> Answer:
    """The trips of a claim wait again."""
    return await request.change(UNDO, request.state.values["journal"], lambda _: _after(request, "back"))


def _after(request: Request, what: str) -> str:
    return request.here(done=what)


PAGES = (
    Page(
        name="mileage",
        path="/{company}/mileage",
        title="Mileage",
        show=show,
        actions={
            "add": Action(form=TRIP, do=do_add),
            "remove": Action(form=WHICH, do=do_remove),
            "claim": Action(form=CLAIMED, do=do_claim),
            "take-back": Action(form=OF_CLAIM, do=do_take_back, right=Right.POST_JOURNALS),
        },
        under="reports",
    ),
)
