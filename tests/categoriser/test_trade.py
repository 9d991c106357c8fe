"""Which trade an owner's words or a SIC code name, over what micro companies in the United Kingdom do."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountsos.categoriser.suggestion import CompanyProfile
from accountsos.categoriser.trade import trade_of
from tests.categoriser.support import bank_line, categoriser

_TRADES = [
    (wording, trade)
    for trade, wordings in (
        line.split("\t") for line in Path(__file__).with_name("trades.tsv").read_text("utf-8").splitlines()
    )
    for wording in wordings.split("|")
]


@pytest.mark.parametrize(("wording", "trade"), _TRADES)
def test_an_everyday_trade_is_known(wording: str, trade: str) -> None:
    assert trade_of(wording) == trade


@pytest.mark.parametrize("wording", ["CLEANER", "cleaners", "Cleaning", "we clean", "sole trader cleaner"])
def test_a_word_of_a_trade_is_known_in_each_of_its_endings(wording: str) -> None:
    assert trade_of(wording) == "cleaning"


@pytest.mark.parametrize(
    ("wording", "trade"),
    [
        ("horse vet", "vet"),
        ("furniture removals", "haulage"),
        ("dog friendly hair salon", "care"),
        ("carpet cleaning", "cleaning"),  # what is done says more than what it is done to
        ("cafe and gift shop", "food"),  # of several the first
        ("community cafe", "food"),
    ],
)
def test_the_last_word_of_a_name_is_what_is_done(wording: str, trade: str) -> None:
    assert trade_of(wording) == trade


@pytest.mark.parametrize(
    ("wording", "trade"), [("debt collection", "office"), ("homeware", "shop"), ("decking", "builder")]
)
def test_what_customers_pay_such_a_name_for_is_its_trade(wording: str, trade: str) -> None:
    assert trade_of(wording) == trade


@pytest.mark.parametrize(
    ("code", "trade"),
    [("81210", "cleaning"), ("81300", "builder"), ("68310", "letting"), ("68209", "property"), ("85100", "childcare"),
     ("85590", "office"), ("25110", "make"), ("10710", "food"), ("96020", "care"), ("98000", "")],
)  # fmt: skip
def test_a_sic_code_names_the_trade(code: str, trade: str) -> None:
    assert trade_of(code) == trade


@pytest.mark.parametrize("wording", [None, "", "limited company", "sole trader", "not sure yet"])
def test_words_that_name_no_trade_name_none(wording: str | None) -> None:
    assert trade_of(wording) == ""


def test_what_a_cleaning_company_cleans_with_is_what_its_work_costs() -> None:
    paid = bank_line("CARD PAYMENT TO JANITORIAL SUPPLIES CO ON 02-03-2026", -42_00)
    of = {trade: categoriser(CompanyProfile(trade=trade)).suggest(paid) for trade in ("cleaning", "software")}
    first = {trade: s.category_id if s.confidence >= 0.7 else s.alternatives[0][0] for trade, s in of.items()}
    assert first == {"cleaning": "cat_purchases", "software": "cat_cleaning"}
