"""Events: the changes of the feed as webhooks tell them."""

from __future__ import annotations

from typing import Any

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.changes import QUERY, THINGS, cursor_of, question_of
from accountsos.api.operations.examples import TRANSACTION_ID
from accountsos.api.operations.run import answered
from accountsos.api.operations.thing_links import link_of
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.webhooks import OneWebhookEvent, WebhookEventList, webhook_event_list, webhook_event_out
from accountsos.workflows.changes.list_changes import LIST, ChangePage
from accountsos.workflows.webhooks.tell_events import SHOW_EVENT

EVENT_ID = "chg_08M0kX0000001a0100000004"
_EVENT: dict[str, Any] = {
    "id": EVENT_ID,
    "type": "transaction.updated",
    "timestamp": "2026-01-31T17:30:00.000001Z",
    "data": {
        "company_id": "co_08M0kX",
        "id": TRANSACTION_ID,
        "type": "transaction",
        "change": "updated",
        "version": 2,
        "link": f"/api/transactions/{TRANSACTION_ID}",
    },
}


async def list_webhook_events(request: ApiRequest) -> Reply:
    """A page of the feed, as webhooks tell it."""
    company = request.caller.company

    def shape(page: ChangePage) -> Reply:
        return Reply(webhook_event_list(company, page, cursor_of(page.place), link_of))

    return await answered(request, LIST, question_of(request), shape)


async def show_webhook_event(request: ApiRequest) -> Reply:
    """One event."""
    company = request.caller.company
    return await answered(
        request,
        SHOW_EVENT,
        request.ids["event_id"],
        lambda told: Reply(webhook_event_out(company, told, link_of)),
    )


OPERATIONS = (
    Operation(
        name="list_webhook_events",
        method="GET",
        path="/api/events",
        summary="Catch up on events",
        tag="Webhooks",
        description=(
            "The feed of changes in the words of webhooks, oldest first: what was told, and what was missed. "
            "`id` is the `webhook-id`; the rest is the body that is sent. A cursor is the same as of the feed of "
            "changes."
        ),
        handler=list_webhook_events,
        replies={
            200: ReplyShape(
                "A page of events.",
                WebhookEventList,
                example={
                    "events": [_EVENT],
                    "cursor": encode_cursor(THINGS, Cursor("82.1.4", 4)),
                    "has_more": False,
                },
            )
        },
        query=QUERY,
        exclusive=(("after", "start"),),
    ),
    Operation(
        name="show_webhook_event",
        method="GET",
        path="/api/events/{event_id}",
        summary="Show an event",
        tag="Webhooks",
        handler=show_webhook_event,
        replies={200: ReplyShape("The event.", OneWebhookEvent, example={"event": _EVENT})},
        ids=(PathId("event_id", Id("chg_"), "The event.", EVENT_ID),),
    ),
)
