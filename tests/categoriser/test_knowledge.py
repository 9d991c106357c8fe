"""Stage 5: the shipped tables are whole, and names are recognised with care."""

from __future__ import annotations

import csv
import os
from importlib.resources import files
from pathlib import Path

import pytest

from accountsos.categoriser.knowledge.brand_names import find_name
from accountsos.categoriser.knowledge.concepts import concepts, rows
from accountsos.categoriser.knowledge.merchant_codes import concept_of
from accountsos.categoriser.knowledge.words import hints
from tests.categoriser.support import CHART

KNOWLEDGE = files("accountsos.categoriser.knowledge")


def test_every_category_named_is_in_the_chart_and_the_shares_add_up_to_at_most_one() -> None:
    for concept in concepts().values():
        for table in (concept.money_out, concept.large, concept.money_in):
            for ranked in table.values():
                assert {category for category, _ in ranked} <= CHART, concept.name
                assert sum(share for _, share in ranked) <= 1.0001, concept.name
                assert [s for _, s in ranked] == sorted((s for _, s in ranked), reverse=True), concept.name


def test_every_table_names_known_concepts_only() -> None:
    named = {row[1] for row in rows("brands.tsv", 2)} | {row[0] for row in rows("names.tsv", 2)}
    named |= {row[2] for row in rows("mcc.tsv", 3)} | {row[3] for row in rows("words.tsv", 5)}
    assert named <= set(concepts())


def test_no_name_stands_under_two_concepts() -> None:
    seen: dict[str, str] = {}
    for concept, names in rows("names.tsv", 2):
        for name in names.split("|"):
            assert seen.setdefault(name, concept) == concept, name


def test_the_brand_table_is_sorted_small_and_ships_its_licence() -> None:
    keys = [key for key, _ in rows("brands.tsv", 2)]
    assert keys == sorted(set(keys))
    assert len(keys) > 3000
    assert len(KNOWLEDGE.joinpath("brands.tsv").read_bytes()) < 400_000
    assert "BSD 3-Clause" in KNOWLEDGE.joinpath("LICENSE.name-suggestion-index").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "concept"),
    [
        ("SCREWFIX DIRECT", "materials"),
        ("WWW TRAINLINE COM", "travel"),
        ("AMAZON WEB SERVICES", "hosting"),
        ("AMZN MKTP UK", "market_amazon"),
        ("TESCO PFS", "fuel"),
        ("TESCO MOBILE", "phone"),
        ("TRAVIS PERKINS TRADI", "materials"),
        ("B AND Q", "diy"),
    ],
)
def test_a_known_name_is_found(key: str, concept: str) -> None:
    found = find_name(key)
    assert found is not None
    assert found.concept == concept


@pytest.mark.parametrize(
    "key", ["NEXT GENERATION BUILDERS", "MARTIN WHITE PLUMBING", "SAGE AND THYME", "ZZYZX HOLDINGS", ""]
)
def test_an_everyday_word_is_no_brand_inside_another_name(key: str) -> None:
    assert find_name(key) is None


def test_codes_outside_the_table_tell_nothing() -> None:
    assert concept_of("5541") == "fuel"
    assert concept_of("3501") == "hotel"
    for code in (None, "", "54", "9999", "0001", "55A1", "٥٥٤١"):
        assert concept_of(code) is None


def test_nearly_every_merchant_code_has_a_meaning() -> None:
    shared = os.environ.get("ACCOUNTSOS_SHARED")
    folder = Path(shared) if shared else Path(__file__).resolve().parents[3] / "shared"
    path = folder / "samples" / "mcc" / "mcc_codes.csv"
    if not path.exists():
        assert not os.environ.get("CI"), f"{path} is missing"
        pytest.skip(f"{path} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        codes = [row["mcc"] for row in csv.DictReader(file)]
    unknown = [code for code in codes if concept_of(code) is None]
    assert len(codes) > 900
    assert len(unknown) <= 5


def test_the_longer_wording_counts_and_not_the_words_inside() -> None:
    found = hints("KIRKGATE ROOFING SUPPLIES".split(), (), money_in=False)
    assert [hint.concept for hint in found] == ["materials"]


def test_the_last_word_of_a_name_says_what_it_is() -> None:
    assert hints("RIVERSIDE YARD CAFE".split(), (), money_in=False)[0].concept == "snack"


def test_a_foreign_company_form_counts_only_at_the_end() -> None:
    assert hints(["LINDQVIST", "AB"], (), money_in=True)[0].concept == "overseas"
    assert hints(["AB", "LINDQVIST"], (), money_in=True) == []
