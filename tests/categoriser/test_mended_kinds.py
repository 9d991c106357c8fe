"""Kinds of lines that companies written by hand showed: directors, staff, money given back, codes of banks."""

from __future__ import annotations

import pytest

from accountsos.categoriser.parse_line import parse_line
from accountsos.categoriser.suggestion import CompanyProfile, Suggestion
from tests.categoriser.past_choices import PastChoices
from tests.categoriser.support import bank_line, categoriser

KESTREL = CompanyProfile(name="Kestrel Row Ltd", people=("Anil Desai",))


def first(suggestion: Suggestion) -> str:
    return suggestion.category_id if suggestion.confidence >= 0.7 else suggestion.alternatives[0][0]


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("SALARY", "cat_directors_salary"),
        ("MATERIALS OWED", "cat_directors_loan"),
        ("REFUND TO ME", "cat_directors_loan"),
    ],
)
def test_what_a_director_says_outweighs_what_they_were_paid_before(said: str, category: str) -> None:
    past = PastChoices()
    for _ in range(3):
        past.remember(bank_line("A DESAI DIVIDEND", -2000_00), "A DESAI", "cat_dividends", "DIVIDEND")
    line = bank_line("A DESAI", -758_00, kind="FPO", payee="A DESAI", reference=said)
    assert categoriser(KESTREL, history=past).suggest(line).category_id == category


@pytest.mark.parametrize("printed", ["A NOWAK", "NOWAK A", "MISS AGNIESZKA NOWAK"])
def test_whoever_was_paid_wages_once_is_staff_under_each_spelling(printed: str) -> None:
    past = PastChoices()
    paid = bank_line("AGNIESZKA NOWAK", -240_00, kind="FPO", payee="AGNIESZKA NOWAK")
    past.remember(paid, "AGNIESZKA NOWAK", "cat_wages")
    again = categoriser(history=past).suggest(bank_line(printed, -251_00, kind="FPO", payee=printed))
    assert (again.category_id, again.source) == ("cat_wages", "history")
    assert again.confidence >= 0.95


def test_another_of_the_name_a_card_and_a_receipt_are_no_wages() -> None:
    past = PastChoices()
    paid = bank_line("AGNIESZKA NOWAK", -240_00, kind="FPO", payee="AGNIESZKA NOWAK")
    past.remember(paid, "AGNIESZKA NOWAK", "cat_wages")
    asked = categoriser(history=past)
    for line in (
        bank_line("T NOWAK", -251_00, kind="FPO", payee="T NOWAK"),
        bank_line("A NOWAK", 251_00, kind="FPI", payee="A NOWAK"),
        bank_line("A NOWAK", -251_00, kind="DEB", payee="A NOWAK"),
    ):
        assert asked.suggest(line).source != "history"


def test_money_back_to_a_customer_is_a_sale_less() -> None:
    past = PastChoices()
    past.remember(bank_line("P ATHERLEY", 900_00, kind="FPI", payee="P ATHERLEY"), "P ATHERLEY", "cat_sales")
    back = categoriser(history=past).suggest(bank_line("P ATHERLEY", -60_00, kind="FPO", payee="P ATHERLEY"))
    assert (first(back), back.source) == ("cat_sales", "refund")


def test_a_card_refund_is_one_by_the_banks_own_code() -> None:
    assert parse_line(bank_line("CANDLE SHACK LTD", 12_00, kind="CARD REFUND")).is_refund
    assert not parse_line(bank_line("CANDLE SHACK LTD", -12_00, kind="CONTACTLESS")).is_refund


def test_a_transfer_to_a_number_is_no_brand_that_the_banks_channel_names() -> None:
    moved = bank_line("204617 70011223 MOBILE-CHANNEL FT", -900_00, kind="FT")
    assert first(categoriser().suggest(moved)) == "cat_transfer"


def test_a_council_with_a_brands_word_in_its_name_is_a_council() -> None:
    assert first(categoriser().suggest(bank_line("CANNOCK CHASE DC", -162_00, kind="DD"))) == "cat_business_rates"


def test_a_councils_car_park_is_parking_though_its_rates_were_filed() -> None:
    past = PastChoices()
    past.remember(bank_line("STOCKPORT MBC", -44_00, kind="DD"), "STOCKPORT MBC", "cat_business_rates")
    parked = bank_line("STOCKPORT MBC CAR PARK", -4_20, kind="DEB")
    assert first(categoriser(history=past).suggest(parked)) == "cat_travel"


def test_what_a_sole_trader_eats_at_home_is_nobodys_welfare() -> None:
    trader = CompanyProfile(entity_type="sole_trader", trade="sole trader gardener")
    answer = categoriser(trader).suggest(bank_line("TESCO STORES 2218", -74_32, kind="DEB"))
    asked = {answer.category_id, *(category for category, _ in answer.alternatives)}
    assert "cat_drawings" in asked
    assert "cat_staff_welfare" not in asked


def test_who_sells_computers_buys_them_to_sell() -> None:
    paid = bank_line("EBUYER (UK) LTD", -240_00, kind="DEB")
    assert first(categoriser(CompanyProfile(trade="IT support")).suggest(paid)) == "cat_purchases"
    assert first(categoriser(CompanyProfile(trade="software contractor")).suggest(paid)) == "cat_it_hardware"
