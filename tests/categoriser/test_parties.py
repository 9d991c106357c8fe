"""One party is one contact, whatever the bank prints of it; and two parties are two."""

from __future__ import annotations

import pytest
from benchmarks.parties import JOINED, TOGETHER, Pairs, of_generated, of_strange, pairs_of

from accountsos.categoriser.parties import essential, is_one_party, the_same_party, where_to_look


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ALDER VALE SANDWICH", "ALDER VALE SANDWICH BAR"),
        ("GREAT WESTERN RAILWA", "GREAT WESTERN RAILWAY"),
        ("CANVA HHTDPVQ4U", "CANVA"),
        ("AMAZON CO UK 50EBRD3", "AMAZON CO UK"),
        ("TESCO STORES", "TESCO STAFF TREATS 3"),
        ("COSTA", "COSTA COFFEE"),
        ("HMRC CORPORATION T", "HMRC PAYE NIC CUMB"),
        ("BRIARWOOD AND CO LT", "BRIARWOOD AND CO"),
        ("ELMCROFT GROUP YOR", "ELMCROFT GROUP"),
        ("CASTLEGATE ESTATES DEPOSIT", "CASTLEGATE ESTATES"),
        ("SARAH SMITH", "S SMITH"),
        ("SMITH S", "MRS SARAH SMITH"),
        ("ORLA BRACKENBURY DIR LOAN REPAY", "ORLA BRACKENBURY"),
    ],
)
def test_one_party_under_two_names(one: str, other: str) -> None:
    assert is_one_party(one, other)
    assert is_one_party(other, one)
    assert any(other.startswith(begins) for begins in where_to_look(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AMAZON CO UK", "AMAZON WEB SERVICES"),
        ("S SMITH", "T SMITH"),
        ("SARAH SMITH", "SUSAN SMITH"),
        ("FENWICK GATE BAKERY", "FENWICK HOUSE CAFE"),
        ("ALDER VALE", "ALDER VALE SANDWICH BAR"),
        ("NORTHGATE HOTELS", "NORTHGATE JOINERY"),
        ("SARAH SMITH", "SARAH SMITH INTERIORS LTD"),
        ("", "ALDER VALE"),
        ("", ""),
    ],
)
def test_two_parties_stay_two(one: str, other: str) -> None:
    assert not is_one_party(one, other)
    assert not is_one_party(other, one)


def test_a_name_that_may_be_two_parties_is_a_new_one() -> None:
    known = [("SARAH SMITH", 1), ("SUSAN SMITH", 2)]
    assert the_same_party("S SMITH", known) is None
    assert the_same_party("S SMITH", known[:1]) == 1
    assert the_same_party("S SMITH", [*known[:1], ("SMITH SARAH", 1)]) == 1


def test_what_is_essential_of_nothing_is_nothing() -> None:
    assert essential("") == ""
    assert where_to_look("") == ()


def test_pairs_are_counted_by_hand() -> None:
    # Ann has contacts 1, 1, 2 and Bob 2: of 3 pairs of Ann's one is together; of 3 mixed pairs one is joined.
    assert pairs_of([("Ann", 1), ("Ann", 1), ("Ann", 2), ("Bob", 2)]) == Pairs(3, 1, 3, 1)


def test_generated_and_strange_parties_are_kept_together_and_apart() -> None:
    generated = sum((of_generated(kind, 9, 700) for kind in ("cafe", "webshop", "lettings")), Pairs())
    strange = sum((of_strange(33, number) for number in range(0, 13, 3)), Pairs())
    for pairs in (generated, strange):
        assert pairs.one > 2_500
        assert pairs.share_together >= TOGETHER
        assert pairs.share_joined <= JOINED
