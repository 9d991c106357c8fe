"""What the register of fixed assets means to capital allowances: purchases, sales, pools of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from accountsos.dates import Period
from accountsos.ledger.chart import Chart
from accountsos.ledger.fixed_assets import IS_PLANT, AssetKind, Claim, FixedAsset, RegisteredAsset
from accountsos.money import Pence
from accountsos.uk_rules.capital_allowances import (
    FirstYear,
    Pool,
    Tax,
    best_first_year,
    disposal_value,
    pool_of_car,
)
from accountsos.uk_rules.plant_allowances import WHOLE, OwnPool, Purchase, Relief, Sale

_FIRST_YEAR = {Claim.FULL: FirstYear.FULL, Claim.HALF: FirstYear.HALF, Claim.FORTY: FirstYear.FORTY}


def has_allowances(asset: FixedAsset) -> bool:
    """Whether it is plant or a car, and something is claimed on it."""
    return (asset.kind in IS_PLANT or asset.kind is AssetKind.CAR) and asset.tax.claim is not Claim.NONE


def purchase_of(asset: FixedAsset, tax: Tax) -> Purchase:
    """The asset as it was bought, with what is claimed on it."""
    claim, pool = asset.tax.claim, Pool(asset.tax.pool)
    first_year = _FIRST_YEAR.get(claim)
    if claim is Claim.AUTO and asset.kind is not AssetKind.CAR:
        first_year = best_first_year(tax, pool, asset.bought_on, new=asset.tax.new)
    return Purchase(
        asset.cost,
        asset.bought_on,
        pool,
        asset.tax.co2,
        asset.tax.new,
        investment=claim in (Claim.AUTO, Claim.INVESTMENT),
        first_year=first_year,
        business_share=1 - asset.tax.private_percent / 100,
        key=asset.number,
    )


def sale_of(known: RegisteredAsset) -> Sale:
    """How it left; its treatment as it is stated, for what was bought before the computations begin."""
    asset, gone = known.asset, known.disposal
    assert gone is not None, "only what has left is sold"
    return Sale(
        disposal_value(gone.proceeds, asset.cost), gone.disposed_on, asset.number, Relief(_pool(asset), _stated(asset))
    )


def _pool(asset: FixedAsset) -> Pool:
    if asset.tax.co2 is None:
        return Pool(asset.tax.pool)
    return pool_of_car(asset.tax.co2, asset.bought_on, new=False)[0]


def _stated(asset: FixedAsset) -> FirstYear | None:
    return _FIRST_YEAR.get(asset.tax.claim)


def purchases_in(register: Iterable[RegisteredAsset], period: Period, tax: Tax) -> list[Purchase]:
    """What was bought in the period."""
    return [
        purchase_of(one.asset, tax) for one in register if has_allowances(one.asset) and one.asset.bought_on in period
    ]


def sales_in(register: Iterable[RegisteredAsset], period: Period) -> list[Sale]:
    """What left in the period."""
    return [
        sale_of(one)
        for one in register
        if has_allowances(one.asset) and one.disposal is not None and one.disposal.disposed_on in period
    ]


def own_pools(register: Iterable[RegisteredAsset], first: date) -> dict[int, OwnPool]:
    """Partly private assets bought before the computations begin, at what was left for allowances then."""
    return {
        one.asset.number: OwnPool(
            one.asset.tax.value_brought_forward or 0, _pool(one.asset), 1 - one.asset.tax.private_percent / 100
        )
        for one in register
        if has_allowances(one.asset)
        and one.asset.bought_on < first
        and 1 - one.asset.tax.private_percent / 100 < WHOLE
        and not one.gone_by(first)
    }


def moved_on_car_accounts(chart: Chart, register: Sequence[RegisteredAsset], period: Period) -> Pence:
    """What the register explains of the movements on accounts of cars in the period."""
    accounts = chart.where(lambda category: category.allowance_class == "car")
    on_them = [one for one in register if one.asset.category_id in accounts]
    bought = sum(one.asset.cost for one in on_them if one.asset.bought_on in period)
    gone = sum(one.asset.cost for one in on_them if one.disposal is not None and one.disposal.disposed_on in period)
    return bought - gone
