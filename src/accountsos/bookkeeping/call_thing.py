"""Call a thing what another system calls it: one thing of a kind by one id, and no thing that is gone in the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from msgspec import UNSET, UnsetType

from accountsos import ids
from accountsos.bookkeeping.look_ups import amended_to
from accountsos.errors import Conflict
from accountsos.store.audit import events_of_subject
from accountsos.store.changed_things import CONTACT, DOCUMENT, JOURNAL, TRANSACTION, TYPES
from accountsos.store.contacts import contact_of
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.external import External
from accountsos.store.external_references import (
    external_of,
    forget_id,
    holder_of_id,
    keep_external,
    next_version,
)
from accountsos.store.head import Cause
from accountsos.store.transactions import LIVE, transaction_of

PREFIXES = {TRANSACTION: "txn_", CONTACT: "con_", DOCUMENT: "doc_", JOURNAL: "je_"}
_MERGED = "contact.merge"


@dataclass(frozen=True, slots=True)
class ExternalChange:
    """What is said of it; UNSET stays as it is, None takes it away."""

    external_id: str | UnsetType | None = UNSET
    metadata: Mapping[str, str] | UnsetType | None = UNSET
    """All pairs anew."""

    @property
    def says_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return self.external_id is UNSET and self.metadata is UNSET

    def of(self, old: External) -> External:
        """What the thing is called after it."""
        new = old
        if not isinstance(self.external_id, UnsetType):
            new = replace(new, external_id=self.external_id)
        if not isinstance(self.metadata, UnsetType):
            new = replace(new, metadata=dict(self.metadata or {}))
        return new


SAYS_NOTHING = ExternalChange()


def call_thing(db: Writer, cause: Cause, thing: tuple[int, int], said: ExternalChange, *, is_new: bool = False) -> bool:
    """Whether the thing (kind, number) is called something else from now on; told in the audit log."""
    if said.says_nothing:
        return False
    (kind, number), company = thing, cause.company
    old = external_of(db, company, kind, number)
    new = said.of(old)
    if new == old:
        return False
    if new.external_id is not None and new.external_id != old.external_id:
        former = _former_holder(db, company, thing, new.external_id)
        if former is not None:
            forget_id(db, company, kind, former)
    if not is_new:
        next_version(db, company, kind, number)  # before the row that the feed tells of with this version
    keep_external(db, company, kind, number, new)
    cause.note(
        "external_reference.set", ids.public_id(PREFIXES[kind], company, number), before=_told(old), after=_told(new)
    )
    return True


def _told(external: External) -> dict[str, object]:
    return {"external_id": external.external_id, "metadata": dict(external.metadata) or None}


def refuse_taken(db: Reader, company: int, thing: tuple[int, int], said: ExternalChange) -> None:
    """Conflict where another thing of the kind is called so."""
    if isinstance(said.external_id, str):
        _former_holder(db, company, thing, said.external_id)


def _former_holder(db: Reader, company: int, thing: tuple[int, int], external_id: str) -> int | None:
    """The thing that was called so, and gives way: it is gone, or is this one by another number."""
    kind, number = thing
    holder = holder_of_id(db, company, kind, external_id)
    if holder is None or holder == number:
        return None
    now = _in_place_of(db, company, kind, holder)
    if now is None or now == number:
        return holder
    holder_id, now_id = (ids.public_id(PREFIXES[kind], company, one) for one in (holder, now))
    since = "" if now == holder else f" (it is {now_id} now)"
    raise Conflict(
        f"external_id: the {TYPES[kind]} {holder_id} is called {external_id!r} already{since}; give it another "
        "external_id first, or null",
        param="external_id",
    )


def thing_called(db: Reader, company: int, kind: int, external_id: str) -> int | None:
    """The thing of that kind that is in the books and called so, or stands in place of the one that was."""
    holder = holder_of_id(db, company, kind, external_id)
    return None if holder is None else _in_place_of(db, company, kind, holder)


def _in_place_of(db: Reader, company: int, kind: int, number: int) -> int | None:
    """The thing itself, or the one it was merged into or amended to; None where it is gone."""
    if kind == CONTACT:
        return _contact_now(db, company, number)
    if kind == TRANSACTION:
        return _line_now(db, company, number)
    if kind == DOCUMENT:
        return None if document_of(db, company, number) is None else number
    return number


def _contact_now(db: Reader, company: int, number: int) -> int | None:
    contact = contact_of(db, company, number)
    if contact is None or not contact.archived:
        return None if contact is None else number
    events = events_of_subject(db, company, ids.public_id("con_", company, number))
    merged = next((event for event in events if event.action.startswith(_MERGED)), None)
    if merged is None or merged.action != _MERGED or merged.after is None:
        return None
    into = ids.number_in("con_", company, json.loads(merged.after)["into"])
    return None if into is None else _contact_now(db, company, into)


def _line_now(db: Reader, company: int, number: int) -> int | None:
    row = transaction_of(db, company, number)
    if row is None or row.status == LIVE:
        return None if row is None else number
    try:
        newer = amended_to(db, company, ids.public_id("txn_", company, number))
    except Conflict:  # what the log told of it was erased
        return None
    into = None if newer is None else ids.number_in("txn_", company, newer)
    return None if into is None else _line_now(db, company, into)


NOTHING = (-1,)
"""A filter that finds nothing."""


def called_among(
    db: Reader, company: int, kind: int, external_id: str | None, numbers: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """A filter by numbers, narrowed to the thing that is called so; as it is where no id is asked for."""
    if external_id is None:
        return numbers
    found = thing_called(db, company, kind, external_id)
    return (found,) if found is not None and (numbers is None or found in numbers) else NOTHING
