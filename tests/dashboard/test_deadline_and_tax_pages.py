"""Deadlines are done, undone, added and removed by a person; tax says what to set aside."""

from __future__ import annotations

import re
from datetime import date

from accountsos.workflows.deadlines.list_deadlines import LIST, DeadlineQuestion
from accountsos.workflows.overview.set_aside import SET_ASIDE
from tests.dashboard.test_report_pages import words
from tests.dashboard.world import World

TODAY = date(2026, 11, 22)
OWN = {"do": "add", "title": "Renew the insurance", "due-day": "15", "due-month": "1", "due-year": "2027"}


def page(world: World, path: str = "deadlines", role: str = "owner") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/{path}")
    assert answer.status == 200
    return answer.text


def sent(world: World, form: dict[str, str], role: str = "owner") -> tuple[int, str]:
    answer = world.visitor(role).post(f"/{world.ours.id}/deadlines", form)
    return answer.status, answer.text


def test_every_deadline_stands_under_its_month_with_what_lateness_costs(world: World) -> None:
    shown = page(world)
    waiting = world.ours.keeper.ask(LIST, DeadlineQuestion(TODAY, 400))
    assert len(waiting) > 3
    for each in waiting:
        assert f"{each.due_date:%B %Y}" in shown
        assert each.title in words(shown)
        assert " ".join((each.penalty or "").split()) in words(shown)
        assert (each.rule or "") in words(shown)


def test_one_is_done_and_not_done_after_all(world: World) -> None:
    first = world.ours.keeper.ask(LIST, DeadlineQuestion(TODAY, 400))[0]
    assert sent(world, {"do": "done", "deadline": first.deadline_id})[0] == 303
    assert first.deadline_id not in {d.deadline_id for d in world.ours.keeper.ask(LIST, DeadlineQuestion(TODAY, 400))}
    assert "Undo" in words(page(world))
    assert sent(world, {"do": "undo", "deadline": first.deadline_id})[0] == 303
    assert world.ours.keeper.ask(LIST, DeadlineQuestion(TODAY, 400))[0] == first


def test_ones_own_is_added_with_its_amount_and_removed(world: World) -> None:
    assert sent(world, {**OWN, "amount": "1,200"})[0] == 303
    shown = page(world)
    assert "Renew the insurance" in words(shown)
    assert "£1,200.00" in words(shown)
    number = re.findall(r'value="remove">.*?name="deadline" value="(ddl_[^"]+)"', shown, re.DOTALL)[0]
    assert sent(world, {"do": "remove", "deadline": number})[0] == 303
    assert "Renew the insurance" not in words(page(world))
    law = world.ours.keeper.ask(LIST, DeadlineQuestion(TODAY, 400))[0]
    status, text = sent(world, {"do": "remove", "deadline": law.deadline_id})
    assert (status, "What the law asks for stays on the list" in text) == (409, True)


def test_a_day_that_there_is_not_is_told_at_its_field(world: World) -> None:
    status, text = sent(world, {**OWN, "due-day": "31", "due-month": "4"})
    assert (status, "There is no 31 April; the last day of April 2027 is the 30th" in text) == (422, True)
    assert 'value="Renew the insurance"' in text


def test_a_reader_is_offered_nothing_and_only_an_owner_opens_the_calendar(world: World) -> None:
    assert "Your own deadline" not in page(world, role="reader")
    assert "Into your calendar" not in page(world, role="bookkeeper")
    status, text = sent(world, {"do": "feed", "sure": "yes", "again": "three plain words"})
    assert status == 200
    assert re.search(r"/calendar/[A-Za-z0-9]{40}\.ics", text)


def test_tax_says_what_to_set_aside_why_and_when(world: World) -> None:
    # The tax of the year so far: 19% of 1,200.00 - 45.99 - 107.74 - 7.77 or what of it is filed as cost
    found = world.ours.keeper.ask(SET_ASIDE, TODAY)
    assert found.held == 103_850
    assert found.left == found.held - found.total
    shown = words(page(world, "tax"))
    assert "In the bank today 1,038.50" in shown
    assert "Corporation tax: £" in shown
    for each in found.dues:
        assert each.title in shown


def test_a_payment_of_nothing_is_told_as_that_and_not_as_late(world: World) -> None:
    """A company whose first year ended with a loss: the day of its payment is past on every page that shows it."""
    ours = world.ours
    ours.keeper.enter(date(2024, 6, 1), -30_000, category="cat_rent")
    late = [d for d in ours.keeper.ask(LIST, DeadlineQuestion(TODAY, 400)) if d.nothing_to_pay and d.days_until < 0]
    assert late
    shown = words(page(world))
    for each in late:
        assert f"{each.title} {each.authority} · its day is past" in shown
        assert f"{each.title} is late" not in words(page(world, ""))
    assert "nothing to pay" in shown
