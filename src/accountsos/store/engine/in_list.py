"""Lists of numbers in a statement: a few sizes of list, so that few statements are ever compiled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from accountsos.store.engine.sql import Reader, Row, Sql, Value

ONLY = "{only}"
SIZES = (1, 10, 100, 1_000)
_LETTERS = "abcdefghij"
_NAMES = tuple(f"chosen_{a}{b}{c}" for a in _LETTERS for b in _LETTERS for c in _LETTERS)
"""Parameters have no digits."""
NO_NUMBER = -1
"""What fills a list up to its size: nothing bears it."""


def in_list(column: str, count: int) -> str:
    """The condition that the column is one of so many numbers, or of fewer."""
    return f"{column} IN ({', '.join(':' + name for name in _NAMES[: _size(count)])})"


def list_values(numbers: Sequence[int]) -> dict[str, Value]:
    """The numbers as the condition's parameters; none where there are none."""
    if not numbers:
        return {}
    filled = [*numbers, *[NO_NUMBER] * (_size(len(numbers)) - len(numbers))]
    return dict(zip(_NAMES, filled, strict=False))


def rows_among(db: Reader, text: str, column: str, numbers: Sequence[int], **values: Value) -> Iterator[Row]:
    """The rows of a statement that ends in a condition, for each of these numbers, however many."""
    for begin in range(0, len(numbers), SIZES[-1]):
        some = numbers[begin : begin + SIZES[-1]]
        yield from db.rows(_among(text, column, _size(len(some))), **list_values(some), **values)


def only(sql: str, column: str, numbers: Sequence[int] | None) -> Sql:
    """The statement with `{only}` in it: of these numbers only, or of all."""
    return _only(sql, column, 0 if numbers is None else _size(len(numbers)))


@lru_cache(maxsize=128)
def _only(sql: str, column: str, size: int) -> Sql:
    return Sql(sql.replace(ONLY, f" AND {in_list(column, size)}" if size else ""))


@lru_cache(maxsize=128)
def _among(text: str, column: str, size: int) -> Sql:
    return Sql(f"{text} AND {in_list(column, size)}")


def _size(count: int) -> int:
    return next(size for size in SIZES if count <= size)
