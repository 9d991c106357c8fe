"""What is refused about webhooks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accountsos.workflows.webhooks import deliver_events, manage_webhooks, tell_events
from accountsos.workflows.webhooks.deliver_events import AskedDelivery, DeliveryQuestion
from accountsos.workflows.webhooks.manage_webhooks import MOST, EndpointChange, NewEndpoint, Rotation
from tests.refusals.desk import Cases, Desk
from tests.support.engines import NOON

PUBLIC = "https://example.com/accountsos"


def _add(desk: Desk, url: str = PUBLIC, **more: Any) -> str:
    made = desk.do(manage_webhooks.ADD, NewEndpoint(url, (), **more))
    return desk.id("whk_", made.endpoint.number)


def _too_many(desk: Desk) -> None:
    for _ in range(MOST + 1):
        _add(desk)


def _nobody(desk: Desk) -> str:
    return desk.id("whk_", 999_999)


CASES: Cases = {
    "a webhook to no address": lambda d: _add(d, "example.com/hooks"),
    "a webhook in the open": lambda d: _add(d, "http://example.com/hooks"),
    "a webhook with a user": lambda d: _add(d, "https://me:secret@example.com/"),
    "a webhook to this machine": lambda d: _add(d, "https://localhost:8000/api"),
    "a webhook to a private address": lambda d: _add(d, "https://192.168.1.1/"),
    "a webhook to a cloud's credentials": lambda d: _add(d, "https://169.254.169.254/latest/"),
    "a webhook to an address written oddly": lambda d: _add(d, "https://0177.0.0.1/"),
    "a webhook to a port that there is not": lambda d: _add(d, "https://example.com:70000/"),
    "a webhook to what is no name": lambda d: _add(d, "https://exa_mple.com/"),
    "a webhook for an event that there is not": lambda d: _add(d, events=("transaction.sold",)),
    "a webhook too many": _too_many,
    "a webhook that there is not": lambda d: d.keeper.ask(manage_webhooks.SHOW, (_nobody(d), NOON)),
    "a webhook moved inside": lambda d: d.do(
        manage_webhooks.CHANGE, EndpointChange(_add(d), {"url": "https://10.0.0.1/"}, ())
    ),
    "an old secret that would sign for a month": lambda d: d.do(
        manage_webhooks.ROTATE, Rotation(_add(d), timedelta(days=30))
    ),
    "an event that there is not": lambda d: d.keeper.ask(tell_events.SHOW_EVENT, "chg_0000000000000000000000"),
    "an event that there is not, once more": lambda d: d.do(
        deliver_events.ASK, AskedDelivery(_add(d), "chg_0000000000000000000000")
    ),
    "deliveries of nobody": lambda d: d.keeper.ask(
        deliver_events.LIST_DELIVERIES, DeliveryQuestion(_nobody(d), limit=10)
    ),
    "a delivery that there is not": lambda d: d.keeper.ask(
        deliver_events.SHOW_DELIVERY, (_add(d), "dlv_0000000000000000000000")
    ),
}
