"""What leaves the house of a bank line has no digit, no person's name, no address and no amount."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.categoriser.masked_line import Hidden, masked, masked_line
from accountsos.categoriser.suggestion import BankLine

HIDDEN = Hidden.of("Teasel & Co Ltd", ["Verity Vellacourt", "MR OKO BRANDT"])


def line(text: str, amount: int = -1_200, **more: str) -> BankLine:
    return BankLine(date(2026, 9, 2), amount, "GBP", text, **more)


@given(st.text(max_size=80))
def test_no_digit_of_any_script_and_no_sign_that_does_not_print_is_left(text: str) -> None:
    said = masked(text, HIDDEN)
    assert not any(sign.isdecimal() or not sign.isprintable() for sign in said)
    assert len(said) <= 120


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ZORBLATT 12-34-56 12345678", "ZORBLATT #-#-# #"),
        ("ZORBLATT **** **** **** 1234", "ZORBLATT **** **** **** #"),
        ("ZORBLATT IBAN GB29NWBK60161331926819", "ZORBLATT IBAN GB#NWBK#"),
        ("ZORBLATT ١٢٣٤٥ 𝟙𝟚𝟛𝟜 ①②", "ZORBLATT # # #"),
        ("FROM SARAH JONES RENT", "(person) RENT"),
        ("MR J SMITH AND ZORBLATT", "(person) AND ZORBLATT"),
        ("J SMITH", "(person)"),
        ("BRANDT O invoice", "(person) invoice"),
        ("XVELLACOURTV tools", "(person) tools"),
        ("Véllacourt tools", "(person) tools"),
        ("Ｖｅｌｌａｃｏｕｒｔ tools", "(person) tools"),
        ("TEASEL & CO LTD petty cash", "(own company) & CO LTD petty cash"),
        ("ask zoe.b@zorblatt.example for it", "ask (e-mail) for it"),
        ("(person) says (own company)", "person says own company"),
        ("RENT MAY 2026", "RENT MAY #"),
    ],
)
def test_names_numbers_and_addresses_become_marks(text: str, told: str) -> None:
    assert masked(text, HIDDEN) == told


def test_a_payee_that_is_paid_as_people_are_is_hidden_in_every_text() -> None:
    said = masked_line(line("FP XIULAN ZHANG dog walking", payee="Xiulan Zhang", kind="FASTER PAYMENT"), HIDDEN)
    assert said is not None
    assert "zhang" not in f"{said.text} {said.payee} {said.reference}".lower()
    assert "dog walking" in said.text


@pytest.mark.parametrize(
    "text", ["FASTER PAYMENT TO SARAH JONES 12345678", "12-34-56 12345678", "REF 1234", "VELLACOURT"]
)
def test_a_line_whose_words_tell_nothing_is_not_told_at_all(text: str) -> None:
    assert masked_line(line(text, kind="FASTER PAYMENT"), HIDDEN) is None


def test_of_an_amount_only_whether_it_may_be_equipment_is_told() -> None:
    small, large = (masked_line(line("ZORBLATT ANVILS", amount), HIDDEN) for amount in (-49_999, -50_000))
    assert small is not None
    assert large is not None
    assert (small.is_large, large.is_large) == (False, True)
    assert small.text == large.text == "ZORBLATT ANVILS"
