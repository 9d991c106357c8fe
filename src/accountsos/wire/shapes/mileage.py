"""Business trips and the mileage report as JSON."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.reports.mileage import KeptTrip, MileageReport, PersonMileage, TripLine
from accountsos.uk_rules.mileage import RatedMiles
from accountsos.wire.fields import DateOut, MilesOut, MoneyOut, money_out, number_out
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.common import CursorPageOut, Paging
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.statements import WarningOut, warnings_out
from accountsos.workflows.mileage.record_trip import PREFIX, TripPage

_WORDS = {
    "mileage_car_first": "car or van, up to the threshold of the tax year",
    "mileage_car_over": "car or van, above the threshold",
    "mileage_motorcycle": "motorcycle",
    "mileage_bicycle": "bicycle",
    "mileage_passenger": "passengers",
}


class TripOut(msgspec.Struct, frozen=True):
    """A business trip with one's own vehicle."""

    id: str
    date: DateOut
    person: str
    vehicle: str
    """`car`, `van`, `motorcycle` or `bicycle`."""
    miles: MilesOut
    passengers: int
    """Fellow employees."""
    purpose: str
    journal_id: str | None
    """The journal that claimed it."""


class OneTrip(msgspec.Struct, frozen=True):
    """A trip."""

    trip: TripOut


class TripList(msgspec.Struct, frozen=True):
    """A page of trips, newest first."""

    trips: list[TripOut]
    pagination: CursorPageOut


class RatedMilesOut(msgspec.Struct, frozen=True):
    """Miles at one rate."""

    what: str
    miles: MilesOut
    rate: MilesOut
    """Pounds a mile, by the day of the trip."""


class MileageLineOut(msgspec.Struct, frozen=True):
    """A trip with its workings."""

    trip: TripOut
    rated: list[RatedMilesOut]
    amount: MoneyOut
    """Rounded so that the trips of a tax year add up to its claim."""


class YearCountOut(msgspec.Struct, frozen=True):
    """Miles by car and van of a whole tax year."""

    tax_year: str
    miles: MilesOut
    threshold: int
    left: MilesOut
    """Miles that still bear the higher rate."""


class PersonMileageOut(msgspec.Struct, frozen=True):
    """One person's trips, oldest first."""

    person: str
    lines: list[MileageLineOut]
    tax_years: list[YearCountOut]
    amount: MoneyOut
    claimed: MoneyOut
    """What of it was posted."""
    unclaimed: MoneyOut


class MileageReportOut(msgspec.Struct, frozen=True):
    """Mileage of a period by person, trip by trip."""

    type: str
    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    currency: str
    people: list[PersonMileageOut]
    total: MoneyOut
    warnings: list[WarningOut]


class OneMileageReport(msgspec.Struct, frozen=True):
    """The mileage report."""

    report: MileageReportOut


def one_trip(page: TripPage) -> OneTrip:
    """The trip that was entered."""
    return OneTrip(_trip(page.company, page.trips[0]))


def trip_table(page: TripPage) -> Table:
    """The rows of a file."""
    columns = ("id", "date", "person", "vehicle", "miles", "passengers", "purpose", "journal_id")
    heads, rows = list_table([_trip(page.company, kept) for kept in page.trips], columns)
    return [*heads, "claimed"], [[*row, "yes" if row[-1] else "no"] for row in rows]


def trip_list(page: TripPage, *, paging: Paging) -> TripList:
    """A page of trips."""
    shown, told = paging.page(page.trips, page.total, lambda kept: (kept.trip.made_on.strftime("%Y%m%d"), kept.number))
    return TripList([_trip(page.company, kept) for kept in shown], told)


def mileage_report_out(company: int, report: MileageReport) -> OneMileageReport:
    """The report."""
    return OneMileageReport(
        MileageReportOut(
            "mileage",
            report.period.start.isoformat(),
            report.period.end.isoformat(),
            "GBP",
            [_person(company, person) for person in report.people],
            money_out(report.total),
            warnings_out(report.warnings),
        )
    )


def mileage_table(report: MileageReport) -> Table:
    """A row for each trip and rate; the trip's amount stands in its first row."""
    rows: list[list[object]] = []
    for person in report.people:
        for line in person.lines:
            trip = line.kept.trip
            for number, rated in enumerate(line.working.rated):
                row: list[object] = [trip.made_on.isoformat(), person.person, str(trip.vehicle), line.kept.purpose]
                row += [f"{rated.miles:f}", _WORDS[rated.parameter], f"{rated.rate:f}"]
                rows.append([*row, bytes(money_out(line.working.amount)).decode() if number == 0 else ""])
    return ["date", "person", "vehicle", "purpose", "miles", "rated as", "rate", "amount"], rows


def _trip(company: int, kept: KeptTrip) -> TripOut:
    trip, entry = kept.trip, kept.claim_entry
    return TripOut(
        ids.public_id(PREFIX, company, kept.number),
        trip.made_on.isoformat(),
        kept.person,
        str(trip.vehicle),
        number_out(trip.miles),
        trip.passengers,
        kept.purpose,
        None if entry is None else ids.public_id("je_", company, entry),
    )


def _person(company: int, person: PersonMileage) -> PersonMileageOut:
    return PersonMileageOut(
        person.person,
        [_line(company, line) for line in person.lines],
        [YearCountOut(y.name, number_out(y.miles), y.threshold, number_out(y.left)) for y in person.years],
        money_out(person.amount),
        money_out(person.claimed),
        money_out(person.amount - person.claimed),
    )


def _line(company: int, line: TripLine) -> MileageLineOut:
    rated = [_rated(each) for each in line.working.rated]
    return MileageLineOut(_trip(company, line.kept), rated, money_out(line.working.amount))


def _rated(each: RatedMiles) -> RatedMilesOut:
    return RatedMilesOut(_WORDS[each.parameter], number_out(each.miles), number_out(each.rate))
