"""Categories: one added like another, changed with what follows, archived with where its next lines go."""

from __future__ import annotations

import pytest

from accountsos.dashboard.category_words import LABELS, TAX, VAT, WORDS, as_it_is, fields_of
from accountsos.ledger.chart import VAT_DEFAULTS, standard_chart
from accountsos.ledger.treatment import BY_HAND, fitting
from accountsos.workflows.bank import manage_rules
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.companies.chart import SHOW_CATEGORY
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import Answer, World

ADDED = {"do": "add", "name": "Site visits", "like": "cat_travel"}


def at(world: World, category: str = "") -> str:
    return f"/{world.ours.id}/settings/categories" + (f"/{category}" if category else "")


def said(answer: Answer) -> str:
    return " ".join(" ".join(Tree(answer.text).words).split())


def form_of(world: World, category: str, **other: str) -> dict[str, str]:
    """The form as the page shows it, with some fields otherwise."""
    now = world.ours.keeper.ask(SHOW_CATEGORY, category)
    return {"do": "change", **as_it_is(now), **other}


def test_every_word_of_a_treatment_is_said_in_plain_words() -> None:
    assert set(VAT) == set(VAT_DEFAULTS)
    assert {*BY_HAND, "vat_default", "vat_reclaim"} == set(LABELS)
    for category in standard_chart().categories.values():
        assert category.ct_allowable in TAX
        for name in BY_HAND:
            if name != "sa103f_box" and len(fitting(category, name)) > 1:
                assert set(fitting(category, name)) <= set(WORDS[name]), name


def test_a_category_is_added_like_another(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    answer = visitor.post(at(world), ADDED)
    assert answer.header("location") == f"{at(world, 'cat_site_visits')}?done=added"
    made, like = (world.ours.keeper.ask(SHOW_CATEGORY, each) for each in ("cat_site_visits", "cat_travel"))
    assert (made.vat_default, made.ct_allowable, made.type) == (like.vat_default, like.ct_allowable, like.type)
    assert "Site visits yours" in said(visitor.get(at(world)))
    again = visitor.post(at(world), ADDED)
    assert (again.status, "There is a category of that name already" in said(again)) == (422, True)
    odd = visitor.post(at(world), {**ADDED, "name": "Another suspense", "like": "cat_uncategorised"})
    assert (odd.status, "Nothing can be like that one" in said(odd)) == (422, True)


def test_a_category_gets_another_name_and_treatment(world: World) -> None:
    visitor, mine = world.visitor("owner"), world.ours.category
    changed = visitor.post(
        at(world, mine), form_of(world, mine, name="Fares", vat_default="zero", reclaim_share="60 %")
    )
    assert changed.header("location") == f"{at(world, mine)}?done=changed"
    now = world.ours.keeper.ask(SHOW_CATEGORY, mine)
    assert (now.name, now.vat_default, now.vat_reclaim) == ("Fares", "zero", "60%")
    page = said(visitor.get(at(world, mine)))
    assert "zero rate" in page
    assert "VAT you can reclaim 60%" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Enter name"),
        ({"name": "Travel (Rail, Air, Taxi, Parking)"}, "There is a category of that name already"),
        ({"nominal": "12"}, "3 to 8 digits"),
        ({"reclaim_share": "most"}, "enter a whole percentage"),
        ({"vat_default": "odd"}, "Choose one of these"),
    ],
)
def test_what_is_wrong_with_a_change_is_said(sqlite_world: World, change: dict[str, str], words: str) -> None:
    mine = sqlite_world.ours.category
    answer = sqlite_world.visitor("owner").post(at(sqlite_world, mine), form_of(sqlite_world, mine, **change))
    assert answer.status == 422
    assert words in said(answer)


def test_the_page_offers_just_what_fits_each_category(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("owner")
    for category in ("cat_travel", "cat_sales", "cat_uncategorised"):
        now = sqlite_world.ours.keeper.ask(SHOW_CATEGORY, category)
        page = visitor.get(at(sqlite_world, category)).text
        for name in {"vat_default", "vat_reclaim", *BY_HAND}:
            assert (f'name="{name}"' in page) is (name in {field.name for field in fields_of(now)})
    assert 'value="archive"' not in visitor.get(at(sqlite_world, "cat_uncategorised")).text


def test_an_archived_category_says_where_its_next_lines_go_and_may_come_back(world: World) -> None:
    visitor, mine = world.visitor("owner"), world.ours.category
    rule = world.ours.keeper.do(manage_rules.ADD_RULE, WantedRule(mine, description_contains="FERRY"))
    assert rule.number
    blind = visitor.post(at(world, mine), {"do": "archive", "replaced_by": ""})
    assert (blind.status, "say which category its next lines go to" in said(blind)) == (422, True)
    done = visitor.post(at(world, mine), {"do": "archive", "replaced_by": "cat_travel"})
    assert done.header("location") == f"{at(world, mine)}?done=archived"
    page = said(visitor.get(at(world, mine)))
    assert "archived, its next lines go to Travel (Rail, Air, Taxi, Parking)" in page
    assert f"/{mine}" not in visitor.get(at(world)).text
    assert f"/{mine}" in visitor.get(at(world) + "?show=archived").text
    assert visitor.post(at(world, mine), {"do": "use-again"}).header("location") == f"{at(world, mine)}?done=back"
    assert f"/{mine}" in visitor.get(at(world)).text


def test_a_reader_reads_the_chart_and_changes_nothing(sqlite_world: World) -> None:
    visitor = sqlite_world.visitor("accountant")
    page = visitor.get(at(sqlite_world, "cat_travel"))
    assert page.status == 200
    assert "What it means" in page.text
    assert page.text.count("<form") == 1  # to log out


def test_a_category_that_is_not_there_is_not_found(sqlite_world: World) -> None:
    assert sqlite_world.visitor("owner").get(at(sqlite_world, "cat_nothing")).status == 404
