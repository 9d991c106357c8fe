"""Mileage claims by person: every trip at its rates, the count of the tax year, what is claimed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accountsos.dates import Period
from accountsos.money import Pence
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.uk_rules.mileage import (
    WITH_THRESHOLD,
    Trip,
    TripWorking,
    employers_mileage,
    mileage_threshold,
    mileage_workings,
)
from accountsos.uk_rules.periods import tax_year_name, tax_year_of


@dataclass(frozen=True, slots=True)
class KeptTrip:
    """A trip as it was entered. `claim` is the number of the live journal that claimed it; later ones are higher."""

    number: int
    person: str
    trip: Trip
    purpose: str
    claim: int | None = None
    claim_entry: int | None = None
    """The entry which that journal posted."""

    @property
    def person_key(self) -> str:
        """By which trips of one person are known, however the name was typed."""
        return person_key(self.person)


@dataclass(frozen=True, slots=True)
class TripLine:
    """One trip with its workings."""

    kept: KeptTrip
    working: TripWorking


@dataclass(frozen=True, slots=True)
class YearCount:
    """The miles by car and van of one tax year, against the threshold."""

    name: str
    miles: Decimal
    threshold: int

    @property
    def left(self) -> Decimal:
        """Miles that still bear the higher rate."""
        return max(self.threshold - self.miles, Decimal(0))


@dataclass(frozen=True, slots=True)
class PersonMileage:
    """One person's trips of the period, oldest first."""

    person: str
    lines: tuple[TripLine, ...]
    years: tuple[YearCount, ...]
    """Whole tax years, trips outside the period included."""

    @property
    def amount(self) -> Pence:
        """Of all trips of the period."""
        return sum(line.working.amount for line in self.lines)

    @property
    def claimed(self) -> Pence:
        """What of it was posted."""
        return sum(line.working.amount for line in self.lines if line.kept.claim is not None)


@dataclass(frozen=True, slots=True)
class MileageReport:
    """The claims of a period."""

    period: Period
    people: tuple[PersonMileage, ...]
    warnings: tuple[ReportWarning, ...]

    @property
    def total(self) -> Pence:
        """Of everybody."""
        return sum(person.amount for person in self.people)


def person_key(name: str) -> str:
    """The name without what does not tell people apart: blanks and capitals."""
    return " ".join(name.split()).casefold()


def mileage_report(trips: Iterable[KeptTrip], period: Period, *, entity_type: str) -> MileageReport:
    """The report of a period. `trips` are those of every tax year that it touches: the threshold counts by year."""
    by_person: dict[str, list[KeptTrip]] = {}
    for trip in trips:
        by_person.setdefault(trip.person_key, []).append(trip)
    people = [_person(kept, period) for _, kept in sorted(by_person.items())]
    shown = tuple(person for person in people if person.lines)
    return MileageReport(period, shown, _warnings(shown, entity_type))


def _person(kept: Sequence[KeptTrip], period: Period) -> PersonMileage:
    # What was claimed keeps its place in the year's count, so that a trip entered late never changes it.
    counted = sorted(kept, key=lambda k: (k.claim is None, k.claim or 0, k.trip.made_on, k.number))
    workings = mileage_workings([k.trip for k in counted])
    lines = [TripLine(k, working) for k, working in zip(counted, workings, strict=True)]
    lines.sort(key=lambda line: (line.kept.trip.made_on, line.kept.number))
    in_period = tuple(line for line in lines if line.kept.trip.made_on in period)
    return PersonMileage(lines[0].kept.person, in_period, _years(lines, in_period))


def _years(lines: Sequence[TripLine], in_period: Sequence[TripLine]) -> tuple[YearCount, ...]:
    found = []
    for year in sorted({tax_year_of(line.kept.trip.made_on) for line in in_period}):
        trips = [line.kept.trip for line in lines if line.kept.trip.made_on in year]
        miles = sum((t.miles for t in trips if t.vehicle in WITH_THRESHOLD), Decimal(0))
        found.append(YearCount(tax_year_name(year), miles, mileage_threshold(year.start)))
    return tuple(found)


def mileage_paid_warnings(trips: Sequence[KeptTrip], paid: Pence, year: Period) -> Iterator[ReportWarning]:
    """What one person may claim for a tax year beside what the company bore, or what of that is earnings."""
    found = employers_mileage(paid, [kept.trip for kept in trips])
    who, name = trips[0].person, tax_year_name(year)
    if found.relief:
        text = (
            f"{pounds(paid)} was booked for {who}'s miles of {name}: {pounds(found.relief)} less than is approved, for "
            "which there is relief against income tax (ITEPA 2003 s231)"
        )
        yield ReportWarning("mileage_relief", text, found.relief)
    if found.taxable:
        text = (
            f"{pounds(paid)} was booked for {who}'s miles of {name}: {pounds(found.taxable)} more than is approved is "
            "earnings, reported on form P11D or taxed through payroll (ITEPA 2003 s229)"
        )
        yield ReportWarning("mileage_taxable", text, found.taxable)


def _warnings(people: Sequence[PersonMileage], entity_type: str) -> tuple[ReportWarning, ...]:
    found = [
        ReportWarning("unverified_rate", text)
        for text in dict.fromkeys(text for person in people for line in person.lines for text in line.working.warnings)
    ]
    if people:
        found.append(
            ReportWarning(
                "fuel_vat_left_out",
                "No VAT is reclaimed on these miles: only the fuel in them bears VAT, by HMRC's advisory fuel rates "
                "and with fuel receipts of at least that amount. Work it out and enter it by hand",
            )
        )
    if people and entity_type == "sole_trader":
        found.append(
            ReportWarning(
                "simplified_expenses",
                "Mileage takes the place of the vehicle's own costs (fuel, insurance, repairs, capital allowances), "
                "for as long as the vehicle is used in the business (ITTOIA 2005 s94E and s94G)",
            )
        )
    return tuple(found)
