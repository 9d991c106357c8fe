"""What an asset bears of a year: whole months, also where it came into use on the year's last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accountsos.dates import Period
from accountsos.ledger.depreciation import charge_of_year
from accountsos.ledger.fixed_assets import AssetKind, DepreciationRule, FixedAsset, Method, RegisteredAsset

YEARS = [Period(date(year, 4, 1), date(year + 1, 3, 31)) for year in (2024, 2025)]
LATHE = FixedAsset(
    number=1,
    kind=AssetKind.PLANT,
    description="Lathe",
    category_id="cat_fa_plant",
    accumulated_id="cat_dep_plant",
    cost=1_200_00,
    bought_on=date(2025, 3, 31),
    in_use_on=date(2025, 3, 31),
    rule=DepreciationRule(Method.STRAIGHT_LINE, years=2),
)


@pytest.mark.parametrize(
    ("in_use_on", "months", "amount"),
    [
        (date(2025, 3, 1), 1, 50_00),
        (date(2025, 3, 31), 1, 50_00),
        (date(2025, 4, 1), 0, 0),
    ],
)
def test_what_came_into_use_on_the_years_last_day_bears_its_month(in_use_on: date, months: int, amount: int) -> None:
    charge = charge_of_year(RegisteredAsset(replace(LATHE, in_use_on=in_use_on)), YEARS[0], YEARS[:1])
    assert (charge.months, charge.amount) == (months, amount)


def test_a_reducing_balance_is_taken_anew_after_a_first_year_of_one_day() -> None:
    """24 % of 1,200.00 for one month are 24.00; of the 1,176.00 left for twelve 282.24: 306.24, both caught up."""
    rule = DepreciationRule(Method.REDUCING_BALANCE, rate=Decimal("0.24"))
    charge = charge_of_year(RegisteredAsset(replace(LATHE, rule=rule)), YEARS[1], YEARS)
    assert (charge.months, charge.amount) == (13, 306_24)


def test_a_year_that_ends_within_a_month_leaves_that_month_to_the_next() -> None:
    """In use from 1 June; years end on 15 June. 24 % of 1,200.00 for the twelve months of the second year: 288.00."""
    years = [Period(date(2024, 6, 16), date(2025, 6, 15)), Period(date(2025, 6, 16), date(2026, 6, 15))]
    rule = DepreciationRule(Method.REDUCING_BALANCE, rate=Decimal("0.24"))
    known = RegisteredAsset(replace(LATHE, in_use_on=date(2025, 6, 1), rule=rule))
    assert [charge_of_year(known, year, years).amount for year in years] == [0, 288_00]


def test_the_cost_stands_from_the_end_of_the_day_on_which_it_was_bought() -> None:
    known = RegisteredAsset(LATHE)
    assert [known.cost_on(day) for day in (date(2025, 3, 30), date(2025, 3, 31))] == [0, 1_200_00]
