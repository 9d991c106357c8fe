"""The numbers fixed by law: dated rows from parameters/*.toml, each with its source and the day it was checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from accountsos.errors import Refused
from accountsos.money import Pence
from accountsos.uk_rules.periods import add_months_same_day

UNITS = frozenset({"rate", "pounds", "count", "date"})
UNVERIFIED = "unverified, check before filing"


class NoValueInForce(Refused):
    """The law's number for that day is not in our data, so nothing may be computed from it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a parameter, with the day it begins to apply and where it comes from."""

    name: str
    value: Decimal
    in_force_from: date
    in_force_to: date | None
    source: str
    checked_on: date
    verified: bool
    overdue_since: date | None = None
    """Of the last row asked for beyond the usual rhythm of its parameter: when a newer one was to be expected."""

    def __post_init__(self) -> None:
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise ValueError(f"{self.name}: a row cannot end on {self.in_force_to} and begin on {self.in_force_from}")

    @property
    def warning(self) -> str | None:
        """What a person must be told who relies on it, or None when two sources agree and it is as new as it can be."""
        told = [] if self.verified else [UNVERIFIED]
        if self.overdue_since is not None:
            told.append(f"the last value known, and a newer one was to be expected by {self.overdue_since}: check")
        return f"{self.name} from {self.in_force_from}: {'; '.join(told)} ({self.source})" if told else None


@dataclass(frozen=True)
class Parameter:
    """A number of the law through time. `keyed_on` names the day by which the row is chosen."""

    name: str
    what: str
    unit: str
    keyed_on: str
    topic: str
    rows: tuple[Row, ...]
    rhythm_months: int | None = None
    """How often it is set, where a Budget or HMRC does that regularly; None: it changes when the statute does."""
    set_again: date | None = None
    """The last day from which it was set again at the same value: a frozen allowance is as new as its last Budget."""

    @cached_property
    def overdue(self) -> Row | None:
        """The last row as it is told of once a newer one was to be expected: a rhythm after it was last set."""
        last = self.rows[-1]
        if self.rhythm_months is None or last.in_force_to is not None:
            return None
        last_set = max(last.in_force_from, self.set_again or last.in_force_from)
        return replace(last, overdue_since=add_months_same_day(last_set, self.rhythm_months))


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of parameters, under the heading by which people find it."""

    name: str
    heading: str
    parameters: tuple[Parameter, ...]


def in_force_on(day: date, name: str) -> Row:
    """The row that applies on that day. Refuses when our data has none, rather than guess."""
    row = in_force_or_none(day, name)
    if row is None:
        first = parameter(name).rows[0].in_force_from
        raise NoValueInForce(f"no value of {name} is known for {day}; the first known begins on {first}", param=name)
    return row


def in_force_or_none(day: date, name: str) -> Row | None:
    """The row that applies on that day, or None before the first, after the last or in a gap."""
    known = parameter(name)
    late = known.overdue
    if late is not None and late.overdue_since is not None and day >= late.overdue_since:
        _note(late)
        return late
    for row in reversed(known.rows):
        if row.in_force_from <= day:
            return row if row.in_force_to is None or day <= row.in_force_to else None
    return None


_OLD: ContextVar[dict[str, Row] | None] = ContextVar("old_rows_asked_for", default=None)


@contextmanager
def old_rows_asked_for() -> Iterator[dict[str, Row]]:
    """What of the parameters is asked for beyond its rhythm while this is open, by name: whoever tells figures that
    follow from rates tells of these as well, whichever rule asked for them.
    """
    found: dict[str, Row] = {}
    around = _OLD.set(found)
    try:
        yield found
    finally:
        _OLD.reset(around)
        for row in found.values():
            _note(row)


def overdue_on(day: date, rows: Mapping[str, Row]) -> list[Row]:
    """Those of them of which a newer value was to be expected by that day."""
    return [row for row in rows.values() if row.overdue_since is not None and row.overdue_since <= day]


def _note(row: Row) -> None:
    asked = _OLD.get()
    if asked is not None:
        asked[row.name] = row


def rate_on(day: date, name: str) -> Decimal:
    """The rate in force as a fraction: twenty per cent is Decimal("0.20")."""
    return in_force_on(day, name).value


def pounds_on(day: date, name: str) -> Pence:
    """The amount in force, in pence."""
    return int(in_force_on(day, name).value * 100)


def count_on(day: date, name: str) -> int:
    """The whole number in force: months, days, points, hours."""
    return int(in_force_on(day, name).value)


def parameter(name: str) -> Parameter:
    """The parameter with all its rows, oldest first."""
    try:
        return all_parameters()[name]
    except KeyError:
        raise KeyError(f"uk_rules has no parameter {name!r}; see parameters/*.toml") from None


def warnings_for(*rows: Row) -> tuple[str, ...]:
    """What to tell a person who relies on these rows, each once and in order."""
    return with_those((), rows)


def with_those(told: Iterable[str], rows: Iterable[Row]) -> tuple[str, ...]:
    """What is told already, and what these rows add to it."""
    return tuple(dict.fromkeys((*told, *(row.warning for row in rows if row.warning is not None))))


@cache
def all_parameters() -> Mapping[str, Parameter]:
    """Every parameter by name, in the order of the files."""
    found: dict[str, Parameter] = {}
    for topic in all_topics().values():
        for each in topic.parameters:
            if each.name in found:
                raise ValueError(f"{topic.name}.toml: {each.name} is also in {found[each.name].topic}.toml")
            found[each.name] = each
    return MappingProxyType(found)


@cache
def all_topics() -> Mapping[str, Topic]:
    """Every file of parameters, by its name without the ending: a file that is there is a topic."""
    folder = files("accountsos.uk_rules").joinpath("parameters")
    entries = sorted((e for e in folder.iterdir() if e.name.endswith(".toml")), key=lambda each: each.name)
    topics = [topic_of(e.name.removesuffix(".toml"), e.read_text(encoding="utf-8")) for e in entries]
    return MappingProxyType({topic.name: topic for topic in topics})


def topic_of(name: str, text: str) -> Topic:
    """What one file says: its heading for people, then a table for each parameter."""
    tables = tomllib.loads(text)
    heading = tables.pop("heading", None)
    if not isinstance(heading, str) or not heading.strip():
        raise ValueError(f'{name}.toml: the first line gives the topic its heading: heading = "Income tax"')
    if not tables:
        raise ValueError(f"{name}.toml: no parameter is in it")
    return Topic(name, heading, tuple(_parameter(each, name, table) for each, table in tables.items()))


def _parameter(name: str, topic: str, table: Mapping[str, Any]) -> Parameter:
    unit = _said(f"{topic}.toml: {name}", table, "unit")
    if unit not in UNITS:
        raise ValueError(f"{topic}.toml: {name} has the unit {unit!r}; known are {', '.join(sorted(UNITS))}")
    values = _said(f"{topic}.toml: {name}", table, "values")
    rows = tuple(_row(f"{topic}.toml: {name}", name, each) for each in values)
    starts = [row.in_force_from for row in rows]
    if not rows or starts != sorted(set(starts)):
        raise ValueError(f"{topic}.toml: the rows of {name} are not in order of their start, or two start together")
    what, keyed_on = (_said(f"{topic}.toml: {name}", table, key) for key in ("what", "keyed_on"))
    rhythm, again = table.get("rhythm_months"), table.get("set_again")
    if again is not None and (rhythm is None or again <= rows[-1].in_force_from):
        raise ValueError(
            f"{topic}.toml: {name} is `set_again` on {again}: that goes with `rhythm_months`, and is later than the "
            f"last value's {rows[-1].in_force_from}"
        )
    return Parameter(name, what, unit, keyed_on, topic, rows, rhythm, again)


def _row(where: str, name: str, table: Mapping[str, Any]) -> Row:
    first, value, *rest = (_said(where, table, key) for key in ("from", "value", "source", "checked_on", "verified"))
    return Row(name, Decimal(value), first, table.get("to"), *rest)


def _said(where: str, table: Mapping[str, Any], key: str) -> Any:
    """What the file says under that key."""
    if key not in table:
        each = "[[<name>.values]]" if key in ("from", "value", "source", "checked_on", "verified") else "[<name>]"
        raise ValueError(f"{where} says no `{key}`; {each} has it in every other file here")
    return table[key]
