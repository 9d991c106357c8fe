"""The printed forms of UK banks, one by one: what is the name, what the reference, what kind of payment."""

from __future__ import annotations

import pytest

from accountsos.contacts.bank_text import read_bank_text
from accountsos.contacts.payee import payee_of
from accountsos.contacts.said_behind import name_and_rest

FORMS = [
    # NatWest and RBS: digits of the card and its day, parts between commas, the number of a faster payment.
    ("9637 13AUG26 C TESCO STORES 4357 STOURBRIDGE GB", "TESCO", None, "card"),
    ("8450 07JUN26 CD , PEMBREY TILES , NORWICH GB", "PEMBREY TILES", None, "card"),
    ("8450 07JUN26 , C , PEMBREY TILES , NORWICH GB", "PEMBREY TILES", None, "card"),
    ("8450 07JUN26 , BP , NORWICH GB", "BP", None, "card"),
    ("D OSGOOD , RENT , VIA MOBILE - PYMT , FP 28/05/26 12 30341393683354391", "D OSGOOD", "RENT", "payment"),
    (
        "OnLine Transaction M OSGOOD WAGES WK 5 VIA MOBILE - PYMT FP 28/01/26 35 31979",
        "M OSGOOD",
        "WAGES WK 5",
        "payment",
    ),
    (
        "OnLine Transaction PEMBREYSHAW CHEESEINVOICE 216 VIA MOBILE - PYMT FP 19/07/26 83 90",
        "PEMBREYSHAW CHEESE",
        "INVOICE 216",
        "payment",
    ),
    ("Automated Credit PEMBREY LTD INV 12 FP 18/12/24 1046", "PEMBREY", "INV 12", "giro_credit"),
    (
        "CALL REF.NO. 7865 , AMANDA DOVE BOOKKE , HALO AUG , FP 18/08/26 10 , 23456789012345",
        "AMANDA DOVE BOOKKE",
        "HALO AUG",
        "payment",
    ),
    ("Money added from Brightwater Homes Ltd", "BRIGHTWATER HOMES", None, "payment_in"),
    ("TO A/C 44047819 , VIA MOBILE - XFER", "TRANSFER", None, "transfer"),
    # HSBC: a code in front, or behind in the files of its business bank; foreign cards with a number.
    ("VIS INT'L 0093267280 AWS EMEA aws.amazon.co", "AWS EMEA", None, "card"),
    ("INT'L 0011953786 Pembrey Coffee VIS", "PEMBREY COFFEE", None, "card"),
    ("PEMBREY CAFE LEEDS )))", "PEMBREY CAFE", None, "card"),
    ("BP L OSGOOD JULY PAY", "L OSGOOD", "JULY PAY", "payment_out"),
    ("L OSGOOD THANK YOU BP", "L OSGOOD", "THANK YOU", "payment_out"),
    ("CR 403583 53577978 RAINY DAY", "RAINY DAY", None, "transfer"),
    ("DD NORTHERN PEMBREY I 668182", "NORTHERN PEMBREY I", "668182", "direct_debit"),
    # Lloyds and Halifax: the payment's own number between name and reference, sort code, channel and time behind.
    ("MR P OSGOOD 676413798360687934 THANK YOU 265814     10 13FEB26 00:52", "MR P OSGOOD", "THANK YOU", "payment"),
    ("PEMBREY HOUSING INV 88 265925511218291980 419898 10 10JUN26 15:41", "PEMBREY HOUSING", "INV 88", "payment"),
    ("PEMBREY.AI CD 6747", "PEMBREY AI", None, "card"),
    # Santander: everything in words.
    (
        "BILL PAYMENT VIA FASTER PAYMENT TO PEMBREY REFERENCE SAGELINK , MANDATE NO 47",
        "PEMBREY",
        "SAGELINK",
        "payment_out",
    ),
    (
        "THIRD PARTY PAYMENT MADE VIA FASTER PAYMENT TO OSGOOD J REFERENCE WAGES WK 5 , MANDATE NO 0032",
        "OSGOOD J",
        "WAGES WK 5",
        "payment_out",
    ),
    ("BANK GIRO CREDIT REF PEMBREY LTD, 88123", "PEMBREY", "88123", "giro_credit"),
    ("CARD PAYMENT TO PEMBREY CAFE,5.40 GBP, RATE 1.00/GBP ON 15-04-2026", "PEMBREY CAFE", None, "card"),
    ("PEMBREY CAFE (VIA APPLE PAY), ON 15-04-2026", "PEMBREY CAFE", None, "card"),
    ("CREDIT FROM PEMBREY CAFE ON 15-04-2026", "PEMBREY CAFE", None, "card"),
    # Barclays: words with Ref, or a memo of fixed width.
    ("On-Line Banking Bill Payment to Pembrey Ltd Ref: February inv", "PEMBREY", "February inv", "payment_out"),
    ("Received From A Osgood Ref: patio", "A OSGOOD", "patio", "payment_in"),
    ("Funds Transfer to Sort Code 20-73-43 Account 20602122", "TRANSFER", None, "transfer"),
    ("PEMBREY LTD        INVOICE 433        FT", "PEMBREY", "INVOICE 433", "payment"),
    ("20-20-62 66561066 TAX FT", "TAX", None, "transfer"),
    # Nationwide, Tide, processors.
    ("Contactless Payment PEMBREY CAFE BATH GB APPLEPAY 2847", "PEMBREY CAFE", None, "card"),
    ("Pembrey Comms Direct Debit ref: POL 888348", "PEMBREY COMMS", "POL 888348", "direct_debit"),
    ("SUMUP  *PEMBREY K ON 27 MAR BCC", "PEMBREY K", None, "card"),
    ("BP NORWICH", "BP", None, "card"),
]


@pytest.mark.parametrize(("description", "key", "reference", "form"), FORMS)
def test_each_banks_form_is_read_to_its_parts(description: str, key: str, reference: str | None, form: str) -> None:
    read = read_bank_text(description)
    assert (payee_of(description).key, read.reference, read.form) == (key, reference, form)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("D FERREIRA THANK YOU", "D FERREIRA", "THANK YOU"),
        ("FERREIRA D MAY PAY", "FERREIRA D", "MAY PAY"),
        ("MR T FERREIRA LOAN REPAY", "MR T FERREIRA", "LOAN REPAY"),
        ("JANE MAY", "JANE MAY", None),
        ("A JONES BUILDERS", "A JONES BUILDERS", None),
        ("J SMITH AND SON LTD", "J SMITH AND SON LTD", None),
        ("PEMBREY BRICKS PO 7781", "PEMBREY BRICKS", "PO 7781"),
        ("PEMBREY LTD INV8301 INV926", "PEMBREY LTD", "INV8301 INV926"),
        ("PEMBREY MOTOR FACTORS", "PEMBREY MOTOR FACTORS", None),
    ],
)
def test_what_stands_behind_a_name_is_its_reference(text: str, name: str, rest: str | None) -> None:
    assert name_and_rest(text, by_payment=True) == (name, rest)


def test_one_person_paid_for_different_things_is_one_payee_in_every_form() -> None:
    lines = [
        "BP R OSGOOD WAGES WK 3",
        "R OSGOOD MAY PAY BP",
        "R OSGOOD , PAY , VIA MOBILE - PYMT , FP 06/01/26 76 33750253472",
        "R OSGOOD 896480789669235607 THANK YOU 242335     10 06FEB26 11:09",
        "THIRD PARTY PAYMENT MADE VIA FASTER PAYMENT TO R OSGOOD REFERENCE BONUS , MANDATE NO 0032",
    ]
    assert {payee_of(line).key for line in lines} == {"R OSGOOD"}
