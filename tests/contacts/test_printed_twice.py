"""A payee that the bank prints twice is shown, and remembered, once."""

from __future__ import annotations

import pytest

from accountsos.contacts.payee import payee_of


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("CARD PAYMENT TO TESCO STORES TESCO STORES", "Tesco Stores"),
        ("ACME LTD ACME LTD INV 12", "Acme Ltd"),
        ("MOSS SIDE SUPPLIES LTD MOSS SIDE SUPPLIE", "Moss Side Supplies Ltd"),
        ("SMITH AND SONS SMITH & SONS LTD FP 12/03/26 1042", "Smith and Sons"),
        ("DIRECT DEBIT PAYMENT TO EDF ENERGY EDF ENERGY REF 123456, MANDATE NO 0015", "EDF Energy"),
        ("NETFLIX.COM NETFLIX.COM", "Netflix.com"),
    ],
)
def test_it_is_shown_once(printed: str, shown: str) -> None:
    found = payee_of(printed)
    assert found.name == shown
    assert found.key == payee_of(shown).key


def test_it_is_shown_once_where_the_bank_has_a_column_for_it() -> None:
    assert payee_of("FASTER PAYMENT", payee="Moss Side Supplies Moss Side Supplies").name == "Moss Side Supplies"


@pytest.mark.parametrize("name", ["TALK TALK", "BADEN BADEN HOTEL", "DURAN DURAN", "WALLA WALLA SWEETS"])
def test_a_name_that_says_a_word_twice_stays(name: str) -> None:
    assert payee_of(name).key == name
