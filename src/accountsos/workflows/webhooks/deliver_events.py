"""What an endpoint is to be told next, and what became of telling it: the feed itself is the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from accountsos import ids
from accountsos.access.rights import ADMIN
from accountsos.dates import rfc3339
from accountsos.errors import NotFound
from accountsos.store.changed_things import KINDS, Place, changes_after, last_place
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.head import Cause
from accountsos.store.webhook_deliveries import (
    FEED,
    QUEUED,
    REDELIVERY,
    TEST,
    TESTED,
    Delivery,
    DeliveryFilter,
    add_deliveries,
    delivery_of,
    delivery_page,
    waiting_deliveries,
)
from accountsos.store.webhooks import (
    DISABLED,
    ENABLED,
    Endpoint,
    change_endpoint,
    endpoint_of,
    next_deliveries,
    told_up_to,
)
from accountsos.workflows.changes.list_changes import ToldChange, told_changes
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow
from accountsos.workflows.webhooks.manage_webhooks import endpoint_id_of, known_endpoint
from accountsos.workflows.webhooks.tell_events import Link, ToldEvent, event_for_test, event_of, event_word, show_event

PREFIX = "dlv_"
_NUMBER = 8


ShownDelivery = Delivery
"""Under a name for the doors, which know no store."""


class Waiting(NamedTuple):
    """What is to be told, in order, and the place of the feed at which it ends."""

    asked: Sequence[Delivery]
    """What a person asked for: first of all, and also where the endpoint is disabled."""
    changes: Sequence[ToldChange]
    end: Place


@dataclass(frozen=True, slots=True)
class WhatWaits:
    """Asked of which endpoint, and how many of each at most."""

    endpoint: Endpoint
    limit: int


@dataclass(frozen=True, slots=True)
class DeliveryQuestion:
    """Which deliveries of which endpoint."""

    endpoint_id: str
    limit: int
    offset: int = 0
    state: str = ""
    event_id: str = ""
    """Both empty where every one is meant."""
    below: int = ids.ABOVE_ALL


class DeliveryPage(NamedTuple):
    """A page, newest first."""

    deliveries: Sequence[Delivery]
    total: int


@dataclass(frozen=True, slots=True)
class AskedDelivery:
    """What a person wants to be sent: an event of the feed once more, or (None) a test."""

    endpoint_id: str
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """An endpoint that is to be told nothing more, and why."""

    held: Endpoint
    why: str


def what_waits(db: Reader, _company: int, asked: WhatWaits) -> Waiting:
    """From one consistent view: nothing that was committed before it is left out."""
    endpoint, limit = asked.endpoint, asked.limit
    company = endpoint.company
    waiting = waiting_deliveries(db, company, endpoint.number, limit=limit)
    if endpoint.status != ENABLED:
        return Waiting(waiting, (), endpoint.told)
    wanted = wanted_events(endpoint.events)
    kinds = tuple({KINDS[word.partition(".")[0]] for word in wanted or ()})
    found, more = changes_after(db, company, endpoint.told, kinds=kinds, limit=limit)
    end = found[-1].place if more else max(endpoint.told, last_place(db, company))
    told = [one for one in told_changes(db, company, found) if wanted is None or event_word(one) in wanted]
    return Waiting(waiting, told, end)


def wanted_events(events: str | None) -> frozenset[str] | None:
    """The words of an endpoint; None: every event."""
    return None if events is None else frozenset(events.split(","))


def event_of_delivery(db: Reader, company: int, asked: tuple[Delivery, Link]) -> ToldEvent | None:
    """What is sent for what a person asked for; None where the event is no more."""
    delivery, link = asked
    if delivery.event == TESTED:
        return event_for_test(company, delivery.event_id, rfc3339(moment_from(delivery.asked_at)))
    try:
        return event_of(company, show_event(db, company, delivery.event_id), link)
    except NotFound:
        return None


def keep_told(db: Writer, held: Endpoint, done: Sequence[Delivery], place: Place, until: int) -> bool:
    """Deliveries from the feed that arrived, and the place up to which; False where others hold the endpoint now."""
    if not told_up_to(db, held, place, until=until):
        return False
    keep_deliveries(db, held, done)
    return True


def keep_deliveries(db: Writer, held: Endpoint, done: Sequence[Delivery]) -> None:
    """Attempts, numbered in their order."""
    first = next_deliveries(db, held.company, held.number, len(done)) if done else None
    if first is not None:
        add_deliveries(db, [replace(one, number=first + n) for n, one in enumerate(done)])


def delivery_id(delivery: Delivery) -> str:
    """As it is named outside."""
    return _delivery_id(delivery.company, delivery.endpoint, delivery.number)


def _delivery_id(company: int, endpoint: int, number: int) -> str:
    return f"{ids.public_id(PREFIX, company, endpoint)}{ids.base62(number, _NUMBER)}"


def prepare_asked(db: Reader, company: int, command: AskedDelivery) -> tuple[AskedDelivery, str]:
    """The endpoint and the event must be there."""
    known_endpoint(db, company, command.endpoint_id)
    event = TESTED if command.event_id is None else event_word(show_event(db, company, command.event_id))
    return command, event


def apply_asked(db: Writer, company: int, plan: tuple[AskedDelivery, str], cause: Cause) -> Delivery:
    """Put it before everything else that waits for the endpoint."""
    command, event = plan
    endpoint = known_endpoint(db, company, command.endpoint_id)
    number = next_deliveries(db, company, endpoint.number, 1)
    assert number is not None, "it was there a moment ago"
    event_id = command.event_id or _delivery_id(company, endpoint.number, number)
    source = TEST if command.event_id is None else REDELIVERY
    asked = Delivery(company, endpoint.number, number, event_id, event, source, QUEUED, cause.recorded_at)
    add_deliveries(db, [asked])
    after: Mapping[str, object] = {"event": event, "event_id": event_id}
    if source == TEST:
        cause.note("webhook.test", command.endpoint_id, after=after)
    else:
        cause.note("webhook.redeliver", command.endpoint_id, after=after)
    return asked


def from_feed(held: Endpoint, told: ToldEvent, asked_at: int) -> Delivery:
    """The delivery of an event, before anything became of it."""
    return Delivery(held.company, held.number, 0, told.event_id, told.event, FEED, QUEUED, asked_at)


def prepare_end(_db: Reader, _company: int, command: Ended) -> Ended:
    """Nothing can be wrong with it."""
    return command


def apply_end(db: Writer, company: int, plan: Ended, cause: Cause) -> bool:
    """Disable it, unless somebody changed it meanwhile; whether it is."""
    now = endpoint_of(db, company, plan.held.number)
    if now is None or now.claim != plan.held.claim or now.status != ENABLED:
        return False
    change_endpoint(db, replace(now, status=DISABLED, ended_at=cause.recorded_at, ended_why=plan.why))
    cause.note("webhook.disable", endpoint_id_of(now), before={"status": ENABLED}, after={"why": plan.why})
    return True


def list_deliveries(db: Reader, company: int, asked: DeliveryQuestion) -> DeliveryPage:
    """A page, newest first."""
    endpoint = known_endpoint(db, company, asked.endpoint_id)
    page = (asked.limit, asked.offset)
    chosen = DeliveryFilter(asked.state, asked.event_id)
    return DeliveryPage(*delivery_page(db, company, endpoint.number, chosen, page=page, below=asked.below))


def show_delivery(db: Reader, company: int, asked: tuple[str, str]) -> Delivery:
    """One of an endpoint."""
    endpoint_id, delivery = asked
    endpoint = known_endpoint(db, company, endpoint_id)
    number = ids.from_base62(delivery[-_NUMBER:])
    found = None
    if number is not None and delivery == _delivery_id(company, endpoint.number, number) and number <= ids.NUMBER_MAX:
        found = delivery_of(db, company, endpoint.number, number)
    if found is None:
        raise NotFound(f"there is no delivery {delivery!r} of this webhook", param="delivery_id")
    return found


WAITING = ReadWorkflow("webhook.waiting", what_waits)
EVENT_OF_DELIVERY = ReadWorkflow("webhook.event_of_delivery", event_of_delivery)
ASK = WriteWorkflow("webhook.deliver", prepare_asked, apply_asked, needs=ADMIN)
END = WriteWorkflow("webhook.disable", prepare_end, apply_end, needs=ADMIN)
LIST_DELIVERIES = ReadWorkflow("webhook.deliveries", list_deliveries, short=True)
SHOW_DELIVERY = ReadWorkflow("webhook.delivery", show_delivery, short=True)
