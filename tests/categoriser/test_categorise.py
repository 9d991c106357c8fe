"""The stages together: conventions of the chart, honest confidences, no cost for money in without evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.categoriser.sides import on_the_other_side
from accountsos.categoriser.suggestion import SUGGEST, CompanyProfile
from accountsos.categoriser.trade import is_sole_trader, trade_of
from accountsos.ledger.chart import standard_chart
from tests.categoriser.support import CHART, bank_line, categoriser

BUILDER, CAFE, SHOP, OFFICE = (
    categoriser(CompanyProfile(trade=trade)) for trade in ("builder", "cafe", "web shop", "software contractor")
)


@pytest.mark.parametrize(
    ("description", "builder", "cafe", "shop", "office"),
    [
        ("TRAVIS PERKINS", "cat_purchases", "cat_repairs", "cat_repairs", "cat_repairs"),
        ("ROYAL MAIL", "cat_office", "cat_office", "cat_import_duty", "cat_office"),
        ("SKIP HIRE LEEDS", "cat_purchases", "cat_cleaning", "cat_cleaning", "cat_cleaning"),
        ("BIFFA WASTE", "cat_cleaning", "cat_cleaning", "cat_cleaning", "cat_cleaning"),
        ("ARCO WORKWEAR", "cat_purchases", "cat_staff_welfare", "cat_staff_welfare", "cat_staff_welfare"),
        ("TESCO STORES", "cat_staff_welfare", "cat_purchases", "cat_staff_welfare", "cat_staff_welfare"),
    ],
)
def test_the_trade_decides_where_a_supply_belongs(
    description: str, builder: str, cafe: str, shop: str, office: str
) -> None:
    line = bank_line(description, -6000)
    found = []
    for company in (BUILDER, CAFE, SHOP, OFFICE):
        suggestion = company.suggest(line)
        found.append(suggestion.category_id if suggestion.confidence >= SUGGEST else suggestion.alternatives[0][0])
    assert found == [builder, cafe, shop, office]


@pytest.mark.parametrize(
    ("description", "small", "large"),
    [
        ("DELL PRODUCTS", "cat_it_hardware", "cat_fa_computers"),
        ("LA MARZOCCO", "cat_purchases", "cat_fa_plant"),
        ("MACHINE MART", "cat_purchases", "cat_fa_plant"),
    ],
)
def test_equipment_is_a_fixed_asset_from_500_pounds(description: str, small: str, large: str) -> None:
    company = CAFE if "MARZOCCO" in description else BUILDER
    below, from_500 = company.suggest(bank_line(description, -49999)), company.suggest(bank_line(description, -50000))
    assert (below.alternatives[0][0] if below.confidence < SUGGEST else below.category_id) == small
    assert from_500.category_id == large


def test_behind_a_processor_the_shop_counts() -> None:
    assert OFFICE.suggest(bank_line("SUMUP *CITY CABS", -1200)).category_id == "cat_travel"
    assert OFFICE.suggest(bank_line("SUMUP PAYMENTS LTD", 12000)).category_id == "cat_sales"


def test_the_merchant_code_tells_where_the_name_does_not() -> None:
    assert OFFICE.suggest(bank_line("QQ 4411", -5000, mcc="5541")).category_id == "cat_vehicle_running"


def test_what_a_payment_was_for_outweighs_what_the_shop_sells() -> None:
    assert OFFICE.suggest(bank_line("DISHOOM CLIENT LUNCH", -8600)).category_id == "cat_entertaining"
    assert OFFICE.suggest(bank_line("TESCO STAFF TREATS", -4299)).category_id == "cat_staff_welfare"


def test_below_the_threshold_the_line_stays_uncategorised_with_its_best_three() -> None:
    suggestion = OFFICE.suggest(bank_line("AMAZON.CO.UK*2H4AB1CD4", -2000))
    assert suggestion.category_id == "cat_uncategorised"
    assert 0 < suggestion.confidence < SUGGEST
    assert suggestion.confidence == suggestion.alternatives[0][1]
    assert len(suggestion.alternatives) == 3
    assert suggestion.payee == "Amazon.co.uk"


def test_a_category_the_chart_has_not_is_never_answered() -> None:
    company = categoriser(CompanyProfile(trade="builder"), chart=CHART - {"cat_vehicle_running"})
    suggestion = company.suggest(bank_line("SHELL LEEDS", -5000))
    assert "cat_vehicle_running" not in {suggestion.category_id, *(c for c, _ in suggestion.alternatives)}


def test_with_neither_history_nor_knowledge_nothing_is_above_80() -> None:
    for text in ("ZQ HOLDINGS RENT", "FPO ZQ ZALTMAN WAGES", "ZQ INSURANCE BROKERS"):
        assert categoriser().suggest(bank_line(text, -40000)).confidence <= 0.80
    assert categoriser().suggest(bank_line("FPI ZQ HOLDINGS INV 12", 40000)).confidence <= 0.80


@pytest.mark.parametrize(
    "text", ["ADOBE SYSTEMS", "SHELL", "FPI SMITH BUILDERS LTD", "BRITISH GAS", "TESCO STORES", "ZQ GARAGE"]
)
def test_money_in_is_no_cost_without_evidence_of_a_refund(text: str) -> None:
    suggestion = categoriser().suggest(bank_line(text, 12000))
    assert not on_the_other_side(standard_chart()[suggestion.category_id], money_in=True)


@given(
    st.text(alphabet="ABCDEFGHIKLMNOPRSTUVWY *./&0123456789", max_size=60),
    st.integers(-(10**9), 10**9),
    st.sampled_from([None, "cafe", "builder", "web shop", "landlord", "garage"]),
    st.sampled_from(["ltd", "sole_trader"]),
)
def test_every_answer_is_honest_in_form(description: str, amount: int, trade: str | None, entity: str) -> None:
    suggestion = categoriser(CompanyProfile(entity_type=entity, trade=trade)).suggest(bank_line(description, amount))
    shares = [share for _, share in suggestion.alternatives]
    assert 0.0 <= suggestion.confidence < 1.0
    assert suggestion.category_id in CHART
    assert len(shares) <= 3
    assert shares == sorted(shares, reverse=True)
    assert (suggestion.confidence < SUGGEST) == (suggestion.category_id == "cat_uncategorised")
    if entity == "sole_trader":
        assert suggestion.category_id not in {
            "cat_directors_loan",
            "cat_dividends",
            "cat_directors_salary",
            "cat_ct_payable",
        }
    else:
        assert suggestion.category_id not in {"cat_drawings", "cat_capital_introduced"}


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("cafe", "food"),
        ("Coffee shop", "food"),
        ("builder (CIS)", "builder"),
        ("self-employed plumber", "builder"),
        ("web shop, gifts and homeware", "shop"),
        ("software contractor", "office"),
        ("IT contracting", "office"),
        ("landlord's letting agent", "letting"),
        ("landlord", "property"),
        ("kitchen fitter", "builder"),
        ("property maintenance", "builder"),
        ("man and van", "haulage"),
        ("fish & chips", "food"),
        ("wedding videographer", "media"),
        ("hair salon", "care"),
        ("holiday lets", "property"),
        ("used cars", "garage"),
        ("upholsterer", "make"),
        ("music teacher", "office"),
        ("astrologer", ""),
        (None, ""),
    ],
)
def test_the_owners_words_tell_the_trade(text: str | None, trade: str) -> None:
    assert trade_of(text) == trade


def test_a_sole_trader_is_told_by_the_words() -> None:
    assert is_sole_trader("sole trader plumber")
    assert is_sole_trader("Self-employed")
    assert not is_sole_trader("plumber")
