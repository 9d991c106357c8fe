"""All of a list from one view, page after page: what a file of it is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from accountsos.store.engine.sql import Reader

Q = TypeVar("Q")
R = TypeVar("R")
ROWS_AT_ONCE = 200


def in_pages(
    ask: Callable[[Reader, int, Q], R],
    rows_of: Callable[[R], Sequence[Any]],
    first: Callable[[Q, int], Q],
    after: Callable[[Q, Any], Q],
) -> Callable[[Reader, int, Q], Iterator[R]]:
    """Ask page after page, at least one: the `first` has so many rows, each other comes `after` the last row."""

    def pages(db: Reader, company: int, asked: Q) -> Iterator[R]:
        asked = first(asked, ROWS_AT_ONCE)
        while True:
            page = ask(db, company, asked)
            yield page
            rows = rows_of(page)
            if len(rows) < ROWS_AT_ONCE:
                return
            asked = after(asked, rows[-1])

    return pages


def at_once(ask: Callable[[Reader, int, Q], R]) -> Callable[[Reader, int, Q], Iterator[R]]:
    """A list that is short and read whole."""

    def pages(db: Reader, company: int, asked: Q) -> Iterator[R]:
        yield ask(db, company, asked)

    return pages
