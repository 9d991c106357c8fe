"""Stage 1: own transfers, people of the company, interest, fees, refunds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from accountsos.categoriser.suggestion import CompanyProfile, RecentLine
from tests.categoriser.support import ANNA, DAY, bank_line, categoriser, paid_before


@pytest.mark.parametrize("text", ["FPO 20-11-22 12345678", "TFR KESTREL SAVINGS", "FPO KESTREL JOINERY LTD"])
def test_a_line_that_names_an_own_account_is_a_transfer(text: str) -> None:
    for amount in (-50000, 50000):
        suggestion = categoriser(ANNA).suggest(bank_line(text, amount))
        assert (suggestion.category_id, suggestion.source) == ("cat_transfer", "transfer")


def test_what_a_sole_trader_pays_to_the_own_name_is_private() -> None:
    profile = CompanyProfile(name="Rowan Pike", entity_type="sole_trader", people=("Rowan Pike",))
    assert categoriser(profile).suggest(bank_line("ROWAN PIKE DRAWINGS", -2000000)).category_id == "cat_drawings"
    assert categoriser(profile).suggest(bank_line("ROWAN PIKE", 50000)).category_id == "cat_capital_introduced"


def test_a_longer_number_is_not_the_own_account() -> None:
    suggestion = categoriser(ANNA).suggest(bank_line("FPO ACME SUPPLIES 9912345678", -50000))
    assert suggestion.category_id != "cat_transfer"


def test_payouts_of_a_processor_kept_as_an_account_are_transfers_and_else_sales() -> None:
    payout = bank_line("STRIPE PAYMENTS UK LTD", 81244)
    assert categoriser().suggest(payout).category_id == "cat_sales"
    assert categoriser(CompanyProfile(processors_kept=("stripe",))).suggest(payout).category_id == "cat_transfer"


def test_what_a_processor_keeps_on_its_own_account_is_its_fee_and_no_transfer() -> None:
    profile = CompanyProfile(processors_kept=("stripe",), own_accounts=("Stripe",))
    fee = replace(bank_line("Stripe processing fees April", -5400), account_kind="processor")
    assert categoriser(profile).suggest(fee).category_id == "cat_bank_charges"
    assert categoriser(profile).suggest(bank_line("STRIPE PAYOUT", 340000)).category_id == "cat_transfer"


def test_a_paypal_withdrawal_is_a_transfer() -> None:
    assert categoriser().suggest(bank_line("PAYPAL TRANSFER", 35500)).category_id == "cat_transfer"


def test_both_sides_of_a_card_settlement_are_transfers() -> None:
    assert categoriser().suggest(bank_line("DD AMERICAN EXPRESS", -94211)).category_id == "cat_transfer"
    assert categoriser().suggest(bank_line("PAYMENT RECEIVED - THANK YOU", 94211)).category_id == "cat_transfer"


@pytest.mark.parametrize(
    ("text", "amount", "category"),
    [
        ("FPO ANNA PATEL SALARY MARCH", -104750, "cat_directors_salary"),
        ("A PATEL , INTERIM DIVIDEND", -300000, "cat_dividends"),
        ("FPO A PATEL DLA", -50000, "cat_directors_loan"),
        ("FPI ANNA PATEL", 250000, "cat_directors_loan"),
        ("FPO B OKORO MILEAGE", -14850, "cat_mileage"),
        ("FPO B OKORO USE OF HOME", -2600, "cat_home_office"),
    ],
)
def test_a_directors_payment_is_what_the_words_beside_the_name_say(text: str, amount: int, category: str) -> None:
    assert categoriser(ANNA).suggest(bank_line(text, amount)).category_id == category


def test_a_director_without_a_word_is_left_to_a_person_with_the_likely_ones_named() -> None:
    suggestion = categoriser(ANNA).suggest(bank_line("FPO ANNA PATEL", -200000))
    assert suggestion.category_id == "cat_uncategorised"
    assert {c for c, _ in suggestion.alternatives} == {"cat_directors_salary", "cat_directors_loan", "cat_dividends"}


def test_a_sole_trader_draws_and_introduces() -> None:
    owner = replace(ANNA, entity_type="sole_trader")
    assert categoriser(owner).suggest(bank_line("FPO ANNA PATEL", -200000)).category_id == "cat_drawings"
    assert categoriser(owner).suggest(bank_line("FPI ANNA PATEL", 200000)).category_id == "cat_capital_introduced"


def test_staff_wages_are_not_a_directors() -> None:
    assert categoriser(ANNA).suggest(bank_line("FPO T BARLOW WAGES", -162030)).category_id == "cat_wages"


def test_bank_interest_and_fees() -> None:
    suggest = categoriser().suggest
    assert suggest(bank_line("GROSS INTEREST TO 31 MAR", 418)).category_id == "cat_interest_income"
    assert suggest(bank_line("OVERDRAFT INTEREST", -3102)).category_id == "cat_interest_paid"
    assert suggest(bank_line("NON-STERLING TRANSACTION FEE", -62)).category_id == "cat_bank_charges"


PAID = RecentLine(DAY - timedelta(days=20), -8999, "HARBOUR CHANDLERY", "cat_repairs")


def test_a_refund_goes_back_where_it_came_from() -> None:
    suggestion = categoriser().suggest(bank_line("CARD REFUND HARBOUR CHANDLERY", 8999), recent=paid_before(PAID))
    assert (suggestion.category_id, suggestion.source) == ("cat_repairs", "refund")
    assert suggestion.confidence >= 0.95


def test_a_partial_refund_is_recognised_without_the_word() -> None:
    suggestion = categoriser().suggest(bank_line("FPI HARBOUR CHANDLERY", 2000), recent=paid_before(PAID))
    assert suggestion.category_id == "cat_repairs"


@pytest.mark.parametrize(
    ("amount", "days"),
    [(8999, 121), (9000, 20)],
)
def test_too_late_or_more_than_was_paid_is_no_refund(amount: int, days: int) -> None:
    before = replace(PAID, booked_on=DAY - timedelta(days=days))
    suggestion = categoriser().suggest(bank_line("FPI HARBOUR CHANDLERY", amount), recent=paid_before(before))
    assert suggestion.source != "refund"


def test_a_refund_on_the_last_of_120_days_counts() -> None:
    before = replace(PAID, booked_on=DAY - timedelta(days=120))
    assert (
        categoriser().suggest(bank_line("FPI HARBOUR CHANDLERY", 8999), recent=paid_before(before)).source == "refund"
    )


def test_a_marketplaces_payout_is_no_refund_of_a_purchase_there() -> None:
    bought = RecentLine(DAY - timedelta(days=3), -50000, "AMAZON PAYMENTS UK", "cat_purchases")
    shop = CompanyProfile(trade="web shop")
    suggestion = categoriser(shop).suggest(bank_line("AMAZON PAYMENTS UK LIMITED", 40000), recent=paid_before(bought))
    assert suggestion.category_id == "cat_sales"


def test_a_refund_to_a_customer_lowers_sales() -> None:
    sold = RecentLine(DAY - timedelta(days=3), 12000, "M HOLT", "cat_sales")
    suggestion = categoriser().suggest(bank_line("REFUND TO M HOLT", -12000), recent=paid_before(sold))
    assert (suggestion.category_id, suggestion.source) == ("cat_sales", "refund")
