"""Keep webhook endpoints: make, list, change, remove them, give one another secret."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accountsos import ids
from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.look_ups import company_or_refuse, thing_number
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.changed_things import BEGINNING, Place, last_place
from accountsos.store.engine.sql import Reader, Writer, micros, moment_from
from accountsos.store.head import Cause
from accountsos.store.webhooks import (
    DISABLED,
    ENABLED,
    Endpoint,
    add_endpoint,
    change_endpoint,
    endpoint_of,
    endpoints_of,
    remove_endpoint,
    rotate_secret,
)
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow
from accountsos.workflows.webhooks.endpoint_address import Networks, target_of
from accountsos.workflows.webhooks.tell_events import EVENT_WORDS

PREFIX = "whk_"
MOST = 20
SECRET_BYTES = 32
OVERLAP_HOURS_MAX = 168
BY_HAND = "a person disabled it"


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """Where to tell of which events (None: of every one), from which place of the feed on (None: from now on)."""

    url: str
    inside: Networks
    """Networks inside that an address may be in."""
    description: str | None = None
    events: tuple[str, ...] | None = None
    after: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class EndpointChange:
    """New values by field name: `url`, `description`, `events`, `status`."""

    endpoint_id: str
    changes: Mapping[str, object]
    inside: Networks
    skip_missed: bool = False
    """Whether what was not delivered yet is left out for good."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """Another secret; the old one signs beside it for so long."""

    endpoint_id: str
    overlap: timedelta


@dataclass(frozen=True, slots=True)
class EndpointState:
    """An endpoint, and its secret where it was made just now."""

    endpoint: Endpoint
    now: datetime
    """When it was looked at."""
    secret: str | None = None

    @property
    def waits_until(self) -> int | None:
        """When it is tried again, where the last attempt failed."""
        later = self.endpoint.not_before
        return later if self.endpoint.failures and later > micros(self.now) else None

    @property
    def overlaps_until(self) -> int | None:
        """Until when the secret before this one signs as well."""
        until = self.endpoint.old_until
        return until if until is not None and until > micros(self.now) else None


def secret_text(secret: bytes) -> str:
    """A secret as receivers are given it (Standard Webhooks 1.0.0)."""
    return "whsec_" + base64.b64encode(secret).decode("ascii")


def prepare_new(db: Reader, company: int, command: NewEndpoint) -> NewEndpoint:
    """Its address must be one of the public internet."""
    company_or_refuse(db, company)
    target_of(command.url, command.inside)
    _events_text(command.events)
    return command


def apply_new(db: Writer, company: int, plan: NewEndpoint, cause: Cause) -> EndpointState:
    """Keep it with a secret of its own."""
    if len(endpoints_of(db, company)) >= MOST:
        raise Conflict(f"there are {MOST} endpoints already, as many as a company may have; remove one first")
    secret = secrets.token_bytes(SECRET_BYTES)
    endpoint = Endpoint(
        company=company,
        number=cause.next_number(),
        url=plan.url,
        description=plan.description,
        events=_events_text(plan.events),
        status=ENABLED,
        secret=secret,
        old_secret=None,
        old_until=None,
        told=_start(db, company, plan.after),
        last_delivery=0,
        failures=0,
        failing_since=None,
        not_before=0,
        claim=0,
        lease_until=None,
        ended_at=None,
        ended_why=None,
        created_at=cause.recorded_at,
    )
    add_endpoint(db, endpoint)
    cause.note("webhook.add", endpoint_id_of(endpoint), after=_noted(endpoint))
    return EndpointState(endpoint, moment_from(cause.recorded_at), secret_text(secret))


def _start(db: Reader, company: int, after: tuple[int, int, int, int] | None) -> Place:
    end = last_place(db, company)
    return end if after is None else min(Place(*after), end)


def _events_text(events: tuple[str, ...] | None) -> str | None:
    if events is None:
        return None
    unknown = next((word for word in events if word not in EVENT_WORDS), None)
    if unknown is not None or not events:
        raise BadRequest(
            f"events: {unknown!r} is not an event; an event is a thing and what became of it, such as "
            "transaction.created, invoice.updated or contact.deleted",
            param="events",
        )
    return ",".join(sorted(set(events)))


def prepare_change(db: Reader, company: int, command: EndpointChange) -> EndpointChange:
    """It must be there, and its new address one of the public internet."""
    known_endpoint(db, company, command.endpoint_id)
    if "url" in command.changes:
        target_of(str(command.changes["url"]), command.inside)
    return command


def apply_change(db: Writer, company: int, plan: EndpointChange, cause: Cause) -> EndpointState:
    """Keep the new values. One that is enabled again goes on where it was left, and is tried at once."""
    old = known_endpoint(db, company, plan.endpoint_id)
    changes = dict(plan.changes)
    if "events" in changes:
        events = changes["events"]
        changes["events"] = _events_text(tuple(events) if isinstance(events, tuple | list) else None)
    if plan.skip_missed:
        changes["told"] = last_place(db, company)
    new = replace(old, **changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    if new == old:
        return EndpointState(old, moment_from(cause.recorded_at))
    new = replace(new, failures=0, failing_since=None, not_before=0)
    if new.status != old.status:
        ended = new.status == DISABLED
        new = replace(new, ended_at=cause.recorded_at if ended else None, ended_why=BY_HAND if ended else None)
    change_endpoint(db, new)
    cause.note("webhook.change", plan.endpoint_id, before=_noted(old), after=_noted(new))
    return EndpointState(new, moment_from(cause.recorded_at))


def prepare_rotation(db: Reader, company: int, command: Rotation) -> Rotation:
    """It must be there."""
    if not timedelta() <= command.overlap <= timedelta(hours=OVERLAP_HOURS_MAX):
        raise BadRequest(
            "overlap_hours: the old secret can go on for 7 days (168 hours) at most", param="overlap_hours"
        )
    known_endpoint(db, company, command.endpoint_id)
    return command


def apply_rotation(db: Writer, company: int, plan: Rotation, cause: Cause) -> EndpointState:
    """A new secret; the one before it signs beside it until the overlap is over."""
    old, secret = known_endpoint(db, company, plan.endpoint_id), secrets.token_bytes(SECRET_BYTES)
    until = micros(cause.now + plan.overlap) if plan.overlap else None
    new = replace(old, secret=secret, old_secret=old.secret if until else None, old_until=until)
    rotate_secret(db, new)
    cause.note("webhook.rotate", plan.endpoint_id, after={"overlap_hours": int(plan.overlap / timedelta(hours=1))})
    return EndpointState(new, moment_from(cause.recorded_at), secret_text(secret))


def prepare_removal(db: Reader, company: int, endpoint_id: str) -> str:
    """It must be there."""
    known_endpoint(db, company, endpoint_id)
    return endpoint_id


def apply_removal(db: Writer, company: int, endpoint_id: str, cause: Cause) -> None:
    """Nothing is told to it any more, and what was told of it is forgotten."""
    old = known_endpoint(db, company, endpoint_id)
    remove_endpoint(db, company, old.number)
    cause.note("webhook.remove", endpoint_id, before=_noted(old))


def list_endpoints(db: Reader, company: int, now: datetime) -> list[EndpointState]:
    """All of them, oldest first."""
    company_or_refuse(db, company)
    return [EndpointState(endpoint, now) for endpoint in endpoints_of(db, company)]


def show_endpoint(db: Reader, company: int, asked: tuple[str, datetime]) -> EndpointState:
    """One of them."""
    endpoint_id, now = asked
    return EndpointState(known_endpoint(db, company, endpoint_id), now)


def known_endpoint(db: Reader, company: int, endpoint_id: str) -> Endpoint:
    """The endpoint of that id."""
    found = endpoint_of(db, company, thing_number(PREFIX, company, endpoint_id, "webhook"))
    if found is None:
        raise NotFound(f"there is no webhook {endpoint_id!r}")
    return found


def endpoint_id_of(endpoint: Endpoint) -> str:
    """As it is named outside."""
    return ids.public_id(PREFIX, endpoint.company, endpoint.number)


def _noted(endpoint: Endpoint) -> dict[str, object]:
    """What the audit log tells: never a secret."""
    told: dict[str, object] = {"url": endpoint.url, "events": endpoint.events, "status": endpoint.status}
    place = None if endpoint.told == BEGINNING else ".".join(map(str, endpoint.told))
    return told | {"description": endpoint.description, "told": place, "why": endpoint.ended_why}


LIST = ReadWorkflow("webhook.list", list_endpoints, short=True)
SHOW = ReadWorkflow("webhook.show", show_endpoint, short=True)
ADD = WriteWorkflow("webhook.add", prepare_new, apply_new, needs=ADMIN)
CHANGE = WriteWorkflow("webhook.change", prepare_change, apply_change, needs=ADMIN)
ROTATE = WriteWorkflow("webhook.rotate", prepare_rotation, apply_rotation, needs=ADMIN)
REMOVE = WriteWorkflow("webhook.remove", prepare_removal, apply_removal, needs=ADMIN)
