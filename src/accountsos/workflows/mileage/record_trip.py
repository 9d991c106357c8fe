"""Enter a business trip, list trips, take one out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accountsos import ids
from accountsos.bookkeeping.look_ups import company_or_refuse, thing_number
from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.reports.mileage import KeptTrip, person_key
from accountsos.store.engine.sql import Reader, Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.mileage import add_trip, remove_trip, trip_of, trip_page
from accountsos.uk_rules.mileage import WITH_THRESHOLD, Trip, Vehicle, mileage_workings
from accountsos.workflows.in_pages import in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

MOST_MILES = 3_000
MOST_PASSENGERS = 16
PREFIX = "trip_"


@dataclass(frozen=True, slots=True)
class NewTrip:
    """A trip as a person enters it."""

    today: date
    made_on: date
    person: str
    vehicle: str
    miles: Decimal
    purpose: str
    passengers: int = 0


@dataclass(frozen=True, slots=True)
class TripQuestion:
    """Which trips: of those days, of one person where a name is given."""

    limit: int
    offset: int
    first: date | None = None
    last: date | None = None
    person: str | None = None
    before: tuple[int, int] = (NO_DAY_IS_LATER, ABOVE_ALL)
    """Day and number of the last one of the page before."""


@dataclass(frozen=True, slots=True)
class TripPage:
    """A page, newest first."""

    company: int
    trips: list[KeptTrip]
    total: int


def prepare(db: Reader, company: int, command: NewTrip) -> NewTrip:
    """Refuse a trip that bears no rate."""
    sole_trader = company_or_refuse(db, company).entity_type == "sole_trader"
    for name, text in (("person", command.person), ("purpose", command.purpose)):
        if not text.strip():
            raise BadRequest(f"{name}: say {'who drove' if name == 'person' else 'what the trip was for'}", param=name)
    if command.vehicle not in tuple(Vehicle):
        raise BadRequest(f"vehicle: {command.vehicle!r} is not one of {', '.join(Vehicle)}", param="vehicle")
    if command.made_on > command.today:
        raise BadRequest(f"date: {command.made_on} is still to come; enter a trip when it was made", param="date")
    if not 0 < command.miles <= MOST_MILES or command.miles.as_integer_ratio()[1] not in (1, 2, 5, 10):
        raise BadRequest(
            f"miles: {command.miles} is not a distance of one day; accepted are 0.1 to {MOST_MILES}, with at most one "
            "decimal",
            param="miles",
        )
    _refuse_passengers(command, sole_trader=sole_trader)
    mileage_workings([_trip(command)])  # refuses a day for which no rate is known
    return command


def _refuse_passengers(command: NewTrip, *, sole_trader: bool) -> None:
    count = command.passengers
    if not 0 <= count <= MOST_PASSENGERS:
        raise BadRequest(f"passengers: {count} is not a number from 0 to {MOST_PASSENGERS}", param="passengers")
    if count and sole_trader:
        raise BadRequest(
            "passengers: a sole trader claims nothing for passengers; only an employer pays for fellow employees "
            "(ITEPA 2003 s233)",
            param="passengers",
        )
    if count and command.vehicle not in WITH_THRESHOLD:
        raise BadRequest(
            f"passengers: there is no rate for passengers on a {command.vehicle}, only in a car or van "
            "(ITEPA 2003 s233)",
            param="passengers",
        )


def _trip(command: NewTrip) -> Trip:
    return Trip(command.made_on, Vehicle(command.vehicle), command.miles, command.passengers)


def apply(db: Writer, company: int, plan: NewTrip, cause: Cause) -> TripPage:
    """Enter it."""
    kept = KeptTrip(cause.next_number(), " ".join(plan.person.split()), _trip(plan), plan.purpose.strip())
    add_trip(db, cause, kept)
    cause.note(
        "mileage.add",
        ids.public_id(PREFIX, company, kept.number),
        after={"date": plan.made_on, "vehicle": plan.vehicle, "miles": plan.miles, "person": kept.person},
    )
    return TripPage(company, [kept], 1)


def list_trips(db: Reader, company: int, asked: TripQuestion) -> TripPage:
    """A page of trips, newest first."""
    company_or_refuse(db, company)
    days = (asked.first or FIRST_DAY, asked.last or LAST_DAY)
    person = person_key(asked.person) if asked.person else ""
    trips, total = trip_page(db, company, days, person, (asked.limit, asked.offset), before=asked.before)
    return TripPage(company, trips, total)


def _first(asked: TripQuestion, rows: int) -> TripQuestion:
    return replace(asked, limit=rows)


def _after(asked: TripQuestion, last: KeptTrip) -> TripQuestion:
    return replace(asked, offset=0, before=(day_number(last.trip.made_on), last.number))


trips_in_pages = in_pages(list_trips, lambda page: page.trips, _first, _after)


def show_trip(db: Reader, company: int, trip_id: str) -> TripPage:
    """One of them."""
    return TripPage(company, [_known(db, company, trip_id)], 1)


def _known(db: Reader, company: int, trip_id: str) -> KeptTrip:
    kept = trip_of(db, company, thing_number(PREFIX, company, trip_id, "trip"))
    if kept is None:
        raise NotFound(f"there is no trip {trip_id!r}")
    return kept


def prepare_removal(db: Reader, company: int, trip_id: str) -> KeptTrip:
    """It must be there, and not claimed."""
    kept = _known(db, company, trip_id)
    if kept.claim_entry is not None:
        journal = ids.public_id("je_", company, kept.claim_entry)
        raise Conflict(f"the trip is part of the claim posted as {journal}; take that journal back first")
    return kept


def apply_removal(db: Writer, company: int, plan: KeptTrip, cause: Cause) -> None:
    """Take it out; the audit log keeps that it was there."""
    trip_id = ids.public_id(PREFIX, company, plan.number)
    prepare_removal(db, company, trip_id)
    remove_trip(db, cause, plan.number)
    trip = plan.trip
    cause.note(
        "mileage.remove",
        trip_id,
        before={"date": trip.made_on, "vehicle": str(trip.vehicle), "miles": trip.miles, "person": plan.person},
    )


ADD = WriteWorkflow("mileage.add", prepare, apply)
LIST = ReadWorkflow("mileage.list", list_trips, short=True)
SHOW = ReadWorkflow("mileage.show", show_trip, short=True)
REMOVE = WriteWorkflow("mileage.remove", prepare_removal, apply_removal)
