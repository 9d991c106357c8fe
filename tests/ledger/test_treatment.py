"""Which words a person may say of an account's treatment: those of its type, and no others."""

from __future__ import annotations

import pytest

from accountsos.ledger.chart import TREATMENT_WORDS, standard_chart
from accountsos.ledger.treatment import BY_HAND, fitting, pattern_copied

CHART = standard_chart()


@pytest.mark.parametrize(
    ("category", "field", "words"),
    [
        ("cat_sales", "frs105_line", ("PL.A", "PL.B")),
        ("cat_rent", "frs105_line", ("PL.C", "PL.D", "PL.E", "PL.F", "PL.G")),
        ("cat_debtors", "frs105_line", ("BS.A", "BS.B", "BS.C", "BS.D")),
        ("cat_creditors", "frs105_line", ("BS.E", "BS.H", "BS.I", "BS.J")),
        ("cat_share_capital", "frs105_line", ("BS.K",)),
        ("cat_sales", "ct_allowable", ("taxable", "exempt_usually")),
        ("cat_rent", "ct_allowable", ("yes", "no", "partial", "review", "qualifying", "yes_when_paid", "yes_company")),
        ("cat_debtors", "ct_allowable", ()),
        ("cat_sales", "sa103f_box", ("none", "15", "16")),
        ("cat_rent", "sa103f_box", ("none", *"17 18 19 20 21 22 23 24 25 26 27 28 29 30".split())),
        ("cat_debtors", "sa103f_box", ("none",)),
        ("cat_rent", "place_of_supply", ("uk",)),
        ("cat_sales", "place_of_supply", TREATMENT_WORDS["place_of_supply"]),
        ("cat_sales", "supply", ("any",)),
        ("cat_rent", "supply", TREATMENT_WORDS["supply"]),
        ("cat_sales", "vat_behaviour", ("plain", "incidental")),
        ("cat_rent", "vat_behaviour", ("plain", "hospitality")),
        ("cat_debtors", "vat_behaviour", ("plain",)),
        ("cat_fa_plant", "allowance_class", TREATMENT_WORDS["allowance_class"]),
        ("cat_rent", "allowance_class", ("none",)),
    ],
)
def test_a_field_fits_an_account_by_its_type(category: str, field: str, words: tuple[str, ...]) -> None:
    assert fitting(CHART[category], field) == words


def test_every_field_that_may_be_said_has_more_than_one_word_somewhere() -> None:
    assert {f for f in BY_HAND if any(len(fitting(c, f)) > 1 for c in CHART.categories.values())} == set(BY_HAND)


def test_the_standard_chart_says_only_what_a_person_could_say() -> None:
    for category in CHART.categories.values():
        for field in ("place_of_supply", "supply", "vat_behaviour", "allowance_class"):
            assert getattr(category, field) in fitting(category, field), (category.category_id, field)


def test_an_account_like_another_has_everything_of_it_but_its_name() -> None:
    rent = CHART["cat_rent"]
    copy = pattern_copied(rent, category_id="cat_x", name="Yard", ct_allowable="no")
    assert (copy.category_id, copy.name, copy.note, copy.ct_allowable) == ("cat_x", "Yard", "like cat_rent", "no")
    assert (copy.type, copy.frs105_line, copy.archived) == (rent.type, rent.frs105_line, False)
