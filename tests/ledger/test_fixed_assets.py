"""What an asset cannot be: a rule of depreciation at odds with itself, an origin without the thing that it names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from accountsos.ledger.fixed_assets import CameFrom, DepreciationRule, Method


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"method": Method.STRAIGHT_LINE}, "straight line has years"),
        ({"years": 4}, "straight line has years"),
        ({"method": Method.REDUCING_BALANCE}, "a reducing balance has a rate"),
        ({"method": Method.STRAIGHT_LINE, "years": 4, "rate": Decimal("0.25")}, "a reducing balance has a rate"),
    ],
)
def test_a_rule_has_what_its_method_asks_for_and_nothing_else(rule: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        DepreciationRule(**rule)


@pytest.mark.parametrize(("kind", "number"), [("hand", 3), ("journal", None), ("lottery", 3)])
def test_an_asset_comes_from_a_thing_that_is_there(kind: str, number: int | None) -> None:
    with pytest.raises(ValueError, match=f"does not come from {kind} {number}"):
        CameFrom(kind, number)
