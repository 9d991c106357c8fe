"""The VAT that a category usually bears, and what a purchase spends on fixed assets with all VAT on it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.chart import Category, standard_chart
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.vat_treatment import capital_in, default_code

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("amount", "code", "spent"),
    [
        (-2_400_00, "P20", 2_400_00),
        (-2_000_00, "RC20", 2_400_00),  # charged by the business itself, on top
        (-400_00, "C79", 2_400_00),  # only the VAT that the customs took: 20 of 120
        (-400_00, None, 400_00),
        (400_00, None, 0),  # money in buys nothing
    ],
)
def test_a_machine_is_worth_its_price_with_all_vat(amount: int, code: str | None, spent: int) -> None:
    machine = CategorisationLine("cat_fa_plant", amount, code)
    paper = CategorisationLine("cat_office", -50_00, "P20")
    assert capital_in(standard_chart(), (machine, paper), DAY) == spent


@pytest.mark.parametrize(
    ("kind", "reclaim", "codes"),
    [
        ("income", "yes", ("S20", "S5", "S0", "SE", "S20")),
        ("expense", "yes", ("P20", "P5", "P0", "PE", "P0")),
        ("expense", "no", ("PB20", "PB5", "P0", "PE", "P0")),
    ],
)
def test_a_line_bears_the_vat_that_its_category_usually_has(kind: str, reclaim: str, codes: tuple[str, ...]) -> None:
    usual = ("standard", "reduced", "zero", "exempt", "mixed")
    categories = [Category("cat_own", "Own", kind, "4100", vat_default=each, vat_reclaim=reclaim) for each in usual]
    assert tuple(default_code(one, 210_00, DAY, overseas=False) for one in categories) == codes
