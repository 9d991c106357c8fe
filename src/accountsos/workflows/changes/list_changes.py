"""Answer what changed in the books since a place in the feed: in the order of writes, nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos import ids
from accountsos.store.audit import events_of_write
from accountsos.store.changed_things import (
    ACCOUNT,
    ASSET,
    BEGINNING,
    CATEGORY,
    CHANGES,
    CONTACT,
    DEADLINE,
    DOCUMENT,
    IMPORT,
    INVOICE,
    JOURNAL,
    KINDS,
    RETURN,
    RULE,
    TRANSACTION,
    TRIP,
    TYPES,
    Change,
    Place,
    changes_after,
    last_place,
)
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.names import Names, names_of
from accountsos.workflows.unit_of_work import ReadWorkflow

PREFIXES = {
    TRANSACTION: "txn_",
    CONTACT: "con_",
    DOCUMENT: "doc_",
    INVOICE: "doc_",
    JOURNAL: "je_",
    IMPORT: "imp_",
    RULE: "rule_",
    ASSET: "ast_",
    TRIP: "trip_",
    DEADLINE: "ddl_",
}
TYPE_WORDS = tuple(TYPES.values())
NOW = "now"
"""Instead of a cursor: the end of the feed, for who has read the lists and wants what comes after them."""


@dataclass(frozen=True, slots=True)
class ChangesQuestion:
    """From where on, of which types (none: every), and how many at most."""

    limit: int
    after: tuple[int, int, int, int] | str | None = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change as people and programs are told of it."""

    change_id: str
    type: str
    change: str
    thing_id: str
    version: int | None
    at: datetime
    place: Place


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes in order, where they end, and whether there are more."""

    changes: list[ToldChange]
    place: Place
    has_more: bool


def list_changes(db: Reader, company: int, asked: ChangesQuestion) -> ChangePage:
    """One page of the feed."""
    if isinstance(asked.after, str):
        return ChangePage([], last_place(db, company), has_more=False)
    after = Place(*asked.after) if asked.after else BEGINNING
    kinds = tuple(KINDS[word] for word in asked.types)
    found, more = changes_after(db, company, after, kinds=kinds, limit=asked.limit)
    place = found[-1].place if more else max(after, last_place(db, company))
    return ChangePage(told_changes(db, company, found), place, more)


def told_changes(db: Reader, company: int, found: list[Change]) -> list[ToldChange]:
    """The changes with the ids of what they are about."""
    names = names_of(db, company) if found else None
    return [_told(db, company, names, change) for change in found if names is not None]


def _told(db: Reader, company: int, names: Names, change: Change) -> ToldChange:
    thing_id = _thing_id(db, company, names, change)
    return ToldChange(
        change_id=change_id(company, change.place),
        type=TYPES[change.kind],
        change=CHANGES[change.change],
        thing_id=thing_id,
        version=change.version,
        at=change.recorded_at,
        place=change.place,
    )


def change_id(company: int, place: Place) -> str:
    """The id of a change: the same wherever it is told, so that who is told twice can see it."""
    return f"{ids.public_id('chg_', company, place.seq)}{ids.base62(place.kind, 2)}{ids.base62(place.number, 8)}"


def _thing_id(db: Reader, company: int, names: Names, change: Change) -> str:
    if change.kind == CATEGORY:
        return names.category_id[change.number]
    if change.kind == ACCOUNT:
        account = names.account_of.get(change.number)
        return account.bank_account_id if account is not None else _removed_account(db, company, change)
    if change.kind == RETURN:
        return day_from(change.number).isoformat()
    return ids.public_id(PREFIXES[change.kind], company, change.number)


def _removed_account(db: Reader, company: int, change: Change) -> str:
    """A bank account that is no more: the audit log of that write names it by its id."""
    told = events_of_write(db, company, change.seq)
    return next((row.subject for row in told if row.action.startswith("bank_account.")), "")


LIST = ReadWorkflow("changes.list", list_changes, short=True)
