"""One transaction by page: filed, noted, split and undone; what stands there is what the books say."""

from __future__ import annotations

import re

import pytest

from accountsos import ids
from accountsos.workflows.companies.manage_company import AUDIT
from tests.dashboard.world import Answer, Visitor, World

_HIDDEN = re.compile(r'name="(version|event)" value="([^"]*)"')


def page_of(world: World) -> str:
    return world.ours.fill("/{company}/transactions/{transaction}")


def row(world: World) -> tuple[str, int, str | None, int]:
    number = ids.number_in("txn_", world.ours.keeper.company, world.ours.lines[0])
    assert number is not None
    state = world.ours.keeper.state(number)
    return (state.names.category_id[state.row.category_no], state.row.reviewed, state.row.notes, state.row.parts)


def sent(visitor: Visitor, address: str, **form: str) -> Answer:
    """Send the form with what the page held."""
    return visitor.post(address, {**dict(_HIDDEN.findall(visitor.get(address).text)), **form})


def split(visitor: Visitor, world: World, *parts: tuple[str, str]) -> Answer:
    form: dict[str, str] = {}
    for n, (category, amount) in enumerate(parts):
        form |= {f"category-{n}": category, f"amount-{n}": amount}
    return sent(visitor, page_of(world) + "/split", do="split", **form)


def test_a_line_is_filed_and_noted_on_its_page_and_the_entry_shown_is_the_one_that_stands(world: World) -> None:
    visitor = world.visitor("owner")
    saved = sent(visitor, page_of(world), do="save", category="cat_rent", note="the shed")
    assert saved.header("location") == page_of(world)
    assert row(world) == ("cat_rent", 1, "the shed", 0)
    books = visitor.get(page_of(world)).text.split("What the books say")[1].split("</table>")[0]
    figures = re.findall(r'<td class="num">([\d.]*)</td>', books)
    assert sorted(figures) == ["", "", "7.77", "7.77"]
    assert "Rent" in books


def test_a_split_adds_up_and_its_last_part_takes_the_rest(world: World) -> None:
    visitor = world.visitor("owner")
    assert split(visitor, world, ("cat_rent", "5.00"), ("cat_travel", "")).status == 303
    category, reviewed, _, parts = row(world)
    assert (category, reviewed, parts) == ("cat_rent", 1, 2)
    page = visitor.get(page_of(world)).text
    assert "\u22125.00" in page
    assert "\u22122.77" in page


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((("cat_rent", "5.00"), ("cat_travel", "2.00")), "£0.77 is left over"),
        ((("cat_rent", "9.00"), ("cat_travel", "")), "Part 1: enter an amount up to £7.77"),
        ((("cat_rent", "a lot"), ("cat_travel", "")), "Part 1: enter an amount up to £7.77"),
        ((("cat_rent", "7.77"),), "at least two parts"),
        ((("cat_rent", "7.77"), ("cat_travel", "")), "Part 2: enter an amount up to £0.00"),
    ],
)
def test_a_split_that_does_not_add_up_changes_nothing(
    sqlite_world: World, parts: tuple[tuple[str, str], ...], said: str
) -> None:
    world, before = sqlite_world, row(sqlite_world)
    answer = split(world.visitor("owner"), world, *parts)
    assert (answer.status, said in answer.text) == (422, True)
    assert row(world) == before


def test_a_replaced_split_comes_back_by_undo(world: World) -> None:
    visitor = world.visitor("owner")
    split(visitor, world, ("cat_rent", "5.00"), ("cat_travel", ""))
    sent(visitor, page_of(world), do="save", category="cat_software", note="")
    assert row(world)[0] == "cat_software"
    assert sent(visitor, page_of(world), do="undo").status == 303
    assert row(world)[0] == "cat_rent"
    assert row(world)[3] == 2
    assert world.ours.keeper.faults() == []


def test_what_was_changed_again_is_not_undone(world: World) -> None:
    visitor = world.visitor("owner")
    sent(visitor, page_of(world), do="save", category="cat_rent", note="")
    page = visitor.get(page_of(world)).text
    event = dict(_HIDDEN.findall(page))["event"]
    sent(visitor, page_of(world), do="save", category="cat_travel", note="")
    before = world.ours.keeper.ask(AUDIT, (1, 0)).total
    refused = visitor.post(page_of(world), {"do": "undo", "event": event})
    assert (refused.status, "changed again since" in refused.text) == (409, True)
    assert world.ours.keeper.ask(AUDIT, (1, 0)).total == before
