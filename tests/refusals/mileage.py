"""What is refused about business trips and their claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.mileage.claim_mileage import ClaimMileage
from accountsos.workflows.mileage.record_trip import NewTrip
from tests.refusals.contacts import added as contact_added
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import TODAY, Bookkeeper

ANNA = "Anna Roe"


def _drive(keeper: Bookkeeper, **more: Any) -> Any:
    values: dict[str, Any] = {
        "made_on": DAY,
        "person": ANNA,
        "vehicle": "car",
        "miles": Decimal(100),
        "purpose": "Site visit",
        **more,
    }
    return keeper.do(record_trip.ADD, NewTrip(TODAY, **values))


def _claim(keeper: Bookkeeper, through: date = DAY, person: str = ANNA, **more: Any) -> object:
    return keeper.do(claim_mileage.CLAIM, ClaimMileage(TODAY, person, through, **more))


def _remove_claimed(desk: Desk) -> object:
    trip = desk.id("trip_", _drive(desk.keeper).trips[0].number)
    contact_added(desk, ANNA)
    _claim(desk.keeper)
    return desk.do(record_trip.REMOVE, trip)


def _nothing_to_claim(desk: Desk) -> object:
    contact_added(desk, ANNA)
    return _claim(desk.keeper)


def _of_no_contact(desk: Desk) -> object:
    _drive(desk.keeper)
    return _claim(desk.keeper)


CASES: Cases = {
    "a trip of nobody": lambda d: _drive(d.keeper, person=" "),
    "a trip for nothing": lambda d: _drive(d.keeper, purpose=" "),
    "a trip on a horse": lambda d: _drive(d.keeper, vehicle="horse"),
    "a trip of tomorrow": lambda d: _drive(d.keeper, made_on=date(2026, 12, 24)),
    "a trip of no distance": lambda d: _drive(d.keeper, miles=Decimal(0)),
    "a trip measured too finely": lambda d: _drive(d.keeper, miles=Decimal("10.25")),
    "a bus full": lambda d: _drive(d.keeper, passengers=50),
    "a sole trader's passengers": lambda d: _drive(d.trader, passengers=1),
    "passengers on a bicycle": lambda d: _drive(d.keeper, vehicle="bicycle", passengers=1),
    "a trip before any rate": lambda d: _drive(d.keeper, made_on=date(1999, 1, 1)),
    "a trip that is not there": lambda d: d.do(record_trip.REMOVE, d.id("trip_")),
    "removing a trip that is claimed": _remove_claimed,
    "a claim of the future": lambda d: _claim(d.keeper, date(2026, 12, 24)),
    "a claim of nothing": _nothing_to_claim,
    "a claim of no contact": _of_no_contact,
    "a sole trader's claim for somebody": lambda d: _claim(d.trader, contact_id=d.id("con_")),
}
