"""The computation of capital allowances shows what moved, and nothing that did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accountsos.dates import Period
from accountsos.reports.capital_allowances import computation
from accountsos.uk_rules.capital_allowances import Pool
from accountsos.uk_rules.plant_allowances import PlantAllowances, PoolYear, Written

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
POOL = PoolYear(Pool.MAIN, Decimal("0.18"), 10_000_00, 0, 0, 1_800_00, 0, 0, 8_200_00)


@pytest.mark.parametrize(
    ("moved", "shown"),
    [
        ({}, {}),
        ({"added": 1}, {"Added": 1}),
        ({"sold": 1}, {"Less: disposal values": -1}),
        ({"balancing": 1}, {"Balancing charge": 1}),
        ({"balancing": -1}, {"Balancing allowance": 1}),
        ({"joins": 1}, {"Joins after a first-year allowance": 1}),
    ],
)
def test_a_pool_shows_what_moved_it_and_nothing_else(moved: dict[str, Any], shown: dict[str, int]) -> None:
    found = PlantAllowances(YEAR, (), (replace(POOL, **moved),), 0, Written(), ())
    (title, lines), _ = computation(found, {})
    assert title == "Main pool, 1 Apr 2025 to 31 Mar 2026"
    said = {line.label: line.amount for line in lines}
    always = {
        "Brought forward": 10_000_00,
        "Writing-down allowance, 18% a year": 1_800_00,
        "Carried forward": 8_200_00,
    }
    assert said == always | shown
