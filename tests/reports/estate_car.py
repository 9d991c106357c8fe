"""A sole trader's car, as the register of fixed assets has it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.ledger.fixed_assets import AssetKind, AssetTax, DepreciationRule, FixedAsset

CAR = FixedAsset(
    number=1,
    kind=AssetKind.CAR,
    description="Estate car",
    category_id="cat_fa_vehicles",
    accumulated_id="cat_dep_vehicles",
    cost=20_000_00,
    bought_on=date(2024, 6, 1),
    in_use_on=date(2024, 6, 1),
    rule=DepreciationRule(),
    tax=AssetTax(co2=120, private_percent=Decimal(40)),
)
"""Over 50 g/km, so at the special rate; two fifths of its use are private."""
