"""API keys: list, make, revoke."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import given
from accountsos.api.operations.examples import KEY, KEY_ID, PAGE_OF_ONE
from accountsos.api.operations.parameters import page_of, paging_of
from accountsos.api.operations.run import answered, changed, gone
from accountsos.errors import BadRequest
from accountsos.web.parameters import Id, Moment
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.json_gate import shown
from accountsos.wire.shapes.companies.company import (
    KeyList,
    OneKey,
    OneNewKey,
    key_list,
    key_out,
    new_key,
    without_secret,
)
from accountsos.workflows.access.manage_keys import (
    LIST,
    MAKE,
    RENEW,
    REVOKE,
    SHOW,
    KeyMade,
    MakeKey,
    RenewKey,
    UseOfKey,
)

_KEY = PathId("key_id", Id("key_"), "The key.", KEY_ID)


class NewKeyBody(Body, frozen=True):
    """A key to make."""

    scopes: Annotated[list[Literal["read", "write", "admin"]], Meta(min_length=1, max_length=3)]
    """Each includes the weaker ones."""
    name: Annotated[str, Meta(max_length=120)] | UnsetType = UNSET
    expires_at: Annotated[str, Meta(max_length=40)] | UnsetType | None = UNSET
    """A time as RFC 3339, or a date: the end of that day in London."""


class RenewKeyBody(Body, frozen=True):
    """How a key is regenerated."""

    overlap_hours: Annotated[int, Meta(ge=0, le=168)]
    """How long the old key works beside the new one; 0: it ends now."""


async def list_keys(request: ApiRequest) -> Reply:
    """All keys, oldest first."""
    paging = paging_of(request, "keys")

    def shape(keys: list[Any]) -> Reply:
        use: Callable[[str], UseOfKey] = partial(_use, request)
        return Reply(key_list(keys, use, paging=paging))

    return await answered(request, LIST, None, shape)


async def show_key(request: ApiRequest) -> Reply:
    """One key."""

    def shape(key: Any) -> Reply:
        return Reply(OneKey(key_out(key, _use(request, key.key_id))))

    return await answered(request, SHOW, request.ids["key_id"], shape)


async def make_key(request: ApiRequest) -> Reply:
    """Make a key; its secret is shown this once."""
    body: NewKeyBody = request.body
    command = MakeKey(tuple(body.scopes), given(body.name) or "", _moment(given(body.expires_at)), request.now)

    def shape(made: KeyMade) -> Reply:
        return Reply(new_key(made), status=201)

    return await changed(request, MAKE, command, shape, kept_body=without_secret)


async def regenerate_key(request: ApiRequest) -> Reply:
    """Another secret in the place of a key's; its secret is shown this once."""
    body: RenewKeyBody = request.body
    command = RenewKey(request.ids["key_id"], timedelta(hours=body.overlap_hours))

    def shape(made: KeyMade) -> Reply:
        return Reply(new_key(made), status=201)

    return await changed(request, RENEW, command, shape, kept_body=without_secret)


async def revoke_key(request: ApiRequest) -> Reply:
    """Revoke a key."""
    return await changed(request, REVOKE, request.ids["key_id"], gone)


def _use(request: ApiRequest, key_id: str) -> UseOfKey:
    use: UseOfKey = request.books.key_use(key_id, request.now)
    return use


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    kind = Moment()
    try:
        moment = kind.read(text)
    except ValueError:
        raise BadRequest(f"`expires_at` is {shown(text)}; expected {kind.accepted}.", param="expires_at") from None
    assert isinstance(moment, datetime)
    return moment


OPERATIONS = (
    Operation(
        name="list_keys",
        method="GET",
        path="/api/keys",
        summary="List API keys",
        tag="API keys",
        scope="admin",
        handler=list_keys,
        replies={200: ReplyShape("A page of keys.", KeyList, example={"keys": [KEY], "pagination": PAGE_OF_ONE})},
        query=page_of("keys"),
    ),
    Operation(
        name="show_key",
        method="GET",
        path="/api/keys/{key_id}",
        summary="Show an API key",
        tag="API keys",
        scope="admin",
        handler=show_key,
        replies={200: ReplyShape("The key, without its secret.", OneKey, example={"key": KEY})},
        ids=(_KEY,),
    ),
    Operation(
        name="make_key",
        method="POST",
        path="/api/keys",
        summary="Make an API key",
        tag="API keys",
        description=(
            "The secret is in this reply and nowhere else: only a digest of it is stored. A request repeated under its "
            "`Idempotency-Key` is answered with `secret: null`."
        ),
        scope="admin",
        handler=make_key,
        location="/api/keys/{key_id}",
        replies={
            201: ReplyShape("The key, with its secret.", OneNewKey, example={"key": {**KEY, "secret": "sk_live_…"}})
        },
        body=NewKeyBody,
        body_example={"name": "till", "scopes": ["read", "write"]},
        idempotent=True,
    ),
    Operation(
        name="regenerate_key",
        method="POST",
        path="/api/keys/{key_id}/regenerate",
        summary="Regenerate an API key",
        tag="API keys",
        description=(
            "A new key with the name, scope and span of life of the old one, which ends now or after "
            "`overlap_hours`. The secret is in this reply and nowhere else."
        ),
        scope="admin",
        handler=regenerate_key,
        location="/api/keys/{key_id}",
        replies={
            201: ReplyShape("The new key, with its secret.", OneNewKey, example={"key": {**KEY, "secret": "sk_live_…"}})
        },
        ids=(_KEY,),
        body=RenewKeyBody,
        body_example={"overlap_hours": 24},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="revoke_key",
        method="DELETE",
        path="/api/keys/{key_id}",
        summary="Revoke an API key",
        tag="API keys",
        description="Within a second it opens nothing any more, in every process.",
        scope="admin",
        handler=revoke_key,
        replies={204: ReplyShape("It is revoked.")},
        ids=(_KEY,),
        errors=("conflict",),
    ),
)
