"""What a purchase spends on fixed assets, with all the VAT that was paid or charged on it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.chart import standard_chart
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.vat_treatment import capital_in

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
