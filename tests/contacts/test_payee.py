"""Who a bank line is paid to: the bank's wording is stripped, the brand stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.contacts.bank_text import read_bank_text
from accountsos.contacts.payee import payee_key, payee_of


@pytest.mark.parametrize(
    ("description", "name", "key"),
    [
        ("CARD PAYMENT TO AMAZON.CO.UK*2H4AB1CD4 ON 29-01-2023", "Amazon.co.uk", "AMAZON CO UK"),
        ("DIRECT DEBIT PAYMENT TO HMRC VAT REF 123456789, MANDATE NO 0015", "HMRC VAT", "HMRC VAT"),
        ("FASTER PAYMENTS RECEIPT REF.INV 1492 FROM ACME LTD", "Acme Ltd", "ACME"),
        ("NETFLIX.COM         ON 02 AUG          BCC", "Netflix.com", "NETFLIX COM"),
        (")))  PRET A MANGER LONDON", "Pret a Manger", "PRET A MANGER"),
        ("5320 30AUG26 C , TESCO STORES 3297 , STOWMARKET IP GB", "Tesco", "TESCO"),
        ("FIGMA INC ($3.75, Rate: 1.2810)", "Figma Inc", "FIGMA INC"),
        ("Card transaction of 12.40 EUR issued by Hetzner Online GmbH", "Hetzner Online GmbH", "HETZNER ONLINE GMBH"),
        (
            "STANDING ORDER VIA FASTER PAYMENT TO ACME ESTATES REFERENCE RENT , MANDATE NO 12",
            "Acme Estates",
            "ACME ESTATES",
        ),
        ("SMITH J , INV 123 , FP 02/08/26 0154, 00155512345", "Smith J", "SMITH J"),
        ("HESTER PENNYWELL   SALARY             BBP", "Hester Pennywell", "HESTER PENNYWELL"),
        ("NORTHGATE PLC PART 1011", "Northgate PLC", "NORTHGATE"),
        ("CREST PRINT LTD CP99", "Crest Print Ltd", "CREST PRINT"),
        ("ACME LTD T/A JONES", "Acme Ltd T/A Jones", "ACME T A JONES"),
        ("SMITH LIMITED EDITIONS", "Smith Limited Editions", "SMITH EDITIONS"),
        ("Hester Pennywell / SALARY", "Hester Pennywell", "HESTER PENNYWELL"),
        ("TRAVIS PERKINS 0123 LEEDS LS1 4AB", "Travis Perkins", "TRAVIS PERKINS"),
        ("STARBUCKS 43012345 MILTON KEYNES", "Starbucks", "STARBUCKS"),
        ("ZOOM.US 888-799-9666", "Zoom.us", "ZOOM US"),
        ("GOOGLE *ADS7712345678", "Google Ads", "GOOGLE ADS"),
        ("EASYJET000KX82Q1", "Easyjet", "EASYJET"),
        ("UNPAID DIRECT DEBIT BRITISH GAS", "British Gas", "BRITISH GAS"),
        ("REFUND FROM SCREWFIX DIRECT", "Screwfix Direct", "SCREWFIX DIRECT"),
    ],
)
def test_the_banks_wording_is_no_part_of_the_name(description: str, name: str, key: str) -> None:
    payee = payee_of(description)
    assert (payee.name, payee.key) == (name, key)


@pytest.mark.parametrize(
    ("description", "key"),
    [
        ("FIT4LESS LEEDS", "FIT4LESS"),
        ("123-REG 0345 450 2310", "123 REG"),
        ("CARD PAYMENT TO 7-ELEVEN ON 02-03-2025", "7 ELEVEN"),
        ("DD O2", "O2"),
        ("DD 3 MOBILE", "3 MOBILE"),
        ("MICROSOFT*OFFICE 365", "MICROSOFT OFFICE 365"),
        ("M6TOLL", "M6TOLL"),
    ],
)
def test_digits_that_belong_to_a_brand_stay(description: str, key: str) -> None:
    assert payee_of(description).key == key


@pytest.mark.parametrize(
    ("description", "key", "via"),
    [
        ("PAYPAL *JOESCAFE 4029357733", "JOESCAFE", "paypal"),
        ("SQ *THE LITTLE BAKERY Leeds", "THE LITTLE BAKERY", "square"),
        ("SUMUP *GREEN TAXIS", "GREEN TAXIS", "sumup"),
        ("ZETTLE_*BURGER VAN", "BURGER VAN", "zettle"),
        ("STRIPE*NOTION", "NOTION", "stripe"),
        ("SP GYMSHARK", "GYMSHARK", "shopify"),
    ],
)
def test_behind_a_processor_the_alphabetic_part_is_the_payee(description: str, key: str, via: str) -> None:
    payee = payee_of(description)
    assert (payee.key, payee.via) == (key, via)


def test_a_processor_alone_is_the_payee_itself() -> None:
    assert payee_of("STRIPE PAYMENTS UK LTD").via is None
    assert payee_of("STRIPE PAYMENTS UK LTD").key == "STRIPE PAYMENTS UK"


@pytest.mark.parametrize(
    "description",
    ["LEEDS CITY COUNCIL", "UNIVERSITY OF LEEDS", "TRANSPORT FOR LONDON", "BRISTOL WATER", "ACME YORK LTD"],
)
def test_a_town_that_is_part_of_the_name_stays(description: str) -> None:
    assert payee_of(description).key == payee_key(description)


def test_a_surname_that_is_a_town_stays() -> None:
    assert payee_of("SO J LINCOLN").key == "J LINCOLN"
    assert payee_of("BP SARAH LINCOLN").key == "SARAH LINCOLN"


@pytest.mark.parametrize("description", ["CHQ 100234", "CHEQUE 000123"])
def test_a_cheque_names_nobody(description: str) -> None:
    payee = payee_of(description)
    assert (payee.name, payee.key) == ("", "")
    assert read_bank_text(description).form == "cheque"


def test_the_banks_own_payee_column_is_trusted_before_the_description() -> None:
    assert payee_of("CARD 1234 XYZ", "Blackwell's London").key == "BLACKWELLS LONDON"


def test_equal_names_have_equal_keys_however_they_are_written() -> None:
    for other in ("BENS CAFE LIMITED", "Ben's Cafe Ltd", "Ben’s  Café Ltd.", "bens cafe plc"):
        assert payee_key(other) == payee_key("Ben's Café Ltd")
    assert payee_key("Marks & Spencer") == payee_key("MARKS AND SPENCER PLC")


def test_distinct_names_stay_distinct() -> None:
    names = [
        "O2",
        "O2 MOTORS",
        "TESCO",
        "TESCO MOBILE",
        "TESCO BANK",
        "B & Q",
        "BQ",
        "SMITH J",
        "SMITH K",
        "3 MOBILE",
        "4 MOBILE",
    ]
    assert len({payee_key(name) for name in names}) == len(names)


def test_a_dated_and_an_undated_line_of_one_shop_are_one_payee() -> None:
    lines = [
        "CARD PAYMENT TO COSTA COFFEE 43011 ON 29-01-2023",
        "COSTA COFFEE 43012    ON 02 AUG          BCC",
        ")))  COSTA COFFEE LEEDS",
        "5320 30AUG26 C , COSTA COFFEE 3297 , YORK GB",
        "VIS COSTA COFFEE LONDON GB",
    ]
    assert {payee_of(line).key for line in lines} == {"COSTA COFFEE"}


def test_what_a_payment_to_a_person_is_for_is_the_reference() -> None:
    read = read_bank_text("BP JOHN SMITH WAGES MARCH")
    assert (read.name, read.reference, read.form) == ("JOHN SMITH", "WAGES MARCH", "payment_out")


def test_a_foreign_amount_tells_the_currency_and_is_cut_off() -> None:
    read = read_bank_text("GITHUB INC. ($21.00 Rate: 1.2810)")
    assert (read.name, read.currency) == ("GITHUB INC.", "USD")
    assert read_bank_text("CARD PAYMENT TO SHELL LEEDS,12.34 GBP, RATE 1.00/GBP ON 28-01-2023").currency is None


@pytest.mark.parametrize("code", ["BP CONNECT LEEDS", "SO ENERGY TRADING"])
def test_a_fuel_brand_and_an_energy_supplier_are_not_the_banks_codes(code: str) -> None:
    assert read_bank_text(code).name == code


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    payee = payee_of(text)
    assert payee.key == " ".join(payee.key.split())
    assert payee.key == payee.key.upper()


@given(st.from_regex(r"[A-Za-z&' .-]{1,40}", fullmatch=True))
def test_a_key_is_its_own_key(name: str) -> None:
    assert payee_key(payee_key(name)) in (payee_key(name), " ".join(payee_key(name).split()))
