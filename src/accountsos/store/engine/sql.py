"""What both databases have in common: SQL text translated once, and the reader and writer that run it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol, TypeAlias

Value: TypeAlias = int | str | bytes | None
Row: TypeAlias = tuple[Any, ...]

_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


class Sql:
    """A constant statement with `:name` parameters, in the subset that SQLite and PostgreSQL share.

    SQLite compiles a statement anew each time a value is bound that its planner looked at: a LIMIT, a range, a test
    beside a partial index. It does not look behind a plus, which changes no value and, here, no plan.
    Its LIKE is the other one's ILIKE: capitals of ASCII do not matter.
    """

    __slots__ = ("_values", "names", "postgres", "sqlite")

    def __init__(self, text: str) -> None:
        self.names = tuple(dict.fromkeys(_PARAMETER.findall(text)))
        self._values = _picker(self.names)
        position = {name: n + 1 for n, name in enumerate(self.names)}
        self.sqlite = _PARAMETER.sub(lambda m: f"+?{position[m[1]]}", text.replace(" ILIKE ", " LIKE "))
        self.postgres = _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%"))

    def bound(self, values: dict[str, Value]) -> tuple[Value, ...]:
        """The values in the order of the SQLite text's parameters. A missing name is a bug and raises KeyError."""
        return self._values(values)


def _picker(names: Sequence[str]) -> Callable[[dict[str, Value]], tuple[Value, ...]]:
    """Takes the values of these names out of many."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple([values[name] for name in names])


class Insert(Sql):
    """An INSERT of whole rows, values in the order of `columns`."""

    __slots__ = ("_several", "_suffix", "columns", "table")

    def __init__(self, table: str, columns: str, suffix: str = "") -> None:
        names = columns.split()
        super().__init__(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + n for n in names)}) {suffix}"
        )
        self.table = table
        self.columns = tuple(names)
        self._suffix = suffix
        self._several: dict[int, str] = {}

    def of_rows(self, rows: int) -> str:
        """SQLite's text for so many rows at once, their values one after the other."""
        text = self._several.get(rows)
        if text is None:
            one = f"({', '.join('?' * len(self.columns))})"
            text = (
                f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES {', '.join([one] * rows)} {self._suffix}"
            )
            self._several[rows] = text
        return text


class Reader(Protocol):
    """One consistent view of the books."""

    engine: str
    """`sqlite` or `postgresql`."""
    cache: dict[object, Any]
    """Shared by all readers of one open database; what is kept there carries the version it was read at."""

    def rows(self, sql: Sql, **values: Value) -> list[Row]:
        """All rows."""
        ...

    def row(self, sql: Sql, **values: Value) -> Row | None:
        """The first row, or None."""
        ...

    def stream(self, sql: Sql, **values: Value) -> Iterator[Row]:
        """The rows one by one, for results that may be large."""
        ...


class Writer(Reader, Protocol):
    """A view that may also change the books, inside one transaction."""

    def run(self, sql: Sql, **values: Value) -> int:
        """Execute; how many rows were changed."""
        ...

    def run_many(self, sql: Sql, rows: Iterable[Sequence[Value]]) -> None:
        """Execute once per row of values, each in the order of `sql.names`."""
        ...


def day_number(day: date) -> int:
    """How dates are stored: 2025-01-06 is 20250106."""
    return day.year * 10000 + day.month * 100 + day.day


def optional_day_number(day: date | None) -> int | None:
    """The same for a date that may be missing."""
    return None if day is None else day_number(day)


@lru_cache(maxsize=40_000)
def day_from(number: int) -> date:
    """The date of a stored day number."""
    return date(number // 10000, number // 100 % 100, number % 100)


def optional_day(number: int | None) -> date | None:
    """The same for a value that may be missing."""
    return None if number is None else day_from(number)


def micros(moment: datetime) -> int:
    """How moments are stored: whole microseconds since 1970 in UTC."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def moment_from(stored: int) -> datetime:
    """The moment of a stored number of microseconds."""
    return datetime.fromtimestamp(stored // 1_000_000, UTC).replace(microsecond=stored % 1_000_000)
