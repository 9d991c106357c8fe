"""Rules by page: "always" makes one, it says what it would change before it does, and all of it is undone."""

from __future__ import annotations

import re
from datetime import date

import pytest

from accountsos import ids
from accountsos.workflows.bank.manage_rules import LIST_RULES
from accountsos.workflows.bank.review_lines import REVIEW, ReviewQuestion
from tests.dashboard.world import Visitor, World

_HIDDEN = re.compile(r'name="(line|version|event|refiling)" value="([^"]*)"')
PAYEE = "QUILL AND CROW STATIONERS"


def rules(world: World) -> list[tuple[str | None, str]]:
    """What each rule asks and where it files."""
    return [(state.asked.payee_key, state.category[0]) for state in world.ours.keeper.ask(LIST_RULES, None)][1:]


def bought(world: World, *days: int) -> list[int]:
    return [world.ours.keeper.enter(date(2026, 10, day), -1_000 - day, PAYEE).row.number for day in days]


def filed(world: World, numbers: list[int]) -> list[str]:
    states = [world.ours.keeper.state(number) for number in numbers]
    return [state.names.category_id[state.row.category_no] for state in states]


def always(visitor: Visitor, world: World, number: int, category: str) -> str:
    """Answer a question with "always"; the page that follows."""
    review = f"/{world.ours.id}/review"
    asked = f"{review}?line={ids.public_id('txn_', world.ours.keeper.company, number)}"
    hidden = dict(_HIDDEN.findall(visitor.get(asked).text.split('id="card"')[1]))
    done = visitor.post(review, {**hidden, "do": "answer", "category": category, "always": "yes"}, page=asked)
    return visitor.get(done.header("location")).text


def test_always_files_the_line_and_keeps_a_rule_and_one_undo_takes_both_back(world: World) -> None:
    visitor, (first, second) = world.visitor("bookkeeper"), bought(world, 14, 15)
    before = filed(world, [first, second])
    page = always(visitor, world, first, "cat_office")
    assert rules(world) == [(PAYEE.replace("AND ", ""), "cat_office")] or rules(world) == [(PAYEE, "cat_office")]
    assert filed(world, [first, second]) == ["cat_office", before[1]]
    assert "from now on" in page
    form = dict(_HIDDEN.findall(page.split('class="undo"')[1].split("</form>")[0]))
    assert visitor.post(f"/{world.ours.id}/review", {**form, "do": "undo"}).status == 303
    assert (rules(world), filed(world, [first, second])) == ([], before)
    assert world.ours.keeper.faults() == []


def test_always_again_files_elsewhere_by_the_same_rule(sqlite_world: World) -> None:
    world = sqlite_world
    visitor, (first, second) = world.visitor("owner"), bought(world, 14, 15)
    always(visitor, world, first, "cat_office")
    always(visitor, world, second, "cat_travel")
    assert [category for _, category in rules(world)] == ["cat_travel"]


def test_a_question_says_how_many_lines_of_theirs_wait(sqlite_world: World) -> None:
    world = sqlite_world
    first, *_ = bought(world, 14, 15, 16)
    line = ids.public_id("txn_", world.ours.keeper.company, first)
    question = world.ours.keeper.ask(REVIEW, ReviewQuestion(line)).question
    assert question is not None
    assert question.others == 2
    assert "2 other lines" in world.visitor("owner").get(f"/{world.ours.id}/review?line={line}").text


def test_a_rule_says_what_it_would_change_then_changes_it_and_takes_it_back(world: World) -> None:
    visitor, numbers = world.visitor("owner"), bought(world, 14, 15)
    before = filed(world, numbers)
    here = f"/{world.ours.id}/settings/rules"
    typed = {"payee": PAYEE.title(), "side": "out", "category": "cat_rent"}
    preview = visitor.post(f"{here}/new", {**typed, "do": "preview"})
    assert (preview.status, "2 lines would be filed elsewhere" in preview.text) == (200, True)
    assert (rules(world), filed(world, numbers)) == ([], before)
    kept = visitor.post(f"{here}/new", {**typed, "do": "keep"}).header("location").partition("?")[0]
    assert filed(world, numbers) == before
    done = visitor.post(kept, {"do": "apply"}).header("location")
    assert filed(world, numbers) == ["cat_rent", "cat_rent"]
    back = dict(_HIDDEN.findall(visitor.get(done).text.split('class="undo"')[1].split("</form>")[0]))
    assert visitor.post(kept, {**back, "do": "take-back"}).status == 303
    assert filed(world, numbers) == before


def test_rules_are_moved_changed_removed_and_brought_back(sqlite_world: World) -> None:
    world = sqlite_world
    visitor, here = world.visitor("owner"), f"/{world.ours.id}/settings/rules"
    for payee, category in (("Esso", "cat_travel"), ("Boots", "cat_office")):
        visitor.post(f"{here}/new", {"payee": payee, "category": category, "do": "keep"})
    states = world.ours.keeper.ask(LIST_RULES, None)
    boots = ids.public_id("rule_", world.ours.keeper.company, states[2].number)
    assert visitor.post(here, {"do": "move", "rule": boots, "place": "2"}).status == 303
    assert rules(world) == [("BOOTS", "cat_office"), ("ESSO", "cat_travel")]
    visitor.post(f"{here}/{boots}", {"do": "save", "payee": "Boots", "least": "£1,000", "category": "cat_rent"})
    assert rules(world)[0] == ("BOOTS", "cat_rent")
    gone = visitor.post(f"{here}/{boots}", {"do": "remove"}).header("location")
    assert rules(world) == [("ESSO", "cat_travel")]
    event = dict(_HIDDEN.findall(visitor.get(gone).text))
    assert visitor.post(here, {**event, "do": "undo"}, page=gone).status == 303
    assert rules(world)[0] == ("BOOTS", "cat_rent")
    assert world.ours.keeper.ask(LIST_RULES, None)[1].asked.amount_min == 100_000


def test_a_rule_that_was_changed_since_is_not_undone_by_what_made_it(sqlite_world: World) -> None:
    world = sqlite_world
    visitor, (first, _) = world.visitor("owner"), bought(world, 14, 15)
    page = always(visitor, world, first, "cat_office")
    rule = ids.public_id("rule_", world.ours.keeper.company, world.ours.keeper.ask(LIST_RULES, None)[1].number)
    visitor.post(
        f"/{world.ours.id}/settings/rules/{rule}", {"do": "save", "payee": PAYEE, "side": "out", "category": "cat_rent"}
    )
    form = dict(_HIDDEN.findall(page.split('class="undo"')[1].split("</form>")[0]))
    refused = visitor.post(f"/{world.ours.id}/review", {**form, "do": "undo"})
    assert refused.status == 409
    assert filed(world, [first]) == ["cat_office"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"category": "cat_rent"}, "Say at least one thing"),
        ({"category": "cat_rent", "payee": "!!"}, "with letters or digits"),
        ({"category": "cat_rent", "payee": "Esso", "least": "10", "largest": "5"}, "less than the least"),
        ({"category": "cat_rent", "payee": "Esso", "least": "1.234"}, "in pounds and pence"),
        ({"payee": "Esso"}, "Enter category"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_plain_words(
    looked_at: World, typed: dict[str, str], said: str
) -> None:
    answer = looked_at.visitor("owner").post(f"/{looked_at.ours.id}/settings/rules/new", {**typed, "do": "keep"})
    assert (answer.status, said in answer.text) == (422, True)
