"""What a template of a recurring journal is: named inputs, and what makes balanced lines of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from accountsos.ledger.chart import Chart
from accountsos.ledger.journals import Journal, JournalLine
from accountsos.ledger.vat_scheme import VatRegime
from accountsos.money import Pence

FieldValue: TypeAlias = int | str | date


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One input of a template."""

    name: str
    kind: str
    """`amount` (pence, not negative), `count` (whole), `date`, `contact` (a number), `category`, `choice` or `text`."""
    description: str
    required: bool = False
    accepted: tuple[str, ...] = ()
    """The words that a choice takes; the first is taken where none is given."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The inputs of a template after checking: every amount is there, if only as nothing."""

    chart: Chart
    day: date
    values: Mapping[str, FieldValue]
    vat: VatRegime

    def amount(self, name: str) -> Pence:
        """The amount given, or nothing."""
        value = self.values.get(name, 0)
        assert isinstance(value, int), name
        return value

    def count(self, name: str) -> int:
        """A required number that is no money."""
        value = self.values[name]
        assert isinstance(value, int), name
        return value

    def text(self, name: str) -> str:
        """A required text, category or choice."""
        value = self.values[name]
        assert isinstance(value, str), name
        return value

    def contact(self) -> int | None:
        """The contact's number, where one was given."""
        value = self.values.get("contact")
        assert value is None or isinstance(value, int)
        return value

    def date_or(self, name: str, default: date) -> date:
        """The date given, or the default."""
        value = self.values.get(name, default)
        assert isinstance(value, date), name
        return value


@dataclass(frozen=True, slots=True)
class Template:
    """A journal that recurs."""

    key: str
    title: str
    description: str
    fields: tuple[TemplateField, ...]
    build: Callable[[Filled], Journal]


def sided(*amounts: tuple[str, Pence], contact: int | None = None) -> tuple[JournalLine, ...]:
    """Lines of signed amounts, debit positive; amounts of nothing are left out."""
    return tuple(
        JournalLine(category_id, debit=max(amount, 0), credit=max(-amount, 0), contact=contact)
        for category_id, amount in amounts
        if amount
    )
