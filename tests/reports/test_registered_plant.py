"""What a registered asset is to capital allowances: its pool when it goes, and the value that a person brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accountsos.ledger.fixed_assets import (
    AssetDisposal,
    AssetKind,
    AssetPool,
    AssetTax,
    CameFrom,
    Claim,
    FixedAsset,
    RegisteredAsset,
)
from accountsos.reports.registered_plant import has_allowances, own_pools, sale_of
from accountsos.uk_rules.capital_allowances import FirstYear, Pool
from tests.reports.estate_car import CAR

FIRST = date(2025, 4, 6)
PLANT = replace(CAR, number=2, kind=AssetKind.PLANT, tax=AssetTax(AssetPool.SPECIAL, private_percent=Decimal(25)))


@pytest.mark.parametrize(
    ("asset", "pool"),
    [
        (CAR, Pool.SPECIAL),  # over 50 g/km (CAA 2001 s104AA)
        (replace(CAR, tax=AssetTax(co2=50)), Pool.MAIN),
        (PLANT, Pool.SPECIAL),
        (replace(PLANT, tax=AssetTax()), Pool.MAIN),
    ],
)
def test_what_leaves_leaves_the_pool_it_went_into(asset: FixedAsset, pool: Pool) -> None:
    gone = AssetDisposal(1, None, None, date(2026, 1, 10), 7_000_00, CameFrom(), None)
    sale = sale_of(RegisteredAsset(asset, disposal=gone))
    assert (sale.relief.pool, sale.value, sale.key) == (pool, 7_000_00, asset.number)


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        (Claim.FULL, FirstYear.FULL),
        (Claim.HALF, FirstYear.HALF),
        (Claim.FORTY, FirstYear.FORTY),
        (Claim.AUTO, None),
        (Claim.INVESTMENT, None),
    ],
)
def test_a_sale_says_which_first_year_allowance_was_stated(claim: Claim, stated: FirstYear | None) -> None:
    gone = AssetDisposal(1, None, None, date(2026, 1, 10), 7_000_00, CameFrom(), None)
    sale = sale_of(RegisteredAsset(replace(PLANT, tax=AssetTax(claim=claim)), disposal=gone))
    assert sale.relief.first_year is stated


@pytest.mark.parametrize(
    ("kind", "claim", "some"),
    [
        (AssetKind.PLANT, Claim.AUTO, True),
        (AssetKind.CAR, Claim.AUTO, True),
        (AssetKind.PLANT, Claim.NONE, False),
        (AssetKind.CAR, Claim.NONE, False),
        (AssetKind.BUILDING, Claim.AUTO, False),
        (AssetKind.BUILDING, Claim.NONE, False),
    ],
)
def test_allowances_are_for_plant_and_cars_on_which_they_are_claimed(kind: AssetKind, claim: Claim, some: bool) -> None:
    assert has_allowances(replace(PLANT, kind=kind, tax=AssetTax(claim=claim))) is some


def test_a_partly_private_asset_of_before_has_a_pool_at_the_value_that_was_said_or_at_nothing() -> None:
    said = replace(CAR, tax=replace(CAR.tax, value_brought_forward=12_300_00))
    wholly_business = replace(PLANT, number=3, tax=AssetTax())
    later = replace(CAR, number=4, bought_on=FIRST)
    register = [RegisteredAsset(one) for one in (said, PLANT, wholly_business, later)]
    found = {key: (own.value, own.pool, own.business_share) for key, own in own_pools(register, FIRST).items()}
    assert found == {1: (12_300_00, Pool.SPECIAL, Decimal("0.6")), 2: (0, Pool.SPECIAL, Decimal("0.75"))}
