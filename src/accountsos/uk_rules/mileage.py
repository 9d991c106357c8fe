"""Approved mileage rates for one's own vehicle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import count_on, rate_on
from accountsos.uk_rules.periods import tax_year_of


class Vehicle(StrEnum):
    """Cars and vans share a rate and a threshold; the others have one flat rate."""

    CAR = "car"
    VAN = "van"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


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


def mileage_claim(trips: Iterable[Trip]) -> Pence:
    """What may be paid or claimed free of tax, by the rate of each trip's day.

    The first 10,000 miles by car or van of a tax year (one count for all of them) bear the higher rate.
    Source: ITEPA 2003 s229, s230, s234; ITTOIA 2005 s94E to s94G.
    """
    claim = Decimal(0)
    driven: dict[date, Decimal] = {}
    for trip in sorted(trips, key=lambda each: each.made_on):
        day = trip.made_on
        claim += trip.miles * trip.passengers * rate_on(day, "mileage_passenger")
        if trip.vehicle in {Vehicle.MOTORCYCLE, Vehicle.BICYCLE}:
            claim += trip.miles * rate_on(day, f"mileage_{trip.vehicle}")
            continue
        year = tax_year_of(day).start
        before = driven.get(year, Decimal(0))
        first = min(trip.miles, max(count_on(day, "mileage_car_threshold") - before, Decimal(0)))
        claim += first * rate_on(day, "mileage_car_first") + (trip.miles - first) * rate_on(day, "mileage_car_over")
        driven[year] = before + trip.miles
    return rounded_half_up(claim * 100)
