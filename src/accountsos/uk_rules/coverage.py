"""What the rules rest on and what they leave out: every dated value with its source, and what is not covered."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from accountsos.uk_rules.parameters import Parameter, Row, all_parameters, all_topics, in_force_or_none


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One row of a parameter."""

    parameter: Parameter
    row: Row

    @property
    def until(self) -> date | None:
        """The last day it applies where that is known: its own, or the day before the next row begins."""
        later = [row.in_force_from for row in self.parameter.rows if row.in_force_from > self.row.in_force_from]
        before_next = date.fromordinal(min(later).toordinal() - 1) if later else None
        ends = [day for day in (self.row.in_force_to, before_next) if day is not None]
        return min(ends, default=None)


def dated_values(
    *, topic: str | None = None, unverified: bool = False, in_force_on: date | None = None
) -> list[DatedValue]:
    """The values in the order of the page: of one topic, only those to check before filing, only those of a day."""
    found = []
    chosen = [parameter for parameter in all_parameters().values() if topic in (None, parameter.topic)]
    for value in (DatedValue(parameter, row) for parameter in chosen for row in parameter.rows):
        if unverified and value.row.verified:
            continue
        if in_force_on is not None and not _applies(value, in_force_on):
            continue
        found.append(value if in_force_on is None else _as_of(value, in_force_on))
    return found


def _as_of(value: DatedValue, day: date) -> DatedValue:
    """The value as the rules read it on that day: an old row warns there."""
    if value.parameter.overdue is None:
        return value
    return DatedValue(value.parameter, in_force_or_none(day, value.parameter.name) or value.row)


def _applies(value: DatedValue, day: date) -> bool:
    return value.row.in_force_from <= day and (value.until is None or day <= value.until)


def topics() -> tuple[str, ...]:
    """The files of parameters, by name."""
    return tuple(all_topics())


@cache
def not_covered() -> Mapping[str, tuple[str, ...]]:
    """What these rules do not do, or do unverified, by topic."""
    tables = tomllib.loads(files("accountsos.uk_rules").joinpath("not_covered.toml").read_text(encoding="utf-8"))
    return MappingProxyType({topic: tuple(table["items"]) for topic, table in tables.items()})
