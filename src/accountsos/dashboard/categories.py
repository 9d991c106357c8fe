"""The categories there are, as a person chooses among them: by kind and name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountsos.dashboard.forms import Option
from accountsos.ledger.chart import Category

GROUPS = (
    ("income", "Money you earn"),
    ("expense", "What it costs to run the business"),
    ("asset", "What the business owns and is owed"),
    ("liability", "What the business owes"),
    ("equity", "Between you and the business"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Categories of one kind."""

    label: str
    options: tuple[Option, ...]


def grouped(categories: Iterable[Category]) -> list[Group]:
    """Those in use, by kind and name."""
    usable = sorted((c for c in categories if not c.archived), key=lambda c: c.name.casefold())
    found = []
    for kind, label in GROUPS:
        options = tuple(Option(c.category_id, c.name) for c in usable if c.type == kind)
        if options:
            found.append(Group(label, options))
    return found
