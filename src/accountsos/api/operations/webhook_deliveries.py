"""Deliveries of webhooks: what was sent, a test, an event once more."""

from __future__ import annotations

from typing import Any

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import ThingId
from accountsos.api.operations.events import EVENT_ID
from accountsos.api.operations.examples import PAGE_OF_ONE
from accountsos.api.operations.parameters import numbers_below, page_of, paging_of
from accountsos.api.operations.run import answered, changed
from accountsos.api.operations.webhooks import TAG, WEBHOOK, WEBHOOK_ID
from accountsos.web.parameters import Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.shapes.webhooks import DeliveryList, OneDelivery, delivery_list, delivery_out
from accountsos.workflows.webhooks.deliver_events import (
    ASK,
    LIST_DELIVERIES,
    PREFIX,
    SHOW_DELIVERY,
    AskedDelivery,
    DeliveryPage,
    DeliveryQuestion,
)

DELIVERY_ID = f"dlv_{WEBHOOK_ID.removeprefix('whk_')}00000001"
_DELIVERY_ID = PathId("delivery_id", Id(PREFIX), "The delivery.", DELIVERY_ID)
_DELIVERY: dict[str, Any] = {
    "id": DELIVERY_ID,
    "event_id": EVENT_ID,
    "event": "transaction.updated",
    "cause": "feed",
    "state": "succeeded",
    "asked_at": "2026-01-31T17:30:01.000001Z",
    "sent_at": "2026-01-31T17:30:01.000002Z",
    "milliseconds": 48,
    "status_code": 204,
    "error": None,
    "reply": "",
}


class RedeliveryBody(Body, frozen=True):
    """What to send once more."""

    event_id: ThingId
    """The event, as `webhook-id` named it."""


async def test_webhook(request: ApiRequest) -> Reply:
    """Send a test."""
    return await _asked(request, AskedDelivery(request.ids["webhook_id"]))


async def redeliver_event(request: ApiRequest) -> Reply:
    """Send an event once more."""
    body: RedeliveryBody = request.body
    return await _asked(request, AskedDelivery(request.ids["webhook_id"], body.event_id))


async def _asked(request: ApiRequest, command: AskedDelivery) -> Reply:
    def shape(delivery: Any) -> Reply:
        made = delivery_out(delivery)
        where = f"/api/webhooks/{command.endpoint_id}/deliveries/{made.delivery.id}"
        return Reply(made, status=201, headers=((b"location", where.encode("ascii")),))

    return await changed(request, ASK, command, shape)


async def list_deliveries(request: ApiRequest) -> Reply:
    """A page of deliveries."""
    query, paging = request.query, paging_of(request, "deliveries")

    def shape(page: DeliveryPage) -> Reply:
        return Reply(delivery_list(page, paging=paging))

    question = DeliveryQuestion(
        request.ids["webhook_id"],
        paging.limit + 1,
        paging.offset,
        query["state"] or "",
        query["event_id"] or "",
        below=numbers_below(paging),
    )
    return await answered(request, LIST_DELIVERIES, question, shape)


async def show_delivery(request: ApiRequest) -> Reply:
    """One delivery."""
    asked = (request.ids["webhook_id"], request.ids["delivery_id"])
    return await answered(request, SHOW_DELIVERY, asked, lambda delivery: Reply(delivery_out(delivery)))


OPERATIONS = (
    Operation(
        name="test_webhook",
        method="POST",
        path="/api/webhooks/{webhook_id}/test",
        summary="Send a test to a webhook",
        tag=TAG,
        description="An event `webhook.test`, sent once, also to a disabled endpoint; the delivery tells how it went.",
        scope="admin",
        handler=test_webhook,
        location="/api/webhooks/{webhook_id}/deliveries/{delivery_id}",
        replies={201: ReplyShape("The delivery, which waits.", OneDelivery, example={"delivery": _DELIVERY})},
        ids=(WEBHOOK,),
        idempotent=True,
    ),
    Operation(
        name="list_deliveries",
        method="GET",
        path="/api/webhooks/{webhook_id}/deliveries",
        summary="List deliveries of a webhook",
        tag=TAG,
        description="Each attempt of the last 30 days, newest first, with what was answered or why it failed.",
        scope="admin",
        handler=list_deliveries,
        replies={
            200: ReplyShape(
                "A page of deliveries.", DeliveryList, example={"deliveries": [_DELIVERY], "pagination": PAGE_OF_ONE}
            )
        },
        ids=(WEBHOOK,),
        query=(
            QueryParameter("state", OneOf(("queued", "succeeded", "failed")), "Only those in this state."),
            QueryParameter("event_id", Id("chg_"), "Only those of this event.", example=EVENT_ID),
            *page_of("deliveries"),
        ),
    ),
    Operation(
        name="redeliver_event",
        method="POST",
        path="/api/webhooks/{webhook_id}/deliveries",
        summary="Send an event once more",
        tag=TAG,
        description=(
            "Under the same `webhook-id`, once, before everything else that waits; also to a disabled endpoint, and "
            "whatever became of it before."
        ),
        scope="admin",
        handler=redeliver_event,
        location="/api/webhooks/{webhook_id}/deliveries/{delivery_id}",
        replies={201: ReplyShape("The delivery, which waits.", OneDelivery, example={"delivery": _DELIVERY})},
        ids=(WEBHOOK,),
        body=RedeliveryBody,
        body_example={"event_id": EVENT_ID},
        errors=("not_found",),
        idempotent=True,
    ),
    Operation(
        name="show_delivery",
        method="GET",
        path="/api/webhooks/{webhook_id}/deliveries/{delivery_id}",
        summary="Show a delivery of a webhook",
        tag=TAG,
        scope="admin",
        handler=show_delivery,
        replies={200: ReplyShape("The delivery.", OneDelivery, example={"delivery": _DELIVERY})},
        ids=(WEBHOOK, _DELIVERY_ID),
    ),
)
