"""The feed of what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec

from accountsos.dates import rfc3339
from accountsos.wire.fields import TimeOut
from accountsos.workflows.changes.list_changes import ChangePage, ToldChange

Link: TypeAlias = Callable[[ToldChange], str | None]
"""Where a door shows a thing; None where it is gone."""
ThingType = Literal[
    "transaction",
    "contact",
    "document",
    "invoice",
    "journal",
    "import",
    "category",
    "bank_account",
    "rule",
    "asset",
    "trip",
    "deadline",
    "vat_return",
]


class ThingChangeOut(msgspec.Struct, frozen=True):
    """That one write made, changed or took away one thing."""

    id: str
    """Of this change: the same each time that it is told, also by webhook."""
    type: ThingType
    """What kind of thing it is."""
    change: Literal["created", "updated", "deleted"]
    """What became of the thing. What is taken out of the books is `deleted`, and `created` where it comes back."""
    thing_id: str
    """Which thing; of a VAT return the last day of its period."""
    version: int | None
    """The thing's version after it, as its `ETag` tells; null where the thing has none, or it is not known any more."""
    at: TimeOut
    """When the write was recorded: never before the one in front of it."""
    link: str | None
    """Where the thing is shown; null where it was deleted."""


class ChangeList(msgspec.Struct, frozen=True):
    """Changes in the order of writes."""

    changes: list[ThingChangeOut]
    """Oldest first; several changes of a thing by one write are one."""
    cursor: str
    """Where this page ends: send it as `after`, also after an empty page."""
    has_more: bool
    """Whether there are changes behind this page already."""


def change_out(told: ToldChange, link: Link) -> ThingChangeOut:
    """One change."""
    return ThingChangeOut(
        told.change_id,
        told.type,  # type: ignore[arg-type]  # one of the words of the table that names them
        told.change,  # type: ignore[arg-type]  # the same
        told.thing_id,
        told.version,
        rfc3339(told.at),
        link(told),
    )


def change_list(page: ChangePage, cursor: str, link: Link) -> ChangeList:
    """A page with the cursor of its end."""
    return ChangeList([change_out(told, link) for told in page.changes], cursor, page.has_more)
