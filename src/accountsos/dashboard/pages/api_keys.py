"""Settings, API: generate a key, see how each is used, regenerate it, revoke it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from accountsos.access.roles import Right
from accountsos.dashboard.figures import moment
from accountsos.dashboard.forms import Choice, Field, Form, Option, Tick
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request, refusal_kept
from accountsos.dashboard.security import Transport
from accountsos.errors import NotFound
from accountsos.workflows.access.manage_keys import LIST, MAKE, RENEW, REVOKE, KeyMade, MakeKey, RenewKey
from accountsos.workflows.unit_of_work import Answer as Kept
from accountsos.workflows.unit_of_work import Shaping, WriteWorkflow

MAY = {"read": "read", "write": "read and change", "admin": "everything"}
LIVES = {"year": timedelta(days=365), "quarter": timedelta(days=90), "never": None}
OVERLAPS = {"0": timedelta(), "24": timedelta(hours=24), "168": timedelta(days=7)}
SOON = timedelta(days=7)
GENERATE = Form(
    (
        Field(name="name", label="Name", hint="Who or what will use it", most=120),
        Choice(
            name="scope",
            label="What may it do?",
            options=(
                Option("read", "Read", "lists, reports, documents"),
                Option("write", "Read and change", "categorise, upload, import"),
                Option("admin", "Everything", "also keys, people, reopening years"),
            ),
            preset="read",
        ),
        Choice(
            name="expires",
            label="Expires",
            options=(Option("year", "in a year"), Option("quarter", "in 90 days"), Option("never", "never")),
            preset="year",
            as_list=True,
        ),
    )
)
REGENERATE = Form(
    (
        Choice(
            name="overlap",
            label="Until when should the old key work?",
            options=(
                Option("0", "It ends now", "if somebody has seen it"),
                Option("24", "For 24 hours"),
                Option("168", "For 7 days"),
            ),
            preset="24",
        ),
    )
)
REVOKED = Form(
    (Tick(name="sure", label="Yes, nothing that is needed uses it", wrong="Tick the box to revoke the key"),)
)
TOLD = {"revoked": "The key is revoked: it opens nothing any more."}


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key in words."""

    id: str
    name: str
    ending: str
    may: str
    used: str
    calls: int
    expires: str
    tag: str
    """The sign of one that ends soon."""


class NewKey(msgspec.Struct):
    """What is shown once. Of a form that was sent again the secret is not known any more."""

    key_id: str
    name: str
    secret: str = ""


async def show(request: Request) -> Answer:
    """The keys that still open something, and the form for another."""
    return await _shown(request, None)


async def _shown(request: Request, made: NewKey | None) -> Shown:
    def shape(keys: list[Any]) -> Shown:
        context = request.context
        usable = [key for key in keys if key.usable(request.now)]
        return Shown(
            {
                "keys": [_key_shown(request, key) for key in reversed(usable)],
                "an_hour": context.calls_an_hour,
                "a_minute": context.calls_a_minute,
                "generate": GENERATE,
                "made": made,
                "here": API.address(company=request.company_id),
                "address": server_address(request),
                "told": TOLD.get(request.query.get("done", ""), ""),
            }
        )

    return await request.ask(LIST, None, shape)


def _key_shown(request: Request, key: Any) -> KeyShown:
    use, today = request.context.books.key_use(key.key_id, request.now), request.today
    expires = key.expires_at
    return KeyShown(
        key.key_id,
        key.name or "without a name",
        f"sk_{'test' if key.sandbox else 'live'}_…{key.last_four}",
        MAY[key.scope],
        moment(use.last_used_at, today) if use.last_used_at else "never",
        use.calls_this_hour,
        _until(expires, request) if expires else "never",
        "soon" if expires and expires - request.now <= SOON else "",
    )


def _until(expires: datetime, request: Request) -> str:
    said = moment(expires, request.today)
    return said if expires - request.now <= SOON else said.partition(",")[0]


def server_address(request: Request) -> str:
    """Where the API is, as this browser reaches it."""
    scheme = "https" if request.transport is Transport.HTTPS else "http"
    return request.context.public_url.rstrip("/") or f"{scheme}://{request.host}"


async def do_generate(request: Request) -> Answer:
    """Make it, and show its secret this once."""
    given = request.state.values
    life = LIVES[given["expires"]]
    expires_at = request.now + life if life else None
    return await _made(request, MAKE, MakeKey((given["scope"],), given["name"], expires_at, request.now))


async def _made(request: Request, workflow: WriteWorkflow[Any, Any, KeyMade], command: object) -> Answer:
    def result(made: KeyMade) -> Kept:
        return Kept(200, msgspec.json.encode(NewKey(made.key.key_id, made.key.name, made.secret)), {})

    def without_secret(answer: Kept) -> bytes:
        made = msgspec.json.decode(answer.body, type=NewKey)
        return msgspec.json.encode(NewKey(made.key_id, made.name))

    answer = await request.write(workflow, command, Shaping(result, refusal_kept, without_secret))
    request.page, request.part = API, ""
    return await _shown(request, msgspec.json.decode(answer.body, type=NewKey))


async def show_one(request: Request) -> Answer:
    """One key, and what follows when it is regenerated or revoked."""

    def shape(keys: list[Any]) -> Shown:
        found = [key for key in keys if key.key_id == request.holes["key"] and key.usable(request.now)]
        if not found:
            raise NotFound("there is no such key")
        return Shown({"key": _key_shown(request, found[0]), "regenerate": REGENERATE, "revoke": REVOKED})

    return await request.ask(LIST, None, shape)


async def do_regenerate(request: Request) -> Answer:
    """Another secret; the old one works on for as long as was chosen."""
    return await _made(request, RENEW, RenewKey(request.holes["key"], OVERLAPS[request.state.values["overlap"]]))


async def do_revoke(request: Request) -> Answer:
    """Within a second it opens nothing any more, in every process."""
    back: Leave = await request.change(
        REVOKE, request.holes["key"], lambda _: f"/{request.company_id}/settings/api?done=revoked"
    )
    return back


API = Page(
    name="api-keys",
    path="/{company}/settings/api",
    title="API",
    show=show,
    right=Right.GOVERN,
    actions={"generate": Action(form=GENERATE, do=do_generate, right=Right.GOVERN, proof=True)},
    under="settings",
)
PAGES = (
    API,
    Page(
        name="regenerate-key",
        path="/{company}/settings/api/{key}/regenerate",
        title="Regenerate a key",
        show=show_one,
        right=Right.GOVERN,
        actions={"regenerate": Action(form=REGENERATE, do=do_regenerate, right=Right.GOVERN, proof=True)},
        under="settings",
    ),
    Page(
        name="revoke-key",
        path="/{company}/settings/api/{key}/revoke",
        title="Revoke a key",
        show=show_one,
        right=Right.GOVERN,
        actions={"revoke": Action(form=REVOKED, do=do_revoke, right=Right.GOVERN, proof=True)},
        under="settings",
    ),
)
