"""What a check finds: the thing, the column, what it should be, and the statement that puts it right where one can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Protocol

from accountsos.store.engine.sql import Reader, Sql, Value


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree."""

    check: str
    message: str
    thing: str = ""
    """Which row, in a person's words."""
    columns: tuple[str, ...] = ()
    """The columns that may be wrong, each as table.column; several where nothing tells which of them it is."""
    expected: str | None = None
    """What it should be, where that can be worked out."""
    repairable: bool = False
    """Whether `accountsos doctor --repair` can rebuild it."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The statement that rebuilds one kept value, and in words what it did."""

    sql: Sql
    values: Mapping[str, Value]
    did: str
    of_head: str | None = None
    """Which number of the head row it sets: the write that repairs puts that row back itself."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with its fix, where it follows from postings and facts; append-only rows never have one."""

    finding: Finding
    fix: Fix | None = None


class Check(Protocol):
    """Something that always holds in the books of a company."""

    @property
    def check(self) -> str:
        """The word under which its findings are told."""
        ...

    def faults(self, db: Reader, company: int, *, most: int) -> Iterator[Fault]:
        """What does not hold, at most so many."""
        ...


@dataclass(frozen=True, slots=True)
class Walk:
    """A check that is more than a statement: a function that walks through the books."""

    check: str
    run: Callable[[Reader, int], Iterator[Fault]]

    def faults(self, db: Reader, company: int, *, most: int) -> Iterator[Fault]:
        """What the walk finds, at most so many."""
        return islice(self.run(db, company), most)


def told(check: str, message: str, *columns: str, thing: str = "", expected: str | None = None) -> Fault:
    """A fault that is said in words alone."""
    return Fault(Finding(check, message, thing, columns, expected))


def wrong(
    check: str,
    thing: str,
    column: str,
    kept_and_expected: tuple[object, object],
    *,
    fix: tuple[Sql, Mapping[str, Value]] | None = None,
    also: tuple[str, ...] = (),
) -> Fault:
    """A column that is kept as one value and should be another."""
    kept, expected = map(shown, kept_and_expected)
    name = column.partition(".")[2]
    message = f"{thing}: {name} is {kept}, it should be {expected}"
    finding = Finding(check, message, thing, (column, *also), expected, repairable=fix is not None)
    return Fault(finding, None if fix is None else Fix(*fix, f"{thing}: {name} was {kept}, it is {expected} now"))


def shown(value: object) -> str:
    """A stored value as a message shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex() or "empty"
    return str(value)


@lru_cache(maxsize=256)
def set_column(table: str, key: tuple[str, ...], column: str) -> Sql:
    """The statement that sets one column of one row; its values are `company`, the key's columns and `to_be`."""
    where = " AND ".join(f"{name} = :{name}" for name in ("company_id", *key))
    return Sql(f"UPDATE {table} SET {column} = :to_be WHERE {where}".replace(":company_id", ":company"))
