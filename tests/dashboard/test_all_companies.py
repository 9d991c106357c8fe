"""All companies of a person side by side: their money, and what waits for whoever may do it."""

from __future__ import annotations

import re

from accountsos.dashboard.figures import money
from accountsos.workflows.access import manage_people
from accountsos.workflows.access.manage_people import AddPerson
from accountsos.workflows.overview.sum_up import SUM_UP
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import Visitor, World

_ROW = re.compile(
    r'<tr><th scope="row" class="who"><a class="what" href="([^"]*)">([^<]*)</a></th>(.*?)</tr>', re.DOTALL
)


def rows(visitor: Visitor) -> dict[str, str]:
    """By address, the words of each row."""
    page = visitor.get("/me/companies")
    assert page.status == 200
    return {
        address: " ".join(" ".join(Tree(f"<table><tr><td>{name}</td>{rest}</tr></table>").words).split())
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
        assert "October 2026" in said


def test_one_sees_only_companies_that_one_is_in(sqlite_world: World) -> None:
    assert set(rows(sqlite_world.visitor("owner"))) == {f"/{sqlite_world.ours.id}/"}
    assert sqlite_world.visitor().get("/me/companies").status == 303


def test_to_a_reader_no_work_waits(sqlite_world: World) -> None:
    said = rows(sqlite_world.visitor("reader"))[f"/{sqlite_world.ours.id}/"]
    assert "reader" in said
    assert "questions" not in said
