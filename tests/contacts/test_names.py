"""Names as shown, how alike they are, and searching them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.contacts.names import NameIndex, display_name, matches_search, resembles
from accountsos.contacts.people import is_person_name, same_person

keys = st.from_regex(r"[A-Z]{2,8}( [A-Z]{1,8}){0,2}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PRET A MANGER", "Pret a Manger"),
        ("HMRC VAT", "HMRC VAT"),
        ("DPD LOCAL UK", "DPD Local UK"),
        ("ACME LTD", "Acme Ltd"),
        ("MARKS & SPENCER", "Marks & Spencer"),
        ("Hetzner Online GmbH", "Hetzner Online GmbH"),
        ("O'NEILLS", "O'neills"),
        ("", ""),
    ],
)
def test_capitals_are_shown_as_a_person_would_write_them(text: str, shown: str) -> None:
    assert display_name(text) == shown


@given(keys, keys)
def test_likeness_is_symmetric_and_between_none_and_full(a: str, b: str) -> None:
    assert resembles(a, b) == resembles(b, a)
    assert 0.0 <= resembles(a, b) <= 1.0
    assert resembles(a, a) == 1.0


def test_a_misspelt_name_is_nearer_than_another() -> None:
    assert resembles("TRAVIS PERKINS", "TRAVIS PERKIN") > 0.85
    assert resembles("TRAVIS PERKINS", "TOOLSTATION") < 0.2


def test_a_name_cut_short_by_the_bank_resembles_the_whole_one() -> None:
    assert resembles("SCREWFIX DIR", "SCREWFIX DIRECT YEOVIL") >= 0.9


def test_the_index_finds_near_names_best_first_and_not_itself() -> None:
    index = NameIndex(["TRAVIS PERKINS", "TRAVIS PERKINS TRADING", "TOOLSTATION", "SCREWFIX"])
    near = index.near("TRAVIS PERKINS")
    assert [key for key, _ in near] == ["TRAVIS PERKINS TRADING"]
    assert index.near("ZZZ QQQ") == []
    assert len(index) == 4
    index.learn(["SCREWFIX"])
    assert len(index) == 4


def test_a_search_is_a_substring_whatever_the_case() -> None:
    assert matches_search("perk", ["Travis Perkins", None])
    assert matches_search("INFO@", [None, "info@acme.example"])
    assert not matches_search("perkz", ["Travis Perkins"])
    assert not matches_search("  ", ["Travis Perkins"])


def test_a_second_look_forgives_typing_errors() -> None:
    assert matches_search("travsi perkins", ["Travis Perkins"], tolerant=True)
    assert matches_search("scrwfix", ["Screwfix Direct"], tolerant=True)
    assert not matches_search("scrwfix", ["Toolstation"], tolerant=True)
    assert not matches_search("bp", ["BT Group"], tolerant=True)


@pytest.mark.parametrize(
    "name", ["SARAH JONES", "MR J SMITH", "SMITH J", "J & K PATEL", "ANNE MARIE HOLT", "Dr Amina Khan"]
)
def test_a_persons_name_is_told_from_a_business(name: str) -> None:
    assert is_person_name(name)


@pytest.mark.parametrize(
    "name", ["ACME LTD", "SARAH JONES CERAMICS LTD", "B & Q", "TESCO", "JAMES HAULAGE", "E ON", "LEON RESTAURANT"]
)
def test_a_business_is_no_person(name: str) -> None:
    assert not is_person_name(name)


def test_a_person_is_recognised_by_surname_and_given_name_or_initial() -> None:
    for text in ("A PATEL", "PATEL A", "MRS ANNA PATEL", "ANNA K PATEL DIVIDEND"):
        assert same_person("Anna Patel", text)
    for text in ("B PATEL", "ANNA SMITH", "PATEL STORES LTD", ""):
        assert not same_person("Anna Patel", text)
