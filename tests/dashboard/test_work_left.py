"""The numbers of the menu and the receipts on home: what waits for whoever may do it, and nobody else."""

from __future__ import annotations

import re

from tests.dashboard.world import Visitor, World
from tests.workflows.documents.papers import Clerk

_COUNT = re.compile(r'class="count">(\d+)<')


def counts(visitor: Visitor, world: World, path: str = "transactions") -> list[int]:
    return [int(number) for number in _COUNT.findall(visitor.get(f"/{world.ours.id}/{path}").text)]


def test_the_menu_says_how_much_waits_and_follows_what_is_done(world: World) -> None:
    visitor, address = world.visitor("bookkeeper"), world.ours.fill("/{company}/transactions/{transaction}")
    before = counts(visitor, world)
    assert len(before) == 1, "the receipt has not been read, so only questions wait"
    asked = visitor.get(f"/{world.ours.id}/review").text
    assert f"{before[0]} questions" in asked
    line = re.findall(r'name="(line|version)" value="([^"]*)"', asked.split('id="card"')[1])
    visitor.post(
        f"/{world.ours.id}/review",
        {**dict(line), "do": "answer", "category": "cat_travel"},
        page=f"/{world.ours.id}/review",
    )
    assert counts(visitor, world) == [before[0] - 1]
    Clerk(world.ours.keeper).read_all()
    assert counts(visitor, world) == [before[0] - 1, 1]
    assert visitor.get(address).status == 200


def test_a_reader_has_no_work_and_home_asks_them_for_nothing(world: World) -> None:
    Clerk(world.ours.keeper).read_all()
    reader, owner = world.visitor("reader"), world.visitor("owner")
    assert counts(reader, world, "transactions") == []
    assert "Find receipts" not in reader.get(f"/{world.ours.id}").text
    home = owner.get(f"/{world.ours.id}").text
    assert "Check 1 receipt" in home
    assert f'href="/{world.ours.id}/inbox"' in home
    assert re.search(r"Find receipts for \d payments? in October", home)
