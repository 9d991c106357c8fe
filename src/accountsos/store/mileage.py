"""Business trips as people entered them, and which journal claimed them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from accountsos.reports.mileage import KeptTrip
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Value, Writer, day_from, day_number
from accountsos.store.head import Cause
from accountsos.uk_rules.mileage import Trip, Vehicle

NEW = Insert(
    "mileage_trip",
    "company_id trip_no made_on person person_key vehicle tenths passengers purpose journal_no recorded_seq",
)
_SELECT = """SELECT t.trip_no, t.person, t.made_on, t.vehicle, t.tenths, t.passengers, t.purpose, j.journal_no,
  j.entry_no FROM mileage_trip t LEFT JOIN manual_journal j ON j.company_id = t.company_id
  AND j.journal_no = t.journal_no AND j.undone_seq IS NULL WHERE t.company_id = :company"""
_CHOSEN = "made_on BETWEEN :first AND :last AND (:person = '' OR person_key = :person)"
BETWEEN = Sql(f"{_SELECT} AND t.made_on BETWEEN :first AND :last ORDER BY t.made_on, t.trip_no")
PAGE = Sql(
    f"""{_SELECT} AND {_CHOSEN} AND (t.made_on, t.trip_no) < (:day, :number)
    ORDER BY t.made_on DESC, t.trip_no DESC LIMIT :limit OFFSET :offset"""
)
COUNT = Sql(f"SELECT COUNT(*) FROM mileage_trip WHERE company_id = :company AND {_CHOSEN}")
ONE = Sql(f"{_SELECT} AND t.trip_no = :number")
REMOVE = Sql("DELETE FROM mileage_trip WHERE company_id = :company AND trip_no = :number")
CLAIMED = Sql("UPDATE mileage_trip SET journal_no = :journal WHERE company_id = :company AND trip_no = :number")
TENTH = Decimal("0.1")


def add_trip(db: Writer, cause: Cause, kept: KeptTrip) -> None:
    """Enter it."""
    trip = kept.trip
    db.run_many(
        NEW,
        [
            (
                cause.company,
                kept.number,
                day_number(trip.made_on),
                kept.person,
                kept.person_key,
                str(trip.vehicle),
                int(trip.miles / TENTH),
                trip.passengers,
                kept.purpose,
                None,
                cause.seq,
            )
        ],
    )


def trip_of(db: Reader, company: int, number: int) -> KeptTrip | None:
    """The trip under that number."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else _trip(row)


def trips_between(db: Reader, company: int, first: date, last: date) -> list[KeptTrip]:
    """Everybody's trips of those days, oldest first."""
    rows = db.rows(BETWEEN, company=company, first=day_number(first), last=day_number(last))
    return [_trip(row) for row in rows]


def trip_page(
    db: Reader,
    company: int,
    days: tuple[date, date],
    person: str,
    page: tuple[int, int],
    *,
    before: tuple[int, int],
) -> tuple[list[KeptTrip], int]:
    """A page, newest first, of one person (by key; empty: of everybody), and how many there are."""
    first, last = day_number(days[0]), day_number(days[1])
    where: dict[str, Value] = {"company": company, "first": first, "last": last, "person": person}
    count = db.row(COUNT, **where)
    rows = db.rows(PAGE, **where, limit=page[0], offset=page[1], day=before[0], number=before[1])
    return [_trip(row) for row in rows], int(count[0]) if count else 0


def remove_trip(db: Writer, cause: Cause, number: int) -> bool:
    """Whether it was there until now."""
    return db.run(REMOVE, company=cause.company, number=number) > 0


def mark_claimed(db: Writer, cause: Cause, numbers: Iterable[int], journal: int) -> None:
    """Those trips were claimed by that journal; taking it back makes them unclaimed again."""
    for number in numbers:
        db.run(CLAIMED, company=cause.company, number=number, journal=journal)


def _trip(row: Row) -> KeptTrip:
    number, person, made_on, vehicle, tenths, passengers, purpose, journal, entry = row
    trip = Trip(day_from(made_on), Vehicle(vehicle), tenths * TENTH, passengers)
    return KeptTrip(number, person, trip, purpose, journal, entry)
