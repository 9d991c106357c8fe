"""Webhook endpoints, their deliveries, and the events that they are told, as JSON."""

from __future__ import annotations

from typing import Literal

import msgspec

from accountsos import ids
from accountsos.wire.fields import TimeOut
from accountsos.wire.shapes.changes import Link, ThingType
from accountsos.wire.shapes.common import CursorPageOut, Paging, moment_text
from accountsos.workflows.changes.list_changes import ChangePage, ToldChange
from accountsos.workflows.webhooks.deliver_events import DeliveryPage, ShownDelivery, delivery_id
from accountsos.workflows.webhooks.manage_webhooks import PREFIX, EndpointState
from accountsos.workflows.webhooks.tell_events import event_of


class WebhookOut(msgspec.Struct, frozen=True):
    """An endpoint that is told what changes; its secret is shown once."""

    id: str
    url: str
    """Where events are sent, by POST."""
    description: str | None
    """What it is for, in your words."""
    events: list[str] | None
    """Only these are sent; null: every event."""
    status: Literal["enabled", "disabled"]
    """A disabled one is told nothing; enabled again, it goes on where it was left."""
    failures: int
    """Attempts that failed in a row."""
    failing_since: TimeOut | None
    """When the first of these was made; after 5 days the endpoint is disabled."""
    next_attempt_at: TimeOut | None
    """When the next attempt is made, where the last one failed."""
    disabled_at: TimeOut | None
    """When it was disabled; null while it is enabled."""
    disabled_reason: str | None
    """Why it was disabled, in words."""
    old_secret_until: TimeOut | None
    """Until then messages are signed with the secret before this one as well."""
    created_at: TimeOut


class NewWebhookOut(WebhookOut, frozen=True):
    """The same with its secret, the only time that it is seen."""

    secret: str | None
    """By which its messages are signed; null where the request was repeated under its Idempotency-Key."""


class OneWebhook(msgspec.Struct, frozen=True):
    """An endpoint."""

    webhook: WebhookOut
    """The endpoint."""


class OneNewWebhook(msgspec.Struct, frozen=True):
    """An endpoint with its secret."""

    webhook: NewWebhookOut
    """The endpoint."""


class WebhookList(msgspec.Struct, frozen=True):
    """A page of endpoints, oldest first."""

    webhooks: list[WebhookOut]
    """The endpoints."""
    pagination: CursorPageOut


class DeliveryOut(msgspec.Struct, frozen=True):
    """One attempt to tell an endpoint of an event, or one that is asked for."""

    id: str
    event_id: str
    """Of the event, as `webhook-id` says it; of a test the delivery's own."""
    event: str
    """Which event, such as `transaction.created`; `webhook.test` of a test."""
    cause: Literal["feed", "redelivery", "test"]
    """Why it was sent: in its turn, or because somebody asked for it."""
    state: Literal["queued", "succeeded", "failed"]
    """`succeeded` where it was answered by 2xx within 10 seconds."""
    asked_at: TimeOut
    """When it was its turn, or was asked for."""
    sent_at: TimeOut | None
    """When the attempt was made; null while it waits."""
    milliseconds: int | None
    """How long the attempt took."""
    status_code: int | None
    """What was answered; null where nothing was."""
    error: str | None
    """Why it failed, in words."""
    reply: str | None
    """How the answer begins: its first 1,000 characters."""


class OneDelivery(msgspec.Struct, frozen=True):
    """A delivery."""

    delivery: DeliveryOut
    """The delivery."""


class DeliveryList(msgspec.Struct, frozen=True):
    """A page of deliveries, newest first; they are kept for 30 days."""

    deliveries: list[DeliveryOut]
    """The deliveries."""
    pagination: CursorPageOut


class EventAbout(msgspec.Struct, frozen=True):
    """Which thing an event is about; the thing itself is read where `link` says."""

    company_id: str
    """Whose books, by id."""
    id: str
    """Which thing; of a VAT return the last day of its period."""
    type: ThingType
    change: Literal["created", "updated", "deleted"]
    """What became of the thing."""
    version: int | None
    """The thing's version after it, as its `ETag` tells; null where the thing has none, or it is not known any more."""
    link: str | None
    """Where the thing is shown; null where it was deleted."""


class WebhookEventOut(msgspec.Struct, frozen=True):
    """A change of the feed as a webhook tells it; all but `id`, which it tells as `webhook-id`."""

    id: str
    type: str
    """The type of thing and what became of it, such as `invoice.created`."""
    timestamp: TimeOut
    """When the write was recorded."""
    data: EventAbout
    """What it is about."""


class OneWebhookEvent(msgspec.Struct, frozen=True):
    """An event."""

    event: WebhookEventOut


class WebhookEventList(msgspec.Struct, frozen=True):
    """Events in the order of writes."""

    events: list[WebhookEventOut]
    """Oldest first."""
    cursor: str
    """Where this page ends: send it as `after`, also after an empty page."""
    has_more: bool
    """Whether there are events behind this page already."""


def webhook_out(state: EndpointState) -> OneWebhook:
    """An endpoint, its secret left out."""
    return OneWebhook(_webhook(state))


def new_webhook_out(state: EndpointState) -> OneNewWebhook:
    """An endpoint with the secret that it was given just now."""
    shown = _webhook(state)
    told = {name: getattr(shown, name) for name in shown.__struct_fields__}
    return OneNewWebhook(NewWebhookOut(**told, secret=state.secret))


def without_signing_secret(body: bytes) -> bytes:
    """The reply as it is kept: whoever repeats the request does not see the secret again."""
    made = msgspec.json.decode(body, type=OneNewWebhook)
    return msgspec.json.encode(OneNewWebhook(msgspec.structs.replace(made.webhook, secret=None)))


def webhook_list(found: list[EndpointState], *, paging: Paging) -> WebhookList:
    """A page of endpoints."""
    shown, page = paging.cut(found, _id)
    return WebhookList([_webhook(state) for state in shown], page)


def _id(state: EndpointState) -> str:
    return ids.public_id(PREFIX, state.endpoint.company, state.endpoint.number)


def _webhook(state: EndpointState) -> WebhookOut:
    endpoint = state.endpoint
    return WebhookOut(
        id=_id(state),
        url=endpoint.url,
        description=endpoint.description,
        events=None if endpoint.events is None else endpoint.events.split(","),
        status="enabled" if endpoint.status == "enabled" else "disabled",
        failures=endpoint.failures,
        failing_since=_moment(endpoint.failing_since),
        next_attempt_at=_moment(state.waits_until),
        disabled_at=_moment(endpoint.ended_at),
        disabled_reason=endpoint.ended_why,
        old_secret_until=_moment(state.overlaps_until),
        created_at=moment_text(endpoint.created_at),
    )


def delivery_out(delivery: ShownDelivery) -> OneDelivery:
    """One of them."""
    return OneDelivery(_delivery(delivery))


def delivery_list(page: DeliveryPage, *, paging: Paging) -> DeliveryList:
    """A page of them."""
    shown, told = paging.page(page.deliveries, page.total, lambda one: ("", one.number))
    return DeliveryList([_delivery(one) for one in shown], told)


def _delivery(delivery: ShownDelivery) -> DeliveryOut:
    return DeliveryOut(
        id=delivery_id(delivery),
        event_id=delivery.event_id,
        event=delivery.event,
        cause=delivery.cause,  # type: ignore[arg-type]  # one of the words of the table that names them
        state=delivery.state,  # type: ignore[arg-type]  # the same
        asked_at=moment_text(delivery.asked_at),
        sent_at=_moment(delivery.sent_at),
        milliseconds=delivery.milliseconds,
        status_code=delivery.answered,
        error=delivery.error,
        reply=delivery.reply,
    )


def webhook_event_out(company: int, told: ToldChange, link: Link) -> OneWebhookEvent:
    """One event."""
    return OneWebhookEvent(_event(company, told, link))


def webhook_event_list(company: int, page: ChangePage, cursor: str, link: Link) -> WebhookEventList:
    """A page with the cursor of its end."""
    return WebhookEventList([_event(company, told, link) for told in page.changes], cursor, page.has_more)


def _event(company: int, told: ToldChange, link: Link) -> WebhookEventOut:
    """By the very members that are sent."""
    event = event_of(company, told, link)
    return msgspec.convert({"id": event.event_id, **event.payload}, WebhookEventOut)


def _moment(stored: int | None) -> str | None:
    return None if stored is None else moment_text(stored)
