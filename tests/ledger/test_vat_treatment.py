"""The VAT that a category usually bears, and what a purchase spends on fixed assets with all VAT on it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.category_ids import VAT_CONTROL, VAT_FILED
from accountsos.ledger.chart import Category, standard_chart
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.ledger.vat_treatment import LineFacts, capital_in, default_code, treated

DAY = date(2026, 3, 2)
AT_17_5, AT_15 = date(2010, 6, 1), date(2009, 6, 1)


@pytest.mark.parametrize(
    ("amount", "code", "day", "spent"),
    [
        (-2_400_00, "P20", DAY, 2_400_00),
        (-2_000_00, "RC20", DAY, 2_400_00),  # charged by the business itself, on top
        (-400_00, "C79", DAY, 2_400_00),  # only the VAT that the customs took: 20 of 120
        (-350_00, "C79", AT_17_5, 2_350_00),  # 17.5 of 117.5
        (-300_00, "C79", AT_15, 2_300_00),  # 15 of 115
        (-400_00, None, DAY, 400_00),
        (400_00, None, DAY, 0),  # money in buys nothing
    ],
)
def test_a_machine_is_worth_its_price_with_all_vat(amount: int, code: str | None, day: date, spent: int) -> None:
    machine = CategorisationLine("cat_fa_plant", amount, code)
    paper = CategorisationLine("cat_office", -50_00, "P20")
    assert capital_in(standard_chart(), (machine, paper), day) == spent


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


@pytest.mark.parametrize(("day", "account"), [(31, VAT_CONTROL), (1, VAT_FILED)])
def test_money_to_hmrc_settles_filed_vat_from_the_day_after_the_first_period_filed(day: int, account: str) -> None:
    scheme = VatScheme(date(2025, 4, 1), "standard", date(2025, 4, 1))
    regime = VatRegime((scheme,), filed_from=date(2026, 3, 31))
    paid = LineFacts(date(2026, 3 if day == 31 else 4, day))
    (part,) = treated(regime, standard_chart(), (CategorisationLine(VAT_CONTROL, -100_00),), paid)
    assert part.category_id == account
