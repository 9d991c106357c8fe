"""Webhooks arrive in the order of the feed, signed; are tried again, given up after days, and sent again on demand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from accountsos import ids
from accountsos.api.operations.thing_links import link_of
from accountsos.jobs.deliver_webhooks import WAITS, Deliverer, Lost
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Reader
from accountsos.store.maintenance import due_endpoints
from accountsos.store.webhooks import Endpoint
from accountsos.workflows.changes.list_changes import LIST, ChangesQuestion
from accountsos.workflows.contacts.manage_contacts import ADD as ADD_CONTACT
from accountsos.workflows.contacts.manage_contacts import NewContact
from accountsos.workflows.upkeep.look_around import look_around
from accountsos.workflows.webhooks import manage_webhooks
from accountsos.workflows.webhooks.deliver_events import (
    ASK,
    LIST_DELIVERIES,
    AskedDelivery,
    DeliveryQuestion,
    ShownDelivery,
)
from accountsos.workflows.webhooks.manage_webhooks import EndpointChange, EndpointState, NewEndpoint, Rotation
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.support.engines import Clock, opened
from tests.support.receiver import LOOPBACK, Receiver, receiving, until

DAY = date(2026, 3, 2)


@dataclass
class Desk:
    """A company, a receiver, and a worker that is asked step by step."""

    keeper: Bookkeeper
    receiver: Receiver
    clock: Clock
    place: Place
    worker: Deliverer
    endpoint_id: str = ""
    secret: str = ""

    def add(self, **more: object) -> EndpointState:
        asked = NewEndpoint(**{"url": self.receiver.url, "inside": LOOPBACK, **more})  # type: ignore[arg-type]  # as given
        state = self.keeper.do(manage_webhooks.ADD, asked)
        self.endpoint_id, self.secret = _id(state.endpoint), state.secret or ""
        return state

    def enter(self, count: int = 1) -> None:
        for n in range(count):
            self.keeper.enter(DAY, -100 - n, f"BISCUITS {n}", category="cat_office")

    def tell(self) -> None:
        """All that can be told now."""
        while due := self.due():
            for seen in due:
                self.worker.tell(seen)

    def due(self) -> list[Endpoint]:
        now = self.worker.now()

        def run(db: Reader) -> list[Endpoint]:
            return due_endpoints(db, now=now, limit=10)

        return self.keeper.books.look(run)

    def pass_by(self, **span: float) -> None:
        self.clock.now += timedelta(**span)

    def state(self) -> EndpointState:
        return self.keeper.ask(manage_webhooks.SHOW, (self.endpoint_id, self.clock()))

    def deliveries(self) -> list[ShownDelivery]:
        return list(self.keeper.ask(LIST_DELIVERIES, DeliveryQuestion(self.endpoint_id, 1000)).deliveries)

    def fed(self) -> list[str]:
        """The ids of the feed, in order."""
        return [change.change_id for change in self.keeper.ask(LIST, ChangesQuestion(10_000)).changes]


def _id(endpoint: Endpoint) -> str:
    return ids.public_id("whk_", endpoint.company, endpoint.number)


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    with receiving() as receiver, opened(place) as installation:
        installation.books.reachable = LOOPBACK
        worker = Deliverer(installation.books, link_of)
        yield Desk(found(installation.books), receiver, installation.clock, place, worker)


def test_changes_arrive_in_the_order_of_the_feed_and_once(desk: Desk) -> None:
    desk.enter(2)
    before = len(desk.fed())
    desk.add()
    desk.keeper.load(plain_file([(DAY, -700 - n, f"TRAINLINE {n}") for n in range(250)]))
    desk.enter(3)
    desk.tell()
    assert desk.receiver.ids == desk.fed()[before:]
    assert len(desk.receiver.ids) > 250
    assert [one.event_id for one in reversed(desk.deliveries())] == desk.receiver.ids
    assert {one.state for one in desk.deliveries()} == {"succeeded"}
    assert desk.keeper.faults() == []


def test_who_begins_behind_a_cursor_is_told_what_was_before(desk: Desk) -> None:
    desk.enter(3)
    desk.add(after=(0, 0, 0, 0))
    desk.tell()
    assert desk.receiver.ids == desk.fed()


def test_only_the_events_that_are_wanted_are_sent_and_the_others_are_passed_by(desk: Desk) -> None:
    desk.add(events=("contact.created",))
    desk.enter(2)
    desk.keeper.do(ADD_CONTACT, NewContact("Harbour Ltd"))
    desk.enter(2)
    desk.tell()
    told = [json.loads(message.body) for message in desk.receiver.arrived]
    assert told
    assert {one["type"] for one in told} == {"contact.created"}
    assert desk.due() == []


def test_a_message_is_signed_and_says_which_thing_and_nothing_of_it(desk: Desk) -> None:
    desk.clock.now = _now()
    desk.add(events=("transaction.created",))
    desk.enter()
    desk.tell()
    (message,) = desk.receiver.arrived
    told = Webhook(desk.secret).verify(message.body, message.headers)
    assert told["type"] == "transaction.created"
    assert set(told) == {"type", "timestamp", "data"}
    assert told["data"] == {
        "company_id": ids.company_id(desk.keeper.company),
        "id": ids.public_id("txn_", desk.keeper.company, 1),
        "type": "transaction",
        "change": "created",
        "version": 1,
        "link": f"/api/transactions/{ids.public_id('txn_', desk.keeper.company, 1)}",
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(desk.secret).verify(message.body.replace(b"created", b"deleted"), message.headers)


def test_while_a_secret_is_replaced_both_sign_and_then_the_new_one_alone(desk: Desk) -> None:
    desk.clock.now = _now()
    desk.add()
    old = desk.secret
    new = desk.keeper.do(manage_webhooks.ROTATE, Rotation(desk.endpoint_id, timedelta(hours=2))).secret or ""
    desk.enter()
    desk.tell()
    message = desk.receiver.arrived[-1]
    for secret in (old, new):
        assert Webhook(secret).verify(message.body, message.headers)
    assert desk.state().overlaps_until is not None
    desk.pass_by(hours=3)
    desk.enter()
    desk.tell()
    assert desk.receiver.arrived[-1].headers["webhook-signature"].count("v1,") == 1
    assert desk.state().overlaps_until is None


def _now() -> datetime:
    return datetime.now(UTC)


def test_what_fails_is_tried_again_as_is_said_and_what_comes_after_waits(desk: Desk) -> None:
    desk.add(events=("transaction.created",))
    desk.enter(3)
    desk.receiver.answers = [204, *[500] * 11]
    desk.tell()
    assert len(desk.receiver.arrived) == 2
    for wait in (*WAITS, WAITS[-1]):
        assert desk.due() == []
        desk.pass_by(seconds=wait * 0.79)
        assert desk.due() == [], "not before a fifth less than it says"
        desk.pass_by(seconds=wait * 0.42)
        desk.tell()
    assert desk.receiver.ids[1:] == [desk.receiver.ids[1]] * 11
    desk.pass_by(days=2)
    desk.tell()
    assert list(dict.fromkeys(desk.receiver.ids)) == [one for one in desk.fed() if one in desk.receiver.ids]
    assert len(set(desk.receiver.ids)) == 3
    failed = [one for one in desk.deliveries() if one.state == "failed"]
    assert {(one.answered, one.error) for one in failed} == {(500, "it answered 500")}
    assert desk.state().endpoint.failures == 0


def test_after_five_days_of_failure_it_is_disabled_and_told_and_goes_on_where_it_was_left(desk: Desk) -> None:
    desk.add()
    desk.enter()
    desk.receiver.answers = [503] * 40
    for _ in range(40):
        desk.tell()
        desk.pass_by(hours=12)
    endpoint = desk.state().endpoint
    assert endpoint.status == "disabled"
    assert endpoint.ended_why == "every attempt failed for 5 days; at last: it answered 503"
    assert any(desk.endpoint_id in one and "5 days" in one for one in look_around(desk.keeper.books, desk.place.data))
    desk.receiver.answers.clear()
    desk.receiver.arrived.clear()
    desk.enter()
    assert desk.due() == []
    desk.keeper.do(manage_webhooks.CHANGE, EndpointChange(desk.endpoint_id, {"status": "enabled"}, LOOPBACK))
    desk.tell()
    assert desk.receiver.ids == desk.fed()[-len(desk.receiver.ids) :]
    assert len(desk.receiver.ids) >= 2
    assert look_around(desk.keeper.books, desk.place.data) == []


def test_who_answers_that_it_is_gone_is_asked_no_more(desk: Desk) -> None:
    desk.add()
    desk.enter()
    desk.receiver.answers = [410]
    desk.tell()
    assert desk.state().endpoint.status == "disabled"
    assert "410" in (desk.state().endpoint.ended_why or "")


def test_what_was_missed_can_be_left_out(desk: Desk) -> None:
    desk.add()
    desk.keeper.do(manage_webhooks.CHANGE, EndpointChange(desk.endpoint_id, {"status": "disabled"}, LOOPBACK))
    desk.enter(2)
    change = EndpointChange(desk.endpoint_id, {"status": "enabled"}, LOOPBACK, skip_missed=True)
    desk.keeper.do(manage_webhooks.CHANGE, change)
    assert desk.due() == []
    desk.enter()
    desk.tell()
    assert desk.receiver.ids == desk.fed()[-len(desk.receiver.ids) :]


def test_a_test_and_an_event_once_more_are_sent_also_to_a_disabled_endpoint(desk: Desk) -> None:
    desk.clock.now = _now()
    desk.enter()
    desk.add()
    desk.keeper.do(manage_webhooks.CHANGE, EndpointChange(desk.endpoint_id, {"status": "disabled"}, LOOPBACK))
    asked = [desk.keeper.do(ASK, AskedDelivery(desk.endpoint_id, event)) for event in (None, desk.fed()[0])]
    assert [one.state for one in asked] == ["queued", "queued"]
    desk.receiver.reply, desk.receiver.answers = b"thanks", [200, 200]
    desk.tell()
    assert desk.receiver.ids == [asked[0].event_id, desk.fed()[0]]
    assert json.loads(desk.receiver.arrived[0].body)["type"] == "webhook.test"
    for message in desk.receiver.arrived:
        assert Webhook(desk.secret).verify(message.body, message.headers)
    told = {one.number: one for one in desk.deliveries()}
    assert [told[one.number].state for one in asked] == ["succeeded", "succeeded"]
    assert told[asked[0].number].reply == "thanks"
    assert desk.due() == []


def test_a_redirect_is_not_followed(desk: Desk) -> None:
    with receiving() as elsewhere:
        desk.add()
        desk.enter()
        desk.receiver.answers, desk.receiver.headers = [302], {"Location": elsewhere.url}
        desk.tell()
        assert elsewhere.arrived == []
    assert "redirects are not followed" in (desk.deliveries()[0].error or "")


def test_two_workers_do_not_tell_the_same_endpoint(desk: Desk) -> None:
    desk.add()
    desk.enter()
    (seen,) = desk.due()
    other = Deliverer(desk.keeper.books, link_of)
    desk.receiver.meanwhile = lambda: held.append(other.tell(seen))
    held: list[bool] = []
    desk.worker.tell(seen)
    assert held
    assert not any(held)
    assert len(desk.receiver.ids) == len(set(desk.receiver.ids))


def test_an_endpoint_that_is_changed_while_it_is_told_is_told_again_from_where_it_was(desk: Desk) -> None:
    desk.add()
    desk.enter(2)
    (seen,) = desk.due()
    change = EndpointChange(desk.endpoint_id, {"description": "The warehouse"}, LOOPBACK)

    def once() -> None:
        desk.receiver.meanwhile = lambda: None
        desk.keeper.do(manage_webhooks.CHANGE, change)

    desk.receiver.meanwhile = once
    with pytest.raises(Lost):
        desk.worker.tell(seen)
    desk.tell()
    whole = desk.fed()[-len(set(desk.receiver.ids)) :]
    assert desk.receiver.ids == [*whole, *whole]


def test_deliveries_are_forgotten_after_thirty_days(desk: Desk) -> None:
    desk.add()
    desk.enter()
    desk.tell()
    desk.pass_by(days=31)
    desk.enter()
    desk.tell()
    before = len(desk.deliveries())
    desk.worker.forget_some()
    assert 0 < len(desk.deliveries()) < before


def test_the_worker_tells_by_itself_several_at_a_time(desk: Desk) -> None:
    before = len(desk.fed())
    for _ in range(6):
        desk.add()
    desk.enter(2)
    wanted = desk.fed()[before:]
    with desk.worker.beside(lambda: True):
        desk.receiver.wait_for(6 * len(wanted))
        until(lambda: desk.due() == [], 10)
    assert Counter(desk.receiver.ids) == dict.fromkeys(wanted, 6)
