"""Review by page: a key answers and leads on, everything is undone, the sure ones are accepted as they were seen."""

from __future__ import annotations

import re
from datetime import date

import pytest

from accountsos import ids
from accountsos.dashboard.tax_words import meaning
from accountsos.ledger.chart import standard_chart
from accountsos.workflows.bank.review_lines import REVIEW, SURE_LINES, ReviewQuestion
from tests.dashboard.world import Visitor, World

_HIDDEN = re.compile(r'name="(line|version|event)" value="([^"]*)"')
_TICKS = re.compile(r'name="right" value="([^"]+)" checked')


def review_of(world: World) -> str:
    return f"/{world.ours.id}/review"


def answer(visitor: Visitor, world: World, address: str, category: str) -> str:
    """Answer what the page asks; where it leads."""
    page = visitor.get(address).text
    hidden = dict(_HIDDEN.findall(page.split('id="card"')[1]))
    done = visitor.post(review_of(world), {**hidden, "do": "answer", "category": category}, page=address)
    assert done.status == 303
    return done.header("location")


def questions(world: World) -> int:
    return int(world.ours.keeper.ask(REVIEW, ReviewQuestion()).questions)


def test_an_answer_is_a_persons_own_and_leads_to_the_next_question(world: World) -> None:
    visitor, before = world.visitor("bookkeeper"), questions(world)
    first = world.ours.keeper.ask(REVIEW, ReviewQuestion())
    number = first.queue[0].number
    following = answer(visitor, world, review_of(world), "cat_travel")
    row = world.ours.keeper.state(number).row
    assert (row.reviewed, row.source, row.confidence) == (1, "person", 10_000)
    assert questions(world) == before - 1
    page = visitor.get(following).text
    assert "is Travel" in page
    if len(first.queue) > 1:
        assert following.endswith(f"&line={ids.public_id('txn_', world.ours.keeper.company, first.queue[1].number)}")
    assert "Undo" in page


def test_an_answer_is_undone_and_asked_again(world: World) -> None:
    visitor, before = world.visitor("owner"), questions(world)
    number = world.ours.keeper.ask(REVIEW, ReviewQuestion()).queue[0].number
    was = world.ours.keeper.state(number).row
    following = answer(visitor, world, review_of(world), "cat_travel")
    page = visitor.get(following).text
    form = page.split('class="undo"')[1].split("</form>")[0]
    undone = visitor.post(review_of(world), {**dict(_HIDDEN.findall(form)), "do": "undo"}, page=following)
    assert undone.status == 303
    now = world.ours.keeper.state(number).row
    assert (now.category_no, now.confidence, now.source, now.reviewed) == (
        was.category_no,
        was.confidence,
        was.source,
        was.reviewed,
    )
    assert questions(world) == before


def test_a_question_that_somebody_answered_meanwhile_is_shown_as_it_is(world: World) -> None:
    visitor = world.visitor("owner")
    page = visitor.get(review_of(world)).text
    hidden = dict(_HIDDEN.findall(page.split('id="card"')[1]))
    answer(world.visitor("bookkeeper"), world, review_of(world), "cat_rent")
    late = visitor.post(review_of(world), {**hidden, "do": "answer", "category": "cat_travel"})
    assert late.status == 409
    assert "Somebody changed this" in late.text


def test_a_note_stays_with_its_question(sqlite_world: World) -> None:
    world = sqlite_world
    visitor = world.visitor("owner")
    page = visitor.get(review_of(world)).text
    hidden = dict(_HIDDEN.findall(page.split('id="card"')[1]))
    noted = visitor.post(review_of(world), {**hidden, "do": "note", "note": "ask Ann <b>"})
    assert 'value="ask Ann &lt;b&gt;"' in visitor.get(noted.header("location")).text


def test_another_companys_line_is_no_question_of_ours(sqlite_world: World) -> None:
    world = sqlite_world
    visitor, theirs = world.visitor("owner"), world.theirs.lines[0]
    assert visitor.get(f"{review_of(world)}?line={theirs}").status == 404
    assert visitor.get(f"{review_of(world)}?answered={theirs}").status == 404
    for form in (
        {"do": "answer", "line": theirs, "version": "1", "category": "cat_travel"},
        {"do": "note", "line": theirs, "version": "1", "note": "x"},
        {"do": "undo", "line": theirs, "event": "5"},
    ):
        assert visitor.post(review_of(world), form).status == 404
    sure = f"{review_of(world)}/sure"
    assert visitor.post(sure, {"do": "accept", "right": f"{theirs}.1"}).status == 404


def test_the_sure_lines_are_accepted_by_one_key_and_undone_by_another(world: World) -> None:
    for day, amount in ((14, -7_350), (15, -4_494)):
        world.ours.keeper.enter(date(2026, 10, day), amount, "VODAFONE LTD 31361477 DDR")
    keeper, visitor, sure = world.ours.keeper, world.visitor("owner"), f"{review_of(world)}/sure"
    before = keeper.ask(SURE_LINES, None).left
    assert before > 0
    ticks = _TICKS.findall(visitor.get(sure).text)
    assert len(ticks) == before
    done = visitor.post(sure, {"do": "accept", "right": ticks[0]})
    assert done.status == 303
    assert keeper.ask(SURE_LINES, None).left == before - 1
    page = visitor.get(done.header("location")).text
    assert "1 line is checked." in page
    event = dict(_HIDDEN.findall(page))["event"]
    assert visitor.post(sure, {"do": "undo", "event": event}, page=sure).status == 303
    assert keeper.ask(SURE_LINES, None).left == before


def test_lines_that_changed_since_they_were_looked_over_are_not_accepted(world: World) -> None:
    keeper = world.ours.keeper
    number = keeper.enter(date(2026, 10, 14), -7_350, "VODAFONE LTD 31361477 DDR").row.number
    visitor, sure = world.visitor("owner"), f"{review_of(world)}/sure"
    ticks = _TICKS.findall(visitor.get(sure).text)
    keeper.change(number, notes="wait")
    answered = visitor.post(sure, {"do": "accept", "right": next(t for t in ticks if number_of(world, t) == number)})
    assert answered.status == 409
    assert keeper.state(number).row.reviewed == 0


def number_of(world: World, tick: str) -> int:
    found = ids.number_in("txn_", world.ours.keeper.company, tick.partition(".")[0])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("category", "registered", "said"),
    [
        ("cat_entertaining", True, "No VAT back, no tax relief"),
        ("cat_rent", False, "Tax relief"),
        ("cat_sales", True, "Money you earn"),
        ("cat_directors_loan", True, "What the business owes: no cost"),
    ],
)
def test_each_answer_says_what_it_means_for_tax(category: str, *, registered: bool, said: str) -> None:
    assert meaning(standard_chart()[category], registered=registered) == said


def test_who_is_known_is_read_once_for_a_question_until_the_books_are_written_to(
    statements: list[str], sqlite_world: World
) -> None:
    keeper = sqlite_world.ours.keeper

    def asked() -> tuple[object, int]:
        statements.clear()
        question = keeper.ask(REVIEW, ReviewQuestion()).question
        return question, sum("FROM payee_choice" in sql for sql in statements)

    first, read = asked()
    assert (first is not None, read > 0) == (True, True)
    assert asked() == (first, 0)
    keeper.enter(date(2026, 10, 21), -350, "TEA")
    assert asked()[1] > 0
