"""Kinds of lines that people who never saw the parser wrote down: trades, printed forms, councils, owners."""

from __future__ import annotations

import pytest

from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.knowledge.brand_names import find_name
from accountsos.categoriser.knowledge.whole_words import whole_words
from accountsos.categoriser.knowledge.words import hints
from accountsos.categoriser.parse_line import parse_line
from accountsos.categoriser.suggestion import CompanyProfile
from accountsos.categoriser.trade import trade_of
from tests.categoriser.support import bank_line, categoriser


def of_trade(trade: str) -> Categoriser:
    entity = "sole_trader" if "sole trader" in trade else "ltd"
    return categoriser(CompanyProfile(entity_type=entity, trade=trade))


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("sole trader plumber", "builder"),
        ("plumber, sole trader", "builder"),
        ("self employed hairdresser", "care"),
        ("sole trader", ""),
        ("sole trader childminder", "childcare"),
        ("community interest company", "community"),
        ("community cafe", "food"),
        ("day nursery", "childcare"),
        ("dog groomer", "vet"),
    ],
)
def test_what_a_business_does_is_not_whose_it_is(text: str, trade: str) -> None:
    assert trade_of(text) == trade


@pytest.mark.parametrize(
    ("description", "code", "amount", "kind"),
    [
        ("SCREWFIX LEEDS GB", "Visa purchase", -900, "card"),
        ("SCREWFIX LEEDS GB", "Contactless Payment", -900, "card"),
        ("LEEDS GB", "ATM Withdrawal", -4000, "cash"),
        ("J SMITH RENT", "Transfer from", 60000, "faster_payment_in"),
        ("Scott Pinney", "Domestic Transfer", -60000, "faster_payment_out"),
        ("To Yusuf Demir", "TRANSFER", -60000, "faster_payment_out"),
        ("To a/c 12345678", "TRANSFER", -60000, "transfer"),
        ("TO A/C 61234599 , VIA MOBILE - XFER", "DPC", -60000, "transfer"),
        ("BRANCH 4471", "Cheque credit", 6000, "cheque"),
    ],
)
def test_the_codes_of_more_banks_tell_the_kind(description: str, code: str, amount: int, kind: str) -> None:
    assert parse_line(bank_line(description, amount, kind=code)).kind == kind


def test_a_firms_monthly_fee_is_none_of_the_banks() -> None:
    paid = bank_line("Haines & Poole", -24000, kind="Faster payment", reference="Monthly fee")
    assert parse_line(paid).kind == "faster_payment_out"
    assert parse_line(bank_line("MONTHLY ACCOUNT FEE", -850, reference="MAR")).kind == "fee"
    flat = "BILL PAYMENT VIA FASTER PAYMENT TO RIVERSIDE MANAGEME REFERENCE SERVICE CHARGE FLAT 2 , MANDATE NO 54"
    assert parse_line(bank_line(flat, -24000)).kind == "faster_payment_out"


def test_bp_is_a_fuel_brand_on_a_card_and_a_bill_payment_else() -> None:
    assert parse_line(bank_line("BP CHESTFIELD", -4500, kind="DEB")).payee_key == "BP CHESTFIELD"
    assert parse_line(bank_line("BP J SMITH WAGES", -4500)).payee_key == "J SMITH"


def test_behind_a_chains_name_a_card_may_print_a_place_unknown_here() -> None:
    for key in ("SHELL CANTON", "KFC WOODLEY", "GULF COUNTESS WEAR"):
        assert find_name(key) is None
        branch = find_name(key, by_card=True)
        assert branch is not None
        assert not branch.by_hand, "other words of the name may still speak against it"
    assert find_name("CROWN CANTON", by_card=True) is None, "an everyday word is a chain's only where that sells fuel"


@pytest.mark.parametrize("name", ["SALON INTERNATIONA", "SEVERN DAIRY DIREC", "TOGETHER COMMERCIA"])
def test_a_name_cut_within_a_common_word_is_not_completed_to_a_rare_one(name: str) -> None:
    words = tuple(name.split())
    assert all(hint.words in name for hint in hints(words, (), money_in=False, cut=True))


def test_a_town_has_no_trade_inside() -> None:
    assert whole_words(("NORTH", "AYRSHIRE"), {}, cut=False) == ("NORTH", "AYRSHIRE")


def test_a_council_by_card_is_parking_and_by_direct_debit_rates() -> None:
    answer = of_trade("physiotherapist").suggest
    assert answer(bank_line("LEEDS CITY COUNCIL", -320, kind="Contactless")).category_id == "cat_travel"
    for name in ("LEEDS CITY COUNCIL", "NORTHUMBERLAND CC"):
        assert answer(bank_line(name, -5800, kind="DD")).category_id == "cat_business_rates"
    assert answer(bank_line("BOLTON COUNCIL CAR", -320, kind="DEB")).category_id == "cat_travel"


def test_who_pays_a_trade_in_the_ordinary_course_gives_nothing_back() -> None:
    paid = bank_line("EVRI PARCELNET", 31000, kind="BGC")
    assert of_trade("courier").suggest(paid).category_id == "cat_sales"
    assert of_trade("web shop").suggest(paid).category_id != "cat_sales"
    assert of_trade("physiotherapist").suggest(bank_line("BUPA", 9000, kind="BGC")).category_id == "cat_sales_exempt"
    assert of_trade("plumber").suggest(bank_line("HOWELLS LETTINGS", 9000)).category_id != "cat_rental_income"


def test_childcare_that_hmrc_pays_for_parents_is_a_sale() -> None:
    paid = of_trade("sole trader childminder").suggest(bank_line("HMRC CHILDCARE 5537566657 TFC", 24000, kind="BGC"))
    assert (paid.category_id, paid.source) == ("cat_sales", "hmrc")
    parent = of_trade("sole trader plumber").suggest(bank_line("NS&I TAX-FREE CHILDCARE", -24000))
    assert parent.category_id == "cat_drawings"


@pytest.mark.parametrize("said", ["PAY BACK LOAN", "OWED TO ME", "REIMBURSE", "PETTY CASH BACK"])
def test_what_a_director_is_paid_back_is_no_salary(said: str) -> None:
    profile = CompanyProfile(name="Kestrel Row Ltd", people=("Anil Desai",))
    suggestion = categoriser(profile).suggest(bank_line(f"BP A DESAI {said}", -50000))
    assert suggestion.category_id == "cat_directors_loan"


def test_an_owners_saver_is_the_businesss_own() -> None:
    profile = CompanyProfile(name="Waggy Tails", entity_type="sole_trader", people=("Tamsin Oakes",))
    for way, amount in (("TO", -10000), ("FROM", 30000)):
        moved = categoriser(profile).suggest(bank_line(f"TRANSFER {way} T OAKES TAX SAVER", amount))
        assert moved.category_id == "cat_transfer"


def test_a_machine_in_a_shops_wall_sells_nothing_and_a_traders_cash_is_private() -> None:
    drawn = bank_line("LNK CO-OP BEESTON", -4000, kind="CPT")
    assert of_trade("sole trader builder").suggest(drawn).alternatives[0][0] == "cat_drawings"


def test_a_traders_household_is_paid_from_the_same_account() -> None:
    paid = bank_line("NETFLIX.COM", -1099, kind="Contactless")
    assert of_trade("sole trader builder").suggest(paid).category_id == "cat_drawings"
    assert of_trade("builder").suggest(paid).category_id == "cat_software"


def test_rent_in_a_reference_outweighs_what_the_landlord_sells() -> None:
    tied = bank_line("ADNAMS PLC", -145000, kind="DD", reference="PLOUGH RENT")
    assert of_trade("pub").suggest(tied).category_id == "cat_rent"
    assert of_trade("pub").suggest(bank_line("ADNAMS PLC", -145000, kind="DD")).category_id == "cat_purchases"
