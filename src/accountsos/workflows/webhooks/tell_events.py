"""Events: the changes of the feed, each as a webhook tells it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.errors import NotFound
from accountsos.ids import from_base62
from accountsos.store.changed_things import CHANGES, TYPES, change_at
from accountsos.store.engine.sql import Reader
from accountsos.store.webhook_deliveries import TESTED
from accountsos.workflows.changes.list_changes import ToldChange, told_changes
from accountsos.workflows.unit_of_work import ReadWorkflow

Link: TypeAlias = Callable[[ToldChange], str | None]
"""Where a door shows a thing; None where it is gone."""
EVENT_WORDS = tuple(f"{thing}.{change}" for thing in TYPES.values() for change in CHANGES.values())
"""Every event that there is, but the one for tests."""
_KIND, _NUMBER = 2, 8


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """A change as a webhook tells it. What is told is which thing, and not the thing."""

    event_id: str
    event: str
    payload: Mapping[str, object]

    @property
    def body(self) -> bytes:
        """As it is signed and sent."""
        return json.dumps(self.payload, ensure_ascii=False, separators=(",", ":")).encode()


def event_of(company: int, told: ToldChange, link: Link) -> ToldEvent:
    """The event of a change."""
    event = event_word(told)
    about = {
        "company_id": ids.company_id(company),
        "id": told.thing_id,
        "type": told.type,
        "change": told.change,
        "version": told.version,
        "link": link(told),
    }
    return ToldEvent(told.change_id, event, {"type": event, "timestamp": rfc3339(told.at), "data": about})


def event_word(told: ToldChange) -> str:
    """Which event a change is."""
    return f"{told.type}.{told.change}"


def event_for_test(company: int, delivery_id: str, at: str) -> ToldEvent:
    """What is sent to see whether it arrives."""
    about = {"company_id": ids.company_id(company), "id": delivery_id}
    return ToldEvent(delivery_id, TESTED, {"type": TESTED, "timestamp": at, "data": about})


def show_event(db: Reader, company: int, event_id: str) -> ToldChange:
    """The change of that id."""
    body = event_id.removeprefix("chg_")
    seq = ids.number_in("chg_", company, event_id[: -_KIND - _NUMBER])
    kind, number = from_base62(body[-_KIND - _NUMBER : -_NUMBER]), from_base62(body[-_NUMBER:])
    change = None
    if seq is not None and kind in TYPES and number is not None and number <= ids.NUMBER_MAX:
        change = change_at(db, company, seq, kind, number)
    if change is None:
        raise NotFound(f"there is no event {event_id!r}")
    return told_changes(db, company, [change])[0]


SHOW_EVENT = ReadWorkflow("event.show", show_event, short=True)
