"""The categories there are, as a person chooses among them: by kind and name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from accountsos.dashboard.forms import Option
from accountsos.ledger.chart import Chart

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


@dataclass(frozen=True, slots=True)
class Choices:
    """The categories in use, as lists to choose from."""

    groups: tuple[Group, ...]
    by_name: tuple[Option, ...]


class NamesOfChart(Protocol):
    """A company's names, as workflows give them."""

    @property
    def chart(self) -> Chart:
        """The categories."""
        ...


def choices_of(names: NamesOfChart) -> Choices:
    """The choices under these names, made once: the names stay the same things until the chart changes."""
    known = _KEPT.get(id(names))
    if known is not None and known[0] is names:
        return known[1]
    usable = sorted((c for c in names.chart.categories.values() if not c.archived), key=lambda c: c.name.casefold())
    by_kind = {kind: tuple(Option(c.category_id, c.name) for c in usable if c.type == kind) for kind, _ in GROUPS}
    groups = tuple(Group(label, by_kind[kind]) for kind, label in GROUPS if by_kind[kind])
    made = Choices(groups, tuple(Option(c.category_id, c.name) for c in usable))
    if len(_KEPT) >= _KEPT_MOST:
        _KEPT.clear()
    _KEPT[id(names)] = (names, made)
    return made


_KEPT: dict[int, tuple[NamesOfChart, Choices]] = {}
_KEPT_MOST = 64
