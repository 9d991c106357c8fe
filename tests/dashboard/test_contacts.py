"""Contacts by page: found, changed, two made one and one made two, each undone."""

from __future__ import annotations

import re
from datetime import date

from accountsos import ids
from accountsos.workflows.contacts.manage_contacts import LIST, SHOW, ContactQuestion, ListedContact
from tests.dashboard.world import Answer, Visitor, World


def contact_named(world: World, name: str) -> tuple[str, str]:
    """Its id and the address of its page."""
    found = world.ours.keeper.ask(LIST, ContactQuestion(limit=1, search=name)).rows[0].contact
    number = ids.public_id("con_", world.ours.keeper.company, found.number)
    return number, f"/{world.ours.id}/contacts/{number}"


def act(visitor: Visitor, address: str, do: str, **fields: str) -> Answer:
    return visitor.post(address, {"do": do, **fields})


def shown(world: World, contact: str) -> ListedContact:
    return world.ours.keeper.ask(SHOW, contact)


def test_contacts_are_found_by_part_of_the_name_and_narrowed(world: World) -> None:
    visitor, here = world.visitor("reader"), f"/{world.ours.id}/contacts"
    everyone = visitor.get(here).text
    assert "Garnet Corner Inn" in everyone
    assert '<form method="post"' not in everyone.partition("<main")[2]
    assert "Garnet Corner Inn" in visitor.get(f"{here}?search=garnet").text
    assert "Nobody matches" in visitor.get(f"{here}?search=zzzz").text
    clients = visitor.get(f"{here}?kind=client").text
    assert "Acme" in clients
    assert "Garnet" not in clients.partition("<main")[2]


def test_a_contact_shows_its_lines_and_keeps_what_is_usual(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    contact, address = contact_named(world, "garnet")
    page = visitor.get(address).text
    assert "GARNET CORNER INN" in page
    assert "107.74" in page
    form = {"name": "Garnet Inn", "type": "supplier", "category": "cat_entertaining", "vat": "P20"}
    done = act(visitor, address, "change", **form)
    assert (done.status, done.header("location")) == (303, address)
    kept = shown(world, contact)
    assert (kept.contact.name, kept.defaults.category_id, kept.defaults.vat_code) == (
        "Garnet Inn",
        "cat_entertaining",
        "P20",
    )
    again = visitor.get(address).text
    assert re.search(r'value="cat_entertaining" selected', again)
    wrong = act(visitor, address, "change", name="!!!", category="cat_nothing")
    assert wrong.status == 422
    assert "A contact needs a name with letters or digits." in wrong.text


def test_a_contact_by_hand_is_there_once(world: World) -> None:
    visitor, here = world.visitor("bookkeeper"), f"/{world.ours.id}/contacts"
    added = act(visitor, here, "add", name="Wharf Hardware Ltd", kind="supplier", email="till@example.org")
    assert added.header("location").startswith(f"{here}/con_")
    again = act(visitor, here, "add", name="WHARF HARDWARE LIMITED")
    assert again.status == 409
    assert "There is a contact of that name already" in again.text
    gone = act(visitor, added.header("location"), "remove")
    assert gone.header("location") == here
    assert visitor.get(added.header("location")).status == 404


def test_two_that_are_one_are_made_one_and_two_again(world: World) -> None:
    keeper, visitor = world.ours.keeper, world.visitor("bookkeeper")
    keeper.enter(date(2026, 10, 21), -500, "GARNET TAVERN CHESTER")
    contact, address = contact_named(world, "garnet tavern")
    kept, other = contact_named(world, "garnet corner")
    alike = visitor.get(f"{address}?same=garnet+corner").text
    assert f'name="into" value="{kept}"' in alike
    done = act(visitor, address, "merge", into=kept)
    assert done.header("location") == f"{other}?merged={contact}"
    assert visitor.get(address).status == 404
    told = visitor.get(done.header("location")).text
    assert "They are one contact now." in told
    assert "GARNET TAVERN" in told
    undone = act(visitor, other, "unmerge", gone=contact)
    assert undone.header("location") == address
    assert shown(world, contact).contact.lines == 1
    assert keeper.faults() == []
    theirs = world.theirs.contact
    assert act(visitor, address, "merge", into=theirs).status == 404


def test_one_that_is_two_is_made_two_by_its_names_and_one_again(world: World) -> None:
    keeper, visitor = world.ours.keeper, world.visitor("bookkeeper")
    keeper.enter(date(2026, 10, 21), -500, "GARNET TAVERN CHESTER")
    contact, address = contact_named(world, "garnet tavern")
    kept, other = contact_named(world, "garnet corner")
    act(visitor, address, "merge", into=kept)
    assert contact != kept
    names = re.findall(r'name="alias" value="([^"]+)"', visitor.get(other).text)
    assert len(names) == 2
    assert "Tick the names that are somebody else" in act(visitor, other, "split").text
    tavern = next(name for name in names if "TAVERN" in name)
    done = act(visitor, other, "split", alias=tavern, called="The Tavern")
    made = done.header("location").partition("?")[0]
    assert done.header("location").endswith(f"?split={kept}")
    told = visitor.get(done.header("location")).text
    assert "<h1>The Tavern</h1>" in told
    assert "This is a contact of its own now." in told
    act(visitor, made, "merge", into=kept)
    assert visitor.get(made).status == 404
    assert shown(world, kept).contact.lines == 2
    assert keeper.faults() == []


def test_what_hangs_on_a_contact_keeps_it(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    _, address = contact_named(world, "garnet")
    refused = act(visitor, address, "remove")
    assert refused.status == 409
    assert "hang on this contact" in refused.text
