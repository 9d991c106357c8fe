"""Trips and journals that people entered: the audit log tells of both, and the entries carry what they posted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from accountsos import ids
from accountsos.reports.mileage import person_key
from accountsos.store.checks.fault import Fault, Walk, wrong
from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import Rows, a_day, at_least, names, one_of, or_nothing, some_text
from accountsos.store.engine.sql import Reader, Row, Sql, day_from
from accountsos.uk_rules.mileage import Vehicle

PEOPLE = Sql("SELECT trip_no, person, person_key FROM mileage_trip WHERE company_id = :company ORDER BY trip_no")


def _of_trip(company: int, row: Row) -> str:
    return ids.public_id("trip_", company, row[0])


def people(db: Reader, company: int) -> Iterator[Fault]:
    """A person's trips are found by the key of the name."""
    for number, person, key in db.rows(PEOPLE, company=company):
        expected = person_key(person)
        if key != expected:
            thing = f"trip {ids.public_id('trip_', company, number)}"
            yield wrong("mileage", thing, "mileage_trip.person_key", (key, expected), also=("mileage_trip.person",))


CHECKS = (
    Walk("mileage", people),
    Rows(
        "mileage",
        "mileage_trip",
        "trip_no",
        [
            a_day("made_on"),
            some_text("person"),
            one_of("vehicle", *(str(vehicle) for vehicle in Vehicle)),
            at_least("tenths", 1),
            at_least("passengers", 0),
            some_text("purpose"),
            or_nothing(names("journal_no", "manual_journal", "journal_no", "a journal")),
        ],
        called="trip",
        prefix="trip_",
    ),
    Recorded(
        "mileage",
        Told(
            table="mileage_trip",
            columns=("trip_no", "made_on", "vehicle", "tenths", "person", "recorded_seq"),
            actions=("mileage.add",),
            subject=_of_trip,
            called=lambda company, row: f"trip {_of_trip(company, row)}",
            says={
                "made_on": lambda told: told["date"],
                "vehicle": lambda told: told["vehicle"],
                "tenths": lambda told: Decimal(str(told["miles"])) * 10,
                "person": lambda told: told["person"],
            },
            as_stored={"made_on": lambda _company, kept: day_from(kept).isoformat()},
        ),
    ),
)
