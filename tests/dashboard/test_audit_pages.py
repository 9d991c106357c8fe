"""The audit log: every action in words, found by who, what and when, each row with before and after."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from accountsos.dashboard.audit_words import ACTIONS, KINDS, prefixes_of
from accountsos.store.audit import PREFIX_NAMES
from accountsos.workflows.access import manage_people
from accountsos.workflows.access.manage_people import ChangeRole
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import World
from tests.tidy.test_documented import every_action

_ROW = re.compile(
    r'<td class="when nowrap">([^<]*)</td><th scope="row" class="who"><a class="what" href="([^"]*)">([^<]*)<'
)
_WHO = re.compile(r'</th><td class="label">([^<]*)</td>')


def rows(world: World, query: str = "") -> list[tuple[str, str, str]]:
    """When, address and what of each row shown."""
    answer = world.visitor("accountant").get(f"/{world.ours.id}/accountant/audit{query}")
    assert answer.status == 200
    return _ROW.findall(answer.text)


def who(world: World, query: str) -> set[str]:
    return set(_WHO.findall(world.visitor("owner").get(f"/{world.ours.id}/accountant/audit{query}").text))


def role_changed(world: World, role: str = "bookkeeper") -> None:
    """The owner changes the reader's role."""
    address = f"/{world.ours.id}/settings/people/{world.ours.people['reader']}"
    assert world.visitor("owner").post(address, {"do": "role", "role": role}).status == 303


def test_every_action_has_words_and_is_of_a_kind() -> None:
    assert set(ACTIONS) == every_action()
    assert [a for a in ACTIONS if not any(a.startswith(prefixes_of(kind)) for kind in KINDS)] == []
    assert [kind for kind in KINDS if len(prefixes_of(kind)) > len(PREFIX_NAMES)] == []


def test_the_log_is_narrowed_to_one_person_and_one_kind(world: World) -> None:
    role_changed(world)
    owner = quote(f"user:{world.ours.people['owner']}")
    assert [what for _, _, what in rows(world, f"?who={owner}")] == ["Somebody’s role changed"]
    assert who(world, f"?who={owner}") == {"Owner"}
    people = rows(world, "?what=people")
    assert people[0][2] == "Somebody’s role changed"
    assert len(people) == 1 + len(world.ours.people) + 4  # let in, asked in, a webhook added and tried, a key generated
    assert {what for _, _, what in rows(world, "?what=journals")} == {"A journal posted", "A journal taken back"}
    assert rows(world, f"?who={owner}&what=journals") == []


def test_the_log_is_narrowed_to_days(world: World) -> None:
    before = len(rows(world))
    world.opened.clock.now += timedelta(days=3)
    role_changed(world)
    assert len(rows(world, "?from=25+Nov+2026")) == 1
    assert len(rows(world, "?from=25+Nov+2026&to=25+Nov+2026")) == 1
    assert len(rows(world, "?to=24/11/2026")) == before
    assert rows(world, "?from=26+Nov+2026") == []


def test_a_day_that_is_none_is_left_out_and_said(sqlite_world: World) -> None:
    page = sqlite_world.visitor("owner").get(f"/{sqlite_world.ours.id}/accountant/audit?from=31+Nov+2026&what=odd").text
    assert "could not be read, so it was left out" in page
    assert len(_ROW.findall(page)) == len(rows(sqlite_world))


def test_a_long_log_is_read_page_by_page_without_a_gap(world: World) -> None:
    for n in range(60):
        role = ChangeRole(world.ours.people["reader"], ("bookkeeper", "reader")[n % 2])
        world.ours.keeper.do(manage_people.CHANGE_ROLE, role)
    total, seen, address = world.ours.keeper.ask(AUDIT, (1, 0)).total, [], f"/{world.ours.id}/accountant/audit"
    while address:
        page = world.visitor("owner").get(address).text
        seen += [found[1] for found in _ROW.findall(page)]
        older = re.search(r'href="([^"]*)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == total


def test_one_row_tells_before_and_after_and_leads_to_what_it_is_about(world: World) -> None:
    role_changed(world)
    visitor = world.visitor("accountant")
    page = visitor.get(rows(world)[0][1])
    said = " ".join(" ".join(Tree(page.text).words).split())
    assert "Somebody’s role changed" in said
    assert "role reader bookkeeper" in said
    line = next(address for _, address, what in rows(world, "?what=lines") if what == "A line entered by hand")
    assert f"/{world.ours.id}/transactions/txn_" in visitor.get(line).text


@pytest.mark.parametrize("event", ["evt_x", "evt_000000000000", "txn_1"])
def test_a_row_that_is_not_there_is_not_found(sqlite_world: World, event: str) -> None:
    assert sqlite_world.visitor("owner").get(f"/{sqlite_world.ours.id}/accountant/audit/{event}").status == 404


def test_whoever_left_is_named_so(sqlite_world: World) -> None:
    world = sqlite_world
    people = world.ours.people
    world.ours.keeper.do(manage_people.CHANGE_ROLE, ChangeRole(people["bookkeeper"], "owner"))
    role_changed(world)
    world.ours.keeper.do(manage_people.REMOVE, people["owner"])
    page = world.visitor("accountant").get(f"/{world.ours.id}/accountant/audit?what=people").text
    assert "Somebody who is here no more" in page
