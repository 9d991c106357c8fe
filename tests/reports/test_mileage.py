"""What a mileage report says beside its amounts: the VAT of the fuel, and what a trader gives up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.dates import Period
from accountsos.reports.mileage import KeptTrip, mileage_report
from accountsos.uk_rules.mileage import Trip, Vehicle

YEAR = Period(date(2025, 4, 6), date(2026, 4, 5))
TRIP = KeptTrip(1, "Anna Roe", Trip(date(2025, 6, 1), Vehicle.CAR, Decimal(100)), "a client")


@pytest.mark.parametrize(
    ("entity_type", "codes"),
    [("ltd", ["fuel_vat_left_out"]), ("sole_trader", ["fuel_vat_left_out", "simplified_expenses"])],
)
def test_miles_leave_out_the_vat_of_their_fuel_and_a_trader_the_cars_own_costs(
    entity_type: str, codes: list[str]
) -> None:
    report = mileage_report([TRIP], YEAR, entity_type=entity_type)
    assert (report.total, [warning.code for warning in report.warnings]) == (45_00, codes)
    assert mileage_report([], YEAR, entity_type=entity_type).warnings == ()
