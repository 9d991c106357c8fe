"""Settings, webhooks: where changes are told, how that goes, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from accountsos.access.roles import Right
from accountsos.dashboard.figures import counted, moment
from accountsos.dashboard.forms import Choice, Field, Form, Hidden, Option, Tick
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.request import Request, refusal_kept
from accountsos.workflows.unit_of_work import Answer as Kept
from accountsos.workflows.unit_of_work import Shaping, WriteWorkflow
from accountsos.workflows.webhooks.deliver_events import (
    ASK,
    LIST_DELIVERIES,
    AskedDelivery,
    DeliveryPage,
    DeliveryQuestion,
    ShownDelivery,
)
from accountsos.workflows.webhooks.manage_webhooks import (
    ADD,
    CHANGE,
    LIST,
    REMOVE,
    ROTATE,
    SHOW,
    EndpointChange,
    EndpointState,
    NewEndpoint,
    Rotation,
    endpoint_id_of,
)

ROWS = 25
OVERLAPS = {"24": timedelta(hours=24), "168": timedelta(days=7), "0": timedelta()}
THINGS = {
    "transaction": "Bank lines",
    "contact": "Contacts",
    "document": "Papers",
    "invoice": "Invoices and bills",
    "journal": "Journals",
    "import": "Statements",
    "category": "Categories",
    "bank_account": "Accounts",
    "rule": "Rules",
    "asset": "Fixed assets",
    "trip": "Trips",
    "deadline": "Deadlines",
    "vat_return": "VAT returns",
}
BECAME = ("created", "updated", "deleted")
OUTCOMES = {"queued": ("waits", ""), "succeeded": ("arrived", " good"), "failed": ("failed", " late")}
"""By the state of a delivery: the word, and the sign."""
CAUSES = {"feed": "", "redelivery": "sent again", "test": "a test"}
TOLD = {
    "removed": "The webhook is removed: nothing is told to it any more.",
    "tested": "A test is on its way. Open the page again to see whether it arrived.",
    "again": "It is sent again, before everything that waits.",
    "stopped": "It is told nothing any more, until you start it again.",
    "started": "It goes on where it was left.",
    "skipped": "What had not arrived is left out. It is told what changes from now on.",
}
ADDED = Form(
    (
        Field(name="url", label="Address", hint="It begins with https://", most=2000),
        Field(name="name", label="What it is for", most=500, optional=True),
        *(Tick(name=f"of-{thing}", label=label, optional=True) for thing, label in THINGS.items()),
    )
)
ROTATED = Form(
    (
        Choice(
            name="overlap",
            label="How long should both secrets be good?",
            options=(
                Option("24", "For 24 hours"),
                Option("168", "For 7 days"),
                Option("0", "Only the new one", "if somebody has seen the old one"),
            ),
            preset="24",
        ),
    )
)
REMOVED = Form(
    (Tick(name="sure", label="Yes, nothing that is needed listens there", wrong="Tick the box to remove it"),)
)
SKIPPED = Form((Tick(name="sure", label="Yes, leave out what did not arrive", wrong="Tick the box to leave it out"),))
AGAIN = Form((Hidden(name="event", most=40),))


@dataclass(frozen=True, slots=True)
class Told:
    """An endpoint in words."""

    id: str
    address: str
    url: str
    name: str
    tells: str
    word: str
    tag: str
    why: str
    is_stopped: bool
    is_behind: bool
    """Whether something did not arrive."""
    secrets: str
    """Until when two secrets are good."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivery in words."""

    event: str
    event_id: str
    """Of one that can be sent again; empty for a test."""
    when: str
    word: str
    tag: str
    said: str


class NewSecret(msgspec.Struct):
    """What is shown once. Of a form that was sent again the secret is not known any more."""

    webhook_id: str
    url: str
    secret: str | None = None


def _list(request: Request) -> str:
    return f"/{request.company_id}/settings/webhooks"


def _of_micros(stored: int) -> datetime:
    return datetime.fromtimestamp(stored // 1_000_000, UTC)


async def show(request: Request) -> Answer:
    """All of them, and the form for another."""
    return await _shown(request, None)


async def _shown(request: Request, made: NewSecret | None) -> Shown:
    def shape(states: list[EndpointState]) -> Shown:
        return Shown(
            {
                "webhooks": [_told(request, state) for state in states],
                "here": _list(request),
                "made": made,
                "asked": ADDED.fields[:2],
                "things": ADDED.fields[2:],
                "told": TOLD.get(request.query.get("done", ""), ""),
            }
        )

    return await request.ask(LIST, request.now, shape)


def _told(request: Request, state: EndpointState) -> Told:
    endpoint, today = state.endpoint, request.today
    webhook_id, stopped = endpoint_id_of(endpoint), endpoint.ended_at is not None
    word, tag, why = "told", " good", ""
    if stopped:
        word, tag, why = "stopped", " late", endpoint.ended_why or ""
    elif endpoint.failures:
        word, tag = "does not answer", " ask"
        why = f"{counted(endpoint.failures, 'attempt')} in a row failed"
        if state.waits_until is not None:
            why += f"; the next one is {moment(_of_micros(state.waits_until), today)}"
    until = state.overlaps_until
    return Told(
        webhook_id,
        f"{_list(request)}/{webhook_id}",
        endpoint.url,
        endpoint.description or "",
        tells(endpoint.events),
        word,
        tag,
        why,
        stopped,
        stopped or bool(endpoint.failures),
        "" if until is None else moment(_of_micros(until), today),
    )


def tells(events: str | None) -> str:
    """What it is told of: everything, or `Bank lines, Contacts`."""
    if events is None:
        return "everything"
    words = events.split(",")
    whole = {thing for thing in THINGS if all(f"{thing}.{became}" in words for became in BECAME)}
    others = [word for word in words if word.partition(".")[0] not in whole]
    return ", ".join([*(label for thing, label in THINGS.items() if thing in whole), *others])


async def do_add(request: Request) -> Answer:
    """Keep it, and show its secret this once."""
    given = request.state.values
    chosen = [thing for thing in THINGS if given[f"of-{thing}"]]
    events = tuple(f"{thing}.{became}" for thing in chosen for became in BECAME) or None
    return await _made(request, ADD, NewEndpoint(given["url"], request.context.books.reachable, given["name"], events))


async def _made(request: Request, workflow: WriteWorkflow[Any, Any, EndpointState], command: object) -> Answer:
    def result(state: EndpointState) -> Kept:
        made = NewSecret(endpoint_id_of(state.endpoint), state.endpoint.url, state.secret)
        return Kept(200, msgspec.json.encode(made), {})

    def without_secret(answer: Kept) -> bytes:
        made = msgspec.json.decode(answer.body, type=NewSecret)
        return msgspec.json.encode(NewSecret(made.webhook_id, made.url))

    answer = await request.write(workflow, command, Shaping(result, refusal_kept, without_secret))
    request.page, request.part = ALL, ""
    return await _shown(request, msgspec.json.decode(answer.body, type=NewSecret))


async def show_one(request: Request) -> Answer:
    """One with its latest deliveries."""
    webhook_id = request.holes["webhook"]
    question = DeliveryQuestion(webhook_id, ROWS)
    told = await request.ask(SHOW, (webhook_id, request.now), lambda state: _told(request, state))

    def shape(page: DeliveryPage) -> Shown:
        return Shown(
            {
                "webhook": told,
                "attempts": [_attempt(request, each) for each in page.deliveries],
                "total": page.total,
                "list": _list(request),
                "skip": SKIPPED,
                "told": TOLD.get(request.query.get("done", ""), ""),
            }
        )

    return await request.ask(LIST_DELIVERIES, question, shape)


def _attempt(request: Request, delivery: ShownDelivery) -> Attempt:
    word, tag = OUTCOMES[delivery.state]
    thing, _, became = delivery.event.partition(".")
    label = THINGS.get(thing)
    answered = "" if delivery.answered is None else f"answered {delivery.answered}"
    took = "" if delivery.milliseconds is None else f"in {delivery.milliseconds:,} ms"
    said = [CAUSES[delivery.cause], delivery.error or f"{answered} {took}".strip()]
    return Attempt(
        f"{label}: {became}" if label else "a test",
        delivery.event_id if label else "",
        moment(_of_micros(delivery.sent_at or delivery.asked_at), request.today),
        word,
        tag,
        " · ".join(filter(None, said)),
    )


async def _ask(request: Request, event_id: str | None, done: str) -> Answer:
    command = AskedDelivery(request.holes["webhook"], event_id)
    back: Leave = await request.change(ASK, command, lambda _: _one(request, done))
    return back


def _one(request: Request, done: str) -> str:
    return f"{_list(request)}/{request.holes['webhook']}?done={done}"


async def do_test(request: Request) -> Answer:
    """Send a test."""
    return await _ask(request, None, "tested")


async def do_again(request: Request) -> Answer:
    """Send an event once more."""
    return await _ask(request, request.state.values["event"], "again")


async def _status(request: Request, status: str, done: str, *, skip_missed: bool = False) -> Answer:
    reachable = request.context.books.reachable
    command = EndpointChange(request.holes["webhook"], {"status": status}, reachable, skip_missed=skip_missed)
    back: Leave = await request.change(CHANGE, command, lambda _: _one(request, done))
    return back


async def do_stop(request: Request) -> Answer:
    """Tell it nothing for a while."""
    return await _status(request, "disabled", "stopped")


async def do_start(request: Request) -> Answer:
    """Go on where it was left, at once."""
    return await _status(request, "enabled", "started")


async def do_skip(request: Request) -> Answer:
    """Go on from now, without what did not arrive."""
    return await _status(request, "enabled", "skipped", skip_missed=True)


async def show_step(request: Request) -> Answer:
    """One, and what follows when its secret is replaced or it is removed."""

    def shape(state: EndpointState) -> Shown:
        return Shown({"webhook": _told(request, state), "rotate": ROTATED, "remove": REMOVED})

    return await request.ask(SHOW, (request.holes["webhook"], request.now), shape)


async def do_rotate(request: Request) -> Answer:
    """Another secret, shown this once."""
    overlap = OVERLAPS[request.state.values["overlap"]]
    return await _made(request, ROTATE, Rotation(request.holes["webhook"], overlap))


async def do_remove(request: Request) -> Answer:
    """Nothing is told to it any more."""
    back: Leave = await request.change(REMOVE, request.holes["webhook"], lambda _: f"{_list(request)}?done=removed")
    return back


ALL = Page(
    name="webhooks",
    path="/{company}/settings/webhooks",
    title="Webhooks",
    show=show,
    right=Right.GOVERN,
    actions={"add": Action(form=ADDED, do=do_add, right=Right.GOVERN, proof=True)},
    under="settings",
)
PAGES = (
    ALL,
    Page(
        name="webhook",
        path="/{company}/settings/webhooks/{webhook}",
        title="A webhook",
        show=show_one,
        right=Right.GOVERN,
        actions={
            "test": Action(do=do_test, right=Right.GOVERN),
            "again": Action(form=AGAIN, do=do_again, right=Right.GOVERN),
            "stop": Action(do=do_stop, right=Right.GOVERN),
            "start": Action(do=do_start, right=Right.GOVERN),
            "skip": Action(form=SKIPPED, do=do_skip, right=Right.GOVERN),
        },
        under="settings",
    ),
    Page(
        name="rotate-webhook",
        path="/{company}/settings/webhooks/{webhook}/rotate",
        title="Replace a secret",
        show=show_step,
        right=Right.GOVERN,
        actions={"rotate": Action(form=ROTATED, do=do_rotate, right=Right.GOVERN, proof=True)},
        under="settings",
    ),
    Page(
        name="remove-webhook",
        path="/{company}/settings/webhooks/{webhook}/remove",
        title="Remove a webhook",
        show=show_step,
        right=Right.GOVERN,
        actions={"remove": Action(form=REMOVED, do=do_remove, right=Right.GOVERN, proof=True)},
        under="settings",
    ),
)
