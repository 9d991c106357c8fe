"""Approved mileage rates for one's own vehicle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import count_on, in_force_on, rate_on, warnings_for
from accountsos.uk_rules.periods import tax_year_of


class Vehicle(StrEnum):
    """Cars and vans share a rate and a threshold; the others have one flat rate."""

    CAR = "car"
    VAN = "van"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


WITH_THRESHOLD = frozenset({Vehicle.CAR, Vehicle.VAN})
"""Whose first miles of a tax year bear the higher rate; only they carry passengers at a rate (ITEPA 2003 s233)."""


@dataclass(frozen=True, slots=True)
class Trip:
    """Business miles of a day. `passengers` are fellow employees, for an employee's claim only."""

    made_on: date
    vehicle: Vehicle
    miles: Decimal
    passengers: int = 0

    def __post_init__(self) -> None:
        if self.miles < 0 or self.passengers < 0:
            raise BadRequest("miles and passengers cannot be negative", param="miles")


@dataclass(frozen=True, slots=True)
class RatedMiles:
    """Miles at one rate, in pounds a mile. `parameter` names the value of the law."""

    parameter: str
    miles: Decimal
    rate: Decimal

    @property
    def pence(self) -> Decimal:
        """What they come to, unrounded."""
        return self.miles * self.rate * 100


@dataclass(frozen=True, slots=True)
class TripWorking:
    """One trip's claim and how it comes about. The amounts of a tax year add up to its rounded total."""

    trip: Trip
    rated: tuple[RatedMiles, ...]
    amount: Pence

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is not verified of the rates used."""
        return warnings_for(*(in_force_on(self.trip.made_on, each.parameter) for each in self.rated))


def mileage_claim(trips: Iterable[Trip]) -> Pence:
    """What may be paid or claimed free of tax, by the rate of each trip's day.

    The first 10,000 miles by car or van of a tax year (one count for all of them) bear the higher rate.
    Source: ITEPA 2003 s229, s230, s234; ITTOIA 2005 s94E to s94G.
    """
    ordered = sorted(trips, key=lambda each: each.made_on)
    return rounded_half_up(sum((each.pence for rated in _rated(ordered) for each in rated), Decimal(0)))


@dataclass(frozen=True, slots=True)
class EmployersMileage:
    """What an employer's payment for business miles leaves to be relieved, or makes taxable."""

    relief: Pence
    taxable: Pence


def employers_mileage(paid: Pence, trips: Iterable[Trip]) -> EmployersMileage:
    """Paid less than approved: the rest is relief for the person. Paid more: the excess is earnings, with Class 1.

    Passengers count towards what may be paid, and give no relief. Source: ITEPA 2003 s229 to s234.
    """
    made = list(trips)
    approved = mileage_claim(made)
    alone = mileage_claim(replace(each, passengers=0) for each in made)
    return EmployersMileage(max(alone - paid, 0), max(paid - approved, 0))


def mileage_workings(trips: Sequence[Trip]) -> tuple[TripWorking, ...]:
    """Each trip at its rates, the threshold of a tax year filled in the order in which the trips are given.

    The rounding is cumulative within the tax year, so that the trips add up to `mileage_claim` of that year.
    Source: ITEPA 2003 s230(2) (all cars and vans of one employment share the 10,000 miles).
    """
    exact: dict[date, Decimal] = {}
    found = []
    for trip, rated in zip(trips, _rated(trips), strict=True):
        year = tax_year_of(trip.made_on).start
        before = exact.get(year, Decimal(0))
        exact[year] = before + sum((each.pence for each in rated), Decimal(0))
        found.append(TripWorking(trip, rated, rounded_half_up(exact[year]) - rounded_half_up(before)))
    return tuple(found)


def mileage_threshold(day: date) -> int:
    """The miles by car and van of that day's tax year that bear the higher rate. Source: ITEPA 2003 s230(2)."""
    return count_on(day, "mileage_car_threshold")


def _rated(trips: Sequence[Trip]) -> list[tuple[RatedMiles, ...]]:
    driven: dict[date, Decimal] = {}
    found = []
    for trip in trips:
        day = trip.made_on
        parts: list[tuple[str, Decimal]] = []
        if trip.vehicle in WITH_THRESHOLD:
            year = tax_year_of(day).start
            before = driven.get(year, Decimal(0))
            first = min(trip.miles, max(mileage_threshold(day) - before, Decimal(0)))
            parts = [("mileage_car_first", first), ("mileage_car_over", trip.miles - first)]
            driven[year] = before + trip.miles
        else:
            parts = [(f"mileage_{trip.vehicle}", trip.miles)]
        parts.append(("mileage_passenger", trip.miles * trip.passengers))
        found.append(tuple(RatedMiles(name, miles, rate_on(day, name)) for name, miles in parts if miles))
    return found
