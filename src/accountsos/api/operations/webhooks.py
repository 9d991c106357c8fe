"""Webhooks: endpoints, their secrets, their deliveries."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Words, changes_in, given
from accountsos.api.operations.changes import THINGS, place_of
from accountsos.api.operations.examples import PAGE_OF_ONE
from accountsos.api.operations.parameters import page_of, paging_of
from accountsos.api.operations.run import answered, changed, gone
from accountsos.errors import BadRequest
from accountsos.web.cursor import Cursor, decode_cursor
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.shapes.webhooks import (
    OneNewWebhook,
    OneWebhook,
    WebhookList,
    new_webhook_out,
    webhook_list,
    webhook_out,
    without_signing_secret,
)
from accountsos.workflows.webhooks.manage_webhooks import (
    ADD,
    CHANGE,
    LIST,
    OVERLAP_HOURS_MAX,
    PREFIX,
    REMOVE,
    ROTATE,
    SHOW,
    EndpointChange,
    NewEndpoint,
    Rotation,
)

WEBHOOK_ID = "whk_08M0kX0000000T"
TAG = "Webhooks"
WEBHOOK = PathId("webhook_id", Id(PREFIX), "The endpoint.", WEBHOOK_ID)
_EVENTS = 39
_WEBHOOK: dict[str, Any] = {
    "id": WEBHOOK_ID,
    "url": "https://example.com/accountsos",
    "description": "The warehouse",
    "events": ["invoice.created", "invoice.updated"],
    "status": "enabled",
    "failures": 0,
    "failing_since": None,
    "next_attempt_at": None,
    "disabled_at": None,
    "disabled_reason": None,
    "old_secret_until": None,
    "created_at": "2026-01-31T17:30:00.000001Z",
}
_SECRET = "whsec_…"  # noqa: S105 - what stands in the documentation
Url = Annotated[str, Meta(min_length=1, max_length=2000)]
Events = Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(min_length=1, max_length=_EVENTS)]


class NewWebhookBody(Body, frozen=True):
    """Where to tell of what."""

    url: Url
    """An address of the public internet, by https."""
    description: Words | UnsetType | None = UNSET
    events: Events | UnsetType | None = UNSET
    """Only these, such as `invoice.created`; left out, every event."""
    after: Annotated[str, Meta(max_length=1600)] | UnsetType | None = UNSET
    """A cursor of the feed of changes: what comes after it is sent first. Left out, what changes from now on."""


class WebhookChangeBody(Body, frozen=True):
    """What to change; a field that is left out stays, null clears."""

    url: Url | UnsetType = UNSET
    """An address of the public internet, by https."""
    description: Words | UnsetType | None = UNSET
    events: Events | UnsetType | None = UNSET
    """Only these; null: every event."""
    status: Literal["enabled", "disabled"] | UnsetType = UNSET
    """Enabled again, it is told what it missed, from where it was left."""
    skip_missed: bool | UnsetType = UNSET
    """Whether what was not delivered yet is left out for good."""


class RotationBody(Body, frozen=True):
    """How the secret is replaced."""

    overlap_hours: Annotated[int, Meta(ge=0, le=OVERLAP_HOURS_MAX)]
    """How long messages are signed with both secrets; 0: with the new one alone from now on."""


async def list_webhooks(request: ApiRequest) -> Reply:
    """All endpoints, oldest first."""
    paging = paging_of(request, "webhooks")
    return await answered(request, LIST, request.now, lambda found: Reply(webhook_list(found, paging=paging)))


async def show_webhook(request: ApiRequest) -> Reply:
    """One endpoint."""
    asked = (request.ids["webhook_id"], request.now)
    return await answered(request, SHOW, asked, lambda state: Reply(webhook_out(state)))


async def add_webhook(request: ApiRequest) -> Reply:
    """Add an endpoint; its secret is shown this once."""
    body: NewWebhookBody = request.body
    events, after = given(body.events), given(body.after)
    command = NewEndpoint(
        body.url,
        request.books.reachable,
        given(body.description),
        None if events is None else tuple(events),
        None if after is None else _place(after),
    )
    return await changed(
        request,
        ADD,
        command,
        lambda state: Reply(new_webhook_out(state), status=201),
        kept_body=without_signing_secret,
    )


def _place(text: str) -> tuple[int, int, int, int]:
    try:
        cursor: Cursor = decode_cursor(THINGS, text)
    except ValueError:
        raise BadRequest(
            "`after` is not of the feed of changes; expected the cursor of a page, unchanged.", param="after"
        ) from None
    return place_of(cursor)


async def change_webhook(request: ApiRequest) -> Reply:
    """Change an endpoint."""
    body: WebhookChangeBody = request.body
    changes = changes_in(url=body.url, description=body.description, events=body.events, status=body.status)
    skip_missed = given(body.skip_missed) or False
    command = EndpointChange(request.ids["webhook_id"], changes, request.books.reachable, skip_missed=skip_missed)
    return await changed(request, CHANGE, command, lambda state: Reply(webhook_out(state)))


async def remove_webhook(request: ApiRequest) -> Reply:
    """Remove an endpoint."""
    return await changed(request, REMOVE, request.ids["webhook_id"], gone)


async def rotate_webhook_secret(request: ApiRequest) -> Reply:
    """Another secret; it is shown this once."""
    body: RotationBody = request.body
    command = Rotation(request.ids["webhook_id"], timedelta(hours=body.overlap_hours))
    return await changed(
        request, ROTATE, command, lambda state: Reply(new_webhook_out(state)), kept_body=without_signing_secret
    )


OPERATIONS = (
    Operation(
        name="list_webhooks",
        method="GET",
        path="/api/webhooks",
        summary="List webhooks",
        tag=TAG,
        scope="admin",
        handler=list_webhooks,
        replies={
            200: ReplyShape(
                "A page of endpoints.", WebhookList, example={"webhooks": [_WEBHOOK], "pagination": PAGE_OF_ONE}
            )
        },
        query=page_of("webhooks"),
    ),
    Operation(
        name="add_webhook",
        method="POST",
        path="/api/webhooks",
        summary="Add a webhook",
        tag=TAG,
        description=(
            "From now on, or from the cursor `after`, each change is sent to `url` by POST: in the order of the feed, "
            "at least once, signed as Standard Webhooks 1.0.0 says. The secret is in this reply and nowhere else; a "
            "request repeated under its `Idempotency-Key` is answered with `secret: null`."
        ),
        scope="admin",
        handler=add_webhook,
        location="/api/webhooks/{webhook_id}",
        replies={
            201: ReplyShape(
                "The endpoint, with its secret.", OneNewWebhook, example={"webhook": {**_WEBHOOK, "secret": _SECRET}}
            )
        },
        body=NewWebhookBody,
        body_example={
            "url": "https://example.com/accountsos",
            "description": "The warehouse",
            "events": ["invoice.created", "invoice.updated"],
        },
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="show_webhook",
        method="GET",
        path="/api/webhooks/{webhook_id}",
        summary="Show a webhook",
        tag=TAG,
        scope="admin",
        handler=show_webhook,
        replies={200: ReplyShape("The endpoint, without its secret.", OneWebhook, example={"webhook": _WEBHOOK})},
        ids=(WEBHOOK,),
    ),
    Operation(
        name="change_webhook",
        method="PATCH",
        path="/api/webhooks/{webhook_id}",
        summary="Change a webhook",
        tag=TAG,
        description=(
            "Where something is changed, what waits is tried again at once. With `status: enabled` a disabled one goes "
            "on where it was left; with `skip_missed`, from now on."
        ),
        scope="admin",
        handler=change_webhook,
        replies={200: ReplyShape("The endpoint as it is now.", OneWebhook, example={"webhook": _WEBHOOK})},
        ids=(WEBHOOK,),
        body=WebhookChangeBody,
        body_example={"description": "The warehouse in Leeds", "status": "enabled"},
        idempotent=True,
    ),
    Operation(
        name="remove_webhook",
        method="DELETE",
        path="/api/webhooks/{webhook_id}",
        summary="Remove a webhook",
        tag=TAG,
        scope="admin",
        handler=remove_webhook,
        replies={204: ReplyShape("It is gone, and so is the list of its deliveries.")},
        ids=(WEBHOOK,),
    ),
    Operation(
        name="rotate_webhook_secret",
        method="POST",
        path="/api/webhooks/{webhook_id}/rotate",
        summary="Rotate a webhook's secret",
        tag=TAG,
        description=(
            "A new secret, in this reply and nowhere else. For `overlap_hours` each message is signed with both, so "
            "that no receiver misses one while it is told the new secret."
        ),
        scope="admin",
        handler=rotate_webhook_secret,
        replies={
            200: ReplyShape(
                "The endpoint, with its new secret.",
                OneNewWebhook,
                example={"webhook": {**_WEBHOOK, "secret": _SECRET}},
            )
        },
        ids=(WEBHOOK,),
        body=RotationBody,
        body_example={"overlap_hours": 24},
        idempotent=True,
    ),
)
