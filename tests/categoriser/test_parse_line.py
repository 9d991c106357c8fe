"""Stage 0: what kind of line it is, and what else it tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.categoriser.parse_line import KINDS, parse_line
from tests.categoriser.support import bank_line


@pytest.mark.parametrize(
    ("description", "amount", "kind"),
    [
        ("CARD PAYMENT TO SHELL LEEDS ON 29-01-2023", -100, "card"),
        (")))  PRET A MANGER LONDON", -100, "card"),
        ("DIRECT DEBIT PAYMENT TO BT REF 1, MANDATE NO 0015", -100, "direct_debit"),
        ("STANDING ORDER TO ACME ESTATES REF RENT", -100, "standing_order"),
        ("FASTER PAYMENTS RECEIPT REF.INV 1 FROM ACME LTD", 100, "faster_payment_in"),
        ("FPO JOHN SMITH", -100, "faster_payment_out"),
        ("BGC ACME LTD", 100, "giro_credit"),
        ("MONTHLY ACCOUNT FEE", -100, "fee"),
        ("TOTAL CHARGES TO 28MAR2025", -100, "fee"),
        ("GROSS INTEREST TO 31 MAR", 100, "interest"),
        ("ATM CASH WITHDRAWAL LEEDS", -100, "cash"),
        ("CHQ 100234", -100, "cheque"),
        ("TRANSFER TO SAVINGS ACCOUNT", -100, "transfer"),
        ("BOOKER CASH AND CARRY", -100, None),
        ("ACME LTD", 100, None),
    ],
)
def test_the_wording_tells_the_kind(description: str, amount: int, kind: str | None) -> None:
    assert parse_line(bank_line(description, amount)).kind == kind


@pytest.mark.parametrize(
    ("code", "amount", "kind"),
    [
        ("DD", -1, "direct_debit"),
        ("D/D", -1, "direct_debit"),
        ("POS", -1, "card"),
        ("FPI", 1, "faster_payment_in"),
        ("CHG", -1, "fee"),
        ("SO", -1, "standing_order"),
    ],
)
def test_the_banks_own_code_tells_the_kind(code: str, amount: int, kind: str) -> None:
    assert parse_line(bank_line("ACME", amount, kind=code)).kind == kind


def test_reference_currency_and_merchant_code_are_kept() -> None:
    parsed = parse_line(bank_line("GITHUB INC ($21.00 Rate: 1.28) REF ABC", -1639, mcc="5734", reference="SUB 77"))
    assert (parsed.reference, parsed.currency, parsed.mcc) == ("SUB 77", "USD", "5734")


def test_a_name_beside_the_card_schemes_text_is_the_payee_and_the_text_is_kept() -> None:
    parsed = parse_line(bank_line("LinkedIn / LINKEDIN ADS 6843", -14999))
    assert (parsed.payee, parsed.payee_key, parsed.also_key) == ("LinkedIn", "LINKEDIN", "LINKEDIN ADS")


@given(st.text(max_size=100), st.integers(-(10**15), 10**15))
def test_any_line_can_be_taken_apart(description: str, amount: int) -> None:
    parsed = parse_line(bank_line(description, amount))
    assert parsed.kind is None or parsed.kind in KINDS
