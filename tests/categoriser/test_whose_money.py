"""Whose money it is: a trader's household, the family, exempt sales; and what says that a line is another kind."""

from __future__ import annotations

import pytest

from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.suggestion import READY, BankLine, CompanyProfile
from accountsos.categoriser.trade import trade_of
from accountsos.categoriser.whose_money import whose_money
from tests.categoriser.support import bank_line, categoriser


def of(trade: str, entity: str = "ltd", name: str = "") -> Categoriser:
    return categoriser(CompanyProfile(entity_type=entity, trade=trade, name=name))


def trader(trade: str, name: str = "") -> Categoriser:
    return of(trade, "sole_trader", name=name)


@pytest.mark.parametrize("payee", ["OCTOPUS ENERGY", "SOUTHERN WATER", "SKY DIGITAL", "CAPITAL ONE", "NETFLIX.COM"])
def test_what_a_home_is_paid_for_is_not_sure_to_be_the_business_of_a_trader_without_premises(payee: str) -> None:
    bill = bank_line(payee, -60_00, kind="DD")
    at_home = trader("piano teacher").suggest(bill)
    assert at_home.confidence < READY
    assert "cat_drawings" in {at_home.category_id, *(category for category, _ in at_home.alternatives)}


@pytest.mark.parametrize("trade", ["hairdresser", "bakery", "joinery workshop, furniture maker"])
def test_premises_have_their_own_electricity(trade: str) -> None:
    bill = bank_line("OCTOPUS ENERGY", -160_00, kind="DD")
    assert trader(trade).suggest(bill).category_id == "cat_utilities"
    assert of("piano teacher").suggest(bill).category_id == "cat_utilities"


@pytest.mark.parametrize(
    "trade",
    [
        "piano teacher, there is a lot of private stuff in the account",
        "window cleaner, family bills go through it too",
        "dog walker, all from my own current account",
    ],
)
def test_an_owner_who_says_so_lives_from_the_account(trade: str) -> None:
    water = trader(trade).suggest(bank_line("SEVERN TRENT WATER", -40_00, kind="DD"))
    assert water.category_id == "cat_drawings"
    assert trader(trade).suggest(bank_line("ESSO", -50_00, kind="POS")).category_id == "cat_vehicle_running"


@pytest.mark.parametrize(
    ("trade", "exempt"),
    [
        ("physio clinic", True),
        ("dental practice", True),
        ("osteopath", True),
        ("podiatrist", True),
        ("GP locum", True),
        ("funeral director", True),
        ("dentist, two surgeries and a hygienist", True),
        ("flower shop, weddings and funerals", False),
        ("cleaning for dentists and doctors", False),
        ("IT support, mostly GP practices", False),
        ("courier to dental laboratories", False),
        ("insurance broker", True),
        ("mortgage adviser", True),
        ("massage therapist", False),
        ("canine physiotherapy", False),
        ("dental laboratory", False),
        ("tree surgeon", False),
        ("beauty salon", False),
    ],
)
def test_who_sells_without_vat_by_law(trade: str, exempt: bool) -> None:
    assert whose_money(CompanyProfile(trade=trade), trade_of(trade)).sells_exempt is exempt
    paid = of(trade).suggest(bank_line("STRIPE PAYOUT", 400_00, kind="BGC"))
    assert paid.category_id == ("cat_sales_exempt" if exempt else "cat_sales")


def test_health_insurers_pay_a_physio_and_are_paid_by_others() -> None:
    paid = of("physiotherapist").suggest(bank_line("AXA PPP HEALTHCARE", 84_00, kind="BGC"))
    assert paid.category_id == "cat_sales_exempt"
    cover = of("software company").suggest(bank_line("AXA PPP HEALTHCARE", -84_00, kind="DD"))
    assert cover.category_id != "cat_sales_exempt"


@pytest.mark.parametrize("said", ["birthday", "", "split", "JH"])
def test_the_family_of_a_trader_is_the_household(said: str) -> None:
    paid = bank_line("BP ROSIE HALLORAN", -50_00, reference=said)
    answer = trader("driving instructor", "Will Halloran T/A Halloran Driving").suggest(paid)
    assert answer.category_id == "cat_drawings"
    owner = bank_line("BP W HALLORAN", -500_00, reference="this week")
    assert (
        trader("driving instructor", "Will Halloran t/a Halloran Driving").suggest(owner).category_id == "cat_drawings"
    )


def test_family_that_earns_wages_is_paid_wages() -> None:
    wages = bank_line("BP ROSIE HALLORAN", -500_00, reference="WAGES")
    answer = trader("haulage", "Will Halloran T/A Halloran Haulage").suggest(wages)
    assert answer.category_id == "cat_wages"
    unrelated = bank_line("BP ROSIE PEMBERTON", -500_00, reference="WAGES")
    assert trader("haulage", "Will Halloran T/A Halloran Haulage").suggest(unrelated).category_id == "cat_wages"


def test_an_account_in_the_owners_name_that_is_called_an_account_is_the_businesss_own() -> None:
    profile = CompanyProfile(entity_type="sole_trader", trade="haulage", people=("Will Halloran",))
    saved = bank_line("HALLORAN W VAT A/C", -400_00, kind="TFR")
    assert categoriser(profile).suggest(saved).category_id == "cat_transfer"


@pytest.mark.parametrize(
    ("payee", "said", "amount", "category"),
    [
        ("Tide", "Plus plan", -9_99, "cat_bank_charges"),
        ("Tide", "ATM fee", -1_00, "cat_bank_charges"),
        ("Wise", "Wise Charges for: TRANSFER-881", -62, "cat_bank_charges"),
        ("Revolut", "Premium plan", -7_00, "cat_bank_charges"),
        ("Tide", "Interest", 4_10, "cat_interest_income"),
        ("Wise", "top up", -500_00, "cat_transfer"),
    ],
)
def test_what_a_bank_charges_for_itself_is_no_transfer(payee: str, said: str, amount: int, category: str) -> None:
    line = bank_line(f"{payee} / {said}", amount, payee=payee, reference=said)
    assert of("web shop").suggest(line).category_id == category


def test_money_that_a_transfer_firm_passes_on_is_asked_about() -> None:
    passed_on = bank_line("Wise", -640_00, payee="Wise", reference="Lisbon tiles invoice")
    assert of("web shop").suggest(passed_on).confidence < READY


@pytest.mark.parametrize(
    ("trade", "category"),
    [("haulage", "cat_subcontractors"), ("physiotherapist", "cat_subcontractors"), ("pub", "cat_wages")],
)
def test_cover_is_work_by_the_trade(trade: str, category: str) -> None:
    cover = bank_line("BP ANNA JONES", -120_00, reference="sat cover")
    best = of(trade).suggest(cover)
    assert category == (best.category_id if best.confidence >= 0.7 else best.alternatives[0][0])


@pytest.mark.parametrize("trade", ["pub", "cafe", "web shop", "builder"])
def test_a_card_readers_firm_keeps_its_fees_and_is_paid_by_card_for_something_else(trade: str) -> None:
    assert of(trade).suggest(bank_line("SUMUP", -39_00, kind="POS")).confidence < READY
    assert of(trade).suggest(bank_line("WORLDPAY", -39_00, kind="DD")).category_id == "cat_bank_charges"


@pytest.mark.parametrize(
    ("line", "category"),
    [
        (bank_line("GOOGLE ADS7204 DUBLIN", -80_00, kind="VIS"), "cat_advertising"),
        (bank_line("SCANIA FIN SVCS", -1100_00, kind="DD"), "cat_hire_purchase"),
        (bank_line("VIRGIN MEDIA BUS", -45_00, kind="DD"), "cat_phone_internet"),
        (bank_line("FED OF MASTER BUILD", -54_00, kind="DD"), "cat_software"),
        (bank_line("CALDERDALE MBC PKG", -3_00, kind="POS"), "cat_travel"),
        (bank_line("EAST LINDSEY DC BUS RATE", -120_00, kind="DD"), "cat_business_rates"),
        (bank_line("PRIDE & HALE CCA YR END AC", -900_00, kind="FPO"), "cat_accountancy"),
        (bank_line("HSBC LOANS", -300_00, kind="DD"), "cat_loans"),
        (bank_line("NON-STERLING TRANSACTI", -1_10), "cat_bank_charges"),
        (bank_line("BUS LANE LEEDS CC", -35_00, kind="POS"), "cat_fines"),
    ],
)
def test_words_that_banks_cut_and_shorten(line: BankLine, category: str) -> None:
    assert of("builder").suggest(line).category_id == category


@pytest.mark.parametrize(
    "trade",
    [
        "I buy and do up old lamps and sell it online",
        "vintage homeware on Etsy and eBay",
        "retro clothes, fairs and a web page",
        "buying and selling at car boot sales",
    ],
)
def test_who_sells_online_is_a_shop_whatever_is_sold(trade: str) -> None:
    assert trade_of(trade) == "shop"


@pytest.mark.parametrize("seller", ["PEASE AUCTION ROOMS", "CORBRIDGE ANTIQUE CTR", "HOUSE CLEARANCE NE", "OXFAM SHOP"])
def test_a_dealer_buys_stock_where_others_give_or_furnish(seller: str) -> None:
    bought = bank_line(seller, -60_00, kind="POS")
    assert of("antiques dealer").suggest(bought).category_id == "cat_purchases"
    assert of("software company").suggest(bought).confidence < READY


def test_a_merchants_refund_is_no_sale_given_back() -> None:
    back = bank_line("PACK & CO / refund", 41_00, payee="Packaging Supplies Co", reference="refund", kind="BGC")
    answer = of("bakery").suggest(back)
    named = {answer.category_id, *(category for category, _ in answer.alternatives[:1])}
    assert "cat_purchases" in named
    assert answer.category_id != "cat_sales"
