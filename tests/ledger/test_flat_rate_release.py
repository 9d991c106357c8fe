"""What cash accounting left unpaid, paid under the flat rate: turnover bears the percentage, a cost claims nothing."""

from __future__ import annotations

from decimal import Decimal

from accountsos.ledger.category_ids import CREDITORS, DEBTORS, VAT_CONTROL
from accountsos.ledger.entry import Posting
from accountsos.ledger.flat_rate_release import as_flat_rate_trader

TEN = Decimal("0.10")


def shown(postings: list[Posting]) -> list[tuple[str, int, str | None]]:
    return [(p.category_id, p.amount, p.vat_code) for p in postings]


def test_the_vat_of_a_purchase_is_part_of_what_it_cost_each_in_proportion() -> None:
    """120.00 paid: rent of 75.00 and software of 25.00 with 20.00 of VAT cost 90.00 and 30.00 (reg 55E(1))."""
    paid = [
        Posting("cat_rent", 7_500, vat_code="P20"),
        Posting("cat_software", 2_500, vat_code="P20"),
        Posting(VAT_CONTROL, 2_000, vat_code="P20"),
        Posting(CREDITORS, -12_000),
    ]
    assert shown(as_flat_rate_trader(paid, TEN, frozenset())) == [
        (CREDITORS, -12_000, None),
        ("cat_rent", 9_000, None),
        ("cat_software", 3_000, None),
    ]


def test_the_vat_of_capital_goods_is_still_claimed() -> None:
    paid = [
        Posting("cat_fa_computers", 200_000, vat_code="P20"),
        Posting(VAT_CONTROL, 40_000, vat_code="P20"),
        Posting(CREDITORS, -240_000),
    ]
    found = as_flat_rate_trader(paid, TEN, frozenset({"cat_fa_computers"}))
    assert sorted(shown(found)) == sorted(shown(paid))


def test_a_sale_bears_the_percentage_of_all_that_is_paid() -> None:
    """120.00 at 10 %: 12.00 to HMRC, 108.00 is the business's."""
    paid = [
        Posting("cat_sales", -10_000, vat_code="S20"),
        Posting(VAT_CONTROL, -2_000, vat_code="S20"),
        Posting(DEBTORS, 12_000),
    ]
    debtors, sale, control = shown(as_flat_rate_trader(paid, TEN, frozenset()))
    assert debtors == (DEBTORS, 12_000, None)
    assert sale[:2] == ("cat_sales", -10_800)
    assert control[:2] == (VAT_CONTROL, -1_200)
    assert sale[2] == control[2] is not None
