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


LISTS = ("transactions", "contacts", "documents", "invoices", "journals", "imports")


@pytest.mark.parametrize("things", LISTS)
def test_each_list_tells_when_things_were_made_and_changed(world: World, things: str) -> None:
    listed = world.theirs.get(f"/api/{things}")[things]
    assert listed or things == "invoices"
    for row in listed:
        assert row["created_at"] <= row["updated_at"]
        told = world.theirs.get(f"/api/{things}/{row['id']}")
        (shown,) = told.values()
        assert (shown["created_at"], shown["updated_at"]) == (row["created_at"], row["updated_at"])


@pytest.mark.parametrize("things", LISTS)
def test_a_list_can_be_asked_what_changed_since(world: World, things: str) -> None:
    everything = world.theirs.get(f"/api/{things}")["pagination"]["total"]
    for since, total in (("2026-03-05", everything), ("2026-03-06", 0), ("2026-03-05T12:59:59Z", 0)):
        assert world.theirs.get(f"/api/{things}?updated_since={since}")["pagination"]["total"] == total, since


def test_only_what_changed_since_is_listed(world: World) -> None:
    line = world.transactions[2]
    world.clock.pass_(3600)
    world.ours.patch(f"/api/transactions/{line}", {"notes": "seen"})
    (row,) = world.ours.get("/api/transactions?updated_since=2026-03-05T12:30:00Z")["transactions"]
    assert row["id"] == line
    assert row["updated_at"].startswith("2026-03-05T13:00:00")
    assert row["created_at"].startswith("2026-03-05T12:00:00")
    made = world.ours.post(
        "/api/transactions", {"date": "2026-03-05", "description": "NEW", "amount": -1, "bank_account_id": "ba_main"}
    )["transaction"]
    assert made["created_at"] == made["updated_at"]
    assert made["created_at"].startswith("2026-03-05T13:00:00")
    assert world.ours.get("/api/transactions?updated_since=2026-03-05T12:30:00Z")["pagination"]["total"] == 2


def test_a_contact_that_was_changed_says_when(world: World) -> None:
    contact = world.theirs.get("/api/contacts?search=Joinery")["contacts"][0]["id"]
    world.clock.pass_(3600)
    world.theirs.patch(f"/api/contacts/{contact}", {"email": "bench@joinery.example"})
    (row,) = world.theirs.get("/api/contacts?updated_since=2026-03-05T12:30:00Z")["contacts"]
    assert row["id"] == contact
    assert row["created_at"] < row["updated_at"]
