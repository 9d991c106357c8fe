"""All companies of a person side by side: their money, and what waits for whoever may do it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from accountsos.dashboard.figures import money, short_day
from accountsos.workflows.access import manage_people
from accountsos.workflows.access.manage_people import AddPerson
from accountsos.workflows.deadlines import manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import LIST, Deadline, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import DeadlineChange, NewDeadline
from accountsos.workflows.overview.sum_up import SUM_UP
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import Company, Visitor, World

_ROW = re.compile(r'<tr><th scope="row" class="who"><a class="what" href="([^"]*)">([^<]*)</a>(.*?)</tr>', re.DOTALL)


def rows(visitor: Visitor) -> dict[str, str]:
    """By address, the words of each row."""
    page = visitor.get("/me/companies")
    assert page.status == 200
    return {
        address: " ".join(" ".join(Tree(f"<table><tr><th>{name}{rest}</tr></table>").words).split())
        for address, name, rest in _ROW.findall(page.text)
    }


def in_both(world: World, role: str = "owner") -> None:
    """The owner of ours is let into the other company."""
    world.theirs.keeper.do(manage_people.ADD, AddPerson("owner@harbour.example", "Owner", role))


def test_each_company_stands_with_what_its_own_first_page_says(world: World) -> None:
    in_both(world)
    found = rows(world.visitor("owner"))
    assert set(found) == {f"/{world.ours.id}/", f"/{world.theirs.id}/"}
    for company in (world.ours, world.theirs):
        summed = company.keeper.ask(SUM_UP, world.opened.clock().date())
        held, said = sum(each.balance for each in summed.accounts), found[f"/{company.id}/"]
        assert money(held) in said
        assert summed.waiting.questions.lines > 0
        assert f"{summed.waiting.questions.lines} questions of" in said
        assert "Oct 2026" in said


def test_one_sees_only_companies_that_one_is_in(sqlite_world: World) -> None:
    assert set(rows(sqlite_world.visitor("owner"))) == {f"/{sqlite_world.ours.id}/"}
    assert sqlite_world.visitor().get("/me/companies").status == 303


def test_to_a_reader_no_work_waits(sqlite_world: World) -> None:
    said = rows(sqlite_world.visitor("reader"))[f"/{sqlite_world.ours.id}/"]
    assert "reader" in said
    assert "questions" not in said


def deadlines_of(company: Company, today: date) -> list[Deadline]:
    return company.keeper.ask(LIST, DeadlineQuestion(today, 400))


def test_each_company_stands_with_the_first_deadline_of_its_own_list(world: World) -> None:
    in_both(world)
    today = world.opened.clock().date()
    for _ in range(3):  # worked out, remembered, and anew after a change of the books
        found = rows(world.visitor("owner"))
        for company in (world.ours, world.theirs):
            first, said = deadlines_of(company, today)[0], found[f"/{company.id}/"]
            assert first.title in said
            assert short_day(first.due_date, year=first.due_date.year != today.year) in said
        met = DeadlineChange(deadlines_of(world.ours, today)[0].deadline_id, today, {"completed": True})
        world.ours.keeper.do(manage_deadlines.CHANGE, met)
    world.opened.clock.now += timedelta(days=200)
    later = world.opened.clock().date()
    said = rows(world.visitor("owner"))[f"/{world.theirs.id}/"]
    assert f"since {short_day(deadlines_of(world.theirs, later)[0].due_date, year=True)}" in said


def test_companies_come_by_consequence(sqlite_world: World) -> None:
    world, today = sqlite_world, sqlite_world.opened.clock().date()
    in_both(world)
    ours, theirs = f"/{world.ours.id}/", f"/{world.theirs.id}/"
    for company in (world.ours, world.theirs):
        for each in deadlines_of(company, today):
            if each.due_date <= today + timedelta(days=14):
                company.keeper.do(manage_deadlines.CHANGE, DeadlineChange(each.deadline_id, today, {"completed": True}))

    def own(company: Company, days: int) -> None:
        due = today + timedelta(days=days)
        company.keeper.do(manage_deadlines.ADD, NewDeadline("Renew the insurance", due, today))

    own(world.theirs, 10)
    assert list(rows(world.visitor("owner"))) == [theirs, ours]
    own(world.ours, 5)
    assert list(rows(world.visitor("owner"))) == [ours, theirs]
    own(world.theirs, -1)
    assert list(rows(world.visitor("owner"))) == [theirs, ours]
    assert "something is overdue in 1" in world.visitor("owner").get("/me/companies").text
