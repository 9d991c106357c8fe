"""Income tax and Class 4 of a sole trader, worked by hand from the rates of each year."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.uk_rules.income_tax import profit_tax
from accountsos.uk_rules.periods import tax_year_named


@pytest.mark.parametrize(
    ("year", "profits", "income_tax", "class_4"),
    [
        ("2025-26", 12_570, "0.00", "0.00"),  # the allowance and the lower limit are the same
        ("2025-26", 30_000, "3486.00", "1045.80"),  # 17,430 at 20 %, 17,430 at 6 %
        ("2025-26", 60_000, "11432.00", "2456.60"),  # 7,540 + 9,730 at 40 %; 2,262 + 9,730 at 2 %
        ("2025-26", 110_000, "33432.00", "3456.60"),  # allowance 7,570: 7,540 + 64,730 at 40 %; 2,262 + 1,194.60
        ("2025-26", 150_000, "53703.00", "4256.60"),  # no allowance: 7,540 + 87,440 at 40 % + 24,860 at 45 %
        ("2023-24", 30_000, "3486.00", "1568.70"),  # 17,430 at 9 %
        ("2022-23", 30_000, "3486.00", "1760.35"),  # 18,092 at 9.73 % is 1,760.3516
        ("2021-22", 60_000, "11432.00", "3857.78"),  # 40,702 at 9 % is 3,663.18; 9,730 at 2 % is 194.60
        ("2026-27", -500, "0.00", "0.00"),
    ],
)
def test_the_tax_of_a_years_profits(year: str, profits: int, income_tax: str, class_4: str) -> None:
    found = profit_tax(tax_year_named(year), profits * 100)
    assert f"{found.income_tax / 100:.2f}" == income_tax
    assert f"{found.national_insurance / 100:.2f}" == class_4


def test_the_additional_rate_began_at_150000_before_april_2023() -> None:
    """2022-23, 160,000: no allowance; 7,540 + 112,300 at 40 % = 44,920 + 10,000 at 45 % = 4,500: 56,960."""
    assert profit_tax(tax_year_named("2022-23"), 160_000_00).income_tax == 56_960_00


def test_only_a_whole_tax_year_is_taxed() -> None:
    with pytest.raises(BadRequest, match="is not a tax year"):
        profit_tax(Period(date(2025, 4, 1), date(2026, 3, 31)), 1)
