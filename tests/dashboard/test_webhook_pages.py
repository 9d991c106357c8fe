"""Settings, webhooks: one is added, its secret shown once; what was sent stands there, and what can be done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from accountsos import ids
from accountsos.store.engine.sql import Reader, Writer, micros
from accountsos.store.webhooks import Endpoint, endpoint_of
from accountsos.workflows.changes.list_changes import LIST as CHANGES
from accountsos.workflows.changes.list_changes import ChangesQuestion
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import NewContact
from accountsos.workflows.webhooks.deliver_events import LIST_DELIVERIES, DeliveryQuestion
from accountsos.workflows.webhooks.manage_webhooks import LIST, EndpointState, endpoint_id_of, secret_text
from tests.dashboard.world import SCRIPT, Answer, World

_SECRET = re.compile(r'<code id="secret">(whsec_[^<]+)</code>')
URL = "https://example.com/till"
ADD = {"do": "add", "url": URL, "name": "The till", "of-contact": "yes", "of-invoice": "yes"}


def page_of(world: World) -> str:
    return f"/{world.ours.id}/settings/webhooks"


def one(world: World) -> str:
    return f"{page_of(world)}/{world.ours.webhook}"


def endpoints(world: World) -> list[Endpoint]:
    states: list[EndpointState] = world.ours.keeper.ask(LIST, world.opened.clock())
    return [state.endpoint for state in states]


def kept(world: World) -> Endpoint:
    return next(one for one in endpoints(world) if endpoint_id_of(one) == world.ours.webhook)


def micros_of(*, hours: int) -> int:
    return timedelta(hours=hours) // timedelta(microseconds=1)


def secret_on(answer: Answer) -> str:
    found = _SECRET.search(answer.text)
    assert found is not None, answer.text
    return found[1]


def test_a_webhook_is_added_and_its_secret_shown_once(world: World) -> None:
    visitor = world.visitor("owner")
    answer = visitor.post(page_of(world), ADD)
    made = endpoints(world)[-1]
    assert (made.url, made.description) == (URL, "The till")
    assert made.events == (
        "contact.created,contact.deleted,contact.updated,invoice.created,invoice.deleted,invoice.updated"
    )
    assert secret_on(answer).replace("&#43;", "+") == secret_text(made.secret)
    listed = visitor.get(page_of(world)).text
    assert _SECRET.search(listed) is None
    assert "Contacts, Invoices and bills" in listed


def test_a_form_sent_twice_adds_one_and_shows_its_secret_once(world: World) -> None:
    visitor = world.visitor("owner")
    page = visitor.get(page_of(world)).text
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "once")}
    first, again = (visitor.send(page_of(world), {**form, **ADD}) for _ in range(2))
    assert secret_on(first)
    assert _SECRET.search(again.text) is None
    assert "It was shown already" in again.text
    assert len([each for each in endpoints(world) if each.url == URL]) == 1


@pytest.mark.parametrize("url", ["http://example.com", "https://127.0.0.1/", "example", "https://db.internal/"])
def test_an_address_inside_is_refused_at_its_field(world: World, url: str) -> None:
    before = len(endpoints(world))
    answer = world.visitor("owner").post(page_of(world), {**ADD, "url": url})
    assert answer.status == 422
    assert "public internet" in answer.text.split('id="f-url-wrong"')[1].split("</p>")[0]
    assert len(endpoints(world)) == before


def test_a_secret_is_replaced_and_both_are_good_for_a_while(world: World) -> None:
    before = kept(world)
    answer = world.visitor("owner").post(f"{one(world)}/rotate", {"do": "rotate", "overlap": "24"})
    after = kept(world)
    assert secret_on(answer).replace("&#43;", "+") == secret_text(after.secret)
    assert after.old_secret == before.secret != after.secret
    assert after.old_until is not None
    now = micros(world.opened.clock())
    assert now + micros_of(hours=23) < after.old_until <= now + micros_of(hours=24)
    assert "two signatures until" in world.visitor("owner").get(one(world)).text


def test_what_was_sent_is_shown_with_its_outcome_and_sent_again(world: World) -> None:
    visitor, company = world.visitor("owner"), world.ours.keeper.company
    tested = visitor.post(one(world), {"do": "test"})
    assert tested.header("location") == f"{one(world)}?done=tested"
    world.ours.keeper.do(manage_contacts.ADD, NewContact("Quarry"))
    change = _newest_change(world)
    again = visitor.post(one(world), {"do": "again", "event": change})
    assert again.header("location") == f"{one(world)}?done=again"
    page = world.ours.keeper.ask(LIST_DELIVERIES, DeliveryQuestion(world.ours.webhook, 9))
    assert [each.cause for each in page.deliveries][:2] == ["redelivery", "test"]
    text = visitor.get(one(world)).text
    assert "Contacts: created" in text
    assert text.count("waits") >= 2
    other = ids.public_id("whk_", company, 999)
    assert visitor.get(f"{page_of(world)}/{other}").status == 404


def _newest_change(world: World) -> str:
    found: str = world.ours.keeper.ask(CHANGES, ChangesQuestion(1000, None, ("contact",))).changes[-1].change_id
    return found


def test_it_is_stopped_started_and_what_did_not_arrive_left_out(world: World) -> None:
    visitor = world.visitor("owner")
    visitor.post(one(world), {"do": "stop"})
    assert kept(world).status == "disabled"
    assert "a person disabled it" in visitor.get(one(world)).text.lower().replace("<br>", "")
    told = kept(world).told
    world.ours.keeper.do(manage_contacts.ADD, NewContact("Quarry"))
    assert visitor.post(one(world), {"do": "skip"}).status == 422
    assert kept(world).told == told
    visitor.post(one(world), {"do": "skip", "sure": "yes"})
    assert kept(world).status == "enabled"
    assert kept(world).told > told
    visitor.post(one(world), {"do": "stop"})
    visitor.post(one(world), {"do": "start"})
    assert kept(world).status == "enabled"


def test_one_is_removed_only_with_its_tick(world: World) -> None:
    visitor, webhook = world.visitor("owner"), world.ours.webhook
    assert visitor.post(f"{one(world)}/remove", {"do": "remove"}).status == 422
    assert visitor.post(f"{one(world)}/remove", {"do": "remove", "sure": "yes"}).status == 303
    number = ids.number_in("whk_", world.ours.keeper.company, webhook)
    assert number is not None

    def gone(db: Reader | Writer) -> Endpoint | None:
        return endpoint_of(db, world.ours.keeper.company, number)

    assert world.opened.books.look(gone) is None
    assert SCRIPT not in visitor.get(page_of(world)).text
