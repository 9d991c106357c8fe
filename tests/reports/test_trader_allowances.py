"""A sole trader's plant: a sale above what was left in a pool is taxed, one below it is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.ledger.fixed_assets import (
    AssetDisposal,
    AssetTax,
    CameFrom,
    RegisteredAsset,
)
from accountsos.reports.ct_allowances import NO_PLANT, Bought, Plant
from accountsos.reports.trader_allowances import trader_allowances
from tests.reports.estate_car import CAR

YEAR = Period(date(2025, 4, 6), date(2026, 4, 5))
TOOLS = Bought("cat_fa_plant", date(2025, 6, 1), 900_00)
OF_BEFORE = replace(CAR, tax=replace(CAR.tax, value_brought_forward=10_000_00))


@pytest.mark.parametrize(
    ("proceeds", "label", "deducted"),
    [
        # 10,000 is left of it; the business has 60 % of what it is above or below (CAA 2001 ss55 and 207).
        (12_000_00, "balancing charge, an asset of its own, special rate", -1_200_00),
        (7_000_00, "balancing allowance, an asset of its own, special rate", 1_800_00),
    ],
)
def test_a_sale_settles_what_is_left_of_an_asset_of_its_own(proceeds: int, label: str, deducted: int) -> None:
    gone = AssetDisposal(1, None, None, date(2025, 9, 1), proceeds, CameFrom(), None)
    for cash in (True, False):
        found = trader_allowances([RegisteredAsset(OF_BEFORE, disposal=gone)], [YEAR], NO_PLANT, {}, cash=cash)
        assert [(line.label, line.amount) for line in found.lines] == [(label, deducted)]
        assert found.deducted == deducted


def test_a_car_that_stays_is_written_down_by_its_rate() -> None:
    wholly = RegisteredAsset(replace(CAR, bought_on=YEAR.start, tax=AssetTax(co2=120)))
    found = trader_allowances([wholly], [YEAR], NO_PLANT, {}, cash=True)
    assert found.deducted == 1_200_00  # 6 % of 20,000 (CAA 2001 s104D)


@pytest.mark.parametrize(
    ("plant", "cash", "lines"),
    [
        # Off the register there is the investment allowance; a sale out of an empty pool is taxed.
        (Plant(bought=(TOOLS,)), False, [("annual investment allowance", 900_00)]),
        (Plant(proceeds=300_00), False, [("balancing charge, main pool", -300_00)]),
        (Plant(bought=(TOOLS,)), True, [("plant and equipment, not cars", 900_00)]),
        (Plant(proceeds=300_00), True, [("what plant and equipment was sold for", -300_00)]),
    ],
)
def test_what_the_books_have_beside_the_register_is_of_the_last_period_alone(
    plant: Plant, lines: list[tuple[str, int]], *, cash: bool
) -> None:
    before = Period(date(2024, 4, 6), date(2025, 4, 5))
    found = trader_allowances([], [before, YEAR], plant, {}, cash=cash)
    assert [(line.label, line.amount) for line in found.lines] == lines
