"""The feed of changes as a client follows it: pages, cursors, types, the end, and whose it is."""

from __future__ import annotations

import pytest

from tests.api.operations.world import LINES, World


def test_a_client_that_follows_the_feed_has_what_the_list_has(world: World) -> None:
    known: dict[str, str] = {}
    target = "/api/changes?types=transaction&limit=3"
    answer = world.ours.get(target)
    while True:
        for change in answer["changes"]:
            if change["change"] == "deleted":
                known.pop(change["thing_id"], None)
            else:
                known[change["thing_id"]] = change["link"]
        if not answer["has_more"]:
            break
        answer = world.ours.get(f"{target}&after={answer['cursor']}")
    listed = world.ours.get("/api/transactions?limit=200")["transactions"]
    assert set(known) == {row["id"] for row in listed}
    assert len(known) == len(LINES)
    assert all(world.ours.get(link)["transaction"]["id"] == thing for thing, link in known.items())


def test_from_the_end_only_what_comes_after_is_told_with_the_version_of_the_etag(world: World) -> None:
    end = world.ours.get("/api/changes?start=now")
    assert (end["changes"], end["has_more"]) == ([], False)
    assert world.ours.get(f"/api/changes?after={end['cursor']}")["changes"] == []
    line = world.ours.get("/api/transactions?limit=1")["transactions"][0]["id"]
    world.ours.patch(f"/api/transactions/{line}", {"notes": "seen"})
    page = world.ours.get(f"/api/changes?after={end['cursor']}")
    (change,) = page["changes"]
    assert (change["type"], change["change"], change["thing_id"]) == ("transaction", "updated", line)
    assert change["version"] == 2
    assert change["at"].startswith("2026-03-05T12:00:00")
    assert world.ours.get(f"/api/changes?after={page['cursor']}")["changes"] == []


def test_every_link_of_the_feed_leads_to_its_thing(world: World) -> None:
    changes = world.theirs.get("/api/changes?limit=1000")["changes"]
    assert {change["type"] for change in changes} >= {
        "transaction", "contact", "document", "journal", "import", "category", "bank_account", "rule", "asset", "trip",
        "deadline",
    }  # fmt: skip
    for link in {change["link"] for change in changes if change["link"]}:
        assert world.theirs.ask("GET", link).status == 200, link
    assert len({change["id"] for change in changes}) == len(changes)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("types=transaction,sandwich", "types"),
        ("types=transaction,transaction", "types"),
        ("after=abc", "after"),
        ("start=then", "start"),
        ("limit=1001", "limit"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(world: World, query: str, names: str) -> None:
    assert world.ours.refused("GET", f"/api/changes?{query}")["param"] == names


def test_a_cursor_belongs_to_its_feed(world: World) -> None:
    other = world.ours.get("/api/transactions?limit=1")["pagination"]["next_cursor"]
    assert world.ours.refused("GET", f"/api/changes?after={other}")["param"] == "after"
