"""JSON of what was done to many transactions at once, and of what was undone."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.wire.fields import MoneyOut, money_out
from accountsos.workflows.bank.change_many import LinesChosen, ManyChanged
from accountsos.workflows.bank.undo_change import ChangeUndone


class ManyChangedOut(msgspec.Struct, frozen=True):
    """What was changed, or would be."""

    lines: int
    """How many were chosen."""
    changed: int | None
    """How many of them say something else now; null where it was only looked at."""
    money_in: MoneyOut | None
    money_out: MoneyOut | None
    seen: str | None
    """Send it along to change exactly these lines as they are."""
    event_id: str | None
    """By which all of them are undone; null where nothing changed."""


class OneManyChanged(msgspec.Struct, frozen=True):
    """A change of many transactions."""

    change: ManyChangedOut


class UndoneOut(msgspec.Struct, frozen=True):
    """What is filed again as it was."""

    transaction_ids: list[str]


class OneChangeUndone(msgspec.Struct, frozen=True):
    """An undone change."""

    undone: UndoneOut


def many_chosen(found: LinesChosen) -> OneManyChanged:
    """What would be changed."""
    money = (money_out(found.money_in, "GBP"), money_out(found.money_out, "GBP"))
    return OneManyChanged(ManyChangedOut(found.lines, None, *money, found.seen, None))


def many_changed(company: int, done: ManyChanged) -> OneManyChanged:
    """What was changed."""
    event = ids.public_id("evt_", company, done.event) if done.changed else None
    return OneManyChanged(ManyChangedOut(done.chosen, done.changed, None, None, None, event))


def change_undone(done: ChangeUndone) -> OneChangeUndone:
    """What is back as it was."""
    return OneChangeUndone(UndoneOut(list(done.transaction_ids)))
